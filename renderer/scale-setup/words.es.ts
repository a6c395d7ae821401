import type { SameShape } from '../words/same-shape.ts'
import type { scaleSetupEn } from './words.en.ts'

export const scaleSetupEs: SameShape<typeof scaleSetupEn> = {
  title: 'Buscar una báscula',
}
