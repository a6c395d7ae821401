import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { done } from '../../../shared/outcome.ts'
import type { Carrier, Carriers, PurchaseAnswer } from '../../../station/carriers/carriers.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { createOrders } from '../../../station/orders/orders.ts'
import { orderMigrations } from '../../../station/orders/schema.ts'
import { createTopic } from '../../../station/lib/topic.ts'
import type { Printing } from '../../../station/printing/printing.ts'
import { shippingMigrations } from '../../../station/shipping/schema.ts'
import { createShipping } from '../../../station/shipping/shipping.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'
import type { SteadyWrites } from '../../../station/database/steady-writes.ts'
import { createFolder, mountSmallDisk, NO_JOURNAL, steadyWrites, type Folder } from './stand.ts'
import { BOUGHT } from '../shipping/stand.ts'

/*
 * What cannot be written must not be done: the disk is full (SQLite's own limit of pages, and a small disk that
 * really is), or may only be read.
 */

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => new Date('2026-11-22T10:00:00.000Z') }
const SOLD: PurchaseAnswer = {
  kind: 'bought',
  raw: JSON.stringify({ answer: 'x'.repeat(9000) }),
  parcel: BOUGHT,
}

let folder: Folder
let database: Database
let calls: string[]
beforeEach(() => {
  folder = createFolder()
  open(folder.file)
})
afterEach(async () => {
  database.close()
  await folder.remove()
})

function open(file: string): void {
  calls = []
  database = openDatabase(file, [...orderMigrations, ...shippingMigrations])
}

/** As a process that died, and the next one on a disk that has room again. */
function restart(): void {
  database.close()
  open(folder.file)
}

/** Ways to run out of disk, what SQLite says then, and how it ends. */
const TROUBLES: readonly (readonly [string, () => void, () => void])[] = [
  [
    'SQLITE_FULL',
    () => void database.pragma('max_page_count = 1'),
    () => void database.pragma('max_page_count = 1000000'),
  ],
  [
    'SQLITE_READONLY',
    () => void database.pragma('query_only = ON'),
    () => void database.pragma('query_only = OFF'),
  ],
]

let writes: SteadyWrites

function shipping(
  trouble: Partial<Record<'beforeAnswer' | 'beforeLabel', () => void>> = {},
  journal = NO_JOURNAL,
) {
  const call = <T>(name: string, answer: T): Promise<T> => {
    calls.push(name)
    return Promise.resolve(answer)
  }
  const carrier = {
    id: 'flavorcloud',
    check: () => [],
    prepare: () => ({ reference: 'R-1', body: 'y'.repeat(9000), serviceLevel: 'STANDARD' }),
    buy() {
      trouble.beforeAnswer?.()
      return call('buy', SOLD)
    },
  } as unknown as Carrier
  writes = steadyWrites(database)
  return createShipping({
    postcodes: () => ({ to: null, from: null }),
    database,
    journal,
    writes,
    carriers: {
      of: () => carrier,
      route: () => 'flavorcloud',
      download() {
        trouble.beforeLabel?.()
        return call('download', done({ kind: 'zpl', bytes: Buffer.alloc(9000), sha256: 'ab' }))
      },
    } as unknown as Carriers,
    printing: {
      jobsOf: () => [],
      paperKnown: createTopic(),
      settlePaper() {},
    } as unknown as Printing,
    exchanges: { about: () => [] },
    mayBuy: () => true,
    isReplayProved: () => false,
    trackingEveryHours: () => 0,
    clock,
    log: silent,
  })
}

const buy = (from: ReturnType<typeof shipping>, onIntended: () => void = () => {}) =>
  from.buy(
    parcelFor('flavorcloud'),
    { weightLineage: '{}', goods: [], operator: null, quoted: null },
    onIntended,
  )
const ledger = () => database.prepare('SELECT state FROM shipments').pluck().all()

/** Until the disk is looked at again. */
const look = () => vi.advanceTimersByTimeAsync(60_000)

