import { randomInt } from 'node:crypto'
import type { CarrierId } from '../../shared/orders.ts'
import type { HistoryLine } from '../../shared/outbox.ts'
import { BenchProblemSchema, type BenchProblem } from '../../shared/packing.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'
import {
  afterAttempt,
  LONGEST_WAIT_MS,
  type Attempt,
  type JobFailure,
  type ParkedParcel,
  type ParkedState,
} from './job.ts'

interface Row {
  id: string
  order_id: number
  order_reference: string
  merchant: string
  parcel: number
  carrier: CarrierId
  packed: string
  state: ParkedState
  parked_at: string
  due_at: string
  wanted_at: string | null
  attempts: number
  failure: string | null
  problem: string | null
}

/** A box as the bench hands it over. */
export type ParcelToPark = Pick<
  ParkedParcel,
  'orderId' | 'order' | 'merchant' | 'parcel' | 'carrier' | 'packed'
>

const COLUMNS = `id, order_id, order_reference, merchant, parcel, carrier, packed, state, parked_at, due_at, wanted_at,
  attempts, failure, problem`
const OPEN = `state IN ('waiting', 'buying', 'bought', 'refused')`
/** Without letters that are taken for digits, or for one another. */
const ID_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Short enough for a barcode with bars of two dots on a label of 2 by 1 inch. */
const ID_LENGTH = 6

function newId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('')
}

function toParcel(row: Row): ParkedParcel {
  return {
    id: row.id,
    orderId: row.order_id,
    order: row.order_reference,
    merchant: row.merchant,
    parcel: row.parcel,
    carrier: row.carrier,
    packed: row.packed,
    state: row.state,
    parkedAt: row.parked_at,
    dueAt: row.due_at,
    wantedAt: row.wanted_at,
    attempts: row.attempts,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as JobFailure),
    problem: row.problem === null ? null : BenchProblemSchema.parse(JSON.parse(row.problem)),
  }
}

