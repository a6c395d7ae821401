import { gramsFrom } from '../../shared/measures.ts'
import type { CreateBody, QuoteBody } from './parcel-bodies.ts'
import { inches } from './pricing.ts'

/** What this made-up seller's account has set up. */
const SERVICE_LEVELS = ['Standard', 'Expedited']
const INJECTION_LOCATIONS = ['EWR', 'LAX', 'DFW']
const LONGEST_SIDE_INCHES = 108
const HEAVIEST_GRAMS = gramsFrom(70, 'lb')

/** The business code with which Flexport refuses this parcel, and its words; undefined when it is fine. */
export function refusalOf(
  parcel: QuoteBody & Pick<Partial<CreateBody>, 'skipAddressValidation'>,
): readonly [code: string, words: string] | undefined {
  const { shipToAddress: to, dimensions } = parcel
  if (!SERVICE_LEVELS.includes(parcel.serviceLevel))
    return ['SERVICE_LEVEL_NOT_CONFIGURED', `${parcel.serviceLevel} is not set up for this seller`]
  if (to.country !== 'US')
    return [
      'SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION',
      `${parcel.serviceLevel} is not offered to ${to.country}`,
    ]
  if (parcel.injectionLocation && !INJECTION_LOCATIONS.includes(parcel.injectionLocation))
    return ['INVALID_INJECTION_LOCATION', `${parcel.injectionLocation} is not served`]
  const isNowhere = to.city.toLowerCase() === 'nowhere' || to.zip.startsWith('00000')
  if (isNowhere && !parcel.skipAddressValidation)
    return ['INVALID_DESTINATION_ADDRESS', 'the address could not be verified']
  if (!/^\d{5}(-?\d{4})?$/.test(to.zip))
    return ['FAILED_TO_DETERMINE_ZONE', `no zone for postcode ${to.zip}`]
  const longest = Math.max(dimensions.length, dimensions.width, dimensions.height)
  const isTooLong = inches(longest, dimensions.lengthUnit) > LONGEST_SIDE_INCHES
  if (isTooLong || gramsFrom(dimensions.weight, dimensions.weightUnit) > HEAVIEST_GRAMS)
    return ['EXCEEDS_MAX_DIMENSIONS', 'the parcel is over the limits of the carrier']
  return undefined
}
