import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CarrierId } from '../../shared/orders.ts'
import { restoreBackup } from '../../station/station.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

let bench: DemoStation
beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

const backup = () => join(bench.dataDir, 'before.sqlite')

function backUp(): void {
  const database = new BetterSqlite(join(bench.dataDir, 'station.sqlite'), { readonly: true })
  database.exec(`VACUUM INTO '${backup()}'`)
  database.close()
}

/** Stops, goes back to the backup, and starts again. */
async function restore(): Promise<void> {
  await bench.restart(() => {
    const restored = restoreBackup(bench.dataDir, backup(), new Date())
    if (!restored.ok) throw new Error(restored.failure.detail)
  })
}

function orderOf(carrier: CarrierId) {
  const { rows } = bench.station().orders.search({ limit: 100, state: 'ready' })
  const found = rows
    .map(({ id }) => bench.station().orders.find(id))
    .find(
      (order) =>
        order &&
        (carrier === 'flexport') === (order.shipTo.country === 'US') &&
        order.carrier === undefined &&
        order.items.every(({ barcodes, sku }) => barcodes.length > 0 || sku !== ''),
    )
  if (!found) throw new Error(`The demo has no order for ${carrier}`)
  return found
}

const purchase = (reference: string) =>
  bench.station().shipments.search({ order: reference, limit: 9 }).rows

async function ship(carrier: CarrierId): Promise<{ reference: string; id: string }> {
  const { reference, items } = orderOf(carrier)
  expect(await bench.scan(reference)).toBe('order-opened')
  for (const { sku, barcodes, quantity } of items)
    for (let unit = 0; unit < quantity; unit += 1) await bench.scan(barcodes[0] ?? sku)
  await bench.weigh(900)
  await bench.until(({ step }) => step === 'scan-label')
  expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
  const [bought] = purchase(reference)
  return { reference, id: bought?.id ?? '' }
}

/** Resolves when the ledger shows a purchase in this state. */
function until(reference: string, state: string): Promise<void> {
  return new Promise((resolve) => {
    const { shipments } = bench.station()
    const look = () => {
      if (purchase(reference)[0]?.state !== state) return
      stop()
      resolve()
    }
    const stop = shipments.changes.subscribe(look)
    look()
  })
}

describe('P-18: an order that was shipped after the backup', () => {
  test('is not bought again when it is scanned, and FlavorCloud says by itself what became of it', async () => {
    backUp()
    const { reference, id } = await ship('flavorcloud')
    const [before] = purchase(reference)
    const sold = bench.demo.carriers.flavorcloud.ledger().length
    await restore()
    expect(purchase(reference)).toMatchObject([{ id, state: 'in-doubt' }])
    expect(bench.station().queue.counts().total).toBe(1)
    expect(await bench.scan(reference)).toBe('order-in-doubt')
    await until(reference, 'bought')
    expect(purchase(reference)[0]?.trackingNumber).toBe(before?.trackingNumber)
    expect(await bench.scan(reference)).toBe('order-already-shipped')
    expect(bench.demo.carriers.flavorcloud.ledger()).toHaveLength(sold)
  })

  test('waits for a person where the carrier has no look-up', async () => {
    backUp()
    const { reference, id } = await ship('flexport')
    const [before] = purchase(reference)
    await restore()
    expect(purchase(reference)).toMatchObject([{ id, state: 'in-doubt' }])
    expect(await bench.scan(reference)).toBe('order-in-doubt')
    const carrierShipmentId = before?.carrierShipmentId ?? ''
    const finding = { finding: 'bought', carrierShipmentId } as const
    expect(await bench.station().bench.settleShipment(id, finding)).toMatchObject({ ok: true })
    expect(await bench.scan(reference)).toBe('order-already-shipped')
  })

  test('and came after it comes back whole', async () => {
    const order = orderOf('flavorcloud')
    backUp()
    const inBackup = new BetterSqlite(backup())
    for (const table of ['single_codes', 'orders']) {
      const key = table === 'orders' ? 'id' : 'order_id'
      inBackup.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(order.id)
    }
    inBackup.close()
    const { reference } = await ship('flavorcloud')
    expect(reference).toBe(order.reference)
    await restore()
    expect(bench.station().orders.byReference(reference)).toMatchObject([
      { state: 'ready', items: order.items, shipTo: order.shipTo },
    ])
    expect(await bench.scan(reference)).toBe('order-in-doubt')
  })
})
