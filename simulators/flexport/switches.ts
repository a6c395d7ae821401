import { z } from 'zod'
import { LABEL_FAULTS } from '../labels/spoiled-label.ts'
import { WEBHOOKS_AS_THEY_SHOULD, webhookSwitches } from '../webhook-delivery.ts'

export const FlexportSwitchesSchema = z.object({
  /** Each create buys again, whatever its key. */
  ignoreIdempotencyKey: z.boolean(),
  /** Create sells nothing and says so with status ERROR in a 201; tracking answers ERROR in a 200. */
  errorStatusOn2xx: z.boolean(),
  /** So many downloads of labels from now on fail with 503; counts down. */
  labelLinkFailsFirst: z.int().min(0).max(1_000),
  /** What is wrong with labels that are downloaded from now on. */
  labelFault: z.enum(LABEL_FAULTS),
  /** False: every token is refused with 401. */
  tokenValid: z.boolean(),
  /** False: no parcel has tracking yet. */
  trackingKnown: z.boolean(),
  /** More calls than this in so many seconds are answered with 429. */
  rateLimit: z
    .strictObject({ calls: z.int().min(0), seconds: z.number().positive().max(3_600) })
    .nullable(),
  /** True: 423. */
  accountLocked: z.boolean(),
  /** False: the seller is not registered, or not finished. */
  sellerReady: z.boolean(),
  ...webhookSwitches,
})
export type FlexportSwitches = z.output<typeof FlexportSwitchesSchema>

export const FLEXPORT_AS_IT_SHOULD: FlexportSwitches = {
  ignoreIdempotencyKey: false,
  errorStatusOn2xx: false,
  labelLinkFailsFirst: 0,
  labelFault: 'none',
  tokenValid: true,
  trackingKnown: true,
  rateLimit: null,
  accountLocked: false,
  sellerReady: true,
  ...WEBHOOKS_AS_THEY_SHOULD,
}
