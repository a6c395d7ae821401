import type { SimulatedFault } from '../printer-faults.ts'
import { line, withData, type SimulatedLanguage } from '../simulated-language.ts'

const GRAPHIC = /^GW\d+,\d+,(\d+),(\d+),/

const CODES: Readonly<Partial<Record<SimulatedFault, string>>> = {
  'head-open': '11',
  'paper-out': '07',
  'ribbon-out': '07',
  'paper-jam': '81',
  paused: '12',
  'take-label': '12',
}

/** An Eltron or an older Zebra: a label ends with P; answers `^ee` with a code of two digits. */
export const epl2: SimulatedLanguage = {
  command(held, at) {
    if (held[at] === 0x5e) {
      const command = line(held, at, /^\^ee$/)
      return command?.does === 'label' ? { ...command, does: 'question' } : command
    }
    if (held.toString('latin1', at, at + 2) === 'GW')
      return withData(held, at, GRAPHIC, ([bytesPerRow = 0, rows = 0]) => bytesPerRow * rows)
    return line(held, at, /^P\d/)
  },
  answer: (_question, { fault }) => Buffer.from(`${CODES[fault] ?? '00'}\r\n`),
}
