import type { IntakeResult } from '../../shared/orders.ts'

/**
 * The refused orders of an import as CSV, one row a problem, with a byte order mark so that spreadsheets read
 * accents right. `header` is the header row in the reader's language: order, merchant, line, field, problem.
 */
export function refusedCsv(refused: readonly IntakeResult[], header: readonly string[]): string {
  const rows = refused.flatMap(({ reference, merchant, problems }) =>
    (problems.length > 0 ? problems : [{ path: '', message: '' }]).map((problem) => [
      reference,
      merchant,
      'line' in problem && problem.line !== undefined ? String(problem.line) : '',
      problem.path,
      problem.message,
    ]),
  )
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A cell that a spreadsheet would take for a formula is led by an apostrophe: the text came from a stranger. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
