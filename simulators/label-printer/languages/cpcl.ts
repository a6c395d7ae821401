import type { SimulatedFault } from '../printer-faults.ts'
import { line, withData, type SimulatedLanguage } from '../simulated-language.ts'

const ESC = 0x1b
const GRAPHIC = /^(?:CG|COMPRESSED-GRAPHICS) (\d+) (\d+) \d+ \d+ /

const BUSY = 0x01
const STATUS: Readonly<Partial<Record<SimulatedFault, number>>> = {
  'paper-out': 0x02,
  'head-open': 0x04,
  // It has no words for these: it does not get on.
  'ribbon-out': BUSY,
  'paper-jam': BUSY,
  paused: BUSY,
  'take-label': BUSY,
}

/** A mobile printer: a label ends with PRINT; answers `ESC h` with one byte. */
export const cpcl: SimulatedLanguage = {
  command(held, at) {
    if (held[at] === ESC)
      return held.length >= at + 2 ? { end: at + 2, does: 'question' } : undefined
    if (/^(?:CG |COMP)/.test(held.toString('latin1', at, at + 4)))
      return withData(held, at, GRAPHIC, ([bytesPerRow = 0, rows = 0]) => bytesPerRow * rows)
    return line(held, at, /^PRINT$/)
  },
  answer: (_question, { fault, isPrinting }) =>
    Buffer.from([STATUS[fault] ?? (isPrinting ? BUSY : 0)]),
}
