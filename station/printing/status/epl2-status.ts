import type { PrinterCondition } from '../../../shared/printing.ts'
import type { PrinterDialect, PrinterReport } from '../printer-dialect.ts'

/** Any other code is something that only a person at the printer can find out. */
const CODES: Readonly<Record<string, PrinterCondition>> = {
  '00': 'ready',
  // Complaints about an earlier command, a name or a length: they stop nothing.
  '01': 'ready',
  '02': 'ready',
  '03': 'ready',
  '08': 'ready',
  '09': 'ready',
  '10': 'ready',
  // Paper or ribbon: EPL2 has one code for both.
  '07': 'paper-out',
  '11': 'head-open',
  '12': 'paused',
  '81': 'paper-jam',
  '92': 'paused',
}

/** What to mend first stands first. */
const ORDER: readonly PrinterCondition[] = [
  'head-open',
  'paper-out',
  'paper-jam',
  'needs-attention',
  'paused',
]

/**
 * `^ee` of EPL2 printers: codes of two digits, ended by CR LF, of which there may be several (Zebra's EPL2 Programming
 * Guide; Intermec's ESim reference, which adds 81 and 92). Answered between two commands, so that it waits while a
 * picture is being read; that it proves the taking of the label is written nowhere.
 */
export const eltron: PrinterDialect = {
  status: {
    question: Buffer.from('^ee\r\n'),
    isAnswered: (heard) => codesOf(heard) !== undefined,
  },
  readStatus(heard): PrinterReport | undefined {
    const codes = codesOf(heard)
    if (codes === undefined) return undefined
    const conditions = codes.map((code) => CODES[code.slice(0, 2)] ?? 'needs-attention')
    return {
      condition: ORDER.find((condition) => conditions.includes(condition)) ?? 'ready',
      said: codes.join(','),
    }
  },
}

/** The codes of the last whole line; each may have a count of labels left behind it, as in 07P001. */
function codesOf(heard: Uint8Array): string[] | undefined {
  const lines = Buffer.from(heard).toString('latin1').split('\r\n').slice(0, -1)
  const last = lines.findLast((line) => /^\d\d(?:[A-Z]\d{3})*(?:,\d\d(?:[A-Z]\d{3})*)*$/.test(line))
  return last?.split(',')
}
