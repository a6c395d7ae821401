import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CarrierId } from '../../shared/orders.ts'
import { SettingsSchema } from '../../shared/settings.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { createCarriers } from '../../station/carriers/carriers.ts'
import { openDatabase } from '../../station/database/database.ts'
import type { Log } from '../../station/ports.ts'
import { createPrinting } from '../../station/printing/printing.ts'
import { printingMigrations } from '../../station/printing/schema.ts'
import { shippingMigrations } from '../../station/shipping/schema.ts'
import {
  createShipping,
  type BuyResult,
  type LedgerEntry,
} from '../../station/shipping/shipping.ts'
import { HARBOR, parcelFor } from '../station/carriers/made-up-parcel.ts'
import { NO_JOURNAL, steadyWrites } from '../station/database/stand.ts'
import { tapLine, type Piece } from './tapped-line.ts'
import { atRest } from './world.ts'

/*
 * The line to a carrier is cut after each byte of a purchase's request and of its answer, over real sockets and a
 * real database: one parcel for each byte.
 */

const PURCHASE = /^POST \S*\/(parcels|Shipments) /
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
/** It stands still, so that nothing is due and only purchases are on the line. */
const clock = { now: () => new Date('2026-11-22T10:00:00Z') }
const QUOTED = { minor: 594, currency: 'USD' }

interface Cut {
  readonly from: Piece['from']
  /** So many bytes still go through. */
  readonly after: number
}

async function startBench(carrier: CarrierId) {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-cut-'))
  const [flexport, flavorcloud] = await Promise.all([
    startFlexportSimulator(),
    startFlavorCloudSimulator(),
  ])
  flavorcloud.switch({ answerAs: 'object' })
  flexport.switch({ ignoreIdempotencyKey: true })
  const simulator = { flexport, flavorcloud }[carrier]
  let cut: Cut | undefined
  /** The last purchase's request and answer, by the bytes that came, whether they went on or not. */
  let seen = { station: 0, world: 0 }

  const tap = await tapLine(Number(new URL(simulator.url).port), ({ exchange, from, bytes }) => {
    if (!PURCHASE.test(exchange.request)) return undefined
    seen = { station: exchange.asked, world: exchange.answered }
    if (!cut || cut.from !== from) return undefined
    const before = (from === 'station' ? exchange.asked : exchange.answered) - bytes.length
    if (before + bytes.length < cut.after) return undefined
    const pass = cut.after - before
    cut = undefined
    return { pass, afterwards: 'cut' }
  })

  const baseUrl = `http://127.0.0.1:${tap.port}`
  const settings = SettingsSchema.parse({ shipFrom: HARBOR, carriers: { [carrier]: { baseUrl } } })
  // More than any settings file may say: thousands of calls are made one after the other.
  settings.carriers[carrier].requestsPerSecond = 10_000
  const database = openDatabase(join(folder, 'station.sqlite'), [
    ...shippingMigrations,
    ...printingMigrations,
  ])
  const carriers = createCarriers({
    settings: () => settings,
    credentials: {
      read: () => ({
        flexportToken: flexport.token,
        flavorcloudAppId: flavorcloud.appId,
        flavorcloudRestApiKey: flavorcloud.restApiKey,
      }),
      origin: () => 'environment',
    },
    log: silent,
    version: '0.0.0',
    clock,
  })
  const printing = createPrinting({
    database,
    labels: { prepare: () => Promise.reject(new Error('Nothing prints here')) },
    printers: () => [],
    clock,
    log: silent,
  })
  const shipping = createShipping({
    postcodes: () => ({ to: null, from: null }),
    database,
    carriers,
    printing,
    journal: NO_JOURNAL,
    writes: steadyWrites(database),
    exchanges: { about: () => [] },
    trackingEveryHours: () => 0,
    mayBuy: () => true,
    isReplayProved: () => false,
    clock,
    log: silent,
  })
  let parcels = 0
  const bought: {
    readonly intended: LedgerEntry
    readonly result: BuyResult
    readonly cut: Cut | undefined
  }[] = []

  return {
    simulator,
    shipping,
    bought,
    seen: () => seen,
    /** Whether the last cut was made. */
    wasCut: () => cut === undefined,
    /** Buys the next parcel; the line is cut while it is bought. */
    async buy(at?: Cut): Promise<void> {
      // The cut before counts as an outage, which would hold this purchase back.
      if (carriers.outage(carrier)) await carriers.of(carrier).test()
      cut = at
      parcels += 1
      const number = String(parcels).padStart(5, '0')
      const order = { ...parcelFor(carrier).order, id: parcels, reference: `CUT-${number}` }
      let intended: LedgerEntry | undefined
      const result = await shipping.buy(
        { ...parcelFor(carrier), order },
        { weightLineage: '{}', goods: [], operator: null, quoted: QUOTED },
        (entry) => (intended = entry),
      )
      if (!intended) throw new Error('Nothing was intended')
      bought.push({ intended, result, cut: at })
    },
    async stop(): Promise<void> {
      shipping.stop()
      await carriers.stop()
      await printing.stop()
      database.close()
      await tap.stop()
      await Promise.all([flexport.stop(), flavorcloud.stop()])
      rmSync(folder, { recursive: true })
    },
  }
}

describe.each(['flexport', 'flavorcloud'] as const)('%s, cut after every byte', (carrier) => {
  let bench: Awaited<ReturnType<typeof startBench>>

  beforeAll(async () => {
    bench = await startBench(carrier)
    await bench.buy()
    const whole = bench.seen()
    for (const [from, length] of Object.entries(whole) as [Piece['from'], number][])
      for (let after = 0; after <= length; after++) {
        await bench.buy({ from, after })
        expect(bench.wasCut(), `the line was cut after byte ${after} from ${from}`).toBe(true)
      }
    await atRest([bench.simulator])
  }, 900_000)
  afterAll(() => bench.stop())

  const all = () =>
    bench.bought.map(({ intended: { id, reference }, result, cut }) => ({
      result,
      where: `${reference} ${JSON.stringify(cut)}`,
      sales: bench.simulator.ledger().filter((sale) => sale.reference === reference),
      entry: bench.shipping.find(id),
    }))

  test('every byte was a cut of its own, and some sold and some did not', () => {
    const sold = all().filter(({ sales }) => sales.length > 0).length
    expect(sold).toBeGreaterThan(500)
    expect(all().length - sold).toBeGreaterThan(500)
    expect(bench.simulator.ledger()).toHaveLength(sold)
  })

  test('P-5: nothing is sold twice', () => {
    for (const { sales, where } of all()) expect(sales.length, where).toBeLessThanOrEqual(1)
  })

  test('P-1, P-4: whatever was sold is bought or in doubt, and refused only what was not', () => {
    for (const { sales, entry, where } of all()) {
      const [sale] = sales
      if (sale) expect(['bought', 'in-doubt'], where).toContain(entry?.state)
      if (entry?.state === 'bought') expect(entry.carrierShipmentId, where).toBe(sale?.id)
      if (entry?.state === 'refused') expect(sales, where).toEqual([])
    }
  })

  test('P-4: a request that left and got no answer is in doubt, and waits for a person', () => {
    const waiting = new Set(bench.shipping.waiting(10_000, false).map(({ id }) => id))
    for (const { result, entry, where } of all()) {
      if (result.kind !== 'in-doubt') continue
      expect(entry?.state, where).toBe('in-doubt')
      expect(waiting.has(entry?.id ?? ''), where).toBe(true)
    }
  })
})
