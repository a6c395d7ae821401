import type { Tracking, TrackingEvent } from '../../../shared/tracking.ts'
import { TRACKING_STATUSES, ZONE_OF_TIMES } from './flavorcloud-assumptions.ts'
import type { FlavorCloudTracking } from './flavorcloud-shipments.ts'

/** Tracking in the form of both carriers; undefined where there is no event yet. */
export function trackingFrom(answer: FlavorCloudTracking): Tracking | undefined {
  const given = answer.TrackingHistory.map((entry) => ({
    at: instantOf(entry.StatusDate),
    ...statusOf(entry),
    place: entry.Location,
  }))
  const events = newestFirst(given)
  const [newest] = events
  return (
    newest && {
      status: newest.status,
      events,
      estimatedDelivery: dayOrInstantOf(answer.EstimatedDelivery),
      trackingNumber: answer.TrackingNumber,
    }
  )
}

function statusOf({ Status, StatusDetail }: FlavorCloudTracking['TrackingHistory'][number]) {
  const name = (Status ?? '').toLowerCase().replaceAll(/[-_\s]/g, '')
  const known = Object.hasOwn(TRACKING_STATUSES, name) ? TRACKING_STATUSES[name] : undefined
  const all = [Status, StatusDetail].filter((words) => words !== null)
  return known
    ? { status: known, words: StatusDetail ?? Status ?? '' }
    : { status: 'unknown' as const, words: all.join(': ') }
}

/** The order of the answer is not promised; where two events have one time, it still tells which is newer. */
function newestFirst(given: readonly TrackingEvent[]): TrackingEvent[] {
  const times = given.flatMap(({ at }) => (at === null ? [] : [at]))
  const isOldestFirst = (times[0] ?? '') < (times.at(-1) ?? '')
  const ordered = isOldestFirst ? given.toReversed() : given
  return ordered.toSorted((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?$/i

function instantOf(given: string | null): string | null {
  if (given === null) return null
  if (DAY.test(given)) return isoOf(`${given}T00:00:00${ZONE_OF_TIMES}`)
  const match = INSTANT.exec(given)
  if (!match) return null
  return isoOf(given.replace(' ', 'T') + (match.groups?.zone ? '' : ZONE_OF_TIMES))
}

function isoOf(text: string): string | null {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return null
  const iso = new Date(ms).toISOString()
  return /^\d{4}-/.test(iso) ? iso : null
}

function dayOrInstantOf(given: string | null): string | null {
  if (given === null) return null
  return DAY.test(given) && instantOf(given) !== null ? given : instantOf(given)
}
