import { z } from 'zod'
import { DecimalMoneySchema, type Money, moneyToDecimal } from '../../shared/measures.ts'
import { type Order, OrderItemSchema, OrderRowSchema, OrderSchema } from '../../shared/orders.ts'
import { type BenchView, BenchProblemSchema, StepSchema } from '../../shared/packing.ts'
import { LabelKindSchema } from '../../shared/printing.ts'
import {
  type CarrierFailure,
  CarrierFailureCodeSchema,
  FactsSchema,
  ShipmentSchema,
  ShipmentStateSchema,
} from '../../shared/shipping.ts'
import { KeptTrackingSchema, TrackingStatusSchema } from '../../shared/tracking.ts'
import { WeightStateSchema } from '../../shared/weighing.ts'
import { fillWords, PROBLEM_WORDS } from '../../shared/words.ts'
import type { LedgerEntry, TrackingRecord } from '../shipping/shipping.ts'

const FailureAnswerSchema = z.object({
  code: CarrierFailureCodeSchema,
  field: z.string().nullable(),
  carrierSaid: z.string().nullable(),
})

/** The shapes that other programs see (docs/rest.md): money is decimal text, members are only ever added. */
const ShipmentAnswerSchema = ShipmentSchema.pick({
  id: true,
  order: true,
  merchant: true,
  parcel: true,
  carrier: true,
  serviceLevel: true,
  reference: true,
  trackingNumber: true,
  trackingUrl: true,
  weightGrams: true,
  box: true,
  operator: true,
}).extend({
  state: ShipmentStateSchema,
  price: DecimalMoneySchema.nullable(),
  ...FactsSchema.shape,
  intendedAt: z.iso.datetime(),
  voidAcceptedAt: z.iso.datetime().nullable(),
  label: z.object({ kind: LabelKindSchema, bytes: z.int(), sha256: z.string() }).nullable(),
  trackingStatus: TrackingStatusSchema.nullable(),
  failure: FailureAnswerSchema.nullable(),
})
export { ShipmentAnswerSchema }

function failureAnswer({ code, field, carrierSaid }: CarrierFailure) {
  return { code, field: field ?? null, carrierSaid: carrierSaid ?? null }
}

export function shipmentAnswer(shipment: LedgerEntry): z.infer<typeof ShipmentAnswerSchema> {
  const { failure } = shipment
  return {
    id: shipment.id,
    order: shipment.order,
    merchant: shipment.merchant,
    parcel: shipment.parcel,
    carrier: shipment.carrier,
    serviceLevel: shipment.serviceLevel,
    reference: shipment.reference,
    state: shipment.state,
    trackingNumber: shipment.trackingNumber,
    trackingUrl: shipment.trackingUrl,
    price: decimal(shipment.price),
    weightGrams: shipment.weightGrams,
    box: shipment.box,
    operator: shipment.operator,
    intendedAt: shipment.intendedAt,
    boughtAt: shipment.boughtAt,
    sentAt: shipment.sentAt,
    onPaperAt: shipment.onPaperAt,
    onBoxAt: shipment.onBoxAt,
    voidAcceptedAt: shipment.voidAcceptedAt,
    label: shipment.label,
    trackingStatus: shipment.trackingStatus,
    failure: failure && failureAnswer(failure),
  }
}

export const TrackingAnswerSchema = z.object({
  tracking: KeptTrackingSchema.nullable(),
  failure: FailureAnswerSchema.nullable(),
})

/** What is known of a parcel's way, and how the last look at it failed. */
export function trackingAnswer({
  tracking,
  failure,
}: TrackingRecord): z.infer<typeof TrackingAnswerSchema> {
  return { tracking, failure: failure && failureAnswer(failure) }
}

export const OrderRowAnswerSchema = OrderRowSchema.omit({ id: true }).extend({
  parcels: z.array(ShipmentAnswerSchema),
})

export const OrderAnswerSchema = OrderSchema.omit({ id: true, items: true }).extend({
  items: z.array(
    OrderItemSchema.omit({ unitGrams: true, unitPrice: true }).extend({
      weight: z.object({ value: z.int(), unit: z.literal('g') }).optional(),
      price: DecimalMoneySchema.optional(),
    }),
  ),
  parcels: z.array(ShipmentAnswerSchema),
})

/** An order in the words of the order file, with what became of its parcels. */
export function orderAnswer(
  order: Order,
  parcels: readonly LedgerEntry[],
): z.infer<typeof OrderAnswerSchema> {
  const { id: _id, items, ...rest } = order
  return {
    ...rest,
    items: items.map(({ unitGrams, unitPrice, ...item }) => ({
      ...item,
      ...(unitGrams !== undefined && { weight: { value: unitGrams, unit: 'g' as const } }),
      ...(unitPrice !== undefined && { price: moneyToDecimal(unitPrice) }),
    })),
    parcels: parcels.map(shipmentAnswer),
  }
}

export const PackingAnswerSchema = z.object({
  step: StepSchema,
  order: z
    .object({
      reference: z.string(),
      merchant: z.string(),
      parcel: z.int(),
      carrier: z.string(),
      serviceLevel: z.string(),
      country: z.string(),
    })
    .nullable(),
  items: z.array(
    z.object({
      line: z.int(),
      sku: z.string(),
      description: z.string(),
      ordered: z.int(),
      scanned: z.int(),
      packedBefore: z.int(),
    }),
  ),
  box: z.string().nullable(),
  weight: z.object({ grams: z.int().nullable(), state: WeightStateSchema }),
  shipment: FactsSchema.extend({
    id: z.string(),
    state: ShipmentStateSchema,
    carrier: z.string(),
    trackingNumber: z.string().nullable(),
    price: DecimalMoneySchema.nullable(),
  }).nullable(),
  problem: z
    .object({
      code: BenchProblemSchema.shape.code,
      kind: BenchProblemSchema.shape.kind,
      message: z.string(),
      said: z.string().nullable(),
      offers: BenchProblemSchema.shape.offers,
    })
    .nullable(),
})

/** What the bench shows now, and so what it expects next. */
export function packingAnswer(view: BenchView): z.infer<typeof PackingAnswerSchema> {
  const { order, shipment, problem } = view
  return {
    step: view.step,
    order: order && {
      reference: order.reference,
      merchant: order.merchant,
      parcel: order.parcel,
      carrier: order.carrier,
      serviceLevel: order.serviceLevel,
      country: order.country,
    },
    items: view.items.map((item) => ({
      line: item.line,
      sku: item.sku,
      description: item.description,
      ordered: item.ordered,
      scanned: item.scanned,
      packedBefore: item.packedBefore,
    })),
    box: view.box?.id ?? null,
    weight: { grams: view.weight.grams, state: view.weight.state },
    shipment: shipment && {
      id: shipment.id,
      state: shipment.state,
      carrier: shipment.carrier,
      trackingNumber: shipment.trackingNumber,
      price: decimal(shipment.price),
      boughtAt: shipment.boughtAt,
      sentAt: shipment.sentAt,
      onPaperAt: shipment.onPaperAt,
      onBoxAt: shipment.onBoxAt,
    },
    problem: problem && {
      code: problem.code,
      kind: problem.kind,
      message: problemMessage(problem),
      said: problem.said ?? null,
      offers: problem.offers,
    },
  }
}

function problemMessage(problem: NonNullable<BenchView['problem']>): string {
  const words = PROBLEM_WORDS[problem.code]
  return [words.happened, words.safe, words.todo]
    .map((sentence) => fillWords(sentence, problem.params))
    .join(' ')
}

function decimal(money: Money | null) {
  return money && moneyToDecimal(money)
}
