/**
 * Everything that this station supposes about the Partner API without a published promise, in one place.
 * docs/carriers.md explains each; change it here once the live API has shown otherwise.
 */

/** Guides spell it `customer_key`, the reference `CustomerKey`. */
export const CUSTOMER_KEY = 'CustomerKey'

/** The reference shows "Bearer <token>", a guide the bare token; the other form is tried once, then remembered. */
export const AUTHORIZATION_FORMS = ['bearer', 'raw'] as const
export type AuthorizationForm = (typeof AUTHORIZATION_FORMS)[number]

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
