import { createHash } from 'node:crypto'
import type { Order } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { ShipmentState } from '../../shared/shipping.ts'
import type { Database } from '../database/database.ts'
import type { DatabaseNotUsable } from '../database/opening.ts'
import { isStorageTrouble, storageTrouble } from '../database/storage-trouble.ts'
import type { Clock, Log } from '../ports.ts'
import {
  openIntentJournal,
  type IntentJournal,
  type JournalledEnd,
  type JournalledIntent,
  type JournalLine,
} from './intent-journal.ts'
import { isLive, LIVE_STATES } from './purchase.ts'

export interface RecoveryDeps {
  readonly database: Database
  readonly dataDir: string
  /** The id of an order by merchant and reference; one that the database does not know is put into it. */
  readonly orderIdOf: (order: Order) => number
  readonly clock: Clock
  readonly log: Log
}

/**
 * Opens the journal of purchases and puts into the ledger what it does not know of them: it comes from a backup
 * (P-18). The usual start reads one line.
 */
export function takeUpJournal(deps: RecoveryDeps): Outcome<IntentJournal, DatabaseNotUsable> {
  let journal: IntentJournal | undefined
  try {
    journal = openIntentJournal(deps.dataDir, deps.clock, deps.log)
    const newest = journal.newest()
    const back = newest && isKnown(deps.database, newest) ? [] : bringBack(deps, journal.lines())
    for (const { id, order, state } of back)
      deps.log.warn({ shipment: id, order, state }, 'The database did not know of a purchase')
    return done(journal)
  } catch (error) {
    journal?.close()
    if (!isStorageTrouble(error) && !isAboutAFile(error)) throw error
    const { words, todo } = storageTrouble(error)
    return failed({ code: 'database-not-usable', detail: `purchases.journal ${words}; ${todo}` })
  }
}

function isAboutAFile(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/** Lines are written after the ledger, so a ledger that knows the newest knows them all. */
function isKnown(database: Database, line: JournalLine): boolean {
  const state = stateIn(database, line.id)
  return line.event === 'intended' ? state !== undefined : state === line.state
}

function stateIn(database: Database, id: string): ShipmentState | undefined {
  return database.prepare('SELECT state FROM shipments WHERE id = ?').pluck().get(id) as
    | ShipmentState
    | undefined
}

interface BroughtBack {
  readonly id: string
  readonly order: string
  readonly state: ShipmentState
}

/** All of them or none: the next start looks at the newest line only. */
function bringBack(deps: RecoveryDeps, lines: readonly JournalLine[]): BroughtBack[] {
  const { database } = deps
  const ends = new Map<string, JournalledEnd>()
  for (const line of lines) if (line.event === 'ended') ends.set(line.id, line)
  const setEnd = database.prepare(
    'UPDATE shipments SET state = @state, failure = @failure, next_attempt_at = NULL WHERE id = @id',
  )
  const insert = inserting(deps)
  return database
    .transaction(() =>
      lines.flatMap((line): BroughtBack[] => {
        if (line.event === 'ended') return []
        const end = ends.get(line.id)
        const before = stateIn(database, line.id)
        if (before !== undefined && (!end || end.state === before)) return []
        const state = end?.state ?? 'in-doubt'
        const failure = end?.failure ? JSON.stringify(end.failure) : null
        if (before === undefined) insert(line, state, failure)
        else setEnd.run({ id: line.id, state, failure })
        return [{ id: line.id, order: line.order.reference, state }]
      }),
    )
    .immediate()
}

function inserting({ database, orderIdOf, clock }: RecoveryDeps) {
  const now = clock.now().toISOString()
  // A parcel is bought again only when the purchase before has ended (P-3), whatever the journal missed of that.
  const giveUp = database.prepare(
    `UPDATE shipments SET state = 'given-up', next_attempt_at = NULL WHERE order_id = ? AND parcel = ?
     AND state IN (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`,
  )
  // `called_again_at`: nobody at the bench waits for this label, so no look-up may end in another call (P-16).
  const insert =
    database.prepare(`INSERT INTO shipments (id, order_id, order_reference, merchant, parcel, attempt, carrier,
    service_level, state, reference, request_body, request_sha256, contents, weight_grams, weight_lineage, box,
    recipient, country, operator, intended_at, called_at, called_again_at, failure, next_attempt_at)
    VALUES (@id, @orderId, @orderReference, @merchant, @parcel, @attempt, @carrier, @serviceLevel, @state,
    @reference, @requestBody, @requestSha256, @contents, @weightGrams, @weightLineage, @box, @recipient, @country,
    @operator, @at, @at, @now, @failure, @nextAttemptAt)`)
  return (intent: JournalledIntent, state: ShipmentState, failure: string | null): void => {
    const { event: _event, order, contents, ...columns } = intent
    const orderId = orderIdOf(order)
    giveUp.run(orderId, intent.parcel)
    insert.run({
      ...columns,
      orderId,
      orderReference: order.reference,
      merchant: order.merchant,
      recipient: order.shipTo.name,
      country: order.shipTo.country,
      requestSha256: createHash('sha256').update(intent.requestBody).digest('hex'),
      contents: JSON.stringify(contents),
      state,
      failure,
      now,
      nextAttemptAt: isLive(state) ? now : null,
    })
  }
}
