import type {
  Order,
  OrderCorrection,
  OrderRow,
  OrderSearch,
  OrderState,
} from '../../shared/orders.ts'
import type { Database } from '../database/database.ts'
import {
  columnsOf,
  detailsAsGiven,
  type OrderDetails,
  orderOf,
  type OrderRecord,
  productCodeKey,
  referenceKey,
  rowOf,
  type WholeRecord,
} from './order-record.ts'

interface StoredOrder {
  readonly id: number
  readonly state: OrderState
  /** The details as they were given, as the JSON text that `detailsText` makes: equal text, equal order. */
  readonly details: string
}

export interface OrderStore {
  find(id: number): Order | undefined
  byReference(reference: string, merchant?: string): Order[]
  stored(merchant: string, reference: string): StoredOrder | undefined
  insert(merchant: string, reference: string, details: OrderDetails, at: string): number
  /** Takes the details as given anew, which ends a correction. */
  update(id: number, details: OrderDetails, at: string): void
  /** Puts corrected details in their place; null where they are those given again. */
  correct(id: number, details: OrderDetails, correction: OrderCorrection | null, at: string): void
  setState(id: number, state: OrderState, at: string): void
  oldestSingles(codes: readonly string[]): Order[]
  search(query: OrderSearch): { rows: OrderRow[]; nextCursor: string | null; total: number }
  counts(): Record<OrderState | 'all', number>
}

/**
 * The text of a search as a question to the index: every word, each as the beginning of a word of the order.
 * Undefined where the text holds no letter and no digit.
 */
function matchExpression(search: string, state: OrderState | undefined): string | undefined {
  const words = search
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, 10)
    .map((word) => `"${word.replaceAll('"', '""')}" *`)
  if (words.length === 0) return undefined
  const text = `{reference recipient city skus} : (${words.join(' AND ')})`
  return state === undefined ? text : `state : "${state}" AND ${text}`
}

/** Counting the matches of a search ends here, so that "a" costs no more than "LK-20417". */
const COUNT_AT_MOST = 1000
const ROW =
  'id, merchant, reference, state, recipient, city, country, units, created_at, shipped_at'

// Not by a join, which makes a look-up several times as dear.
const WHOLE = `SELECT *, (SELECT correction FROM order_corrections WHERE order_id = orders.id) AS correction
  FROM orders`

