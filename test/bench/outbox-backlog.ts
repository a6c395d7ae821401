import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { openDatabase } from '../../station/database/database.ts'
import { outboxMigrations } from '../../station/outbox/schema.ts'
import { shippingMigrations } from '../../station/shipping/schema.ts'
import { createShipping } from '../../station/shipping/shipping.ts'
import { createTopic } from '../../station/lib/topic.ts'
import type { Printing } from '../../station/printing/printing.ts'
import { openBenchModel } from '../model/bench-model.ts'
import { fakeTime } from '../model/fake-time.ts'
import { NO_JOURNAL, steadyWrites } from '../station/database/stand.ts'
import { backlogCarriers } from './backlog-carriers.ts'

export interface Backlog {
  readonly parcels: number
  readonly faults: number
  readonly seconds: number
  readonly peakMegabytes: number
  /** Milliseconds of the processor a box, of the first and of the last tenth that came to an end. */
  readonly firstTenthMs: number
  readonly lastTenthMs: number
  /** Boxes by what they came to. */
  readonly ended: Readonly<Record<string, number>>
  readonly duplicates: number
  /** Sales that the ledger does not have as bought or in doubt, and boxes that came to no end. */
  readonly lost: number
}

const MINUTE_MS = 60_000
const LOG = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * Parks so many boxes while the carriers are down, and lets the outbox buy them when they are back; every twentieth
 * call goes wrong. Time and carriers are made up, the database is a file.
 */
export async function runBacklog(parcels: number, faultShare = 0.05): Promise<Backlog> {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-backlog-'))
  const real = { setTimeout, clearTimeout, performance }
  const trueMs = () => real.performance.now()
  const time = fakeTime()
  time.install(
    (name, value) => Object.assign(globalThis, { [name]: value }),
    () => false,
  )
  const database = openDatabase(join(folder, 'station.sqlite'), [
    ...shippingMigrations,
    ...outboxMigrations,
  ])
  try {
    const world = backlogCarriers(time, faultShare)
    const writes = steadyWrites(database)
    const common = { database, carriers: world.carriers, writes, clock: time.clock, log: LOG }
    const shipping = createShipping({
      postcodes: () => ({ to: null, from: null }),
      ...common,
      printing: { jobsOf: () => [], paperKnown: createTopic() } as unknown as Printing,
      journal: NO_JOURNAL,
      exchanges: { about: () => [] },
      trackingEveryHours: () => 0,
      mayBuy: () => true,
      isReplayProved: () => true,
    })
    const bench = openBenchModel({
      ...common,
      shipping,
      mayBuy: () => true,
      onTry() {},
      onTried() {},
      onScan() {},
    })
    for (let order = 1; order <= parcels; order += 1) bench.park(order, 1)

    const startedAt = trueMs()
    /** Of the processor, since others may be at work on the same machine. */
    const endedAt: number[] = []
    const spentMs = () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    }
    const spentBefore = spentMs()
    let peak = process.memoryUsage().rss
    bench.outbox.ended.subscribe(({ attempt }) => {
      if (attempt.verdict !== 'done' && attempt.verdict !== 'reject') return
      endedAt.push(spentMs())
      if (endedAt.length % 500 === 0) peak = Math.max(peak, process.memoryUsage().rss)
    })
    const unended = database
      .prepare<[], number>(
        `SELECT count(*) FROM parked_parcels WHERE state IN ('waiting', 'buying')`,
      )
      .pluck()
    const inDoubt = database.prepare<[], { id: string; reference: string }>(
      `SELECT id, reference FROM shipments WHERE state = 'in-doubt'
         AND (next_attempt_at IS NULL OR called_again_at IS NOT NULL)`,
    )
    world.lineBack()
    // An hour and more beyond what all of them take, one at a time.
    for (let left = parcels * 3 + 300; left > 0 && unended.get() !== 0; left -= 30) {
      await time.pass(30 * MINUTE_MS)
      // What no look-up can end, a person does.
      for (const { id, reference } of inDoubt.all()) {
        const sold = world.sales.get(reference)?.[0]
        const bought = sold && { finding: 'bought' as const, carrierShipmentId: sold.id }
        void bench.settle(id, bought ?? { finding: 'not-bought' })
      }
    }
    const seconds = (trueMs() - startedAt) / 1000
    shipping.stop()
    void bench.outbox.stop()

    const tenth = Math.max(1, Math.floor(endedAt.length / 10))
    const states = database
      .prepare<[], [string, number]>('SELECT state, count(*) FROM parked_parcels GROUP BY state')
      .raw()
      .all()
    const known = new Set(
      database
        .prepare<[], string>(
          `SELECT carrier_shipment_id FROM shipments WHERE carrier_shipment_id IS NOT NULL
           UNION SELECT reference FROM shipments WHERE state = 'in-doubt'`,
        )
        .pluck()
        .all(),
    )
    const sold = [...world.sales.values()].flat()
    const byParcel = Map.groupBy(sold, ({ reference }) => reference.replace(/-A\d+$/, ''))
    return {
      parcels,
      faults: world.faults(),
      seconds,
      peakMegabytes: Math.round(peak / 2 ** 20),
      firstTenthMs: ((endedAt[tenth - 1] ?? spentBefore) - spentBefore) / tenth,
      lastTenthMs: ((endedAt.at(-1) ?? 0) - (endedAt.at(-1 - tenth) ?? 0)) / tenth,
      ended: Object.fromEntries(states),
      duplicates: [...byParcel.values()].filter(({ length }) => length > 1).length,
      lost:
        (unended.get() ?? 0) +
        sold.filter(({ id, reference }) => !known.has(id) && !known.has(reference)).length,
    }
  } finally {
    database.close()
    Object.assign(globalThis, real)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints what a night's backlog costs. */
export async function benchOutboxBacklog(parcels: number, say: (line: string) => void) {
  const figures = await runBacklog(parcels)
  const { firstTenthMs: first, lastTenthMs: last, ended } = figures
  say(
    `${parcels} boxes bought in ${figures.seconds.toFixed(0)} s, ${figures.faults} calls went wrong`,
  )
  say(
    `came to: ${Object.entries(ended)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ')}`,
  )
  say(`duplicates ${figures.duplicates}, lost ${figures.lost}, peak ${figures.peakMegabytes} MB`)
  say(
    `processor time of a box of the first tenth ${first.toFixed(2)} ms, of the last ${last.toFixed(2)} ms: × ${(last / first).toFixed(2)}`,
  )
}
