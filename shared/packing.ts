import { z } from 'zod'
import { DimensionsSchema, MoneySchema } from './measures.ts'
import {
  AddressSchema,
  CarrierIdSchema,
  OrderCorrectionSchema,
  TermsOfTradeSchema,
} from './orders.ts'
import { BoxCountSchema, PrintFailureSchema } from './printing.ts'
import { ScanMeaningSchema } from './scanning.ts'
import {
  CarrierFailureCodeSchema,
  FactsSchema,
  OfferSchema,
  RateComparisonSchema,
  ShipmentStateSchema,
} from './shipping.ts'
import { WeightStateSchema } from './weighing.ts'

export const StepSchema = z.enum([
  'scan-order',
  'scan-items',
  'choose-box',
  'weigh',
  'ship',
  'shipping',
  'printing',
  'scan-label',
  'in-doubt',
  'parked',
])
export type Step = z.infer<typeof StepSchema>

/** What a scan came to. Words for each stand in words.ts, colours and sounds in FEEDBACK_KINDS. */
export const VerdictCodeSchema = z.enum([
  // accepted
  'order-opened',
  'order-resumed',
  'order-changed',
  'item-packed',
  'items-complete',
  'box-chosen',
  'box-closed',
  'quantity-set',
  'quantity-armed',
  'undone',
  'order-held',
  'purchase-started',
  'parcel-done',
  'order-done',
  'reprint-armed',
  'reprint-started',
  'void-armed',
  'void-needs-confirm',
  'void-started',
  'voided',
  'void-accepted',
  'void-in-doubt',
  'order-in-doubt',
  'parcel-parked',
  'order-parked',
  'sticker-printed',
  'sticker-scanned',
  'operator-changed',
  'confirmed',
  'printed-elsewhere',
  'label-came-out',
  'test-label-read',
  'weight-asked',
  'weight-needs-approval',
  'weight-typed',
  'weight-off',
  'weight-confirmed',
  'papers-wait',
  'papers-confirmed',
  'help-shown',
  // not accepted
  'unknown-code',
  'damaged-code',
  'ambiguous-order',
  'order-already-shipped',
  'other-order-open',
  'wrong-item',
  'over-scan',
  'quantity-not-valid',
  'no-order-for-product',
  'wrong-moment',
  'nothing-to-undo',
  'nothing-to-confirm',
  'items-missing',
  'box-empty',
  'box-missing',
  'weight-missing',
  'wrong-label',
  'label-not-known',
  'label-void',
  'reprint-failed',
  'void-failed',
  'please-wait',
  'purchase-in-doubt',
  'order-not-ready',
  'correction-shown',
  'corrected',
  'service-chosen',
  'service-not-offered',
  'approved',
  'approval-needed',
  'approval-refused',
  'nothing-to-approve',
  'nothing-to-correct',
  'still-parked',
  'stickers-wait',
  'sticker-not-known',
  'sticker-done',
  'not-kept',
  'weight-not-valid',
  'choice-asked',
  'choice-not-valid',
  'serial-packed',
])
export type VerdictCode = z.infer<typeof VerdictCodeSchema>

/** What fills the blanks of a sentence: {{reference}}, {{count}}, {{scanned}}, {{expected}} … */
export const WordParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]))
export type WordParams = z.infer<typeof WordParamsSchema>

/** act: do this next · good: right · complete: the last one was right · wrong · wait · attention · in-doubt. */
export const FeedbackKindSchema = z.enum([
  'act',
  'good',
  'complete',
  'wrong',
  'wait',
  'attention',
  'in-doubt',
])
export type FeedbackKind = z.infer<typeof FeedbackKindSchema>

export const ScanVerdictSchema = z.object({
  meaning: ScanMeaningSchema,
  accepted: z.boolean(),
  code: VerdictCodeSchema,
  kind: FeedbackKindSchema,
  params: WordParamsSchema,
  /** The sentence in English, for REST and logs; screens say it in their own language. */
  message: z.string(),
  step: StepSchema,
})
export type ScanVerdict = z.infer<typeof ScanVerdictSchema>

