import type { SimulatedFault } from '../printer-faults.ts'
import { line, withData, type SimulatedLanguage } from '../simulated-language.ts'

const ESC = 0x1b
const BITMAP = /^BITMAP\s+-?\d+,-?\d+,(\d+),(\d+),\d+,/i

const STATUS: Readonly<Partial<Record<SimulatedFault, number>>> = {
  'head-open': 0x01,
  'paper-jam': 0x02,
  'paper-out': 0x04,
  'ribbon-out': 0x08,
  paused: 0x10,
  'take-label': 0x10,
}

/** A TSC, Rollo or one of their kin: a label ends with PRINT; answers `ESC ! ?` with one byte. */
export const tspl: SimulatedLanguage = {
  command(held, at) {
    if (held[at] === ESC)
      return held.length >= at + 3 ? { end: at + 3, does: 'question' } : undefined
    if (/^BITMAP/i.test(held.toString('latin1', at, at + 6)))
      return withData(held, at, BITMAP, ([bytesPerRow = 0, rows = 0]) => bytesPerRow * rows)
    return line(held, at, /^PRINT\b/i)
  },
  answer: (_question, { fault, isPrinting }) =>
    Buffer.from([STATUS[fault] ?? (isPrinting ? 0x20 : 0)]),
}
