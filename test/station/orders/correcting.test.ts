import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Order } from '../../../shared/orders.ts'
import { openDatabase } from '../../../station/database/database.ts'
import type { Orders } from '../../../station/orders/orders.ts'
import { orderMigrations } from '../../../station/orders/schema.ts'
import { fill } from '../../bench/fill-orders.ts'
import { openOrders, orderInput, TACOMA, tempFolder } from './stand.ts'

const YAKIMA = { street1: '9 Hop Road', city: 'Yakima', zip: '98901' }

function openOne(more: object = {}): {
  orders: Orders
  id: number
  input: object
  now: () => Order
} {
  const orders = openOrders()
  const input = orderInput('LK-1', more)
  orders.intake([input])
  const id = orders.byReference('LK-1')[0]!.id
  return { orders, id, input, now: () => orders.find(id)! }
}

function corrected(orders: Orders, id: number, correction: Parameters<Orders['correct']>[1]) {
  const outcome = orders.correct(id, correction)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure))
  return outcome.value
}

describe('a correction', () => {
  test('is what every look-up sees, with the original kept', () => {
    const { orders, id } = openOne({
      items: [{ sku: 'MUG', description: 'Mug', quantity: 1 }],
    })
    let heard = 0
    orders.changes.subscribe(() => {
      heard += 1
    })
    const order = corrected(orders, id, {
      shipTo: { ...YAKIMA, name: 'Ana Okafor' },
      service: 'EXPRESS',
    })
    expect(heard).toBe(1)
    expect(order).toMatchObject({
      shipTo: { ...TACOMA, ...YAKIMA, name: 'Ana Okafor' },
      service: 'EXPRESS',
      correction: { at: expect.any(String), original: { shipTo: TACOMA }, trustAddress: false },
    })
    expect(order.correction?.original).toEqual({ shipTo: TACOMA })
    expect(orders.find(id)).toEqual(order)
    expect(orders.byReference('lk-1')).toEqual([order])
    expect(orders.oldestSingles(['MUG'])[0]).toEqual(order)
    const found = (search: string) => orders.search({ search, limit: 10 }).rows
    expect(found('okafor yakima')).toMatchObject([{ recipient: 'Ana Okafor', city: 'Yakima' }])
    expect(found('tacoma')).toEqual([])
  })

  test('changes only what it gives, and an empty member goes', () => {
    const { orders, id, now } = openOne({
      shipTo: { ...TACOMA, company: 'Mill & Co', street2: 'Dock 3' },
      service: 'STANDARD',
    })
    corrected(orders, id, { shipTo: { zip: '98403', company: undefined } })
    expect(now().shipTo).toEqual({ ...TACOMA, street2: 'Dock 3', zip: '98403' })
    expect(now().service).toBe('STANDARD')
  })

  test('keeps the first original when another follows', () => {
    const { orders, id } = openOne({ service: 'STANDARD' })
    corrected(orders, id, { shipTo: YAKIMA })
    const { correction, shipTo } = corrected(orders, id, {
      shipTo: { zip: '98902' },
      service: 'EXPRESS',
    })
    expect(shipTo).toMatchObject({ ...YAKIMA, zip: '98902' })
    expect(correction?.original).toEqual({ shipTo: TACOMA, service: 'STANDARD' })
  })

  test('ends where it leads back to the original', () => {
    const { orders, id } = openOne({ service: 'STANDARD' })
    corrected(orders, id, { shipTo: YAKIMA, service: 'EXPRESS' })
    expect(corrected(orders, id, { shipTo: TACOMA }).correction).toBeDefined()
    const back = corrected(orders, id, { service: 'STANDARD' })
    expect(back.correction).toBeUndefined()
    expect(back).toMatchObject({ shipTo: TACOMA, service: 'STANDARD' })
  })

  test('trusts an address as it is, until the address is another', () => {
    const { orders, id } = openOne()
    const trusted = corrected(orders, id, { trustAddress: true })
    expect(trusted.shipTo).toEqual(TACOMA)
    expect(trusted.correction).toMatchObject({ trustAddress: true, original: { shipTo: TACOMA } })
    expect(corrected(orders, id, { service: 'EXPRESS' }).correction?.trustAddress).toBe(true)
    expect(corrected(orders, id, { shipTo: YAKIMA }).correction?.trustAddress).toBe(false)
    corrected(orders, id, { shipTo: TACOMA, service: 'EXPRESS', trustAddress: true })
    expect(corrected(orders, id, { trustAddress: false }).correction).toMatchObject({
      trustAddress: false,
    })
  })

  test('that makes no whole address is refused by field and changes nothing', () => {
    const { orders, id, now } = openOne()
    const before = now()
    expect(orders.correct(id, { shipTo: { zip: '', city: ' ' }, service: 'EXPRESS' })).toEqual({
      ok: false,
      failure: {
        code: 'correction-not-valid',
        problems: [
          { path: 'shipTo.city', message: 'must not be empty' },
          { path: 'shipTo.zip', message: 'is needed for US' },
        ],
      },
    })
    expect(orders.correct(id, { shipTo: { zip: '' } })).toMatchObject({
      failure: { problems: [{ path: 'shipTo.zip', message: 'is needed for US' }] },
    })
    expect(orders.correct(id, { shipTo: { country: 'IE', zip: '', state: '' } }).ok).toBe(true)
    expect(orders.correct(id, { shipTo: { country: 'CA' } })).toMatchObject({
      failure: { problems: [{ path: 'shipTo.state' }, { path: 'shipTo.zip' }] },
    })
    corrected(orders, id, { shipTo: TACOMA })
    expect({ ...now(), updatedAt: '' }).toEqual({ ...before, updatedAt: '' })
  })

  test('of an order that is not there', () => {
    expect(openOrders().correct(7, { service: 'EXPRESS' })).toEqual({
      ok: false,
      failure: { code: 'order-not-found', problems: [] },
    })
  })

  test('leaves the state and the code of a single alone', () => {
    const { orders, id, now } = openOne({
      items: [{ sku: 'MUG', description: 'Mug', quantity: 1 }],
    })
    orders.setState(id, 'held')
    corrected(orders, id, { shipTo: YAKIMA })
    expect(now().state).toBe('held')
    expect(orders.oldestSingles(['MUG'])[0]).toBeUndefined()
    orders.setState(id, 'ready')
    expect(orders.oldestSingles(['MUG'])[0]?.shipTo.city).toBe('Yakima')
    expect(orders.counts()).toEqual({ ready: 1, packing: 0, held: 0, shipped: 0, all: 1 })
  })
})

