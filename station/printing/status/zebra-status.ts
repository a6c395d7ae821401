import type { PrinterCondition } from '../../../shared/printing.ts'
import type { Inquiry } from '../printer-connection.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

/** `~HS`: host status return of ZPL printers, three lines of <STX>…<ETX>. */
export const zebraInquiry: Inquiry = {
  question: new TextEncoder().encode('~HS'),
  isAnswered: (heard) => hostStatusOf(textOf(heard)) !== undefined,
}

/**
 * Zebra's printers, and others that speak ZPL and answer as they do (ZPL II Programming Guide). Pause and a label that
 * hangs at the printer stand only in `~HS`, overheating and jams only in `~HQES`, which the oldest firmware does not
 * know: both are asked, and the answer is whole with the three lines of `~HS`, which comes last.
 */
export const zebra: PrinterDialect = {
  status: { question: new TextEncoder().encode('~HQES~HS'), isAnswered: zebraInquiry.isAnswered },
  readStatus: readZebraStatus,
  receipt: { inquiry: zebraInquiry, proves: 'taken' },
  odometer: {
    inquiry: {
      question: new TextEncoder().encode('! U1 getvar "odometer.total_label_count"\r\n'),
      isAnswered: (heard) => /"[^"]*"|^\s*\?/.test(textOf(heard)),
    },
    // A variable that the firmware does not know is answered with "?".
    read(heard) {
      const count = /"\s*(\d{1,15})\s*"/.exec(textOf(heard))?.[1]
      return count === undefined ? undefined : Number(count)
    },
  },
  resolution: {
    inquiry: {
      question: new TextEncoder().encode('~HI'),
      isAnswered: (heard) => framesOf(textOf(heard)).length > 0,
    },
    read(heard) {
      const dotsPerMillimetre = framesOf(textOf(heard))[0]?.split(',')[2]?.trim()
      return DPI[/^\d+/.exec(dotsPerMillimetre ?? '')?.[0] ?? '']
    },
  },
}

const DPI: Readonly<Record<string, number>> = { 6: 152, 8: 203, 12: 300, 24: 600 }

/** Errors of `~HQES`, group 1. Any other bit is something that only the printer's own display explains. */
const PAPER_OUT = 0x1
const RIBBON_OUT = 0x2
const HEAD_OPEN = 0x4
/** Jam, feed, and a paper path that could not be cleared. */
const PAPER_JAM = 0xd000
const PAUSED = 0x1_0000

/** Print modes of `~HS` in which a label waits to be taken: peel-off, with and without liner. */
const PEEL_MODES: ReadonlySet<string | undefined> = new Set(['1', '6'])

/**
 * Reads the answer to `~HS`, with or without one to `~HQES` before it; undefined where it is not one. Fields are told
 * by commas, never by columns, because firmwares differ in widths. A printer with more than one complaint reports the
 * one to mend first.
 */
export function readZebraStatus(heard: Uint8Array): PrinterReport | undefined {
  const text = textOf(heard)
  const lines = hostStatusOf(text)
  if (lines === undefined) return undefined
  const [first, second] = lines
  const isSet = (fields: readonly string[], index: number) => Number(fields[index]) === 1
  const errors = errorsOf(text)
  const has = (mask: number) => (errors & mask) !== 0
  const transferMode = isSet(second, 4)
  const conditions: [boolean, PrinterCondition][] = [
    [isSet(second, 2) || has(HEAD_OPEN), 'head-open'],
    [isSet(first, 1) || has(PAPER_OUT), 'paper-out'],
    // Printers without a ribbon may report it missing.
    [(isSet(second, 3) && transferMode) || has(RIBBON_OUT), 'ribbon-out'],
    [has(PAPER_JAM), 'paper-jam'],
    // Corrupt RAM (configuration lost), or too hot.
    [isSet(first, 9) || isSet(first, 11), 'needs-attention'],
    [has(~(HEAD_OPEN | PAPER_OUT | RIBBON_OUT | PAPER_JAM | PAUSED)), 'needs-attention'],
    [isSet(first, 2) || has(PAUSED), 'paused'],
    [isSet(second, 7) && PEEL_MODES.has(second[5]), 'take-label'],
    [isSet(first, 5), 'busy'],
  ]
  return {
    condition: conditions.find(([holds]) => holds)?.[1] ?? 'ready',
    said: framesOf(text)
      .map((frame) => frame.replaceAll(/[^\x20-\x7e]+/g, ' ').trim())
      .join(' | '),
    // Formats not begun, and labels left of the one that is printing.
    waiting: Number(first[4]) + (Number(second[8]) || 0),
  }
}

type HostStatus = readonly [first: readonly string[], second: readonly string[]]

/** The fields of the first two lines of `~HS`, where all three are there. */
function hostStatusOf(text: string): HostStatus | undefined {
  const lines = framesOf(text).map((frame) => frame.split(',').map((field) => field.trim()))
  const at = lines.findIndex((fields) => fields.length >= 10 && areNumbers(fields.slice(1, 6)))
  const [first, second, third] = at < 0 ? [] : lines.slice(at, at + 3)
  if (first === undefined || second === undefined || third === undefined) return undefined
  return second.length >= 9 && areNumbers(second.slice(2, 5)) ? [first, second] : undefined
}

function areNumbers(fields: readonly string[]): boolean {
  return fields.every((field) => /^\d+$/.test(field))
}

/** Group 1 of the errors of `~HQES`; its leading flag is not heeded, since some firmware sets it without an error. */
function errorsOf(text: string): number {
  const group = /ERRORS:\s*\d\s+[0-9a-f]{8}\s+([0-9a-f]{8})/i.exec(text)?.[1]
  return group === undefined ? 0 : Number.parseInt(group, 16)
}

function textOf(heard: Uint8Array): string {
  return Buffer.from(heard).toString('latin1')
}

/** What stands between STX and ETX. */
function framesOf(text: string): string[] {
  // eslint-disable-next-line no-control-regex
  return [...text.matchAll(/\x02([^\x02\x03]*)\x03/g)].map(([, frame]) => frame ?? '')
}
