import { z } from 'zod'

/**
 * The verbs a packer can scan or press; `argument` for QTY (a number), SERVICE (a service level), APPROVE (the
 * supervisor's code), REPRINT (why: TORN, FAINT, JAM, LOST), WEIGHT (a typed weight such as 1.25KG), CHOOSE (a number of
 * what is asked) and TEST, which only stands on test labels.
 */
export const CommandSchema = z.enum([
  'SHIP',
  'UNDO',
  'BOX',
  'REPRINT',
  'VOID',
  'HOLD',
  'QTY',
  'CONFIRM',
  'HELP',
  'CORRECT',
  'SERVICE',
  'APPROVE',
  'TEST',
  'WEIGHT',
  'CHOOSE',
])
export type Command = z.infer<typeof CommandSchema>

export const ScanMeaningSchema = z.enum([
  'order',
  'product',
  'box',
  'command',
  'label',
  'parked-sticker',
  'badge',
  'unknown',
])
export type ScanMeaning = z.infer<typeof ScanMeaningSchema>

/** How a scan came: typed into the page, from a line of the station, by REST, or pressed as a key or a card. */
export const ScanSourceSchema = z.enum(['wedge', 'serial', 'hid', 'rest', 'key'])
export type ScanSource = z.infer<typeof ScanSourceSchema>

/** Why a scanner that the station reads by itself is not read, or what it last sent was no scan. */
export const ScannerReasonSchema = z.enum([
  'connection-not-valid',
  'serial-not-available',
  'hid-not-available',
  'access-denied',
  /** Only one program can have a serial port open, and only one device of the settings. */
  'connection-in-use',
  'scanner-not-reached',
  /** What no barcode says: mostly the speed or the parity is set to something else on the scanner. */
  'scanner-noise',
  'scan-too-long',
  /** The rest of a scan never came. */
  'scan-cut-off',
])
export type ScannerReason = z.infer<typeof ScannerReasonSchema>

/** A scanner that the station reads by itself. */
export const ScannerLineStateSchema = z.object({
  /** As in the settings. */
  connection: z.string(),
  state: z.enum(['ready', 'offline']),
  /** Null once a scan was read well. */
  reason: ScannerReasonSchema.nullable(),
})
export type ScannerLineState = z.infer<typeof ScannerLineStateSchema>

/** What a GS1 barcode says of the goods beside their GTIN; kept for the record. */
export const GoodsRecordSchema = z.object({
  /** 14 digits. */
  gtin: z.string().optional(),
  batch: z.string().optional(),
  /** YYYY-MM-DD; the last day of the month where the barcode names none. */
  expiry: z.string().optional(),
  serial: z.string().optional(),
  /** What the barcode says to hold (AI 30 or 37); it never counts for a scan. */
  count: z.int().optional(),
})
export type GoodsRecord = z.infer<typeof GoodsRecordSchema>

/** One scan in the audit log: what came, what it meant and what came of it. */
export const ScanRecordSchema = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  source: ScanSourceSchema,
  /** As it came, control characters by name; a supervisor's code is hidden. */
  text: z.string(),
  aim: z.string().nullable(),
  meaning: z.string(),
  /** What it stood for: a reference, a SKU, a command with its argument. */
  about: z.string().nullable(),
  code: z.string(),
  accepted: z.boolean(),
  /** How often the same came again within the window and counted once. */
  repeats: z.int(),
  stepBefore: z.string(),
  stepAfter: z.string(),
  order: z.string().nullable(),
  merchant: z.string().nullable(),
  parcel: z.int().nullable(),
  shipmentId: z.string().nullable(),
  operator: z.string().nullable(),
  goods: GoodsRecordSchema.nullable(),
})
export type ScanRecord = z.infer<typeof ScanRecordSchema>

export const ScanSearchSchema = z.object({
  /** Only scans while this order was open. */
  orderId: z.int().optional(),
  limit: z.int().min(1).max(200).default(100),
  cursor: z.string().optional(),
})
export type ScanSearch = z.input<typeof ScanSearchSchema>

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * The ISO 7064 MOD 37,36 check character over the letters and digits of `text`; other characters are
 * passed over. Source: ISO/IEC 7064, hybrid system, as used by GRid and ISAN.
 */
export function checkCharacter(text: string): string {
  let product = 36
  for (const character of text.toUpperCase()) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) continue
    const sum = (product + value) % 36 || 36
    product = (sum * 2) % 37
  }
  return ALPHABET.charAt((37 - product) % 36)
}

/** The text of a command's barcode: `*SB-SHIP-8*`, `*SB-QTY-12-x*`. */
export function commandBarcode(command: Command, argument?: string): string {
  const body = argument === undefined ? `SB-${command}` : `SB-${command}-${argument.toUpperCase()}`
  return `*${body}-${checkCharacter(body)}*`
}

/** The text of a parked sticker's barcode; `id` is letters and digits. */
export function parkedStickerBarcode(id: string): string {
  const body = `SP-${id.toUpperCase()}`
  return `*${body}-${checkCharacter(body)}*`
}

export type StarredCode =
  | { readonly kind: 'command'; readonly command: Command; readonly argument?: string }
  | { readonly kind: 'parked-sticker'; readonly id: string }
  /** Looks like one of ours (`*SB-…*` or `*SP-…*`) but its check character or its verb is wrong. */
  | { readonly kind: 'damaged' }

/** Reads a barcode of ours; undefined where the text is not in our form at all. */
export function parseStarredCode(text: string): StarredCode | undefined {
  const match = /^\*(S[BP])-(.+)-([0-9A-Z])\*$/i.exec(text.trim())
  if (!match) return /^\*S[BP]-.*\*$/i.test(text.trim()) ? { kind: 'damaged' } : undefined
  const [, prefix = '', rest = '', check = ''] = match
  if (checkCharacter(`${prefix}${rest}`) !== check.toUpperCase()) return { kind: 'damaged' }
  if (prefix.toUpperCase() === 'SP') return { kind: 'parked-sticker', id: rest.toUpperCase() }
  const [verb = '', ...argument] = rest.toUpperCase().split('-')
  const command = CommandSchema.safeParse(verb)
  if (!command.success) return { kind: 'damaged' }
  return argument.length > 0
    ? { kind: 'command', command: command.data, argument: argument.join('-') }
    : { kind: 'command', command: command.data }
}
