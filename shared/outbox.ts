import { z } from 'zod'
import { CarrierIdSchema } from './orders.ts'

/** One thing that waits, why, and what a person may do about it. */
export const WaitingSchema = z.object({
  shipmentId: z.string(),
  order: z.string(),
  merchant: z.string(),
  parcel: z.int(),
  carrier: CarrierIdSchema,
  /** in-doubt: no answer came · void-in-doubt: no answer to a void came ·
   *  void-pending: the carrier took the void and has not said yet that it is done · label-missing: bought, the label could not be fetched ·
   *  not-printed: label here, never delivered to a printer · not-on-box: delivered, never scanned back. */
  why: z.enum([
    'in-doubt',
    'void-in-doubt',
    'void-pending',
    'label-missing',
    'not-printed',
    'not-on-box',
  ]),
  since: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().nullable(),
  detail: z.string().nullable(),
})
export type Waiting = z.infer<typeof WaitingSchema>
