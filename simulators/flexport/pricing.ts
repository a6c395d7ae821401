import { gramsFrom, gramsTo } from '../../shared/measures.ts'
import type { Money } from '../../shared/measures.ts'
import type { ParcelDimensions } from './parcel-bodies.ts'

const INCHES_PER = { in: 1, cm: 1 / 2.54, mm: 1 / 25.4, m: 1 / 0.0254 } as const

export function inches(value: number, unit: ParcelDimensions['lengthUnit']): number {
  return value * INCHES_PER[unit]
}

/** Pounds on the bill, rounded up: what it weighs, or above a cubic foot its size if that is more. */
export function billedWeightLbs(dimensions: ParcelDimensions): number {
  const { height, length, width, lengthUnit, weight, weightUnit } = dimensions
  const cubicInches =
    inches(height, lengthUnit) * inches(length, lengthUnit) * inches(width, lengthUnit)
  const bySize = cubicInches > 1728 ? cubicInches / 166 : 0
  const byWeight = gramsTo(gramsFrom(weight, weightUnit), 'lb')
  return Math.max(1, Math.ceil(Math.max(byWeight, bySize) - 0.001))
}

/** First postcode digit of the sortation centres, for a made-up distance. */
const FIRST_DIGITS: Readonly<Record<string, number>> = { EWR: 0, DFW: 7, LAX: 9 }

export function priceOf(parcel: {
  readonly serviceLevel: string
  readonly injectionLocation?: string | undefined
  readonly shipToAddress: { readonly zip: string }
  readonly dimensions: ParcelDimensions
}): Money {
  const from = FIRST_DIGITS[parcel.injectionLocation ?? 'LAX'] ?? 9
  const to = Number.parseInt(parcel.shipToAddress.zip.slice(0, 1), 10)
  // Farthest is where postcodes do not begin with a digit.
  const zone = Number.isNaN(to) ? 12 : 1 + Math.abs(from - to)
  const standard = 450 + 36 * zone + 54 * billedWeightLbs(parcel.dimensions)
  const minor = parcel.serviceLevel === 'Expedited' ? Math.round(standard * 1.7) : standard
  return { minor, currency: 'USD' }
}
