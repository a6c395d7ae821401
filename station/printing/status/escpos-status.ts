import type { PrinterCondition } from '../../../shared/printing.ts'
import type { Inquiry } from '../printer-connection.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

const DLE = 0x10
const EOT = 0x04
const GS = 0x1d

/**
 * Receipt printers: real-time status `DLE EOT 1` to `4`, and `GS ( H` function 48, which is answered when the printing
 * before it is done (Epson's ESC/POS reference; most of its TM models, few of others).
 */
export const epson: PrinterDialect = {
  status: {
    question: Buffer.from([1, 2, 3, 4].flatMap((part) => [DLE, EOT, part])),
    isAnswered: (heard) => statusBytes(heard) !== undefined,
  },
  readStatus,
  // A new question each time: printing takes seconds, and an answer that comes late is not one for the next label.
  get receipt() {
    return { inquiry: nextReceipt(), proves: 'printed' } as const
  },
}

function readStatus(heard: Uint8Array): PrinterReport | undefined {
  const bytes = statusBytes(heard)
  if (bytes === undefined) return undefined
  const [printer, offline, error, paper] = bytes
  const conditions: [boolean, PrinterCondition][] = [
    [(offline & 0x04) !== 0, 'head-open'],
    [(paper & 0x60) !== 0 || (offline & 0x20) !== 0, 'paper-out'],
    // The cutter stands still, mostly because of jammed paper.
    [(error & 0x08) !== 0, 'paper-jam'],
    [(error & 0x64) !== 0 || (offline & 0x40) !== 0, 'needs-attention'],
    // Offline and nothing of the above: somebody holds the feed button, or it was switched so at the printer.
    [(printer & 0x08) !== 0, 'needs-attention'],
  ]
  return {
    condition: conditions.find(([holds]) => holds)?.[1] ?? 'ready',
    said: bytes.map((byte) => byte.toString(16)).join(' '),
  }
}

/**
 * The four bytes that answer `DLE EOT`, where nothing was heard but such bytes and what printers send unasked. The
 * kinds are told apart by the bits that the reference fixes in each.
 */
function statusBytes(heard: Uint8Array): [number, number, number, number] | undefined {
  const found: number[] = []
  let at = 0
  while (at < heard.length) {
    const byte = heard[at] ?? 0
    if ((byte & 0x93) === 0x12) {
      found.push(byte)
      at += 1
    } else if ((byte & 0x93) === 0x10 && isRestOfStatusBack(heard.subarray(at + 1, at + 4))) {
      at += 4
    } else if (byte === XON || byte === XOFF) {
      at += 1
    } else return undefined
  }
  const [one, two, three, four] = found.slice(-4)
  return one === undefined || two === undefined || three === undefined || four === undefined
    ? undefined
    : [one, two, three, four]
}

const XON = 0x11
const XOFF = 0x13

/** Automatic status back: four bytes of which the first was seen. */
function isRestOfStatusBack(bytes: Uint8Array): boolean {
  return bytes.length === 3 && bytes.every((byte) => (byte & 0x90) === 0)
}

const FIRST_ID = 1000
const LAST_ID = 9999
let lastId = LAST_ID

function nextReceipt(): Inquiry {
  lastId = lastId < LAST_ID ? lastId + 1 : FIRST_ID
  const id = Buffer.from(String(lastId))
  const answer = Buffer.from([0x37, 0x22, ...id, 0])
  return {
    question: Buffer.from([GS, 0x28, 0x48, 6, 0, 48, 48, ...id]),
    isAnswered: (heard) => Buffer.from(heard).includes(answer),
  }
}
