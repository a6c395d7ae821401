import type { CarrierFailureCode } from '../../../shared/shipping.ts'

/**
 * Everything that this station supposes about the Parcels API without a published promise, in one place.
 * docs/carriers.md explains each; change it here once the live API has shown otherwise.
 */

/** `price` names no currency. */
export const PRICE_CURRENCY = 'USD'

/** Names of service levels; an order's own spelling is matched to these regardless of case. */
export const SERVICE_LEVELS = ['Standard', 'Expedited', 'International']

/** The smallest weight of the API's predecessor, in kilograms. */
export const LEAST_KILOGRAMS = 0.01

/** No length is published for `idempotency-key`; longer ones are shortened with a hash. */
export const MAX_KEY_LENGTH = 200

/** A parcel id that no account has, for the connection test. */
export const MADE_UP_PARCEL_ID = '00000000-0000-4000-8000-000000000000'

/** Where in an error body a business code stands is not published: all of these texts are searched. */
export const PROBLEM_TEXTS = [
  'title',
  'detail',
  'type',
  'code',
  'message',
  'errors',
  'errorMessage',
]

/** Names of the query of GET /events; arrays are sent as one parameter an entry. */
export const EVENT_PARAMETERS = {
  limit: 'limit',
  ids: 'ids',
  type: 'type',
  after: 'after',
  /** As the `Link` header of the page before has it. */
  cursor: 'page_info',
} as const

/** The published business codes in our words, and the six-digit ones of authorization. */
export const BUSINESS_CODES: readonly (readonly [string, CarrierFailureCode, field?: string])[] = [
  ['SELLER_NOT_FOUND', 'account-not-ready'],
  ['INVALID_SELLER', 'account-not-ready'],
  ['INVALID_INJECTION_LOCATION', 'injection-location-refused'],
  ['EXCEEDS_MAX_DIMENSIONS', 'dimensions-refused'],
  ['INVALID_DESTINATION_ADDRESS', 'address-refused', 'shipTo'],
  ['CUSTOMS_INFORMATION_REQUIRED', 'customs-incomplete', 'customs'],
  ['FAILED_TO_DETERMINE_ZONE', 'zone-not-found', 'shipTo'],
  ['SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION', 'service-not-available', 'service'],
  ['SERVICE_LEVEL_NOT_CONFIGURED', 'service-not-configured', 'service'],
  ['RETURNS_UNSUPPORTED', 'returns-not-supported'],
  ['LABEL_ALREADY_CANCELLED', 'already-cancelled'],
  ['PARCEL_TRACKING_NOT_FOUND', 'not-found-yet'],
  ['PARCEL_NOT_FOUND', 'shipment-not-found'],
  ['405001', 'request-refused', 'redirect_uri'],
  ['405002', 'credentials-refused', 'client_id'],
  ['405003', 'permission-missing', 'scope'],
  ['405004', 'permission-missing', 'scope'],
  ['405005', 'credentials-refused', 'code'],
]
