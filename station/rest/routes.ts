import { z } from 'zod'
import { NoPapersSchema, ShipmentDocumentSchema } from '../../shared/documents.ts'
import { ExchangeSchema } from '../../shared/exchange.ts'
import { HealthSchema } from '../../shared/health.ts'
import {
  CursorSchema,
  IntakeResultSchema,
  OrderInputSchema,
  OrderSearchSchema,
  type OrderRow,
} from '../../shared/orders.ts'
import { WaitingSchema } from '../../shared/outbox.ts'
import { ScanVerdictSchema } from '../../shared/packing.ts'
import type { LabelKind } from '../../shared/printing.ts'
import { ScanRecordSchema } from '../../shared/scanning.ts'
import { ShipmentSearchSchema } from '../../shared/shipping.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'
import type { Station } from '../station.ts'
import { type ProblemAnswer, problemAnswer } from '../lib/problem-answer.ts'
import {
  OrderAnswerSchema,
  orderAnswer,
  OrderRowAnswerSchema,
  PackingAnswerSchema,
  packingAnswer,
  ShipmentAnswerSchema,
  shipmentAnswer,
  TrackingAnswerSchema,
  trackingAnswer,
} from './views.ts'

const MOST_ORDERS_AT_ONCE = 5000

export type Answer =
  | { readonly json: unknown }
  | { readonly bytes: Uint8Array; readonly type: string; readonly etag: string }
  | { readonly problem: ProblemAnswer }

/** One call of the interface: what documents it, what checks its input, and what it does. */
export interface Route {
  readonly method: 'GET' | 'POST'
  /** Under /api/v1, with `{name}` for what varies. */
  readonly path: string
  readonly summary: string
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** What the document shows of the body where the body is checked deeper inside. */
  readonly bodyShown?: z.ZodType
  /** The schema of a JSON answer, or the media types of another. */
  readonly answer: z.ZodType | readonly string[]
  handle(station: Station, given: Given): Answer | Promise<Answer>
}

interface Given {
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
}

function route<Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType>(
  parts: Omit<Route, 'query' | 'body' | 'handle'> & {
    readonly query?: Q
    readonly body?: B
    handle(
      station: Station,
      given: { params: Readonly<Record<string, string>>; query: z.output<Q>; body: z.output<B> },
    ): Answer | Promise<Answer>
  },
): Route {
  return parts
}

const LABEL_TYPES: Record<LabelKind, string> = {
  zpl: 'application/x-zpl',
  png: 'image/png',
  pdf: 'application/pdf',
}

const LABEL_MEDIA = Object.values(LABEL_TYPES)

const paged = { nextCursor: z.string().nullable(), total: z.int() }

