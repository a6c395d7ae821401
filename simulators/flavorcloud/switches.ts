import { z } from 'zod'
import { WEBHOOKS_AS_THEY_SHOULD, webhookSwitches } from '../webhook-delivery.ts'
import { SERVICES } from './requests.ts'

/** What the reference leaves open, or a bad day brings; each holds until it is set again. */
export const FlavorCloudSwitchesSchema = z.object({
  /** Life of the tokens issued from now on. */
  tokenSeconds: z.int().min(0),
  /** Ways of proving who calls: a token after `Bearer`, a token alone, keys in the body. */
  accepts: z.array(z.enum(['bearer', 'raw', 'keys'])),
  /** Shipments asked for with `Async` stay unmade until `complete`. */
  holdAsync: z.boolean(),
  /** Whether shipments that are not made yet, or failed, are found by reads. */
  listsUnmade: z.boolean(),
  /** Cancellations are taken and stay undone until `finish-cancel`. */
  holdCancel: z.boolean(),
  /** Shape of a purchase of one parcel. */
  answerAs: z.enum(['in-turn', 'array', 'object']),
  /** Money in rates. */
  moneyAs: z.enum(['in-turn', 'number', 'text']),
  /** `Status` of a shipment that is made. */
  madeStatus: z.string(),
  /** Other keys for the service levels in rates. */
  levelKeys: z.partialRecord(z.enum(SERVICES), z.string()),
  /** Service levels that cannot be had now. */
  withoutServices: z.array(z.enum(SERVICES)),
  /** Of today's price of carriage, in per cent; rates that were given keep theirs. */
  pricePerCent: z.int().min(1),
  /** Name of the member with the label's link; empty, there is none. */
  labelMember: z.string(),
  /** Name of the member with the link to the commercial invoice; empty, there is none. */
  invoiceMember: z.string(),
  /** So many reads of each label are answered 404 before it is there. */
  labelMissesReads: z.int().min(0),
  /** Status for a `CustomerKey` that was never given out; 0 takes any. */
  unknownCustomerStatus: z.union([z.literal(0), z.literal(401), z.literal(403)]),
  /** Keys that count as given out, besides those of customers that were created. */
  customerKeys: z.array(z.string()),
  ...webhookSwitches,
})
export type FlavorCloudSwitches = z.output<typeof FlavorCloudSwitchesSchema>

export const SWITCHES_AT_START: FlavorCloudSwitches = {
  // The vendor's sample says twelve hours.
  tokenSeconds: 43_200,
  accepts: ['bearer', 'raw', 'keys'],
  holdAsync: false,
  listsUnmade: true,
  holdCancel: false,
  answerAs: 'in-turn',
  moneyAs: 'in-turn',
  madeStatus: 'Completed',
  levelKeys: {},
  withoutServices: [],
  pricePerCent: 100,
  labelMember: 'LabelUrl',
  invoiceMember: 'CommercialInvoiceUrl',
  labelMissesReads: 0,
  unknownCustomerStatus: 0,
  customerKeys: [],
  ...WEBHOOKS_AS_THEY_SHOULD,
}
