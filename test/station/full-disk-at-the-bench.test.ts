import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import type { Database } from '../../station/database/database.ts'
import { createLoopbackServer } from '../../station/host/loopback-server.ts'
import { addRest } from '../../station/rest/rest.ts'
import { barcodeOf, singleOf, startDemoStation, type DemoStation } from './demo-station.ts'
import { mountSmallDisk } from './database/stand.ts'

/** The database that the newest station has open: a test takes its disk away. */
const opened: { database?: Database } = {}
vi.mock(import('../../station/database/database.ts'), async (original) => {
  const real = await original()
  return {
    ...real,
    openDatabase: (...given: Parameters<typeof real.openDatabase>) =>
      (opened.database = real.openDatabase(...given)),
  }
})

const disk = () => {
  if (!opened.database) throw new Error('No database was opened')
  return opened.database
}

let bench: DemoStation

const ORDER = 'LK-20417'
const sold = () => bench.demo.carriers.flavorcloud.ledger()

const GALWAY = ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST']

async function pack(): Promise<void> {
  expect(await bench.scan(ORDER)).toBe('order-opened')
  for (const sku of GALWAY) await bench.scan(barcodeOf(sku))
}

const records = () => bench.station().health.view().database

/** Resolves when the light of the records is as asked for. */
function untilRecords(light: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (records().light !== light) return
      stop()
      resolve()
    }
    const stop = bench.station().health.changes.subscribe(look)
    look()
  })
}

const scanned = () => bench.view().items.map((item) => item.scanned)

/** Takes the disk away, and gives it back: what a page has room for does not notice a full one. */
const strike = () => void disk().pragma('query_only = ON')
const lift = () => void disk().pragma('query_only = OFF')

describe('a bench whose disk takes nothing', () => {
  beforeEach(async () => {
    bench = await startDemoStation()
  })
  afterEach(() => bench.stop())

  test('refuses scans without losing one, says so, and goes on by itself', async () => {
    await bench.scan(ORDER)
    await bench.scan(barcodeOf('LK-PUL-M-OAT'))
    strike()
    const verdict = await bench.station().bench.scan(barcodeOf('LK-PUL-M-OAT'))
    expect(verdict).toMatchObject({ accepted: false, code: 'not-kept', kind: 'wrong' })
    expect(bench.view().feedback).toMatchObject({ code: 'not-kept' })
    expect(records()).toMatchObject({ light: 'bad', code: 'database-not-written' })
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('not-kept')
    expect(scanned()).toEqual([1, 0])
    lift()
    await untilRecords('good')
    expect(await bench.scan(barcodeOf('LK-PUL-M-OAT'))).toBe('item-packed')
    await bench.restart()
    expect(scanned()).toEqual([2, 0])
    const codes = bench
      .station()
      .scanLog.newest()
      .map(({ code }) => code)
    expect(codes).toEqual(['item-packed', 'not-kept', 'not-kept', 'item-packed', 'order-opened'])
  })

  test('that fails between an order and its item leaves that order open, and opens no second one', async () => {
    bench.station().orders.intake(['oak', 'elm'].map((merchant) => singleOf(merchant, 'TEE-M')))
    expect(await bench.scan('TEE-M')).toBe('choice-asked')
    const stop = bench.station().bench.changes.subscribe(() => {
      if (bench.view().order) strike()
    })
    expect(await bench.scan('2')).toBe('not-kept')
    stop()
    lift()
    await untilRecords('good')
    expect(await bench.scan('1')).toBe('other-order-open')
    expect(bench.view().order?.reference).toBe('T-elm')
    expect(bench.station().orders.byReference('T-oak')[0]?.state).toBe('ready')
    expect(await bench.scan('TEE-M')).toBe('items-complete')
  })

  test('survives the reports of the scale, buys nothing, and buys by itself once there is space', async () => {
    await pack()
    await bench.emptied()
    strike()
    bench.put(1150)
    await untilRecords('bad')
    expect(sold()).toEqual([])
    expect(bench.view().step).toBe('weigh')
    lift()
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    expect(shipment).toMatchObject({ state: 'bought' })
    expect(sold()).toHaveLength(1)
  })
})

test('a disk that really is full: no label is bought, and all goes on when there is space', async (context) => {
  const small = mountSmallDisk(24)
  if (typeof small === 'string') return context.skip(small)
  vi.stubEnv('TMPDIR', small.folder)
  const filler = join(small.folder, 'filler')
  try {
    bench = await startDemoStation()
    await pack()
    await bench.emptied()
    expect(() => writeFileSync(filler, Buffer.alloc(32_000_000))).toThrow('ENOSPC')
    bench.put(1150)
    await untilRecords('bad')
    expect(sold()).toEqual([])
    expect((await bench.station().bench.scan(commandBarcode('HOLD'))).code).toBe('not-kept')
    truncateSync(filler)
    await bench.until(({ step }) => step === 'scan-label')
    expect(sold()).toHaveLength(1)
    await bench.stop()
  } finally {
    vi.unstubAllEnvs()
    small.unmount()
  }
})

test('a database that is damaged while it works ends no station, and bars the next purchase', async () => {
  bench = await startDemoStation()
  await bench.scan(ORDER)
  const root = disk().prepare("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'").pluck()
  const page = root.get() as number
  const size = disk().pragma('page_size', { simple: true }) as number
  disk().pragma('wal_checkpoint(TRUNCATE)')
  const file = openSync(join(bench.dataDir, 'station.sqlite'), 'r+')
  writeSync(file, Buffer.alloc(64, 'garbage'), 0, 64, (page - 1) * size)
  closeSync(file)
  disk().pragma('shrink_memory')
  const verdict = await bench.station().bench.scan(barcodeOf('LK-PUL-M-OAT'))
  expect(verdict).toMatchObject({ accepted: false, code: 'not-kept' })
  expect(bench.station().records.isDamaged()).toBe(true)
  expect(records()).toMatchObject({ light: 'bad', code: 'database-damaged' })
  await bench.stop()
})

test('other programs are told 507, and that a scan was not kept', async () => {
  bench = await startDemoStation()
  const app = createLoopbackServer('token', { debug() {}, info() {}, warn() {}, error() {} })
  addRest(app, bench.station(), { version: 'test' })
  const base = await app.listen({ host: '127.0.0.1', port: 0 })
  const post = (path: string, body: unknown) =>
    fetch(`${base}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  disk().pragma('query_only = ON')
  const [given] = bench.demo.orders
  const orders = await post('/orders', { ...given, reference: 'NEW-1' })
  expect(orders.status).toBe(507)
  expect(await orders.json()).toMatchObject({
    type: 'urn:shipbench:problem:not-kept',
    detail: expect.stringContaining('cannot be written by this user'),
  })
  const scan = await post('/scans', { text: ORDER })
  expect(scan.status).toBe(200)
  expect(await scan.json()).toMatchObject({ accepted: false, code: 'not-kept' })
  expect(records()).toMatchObject({ code: 'database-not-written' })
  disk().pragma('query_only = OFF')
  await app.close()
  await bench.stop()
})
