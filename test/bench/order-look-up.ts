import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../station/database/database.ts'
import { openDatabase } from '../../station/database/database.ts'
import { createOrders, type Orders } from '../../station/orders/orders.ts'
import { orderMigrations } from '../../station/orders/schema.ts'
import { fill, PRODUCTS, SURNAMES } from './fill-orders.ts'

export interface LookUpFigure {
  readonly orders: number
  readonly name: string
  readonly p50Ms: number
  readonly p95Ms: number
  /** What the peer of the same run took, and what it is. */
  readonly peer: string
  readonly peerP50Ms: number
  /** How many times faster than the peer; below 1 it is slower. */
  readonly ratio: number
}

/**
 * Fills a database of its own with so many orders, one in twenty ready, and measures the look-ups of a scan and
 * of the search box against what one would write first: a scan of the table by SQL, and a Map in memory.
 */
export function benchOrderLookUp(count: number, say: (line: string) => void): LookUpFigure[] {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-bench-'))
  const database = openDatabase(join(folder, 'station.db'), orderMigrations)
  try {
    const startedAt = performance.now()
    fill(database, count)
    say(`${count} orders written in ${Math.round(performance.now() - startedAt)} ms`)
    const orders = createOrders({
      database,
      clock: { now: () => new Date() },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      isFixed: () => undefined,
      watchFolder: () => undefined,
    })
    const figures = measureAll(database, orders, count)
    for (const figure of figures) say(lineOf(figure))
    return figures
  } finally {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function measureAll(database: Database, orders: Orders, count: number): LookUpFigure[] {
  const any = (index: number) => (index * 7919) % count
  const inMemory = new Map(
    database.prepare<[], [string, number]>('SELECT reference_key, id FROM orders').raw().all(),
  )
  const like = database.prepare(
    `SELECT id, reference, recipient, city FROM orders
     WHERE reference LIKE @text OR recipient LIKE @text OR city LIKE @text OR skus LIKE @text
     ORDER BY id DESC LIMIT 100`,
  )
  const scanSingle = database.prepare(
    `SELECT id FROM orders WHERE state = 'ready' AND units = 1 AND skus = ? ORDER BY id LIMIT 1`,
  )
  const figure = (
    name: string,
    ours: (index: number) => unknown,
    peer: string,
    theirs: (index: number) => unknown,
    peerRuns = 20,
  ): LookUpFigure => {
    const own = times(ours, 200)
    const other = times(theirs, peerRuns)
    return {
      orders: count,
      name,
      p50Ms: own.p50,
      p95Ms: own.p95,
      peer,
      peerP50Ms: other.p50,
      ratio: other.p50 / own.p50,
    }
  }
  const search = (text: string) => orders.search({ search: text, limit: 100 })
  const scan = 'LIKE over the table'
  const words: [string, (index: number) => string][] = [
    ['search whole reference', (index) => `LK-${any(index)}`],
    ['search start of reference', (index) => `LK-${any(index)}`.slice(0, 5)],
    ['search name and city', (index) => `wisn ana${any(index) % 997} krak`],
    ['search one letter', (index) => 'atkulo'[index % 6] ?? ''],
    ['search start of surname', (index) => SURNAMES[index % SURNAMES.length]?.slice(0, 4) ?? ''],
  ]
  return [
    figure(
      'by reference',
      (index) => orders.byReference(`lk-${any(index)}`),
      'Map in memory and a row by its id',
      (index) => orders.find(inMemory.get(`lk-${any(index)}`) ?? 0),
      200,
    ),
    figure(
      'oldest singles',
      (index) => orders.oldestSingles([`SKU-${any(index) % PRODUCTS}`]),
      'scan of the ready orders',
      (index) => scanSingle.get(`SKU-${any(index) % PRODUCTS}`),
    ),
    ...words.map(([name, text]) =>
      figure(
        name,
        (index) => search(text(index)),
        scan,
        (index) => like.all({ text: `%${text(index)}%` }),
      ),
    ),
    figure(
      'search one letter, held orders',
      (index) => orders.search({ search: 'atkulo'[index % 6], state: 'held', limit: 100 }),
      scan,
      (index) => like.all({ text: `%${'atkulo'[index % 6]}%` }),
    ),
    figure(
      'first page',
      () => search(''),
      'the rows alone',
      () => database.prepare('SELECT * FROM orders ORDER BY id DESC LIMIT 100').all(),
    ),
  ]
}

function times(run: (index: number) => unknown, runs: number): { p50: number; p95: number } {
  for (let index = 0; index < Math.min(runs, 10); index += 1) run(index)
  const taken = Array.from({ length: runs }, (_, index) => {
    const from = performance.now()
    run(index)
    return performance.now() - from
  }).sort((a, b) => a - b)
  const at = (share: number) => taken[Math.min(runs - 1, Math.floor(runs * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

function lineOf({ orders, name, p50Ms, p95Ms, peer, peerP50Ms, ratio }: LookUpFigure): string {
  const ms = (value: number) => `${value.toFixed(3)} ms`
  return `${orders} orders, ${name}: p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}; ${peer} ${ms(peerP50Ms)}; ${ratio.toFixed(1)} times as fast`
}
