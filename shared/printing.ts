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

export const PrinterConditionSchema = z.enum([
  'ready',
  'paper-out',
  'head-open',
  'ribbon-out',
  'paused',
  'busy',
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
  language: z.string().optional(),
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
