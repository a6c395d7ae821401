import type { PrinterCondition } from '../../../shared/printing.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

/** What to mend first stands first. */
const BITS: readonly (readonly [mask: number, condition: PrinterCondition])[] = [
  // The cover, where it has a switch of its own.
  [0x01 | 0x40, 'head-open'],
  [0x04, 'paper-out'],
  [0x08, 'ribbon-out'],
  [0x02, 'paper-jam'],
  [0x80, 'needs-attention'],
  [0x10, 'paused'],
  [0x20, 'busy'],
]

/**
 * `ESC ! ?` of TSPL printers: one byte, at any time, also in trouble (TSC's TSPL/TSPL2 Programming). It overtakes the
 * label that is being read, and so is no receipt.
 */
export const tsc: PrinterDialect = {
  status: {
    question: Buffer.from('\x1b!?', 'latin1'),
    isAnswered: (heard) => heard.length === 1,
  },
  readStatus(heard): PrinterReport | undefined {
    const [byte] = heard
    if (byte === undefined || heard.length > 1) return undefined
    return {
      condition: BITS.find(([mask]) => (byte & mask) !== 0)?.[1] ?? 'ready',
      said: byte.toString(16).padStart(2, '0'),
    }
  },
}
