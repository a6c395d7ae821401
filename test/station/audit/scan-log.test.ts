import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { commandBarcode } from '../../../shared/scanning.ts'
import {
  openScanLog,
  scanLogMigrations,
  type Most,
  type NewScanRecord,
  type ScanLog,
} from '../../../station/audit/scan-log.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let folder: string
let database: Database
const logged: string[] = []
const note = (_: object, words: string) => void logged.push(words)
const log = { debug: note, info: note, warn: note, error: note }

function open(most?: Most): ScanLog {
  return openScanLog({ database, clock: { now: () => new Date() }, log, ...(most && { most }) })
}

function scan(change: Partial<NewScanRecord> = {}): NewScanRecord {
  return {
    at: new Date().toISOString(),
    source: 'wedge',
    text: '5391234567892',
    aim: ']E0',
    meaning: 'product',
    about: 'LK-PUL-M-OAT',
    code: 'item-packed',
    accepted: true,
    stepBefore: 'scan-items',
    stepAfter: 'scan-items',
    order: 'LK-20417',
    merchant: 'larkspur',
    parcel: 1,
    shipmentId: null,
    operator: 'Ana',
    goods: null,
    orderId: 7,
    ...change,
  }
}

const onDisk = () => database.prepare('SELECT text FROM scans ORDER BY id').pluck().all()

function keepNow(own: ScanLog, ...texts: string[]): void {
  for (const text of texts) own.keep(scan({ text }))
  vi.advanceTimersByTime(250)
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  logged.length = 0
  folder = mkdtempSync(join(tmpdir(), 'shipbench-scans-'))
  database = openDatabase(join(folder, 'station.sqlite'), scanLogMigrations)
})
afterEach(() => {
  vi.useRealTimers()
  database.close()
  rmSync(folder, { recursive: true })
})

describe('keeping scans', () => {
  test('keeping writes nothing; a quarter of a second later all go to disk at once', () => {
    const own = open()
    own.keep(scan({ text: 'A' }))
    own.keep(scan({ text: 'B' }))
    expect(onDisk()).toEqual([])
    vi.advanceTimersByTime(250)
    expect(onDisk()).toEqual(['A', 'B'])
  })

  test('what was kept comes back as it was, with its order, also what is still queued', () => {
    const own = open()
    const goods = { gtin: '05391234567892', batch: 'B7', serial: 'SN1', expiry: '2027-01-31' }
    own.keep(scan({ goods, shipmentId: 'sh-1' }))
    const { orderId: _, ...record } = scan({ goods, shipmentId: 'sh-1' })
    expect(own.search({ orderId: 7 })).toEqual({
      rows: [{ ...record, id: 1, repeats: 0 }],
      nextCursor: null,
      total: 1,
    })
  })

  test('a supervisor’s code gets neither to disk nor to the screen', () => {
    const own = open()
    const text = commandBarcode('APPROVE', 'S3CRET99')
    own.keep(scan({ text, meaning: 'command', about: 'APPROVE S3CRET99' }))
    vi.advanceTimersByTime(250)
    const rows = database.prepare('SELECT * FROM scans').all()
    expect(JSON.stringify([rows, own.newest(), own.search({})])).not.toContain('S3CRET99')
    expect(own.newest()[0]).toMatchObject({ text: '*SB-APPROVE-…*', about: 'APPROVE' })
  })

  test('a repeat is counted at the newest scan, queued or on disk, and survives a new start', () => {
    const own = open()
    own.keepRepeat()
    own.keep(scan({ text: 'A' }))
    own.keepRepeat()
    vi.advanceTimersByTime(250)
    own.keepRepeat()
    own.keep(scan({ text: 'B' }))
    own.keepRepeat()
    const seen = ({ rows }: ReturnType<ScanLog['search']>) =>
      rows.map(({ text, repeats }) => `${text} ${repeats}`)
    expect(own.newest().map(({ text, repeats }) => `${text} ${repeats}`)).toEqual(['B 1', 'A 2'])
    expect(seen(own.search({}))).toEqual(['B 1', 'A 2'])
    own.stop()
    const next = open()
    next.keepRepeat()
    next.keep(scan({ text: 'C' }))
    expect(seen(next.search({}))).toEqual(['C 0', 'B 2', 'A 2'])
  })

  test('the newest twenty are at hand without the disk, and told of', () => {
    const own = open()
    let changes = 0
    own.changes.subscribe(() => (changes += 1))
    for (let index = 1; index <= 25; index += 1) own.keep(scan({ text: `S${index}` }))
    expect(changes).toBe(25)
    expect(own.newest().map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, index) => `S${25 - index}`),
    )
    expect(onDisk()).toEqual([])
    own.stop()
    expect(open().newest()).toHaveLength(20)
  })

  test('the stop writes what is queued, and nothing comes after it', () => {
    const own = open()
    own.keep(scan({ text: 'A' }))
    own.stop()
    own.keep(scan({ text: 'B' }))
    own.keepRepeat()
    vi.advanceTimersByTime(10_000)
    expect(onDisk()).toEqual(['A'])
  })
})

