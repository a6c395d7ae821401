import type { SameShape } from '../words/same-shape.ts'
import type { productWeightsEn } from './words.en.ts'

export const productWeightsEs: SameShape<typeof productWeightsEn> = {
  title: 'Pesos de productos',
}
