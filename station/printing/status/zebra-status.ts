import type { PrinterCondition } from '../../../shared/printing.ts'
import type { Inquiry } from '../printer-connection.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

const STX = 0x02
const ETX = 0x03

/** `~HS`: host status return of ZPL printers, three lines of <STX>…<ETX>. */
export const zebraInquiry: Inquiry = {
  question: new TextEncoder().encode('~HS'),
  isAnswered: (heard) => framesOf(heard).length >= 3,
}

/**
 * Reads the answer to `~HS`; undefined where it is not one. Fields are told by commas, never by columns, because
 * firmwares differ in widths. A printer with more than one complaint reports the one to mend first.
 */
export function readZebraStatus(heard: Uint8Array): PrinterReport | undefined {
  const [first, second] = framesOf(heard).map((frame) =>
    frame.split(',').map((field) => field.trim()),
  )
  if (first === undefined || second === undefined) return undefined
  if (first.length < 10 || second.length < 9) return undefined
  const isSet = (fields: readonly string[], index: number) => Number(fields[index]) === 1
  const transferMode = isSet(second, 4)
  const conditions: [boolean, PrinterCondition][] = [
    [isSet(second, 2), 'head-open'],
    [isSet(first, 1), 'paper-out'],
    // Printers without a ribbon may report it missing.
    [isSet(second, 3) && transferMode, 'ribbon-out'],
    [isSet(first, 2), 'paused'],
    // Corrupt RAM (configuration lost), or too hot.
    [isSet(first, 9) || isSet(first, 11), 'needs-attention'],
    [isSet(first, 5), 'busy'],
  ]
  return {
    condition: conditions.find(([holds]) => holds)?.[1] ?? 'ready',
    said: framesOf(heard).join(' | '),
    waiting: Number(first[4]) || 0,
  }
}

/** Zebra's printers, and others that speak ZPL and answer as they do. */
export const zebra: PrinterDialect = {
  status: zebraInquiry,
  readStatus: readZebraStatus,
  receipt: { inquiry: zebraInquiry, proves: 'taken' },
}

/** What stands between STX and ETX, without characters that cannot be printed. */
function framesOf(heard: Uint8Array): string[] {
  const frames: string[] = []
  let start = -1
  heard.forEach((byte, index) => {
    if (byte === STX) start = index + 1
    else if (byte === ETX && start >= 0) {
      frames.push(
        Buffer.from(heard.subarray(start, index))
          .toString('latin1')
          .replaceAll(/[^\x20-\x7e]/g, ''),
      )
      start = -1
    }
  })
  return frames
}
