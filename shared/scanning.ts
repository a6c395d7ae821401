import { z } from 'zod'

/**
 * The verbs a packer can scan or press; `argument` for QTY (a number), SERVICE (a service level), APPROVE (the
 * supervisor's code), REPRINT (why: TORN, FAINT, JAM, LOST) and TEST, which only stands on test labels.
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
