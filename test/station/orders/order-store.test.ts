import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../station/database/database.ts'
import type { Orders } from '../../../station/orders/orders.ts'
import { orderMigrations } from '../../../station/orders/schema.ts'
import { openOrders, orderInput, TACOMA, tempFolder } from './stand.ts'

const single = (reference: string, item: object) =>
  orderInput(reference, { items: [{ description: 'Mug', quantity: 1, ...item }] })

function references(orders: Orders, search: string, more = {}): string[] {
  return orders.search({ search, limit: 100, ...more }).rows.map(({ reference }) => reference)
}

describe('the oldest single', () => {
  test('is found by SKU and by any form of its GTIN', () => {
    const orders = openOrders()
    orders.intake([
      single('S-1', { sku: 'MUG-BLUE', barcodes: ['036000291452'] }),
      single('S-2', { sku: 'mug-blue' }),
    ])
    for (const code of ['036000291452', '0036000291452', '00036000291452', 'mug-BLUE'])
      expect(orders.oldestSingles([code])[0]?.reference).toBe('S-1')
    expect(orders.oldestSingles(['36000291452'])[0]).toBeUndefined()
    expect(orders.oldestSingles(['unknown', 'mug-blue'])[0]?.reference).toBe('S-1')
    expect(orders.oldestSingles([])[0]).toBeUndefined()
  })

  test('has exactly one unit and is ready', () => {
    const orders = openOrders()
    orders.intake([
      single('S-1', { sku: 'A', quantity: 2 }),
      orderInput('S-2', {
        items: [
          { sku: 'A', description: 'Mug', quantity: 1 },
          { sku: 'B', description: 'Lid', quantity: 1 },
        ],
      }),
      single('S-3', { sku: 'A' }),
      single('S-4', { sku: 'A' }),
    ])
    const third = orders.byReference('S-3')[0]!
    expect(orders.oldestSingles(['A'])[0]?.id).toBe(third.id)
    orders.setState(third.id, 'shipped')
    expect(orders.oldestSingles(['A'])[0]?.reference).toBe('S-4')
    orders.setState(third.id, 'ready')
    expect(orders.oldestSingles(['A'])[0]?.reference).toBe('S-3')
    orders.intake([single('S-3', { sku: 'A', quantity: 5 }), single('S-1', { sku: 'A' })])
    expect(orders.oldestSingles(['A'])[0]?.reference).toBe('S-1')
  })

  test('is each merchant’s own, oldest first, whichever of the codes it has', () => {
    const orders = openOrders()
    const of = (merchant: string, reference: string, sku: string) => ({
      ...single(reference, { sku }),
      merchant,
    })
    orders.intake([
      of('elm', 'E-1', 'B'),
      of('oak', 'O-1', 'A'),
      of('oak', 'O-2', 'B'),
      of('elm', 'E-2', 'A'),
      of('ash', 'A-1', 'A'),
    ])
    const found = (...codes: string[]) =>
      orders.oldestSingles(codes).map(({ reference }) => reference)
    expect(found('A')).toEqual(['O-1', 'E-2', 'A-1'])
    expect(found('A', 'B')).toEqual(['E-1', 'O-1', 'A-1'])
    orders.setState(orders.byReference('O-1')[0]!.id, 'shipped')
    expect(found('A')).toEqual(['E-2', 'A-1'])
  })

  test('is found in a database from before merchants were looked at', () => {
    const file = join(tempFolder(), 'old.db')
    const old = openDatabase(file, orderMigrations.slice(0, 2))
    const details = JSON.stringify({ shipTo: TACOMA, items: [{ line: 1, sku: 'A', barcodes: [] }] })
    const insert = old.prepare(
      `INSERT INTO orders (merchant, reference, reference_key, state, recipient, city, country,
         skus, units, details, created_at, updated_at)
       VALUES (?, ?, ?, 'ready', '', '', 'US', 'A', 1, ?, '', '')`,
    )
    for (const merchant of ['oak', 'elm']) insert.run(merchant, merchant, merchant, details)
    old.exec(`INSERT INTO single_codes (order_id, code, ready) VALUES (1, 'a', 1), (2, 'a', 1)`)
    old.close()
    const orders = openOrders({ database: openDatabase(file, orderMigrations) })
    orders.intake([{ ...single('A-1', { sku: 'A' }), merchant: 'ash' }])
    const merchants = orders.oldestSingles(['A']).map(({ merchant }) => merchant)
    expect(merchants).toEqual(['oak', 'elm', 'ash'])
  })

  test('an update of a held order does not make it ready', () => {
    const orders = openOrders()
    orders.intake([single('S-1', { sku: 'A' })])
    orders.setState(orders.byReference('S-1')[0]!.id, 'held')
    expect(orders.intake([single('S-1', { sku: 'B' })])[0]?.status).toBe('updated')
    expect(orders.oldestSingles(['B'])[0]).toBeUndefined()
    orders.setState(orders.byReference('S-1')[0]!.id, 'ready')
    expect(orders.oldestSingles(['B'])[0]?.reference).toBe('S-1')
  })
})

