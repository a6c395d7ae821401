import type { SameShape } from '../words/same-shape.ts'
import type { scannerSetupEn } from './words.en.ts'

export const scannerSetupEs: SameShape<typeof scannerSetupEn> = {
  title: 'Lector',
}
