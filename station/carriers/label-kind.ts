import type { LabelKind } from '../../shared/printing.ts'

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** What may stand before the first ^XA: byte order mark, blanks, comments, and the preamble of printer drivers. */
const BEFORE_ZPL =
  /^(?:\u00ef\u00bb\u00bf|\s|\^FX[^^~]*(?:\^FS)?|CT~~CD,~CC\^~CT~|~[A-Z]{2}[^^~\r\n]*)+/i

/** The kind of a label by its content; undefined where it is none that we know. Names and types are not asked. */
export function labelKindOf(bytes: Uint8Array): LabelKind | undefined {
  if (PNG.every((byte, index) => bytes[index] === byte)) return 'png'
  const start = Buffer.from(bytes.subarray(0, 8192)).toString('latin1')
  if (/^(?:\u00ef\u00bb\u00bf)?\s*%PDF-/.test(start)) return 'pdf'
  if (/^\^XA/i.test(start.replace(BEFORE_ZPL, ''))) return 'zpl'
  return undefined
}
