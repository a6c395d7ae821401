import { z } from 'zod'
import { NoPapersSchema, ShipmentDocumentSchema } from './documents.ts'
import { MoneySchema } from './measures.ts'
import { CarrierIdSchema, CursorSchema, TermsOfTradeSchema } from './orders.ts'
import { LabelKindSchema, PrintJobSchema } from './printing.ts'
import { GoodsRecordSchema } from './scanning.ts'
import { KeptTrackingSchema } from './tracking.ts'
import { LockedWeightSchema } from './weighing.ts'

export const ShipmentStateSchema = z.enum([
  'intended',
  'calling',
  'bought',
  'refused',
  'in-doubt',
  'not-bought',
  'given-up',
  'void-asked',
  'void',
  'void-refused',
])
export type ShipmentState = z.infer<typeof ShipmentStateSchema>

/** Failure codes of carriers, ours for both; who can mend each stands in FIXED_BY. */
export const CarrierFailureCodeSchema = z.enum([
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-connection-lost',
  'carrier-trouble',
  'carrier-busy',
  'carrier-answer-not-understood',
  'carrier-conflict',
  'credentials-missing',
  'credentials-refused',
  'permission-missing',
  'account-locked',
  'account-not-ready',
  'address-refused',
  'zone-not-found',
  'dimensions-refused',
  'service-not-available',
  'service-not-configured',
  'injection-location-refused',
  'customs-incomplete',
  'returns-not-supported',
  'rate-expired',
  'no-rates',
  'shipment-not-found',
  'already-cancelled',
  'not-found-yet',
  'request-refused',
  'label-link-missing',
  'label-download-failed',
  'label-link-forbidden',
  'label-too-large',
  'label-not-readable',
  'label-not-made-yet',
  'call-switched-off',
])
export type CarrierFailureCode = z.infer<typeof CarrierFailureCodeSchema>

/**
 * Who can mend a failure: operator, the packer at the bench · order, whoever sends the orders · settings, whoever
 * sets the station up · account, whoever holds the account at the carrier · carrier, which may be asked again
 * later · program, whoever maintains this station, since the carrier behaves as nobody knew.
 */
export const FIXED_BY: Readonly<
  Record<CarrierFailureCode, 'operator' | 'order' | 'settings' | 'account' | 'carrier' | 'program'>
> = {
  'carrier-unreachable': 'carrier',
  'carrier-timed-out': 'carrier',
  'carrier-connection-lost': 'carrier',
  'carrier-trouble': 'carrier',
  'carrier-busy': 'carrier',
  'carrier-answer-not-understood': 'program',
  'carrier-conflict': 'account',
  'credentials-missing': 'settings',
  'credentials-refused': 'settings',
  'permission-missing': 'account',
  'account-locked': 'account',
  'account-not-ready': 'account',
  'address-refused': 'operator',
  'zone-not-found': 'operator',
  'dimensions-refused': 'operator',
  'service-not-available': 'operator',
  'service-not-configured': 'settings',
  'injection-location-refused': 'settings',
  'customs-incomplete': 'order',
  'returns-not-supported': 'account',
  'rate-expired': 'operator',
  'no-rates': 'operator',
  'shipment-not-found': 'program',
  'already-cancelled': 'operator',
  'not-found-yet': 'carrier',
  'request-refused': 'program',
  'label-link-missing': 'carrier',
  'label-download-failed': 'carrier',
  'label-link-forbidden': 'program',
  'label-too-large': 'program',
  'label-not-readable': 'program',
  'label-not-made-yet': 'carrier',
  'call-switched-off': 'settings',
}

/** Failures that say that the carrier cannot be asked now, whatever the parcel: to be asked again later. */
const OF_THE_LINE: readonly CarrierFailureCode[] = [
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-connection-lost',
  'carrier-trouble',
]

/** Whether a failure is of the line to a carrier or of the carrier's own works, and so may pass. */
export function isOfTheLine(code: string): boolean {
  return (OF_THE_LINE as readonly string[]).includes(code)
}

export const CarrierFailureSchema = z.object({
  code: CarrierFailureCodeSchema,
  carrier: CarrierIdSchema,
  /** The field that the carrier (or our own check) names, in our words ("shipTo.zip"). */
  field: z.string().optional(),
  /** The carrier's own words, one key away on the screen. Never holds a credential. */
  carrierSaid: z.string().optional(),
  httpStatus: z.int().optional(),
  correlationId: z.string().optional(),
  /** Seconds the carrier asked us to wait. */
  retryAfterSeconds: z.number().optional(),
})
export type CarrierFailure = z.infer<typeof CarrierFailureSchema>

/** One way to send a parcel, as the carrier offers it now. */
export const OfferSchema = z.object({
  /** As an order's `service` names it. */
  service: z.string(),
  termsOfTrade: TermsOfTradeSchema.nullable(),
  /** Of the carriage alone. */
  price: MoneySchema,
  /** Duties, taxes and fees, prepaid with DDP; null where none are known. */
  landedCost: MoneySchema.nullable(),
  /** The carrier's own words ("5-8 business days"). */
  days: z.string().nullable(),
  /** Who carries it, where that is told. */
  carriedBy: z.string().nullable(),
})
export type Offer = z.infer<typeof OfferSchema>

