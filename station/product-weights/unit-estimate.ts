/** What the parcels of a product say of one unit, in milligrams. */
export interface UnitEstimate {
  readonly milligrams: number
  /** How far single units stray from it: 1.4826 × the median of the deviations. */
  readonly spreadMilligrams: number
}

const LEAST_PARCELS = 5
/** What makes the median of the deviations comparable with a standard deviation. */
const SPREAD_PER_DEVIATION = 1.4826
const ALWAYS_AGREEING_MILLIGRAMS = 5_000
/** Less than the scale itself would call an empty pan. */
const LEAST_GOODS_MILLIGRAMS = 5_000
const MOST_UNIT_MILLIGRAMS = 1_000_000_000

/** What one unit weighed in a parcel with `goods` milligrams of it; undefined where that can be no weight (K4). */
export function unitSample(goods: number, units: number): number | undefined {
  const milligrams = Math.round(goods / units)
  return goods > LEAST_GOODS_MILLIGRAMS && milligrams > 0 && milligrams <= MOST_UNIT_MILLIGRAMS
    ? milligrams
    : undefined
}

/**
 * The weight of a unit out of one sample a parcel; undefined where they are too few or do not agree (K5, K6). By
 * medians, so that a fifth of wrong parcels moves it no further than the right ones lie apart. Pure.
 */
export function estimateUnit(samples: readonly number[]): UnitEstimate | undefined {
  if (samples.length < LEAST_PARCELS) return undefined
  const milligrams = Math.round(median(samples))
  const deviations = samples.map((sample) => Math.abs(sample - milligrams))
  const spreadMilligrams = Math.round(SPREAD_PER_DEVIATION * median(deviations))
  const agree = spreadMilligrams <= Math.max(ALWAYS_AGREEING_MILLIGRAMS, milligrams / 10)
  return agree ? { milligrams, spreadMilligrams } : undefined
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