describe('search', () => {
  test('finds by reference, name, city and SKU, without case and accents, newest first', () => {
    const orders = openOrders()
    orders.intake([
      orderInput('LK-20417', { shipTo: { ...TACOMA, name: 'Mairéad Quinlan', city: 'Olympia' } }),
      orderInput('LK-20418', {
        shipTo: { ...TACOMA, name: 'Łucja Wiśniewska', company: 'Pracownia' },
      }),
      single('FS-9', { sku: 'PUL-M-OAT' }),
    ])
    expect(references(orders, 'lk-204')).toEqual(['LK-20418', 'LK-20417'])
    expect(references(orders, 'LK-20417')).toEqual(['LK-20417'])
    expect(references(orders, 'mairead')).toEqual(['LK-20417'])
    expect(references(orders, 'wisn pracow')).toEqual(['LK-20418'])
    expect(references(orders, 'olymp')).toEqual(['LK-20417'])
    expect(references(orders, 'pul-m')).toEqual(['FS-9'])
    expect(references(orders, 'nothing')).toEqual([])
    expect(references(orders, '')).toEqual(['FS-9', 'LK-20418', 'LK-20417'])
  })

  test('takes any text for text', () => {
    const orders = openOrders()
    orders.intake([orderInput('LK-1')])
    for (const text of [
      '"',
      "'",
      '*',
      'ready',
      'NOT',
      'a AND',
      '(',
      'reference:LK',
      '{x} : y',
      'NEAR(',
      '\0',
      '-',
    ])
      expect(references(orders, text)).toEqual([])
    expect(references(orders, 'LK*')).toEqual(['LK-1'])
    expect(references(orders, '"LK-1"')).toEqual(['LK-1'])
  })

  test('follows states and changes of the order', () => {
    const orders = openOrders()
    orders.intake([orderInput('LK-1'), orderInput('LK-2')])
    const id = orders.byReference('LK-1')[0]!.id
    orders.setState(id, 'held')
    expect(references(orders, 'lk', { state: 'held' })).toEqual(['LK-1'])
    expect(references(orders, 'lk', { state: 'ready' })).toEqual(['LK-2'])
    expect(references(orders, '', { state: 'held' })).toEqual(['LK-1'])
    orders.intake([orderInput('LK-1', { shipTo: { ...TACOMA, city: 'Yakima' } })])
    expect(references(orders, 'yakima')).toEqual(['LK-1'])
    expect(references(orders, 'lk tacoma')).toEqual(['LK-2'])
  })

  test('goes through all orders page by page, each once', () => {
    const orders = openOrders()
    orders.intake(Array.from({ length: 25 }, (_, index) => orderInput(`LK-${index}`)))
    for (const search of ['', 'lk']) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = orders.search({ search, limit: 10, ...(cursor !== null && { cursor }) })
        expect(page.total).toBe(25)
        seen.push(...page.rows.map(({ reference }) => reference))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `LK-${24 - index}`))
    }
  })
})

test('counts follow every change of state, and others hear of it', () => {
  const orders = openOrders()
  let heard = 0
  orders.changes.subscribe(() => {
    heard += 1
  })
  orders.intake([orderInput('LK-1'), orderInput('LK-2'), orderInput('LK-3')])
  const [first, second] = orders.search({ limit: 10 }).rows
  orders.setState(first!.id, 'shipped')
  orders.setState(second!.id, 'packing')
  expect(orders.counts()).toEqual({ ready: 1, packing: 1, held: 0, shipped: 1, all: 3 })
  expect(orders.find(first!.id)?.shippedAt).toEqual(expect.any(String))
  orders.setState(first!.id, 'ready')
  expect(orders.find(first!.id)).toMatchObject({ state: 'ready', shippedAt: null })
  orders.intake([orderInput('LK-1')])
  expect(heard).toBe(4)
})
