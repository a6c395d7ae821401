import type { SameShape } from '../words/same-shape.ts'
import type { queueEn } from './words.en.ts'

export const queueEs: SameShape<typeof queueEn> = { title: 'Cola' }
