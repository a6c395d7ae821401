import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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

const rows = () => database.prepare('SELECT count(*) FROM exchanges').pluck().get()

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
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
  vi.setSystemTime(new Date('2026-12-23T10:00:00.000Z'))
  store.keep(exchange({ call: 'new' }))
  expect(store.about(['A']).map(({ call }) => call)).toEqual(['new'])
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