describe.each(TROUBLES)('a purchase and %s', (code, strike, lift) => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  test('P-1, P-19: an intent that cannot be written makes no call, and one that can be is bought without a restart', async () => {
    const running = shipping()
    strike()
    expect(await buy(running)).toEqual({ kind: 'not-kept' })
    expect(writes.trouble()).toBeDefined()
    await look()
    expect(await buy(running)).toEqual({ kind: 'not-kept' })
    expect(calls).toEqual([])
    lift()
    expect(ledger()).toEqual([])
    await look()
    expect(writes.trouble()).toBeUndefined()
    expect(await buy(running)).toMatchObject({ kind: 'bought' })
    expect(calls).toEqual(['buy'])
    running.stop()
  })

  test('P-19: an intent whose session or journal cannot be written never leaves, and ends as never asked', async () => {
    const throwing = () => {
      throw Object.assign(new Error('no more'), { code })
    }
    for (const [onIntended, journal] of [
      [throwing, NO_JOURNAL],
      [() => {}, { ...NO_JOURNAL, intended: throwing }],
    ] as const) {
      const running = shipping({}, journal)
      const bought = buy(running, () => {
        strike()
        onIntended()
      })
      expect(await bought).toEqual({ kind: 'not-kept' })
      expect(calls).toEqual([])
      lift()
      await look()
      expect(ledger().every((state) => state === 'refused')).toBe(true)
      running.stop()
    }
    const healthy = shipping()
    expect(await buy(healthy)).toMatchObject({ kind: 'bought', shipment: { attempt: 1 } })
    healthy.stop()
  })

  test('P-2, P-19: an answer that cannot be written waits, and is bought as soon as it can', async () => {
    const running = shipping({ beforeAnswer: strike })
    const bought = buy(running)
    await look()
    expect(ledger()).toEqual(['calling'])
    expect(writes.waiting()).toBe(1)
    lift()
    await look()
    expect(await bought).toMatchObject({ kind: 'bought', shipment: { state: 'bought' } })
    expect(writes.waiting()).toBe(0)
    expect(calls).toEqual(['buy'])
    running.stop()
  })

  test('P-2, P-6: an answer that a stop finds unwritten leaves the call on disk, in doubt at the next start', async () => {
    const running = shipping({ beforeAnswer: strike })
    const bought = expect(buy(running)).rejects.toMatchObject({ code })
    await look()
    writes.giveUp()
    await bought
    running.stop()
    expect(ledger()).toEqual(['calling'])
    restart()
    const next = shipping()
    expect(ledger()).toEqual(['in-doubt'])
    await expect(buy(next)).rejects.toThrow('has the purchase')
    expect(calls).toEqual([])
    next.stop()
  })

  test('P-7: a label that cannot be kept is fetched again, and bought once', async () => {
    const running = shipping({ beforeLabel: strike })
    const bought = await buy(running)
    if (bought.kind !== 'bought') throw new Error(bought.kind)
    const { id } = bought.shipment
    await expect(running.fetchLabel(id)).rejects.toMatchObject({ code })
    running.stop()
    restart()
    expect(ledger()).toEqual(['bought'])
    const next = shipping()
    expect(next.labelOf(id)).toBeUndefined()
    expect(await next.fetchLabel(id)).toMatchObject({ ok: true })
    expect(next.labelOf(id)?.bytes).toHaveLength(9000)
    expect(calls).toEqual(['download'])
    next.stop()
  })
})

function orderNumber(number: number) {
  return {
    reference: `LK-${number}`,
    merchant: 'larkspur',
    shipTo: {
      name: 'Mairead Quinlan',
      street1: '4 Mill Lane',
      city: 'Galway',
      zip: 'H91 E2K3',
      country: 'IE',
    },
    note: 'z'.repeat(400),
    items: [{ sku: 'A', description: 'A thing', quantity: 1 }],
  }
}

const stored = () => database.prepare('SELECT count(*) FROM orders').pluck().get()

describe.each(TROUBLES)('orders and %s', (code, strike) => {
  const started = () =>
    createOrders({
      database,
      clock,
      log: silent,
      isFixed: () => undefined,
      watchFolder: () => undefined,
    })

  test('one call is stored whole or not at all, and its caller hears of it', async () => {
    const orders = started()
    strike()
    const many = Array.from({ length: 300 }, (_, index) => orderNumber(index))
    expect(() => orders.intake(many)).toThrow(expect.objectContaining({ code }))
    await orders.stop()
    restart()
    expect(stored()).toBe(0)
  })

  test('an import ends as failed and says why; what it counts is on disk, and the file can come again', async () => {
    const orders = started()
    const text = JSON.stringify(Array.from({ length: 900 }, (_, index) => orderNumber(index)))
    const half = Math.floor(text.length / 2)
    const id = orders.imports.begin('orders.json', text.length)
    await orders.imports.piece(id, text.slice(0, half), false)
    strike()
    await expect(orders.imports.piece(id, text.slice(half), true)).rejects.toMatchObject({ code })
    const [ended] = orders.imports.list()
    expect(ended).toMatchObject({ state: 'failed' })
    expect(ended?.problem?.message).toContain('could not be stored')
    await orders.stop()
    restart()
    expect(stored()).toBe(ended?.created)
    const again = started()
    const second = again.imports.begin('orders.json', text.length)
    await again.imports.piece(second, text, true)
    expect(stored()).toBe(900)
    expect(again.imports.list()[0]).toMatchObject({ state: 'done', unchanged: ended?.created })
    await again.stop()
  })
})

test('P-1, P-2: on a disk that really is full no purchase leaves, and none is lost', async (context) => {
  const disk = mountSmallDisk(4)
  if (typeof disk === 'string') return context.skip(disk)
  const dataDir = join(disk.folder, 'data')
  const filler = join(disk.folder, 'filler')
  const fill = () => expect(() => writeFileSync(filler, Buffer.alloc(8_000_000))).toThrow('ENOSPC')
  try {
    mkdirSync(dataDir)
    database.close()
    open(join(dataDir, 'station.sqlite'))
    const first = shipping()
    fill()
    expect(await buy(first)).toEqual({ kind: 'not-kept' })
    writes.giveUp()
    first.stop()
    expect(calls).toEqual([])
    expect(ledger()).toEqual([])

    truncateSync(filler)
    const second = shipping({ beforeAnswer: fill })
    const bought = buy(second)
    await expect.poll(() => writes.waiting()).toBe(1)
    expect(calls).toEqual(['buy'])
    expect(ledger()).toEqual(['calling'])
    writes.giveUp()
    await expect(bought).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    second.stop()

    truncateSync(filler)
    shipping().stop()
    expect(ledger()).toEqual(['in-doubt'])
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  } finally {
    database.close()
    disk.unmount()
  }
  open(folder.file)
})
