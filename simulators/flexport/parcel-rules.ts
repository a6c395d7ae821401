import { gramsFrom } from '../../shared/measures.ts'
import type { FlexportAddress, ParcelDimensions, ParcelOrder, QuoteBody } from './parcel-bodies.ts'
import { inches } from './pricing.ts'

/** What this made-up seller's account has set up. */
const SERVICE_LEVELS = ['Standard', 'Expedited', 'International']
const INJECTION_LOCATIONS = ['EWR', 'LAX', 'DFW']
const LONGEST_SIDE_INCHES = 108
const HEAVIEST_GRAMS = gramsFrom(70, 'lb')

type Refused = readonly [code: string, words: string] | undefined

/** The business code with which Flexport refuses to sell this parcel, and its words; undefined when it is fine. */
export function createRefusalOf(parcel: ParcelOrder): Refused {
  const { serviceLevel, shipToAddress: to } = parcel
  const isOffered = (serviceLevel === 'International') === (to.country !== 'US')
  const refused = levelRefusalOf(parcel)
  if (refused) return refused
  if (parcel.isReturn) return ['RETURNS_UNSUPPORTED', 'the seller has no returns']
  if (!isOffered)
    return [
      'SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION',
      `${serviceLevel} is not offered to ${to.country}`,
    ]
  if (serviceLevel === 'International' && !parcel.customsInformation?.customsItems.length)
    return ['CUSTOMS_INFORMATION_REQUIRED', 'customs information is missing']
  return placeRefusalOf(parcel, parcel.skipAddressValidation ?? false)
}

/** The same for a quote, which knows fewer codes. */
export function quoteRefusalOf(parcel: QuoteBody): Refused {
  return levelRefusalOf(parcel) ?? placeRefusalOf(parcel, false)
}

function levelRefusalOf({ serviceLevel }: QuoteBody): Refused {
  return SERVICE_LEVELS.includes(serviceLevel)
    ? undefined
    : ['SERVICE_LEVEL_NOT_CONFIGURED', `${serviceLevel} is not set up for this seller`]
}

function placeRefusalOf(parcel: QuoteBody, isAddressTaken: boolean): Refused {
  const { shipToAddress: to, injectionLocation, serviceLevel } = parcel
  if (injectionLocation && !INJECTION_LOCATIONS.includes(injectionLocation))
    return ['INVALID_INJECTION_LOCATION', `${injectionLocation} is not served`]
  const missing = missingIn(to)
  if (missing) return ['INVALID_DESTINATION_ADDRESS', `${missing} is not complete`]
  const isNowhere = to.city.toLowerCase() === 'nowhere' || to.zip.startsWith('00000')
  if (isNowhere && !isAddressTaken)
    return ['INVALID_DESTINATION_ADDRESS', 'the address could not be verified']
  if (serviceLevel !== 'International' && !/^\d{5}(-?\d{4})?$/.test(to.zip))
    return ['FAILED_TO_DETERMINE_ZONE', `no zone for postcode ${to.zip}`]
  return isTooLarge(parcel.dimensions)
    ? ['EXCEEDS_MAX_DIMENSIONS', 'the parcel is over the limits of the carrier']
    : undefined
}

function missingIn(to: FlexportAddress): string | undefined {
  for (const member of ['name', 'street1', 'city', 'zip'] as const)
    if (to[member].trim() === '') return member
  if (!/^[A-Z]{2}$/.test(to.country)) return 'country'
  return to.country === 'US' && !/^[A-Za-z]{2}$/.test(to.state) ? 'state' : undefined
}

function isTooLarge(dimensions: ParcelDimensions): boolean {
  const longest = Math.max(dimensions.length, dimensions.width, dimensions.height)
  return (
    inches(longest, dimensions.lengthUnit) > LONGEST_SIDE_INCHES ||
    gramsFrom(dimensions.weight, dimensions.weightUnit) > HEAVIEST_GRAMS
  )
}

/** What a quote warns of: a street without a number cannot be verified. */
export function quoteWarnings({ shipToAddress: to }: QuoteBody): string[] {
  return /\d/.test(to.street1) ? [] : ['Address could not be verified']
}
