import type { FieldProblem } from '../../shared/problem.ts'
import type { CsvRow } from './csv-rows.ts'
import type { FileOrder } from './order-file.ts'

type Texts = Readonly<Record<string, string>>

const TRUE = new Set(['true', 'yes', 'y', '1'])
const FALSE = new Set(['false', 'no', 'n', '0'])

/**
 * The orders of all rows of one reference, in the order of the file: one for each merchant. A row without a
 * merchant belongs to the merchant of the row before it.
 */
export function ordersOfRows(rows: readonly CsvRow[]): FileOrder[] {
  const byMerchant = new Map<string, CsvRow[]>()
  let merchant = ''
  for (const row of rows) {
    merchant = row.order['merchant'] ?? merchant
    byMerchant.set(merchant, [...(byMerchant.get(merchant) ?? []), row])
  }
  return [...byMerchant.values()].map(orderOfRows)
}

function orderOfRows(rows: readonly CsvRow[]): FileOrder {
  const problems: FieldProblem[] = []
  const order: Record<string, string> = {}
  const firstLine = rows[0]?.line ?? 1
  for (const row of rows) {
    if (row.problem) problems.push({ ...row.problem, line: row.line })
    if (row.reference === '')
      problems.push({ path: 'reference', message: 'must not be empty', line: row.line })
    for (const [path, text] of Object.entries(row.order)) {
      const known = (order[path] ??= text)
      if (known !== text && path !== 'reference')
        problems.push({
          path,
          message: `is "${text}", but "${known}" in an earlier row of the order`,
          line: row.line,
        })
    }
  }
  const items = rows.flatMap((row) => row.items.map((item) => ({ item, line: row.line })))
  return {
    input: inputOf(
      order,
      items.map(({ item }) => item),
    ),
    problems,
    lineOf: (path) => items[Number(/^items\.(\d+)/.exec(path)?.[1] ?? -1)]?.line ?? firstLine,
  }
}

function inputOf(order: Texts, items: readonly Texts[]): object {
  const { currency, ...fields } = order
  const input = nested(
    Object.entries(withoutLoneUnits(fields, 'customs.rated.')).map(([path, text]) => [
      path,
      path === 'shipTo.residential'
        ? truthOf(text)
        : path.endsWith('.value')
          ? numberOf(text)
          : text,
    ]),
  )
  return { ...input, items: items.map((item) => itemOf(item, currency)) }
}

function itemOf(item: Texts, currency: string | undefined): object {
  const texts = withoutLoneUnits(item, '')
  if (texts['price.amount'] !== undefined && currency !== undefined)
    texts['price.currency'] ??= currency
  return nested(
    Object.entries(texts).map(([path, text]) => [
      path,
      path === 'barcodes'
        ? text
            .split('|')
            .map((code) => code.trim())
            .filter(Boolean)
        : path === 'quantity' || path === 'weight.value'
          ? numberOf(text)
          : text,
    ]),
  )
}

/** A unit or a currency alone, as columns filled to the end have it, says nothing. */
function withoutLoneUnits(texts: Texts, before: string): Record<string, string> {
  const kept: Record<string, string> = { ...texts }
  if (kept[`${before}weight.value`] === undefined) delete kept[`${before}weight.unit`]
  if (kept[`${before}price.amount`] === undefined) delete kept[`${before}price.currency`]
  return kept
}

/** A plain number, or the text as it is, for the schema to refuse. */
function numberOf(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function truthOf(text: string): boolean | string {
  const word = text.toLowerCase()
  return TRUE.has(word) ? true : FALSE.has(word) ? false : text
}

/** Dotted paths as nested objects. The paths are those of the mappings, never a file's own words. */
function nested(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [path, value] of entries) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let target = root
    for (const name of names) target = (target[name] ??= {}) as Record<string, unknown>
    target[last] = value
  }
  return root
}
