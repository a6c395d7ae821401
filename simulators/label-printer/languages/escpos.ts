import type { SimulatedFault } from '../printer-faults.ts'
import type { SimulatedLanguage } from '../simulated-language.ts'

const DLE = 0x10
const ESC = 0x1b
const GS = 0x1d
const EOT = 0x04
const PAREN = 0x28
const STAR = 0x2a
const LETTER_H = 0x48
const LETTER_V = 0x56
const LETTER_K = 0x6b
const LETTER_V_SMALL = 0x76

/** Of each status, the bits that are always set; then those of the faults, by the status that has them. */
const NOTHING_WRONG = 0x12
const WRONG: Readonly<Partial<Record<SimulatedFault, readonly [number, number, number, number]>>> =
  {
    'head-open': [0x08, 0x04, 0, 0],
    'paper-out': [0x08, 0x20, 0, 0x60],
    'paper-jam': [0x08, 0x40, 0x08, 0],
    // It has no words for these: it is offline.
    'ribbon-out': [0x08, 0, 0, 0],
    paused: [0x08, 0, 0, 0],
    'take-label': [0x08, 0, 0, 0],
  }

/** A receipt printer: a label ends with the cut; answers `DLE EOT 1` to `4`, and `GS ( H` once the paper is out. */
export const escpos: SimulatedLanguage = {
  command(held, at) {
    const length = lengthOf(held, at)
    if (length === undefined || at + length > held.length) return undefined
    const [code, second, third] = held.subarray(at, at + length)
    const isQuestion =
      (code === DLE && second === EOT) || (code === GS && second === PAREN && third === LETTER_H)
    const isCut = code === GS && second === LETTER_V
    return { end: at + length, does: isQuestion ? 'question' : isCut ? 'label' : 'part' }
  },
  answer(question, { fault }) {
    if (question[0] === GS)
      return Buffer.concat([Buffer.from([0x37, 0x22]), question.subarray(7, 11), Buffer.of(0)])
    const bits = WRONG[fault]?.[(question[2] ?? 0) - 1] ?? 0
    return Buffer.from([NOTHING_WRONG | bits])
  },
  waitsForPaper: (question) => question[0] === GS,
}

/** Of the command at `at`; undefined where not even that can be told yet. */
function lengthOf(held: Buffer, at: number): number | undefined {
  const here = held.length - at
  const byte = (offset: number) => held[at + offset] ?? 0
  const word = (offset: number) => byte(offset) + byte(offset + 1) * 256
  const known = (head: number, length: () => number) => (here < head ? undefined : length())
  if (![DLE, ESC, GS].includes(byte(0))) return 1
  if (here < 2) return undefined
  if (byte(0) === DLE) return byte(1) === EOT ? 3 : 2
  if (byte(0) === ESC)
    return byte(1) === STAR ? known(5, () => 5 + word(3) * (byte(2) >= 32 ? 3 : 1)) : 2
  switch (byte(1)) {
    case PAREN:
      return known(5, () => 5 + word(3))
    case LETTER_V_SMALL:
      return known(8, () => 8 + word(4) * word(6))
    case LETTER_V:
      return known(3, () => (byte(2) >= 65 ? 4 : 3))
    case LETTER_K:
      return known(4, () => 4 + byte(3))
    default:
      return 2
  }
}
