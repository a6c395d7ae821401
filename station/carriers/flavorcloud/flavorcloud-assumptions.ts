import { z } from 'zod'
import type { TrackingStatus } from '../../../shared/tracking.ts'
import { decimal, neededDecimal, text } from './flavorcloud-values.ts'

/**
 * Everything that this station supposes about the Partner API without a published promise, in one place.
 * docs/carriers.md explains each; change it here once the live API has shown otherwise.
 */

/** Paths that nobody has published. All but those of `multiRates` and `tracking` are switched off by default. */
export const PATHS = {
  multiRates: '/Rates/Multi',
  quote: '/Quotes',
  multiQuote: '/Quotes/Multi',
  multiPackage: '/Shipments/Multi',
  createManifest: '/ManifestShipment',
  /** The path is published, that its last part is the tracking number is not. */
  tracking: '/Tracking/Get/Detail/',
} as const

/** Guides spell it `customer_key`, the reference `CustomerKey`. */
export const CUSTOMER_KEY = 'CustomerKey'

/** The reference shows "Bearer <token>", a guide the bare token; the other form is tried once, then remembered. */
export type AuthorizationForm = 'bearer' | 'raw'

/** What several parcels stand under in multi rates and multi quotes, in place of `Pieces` and `Package`. */
export const SEVERAL_PARCELS = 'Shipments'

/** What a manifest is made of. */
export const MANIFEST_SHIPMENTS = 'ShipmentIDs'

/** POST /LandedCost: the answer is not public and taken to be named as the landed cost within a rate. */
export const LandedCostSchema = z.object({
  Reference: text,
  Currency: text,
  DutyHashKey: text,
  LandedCost: neededDecimal,
  Duty: decimal,
  SalesTax: decimal,
  AIT: decimal,
})

/** Names under which the label's link may come, best first; compared without regard to case, `-` and `_`. */
export const LABEL_LINKS = [
  'LabelUrl',
  'LabelLink',
  'ShippingLabelUrl',
  'Label',
  'ConsolidateLabel',
]

/** Names under which links to customs papers may come. */
export const DOCUMENT_LINKS = ['CommercialInvoiceUrl', 'CommercialInvoice', 'CustomsInvoiceUrl']

/** The limit that rates and webhooks state, kept for shipments too. */
export const MAX_REFERENCE_LENGTH = 30

export const DEFAULT_REASON_FOR_EXPORT = 'merchandise'

/** Part of a token's life after which a new one is fetched. */
export const RENEW_AFTER = 0.8

/** Life of a token whose answer names none. */
export const LIFE_UNKNOWN_SECONDS = 300

/** Error codes have no public list: these words in a refusal say what it is about. */
export const HASH_WORDS = /hash/i
export const NO_RATES_WORDS = /\bno[\s_-]*rates?\b|\brates?\b.*\bnot\b.*\b(found|available)\b/i
export const ALREADY_CANCELLED_WORDS = /already.{0,30}cancel|cancel.{0,30}already/i

/** A shipment's `Status` has no public list either; what has a label or a tracking number did not fail. */
export const CANCELLED_WORDS = /cancel/i
/** A cancellation that is only asked for, or went wrong, leaves the shipment as it is. */
export const NOT_CANCELLED_WORDS =
  /error|fail|refus|reject|pending|request|process|progress|cancell?ing|cancell?able|\b(?:not|being|to be)\b/i
export const FAILED_WORDS = /error|fail/i

/** Codes of service levels as orders name them. The names of levels in a rates answer differ only in spelling. */
export const SERVICE_CODES = [
  'STANDARD',
  'EXPRESS',
  'STANDARD-ECONOMY',
  'EXPRESS-ECONOMY',
  'ECONOMY',
]

/** The first three are published; compared without regard to case, `-`, `_` and spaces. */
export const TRACKING_STATUSES: Readonly<Record<string, TrackingStatus>> = {
  inprogress: 'label-made',
  intransit: 'in-transit',
  delivered: 'delivered',
  outfordelivery: 'out-for-delivery',
  deliveryattempted: 'delivery-attempted',
  returned: 'returned',
  failed: 'failed',
}

/** `StatusDate` and dates without a zone are taken to be UTC. */
export const ZONE_OF_TIMES = 'Z'

/** Members of the API in the words of an order file. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  ShipToAddress: 'shipTo',
  ShipFromAddress: 'shipFrom',
  Name: 'name',
  AttentionName: 'name',
  AddressLine1: 'street1',
  AddressLine2: 'street2',
  City: 'city',
  State: 'state',
  Zip: 'zip',
  Country: 'country',
  Phone: 'phone',
  Email: 'email',
  Piece: 'items',
  Pieces: 'items',
  Quantity: 'quantity',
  Weight: 'weight',
  SalePrice: 'price',
  HSCode: 'hsCode',
  OriginCountryCode: 'originCountry',
  Description: 'description',
  SKU: 'sku',
  Material: 'material',
  Package: 'box',
  Length: 'length',
  Width: 'width',
  Height: 'height',
  ServiceCode: 'service',
  TermsOfTrade: 'customs.termsOfTrade',
  ReasonForExport: 'customs.reasonForExport',
  HashKey: 'customs.hashKey',
  DutyHashKey: 'customs.dutyHashKey',
  Reference: 'reference',
}
