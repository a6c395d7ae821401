import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AdminAnswer } from '../admin-server.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { problemsOf } from '../switches.ts'
import { MILESTONES } from './parcels.ts'
import type { Milestone, Parcels, StoredParcel } from './parcels.ts'
import { problem } from './problems.ts'

export const ACCOUNT_ID = 'acct-58120'
const TYPE = 'Parcel.TrackingUpdated'

/** What each milestone is told as; those of the future are told of nobody. */
const TOLD: Readonly<Record<Milestone, readonly [status: string, message: string] | null>> = {
  arrivalScanTime: ['IN_TRANSIT', 'Accepted at the injection location'],
  sortationArrivalTime: ['IN_TRANSIT', 'Arrived at the sortation centre'],
  facilityTime: ['IN_TRANSIT', 'Arrived at regional facility'],
  attemptedDeliveryTime: ['OUT_FOR_DELIVERY', 'Delivery attempted, nobody there'],
  deliveryTime: ['DELIVERED', 'Delivered'],
  estimatedDeliveryTime: null,
  promisedDeliveryTime: null,
}

const PlaceSchema = z.strictObject({
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
})
const MoveSchema = z
  .strictObject({
    trackingCode: z.string().optional(),
    parcelId: z.string().optional(),
    /** Absent where only an event is to be told of, as of a parcel that goes back. */
    milestone: z.enum(MILESTONES).optional(),
    /** Absent: now. */
    at: z.iso.datetime().optional(),
    /** The word of the event; absent, that of the milestone. */
    status: z.string().optional(),
    message: z.string().optional(),
    location: PlaceSchema.optional(),
  })
  .refine(
    ({ milestone, status }) => milestone ?? status,
    'Give a milestone, or a status for the event',
  )

export interface TrackingUpdate {
  readonly trackingCode: string
  readonly status: string
  readonly message: string
  readonly eventTime: string
  readonly location: z.output<typeof PlaceSchema>
}

export interface StoredEvent {
  readonly id: string
  readonly type: typeof TYPE
  readonly time: string
  readonly payload: TrackingUpdate
}

export interface TrackingEvents {
  /** Moves a parcel, as the admin call asks. */
  move(given: unknown): AdminAnswer
  /** The event feed, oldest first. */
  feed(request: CarrierRequest): CarrierAnswer
}

/** The ways of the parcels. `tell` is given each event. */
export function createTrackingEvents(
  parcels: Parcels,
  tell: (event: StoredEvent) => void,
): TrackingEvents {
  const events: StoredEvent[] = []

  function emit(parcel: StoredParcel, update: Omit<TrackingUpdate, 'trackingCode'>, now: string) {
    const payload = { trackingCode: parcel.label.trackingCode, ...update }
    const event: StoredEvent = { id: randomUUID(), type: TYPE, time: now, payload }
    events.push(event)
    tell(event)
  }

  return {
    move(given) {
      const asked = MoveSchema.safeParse(given)
      if (!asked.success) return { problem: problemsOf(asked.error) }
      const { milestone, trackingCode, parcelId, location } = asked.data
      const parcel = parcels.byId(parcelId ?? '') ?? parcels.byTrackingCode(trackingCode ?? '')
      if (!parcel) return { problem: 'no parcel has this parcelId or trackingCode' }
      const now = new Date().toISOString()
      const at = asked.data.at ?? now
      if (milestone) parcel.times[milestone] = at
      parcel.times.lastTrackingIngestionTime = now
      const [milestoneStatus, words] = (milestone && TOLD[milestone]) ?? []
      const status = asked.data.status ?? milestoneStatus
      if (status !== undefined) {
        parcel.times.lastTrackingEventTime = at
        const { city, state, country, zip } = parcel.order.shipToAddress
        const message = asked.data.message ?? words ?? status
        const place = location ?? { city, state, country, zip }
        emit(parcel, { status, message, eventTime: at, location: place }, now)
      }
      return { json: { parcelId: parcel.parcelId, trackingCode: parcel.label.trackingCode } }
    },
    feed(request) {
      const page = pageOf(request.query)
      if (!page) return problem(request, 400, 'page_info is not of this feed')
      const { after, type, ids, isEmpty, limit, from } = page
      const wanted = events.filter(
        (event) =>
          !isEmpty &&
          (after === undefined || Date.parse(event.time) > Date.parse(after)) &&
          (type === undefined || event.type === type) &&
          (ids.length === 0 || ids.includes(event.id)),
      )
      const next = from + limit
      const more = next < wanted.length ? { link: nextLink(request, page, next) } : {}
      return jsonAnswer(200, wanted.slice(from, next), { headers: more })
    },
  }
}

const PageSchema = z.object({
  after: z.string().optional(),
  type: z.string().optional(),
  ids: z.array(z.string()),
  /** No event of a parcel is of an order or a shipment. */
  isEmpty: z.boolean(),
  from: z.int().min(0),
})

/** Undefined where `page_info` was not made here. The cursor keeps the filters of the first page. */
function pageOf(query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 100)
  const cursor = query.get('page_info')
  if (cursor !== null) {
    try {
      const text = Buffer.from(cursor, 'base64url').toString('utf8')
      return { ...PageSchema.parse(JSON.parse(text)), limit }
    } catch {
      return undefined
    }
  }
  return {
    after: query.get('after') ?? undefined,
    type: query.get('type') ?? undefined,
    ids: [...query.getAll('ids'), ...query.getAll('ids[]')],
    isEmpty: query.has('order_id') || query.has('shipment_id'),
    from: 0,
    limit,
  }
}

function nextLink(
  request: CarrierRequest,
  { limit, ...page }: NonNullable<ReturnType<typeof pageOf>>,
  from: number,
): string {
  const cursor = Buffer.from(JSON.stringify({ ...page, from })).toString('base64url')
  const url = `http://${request.header('host')}/${request.path.join('/')}`
  return `<${url}?limit=${limit}&page_info=${cursor}>; rel="next"`
}
