import { z } from 'zod'
import { CarrierIdSchema, CursorSchema } from './orders.ts'

/**
 * Why something waits, in the order in which a person should look at it: money at stake first.
 * in-doubt: no answer to a purchase came · void-in-doubt: no answer to a void came · parked-refused: the carrier
 * refused a parked box, which goes back to the bench · void-at-cut-off: bought before the last cut-off and never
 * proved on a box · sticker-to-scan: a parked box is bought and its label here, the scan of its sticker prints it ·
 * parked: a box that is not bought yet · label-missing: bought, the label is not here · not-printed: label here, never
 * delivered to a printer · not-on-box: delivered, never scanned back · void-pending: the carrier took the void and
 * has not said yet that it is done.
 */
export const WhySchema = z.enum([
  'in-doubt',
  'void-in-doubt',
  'parked-refused',
  'void-at-cut-off',
  'sticker-to-scan',
  'parked',
  'label-missing',
  'not-printed',
  'not-on-box',
  'void-pending',
])
export type Why = z.infer<typeof WhySchema>

/** One thing that waits, why, and since when. */
export const WaitingSchema = z.object({
  /** The shipment's id; of a parked box that has none, the sticker's. */
  id: z.string(),
  shipmentId: z.string().nullable(),
  /** Of a parked box that still has its sticker: what stands between `*SP-` and the check character. */
  stickerId: z.string().nullable(),
  orderId: z.int(),
  order: z.string(),
  merchant: z.string(),
  parcel: z.int(),
  carrier: CarrierIdSchema,
  why: WhySchema,
  since: z.iso.datetime(),
  /** When the station does something about it by itself; null where it waits for a person. */
  nextAttemptAt: z.iso.datetime().nullable(),
  /** How often the outbox has tried in vain. */
  attempts: z.int(),
  /** A failure's code, where there is one. */
  detail: z.string().nullable(),
})
export type Waiting = z.infer<typeof WaitingSchema>

/** How much waits, by why; reasons for which nothing waits are left out. */
export const WaitingCountsSchema = z.object({
  total: z.int(),
  groups: z.array(z.object({ why: WhySchema, count: z.int().min(1), oldestAt: z.iso.datetime() })),
})
export type WaitingCounts = z.infer<typeof WaitingCountsSchema>

export const WaitingSearchSchema = z.object({
  why: WhySchema,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: CursorSchema.optional(),
})
export type WaitingSearch = z.infer<typeof WaitingSearchSchema>

/**
 * What a try of the outbox came to. done: bought · retry: failed in a way that may pass, and counts · later: could
 * not be tried, and does not count · reject: a person has to look.
 */
export const JobVerdictSchema = z.enum(['done', 'retry', 'later', 'reject'])

/** One line of a parked box's history; the same thing many times over is one line with a count. */
export const HistoryLineSchema = z.object({
  at: z.iso.datetime(),
  verdict: JobVerdictSchema,
  code: z.string().nullable(),
  /** The carrier's own words. */
  said: z.string().nullable(),
  times: z.int().min(1),
})
export type HistoryLine = z.infer<typeof HistoryLineSchema>

/** What a person may ask for a parked box: its sticker again, to be next, or to be the bench's again. */
export const ParkedActionSchema = z.enum(['print-sticker', 'buy-now', 'take-back'])
export type ParkedAction = z.infer<typeof ParkedActionSchema>
