import { z } from 'zod'
import type { Carriers } from '../../station/carriers/carriers.ts'
import { type DeskCall, deskCall } from './desk-call.ts'

type Client = Carriers['clients']['flavorcloud']
/** The calls that take a body, and the merchant whose key goes along. */
type WithBody =
  | 'rates'
  | 'multiRates'
  | 'quote'
  | 'multiQuote'
  | 'landedCost'
  | 'classifications'
  | 'subscribeWebhooks'
  | 'unsubscribeWebhooks'

const merchant = z.string().default('').describe('NAME')
const shipment = z.string().describe('ID')
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a day such as 2026-11-30')
  .describe('DAY')

/** Only what the client itself looks at is checked here; the carrier says what else is wrong. */
const ReferredSchema = z.looseObject({ Reference: z.string() })

function posting(name: string, words: string, body: z.ZodObject, method: WithBody): DeskCall {
  return deskCall({
    carrier: 'flavorcloud',
    name,
    words,
    members: z.object({ body, merchant }),
    run: ({ flavorcloud }, { body, merchant }) =>
      (flavorcloud[method] as (body: object, merchant: string) => ReturnType<Client[WithBody]>)(
        body,
        merchant,
      ),
  })
}

/**
 * Every call of the Partner API but those that buy, and those of batches and manifests that change something:
 * nobody says which of them charges.
 */
export const FLAVORCLOUD_CALLS = [
  deskCall({
    carrier: 'flavorcloud',
    name: 'auth',
    words: 'whether the keys are good',
    members: z.object({}),
    run: ({ flavorcloud }) => flavorcloud.auth(),
  }),
  posting('rates', 'what a parcel would cost', ReferredSchema, 'rates'),
  posting('multi-rates', 'the same for several parcels', ReferredSchema, 'multiRates'),
  deskCall({
    carrier: 'flavorcloud',
    name: 'rate',
    words: 'a rate that was given before',
    members: z.object({ hash: z.string().describe('HASHKEY') }),
    run: ({ flavorcloud }, { hash }) => flavorcloud.rateDetail(hash),
  }),
  posting('quote', 'an estimate (switched off by default)', z.looseObject({}), 'quote'),
  posting(
    'multi-quote',
    'an estimate for several parcels (switched off by default)',
    z.looseObject({}),
    'multiQuote',
  ),
  posting(
    'landed-cost',
    'duties and taxes of at most 20 pieces',
    ReferredSchema.extend({ Pieces: z.array(z.looseObject({})) }),
    'landedCost',
  ),
  posting(
    'classify',
    'HS codes for products',
    z.looseObject({ Products: z.array(z.looseObject({})) }),
    'classifications',
  ),
  deskCall({
    carrier: 'flavorcloud',
    name: 'shipment',
    words: 'a shipment as FlavorCloud has it',
    members: z.object({ shipment, merchant }),
    run: ({ flavorcloud }, { shipment, merchant }) =>
      flavorcloud.getShipments({ ShipmentID: shipment }, merchant),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'shipment-of',
    words: 'the same by our reference',
    members: z.object({ reference: z.string().describe('REFERENCE'), merchant }),
    run: ({ flavorcloud }, { reference, merchant }) =>
      flavorcloud.getShipments({ Reference: reference }, merchant),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'track',
    words: 'where a parcel is',
    members: z.object({ number: z.string().describe('TRACKINGNUMBER') }),
    run: ({ flavorcloud }, { number }) => flavorcloud.tracking(number),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'cancel',
    words: 'voids a label that no station knows; use VOID at the bench for all others',
    members: z.object({ shipment, merchant }),
    run: ({ flavorcloud }, { shipment, merchant }) =>
      flavorcloud.cancelShipment(shipment, merchant),
  }),
  posting(
    'subscribe',
    'subscribes webhooks',
    z.looseObject({
      WebHooksList: z.array(z.looseObject({ EventName: z.string(), URL: z.string() })),
    }),
    'subscribeWebhooks',
  ),
  posting(
    'unsubscribe',
    'ends subscriptions',
    z.looseObject({ Events: z.array(z.string()) }),
    'unsubscribeWebhooks',
  ),
  deskCall({
    carrier: 'flavorcloud',
    name: 'invoice',
    words: 'a bill of the account, line by line',
    members: z.object({ number: z.string().describe('NUMBER') }),
    run: ({ flavorcloud }, { number }) => flavorcloud.invoice(number),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'invoices',
    words: 'the bills from one day to another',
    members: z.object({
      from: day,
      to: day,
      type: z
        .enum(['Standard', 'Reconciliation', 'Subscription', 'Manual'])
        .default('Standard')
        .describe('TYPE'),
      merchant,
    }),
    run: ({ flavorcloud }, { from, to, type, merchant }) =>
      flavorcloud.invoices({ FromDate: from, ToDate: to, InvoiceType: type }, merchant),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'batch',
    words: 'a batch (switched off by default)',
    members: z.object({ batch: z.string().describe('ID') }),
    run: ({ flavorcloud }, { batch }) => flavorcloud.getBatch(batch),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'manifest',
    words: 'a manifest (switched off by default)',
    members: z.object({ manifest: z.string().describe('ID') }),
    run: ({ flavorcloud }, { manifest }) => flavorcloud.getManifest(manifest),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'create-customer',
    words: 'makes a managed customer; its key is printed (switched off by default)',
    members: z.object({ body: z.looseObject({ PaymentKey: z.string() }) }),
    shows: 'customerKey',
    run: ({ flavorcloud }, { body }) =>
      flavorcloud.createCustomer(body as unknown as Parameters<Client['createCustomer']>[0]),
  }),
  deskCall({
    carrier: 'flavorcloud',
    name: 'customer',
    words: 'the managed customer of the CustomerKey in FILE (switched off by default)',
    members: z.object({ body: z.looseObject({ CustomerKey: z.string() }) }),
    run: ({ flavorcloud }, { body }) => flavorcloud.getCustomer(body.CustomerKey),
  }),
]
