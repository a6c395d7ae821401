import { z } from 'zod'

/*
 * What the Parcels API answers, as far as we rely on it. Only what a member is useless without must be there;
 * members that we do not know are left out.
 */

const text = z.string().min(1).nullable().catch(null)
const price = z.union([z.number(), z.string()])

/** `Parcel`: only its outcome and its key must be there. */
export const ParcelSchema = z.object({
  status: z.literal('OK'),
  parcelId: z.string().min(1),
  price: price.nullable().catch(null),
  serviceLevel: text,
  trackingCode: text,
  /** Who carries it at last; an open list. */
  carrierCode: text,
  /** Our `customerParcelId`. */
  customerReferenceId: text,
  packageTrackingUrl: text,
  flexportTrackingUrl: text,
  shippingLabelUrl: text,
  /** Exact text of the label's barcode. */
  carrierBarcode: text,
})
export type FlexportParcel = z.infer<typeof ParcelSchema>

/** `ParcelQuoteResponse`. */
export const QuoteSchema = z.object({
  price,
  serviceLevel: text,
  billedWeightLbs: z.number().nullable().catch(null),
  warnings: z.array(z.string()).catch([]),
})
export type FlexportQuote = z.infer<typeof QuoteSchema>

/** `TrackingResultTimestamps`: milestones, each null until it was reached. */
export const TimestampsSchema = z.object({
  labelTime: text,
  arrivalScanTime: text,
  sortationArrivalTime: text,
  facilityTime: text,
  attemptedDeliveryTime: text,
  deliveryTime: text,
  estimatedDeliveryTime: text,
  promisedDeliveryTime: text,
  lastTrackingEventTime: text,
  lastTrackingIngestionTime: text,
})
export type FlexportTimestamps = z.infer<typeof TimestampsSchema>

/** `ParcelTracking`. */
export const TrackingSchema = z.object({
  status: z.literal('OK'),
  parcelId: text,
  customerReferenceId: text,
  trackingCode: text,
  carrierCode: text,
  carrierBarcode: text,
  packageTrackingUrl: text,
  flexportTrackingUrl: text,
  shippingLabelUrl: text,
  eventTimestamps: TimestampsSchema,
  /** Labels that count no more, because Flexport bought the parcel another one. */
  expiredTrackingData: z.array(z.object({ labelId: text, trackingCode: text })).catch([]),
})
export type FlexportTracking = z.infer<typeof TrackingSchema>

/** What makes a subscription. Deliveries carry no signature: a secret in `token` or `password` proves the sender. */
export type FlexportWebhookInput = {
  readonly type: string
  /** https. */
  readonly url: string
  readonly method: 'POST' | 'PUT'
} & (
  | { readonly authMethod: 'NONE' }
  | { readonly authMethod: 'BASIC_AUTH'; readonly username: string; readonly password: string }
  | { readonly authMethod: 'TOKEN'; readonly token: string; readonly tokenHeader: string }
)

/** A subscription, without its secret. */
export const WebhookSchema = z.object({
  id: z.number(),
  type: z.string(),
  url: z.string(),
  method: text,
  authMethod: text,
})
export type FlexportWebhook = z.infer<typeof WebhookSchema>

/** One event of the feed; what `payload` holds depends on its type. */
export const EventSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  time: z.string(),
  payload: z.record(z.string(), z.unknown()).catch({}),
})
export type FlexportEvent = z.infer<typeof EventSchema>

export interface FlexportEventQuery {
  /** From 1 to 100. */
  readonly limit?: number
  readonly ids?: readonly string[]
  readonly type?: string
  /** An instant. */
  readonly after?: string
  /** `next` of the page before. */
  readonly cursor?: string
}

export interface FlexportEventPage {
  readonly events: readonly FlexportEvent[]
  /** Where the next page begins; null after the last one. */
  readonly next: string | null
}

/** `OAuthTokenResponse`. The token has no published end and no refresh. */
export const TokenSchema = z.object({
  access_token: z.string().min(1),
  logisticsAccountId: text,
})
export type FlexportToken = z.infer<typeof TokenSchema>

export interface FlexportAuthorization {
  /** `identity` for one's own account, or the id that Flexport gave to a partner. */
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUri?: string
  readonly state?: string
}