/** Whether two names mean one service: case and signs do not tell services apart. */
export function isSameService(one: string, other: string): boolean {
  const plain = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return plain(one) === plain(other)
}

/** What of an order is not as it was when its rate was chosen at checkout. */
export const RateChangeSchema = z.object({
  what: z.enum([
    'ship-from',
    'ship-to',
    'terms-of-trade',
    'service-code',
    'carrier',
    'pieces',
    'weight',
    'package-weight',
  ]),
  atCheckout: z.string(),
  now: z.string(),
})
export type RateChange = z.infer<typeof RateChangeSchema>

/** The rate chosen at checkout beside what the label would cost now. */
export const RateComparisonSchema = z.object({
  changes: z.array(RateChangeSchema),
  /** Null where nobody knows. */
  atCheckout: MoneySchema.nullable(),
  now: MoneySchema.nullable(),
  /** within: the packer may go on · above: a supervisor is asked · unknown: a price is missing, and so is one. */
  verdict: z.enum(['within', 'above', 'unknown']),
  isApproved: z.boolean(),
})
export type RateComparison = z.infer<typeof RateComparisonSchema>

/** The four facts of a label, never mixed: each has its own time or none. UTC. */
export const FactsSchema = z.object({
  boughtAt: z.iso.datetime().nullable(),
  sentAt: z.iso.datetime().nullable(),
  onPaperAt: z.iso.datetime().nullable(),
  onBoxAt: z.iso.datetime().nullable(),
})
export type Facts = z.infer<typeof FactsSchema>

export const ShipmentSchema = FactsSchema.extend({
  id: z.string(),
  order: z.string(),
  merchant: z.string(),
  parcel: z.int(),
  carrier: CarrierIdSchema,
  serviceLevel: z.string(),
  state: ShipmentStateSchema,
  /** FlavorCloud's Reference, Flexport's idempotency-key: what makes this purchase this purchase. */
  reference: z.string(),
  carrierShipmentId: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  price: MoneySchema.nullable(),
  weightGrams: z.int(),
  box: z.string().nullable(),
  recipient: z.string(),
  country: z.string(),
  /** Who packed it; null where nobody had scanned a badge. */
  operator: z.string().nullable(),
  label: z.object({ kind: LabelKindSchema, bytes: z.int(), sha256: z.string() }).nullable(),
  /** The supervisor who let a label print whose barcode cannot be read; null where it was read. */
  labelPassedBy: z.string().nullable(),
  failure: CarrierFailureSchema.nullable(),
  /** When the carrier took the wish to void; it may finish later. */
  voidAcceptedAt: z.iso.datetime().nullable(),
  intendedAt: z.iso.datetime(),
})
export type Shipment = z.infer<typeof ShipmentSchema>

/** What barcodes of packed goods said of them, by what the item is called: batch, expiry, serial number. */
export const PackedGoodsSchema = GoodsRecordSchema.extend({ line: z.int(), name: z.string() })
export type PackedGoods = z.infer<typeof PackedGoodsSchema>

export const ShipmentDetailSchema = ShipmentSchema.extend({
  /** In the order they were scanned; empty where no barcode said anything but its product. */
  goods: z.array(PackedGoodsSchema),
  /** Where its weight came from; null where it was kept in a form of an earlier version. */
  weight: LockedWeightSchema.nullable(),
  printJobs: z.array(PrintJobSchema),
  /** Null where the carrier was never asked, or knew nothing yet. */
  tracking: KeptTrackingSchema.nullable(),
  /** The last look at the tracking failed so; null where it went well. */
  trackingFailure: CarrierFailureSchema.nullable(),
  documentUrls: z.array(z.string()),
  /** Papers that print beside the label, customs papers first. */
  documents: z.array(ShipmentDocumentSchema),
  /** Null where the station prints customs papers, or where nobody knows of any. */
  noPapersBecause: NoPapersSchema.nullable(),
  /** Only of a purchase in doubt: what was sent, and what the station has done about it since. */
  doubt: z
    .object({
      /** The body of the call, without credentials and contact data. */
      request: z.string(),
      /** How often a look-up has said that there is no such purchase. */
      noneFound: z.int(),
      /** When the same call was made once more. */
      calledAgainAt: z.iso.datetime().nullable(),
      /** When the station looks or asks by itself; null where only a person can tell. */
      nextLookAt: z.iso.datetime().nullable(),
    })
    .nullable(),
})
export type ShipmentDetail = z.infer<typeof ShipmentDetailSchema>

export const ShipmentSearchSchema = z.object({
  search: z.string().max(200).optional(),
  state: ShipmentStateSchema.optional(),
  order: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: CursorSchema.optional(),
})
export type ShipmentSearch = z.infer<typeof ShipmentSearchSchema>

/** What a person found out about a purchase in doubt. */
export const SettlementSchema = z.discriminatedUnion('finding', [
  /**
   * It was bought: the carrier's own id, or the tracking number of the label (or, for FlavorCloud, nothing: looked
   * up by reference).
   */
  z.object({
    finding: z.literal('bought'),
    carrierShipmentId: z.string().trim().max(100).optional(),
  }),
  z.object({ finding: z.literal('not-bought') }),
  z.object({ finding: z.literal('given-up') }),
])
export type Settlement = z.infer<typeof SettlementSchema>
