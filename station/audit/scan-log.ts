import {
  ScanRecordSchema,
  ScanSearchSchema,
  type ScanRecord,
  type ScanSearch,
} from '../../shared/scanning.ts'
import type { Database } from '../database/database.ts'
import { isStorageTrouble } from '../database/storage-trouble.ts'
import { createSteadyClock } from '../lib/steady-clock.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { isApproval, loggedText } from './logged-text.ts'

export { scanLogMigrations } from './schema.ts'

/** What is kept of one scan; `orderId` is the order that was open after it, or else before it. */
export type NewScanRecord = Omit<ScanRecord, 'id' | 'repeats'> & { readonly orderId: number | null }

/** The audit log of scans: every one, what it meant and what came of it. */
export interface ScanLog {
  /** Takes a scan down; never throws, never waits for the disk. */
  keep(record: NewScanRecord): void
  /** The scan kept last came once more within the window and counted once. */
  keepRepeat(): void
  /** Newest first. `total` is counted to 10,001. */
  search(query: ScanSearch): { rows: ScanRecord[]; nextCursor: string | null; total: number }
  /** The newest twenty, newest first. */
  newest(): ScanRecord[]
  readonly changes: Topic<void>
  /** Writes what is still queued; what comes later is not kept. */
  stop(): void
}

export interface ScanLogDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Smaller ones for tests; MOST where absent. */
  readonly most?: Most
}

/** Whichever is reached first; scans that name a batch or a serial number stay. */
export interface Most {
  readonly days: number
  readonly rows: number
}

const MOST: Most = { days: 400, rows: 3_000_000 }
const NEWEST = 20
const WRITE_AFTER_MS = 250
/** After a disk that took nothing. */
const AGAIN_AFTER_MS = 5000
/** Where the disk does not keep up, the oldest that wait are lost and not the memory. */
const MOST_QUEUED = 2000
/** So many leave with one write, so that no scan waits for it. */
const STEP = 50

interface Queued extends NewScanRecord {
  readonly id: number
  repeats: number
}

interface Row {
  id: number
  at: string
  source: string
  text: string
  aim: string | null
  meaning: string
  about: string | null
  code: string
  is_accepted: number
  repeats: number
  step_before: string
  step_after: string
  order_reference: string | null
  merchant: string | null
  parcel: number | null
  shipment_id: string | null
  operator: string | null
  goods: string | null
}

const COLUMNS = `id, at, source, text, aim, meaning, about, code, is_accepted, repeats, step_before, step_after,
  order_reference, merchant, parcel, shipment_id, operator, goods`

/**
 * Keeps the scans of the bench. `keep` only queues; a moment later the queue goes to disk in one transaction, which
 * also takes away a few of those that are too old or too many.
 */
