import type { PrinterCondition } from '../../../shared/printing.ts'
import type { Inquiry } from '../printer-connection.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

/** What to mend first stands first. A low battery (0x08) and a printer just switched on (0x10) still print. */
const BITS: readonly (readonly [mask: number, condition: PrinterCondition])[] = [
  [0x04, 'head-open'],
  [0x02, 'paper-out'],
  [0x01, 'busy'],
]
const UNUSED_BITS = 0xe0

/** `ESC h`: one status byte, given when the label before it has been processed. */
const inquiry: Inquiry = {
  question: Buffer.from('\x1bh', 'latin1'),
  isAnswered: (heard) => readStatus(heard) !== undefined,
}

/** Mobile printers that speak CPCL (Zebra's Mobile Printer CPCL Programming Manual, printer escape commands). */
export const comtec: PrinterDialect = {
  status: inquiry,
  readStatus,
  receipt: { inquiry, proves: 'taken' },
}

function readStatus(heard: Uint8Array): PrinterReport | undefined {
  const [byte] = heard
  if (byte === undefined || heard.length > 1 || (byte & UNUSED_BITS) !== 0) return undefined
  return {
    condition: BITS.find(([mask]) => (byte & mask) !== 0)?.[1] ?? 'ready',
    said: byte.toString(16).padStart(2, '0'),
  }
}
