import type { ShipmentSearch } from '../../shared/shipping.ts'
import type { Database } from '../database/database.ts'
import { COLUMNS, toEntry, type LedgerEntry, type Row } from './ledger-entry.ts'

/** The text as a prefix of an index range; the highest code point closes it. */
const HIGHEST = '\u{10FFFF}'

/** Start of order reference, tracking number or recipient; newest first, paged by the number of the last row. */
export function searchShipments(
  database: Database,
  query: ShipmentSearch,
): { rows: LedgerEntry[]; nextCursor: string | null; total: number } {
  const conditions: string[] = []
  const bindings: Record<string, unknown> = { limit: query.limit + 1 }
  if (query.search?.trim()) {
    conditions.push(`number IN (
      SELECT number FROM shipments WHERE order_reference >= @from AND order_reference < @to
      UNION SELECT number FROM shipments WHERE tracking_number >= @from AND tracking_number < @to
      UNION SELECT number FROM shipments WHERE recipient >= @from AND recipient < @to)`)
    bindings['from'] = query.search.trim()
    bindings['to'] = query.search.trim() + HIGHEST
  }
  if (query.state) {
    conditions.push('state = @state')
    bindings['state'] = query.state
  }
  if (query.order) {
    conditions.push('order_reference = @order')
    bindings['order'] = query.order
  }
  const filter = conditions.length > 0 ? conditions.join(' AND ') : '1'
  const total = database
    .prepare(`SELECT count(*) FROM (SELECT 1 FROM shipments WHERE ${filter} LIMIT 10001)`)
    .pluck()
    .get(bindings) as number
  const before = Number(query.cursor)
  if (Number.isSafeInteger(before) && before > 0) bindings['before'] = before
  const after = 'before' in bindings ? 'AND number < @before' : ''
  const rows = database
    .prepare<unknown[], Row>(
      `SELECT ${COLUMNS} FROM shipments WHERE ${filter} ${after} ORDER BY number DESC LIMIT @limit`,
    )
    .all(bindings)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    rows: page.map(toEntry),
    nextCursor: rows.length > page.length && last ? String(last.number) : null,
    total,
  }
}
