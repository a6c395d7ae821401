import type { SameShape } from '../words/same-shape.ts'
import type { benchEn } from './words.en.ts'

export const benchEs: SameShape<typeof benchEn> = { title: 'Mesa' }
