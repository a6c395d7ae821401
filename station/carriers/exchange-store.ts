import type { Exchange } from '../../shared/exchange.ts'
import { ExchangeSchema } from '../../shared/exchange.ts'
import type { Database, Migration } from '../database/database.ts'
import { createSteadyClock } from '../lib/steady-clock.ts'
import type { Clock, Log } from '../ports.ts'
import type { ExchangeLog, NewExchange } from './exchange-log.ts'

export const exchangeMigrations: Migration[] = [
  {
    id: 'exchanges-1',
    sql: `
      CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        size INTEGER NOT NULL,
        about TEXT,
        carrier TEXT NOT NULL,
        call TEXT NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        took_ms INTEGER NOT NULL,
        status INTEGER,
        trouble TEXT,
        correlation_id TEXT,
        is_replayed INTEGER NOT NULL,
        request TEXT NOT NULL,
        answer TEXT NOT NULL
      ) STRICT;
      CREATE INDEX exchanges_by_about ON exchanges (about, id) WHERE about IS NOT NULL;
      CREATE INDEX exchanges_by_start ON exchanges (started_at);
    `,
  },
]

export interface ExchangeStore extends ExchangeLog {
  /** The exchanges about any of these texts, newest first, at most 200. */
  about(texts: readonly string[]): Exchange[]
  /** Writes what is still queued; what comes later is not kept. */
  stop(): void
}

export interface ExchangeStoreDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Smaller ones for tests; MOST where absent. */
  readonly most?: Most
}

/** Whichever is reached first. */
export interface Most {
  readonly days: number
  readonly rows: number
  /** Characters of requests and answers. */
  readonly size: number
}

const MOST: Most = { days: 30, rows: 50_000, size: 200_000_000 }
const MOST_SHOWN = 200
/** Of one request or answer, whose own cut comes before. */
const MOST_CHARACTERS = 70_000
const WRITE_AFTER_MS = 1_000
/** Where the disk does not keep up, the oldest that wait are lost and not the memory. */
const MOST_QUEUED = 500

interface Row {
  id: number
  started_at: string
  carrier: string
  call: string
  method: string
  path: string
  took_ms: number
  status: number | null
  trouble: string | null
  correlation_id: string | null
  is_replayed: number
  request: string
  answer: string
}

/**
 * Keeps what was asked of the carriers and answered. `keep` only queues; a moment later the queue goes to disk in
 * one transaction, which also takes away what is too old or too much.
 */
export function openExchangeStore(deps: ExchangeStoreDeps): ExchangeStore {
  const { database, clock, log, most = MOST } = deps
  const insert =
    database.prepare(`INSERT INTO exchanges (started_at, size, about, carrier, call, method, path, took_ms, status,
    trouble, correlation_id, is_replayed, request, answer) VALUES (@startedAt, @size, @about, @carrier, @call, @method,
    @path, @tookMs, @status, @trouble, @correlationId, @isReplayed, @request, @answer)`)
  const select = database.prepare<
    [string]
  >(`SELECT id, started_at, carrier, call, method, path, took_ms, status, trouble,
    correlation_id, is_replayed, request, answer FROM exchanges WHERE about IN (SELECT value FROM json_each(?))
    ORDER BY id DESC LIMIT ${MOST_SHOWN}`)
  // Ids grow with each exchange, whatever the clock said then: none is older than one before it that is not too old.
  const dropOlder = database
    .prepare<[object], number>(
      `DELETE FROM exchanges WHERE id < (SELECT min(id) FROM exchanges WHERE started_at BETWEEN @oldest AND @now)
      RETURNING size`,
    )
    .pluck()
  const oldestFirst = database.prepare<[], { id: number; size: number }>(
    'SELECT id, size FROM exchanges ORDER BY id',
  )
  const dropUpTo = database.prepare<[number]>('DELETE FROM exchanges WHERE id <= ?')
  const totals = database.prepare<[], { rows: number; size: number }>(
    'SELECT count(*) AS rows, coalesce(sum(size), 0) AS size FROM exchanges',
  )
  let kept: { readonly rows: number; readonly size: number } | undefined
  let queue: NewExchange[] = []
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const isClockSteady = createSteadyClock(clock)

  function dropTooOld(): number[] {
    if (!isClockSteady()) return []
    const now = clock.now()
    const oldest = new Date(now.getTime() - most.days * 24 * 3_600_000)
    return dropOlder.all({ oldest: oldest.toISOString(), now: now.toISOString() })
  }

  /** Takes away what is too old or too much, and says what is left. */
  function prune(rows: number, size: number): { rows: number; size: number } {
    const tooOld = dropTooOld()
    const left = {
      rows: rows - tooOld.length,
      size: tooOld.reduce((sum, each) => sum - each, size),
    }
    let last = 0
    if (left.rows > most.rows || left.size > most.size)
      for (const row of oldestFirst.iterate()) {
        if (left.rows <= most.rows && left.size <= most.size) break
        left.rows -= 1
        left.size -= row.size
        last = row.id
      }
    if (last > 0) dropUpTo.run(last)
    return left
  }

  const write = database.transaction((batch: readonly NewExchange[]) => {
    let { rows, size } = kept ?? totals.get() ?? { rows: 0, size: 0 }
    for (const exchange of batch) {
      const request = cut(exchange.request)
      const answer = cut(exchange.answer)
      insert.run({
        ...exchange,
        isReplayed: exchange.isReplayed ? 1 : 0,
        request,
        answer,
        size: request.length + answer.length,
      })
      rows += 1
      size += request.length + answer.length
    }
    return prune(rows, size)
  })

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (queue.length === 0) return
    const batch = queue
    queue = []
    try {
      kept = write(batch)
    } catch (error) {
      // A full disk: what was said is lost, and the bench goes on.
      log.warn({ error, exchanges: batch.length }, 'What the carriers said could not be kept')
    }
  }

  return {
    keep(exchange) {
      if (stopped) return
      queue.push(exchange)
      if (queue.length > MOST_QUEUED) queue.shift()
      timer ??= setTimeout(flush, WRITE_AFTER_MS).unref()
    },
    about(texts) {
      flush()
      return (select.all(JSON.stringify(texts)) as Row[]).map(toExchange)
    },
    stop() {
      flush()
      stopped = true
    },
  }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

function toExchange(row: Row): Exchange {
  return ExchangeSchema.parse({
    id: row.id,
    carrier: row.carrier,
    call: row.call,
    method: row.method,
    path: row.path,
    startedAt: row.started_at,
    tookMs: row.took_ms,
    request: row.request,
    status: row.status,
    trouble: row.trouble,
    answer: row.answer,
    correlationId: row.correlation_id,
    isReplayed: row.is_replayed === 1,
  })
}
