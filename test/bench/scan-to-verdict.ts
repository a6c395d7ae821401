import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { commandBarcode } from '../../shared/scanning.ts'
import type { Log } from '../../station/ports.ts'
import { createStation } from '../../station/station.ts'
import { fillOrders } from './fill-orders.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const SCANS = 400

/** The least a durable scan can cost: one indexed look-up and one committed row, in a database of its own. */
function createFloor(dataDir: string): { once(key: number): number; stop(): void } {
  const database = new BetterSqlite(join(dataDir, 'floor.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE kept (key INTEGER PRIMARY KEY, value TEXT NOT NULL)')
  const read = database.prepare('SELECT value FROM kept WHERE key = ?')
  const write = database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?)')
  const value = 'x'.repeat(1500)
  return {
    once(key) {
      const startedAt = performance.now()
      read.get(key)
      write.run(key, value)
      return performance.now() - startedAt
    },
    stop: () => database.close(),
  }
}

/** Scan to verdict with this many orders on disk: an order opens, an item goes in, HOLD sets it aside. */
export async function benchScanToVerdict(orders: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-bench-'))
  try {
    fillOrders(join(dataDir, 'station.sqlite'), orders)
    const startedAt = performance.now()
    const opened = createStation({
      dataDir,
      settingsFile: {
        shipFrom: {
          name: 'Harbor & Pine',
          street1: '2210 Dockside Rd',
          city: 'Tacoma',
          state: 'WA',
          zip: '98421',
          country: 'US',
        },
      },
      clock: { now: () => new Date() },
      credentials: { read: () => ({}), origin: () => 'missing' },
      log: silent,
      labelWorker: new URL('../../station/labels/label-worker.ts', import.meta.url),
      databaseHelper: new URL('../../station/database/database-helper.ts', import.meta.url),
      hidHelper: new URL('../../station/hid/hid-helper.ts', import.meta.url),
      version: 'bench',
    })
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    const station = opened.value
    const openedMs = performance.now() - startedAt

    const times = { order: [] as number[], item: [] as number[], hold: [] as number[] }
    const timed = async (kind: keyof typeof times, text: string) => {
      const scannedAt = performance.now()
      await station.bench.scan(text)
      times[kind].push(performance.now() - scannedAt)
    }
    const { rows } = station.orders.search({ state: 'ready', limit: SCANS })
    // The peer takes its turn between the scans, so that both meet the same disk.
    const floor = createFloor(dataDir)
    const floorTimes: number[] = []
    for (const { id, reference } of rows) {
      const item = station.orders.find(id)?.items[0]
      await timed('order', reference)
      await timed('item', item?.barcodes[0] ?? item?.sku ?? '')
      await timed('hold', commandBarcode('HOLD'))
      floorTimes.push(floor.once(id % 50))
    }
    floor.stop()
    await station.stop()

    const peer = percentiles(floorTimes)
    printTitle(`scan to verdict, ${orders.toLocaleString('en')} orders on disk`)
    printRow('station opens', { ms: openedMs })
    for (const [kind, values] of Object.entries(times)) {
      const { p50, p95 } = percentiles(values)
      printRow(`scan of an ${kind}`.replace('an hold', 'HOLD'), { p50, p95, ratio: p50 / peer.p50 })
    }
    printRow('peer: one look-up and one durable row', { p50: peer.p50, p95: peer.p95, ratio: 1 })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
