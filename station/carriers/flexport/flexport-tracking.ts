import type { Tracking, TrackingEvent, TrackingStatus } from '../../../shared/tracking.ts'
import type { FlexportTimestamps, FlexportTracking } from './flexport-shapes.ts'

/**
 * The milestones, the last that a parcel reaches first. The API has no words for a state: it is that of the
 * newest milestone reached.
 */
const MILESTONES: readonly (readonly [keyof FlexportTimestamps, TrackingStatus, string])[] = [
  ['deliveryTime', 'delivered', 'Delivered'],
  ['attemptedDeliveryTime', 'delivery-attempted', 'Delivery attempted'],
  ['facilityTime', 'in-transit', 'Arrived at a facility'],
  ['sortationArrivalTime', 'in-transit', 'Arrived at the sortation centre'],
  ['arrivalScanTime', 'in-transit', 'Arrival scan'],
  ['labelTime', 'label-made', 'Label made'],
]

/** What the API's ten timestamps tell, in the form of both carriers. */
export function trackingFrom(answer: FlexportTracking): Tracking {
  const times = answer.eventTimestamps
  const milestones: readonly TrackingEvent[] = MILESTONES.flatMap(([name, status, words]) => {
    const text = times[name]
    return text === null ? [] : [{ at: instantOf(text), status, words, place: null }]
  }).toSorted((a, b) => compare(b.at, a.at))
  const newest = milestones[0]
  const status = newest?.status ?? 'label-made'
  const last = times.lastTrackingEventTime && instantOf(times.lastTrackingEventTime)
  // Something happened after the newest milestone; what, the API does not tell.
  const sinceThen: TrackingEvent[] =
    last && status !== 'delivered' && last > (newest?.at ?? '')
      ? [{ at: last, status, words: '', place: null }]
      : []
  const expired = answer.expiredTrackingData.map(({ trackingCode }) => trackingCode)
  const estimated = times.estimatedDeliveryTime ?? times.promisedDeliveryTime
  return {
    status,
    events: [...sinceThen, ...milestones],
    estimatedDelivery: estimated === null ? null : dayOrInstant(estimated),
    trackingNumber: expired.includes(answer.trackingCode) ? null : answer.trackingCode,
  }
}

const WITHOUT_ZONE = /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/** Times of ISO 8601 in UTC compare as texts; what has none is the oldest. */
function compare(a: string | null, b: string | null): number {
  const [left, right] = [a ?? '', b ?? '']
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** UTC, or null where the text is no time of our era. A time without a zone is UTC, never this machine's. */
function instantOf(text: string): string | null {
  const date = new Date(WITHOUT_ZONE.test(text) ? `${text}Z` : text)
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return /^\d{4}-/.test(iso) ? iso : null
}

function dayOrInstant(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : instantOf(text)
}
