import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AdminAnswer } from '../admin-server.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import { createCarrierLedger } from '../carrier-ledger.ts'
import { startCarrierServer } from '../carrier-server.ts'
import type { CarrierRequest, CarrierServer, CarrierServerOptions } from '../carrier-server.ts'
import { labelFile } from '../labels/label-links.ts'
import { moneyToDecimal } from '../../shared/measures.ts'
import { spoiledLabel } from '../labels/spoiled-label.ts'
import { createSwitches } from '../switches.ts'
import { createWebhookDelivery } from '../webhook-delivery.ts'
import { createAccess, tokenProblem } from './access.ts'
import { createJobs } from './jobs.ts'
import { parcelOrder } from './parcel-bodies.ts'
import type { CreateBody, QuoteBody } from './parcel-bodies.ts'
import { createRefusalOf, quoteRefusalOf, quoteWarnings } from './parcel-rules.ts'
import {
  createParcels,
  packageTrackingUrl,
  parcelMembers,
  timestamps,
  trackingMembers,
} from './parcels.ts'
import type { StoredParcel } from './parcels.ts'
import { billedWeightLbs, priceOf } from './pricing.ts'
import { createRefusals, malformed, noSuchResource, problem } from './problems.ts'
import { FLEXPORT_AS_IT_SHOULD, FlexportSwitchesSchema } from './switches.ts'
import { impbTrackingCode } from './tracking-code.ts'
import type { FlexportSwitches } from './switches.ts'
import { createTrackingEvents } from './tracking-events.ts'
import { needsServiceLevel } from './versions.ts'
import { createWebhooks } from './webhooks.ts'

export interface FlexportSimulator extends CarrierServer<FlexportSwitches> {
  /** Has every scope. */
  readonly token: string
}

const LABEL_FORMATS = ['PNG', 'ZPL203', 'ZPL', 'PDF']
/** Calls that are answered as before when their key comes again. */
const REPEATABLE = new Set(['createParcel', 'cancelParcel', 'createWebhook', 'createBulkParcelJob'])

/**
 * Flexport Parcels on loopback, every call of its description: parcels, tracking, quote, bulk jobs, webhooks,
 * the event feed and the authorisation code flow; beside them label links.
 */
