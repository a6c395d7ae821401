import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { NewExchange } from '../../../station/carriers/exchange-log.ts'
import {
  exchangeMigrations,
  openExchangeStore,
  type ExchangeStore,
  type Most,
} from '../../../station/carriers/exchange-store.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'

let folder: string
let database: Database
const warnings: string[] = []
const log = {
  debug() {},
  info() {},
  warn: (_: object, words: string) => warnings.push(words),
  error() {},
}

function open(most?: Most): ExchangeStore {
  return openExchangeStore({
    database,
    clock: { now: () => new Date() },
    log,
    ...(most && { most }),
  })
}

function exchange(change: Partial<NewExchange> = {}): NewExchange {
  return {
    carrier: 'flavorcloud',
    call: 'create shipment',
    method: 'POST',
    path: '/Shipments',
    startedAt: new Date().toISOString(),
    tookMs: 812,
    request: '{"Reference":"A"}',
    status: 200,
    trouble: null,
    answer: '{"ShipmentID":"FCS-1"}',
    correlationId: 'c-1',
    isReplayed: true,
    about: 'A',
    ...change,
  }
}

const DAY_MS = 24 * 3_600_000

const rows = () => database.prepare('SELECT count(*) FROM exchanges').pluck().get()

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  warnings.length = 0
  folder = mkdtempSync(join(tmpdir(), 'shipbench-exchanges-'))
  database = openDatabase(join(folder, 'station.sqlite'), exchangeMigrations)
})
afterEach(() => {
  vi.useRealTimers()
  database.close()
  rmSync(folder, { recursive: true })
})

test('keeping writes nothing; a moment later all goes to disk at once', () => {
  const store = open()
  store.keep(exchange())
  store.keep(exchange({ about: 'B' }))
  expect(rows()).toBe(0)
  vi.advanceTimersByTime(1000)
  expect(rows()).toBe(2)
})

test('gives back what was kept about any of the texts, newest first, also what is still queued', () => {
  const store = open()
  for (const about of ['A', 'FCS-1', 'OTHER', null]) store.keep(exchange({ about }))
  store.keep(
    exchange({ about: 'A', status: null, trouble: 'cut-off', answer: '', isReplayed: false }),
  )
  const { about: _about, ...first } = exchange()
  expect(store.about(['A', 'FCS-1'])).toEqual([
    { ...first, id: 5, status: null, trouble: 'cut-off', answer: '', isReplayed: false },
    { ...first, id: 2 },
    { ...first, id: 1 },
  ])
})

test('shows at most 200', () => {
  const store = open()
  for (let count = 0; count < 205; count += 1) store.keep(exchange({ tookMs: count }))
  const shown = store.about(['A'])
  expect(shown).toHaveLength(200)
  expect(shown[0]?.tookMs).toBe(204)
})

test('the stop writes what is queued, and nothing comes after it', () => {
  const store = open()
  store.keep(exchange())
  store.stop()
  expect(rows()).toBe(1)
  store.keep(exchange())
  vi.advanceTimersByTime(5000)
  expect(rows()).toBe(1)
})

test('after 30 days an exchange is gone', () => {
  const store = open()
  store.keep(exchange({ call: 'old' }))
  vi.advanceTimersByTime(1000)
  vi.advanceTimersByTime(31 * DAY_MS)
  store.keep(exchange({ call: 'new' }))
  expect(store.about(['A']).map(({ call }) => call)).toEqual(['new'])
})

describe('a clock that is put elsewhere', () => {
  const calls = () => database.prepare('SELECT call FROM exchanges ORDER BY id').pluck().all()

  function keepNow(store: ExchangeStore, call: string): void {
    store.keep(exchange({ call }))
    vi.advanceTimersByTime(1000)
  }

  test('forward by years, and right again within the hour, takes nothing away', () => {
    const store = open()
    vi.advanceTimersByTime(DAY_MS)
    keepNow(store, 'before')
    vi.setSystemTime(new Date('2030-01-01T00:00:00.000Z'))
    keepNow(store, 'in 2030')
    vi.advanceTimersByTime(3_500_000)
    keepNow(store, 'still in 2030')
    expect(calls()).toEqual(['before', 'in 2030', 'still in 2030'])
    vi.setSystemTime(new Date('2026-11-23T11:00:00.000Z'))
    keepNow(store, 'right')
    vi.advanceTimersByTime(2 * DAY_MS)
    keepNow(store, 'later')
    expect(calls()).toEqual(['before', 'in 2030', 'still in 2030', 'right', 'later'])
    // What was dated ahead goes with what is around it.
    vi.advanceTimersByTime(29 * DAY_MS)
    keepNow(store, 'a month on')
    expect(calls()).toEqual(['later', 'a month on'])
  })

  test('back to the day it left the factory keeps what was said then, once it is right', () => {
    const store = open()
    keepNow(store, 'before')
    vi.setSystemTime(new Date('2000-01-01T00:00:00.000Z'))
    keepNow(store, 'in 2000')
    vi.advanceTimersByTime(2 * 3_600_000)
    vi.setSystemTime(new Date('2026-11-22T13:00:00.000Z'))
    vi.advanceTimersByTime(2 * 3_600_000)
    keepNow(store, 'right')
    vi.advanceTimersByTime(2 * 3_600_000)
    keepNow(store, 'later')
    expect(calls()).toEqual(['before', 'in 2000', 'right', 'later'])
    vi.advanceTimersByTime(31 * DAY_MS)
    keepNow(store, 'a month on')
    expect(calls()).toEqual(['a month on'])
  })
})

test('never more rows or characters than may be, the oldest go first, also over a restart', () => {
  const byRows = { days: 30, rows: 3, size: 1_000_000 }
  const first = open(byRows)
  for (const call of ['1', '2', '3']) first.keep(exchange({ call }))
  first.stop()
  const second = open(byRows)
  for (const call of ['4', '5']) second.keep(exchange({ call }))
  expect(second.about(['A']).map(({ call }) => call)).toEqual(['5', '4', '3'])
  const bySize = open({ days: 30, rows: 100, size: 250 })
  bySize.keep(exchange({ call: '6', request: 'x'.repeat(100), answer: 'y'.repeat(100) }))
  expect(bySize.about(['A']).map(({ call }) => call)).toEqual(['6', '5'])
})

test('a very long answer is cut', () => {
  const store = open()
  store.keep(exchange({ answer: 'x'.repeat(500_000) }))
  expect(store.about(['A'])[0]?.answer).toHaveLength(70_001)
})

test('what cannot be written is lost with a warning, and does not break the call', () => {
  const store = open()
  store.keep(exchange())
  database.exec('DROP TABLE exchanges')
  vi.advanceTimersByTime(1000)
  expect(warnings).toEqual(['What the carriers said could not be kept'])
})