export function openScanLog(deps: ScanLogDeps): ScanLog {
  const { database, clock, log, most = MOST } = deps
  const changes = createTopic<void>()
  const isClockSteady = createSteadyClock(clock)
  const insert =
    database.prepare(`INSERT INTO scans (${COLUMNS}, order_id, is_traced) VALUES (@id, @at, @source, @text,
    @aim, @meaning, @about, @code, @isAccepted, @repeats, @stepBefore, @stepAfter, @order, @merchant, @parcel,
    @shipmentId, @operator, @goods, @orderId, @isTraced)`)
  const setRepeats = database.prepare('UPDATE scans SET repeats = @repeats WHERE id = @id')
  const forget = database.prepare(`DELETE FROM scans WHERE id IN (
    SELECT id FROM (SELECT id, at FROM scans WHERE is_traced = 0 ORDER BY id LIMIT ${STEP})
    WHERE at < @oldest OR id <= @upTo)`)
  const select = (where: string) =>
    database.prepare<unknown[], Row>(
      `SELECT ${COLUMNS} FROM scans WHERE ${where} AND id < @before ORDER BY id DESC LIMIT @limit`,
    )
  const count = (where: string) =>
    database
      .prepare<[object], number>(
        `SELECT count(*) FROM (SELECT 1 FROM scans WHERE ${where} LIMIT 10001)`,
      )
      .pluck()
  const ofOrder = 'order_id = @orderId'
  const statements = {
    all: { select: select('1'), count: count('1') },
    ofOrder: { select: select(ofOrder), count: count(ofOrder) },
  }

  const first = { before: Number.MAX_SAFE_INTEGER, limit: NEWEST }
  let newest = statements.all.select.all(first).map(toRecord)
  let lastId = newest[0]?.id ?? 0
  let queue: Queued[] = []
  /** The newest scan is on disk already, and came again since. */
  let repeated: { readonly id: number; readonly repeats: number } | undefined
  let timer: NodeJS.Timeout | undefined
  let isDiskWell = true
  let stopped = false

  const write = database.transaction(() => {
    if (repeated) setRepeats.run(repeated)
    for (const scan of queue)
      insert.run({
        ...scan,
        isAccepted: scan.accepted ? 1 : 0,
        goods: scan.goods && JSON.stringify(scan.goods),
        isTraced: scan.goods?.batch !== undefined || scan.goods?.serial !== undefined ? 1 : 0,
      })
    const oldest = new Date(clock.now().getTime() - most.days * 24 * 3_600_000)
    forget.run({ oldest: isClockSteady() ? oldest.toISOString() : '', upTo: lastId - most.rows })
  })

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (queue.length === 0 && !repeated) return
    try {
      write()
      queue = []
      repeated = undefined
      if (!isDiskWell) log.info({}, 'Scans are kept again')
      isDiskWell = true
    } catch (error) {
      if (!isStorageTrouble(error)) {
        log.error({ error, scans: queue.length }, 'Scans are lost')
        queue = []
        repeated = undefined
        return
      }
      // A full disk: the scans wait for it, and the bench goes on.
      if (isDiskWell) log.warn({ error, scans: queue.length }, 'Scans could not be kept yet')
      isDiskWell = false
      writeLater()
    }
  }

  function writeLater(): void {
    if (stopped) return
    timer ??= setTimeout(flush, isDiskWell ? WRITE_AFTER_MS : AGAIN_AFTER_MS).unref()
  }

  return {
    changes,
    keep(record) {
      if (stopped) return
      lastId += 1
      const scan: Queued = {
        ...record,
        id: lastId,
        repeats: 0,
        text: loggedText(record.text),
        about: isApproval(record.text) ? 'APPROVE' : record.about,
      }
      queue.push(scan)
      if (queue.length > MOST_QUEUED) queue.shift()
      newest = [shown(scan), ...newest.slice(0, NEWEST - 1)]
      writeLater()
      changes.publish()
    },
    keepRepeat() {
      const [last, ...before] = newest
      if (stopped || !last) return
      const repeats = last.repeats + 1
      newest = [{ ...last, repeats }, ...before]
      const waiting = queue.at(-1)
      if (waiting) waiting.repeats = repeats
      else repeated = { id: last.id, repeats }
      writeLater()
      changes.publish()
    },
    search(query) {
      flush()
      const { orderId, limit, cursor } = ScanSearchSchema.parse(query)
      const { select, count } = orderId === undefined ? statements.all : statements.ofOrder
      const filter = orderId === undefined ? {} : { orderId }
      const before = Number(cursor)
      const rows = select.all({
        ...filter,
        before: Number.isSafeInteger(before) && before > 0 ? before : first.before,
        limit: limit + 1,
      })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        rows: page.map(toRecord),
        nextCursor: rows.length > page.length && last ? String(last.id) : null,
        total: count.get(filter) ?? 0,
      }
    },
    newest: () => newest,
    stop() {
      stopped = true
      flush()
    },
  }
}

function shown({ orderId: _orderId, ...record }: Queued): ScanRecord {
  return record
}

function toRecord(row: Row): ScanRecord {
  return ScanRecordSchema.parse({
    id: row.id,
    at: row.at,
    source: row.source,
    text: row.text,
    aim: row.aim,
    meaning: row.meaning,
    about: row.about,
    code: row.code,
    accepted: row.is_accepted === 1,
    repeats: row.repeats,
    stepBefore: row.step_before,
    stepAfter: row.step_after,
    order: row.order_reference,
    merchant: row.merchant,
    parcel: row.parcel,
    shipmentId: row.shipment_id,
    operator: row.operator,
    goods: row.goods === null ? null : (JSON.parse(row.goods) as unknown),
  })
}
