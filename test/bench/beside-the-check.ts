import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandBarcode } from '../../shared/scanning.ts'
import type { Log } from '../../station/ports.ts'
import { createStation } from '../../station/station.ts'
import { fillOrders } from './fill-orders.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const SCANS_AFTERWARDS = 400

/**
 * Scans while the database is checked after an unclean stop, while the day's backup is made, and after both: what
 * the care for the database costs the packer.
 */
export async function benchBesideTheCheck(orders: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-bench-'))
  try {
    fillOrders(join(dataDir, 'station.sqlite'), orders)
    writeFileSync(join(dataDir, 'station.unclean'), '{"state":"running"}')
    const startedAt = performance.now()
    const opened = createStation({
      dataDir,
      settingsFile: undefined,
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

    let isIdle = false
    void station.records.idle().then(() => (isIdle = true))
    const phase = () =>
      isIdle
        ? 'afterwards'
        : station.health.view().database.code === 'database-checking'
          ? 'beside the check'
          : 'beside the backup'
    const times = new Map<string, number[]>()
    const spans = new Map<string, number>()
    const { rows } = station.orders.search({ state: 'ready', limit: 400 })
    let first: number | undefined
    for (let scan = 0; (times.get('afterwards')?.length ?? 0) < SCANS_AFTERWARDS; scan += 1) {
      const { reference } = rows[(scan >> 1) % rows.length] ?? { reference: '' }
      const now = phase()
      const scannedAt = performance.now()
      await station.bench.scan(scan % 2 === 0 ? reference : commandBarcode('HOLD'))
      const took = performance.now() - scannedAt
      first ??= took
      times.set(now, [...(times.get(now) ?? []), took])
      // The station's own turn, as between two scans of a packer.
      await new Promise((resolve) => setTimeout(resolve, 2))
      spans.set(now, (spans.get(now) ?? 0) + performance.now() - scannedAt)
    }
    await station.stop()

    printTitle(`the care for the database, ${orders.toLocaleString('en')} orders on disk`)
    printRow('station opens after an unclean stop', { ms: openedMs })
    printRow('its first scan', { ms: first ?? 0 })
    const quiet = percentiles(times.get('afterwards') ?? [])
    for (const [name, values] of times) {
      const { p50, p95 } = percentiles(values)
      printRow(`scan ${name}`, { p50, p95, ratio: p50 / quiet.p50 })
      printRow('  the slowest of these', { ms: Math.max(...values) })
      if (name !== 'afterwards') printRow(`${name} it takes`, { ms: spans.get(name) ?? 0 })
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
