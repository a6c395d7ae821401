import type { ProductWeight } from '../../shared/weighing.ts'
import type { Formats } from '../tables/formats.tsx'

/** What one unit weighs, to a tenth of a gram below a kilogram. */
export function unitWeightText(milligrams: number, formats: Formats): string {
  return formats.weight(Math.round(milligrams / 100) / 10)
}

/** What counts for a unit now: set before learned; else what each order says. */
export function countsNow(product: ProductWeight): {
  from: 'set' | 'learned' | 'order'
  milligrams: number | null
} {
  const { setMilligrams, learnedMilligrams } = product
  if (setMilligrams !== null) return { from: 'set', milligrams: setMilligrams }
  if (learnedMilligrams !== null) return { from: 'learned', milligrams: learnedMilligrams }
  return { from: 'order', milligrams: null }
}
