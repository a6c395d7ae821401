import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { DocumentFailureSchema, ShipmentDocumentSchema } from './documents.ts'
import { DrillActionSchema, DrillViewSchema } from './drill.ts'
import { ExchangeSchema } from './exchange.ts'
import { HealthSchema } from './health.ts'
import {
  CarrierIdSchema,
  ImportProgressSchema,
  OrderRowSchema,
  OrderSchema,
  OrderSearchSchema,
} from './orders.ts'
import {
  HistoryLineSchema,
  ParkedActionSchema,
  WaitingCountsSchema,
  WaitingSchema,
  WaitingSearchSchema,
} from './outbox.ts'
import { BenchViewSchema, CorrectionSchema, ScanVerdictSchema } from './packing.ts'
import {
  PrintFailureSchema,
  FoundPrinterSchema,
  TestProofSchema,
  PrintJobSchema,
} from './printing.ts'
import { FieldProblemSchema } from './problem.ts'
import { ScanRecordSchema, ScanSearchSchema, ScanSourceSchema } from './scanning.ts'
import {
  ConnectionTestSchema,
  CredentialsInputSchema,
  ScaleSettingsSchema,
  SettingsViewSchema,
} from './settings.ts'
import {
  CarrierFailureSchema,
  SettlementSchema,
  ShipmentDetailSchema,
  ShipmentSchema,
  ShipmentSearchSchema,
} from './shipping.ts'
import { KeptTrackingSchema } from './tracking.ts'
import {
  AttachedScalesSchema,
  ProductWeightSchema,
  ScaleProbeSchema,
  ScaleReadingSchema,
} from './weighing.ts'

function outcome<T extends z.ZodType, F extends z.ZodType>(value: T, failure: F) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), failure }),
  ])
}

const only = <const C extends string>(code: C) => z.object({ code: z.literal(code) })
const nothing = z.null()
const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), nextCursor: z.string().nullable(), total: z.int() })

/**
 * The whole API between the screen and the station: feature.verb. Every `follow` starts with a snapshot.
 * Foreseeable failures are values inside the output; what throws is a bug or a lost station.
 */