/** The only SQL of the orders' tables (schema.ts). */
export function createOrderStore(database: Database): OrderStore {
  const statements = {
    find: database.prepare<[number], WholeRecord>(`${WHOLE} WHERE id = ?`),
    byReference: database.prepare<[string], WholeRecord>(
      `${WHOLE} WHERE reference_key = ? ORDER BY merchant`,
    ),
    byMerchantAndReference: database.prepare<[string, string], WholeRecord>(
      `${WHOLE} WHERE reference_key = ? AND merchant = ?`,
    ),
    insert: database.prepare(
      `INSERT INTO orders (merchant, reference, reference_key, state, recipient, city, country, skus, units,
         details, created_at, updated_at, shipped_at)
       VALUES (@merchant, @reference, @referenceKey, 'ready', @recipient, @city, @country, @skus, @units,
         @details, @at, @at, NULL)`,
    ),
    update: database.prepare(
      `UPDATE orders SET recipient = @recipient, city = @city, country = @country, skus = @skus,
         units = @units, details = @details, updated_at = @at WHERE id = @id`,
    ),
    keepCorrection: database.prepare<[number, string]>(
      'INSERT OR REPLACE INTO order_corrections (order_id, correction) VALUES (?, ?)',
    ),
    endCorrection: database.prepare<[number]>('DELETE FROM order_corrections WHERE order_id = ?'),
    setState: database.prepare(
      `UPDATE orders SET state = @state, updated_at = @at,
         shipped_at = CASE WHEN @state = 'shipped' THEN @at END WHERE id = @id`,
    ),
    forgetCodes: database.prepare<[number]>('DELETE FROM single_codes WHERE order_id = ?'),
    keepCode: database.prepare<[string, number]>(
      `INSERT OR IGNORE INTO single_codes (order_id, code, ready, merchant)
       SELECT id, ?, state = 'ready', merchant FROM orders WHERE id = ?`,
    ),
    // From merchant to merchant through the index: of one product hundreds of thousands may be ready.
    oldestSingles: database.prepare<[string], { merchant: string; id: number }>(
      `WITH RECURSIVE merchants (code, merchant) AS (
         SELECT code, min(merchant) FROM single_codes WHERE code = ? AND ready = 1
         UNION ALL
         SELECT code, (SELECT min(merchant) FROM single_codes AS next
           WHERE next.code = merchants.code AND ready = 1 AND next.merchant > merchants.merchant)
         FROM merchants WHERE merchant IS NOT NULL)
       SELECT merchant, (SELECT min(order_id) FROM single_codes AS own
         WHERE own.code = merchants.code AND ready = 1 AND own.merchant = merchants.merchant) AS id
       FROM merchants WHERE merchant IS NOT NULL`,
    ),
    all: database.prepare<[number, number], OrderRecord>(
      `SELECT ${ROW} FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?`,
    ),
    inState: database.prepare<[string, number, number], OrderRecord>(
      `SELECT ${ROW} FROM orders WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    ),
    matching: database.prepare<[string, number, number], OrderRecord>(
      `SELECT ${ROW} FROM orders WHERE id IN (SELECT rowid FROM order_search
         WHERE order_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) ORDER BY id DESC`,
    ),
    countMatching: database
      .prepare<[string], number>(
        `SELECT count(*) FROM (SELECT rowid FROM order_search WHERE order_search MATCH ? LIMIT ${COUNT_AT_MOST})`,
      )
      .pluck(),
    counts: database.prepare<[], { state: OrderState; orders: number }>(
      'SELECT state, orders FROM order_counts',
    ),
  }

  function keepCodes(id: number, details: OrderDetails): void {
    statements.forgetCodes.run(id)
    const [item, ...others] = details.items
    if (!item || others.length > 0 || item.quantity !== 1) return
    for (const code of [item.sku, ...item.barcodes])
      if (code !== '') statements.keepCode.run(productCodeKey(code), id)
  }

  function counts(): Record<OrderState | 'all', number> {
    const counted = { ready: 0, packing: 0, held: 0, shipped: 0, all: 0 }
    for (const { state, orders } of statements.counts.all()) {
      counted[state] = orders
      counted.all += orders
    }
    return counted
  }

  return {
    find(id) {
      const record = statements.find.get(id)
      return record && orderOf(record)
    },
    byReference(reference, merchant) {
      const key = referenceKey(reference)
      const records =
        merchant === undefined
          ? statements.byReference.all(key)
          : statements.byMerchantAndReference.all(key, merchant)
      return records.map(orderOf)
    },
    stored(merchant, reference) {
      const record = statements.byMerchantAndReference.get(referenceKey(reference), merchant)
      return record && { id: record.id, state: record.state, details: detailsAsGiven(record) }
    },
    insert(merchant, reference, details, at) {
      const { lastInsertRowid } = statements.insert.run({
        merchant,
        reference,
        referenceKey: referenceKey(reference),
        ...columnsOf(details),
        at,
      })
      keepCodes(Number(lastInsertRowid), details)
      return Number(lastInsertRowid)
    },
    update(id, details, at) {
      statements.update.run({ id, ...columnsOf(details), at })
      statements.endCorrection.run(id)
      keepCodes(id, details)
    },
    correct(id, details, correction, at) {
      statements.update.run({ id, ...columnsOf(details), at })
      if (correction) statements.keepCorrection.run(id, JSON.stringify(correction))
      else statements.endCorrection.run(id)
    },
    setState(id, state, at) {
      statements.setState.run({ id, state, at })
    },
    oldestSingles(codes) {
      const oldest = new Map<string, number>()
      for (const code of codes)
        for (const { merchant, id } of statements.oldestSingles.all(productCodeKey(code)))
          oldest.set(merchant, Math.min(id, oldest.get(merchant) ?? id))
      return [...oldest.values()]
        .toSorted((one, other) => one - other)
        .map((id) => statements.find.get(id))
        .filter((record) => record !== undefined)
        .map(orderOf)
    },
    counts,
    search({ search = '', state, limit, cursor }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      const match = matchExpression(search, state)
      let records: OrderRecord[] = []
      let total = 0
      if (match !== undefined) {
        records = statements.matching.all(match, before, limit + 1)
        // Where the first page holds all, they are counted already.
        total =
          cursor === undefined && records.length <= limit
            ? records.length
            : (statements.countMatching.get(match) ?? 0)
      } else if (search.trim() === '') {
        records = state
          ? statements.inState.all(state, before, limit + 1)
          : statements.all.all(before, limit + 1)
        total = counts()[state ?? 'all']
      }
      const rows = records.slice(0, limit).map(rowOf)
      const last = rows.at(-1)
      return { rows, nextCursor: records.length > limit && last ? String(last.id) : null, total }
    },
  }
}
