import type { SameShape } from '../words/same-shape.ts'
import type { drillEn } from './words.en.ts'

export const drillEs: SameShape<typeof drillEn> = { title: 'Simulacro' }