describe('an order given again', () => {
  test('with the same content stays unchanged and corrected', () => {
    const { orders, id, input, now } = openOne()
    corrected(orders, id, { shipTo: YAKIMA, service: 'EXPRESS' })
    const before = now()
    expect(orders.intake([input])[0]?.status).toBe('unchanged')
    expect(now()).toEqual(before)
  })

  test('with other content is updated, and its correction ends', () => {
    const { orders, id, input, now } = openOne()
    corrected(orders, id, { shipTo: YAKIMA })
    expect(orders.intake([{ ...input, note: 'gift' }])[0]?.status).toBe('updated')
    expect(now()).toMatchObject({ shipTo: TACOMA, note: 'gift' })
    expect(now().correction).toBeUndefined()
  })

  test('with what it was corrected to is updated: the shop says it now', () => {
    const { orders, id, input, now } = openOne()
    corrected(orders, id, { shipTo: YAKIMA })
    const again = { ...input, shipTo: { ...TACOMA, ...YAKIMA } }
    expect(orders.intake([again])[0]?.status).toBe('updated')
    expect(now()).toMatchObject({ shipTo: YAKIMA })
    expect(now().correction).toBeUndefined()
    expect(orders.intake([again])[0]?.status).toBe('unchanged')
  })
})

test('an order of a database from before corrections can be corrected', () => {
  const file = join(tempFolder(), 'station.db')
  const before = openDatabase(file, orderMigrations.slice(0, 1))
  fill(before, 1)
  before.close()
  const database = openDatabase(file, orderMigrations)
  const orders = openOrders({ database })
  const [order] = orders.byReference('LK-0')
  expect(order).toBeDefined()
  expect(order?.correction).toBeUndefined()
  const shipTo = { state: 'WA', city: 'Yakima' }
  expect(corrected(orders, order!.id, { shipTo }).correction?.original.shipTo).toEqual(
    order?.shipTo,
  )
  database.close()
})

test('whatever is corrected in whatever order, the original stays what was given', () => {
  const { orders, id, input, now } = openOne({ service: 'STANDARD' })
  const address = fc.record(
    {
      name: fc.constantFrom('Ana Núñez', 'Ana Okafor'),
      company: fc.constantFrom('', 'Mill & Co'),
      city: fc.constantFrom('Tacoma', 'Yakima'),
      zip: fc.constantFrom('98402', '98901', ''),
    },
    { requiredKeys: [] },
  )
  const correction = fc.record(
    {
      shipTo: address,
      service: fc.constantFrom('STANDARD', 'EXPRESS'),
      trustAddress: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(correction, { maxLength: 6 }), (corrections) => {
      for (const one of corrections) {
        const before = now()
        const outcome = orders.correct(id, one)
        if (!outcome.ok) expect(now()).toEqual(before)
        const { shipTo, service, correction: kept } = now()
        const isOriginal =
          JSON.stringify([shipTo, service]) === JSON.stringify([TACOMA, 'STANDARD'])
        if (kept) {
          expect(kept.original).toEqual({ shipTo: TACOMA, service: 'STANDARD' })
          expect(kept.trustAddress || !isOriginal).toBe(true)
        } else expect(isOriginal).toBe(true)
      }
      expect(orders.intake([input])[0]?.status).toBe('unchanged')
    }),
    { numRuns: 60 },
  )
})
