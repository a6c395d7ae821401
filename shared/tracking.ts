import { z } from 'zod'

/** Where a parcel is, in one form for both carriers. `unknown` is a word of the carrier's that we do not know. */
export const TrackingStatusSchema = z.enum([
  'label-made',
  'in-transit',
  'out-for-delivery',
  'delivery-attempted',
  'delivered',
  'returned',
  'failed',
  'unknown',
])
export type TrackingStatus = z.infer<typeof TrackingStatusSchema>

export const TrackingEventSchema = z.object({
  /** UTC; null where the carrier gives no time that can be read. */
  at: z.iso.datetime().nullable(),
  status: TrackingStatusSchema,
  /** The carrier's own words; empty where it has none. */
  words: z.string(),
  place: z.string().nullable(),
})
export type TrackingEvent = z.infer<typeof TrackingEventSchema>

/** What a carrier knows of a parcel's way. */
export const TrackingSchema = z.object({
  /** That of the newest event. */
  status: TrackingStatusSchema,
  /** Newest first. */
  events: z.array(TrackingEventSchema),
  /** A day ("2026-05-27") or an instant (UTC), as exact as the carrier is; null where it says nothing. */
  estimatedDelivery: z.string().nullable(),
  /** The number under which the parcel goes now; another than the label's where the carrier bought anew. */
  trackingNumber: z.string().nullable(),
})
export type Tracking = z.infer<typeof TrackingSchema>

/** Tracking as it is kept with a shipment. */
export const KeptTrackingSchema = TrackingSchema.extend({ readAt: z.iso.datetime() })
export type KeptTracking = z.infer<typeof KeptTrackingSchema>
