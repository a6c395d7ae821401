import type { SameShape } from '../words/same-shape.ts'
import type { shipmentsEn } from './words.en.ts'

export const shipmentsEs: SameShape<typeof shipmentsEn> = { title: 'Envíos' }
