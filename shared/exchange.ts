import { z } from 'zod'
import { CarrierIdSchema } from './orders.ts'

/**
 * One HTTP call to a carrier and what came back, as the station keeps it for 30 days. Credentials, telephone
 * numbers and e-mail addresses are taken out before it is kept.
 */
export const ExchangeSchema = z.object({
  id: z.int(),
  carrier: CarrierIdSchema,
  /** What was asked, in words: "create parcel", "rates". */
  call: z.string(),
  method: z.string(),
  /** Without the host. */
  path: z.string(),
  startedAt: z.iso.datetime(),
  tookMs: z.int(),
  request: z.string(),
  /** Null where no answer came; `trouble` then says why. */
  status: z.int().nullable(),
  trouble: z.enum(['not-sent', 'timed-out', 'cut-off', 'too-large']).nullable(),
  /** As received, cut where it is very long. */
  answer: z.string(),
  correlationId: z.string().nullable(),
  /** The carrier says that it gave an earlier answer again (`idempotent-replayed`). */
  isReplayed: z.boolean(),
})
export type Exchange = z.infer<typeof ExchangeSchema>
