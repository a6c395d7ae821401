import type { SimulatedFault } from './printer-faults.ts'

/** Where a command ends, and what it does: a label is whole with it, it is a question, or it is neither. */
export interface Command {
  readonly end: number
  readonly does: 'part' | 'label' | 'question'
}

/** What a printer's answers tell of. */
export interface PrinterState {
  readonly fault: SimulatedFault
  /** Whole labels in its memory, not begun. */
  readonly waiting: number
  readonly isPrinting: boolean
  /** A label has begun to come in and is not whole. */
  readonly isInsideLabel: boolean
  /** In its life. */
  readonly labelsPrinted: number
  /** Of its head. */
  readonly dpi: 203 | 300
}

/** A printer's language, seen from inside the printer. */
export interface SimulatedLanguage {
  /** The command that begins at `at`; undefined where it has not come whole. */
  command(held: Buffer, at: number): Command | undefined
  /** Undefined where there is nothing to say. */
  answer(question: Buffer, state: PrinterState): Buffer | undefined
  /** The question is answered only when all labels before it are printed. */
  waitsForPaper?(question: Buffer): boolean
  /** Some of what comes as a label only orders the memory. */
  prints?(label: Buffer): boolean
}

/** A command that is one line of text. */
export function line(held: Buffer, at: number, endsLabel: RegExp): Command | undefined {
  const feed = held.indexOf('\n', at)
  if (feed < 0) return undefined
  const text = held.toString('latin1', at, feed).trim()
  return { end: feed + 1, does: endsLabel.test(text) ? 'label' : 'part' }
}

/** A command whose text, which `head` matches, is followed by so many bytes of any value. */
export function withData(
  held: Buffer,
  at: number,
  head: RegExp,
  bytes: (numbers: readonly number[]) => number,
): Command | undefined {
  const found = head.exec(held.toString('latin1', at, at + LONGEST_HEAD))
  if (!found) return undefined
  const end = at + found[0].length + bytes(found.slice(1).map(Number))
  return end <= held.length ? { end, does: 'part' } : undefined
}

const LONGEST_HEAD = 100