/** The whole interface but the event stream and its own description. */
export const ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/orders',
    summary:
      'Bring one order or an array of at most 5,000. Each is taken or refused on its own; the answer has the shape of what was sent. An order whose label is bought or in doubt is never changed.',
    body: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())], {
      error: 'must be an order or an array of orders',
    }),
    bodyShown: z.union([OrderInputSchema, z.array(OrderInputSchema).max(MOST_ORDERS_AT_ONCE)]),
    answer: z.union([IntakeResultSchema, z.array(IntakeResultSchema)]),
    async handle(station, { body }) {
      if (!Array.isArray(body)) return { json: station.orders.intake([body])[0] }
      if (body.length > MOST_ORDERS_AT_ONCE) {
        const most = MOST_ORDERS_AT_ONCE.toLocaleString('en')
        return {
          problem: problemAnswer(413, 'too-much', `At most ${most} orders go into one call.`, [
            {
              path: '',
              message: `has ${body.length.toLocaleString('en')} orders; at most ${most}`,
            },
          ]),
        }
      }
      return { json: await station.orders.intakeAll(body) }
    },
  }),
  route({
    method: 'GET',
    path: '/orders',
    summary: 'Search the orders that the station knows, with their parcels. Newest first.',
    query: z.strictObject(OrderSearchSchema.shape),
    answer: z.object({ orders: z.array(OrderRowAnswerSchema), ...paged }),
    handle(station, { query }) {
      const { rows, nextCursor, total } = station.orders.search(query)
      return { json: { orders: rows.map((row) => orderRow(station, row)), nextCursor, total } }
    },
  }),
  route({
    method: 'GET',
    path: '/orders/{reference}',
    summary: 'One order whole, with its parcels. `merchant` where several share the reference.',
    query: z.strictObject({ merchant: z.string().max(100).optional() }),
    answer: OrderAnswerSchema,
    handle(station, { params, query }) {
      const reference = params['reference'] ?? ''
      const [order, ...others] = station.orders.byReference(reference, query.merchant)
      if (!order)
        return { problem: problemAnswer(404, 'not-found', `There is no order ${reference}.`) }
      if (others.length > 0) return { problem: ambiguousOrder(reference, [order, ...others]) }
      return { json: orderAnswer(order, parcelsOf(station, order)) }
    },
  }),
  route({
    method: 'GET',
    path: '/shipments',
    summary: 'Search the purchases: state, carrier, tracking number, price and the four facts.',
    query: z.strictObject(ShipmentSearchSchema.shape),
    answer: z.object({ shipments: z.array(ShipmentAnswerSchema), ...paged }),
    handle(station, { query }) {
      const { rows, nextCursor, total } = station.shipments.search(query)
      return { json: { shipments: rows.map(shipmentAnswer), nextCursor, total } }
    },
  }),
  route({
    method: 'GET',
    path: '/shipments/{id}',
    summary: 'One purchase, with the papers that print beside its label.',
    answer: ShipmentAnswerSchema.extend({
      documents: z.array(ShipmentDocumentSchema),
      noPapersBecause: NoPapersSchema.nullable(),
    }),
    handle(station, { params }) {
      const shipment = station.shipments.find(params['id'] ?? '')
      if (!shipment) return noShipment(params['id'])
      const documents = station.documents.ofShipment(shipment.id)
      const noPapersBecause = station.documents.noPapersBecause(shipment.id)
      return { json: { ...shipmentAnswer(shipment), documents, noPapersBecause } }
    },
  }),
  route({
    method: 'GET',
    path: '/shipments/{id}/label',
    summary: "The label's bytes as the carrier gave them. The ETag is their SHA-256.",
    answer: LABEL_MEDIA,
    handle(station, { params }) {
      const id = params['id'] ?? ''
      if (!station.shipments.find(id)) return noShipment(id)
      const label = station.shipments.labelOf(id)
      if (!label)
        return { problem: problemAnswer(404, 'not-found', `Shipment ${id} has no label yet.`) }
      return { bytes: label.bytes, type: LABEL_TYPES[label.kind], etag: label.sha256 }
    },
  }),
  route({
    method: 'GET',
    path: '/shipments/{id}/tracking',
    summary:
      'What is known of the parcel’s way, newest event first; the carrier is not asked. `failure` says why the last look failed.',
    answer: TrackingAnswerSchema,
    handle(station, { params }) {
      const id = params['id'] ?? ''
      if (!station.shipments.find(id)) return noShipment(id)
      return { json: trackingAnswer(station.shipments.trackingOf(id)) }
    },
  }),
  route({
    method: 'GET',
    path: '/shipments/{id}/exchanges',
    summary:
      'What was asked of the carrier about this purchase and what it answered, newest first; kept for 30 days, without credentials.',
    answer: z.object({ exchanges: z.array(ExchangeSchema) }),
    handle(station, { params }) {
      const exchanges = station.shipments.exchanges(params['id'] ?? '')
      return exchanges ? { json: { exchanges } } : noShipment(params['id'])
    },
  }),
  route({
    method: 'POST',
    path: '/scans',
    summary: 'A scan from a networked scanner or a phone, exactly as if scanned at the bench.',
    body: z.object({ text: z.string().min(1, 'must not be empty').max(4000) }),
    answer: ScanVerdictSchema,
    handle: async (station, { body }) => ({ json: await station.bench.scan(body.text, 'rest') }),
  }),
  route({
    method: 'GET',
    path: '/scans',
    summary:
      'The audit log of scans, newest first: what came, what it meant and what came of it. `order` gives those while that order was open; `merchant` where several share its reference.',
    query: z.strictObject({
      order: z.string().max(200).optional(),
      merchant: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
      cursor: CursorSchema.optional(),
    }),
    answer: z.object({ scans: z.array(ScanRecordSchema), ...paged }),
    handle({ scanLog, orders }, { query }) {
      const { order: reference, merchant, ...page } = query
      const found = reference === undefined ? [] : orders.byReference(reference, merchant)
      if (found.length > 1) return { problem: ambiguousOrder(reference, found) }
      const [order] = found
      if (reference !== undefined && !order)
        return { json: { scans: [], nextCursor: null, total: 0 } }
      const { rows, nextCursor, total } = scanLog.search({ ...page, orderId: order?.id })
      return { json: { scans: rows, nextCursor, total } }
    },
  }),
  route({
    method: 'GET',
    path: '/packing',
    summary: 'What the bench shows now: step, order, items, box, weight, label, problem.',
    answer: PackingAnswerSchema,
    handle: (station) => ({ json: packingAnswer(station.bench.view()) }),
  }),
  route({
    method: 'GET',
    path: '/outbox',
    summary:
      'What waits for the station or for a person, and why: what is most urgent first, at most 5,000 of `total`.',
    answer: z.object({ waiting: z.array(WaitingSchema), total: z.int() }),
    handle: ({ queue }) => ({ json: { waiting: queue.list(), total: queue.count() } }),
  }),
  route({
    method: 'GET',
    path: '/health',
    summary: 'Carriers, printers, scale, database.',
    answer: HealthSchema,
    handle: (station) => ({ json: station.health.view() }),
  }),
]

function ambiguousOrder(reference = '', orders: readonly { merchant: string }[]): ProblemAnswer {
  const merchants = orders.map(({ merchant }) => `"${merchant}"`).join(', ')
  return problemAnswer(409, 'ambiguous-order', `Say whose order ${reference} is meant.`, [
    { path: 'merchant', message: `must be one of ${merchants}` },
  ])
}

function noShipment(id = ''): Answer {
  return { problem: problemAnswer(404, 'not-found', `There is no shipment ${id}.`) }
}

function orderRow(station: Station, row: OrderRow): z.infer<typeof OrderRowAnswerSchema> {
  const { id: _id, ...rest } = row
  return { ...rest, parcels: parcelsOf(station, row).map(shipmentAnswer) }
}

function parcelsOf(
  station: Station,
  order: { reference: string; merchant: string },
): LedgerEntry[] {
  return station.shipments
    .search({ order: order.reference, limit: 500 })
    .rows.filter(({ merchant }) => merchant === order.merchant)
}
