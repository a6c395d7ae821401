import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { StoredShipment } from './shipments.ts'

/** What a parcel is told to have met; `at` is now where it is absent. */
export const TrackingMoveSchema = z.strictObject({
  TrackingNumber: z.string(),
  Location: z.string(),
  StatusDetail: z.string(),
  Status: z.string(),
  at: z.iso.datetime().optional(),
  EstimatedDelivery: z.string().optional(),
})
export type TrackingMove = z.output<typeof TrackingMoveSchema>

interface TrackedParcel {
  readonly reference: string
  readonly estimatedDelivery: string
  /** Newest told first. */
  readonly events: readonly {
    readonly Location: string
    /** Without zone, as the vendor has it. */
    readonly StatusDate: string
    readonly StatusDetail: string
    readonly Status: string
  }[]
}

export interface TrackingBook {
  /** The label is made. */
  begin(shipment: StoredShipment): void
  /** False where there is no such parcel. */
  move(move: TrackingMove): boolean
  /** As the API shows it; undefined where there is no such parcel. */
  read(trackingNumber: string): object | undefined
  /** Whether the carrier has the parcel. */
  isUnderWay(trackingNumber: string): boolean
}

const LABEL_MADE = 'In Progress'

/** Where each parcel is; one that was cancelled is still known by its number. */
export function createTrackingBook(): TrackingBook {
  const parcels = new Map<string, TrackedParcel>()
  return {
    begin({ trackingNumber, reference, askedAt, asked: { ShipFromAddress: from } }) {
      parcels.set(trackingNumber, {
        reference,
        estimatedDelivery: '',
        events: [
          {
            Location: [from.City, from.State, from.Country].filter(Boolean).join(', '),
            StatusDate: withoutZone(askedAt),
            StatusDetail: 'Label created, parcel not yet with carrier',
            Status: LABEL_MADE,
          },
        ],
      })
    },
    move({ TrackingNumber, at, EstimatedDelivery, ...event }) {
      const parcel = parcels.get(TrackingNumber)
      if (!parcel) return false
      const StatusDate = withoutZone(at ?? new Date().toISOString())
      parcels.set(TrackingNumber, {
        ...parcel,
        estimatedDelivery: EstimatedDelivery ?? parcel.estimatedDelivery,
        events: [{ ...event, StatusDate }, ...parcel.events],
      })
      return true
    },
    read(trackingNumber) {
      const parcel = parcels.get(trackingNumber)
      return (
        parcel && {
          Reference: parcel.reference,
          TrackingNumber: trackingNumber,
          EstimatedDelivery: parcel.estimatedDelivery,
          TrackingHistory: parcel.events,
          RootRequestId: randomUUID(),
        }
      )
    },
    isUnderWay: (trackingNumber) =>
      parcels.get(trackingNumber)?.events.some(({ Status }) => Status !== LABEL_MADE) ?? false,
  }
}

function withoutZone(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19)
}
