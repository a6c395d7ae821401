import type { CarrierId } from '../../shared/orders.ts'
import type { ShipmentState } from '../../shared/shipping.ts'
import type { Database } from '../../station/database/database.ts'
import type { ParkedState } from '../../station/outbox/job.ts'

/** A purchase as it stands on disk. */
export interface LedgerRow {
  readonly id: string
  readonly order_id: number
  readonly parcel: number
  readonly carrier: CarrierId
  readonly reference: string
  readonly request_body: string
  readonly state: ShipmentState
  readonly code: string | null
  /** The carrier's answer, where it was a failure. */
  readonly status: number | null
  readonly carrier_shipment_id: string | null
  readonly label_kind: string | null
  readonly sent_at: string | null
  readonly on_paper_at: string | null
  readonly on_box_at: string | null
  readonly void_accepted_at: string | null
  readonly called_again_at: string | null
}

/** A parked box as it stands on disk. */
export interface JobRow {
  readonly id: string
  readonly order_id: number
  readonly parcel: number
  readonly carrier: CarrierId
  readonly state: ParkedState
  readonly due_at: string
  readonly wanted_at: string | null
  readonly attempts: number
  /** The parcel's newest purchase that had come to nothing when it was parked. */
  readonly ended_before: string | null
}

/** A step of a purchase or of a parked box. */
interface Move {
  readonly number: number
  readonly what: string
  readonly step: string
}

/** Looks are many, and to prepare one takes longer than the look itself. */
const looks = new WeakMap<Database, ReturnType<typeof prepareLooks>>()

function prepareLooks(database: Database) {
  return {
    rows: database.prepare<[], LedgerRow>(
      `SELECT id, order_id, parcel, carrier, reference, request_body, state, failure ->> 'code' AS code,
       failure ->> 'httpStatus' AS status,
       carrier_shipment_id, label_kind, sent_at, on_paper_at, on_box_at, void_accepted_at, called_again_at
       FROM shipments ORDER BY number`,
    ),
    jobs: database.prepare<[], JobRow>(
      `SELECT id, order_id, parcel, carrier, state, due_at, wanted_at, attempts,
       packed ->> 'endedBefore' AS ended_before FROM parked_parcels
       ORDER BY number`,
    ),
    moves: database.prepare<[number], Move>(
      'SELECT number, what, step FROM moves WHERE number > ? ORDER BY number',
    ),
  }
}

function looksAt(database: Database) {
  const prepared = looks.get(database) ?? prepareLooks(database)
  looks.set(database, prepared)
  return prepared
}

export function rowsOf(database: Database): LedgerRow[] {
  return looksAt(database).rows.all()
}

/** In the order in which they were parked. */
export function jobsOf(database: Database): JobRow[] {
  return looksAt(database).jobs.all()
}

/** The steps since that one, oldest first. */
export function movesSince(database: Database, number: number): Move[] {
  return looksAt(database).moves.all(number)
}