describe('looking scans up', () => {
  test('pages of one order, newest first, each scan once', () => {
    const own = open()
    for (let index = 1; index <= 7; index += 1)
      own.keep(scan({ text: `S${index}`, orderId: index === 4 ? null : 7 }))
    const first = own.search({ orderId: 7, limit: 4 })
    own.keep(scan({ text: 'LATER' }))
    const second = own.search({ orderId: 7, limit: 4, cursor: first.nextCursor ?? '' })
    expect([...first.rows, ...second.rows].map(({ text }) => text)).toEqual([
      'S7',
      'S6',
      'S5',
      'S3',
      'S2',
      'S1',
    ])
    expect(first.total).toBe(6)
    expect(second.nextCursor).toBeNull()
    expect(own.search({ limit: 200 }).rows).toHaveLength(8)
    expect(own.search({ orderId: 8 })).toEqual({ rows: [], nextCursor: null, total: 0 })
  })
})

describe('a disk that takes nothing', () => {
  /** Fails each write of scans as a full disk does, until it is called. */
  function fillDisk(): () => void {
    const pages = database.pragma('page_count', { simple: true }) as number
    database.exec('CREATE TABLE filler (bytes BLOB)')
    database.pragma(`max_page_count = ${pages + 1}`)
    return () => database.pragma('max_page_count = 1000000')
  }

  test('keeps the scans for later and says it once; nothing is thrown', () => {
    const own = open()
    keepNow(own, 'A')
    const free = fillDisk()
    own.keep(scan({ text: 'B'.repeat(9000) }))
    own.keep(scan({ text: 'C' }))
    vi.advanceTimersByTime(12_000)
    expect(onDisk()).toEqual(['A'])
    expect(logged).toEqual(['Scans could not be kept yet'])
    own.keepRepeat()
    expect(own.newest()[0]).toMatchObject({ text: 'C', repeats: 1 })
    free()
    vi.advanceTimersByTime(5000)
    expect(onDisk()).toEqual(['A', 'B'.repeat(9000), 'C'])
    expect(logged).toEqual(['Scans could not be kept yet', 'Scans are kept again'])
    expect(own.search({ limit: 1 }).rows[0]).toMatchObject({ text: 'C', repeats: 1 })
  })

  test('of more than 2,000 that wait the oldest are lost, and not the memory', () => {
    const own = open()
    const free = fillDisk()
    own.keep(scan({ text: 'B'.repeat(9000) }))
    for (let index = 1; index <= 2100; index += 1) own.keep(scan({ text: `S${index}` }))
    free()
    own.stop()
    expect(onDisk()).toHaveLength(2000)
    expect(onDisk()[0]).toBe('S101')
  })

  test('what is no matter of the disk is lost, and does not hold up the next', () => {
    const own = open()
    keepNow(own, 'A')
    database.exec(`CREATE TRIGGER bug BEFORE INSERT ON scans WHEN new.text = 'BAD'
      BEGIN SELECT raise(ABORT, 'a bug'); END`)
    keepNow(own, 'BAD')
    keepNow(own, 'B')
    expect(onDisk()).toEqual(['A', 'B'])
    expect(logged).toEqual(['Scans are lost'])
  })
})

describe('what is too old or too much', () => {
  test('after 400 days a scan is gone; one that names a batch or a serial number stays', () => {
    const own = open()
    own.keep(scan({ text: 'OLD' }))
    own.keep(scan({ text: 'BATCH', goods: { batch: 'B7' } }))
    own.keep(scan({ text: 'SERIAL', goods: { serial: 'SN1' } }))
    own.keep(scan({ text: 'GTIN', goods: { gtin: '05391234567892' } }))
    vi.advanceTimersByTime(399 * DAY_MS)
    keepNow(own, 'NEW')
    expect(onDisk()).toHaveLength(5)
    vi.advanceTimersByTime(2 * DAY_MS)
    keepNow(own, 'NEWER')
    expect(onDisk()).toEqual(['BATCH', 'SERIAL', 'NEW', 'NEWER'])
  })

  test('more than the most: the oldest go, but those that stay', () => {
    const own = open({ days: 400, rows: 3 })
    own.keep(scan({ text: 'TRACED', goods: { serial: 'SN1' } }))
    keepNow(own, 'A', 'B', 'C', 'D', 'E')
    expect(onDisk()).toEqual(['TRACED', 'C', 'D', 'E'])
  })

  test('much that is too old goes in small steps, one with each write', () => {
    const own = open()
    keepNow(own, ...Array.from({ length: 120 }, (_, index) => `S${index}`))
    vi.advanceTimersByTime(401 * DAY_MS)
    const left: number[] = []
    for (const text of ['X', 'Y', 'Z']) {
      keepNow(own, text)
      left.push(onDisk().length)
    }
    expect(left).toEqual([71, 22, 3])
  })

  test('a clock that was put forward by years is not believed before it has stood an hour', () => {
    const own = open()
    vi.advanceTimersByTime(2 * HOUR_MS)
    keepNow(own, 'A')
    vi.setSystemTime(new Date('2030-01-01T00:00:00.000Z'))
    keepNow(own, 'AHEAD')
    vi.advanceTimersByTime(HOUR_MS - 1000)
    keepNow(own, 'STILL AHEAD')
    expect(onDisk()).toEqual(['A', 'AHEAD', 'STILL AHEAD'])
    vi.setSystemTime(new Date('2026-11-22T14:00:00.000Z'))
    keepNow(own, 'RIGHT')
    vi.advanceTimersByTime(2 * HOUR_MS)
    keepNow(own, 'LATER')
    expect(onDisk()).toEqual(['A', 'AHEAD', 'STILL AHEAD', 'RIGHT', 'LATER'])
  })
})
