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

/** What the weight of a packed box says of its contents. */
export type WeightCheck =
  | { readonly says: 'fits' }
  | { readonly says: 'off' }
  /** Off by about one unit of `item`. */
  | { readonly says: 'one-missing' | 'one-extra'; readonly item: string }

const SCALE_MILLIGRAMS = 2_000
/** Nearly all of what a spread allows for. */
const SPREADS = 3
/** A median of a few parcels is itself right only to about a quarter of the spread, and so for all units alike. */
const SPREAD_OF_THE_MEDIAN = 1 / 4

/** Compares a weight with what was packed; the rules are C1 to C6 in product-weights/RULES.md. Pure. */
export function checkWeight(parcel: CheckedParcel): WeightCheck {
  const { grams, tareGrams, items, toleranceGrams } = parcel
  const contents = items.reduce((sum, { units, unitMilligrams }) => sum + units * unitMilligrams, 0)
  const off = (grams - tareGrams) * 1000 - contents
  const noise = noiseOf(items)

  if (items.every(({ from }) => from !== 'given')) {
    const explained = explain(items, off, noise, () => noise)
    if (explained) return explained
  }
  // In whole grams, as the expected weight stands on the screen.
  if (Math.abs(grams - tareGrams - Math.round(contents / 1000)) <= toleranceGrams)
    return { says: 'fits' }
  const about = (unit: number) => Math.max(noise, Math.min(toleranceGrams * 1000, unit / 4))
  return explain(items, off, noise, about) ?? { says: 'off' }
}

/** How far a right box may stray by its units and the scale alone (C2). */
function noiseOf(items: readonly CheckedItem[]): number {
  const squares = items.reduce((sum, { units, spreadMilligrams }) => {
    const medianOfAll = units * SPREAD_OF_THE_MEDIAN
    return sum + (units + medianOfAll ** 2) * spreadMilligrams ** 2
  }, 0)
  return SCALE_MILLIGRAMS + SPREADS * Math.sqrt(squares)
}

/** The one item of which one unit more or less explains the difference; `off` where several do (C3, C5). */
function explain(
  items: readonly CheckedItem[],
  off: number,
  noise: number,
  band: (unitMilligrams: number) => number,
): Exclude<WeightCheck, { says: 'fits' }> | undefined {
  const names = items
    .filter(({ unitMilligrams: unit }) => unit > 2 * noise)
    .filter(({ unitMilligrams: unit }) => Math.abs(Math.abs(off) - unit) <= band(unit))
    .filter(({ units }) => off > 0 || units > 0)
    .map(({ name }) => name)
  const [item, ...others] = new Set(names)
  if (item === undefined) return undefined
  return others.length > 0 ? { says: 'off' } : { says: off > 0 ? 'one-extra' : 'one-missing', item }
}