/** Why the bench cannot go on, or goes on with a doubt. Stays until it is solved. */
export const ProblemCodeSchema = z.enum([
  ...CarrierFailureCodeSchema.options,
  ...PrintFailureSchema.shape.code.exclude(['label-too-large', 'label-not-readable']).options,
  'purchase-in-doubt',
  'void-in-doubt',
  'ship-from-missing',
  'no-boxes',
  'item-without-barcode',
  'no-scale',
  'weight-off',
  /** The weight is off by about one unit of an item. */
  'weight-one-missing',
  'weight-one-extra',
  'records-damaged',
  'rate-changed',
  'rate-price-unknown',
  'label-was-voided',
  'purchase-given-up',
  /** Nobody but a person can say whether a label came out. */
  'print-in-doubt',
  /** The bytes went out, and the printer's counter or a person says that no label came of them. */
  'no-label-came-out',
  /** Customs papers that the parcel needs have not come out. */
  'papers-not-out',
])
export type ProblemCode = z.infer<typeof ProblemCodeSchema>

export const BenchProblemSchema = z.object({
  code: ProblemCodeSchema,
  kind: z.enum(['wrong', 'attention', 'in-doubt']),
  params: WordParamsSchema,
  /** The carrier's or the printer's own words, behind F9. */
  said: z.string().optional(),
  /** What a scan of a command does about it now. */
  offers: z.array(
    z.enum(['SHIP', 'CONFIRM', 'REPRINT', 'VOID', 'HOLD', 'UNDO', 'CORRECT', 'APPROVE', 'WEIGHT']),
  ),
})
export type BenchProblem = z.infer<typeof BenchProblemSchema>

export const BenchItemSchema = z.object({
  line: z.int(),
  sku: z.string(),
  barcode: z.string().optional(),
  description: z.string(),
  ordered: z.int(),
  /** Units in this box. */
  scanned: z.int(),
  /** Units in earlier boxes of the order. */
  packedBefore: z.int(),
})
export type BenchItem = z.infer<typeof BenchItemSchema>

/** What a person corrects in the open order at the bench. What is not given stays. */
export const CorrectionSchema = z.object({
  shipTo: AddressSchema.partial().optional(),
  service: z.string().trim().min(1).max(50).optional(),
  /** Of this box only, in its own unit. */
  dimensions: DimensionsSchema.optional(),
  trustAddress: z.boolean().optional(),
})
export type Correction = z.infer<typeof CorrectionSchema>

/** One of several things that a scan may mean. */
export const ChoiceSchema = z.object({
  number: z.int(),
  meaning: ScanMeaningSchema,
  /** What it would be: the item's description, the box's name, the order's reference. */
  name: z.string(),
  /** What tells it from another of the same name: a SKU, a merchant, a city. */
  detail: z.string(),
})
export type Choice = z.infer<typeof ChoiceSchema>