export async function startFlexportSimulator(
  options: CarrierServerOptions = {},
): Promise<FlexportSimulator> {
  const switches = createSwitches(FlexportSwitchesSchema, FLEXPORT_AS_IT_SHOULD)
  const state = switches.now
  const access = createAccess()
  const ledger = createCarrierLedger()
  const linksAt = () => server.url
  const parcels = createParcels(ledger, linksAt)
  const jobs = createJobs(parcels, linksAt)
  const delivery = createWebhookDelivery(state)
  const webhooks = createWebhooks(delivery)
  const events = createTrackingEvents(parcels, (event) => webhooks.tell(event))
  const refuse = createRefusals()
  const replays = new Map<string, { readonly bodyHash: string; readonly answer: CarrierAnswer }>()
  let served: readonly number[] = []

  const calls: Readonly<Record<string, (request: CarrierRequest) => CarrierAnswer>> = {
    createParcel: create,
    cancelParcel: cancel,
    getParcel: (request) =>
      ofParcel(request, (parcel, version) => jsonAnswer(200, parcelMembers(parcel, version))),
    getParcelTracking: (request) => ofParcel(request, (parcel) => tracking(request, parcel)),
    getParcelTrackingByTrackingCode: (request) =>
      tracking(request, parcels.byTrackingCode(request.params.trackingCode ?? '')),
    getTrackingUrl: (request) =>
      ofParcel(request, ({ label }) => jsonAnswer(200, packageTrackingUrl(label.trackingCode))),
    getParcelQuote: quote,
    createBulkParcelJob: (request) => jobs.create(request),
    getBulkParcelJob: (request) => jobs.get(request),
    createWebhook: (request) => webhooks.create(request),
    getWebhooks: () => webhooks.list(),
    getWebhook: (request) => webhooks.get(request),
    deleteWebhook: (request) => webhooks.delete(request),
    getEvents: (request) => events.feed(request),
    authorizationRedirect: (request) => access.authorize(request),
    getAccessToken: (request) => access.exchange(request),
  }

  async function route(request: CarrierRequest): Promise<CarrierAnswer> {
    const { call = '', path } = request
    if (call === 'label') return label(path[1] ?? '')
    const work = calls[call]
    if (!work) return noSuchResource(request)
    const stopped = path[3] === 'oauth' ? undefined : gate(request)
    if (stopped) return stopped
    const version = path[2] ?? ''
    const problems = request.problems.filter(
      ({ missingProperty }) => missingProperty !== 'serviceLevel' || needsServiceLevel(version),
    )
    if (problems.length > 0) return malformed(request, problems)
    return REPEATABLE.has(call) ? once(request, work) : work(request)
  }

  /** What is answered before a call is even read. */
  function gate(request: CarrierRequest): CarrierAnswer | undefined {
    const limit = state.rateLimit
    if (limit) {
      const now = Date.now()
      served = served.filter((at) => at > now - limit.seconds * 1000)
      if (served.length >= limit.calls) {
        const headers = { 'retry-after': String(Math.ceil(limit.seconds)) }
        return { ...problem(request, 429, 'Slow down'), headers }
      }
      served = [...served, now]
    }
    if (!state.tokenValid) return tokenProblem(request)
    const refused = access.refusal(request)
    if (refused) return refused
    return state.accountLocked ? problem(request, 423, 'Account is frozen') : undefined
  }

  /** Does the work, or gives the answer that the same key had before. */
  function once(
    request: CarrierRequest,
    work: (request: CarrierRequest) => CarrierAnswer,
  ): CarrierAnswer {
    const given = request.header('idempotency-key')
    if (given === undefined || state.ignoreIdempotencyKey) return work(request)
    const key = `${request.call} ${given}`
    const bodyHash = createHash('sha256').update(request.body).digest('hex')
    const earlier = replays.get(key)
    if (earlier && earlier.bodyHash !== bodyHash)
      return problem(request, 409, 'This idempotency-key was used with another body')
    if (earlier) return { ...earlier.answer, headers: { 'idempotent-replayed': 'true' } }
    const answer = work(request)
    if (answer.status < 300) replays.set(key, { bodyHash, answer })
    return answer
  }

  function create(request: CarrierRequest): CarrierAnswer {
    const version = request.path[2] ?? ''
    const order = parcelOrder(version, request.json as CreateBody)
    if (!LABEL_FORMATS.includes(order.labelFormat))
      return problem(request, 400, `labelFormat: must be one of ${LABEL_FORMATS.join(', ')}`)
    if (!state.sellerReady) return refuse(request, 'SELLER_NOT_FOUND')
    const refused = createRefusalOf(order)
    if (refused) return refuse(request, ...refused)
    if (state.errorStatusOn2xx)
      return jsonAnswer(201, { status: 'ERROR', errors: 'LABEL_PURCHASE_FAILED' })
    return jsonAnswer(201, parcelMembers(parcels.sell(order), version), { sale: true })
  }

  function cancel(request: CarrierRequest): CarrierAnswer {
    const { parcelId } = request.json as { parcelId: string }
    const parcel = parcels.byId(parcelId)
    if (!parcel) return refuse(request, 'PARCEL_NOT_FOUND')
    if (!parcels.cancel(parcel)) return refuse(request, 'LABEL_ALREADY_CANCELLED')
    return { status: 200, type: 'application/json', body: '' }
  }

  function quote(request: CarrierRequest): CarrierAnswer {
    const asked = request.json as QuoteBody
    if (!state.sellerReady) return refuse(request, 'INVALID_SELLER')
    const refused = quoteRefusalOf(asked)
    if (refused) return refuse(request, ...refused)
    return jsonAnswer(200, {
      price: Number(moneyToDecimal(priceOf(asked)).amount),
      serviceLevel: asked.serviceLevel,
      billedWeightLbs: billedWeightLbs(asked.dimensions),
      dimensions: asked.dimensions,
      warnings: quoteWarnings(asked),
    })
  }

  function ofParcel(
    request: CarrierRequest,
    work: (parcel: StoredParcel, version: string) => CarrierAnswer,
  ): CarrierAnswer {
    const parcel = parcels.byId(request.params.parcelId ?? '')
    return parcel ? work(parcel, request.path[2] ?? '') : refuse(request, 'PARCEL_NOT_FOUND')
  }

  function tracking(request: CarrierRequest, parcel: StoredParcel | undefined): CarrierAnswer {
    const version = request.path[2] ?? ''
    if (parcel && state.trackingKnown && !state.errorStatusOn2xx)
      return jsonAnswer(200, trackingMembers(parcel, version))
    const code = 'PARCEL_TRACKING_NOT_FOUND'
    if (!state.errorStatusOn2xx) return refuse(request, code)
    const errorMessage = 'there is no tracking yet'
    const eventTimestamps = timestamps(version, {})
    return jsonAnswer(200, { status: 'ERROR', errors: code, errorMessage, eventTimestamps })
  }

  async function label(name: string): Promise<CarrierAnswer> {
    if (state.labelLinkFailsFirst > 0) {
      switches.set({ labelLinkFailsFirst: state.labelLinkFailsFirst - 1 })
      return { status: 503, type: 'text/plain', body: 'Not yet' }
    }
    const labelId = name.slice(0, name.lastIndexOf('.'))
    const zpl = parcels.labelZpl(labelId) ?? jobs.labelsZpl(labelId)
    const spoiled = zpl && spoiledLabel(zpl, state.labelFault, impbTrackingCode(1))
    const file = spoiled === undefined ? undefined : await labelFile(name, spoiled)
    return file ?? { status: 404, type: 'text/plain', body: 'No such label' }
  }

  const RebuySchema = z.strictObject({ parcelId: z.string() })
  function rebuy(given: unknown): AdminAnswer {
    const asked = RebuySchema.safeParse(given)
    const parcel = asked.success ? parcels.byId(asked.data.parcelId) : undefined
    if (!parcel) return { problem: 'parcelId: must be that of a parcel sold' }
    const { trackingCode: expired } = parcel.label
    if (!parcels.rebuy(parcel)) return { problem: 'the label of this parcel is cancelled' }
    return { json: { parcelId: parcel.parcelId, expired, trackingCode: parcel.label.trackingCode } }
  }

  const withCorrelation = (answer: CarrierAnswer): CarrierAnswer => ({
    ...answer,
    headers: { 'x-correlation-id': randomUUID(), ...answer.headers },
  })
  const server = await startCarrierServer<FlexportSwitches>(options, {
    description: () => import('./flexport.openapi.json', { with: { type: 'json' } }),
    otherCalls: { labels: 'label' },
    ledger: () => ledger.rows(),
    switches,
    admin: {
      'POST tracking': (given) => events.move(given),
      'POST rebuy': rebuy,
      'GET webhooks': () => ({ json: delivery.tries() }),
    },
    handle: async (request) => withCorrelation(await route(request)),
    refuse: (code, request) => withCorrelation(refuse(request, code)),
  })
  return {
    ...server,
    token: access.token,
    async stop() {
      delivery.stop()
      await server.stop()
    },
  }
}
