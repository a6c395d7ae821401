import type { CarrierId } from '../../shared/orders.ts'
import { CarrierFailureSchema, type CarrierFailure } from '../../shared/shipping.ts'
import { TrackingSchema, type KeptTracking, type Tracking } from '../../shared/tracking.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'

/** What is known of a parcel's way, and how the last look at it failed. */
export interface TrackingRecord {
  readonly tracking: KeptTracking | null
  readonly failure: CarrierFailure | null
}

interface Row {
  tracking: string | null
  read_at: string | null
  failure: string | null
}

/** The SQL of trackings. A row comes with its purchase; it is open while the parcel is followed. */
export function openTrackingStore(database: Database, clock: Clock) {
  const byShipment = database.prepare<[string], Row>(
    'SELECT tracking, read_at, failure FROM trackings WHERE shipment_id = ?',
  )
  const keep = database.prepare(
    `INSERT INTO trackings (shipment_id, carrier, bought_at, looked_at, is_open, status, tracking, read_at)
    SELECT id, carrier, coalesce(bought_at, @now), @now, @isOpen, @status, @tracking, @now
    FROM shipments WHERE id = @id
    ON CONFLICT DO UPDATE SET looked_at = @now, is_open = min(is_open, @isOpen), status = @status,
    tracking = @tracking, read_at = @now, failure = NULL`,
  )
  const noteFailure = database.prepare(
    `INSERT INTO trackings (shipment_id, carrier, bought_at, looked_at, is_open, failure)
    SELECT id, carrier, coalesce(bought_at, @now), @now, 0, @failure FROM shipments WHERE id = @id
    ON CONFLICT DO UPDATE SET looked_at = @now, failure = @failure`,
  )
  const close = database.prepare('UPDATE trackings SET is_open = 0 WHERE shipment_id = ?')
  const skip = database.prepare('UPDATE trackings SET looked_at = ? WHERE shipment_id = ?')
  const oldest = database.prepare<[CarrierId, string], { shipment_id: string; looked_at: string }>(
    `SELECT shipment_id, looked_at FROM trackings WHERE is_open = 1 AND carrier = ? AND looked_at <= ?
    ORDER BY looked_at LIMIT 1`,
  )
  const heal = database.prepare(
    'UPDATE trackings SET looked_at = @now WHERE is_open = 1 AND carrier = @carrier AND looked_at > @now',
  )
  // Numbers grow with each purchase, whatever the clock said then.
  const isBoughtBefore = database
    .prepare(
      `SELECT CASE WHEN bought_at > @now THEN EXISTS (SELECT 1 FROM shipments AS later
          WHERE later.number > own.number AND later.bought_at <= @instant)
        ELSE bought_at <= @instant AND NOT EXISTS (SELECT 1 FROM shipments AS earlier
          WHERE earlier.number < own.number AND earlier.bought_at > @instant AND earlier.bought_at <= @now) END
      FROM shipments AS own WHERE id = @id`,
    )
    .pluck()

  const now = () => clock.now().toISOString()

  return {
    of(id: string): TrackingRecord {
      const row = byShipment.get(id)
      return {
        tracking:
          row?.tracking && row.read_at
            ? { ...TrackingSchema.parse(JSON.parse(row.tracking)), readAt: row.read_at }
            : null,
        failure: row?.failure ? CarrierFailureSchema.parse(JSON.parse(row.failure)) : null,
      }
    },

    /** `isOver`: the parcel has arrived, and is not followed any further. */
    keep(id: string, tracking: Tracking, isOver: boolean): void {
      keep.run({
        id,
        now: now(),
        isOpen: isOver ? 0 : 1,
        status: tracking.status,
        tracking: JSON.stringify(tracking),
      })
    },

    noteFailure(id: string, failure: CarrierFailure): void {
      noteFailure.run({ id, now: now(), failure: JSON.stringify(failure) })
    },

    /** The parcel is not followed any further. */
    close(id: string): void {
      close.run(id)
    },

    /** Counts as a look without one. */
    skip(id: string): void {
      skip.run(now(), id)
    },

    /** The open parcel of a carrier whose last look is the oldest, and not after `before`. */
    oldest(carrier: CarrierId, before: string) {
      // A look that is still to come was noted before the clock was put back: it counts as one of now.
      heal.run({ carrier, now: now() })
      const row = oldest.get(carrier, before)
      return row && { id: row.shipment_id, lookedAt: row.looked_at }
    },

    /**
     * Whether a parcel was bought before an instant. A clock that was wrong then is told by the purchases around it:
     * none is older than one before it, nor younger than one after it.
     */
    isBoughtBefore: (id: string, instant: Date): boolean =>
      isBoughtBefore.get({ id, now: now(), instant: instant.toISOString() }) === 1,
  }
}

export type TrackingStore = ReturnType<typeof openTrackingStore>