/** The only SQL that writes parked parcels. Every write is one transaction, fsynced before it returns. */
export function openJobStore(database: Database, clock: Clock) {
  const one = (where: string, index = '') =>
    database.prepare<unknown[], Row>(
      `SELECT ${COLUMNS} FROM parked_parcels ${index} WHERE ${where}`,
    )
  const byId = one('id = ?')
  const openOf = one(`order_id = ? AND ${OPEN} ORDER BY parcel`)
  const openParcel = one(`order_id = ? AND parcel = ? AND ${OPEN}`)
  const insert = database.prepare(`INSERT INTO parked_parcels
    (id, order_id, order_reference, merchant, parcel, carrier, packed, state, parked_at, due_at)
    VALUES (@id, @orderId, @order, @merchant, @parcel, @carrier, @packed, 'waiting', @now, @now)`)
  const wanted = one(
    `carrier = ? AND state = 'waiting' AND wanted_at IS NOT NULL AND due_at <= ?
    ORDER BY wanted_at, number LIMIT 1`,
    'INDEXED BY parked_wanted',
  )
  const due = one(
    `carrier = ? AND state = 'waiting' AND due_at <= ? ORDER BY due_at, number LIMIT 1`,
  )
  const nextDue = database
    .prepare<[CarrierId, string], string>(
      `SELECT due_at FROM parked_parcels WHERE carrier = ? AND state = 'waiting' AND due_at > ?
       ORDER BY due_at LIMIT 1`,
    )
    .pluck()
  const begin = database.prepare(
    `UPDATE parked_parcels SET state = 'buying' WHERE id = ? AND state = 'waiting'`,
  )
  const conclude =
    database.prepare(`UPDATE parked_parcels SET state = @state, attempts = @attempts, due_at = @dueAt,
    wanted_at = NULL, failure = @failure, problem = @problem WHERE id = @id`)
  const end = database.prepare(
    `UPDATE parked_parcels SET state = ?, ended_at = ?, wanted_at = NULL WHERE id = ?`,
  )
  const want =
    database.prepare(`UPDATE parked_parcels SET due_at = min(due_at, @now), wanted_at = @now
    WHERE order_id = @orderId AND parcel <= @parcel AND state = 'waiting' AND ${OPEN}`)
  const wake = database.prepare(
    `UPDATE parked_parcels SET due_at = min(due_at, ?) WHERE order_id = ? AND parcel = ? AND state = 'waiting' AND ${OPEN}`,
  )
  const refuse = database.prepare(
    `UPDATE parked_parcels SET state = 'refused', problem = ? WHERE id = ?`,
  )
  const rescue = database.prepare(
    `UPDATE parked_parcels SET state = 'waiting' WHERE state = 'buying' AND ${OPEN}`,
  )
  const heal = database.prepare(
    `UPDATE parked_parcels SET due_at = @now WHERE state = 'waiting' AND carrier = @carrier AND due_at > @latest`,
  )
  const newest = database.prepare<
    [string],
    { number: number; verdict: string; code: string | null }
  >(
    'SELECT number, verdict, code FROM parked_history WHERE parked_id = ? ORDER BY number DESC LIMIT 1',
  )
  const again = database.prepare(
    'UPDATE parked_history SET times = times + 1, at = ?, said = ? WHERE number = ?',
  )
  const note = database.prepare(
    'INSERT INTO parked_history (parked_id, at, verdict, code, said) VALUES (?, ?, ?, ?, ?)',
  )
  const history = database.prepare<[string], HistoryLine>(
    'SELECT at, verdict, code, said, times FROM parked_history WHERE parked_id = ? ORDER BY number DESC LIMIT 100',
  )
  const now = () => clock.now().toISOString()
  const after = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()

  function find(id: string): ParkedParcel | undefined {
    const row = byId.get(id.toUpperCase())
    return row && toParcel(row)
  }

  function ofParcel(orderId: number, parcel: number): ParkedParcel | undefined {
    const row = openParcel.get(orderId, parcel)
    return row && toParcel(row)
  }

  /** The same again is one line with a count, so that a night without a line is not a thousand of them (O-6). */
  function remember(id: string, attempt: Attempt): void {
    const failure = attempt.verdict === 'done' ? null : attempt.failure
    const code = failure?.code ?? null
    const last = newest.get(id)
    if (last?.verdict === attempt.verdict && last.code === code)
      again.run(now(), failure?.said ?? null, last.number)
    else note.run(id, now(), attempt.verdict, code, failure?.said ?? null)
  }

  return {
    find,
    ofParcel,
    /** The open ones of an order, by box. */
    ofOrder: (orderId: number): ParkedParcel[] => openOf.all(orderId).map(toParcel),

    /** Throws where the parcel is parked already: the bench asks before. */
    add(parcel: ParcelToPark): ParkedParcel {
      let id = newId()
      while (byId.get(id)) id = newId()
      insert.run({ ...parcel, id, now: now() })
      const added = find(id)
      if (!added) throw new Error(`Parked parcel ${id} is gone`)
      return added
    },

    /** The next one to buy now: one whose sticker was scanned before the rest, then by due time (O-3). */
    next(carrier: CarrierId): ParkedParcel | undefined {
      const row = wanted.get(carrier, now()) ?? due.get(carrier, now())
      return row && toParcel(row)
    },

    /** When the next one of a carrier falls due; undefined where none will. */
    nextDueAt: (carrier: CarrierId): string | undefined => nextDue.get(carrier, now()),

    /** Takes a waiting one for a try; false where it is not waiting any more. */
    begin: (id: string): boolean => begin.run(id).changes === 1,

    conclude(id: string, attempt: Attempt): void {
      database.transaction(() => {
        const job = find(id)
        // Its label, found by other ways, is on the box already.
        if (job?.state === 'closed') return
        if (job?.state !== 'buying') throw new Error(`Parked parcel ${id} is ${job?.state}`)
        const { state, attempts, afterMs, problem } = afterAttempt(job, attempt)
        conclude.run({
          id,
          state,
          attempts,
          dueAt: after(afterMs),
          failure: attempt.verdict === 'done' ? null : JSON.stringify(attempt.failure),
          problem: problem && JSON.stringify(problem),
        })
        remember(id, attempt)
      })()
    },

    /** Its sticker was scanned: it goes before all others, and earlier boxes of its order before it. */
    want({ orderId, parcel }: ParkedParcel): void {
      want.run({ orderId, parcel, now: now() })
    },

    /** Due now, in its turn. */
    wake(orderId: number, parcel: number): void {
      wake.run(now(), orderId, parcel)
    },

    refuse(id: string, problem: BenchProblem): void {
      refuse.run(JSON.stringify(problem), id)
    },

    /** taken: the bench has it again · closed: its label is on it. */
    end(id: string, state: 'taken' | 'closed'): void {
      end.run(state, now(), id)
    },

    /** What a crash cut off waits again: the ledger knows how far it got (O-2). */
    rescue: (): number => rescue.run().changes,

    /** A due time further off than any wait comes from a clock that was put back since (O-7). */
    heal(carrier: CarrierId): void {
      heal.run({ carrier, now: now(), latest: after(LONGEST_WAIT_MS) })
    },

    history: (id: string): HistoryLine[] => history.all(id.toUpperCase()),
  }
}

export type JobStore = ReturnType<typeof openJobStore>
