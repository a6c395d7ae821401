import { z } from 'zod'

/** A paper that goes with a parcel, beside its label. */
export const DocumentKindSchema = z.enum(['commercial-invoice', 'packing-slip'])
export type DocumentKind = z.infer<typeof DocumentKindSchema>

/**
 * waiting: not with the printer yet · printing: the printer or the print system has it · failed: the last try came to
 * nothing; the station tries again by itself where `nextTryAt` is set · in-doubt: it may have come out or not, so no
 * machine prints it again · out: the printer says that it is out · confirmed: a person put papers in · dropped: the
 * label is void, and no paper of it prints.
 */
export const DocumentStateSchema = z.enum([
  'waiting',
  'printing',
  'failed',
  'in-doubt',
  'out',
  'confirmed',
  'dropped',
])
export type DocumentState = z.infer<typeof DocumentStateSchema>

export const ShipmentDocumentSchema = z.object({
  id: z.string(),
  kind: DocumentKindSchema,
  copies: z.int(),
  state: DocumentStateSchema,
  /** When it came to be in that state. */
  at: z.iso.datetime(),
  /** What is in its way, in words; null where nothing is. */
  detail: z.string().nullable(),
  /** The printer that has or had it; null before. */
  printerId: z.string().nullable(),
  /** The first time stays, also where it is printed again. */
  outAt: z.iso.datetime().nullable(),
  /** Who put papers in by hand, and when. The name is null where nobody had scanned a badge. */
  confirmedAt: z.iso.datetime().nullable(),
  confirmedBy: z.string().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
})
export type ShipmentDocument = z.infer<typeof ShipmentDocumentSchema>

/**
 * Why the station prints no customs paper for a shipment: the account is paperless, the country takes none, there is
 * no document printer (so that the papers are somebody else's work), or the carrier gave none.
 */
export const NoPapersSchema = z.enum([
  'paperless',
  'no-copies',
  'no-document-printer',
  'none-given',
])
export type NoPapers = z.infer<typeof NoPapersSchema>

export const DocumentFailureSchema = z.object({
  code: z.enum([
    'document-not-found',
    'no-document-printer',
    /** The label is void, or may be. */
    'label-void',
    /** The printer has it already. */
    'document-under-way',
  ]),
})
export type DocumentFailure = z.infer<typeof DocumentFailureSchema>
