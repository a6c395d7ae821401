import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDemoStation, type DemoStation } from './demo-station.ts'

const DAY = 24 * 3_600_000

let bench: DemoStation
/** How far the station's clock is from the one of the world. */
let aheadMs = 0
const zone = process.env['TZ']

beforeEach(async () => {
  aheadMs = 0
  bench = await startDemoStation(undefined, () => new Date(Date.now() + aheadMs))
})
afterEach(async () => {
  await bench.stop()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

async function pack(): Promise<void> {
  const order = bench.demo.orders.find(({ reference }) => reference === 'LK-20417')
  expect(await bench.scan('LK-20417')).toBe('order-opened')
  for (const { barcodes, quantity } of order?.items ?? [])
    for (let unit = 0; unit < quantity; unit += 1) await bench.scan(barcodes?.[0] ?? '')
}

async function shipped(): Promise<void> {
  await bench.weigh(1150)
  await bench.until(({ step }) => step === 'scan-label')
  expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
}

describe('a clock that is put elsewhere while an order is open', () => {
  test.each([
    ['back by a day', -DAY],
    ['from the day it left the factory to today', 0],
  ])('%s: the box is weighed, bought once, printed and closed', async (how, by) => {
    if (how.startsWith('from')) aheadMs = Date.parse('2000-01-01T00:00:00Z') - Date.now()
    await pack()
    aheadMs = by
    await shipped()
    const { rows } = bench.station().shipments.search({ order: 'LK-20417', limit: 10 })
    expect(rows.map(({ state, weightGrams }) => [state, weightGrams])).toEqual([['bought', 1150]])
  })
})

test('the labels of today are those since local midnight, also on a day of 25 hours', async () => {
  process.env['TZ'] = 'America/Los_Angeles'
  const setTo = (local: string) => (aheadMs = new Date(local).getTime() - Date.now())
  setTo('2026-11-01T00:30:00')
  expect(new Date('2026-11-01T00:30:00').getTimezoneOffset()).toBe(420)
  await pack()
  await shipped()
  setTo('2026-11-01T23:50:00')
  expect(bench.view().shippedToday).toBe(1)
  setTo('2026-11-02T00:10:00')
  expect(bench.view().shippedToday).toBe(0)
})
