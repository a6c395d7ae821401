import { isUtf8 } from 'node:buffer'

/** The controls that barcodes hold: EOT, FS, GS, RS and US (GS1 and ISO/IEC 15434). */
const IN_BARCODES = '\u0004\u001c\u001d\u001e\u001f'
const NOISE = new RegExp(`[^\\P{Cc}${IN_BARCODES}]`, 'u')

/**
 * What a scanner's bytes say: UTF-8, else Latin-1. Undefined for what no barcode says: other control characters, or
 * Latin-1 with more letters beyond ASCII than within; both come from a line whose two ends are not set alike.
 */
export function scanText(bytes: Uint8Array): string | undefined {
  const utf8 = isUtf8(bytes)
  const text = Buffer.from(bytes).toString(utf8 ? 'utf8' : 'latin1')
  if (NOISE.test(text)) return undefined
  if (utf8) return text
  const beyond = bytes.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0)
  return beyond * 2 > bytes.length ? undefined : text
}