/** All that the bench's screen shows, whole, at one moment. */
export const BenchViewSchema = z.object({
  step: StepSchema,
  order: z
    .object({
      id: z.int(),
      reference: z.string(),
      merchant: z.string(),
      parcel: z.int(),
      recipient: z.string(),
      city: z.string(),
      country: z.string(),
      carrier: CarrierIdSchema,
      serviceLevel: z.string(),
      termsOfTrade: TermsOfTradeSchema.nullable(),
      note: z.string().nullable(),
      shipTo: AddressSchema,
      correction: OrderCorrectionSchema.nullable(),
    })
    .nullable(),
  items: z.array(BenchItemSchema),
  box: z
    .object({
      id: z.string(),
      name: z.string(),
      chosenBy: z.enum(['order', 'suggestion', 'scan']),
      dimensions: DimensionsSchema,
      /** The dimensions are not those of the settings but were corrected for this parcel. */
      isCorrected: z.boolean(),
    })
    .nullable(),
  weight: z.object({
    grams: z.int().nullable(),
    /** The scale's own text; a dash where nothing is known. */
    shown: z.string(),
    state: WeightStateSchema,
    reason: z.string().nullable(),
    expected: z
      .object({
        fromGrams: z.int(),
        toGrams: z.int(),
        /** Whence the units' weights are: given with the order · known, set or learned here · both. */
        whence: z.enum(['given', 'known', 'both']),
      })
      .nullable(),
    /** A supervisor let a typed weight pass: no scale weighed this parcel. */
    isTyped: z.boolean(),
  }),
  shipment: FactsSchema.extend({
    id: z.string(),
    state: ShipmentStateSchema,
    carrier: CarrierIdSchema,
    trackingNumber: z.string().nullable(),
    price: MoneySchema.nullable(),
    hasLabel: z.boolean(),
  }).nullable(),
  /** What the carrier would ask for this parcel, when it has been asked. */
  quote: z
    .object({
      price: MoneySchema,
      days: z.string().nullable(),
      /** Duties, taxes and fees on top, prepaid with DDP. */
      landedCost: MoneySchema.nullable(),
      /** Whatever the carrier warns of ("Address could not be verified"). */
      warnings: z.array(z.string()),
      /** Every way that was quoted, the one to be bought among them, cheapest first. */
      offers: z.array(OfferSchema.extend({ isChosen: z.boolean() })),
      /** What it was asked for. */
      forGrams: z.int(),
    })
    .nullable(),
  /** Only for orders whose rate was chosen at checkout, once there is something to compare. */
  rate: RateComparisonSchema.nullable(),
  /** The carrier of the open order is down, so that its boxes are parked; null while it can be asked. */
  outage: z
    .object({ carrier: CarrierIdSchema, code: CarrierFailureCodeSchema, since: z.iso.datetime() })
    .nullable(),
  /** The open box is the outbox's: it has a parked sticker, and its label is bought when the line is back. */
  parked: z
    .object({
      /** What a scanner reads off the sticker. */
      sticker: z.string(),
      boxes: BoxCountSchema,
      parkedAt: z.iso.datetime(),
      /** The sticker came out; until then the bench does not go on. */
      isPrinted: z.boolean(),
      /** The sticker was scanned: its label is being bought and the packer waits for it. */
      isAwaited: z.boolean(),
    })
    .nullable(),
  /** Who packs here; null where nobody has scanned a badge. */
  operator: z.object({ id: z.string(), name: z.string(), shippedToday: z.int() }).nullable(),
  problem: BenchProblemSchema.nullable(),
  /** The newest verdict; `sequence` grows by one for each, so that a sound plays once. */
  feedback: z
    .object({
      sequence: z.int(),
      kind: FeedbackKindSchema,
      code: VerdictCodeSchema,
      params: WordParamsSchema,
      at: z.iso.datetime(),
    })
    .nullable(),
  /** A command that waits for the scan it applies to. */
  armed: z
    .enum([
      'REPRINT',
      'REPRINT-APPROVE',
      'VOID',
      'VOID-CONFIRM',
      'QTY',
      'WEIGHT',
      'WEIGHT-APPROVE',
      'CHOOSE',
    ])
    .nullable(),
  /** What a scan may mean, where that is asked: CHOOSE with one of these numbers, or UNDO. Else empty. */
  choices: z.array(ChoiceSchema),
  /** What was typed and waits for a supervisor (WEIGHT-APPROVE); else null. */
  typedWeight: z.object({ grams: z.int(), shown: z.string() }).nullable(),
  quantity: z.int().nullable(),
  ready: z.int(),
  shippedToday: z.int(),
  stationName: z.string(),
  demo: z.boolean(),
})
export type BenchView = z.infer<typeof BenchViewSchema>
