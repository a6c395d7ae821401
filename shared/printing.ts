import { z } from 'zod'

/** By content, never by name or content type: PNG magic, ^XA, %PDF. */
export const LabelKindSchema = z.enum(['zpl', 'png', 'pdf'])
export type LabelKind = z.infer<typeof LabelKindSchema>

/**
 * What became of bytes sent to a printer. Only `not-sent` may be repeated by machine.
 * delivered: the peer took every byte · unconfirmed: all written, no proof of taking · unknown: cut in the middle.
 */
export const DeliverySchema = z.enum(['not-sent', 'delivered', 'unconfirmed', 'unknown'])
export type Delivery = z.infer<typeof DeliverySchema>

/** What a printer understands. */
export const LanguageNameSchema = z.enum(['zpl', 'epl2', 'tspl', 'escpos', 'cpcl'])
export type LanguageName = z.infer<typeof LanguageNameSchema>

export const PrinterConditionSchema = z.enum([
  'ready',
  'paper-out',
  'paper-jam',
  'head-open',
  'ribbon-out',
  'paused',
  /** In peel-off mode: the label before hangs at the printer. */
  'take-label',
  'busy',
  /** Its head has other dots per inch than the settings say: a label would come out in the wrong size. */
  'wrong-dpi',
  /** Takes connections but does not answer: something at the printer wants a person. */
  'needs-attention',
  'offline',
  /** The connection cannot be asked (a file, a spooler). */
  'not-asked',
])
export type PrinterCondition = z.infer<typeof PrinterConditionSchema>

export const PrinterStatusSchema = z.object({
  id: z.string(),
  role: z.enum(['label', 'document']),
  connection: z.string(),
  language: LanguageNameSchema.optional(),
  condition: PrinterConditionSchema,
  /** What the printer itself said, printable. */
  said: z.string().optional(),
  at: z.iso.datetime(),
})
export type PrinterStatus = z.infer<typeof PrinterStatusSchema>

export const PrintFailureSchema = z.object({
  code: z.enum([
    'no-printer',
    'label-not-readable',
    'label-kind-not-printable',
    'label-too-large',
    'label-does-not-fit',
    /** The label is made for a head of other dots per inch, and is no ZPL or PDF that could be drawn anew. */
    'label-dpi-differs',
    /** ZPL with a command that could change, fill or restart the printer; the detail names it. */
    'label-unsafe',
    /** The label says something else than what was bought; the detail names what. Nobody may let it pass. */
    'label-mismatch',
    /** Its tracking barcode cannot be read, as sent or as drawn for this printer; a supervisor may let it pass. */
    'label-unreadable',
    'connection-not-supported',
    'printer-not-reached',
    'printer-not-ready',
    'printer-interrupted',
    'print-called-off',
    /** Its job could not be written to disk, so that nothing was sent. */
    'print-not-kept',
  ]),
  detail: z.string().optional(),
  condition: PrinterConditionSchema.optional(),
  delivery: DeliverySchema.optional(),
})
export type PrintFailure = z.infer<typeof PrintFailureSchema>

/** What shows that a label came out, or that none did. */
export const PaperProofSchema = z.enum(['odometer', 'printer', 'scan', 'operator'])
export type PaperProof = z.infer<typeof PaperProofSchema>

export const PrintJobSchema = z.object({
  id: z.string(),
  printerId: z.string(),
  shipmentId: z.string().nullable(),
  purpose: z.enum(['label', 'reprint', 'test', 'sticker']),
  state: z.enum(['waiting', 'sending', 'sent', 'failed']),
  delivery: DeliverySchema.nullable(),
  bytes: z.int(),
  sha256: z.string(),
  detail: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  /** Whether a label came out: null while nobody knows. Apart from `delivery`, which is about bytes. */
  cameOut: z.boolean().nullable(),
  provedBy: PaperProofSchema.nullable(),
  /** The printer that could not print it and is not to print it later; null where this was the first choice. */
  insteadOf: z.string().nullable(),
  /** Of a reprint: why, and by whom. */
  reason: z.string().nullable(),
  operator: z.string().nullable(),
})
export type PrintJob = z.infer<typeof PrintJobSchema>

/** Which box of its order: `of` are known so far, and `more` says that items of the order are not packed yet. */
export const BoxCountSchema = z.object({ number: z.int(), of: z.int(), more: z.boolean() })
export type BoxCount = z.infer<typeof BoxCountSchema>

/** What stands on a parked sticker, our own label for a box whose carrier cannot be reached. */
export interface Sticker {
  /** `*SP-…*`, as `parkedStickerBarcode` makes it. */
  readonly barcode: string
  readonly order: string
  readonly boxes: BoxCount
  readonly carrier: string
  readonly parkedAt: Date
  readonly stationName: string
}

/** A printer that was found near by, or what is known of one. Everything in it is the printer's own word. */
export const FoundPrinterSchema = z.object({
  /** As the settings take it. */
  connection: z.string(),
  name: z.string(),
  /** How it was found. */
  by: z.enum(['mdns', 'zebra', 'cups', 'device']),
  model: z.string().nullable(),
  language: LanguageNameSchema.nullable(),
})
export type FoundPrinter = z.infer<typeof FoundPrinterSchema>

/** Which barcodes of a printer's newest test label were scanned: the narrowest bars of `dots` dots came out well. */
export const TestProofSchema = z.object({
  printerId: z.string(),
  printedAt: z.iso.datetime(),
  read: z.array(z.object({ dots: z.union([z.literal(2), z.literal(3)]), at: z.iso.datetime() })),
})
export type TestProof = z.infer<typeof TestProofSchema>
