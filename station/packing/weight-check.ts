/** One line of a parcel, as the check of its weight wants it. */
export interface CheckedItem {
  readonly name: string
  readonly units: number
  readonly unitMilligrams: number
  /** How far single units may stray from it. */
  readonly spreadMilligrams: number
  readonly from: 'set' | 'learned' | 'given'
}

export interface CheckedParcel {
  readonly grams: number
  readonly tareGrams: number
  readonly items: readonly CheckedItem[]
  readonly toleranceGrams: number
}

/** What the weight of a packed box says of its contents. Ranges are whole grams. */
export type WeightCheck =
  | { readonly says: 'fits' }
  | { readonly says: 'off' }
  /** Off by about one unit of `item`. */
  | { readonly says: 'one-missing' | 'one-extra'; readonly item: string }

/** Compares a weight with what was packed; the rules are C1 to … in RULES.md beside the scale. Pure. */
export function checkWeight(parcel: CheckedParcel): WeightCheck {
  const { grams, tareGrams, items, toleranceGrams } = parcel
  const expected = items.reduce((sum, item) => sum + item.units * item.unitMilligrams, 0) / 1000
  return Math.abs(grams - tareGrams - expected) <= toleranceGrams
    ? { says: 'fits' }
    : { says: 'off' }
}
