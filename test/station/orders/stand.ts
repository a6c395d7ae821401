import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ImportProgress, Order } from '../../../shared/orders.ts'
import { openDatabase } from '../../../station/database/database.ts'
import { createOrders, type Orders, type OrdersDeps } from '../../../station/orders/orders.ts'
import { orderMigrations } from '../../../station/orders/schema.ts'

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-orders-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Orders on a database of their own, which goes with the test. */
export function openOrders(deps: Partial<OrdersDeps> = {}): Orders & { deps: OrdersDeps } {
  const database = openDatabase(join(tempFolder(), 'station.db'), orderMigrations)
  const full: OrdersDeps = {
    database,
    clock: { now: () => new Date() },
    log: silentLog,
    isFixed: () => undefined,
    watchFolder: () => undefined,
    ...deps,
  }
  const orders = createOrders(full)
  onTestFinished(async () => {
    await orders.stop()
    database.close()
  })
  return { ...orders, deps: full }
}

export const TACOMA = {
  name: 'Ana Núñez',
  street1: '4 Mill Lane',
  city: 'Tacoma',
  state: 'WA',
  zip: '98402',
  country: 'US',
}

export function orderInput(reference: string, more: object = {}): Record<string, unknown> {
  return {
    reference,
    merchant: 'larkspur',
    shipTo: TACOMA,
    items: [{ sku: 'LK-MUG', barcodes: ['5391234567892'], description: 'Mug', quantity: 1 }],
    ...more,
  }
}

/** Gives a file to the import in pieces and tells what became of it. */
export async function importText(
  orders: Orders,
  pieces: string | readonly string[],
  fileName = 'orders.csv',
): Promise<ImportProgress> {
  const texts = [pieces].flat()
  const id = orders.imports.begin(
    fileName,
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  )
  for (const [index, text] of texts.entries())
    await orders.imports.piece(id, text, index === texts.length - 1)
  const progress = orders.imports.list().find((one) => one.id === id)
  if (!progress) throw new Error('The import is not listed')
  return progress
}

/** Every stored order without what differs from run to run, oldest first. */
export function storedOrders(orders: Orders): Omit<Order, 'createdAt' | 'updatedAt'>[] {
  const { rows } = orders.search({ limit: 500 })
  return rows.toReversed().map(({ id }) => {
    const { createdAt: _, updatedAt: __, ...order } = orders.find(id)!
    return order
  })
}