export const contract = {
  bench: {
    follow: oc.output(eventIterator(BenchViewSchema)),
    /** A scan, a click on a drill card, or a function key (as its command's barcode text): one way in. */
    scan: oc
      .input(
        z.object({
          text: z.string().min(1).max(4000),
          source: ScanSourceSchema.default('wedge'),
        }),
      )
      .output(ScanVerdictSchema),
    /** Opens an order chosen from a list; two merchants may have the same reference. */
    open: oc.input(z.object({ orderId: z.int() })).output(ScanVerdictSchema),
    /** Corrects the open order; what the order said before is kept. Problems name the field ("shipTo.zip"). */
    correct: oc.input(z.object({ orderId: z.int(), correction: CorrectionSchema })).output(
      outcome(
        nothing,
        z.object({
          code: z.enum(['order-not-open', 'parcel-sealed', 'correction-not-valid']),
          problems: z.array(FieldProblemSchema),
        }),
      ),
    ),
  },
  orders: {
    search: oc.input(OrderSearchSchema).output(page(OrderRowSchema)),
    get: oc.input(z.object({ id: z.int() })).output(outcome(OrderSchema, only('order-not-found'))),
    /** How many orders are in each state, and how many all together. */
    counts: oc.output(z.record(z.string(), z.int())),
    /** A file goes in as text in pieces of at most 1 MB, so that both hosts take a file of any size. */
    importBegin: oc
      .input(z.object({ fileName: z.string().max(500), bytes: z.int().min(0) }))
      .output(z.object({ id: z.string() })),
    importPiece: oc
      .input(z.object({ id: z.string(), text: z.string().max(1_100_000), last: z.boolean() }))
      .output(outcome(nothing, only('import-not-found'))),
    importStop: oc
      .input(z.object({ id: z.string() }))
      .output(outcome(nothing, only('import-not-found'))),
    /** Every import of this run of the station, newest first; each change gives the one that changed. */
    importsFollow: oc.output(eventIterator(z.array(ImportProgressSchema))),
  },
  shipments: {
    search: oc.input(ShipmentSearchSchema).output(page(ShipmentSchema)),
    get: oc
      .input(z.object({ id: z.string() }))
      .output(outcome(ShipmentDetailSchema, only('shipment-not-found'))),
    /** The label as the printer will draw it: base64 PNG. Rendered in a worker, kept by checksum. */
    picture: oc
      .input(z.object({ id: z.string() }))
      .output(
        outcome(
          z.object({ png: z.string(), widthDots: z.int(), heightDots: z.int() }),
          z.object({ code: z.enum(['shipment-not-found', 'no-label', 'label-not-drawable']) }),
        ),
      ),
    reprint: oc
      .input(
        z.object({
          id: z.string(),
          reason: z.string().max(200),
          /** The supervisor's code, for a label that was scanned on its box. */
          approval: z.string().max(50).optional(),
        }),
      )
      .output(
        outcome(
          PrintJobSchema,
          z.discriminatedUnion('code', [
            only('shipment-not-found'),
            only('no-label'),
            only('label-void'),
            only('approval-needed'),
            only('approval-refused'),
            PrintFailureSchema,
          ]),
        ),
      ),
    /** Prints a paper of a shipment again, or now where it waits for its next try. */
    printDocument: oc
      .input(z.object({ id: z.string(), documentId: z.string() }))
      .output(outcome(ShipmentDocumentSchema, DocumentFailureSchema)),
    /** Failure `void-accepted`: the carrier took the wish; the station asks until it says that it is done. */
    void: oc.input(z.object({ id: z.string() })).output(
      outcome(
        ShipmentSchema,
        z.object({
          code: z.enum([
            'shipment-not-found',
            'not-bought',
            'void-refused',
            'void-in-doubt',
            'void-accepted',
          ]),
          carrier: CarrierFailureSchema.optional(),
        }),
      ),
    ),
    /** What was asked of the carrier about this shipment, newest first; kept for 30 days. */
    exchanges: oc
      .input(z.object({ id: z.string() }))
      .output(outcome(z.array(ExchangeSchema), only('shipment-not-found'))),
    /** Asks the carrier where the parcel is, now. */
    track: oc.input(z.object({ id: z.string() })).output(
      outcome(
        KeptTrackingSchema,
        z.object({
          code: z.enum(['shipment-not-found', 'not-bought', 'tracking-failed']),
          carrier: CarrierFailureSchema.optional(),
        }),
      ),
    ),
    /** What a person found out about a purchase in doubt. */
    settle: oc.input(z.object({ id: z.string(), settlement: SettlementSchema })).output(
      outcome(
        ShipmentSchema,
        z.object({
          code: z.enum([
            'shipment-not-found',
            'not-in-doubt',
            'not-found-at-carrier',
            'belongs-to-another',
          ]),
          carrier: CarrierFailureSchema.optional(),
        }),
      ),
    ),
  },
  outbox: {
    /** How much waits, by why; a value for each change, also where no count changed. */
    follow: oc.output(eventIterator(WaitingCountsSchema)),
    /** What waits for one reason, oldest first. */
    page: oc.input(WaitingSearchSchema).output(page(WaitingSchema)),
    /** By the shipment's id or the sticker's; null where nothing of it waits. */
    get: oc.input(z.object({ id: z.string() })).output(WaitingSchema.nullable()),
    /** What the outbox tried for a parked box, newest first; empty where there is no such sticker. */
    history: oc.input(z.object({ stickerId: z.string() })).output(z.array(HistoryLineSchema)),
    act: oc.input(z.object({ stickerId: z.string(), action: ParkedActionSchema })).output(
      outcome(
        nothing,
        z.discriminatedUnion('code', [
          /** Not there any more, or nothing that this can be done with. */
          only('not-parked'),
          /** The carrier is being asked right now. */
          only('under-way'),
          PrintFailureSchema,
        ]),
      ),
    ),
  },
  settings: {
    follow: oc.output(eventIterator(SettingsViewSchema)),
    /** Top-level keys, each taken whole. Keys that the settings file names are refused. */
    change: oc.input(z.object({ patch: z.record(z.string(), z.unknown()) })).output(
      outcome(
        SettingsViewSchema,
        z.object({
          code: z.literal('settings-not-valid'),
          problems: z.array(FieldProblemSchema),
        }),
      ),
    ),
    keepCredentials: oc
      .input(CredentialsInputSchema)
      .output(outcome(nothing, only('credentials-cannot-be-kept'))),
    testCarrier: oc.input(z.object({ carrier: CarrierIdSchema })).output(ConnectionTestSchema),
    testPrinter: oc
      .input(z.object({ printerId: z.string() }))
      .output(outcome(PrintJobSchema, PrintFailureSchema)),
    /** Which barcodes of the newest test labels were scanned; a value for each change. */
    testProofs: oc.output(eventIterator(z.array(TestProofSchema))),
    /** Looks for printers near by for some seconds; each value has all that were found so far. Ends by itself. */
    findPrinters: oc.output(eventIterator(z.array(FoundPrinterSchema))),
  },
  scale: {
    /** Every reading as it comes, with its raw bytes; for the settings page. */
    follow: oc.output(eventIterator(ScaleReadingSchema)),
    /** Scales and serial ports that are attached now; a value for each change while it is followed. */
    attached: oc.output(eventIterator(AttachedScalesSchema)),
    /** What a scale says that is not set up yet, with its raw bytes. The station's own line is not disturbed by it. */
    listen: oc.input(ScaleSettingsSchema).output(eventIterator(ScaleReadingSchema)),
    /** Tries the usual protocols and line settings of a connection until one answers. Ends by itself. */
    probe: oc
      .input(ScaleSettingsSchema.pick({ connection: true }))
      .output(eventIterator(ScaleProbeSchema)),
  },
  /** What one unit of each product weighs, as this station knows it. */
  weights: {
    /** By SKU or description, any part of it; the newest weighed first. */
    search: oc
      .input(z.object({ search: z.string().max(200).optional(), cursor: z.string().optional() }))
      .output(page(ProductWeightSchema)),
    /** Sets a product's weight by hand; null goes back to what is learned. */
    set: oc
      .input(
        z.object({
          merchant: z.string(),
          sku: z.string().min(1),
          milligrams: z.int().positive().max(1_000_000_000).nullable(),
        }),
      )
      .output(outcome(ProductWeightSchema, only('product-not-known'))),
    /** Forgets what was learned of a product, so that it is learned anew. */
    forget: oc
      .input(z.object({ merchant: z.string(), sku: z.string().min(1) }))
      .output(outcome(nothing, only('product-not-known'))),
  },
  /** The audit log of scans. */
  scans: {
    /** Newest first. */
    search: oc.input(ScanSearchSchema).output(page(ScanRecordSchema)),
    /** The newest twenty; a value for each change. */
    follow: oc.output(eventIterator(z.array(ScanRecordSchema))),
  },
  health: {
    follow: oc.output(eventIterator(HealthSchema)),
  },
  drill: {
    /** Ends at once where this station is no demo. */
    follow: oc.output(eventIterator(DrillViewSchema)),
    act: oc.input(DrillActionSchema).output(outcome(nothing, only('not-a-demo'))),
  },
}
export type Contract = typeof contract
