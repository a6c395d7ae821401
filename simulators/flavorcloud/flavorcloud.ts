import { z } from 'zod'
import type { AdminCalls } from '../admin-server.ts'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import { createCarrierLedger } from '../carrier-ledger.ts'
import { startCarrierServer } from '../carrier-server.ts'
import type { CarrierRequest, CarrierServer, CarrierServerOptions } from '../carrier-server.ts'
import { createSwitches, problemsOf } from '../switches.ts'
import { createWebhookDelivery, type DeliveryTry } from '../webhook-delivery.ts'
import { createAccess } from './access.ts'
import { createBatches } from './batches.ts'
import { billsOf } from './billing.ts'
import { classification, landedCostAnswer } from './catalogue.ts'
import { createCustomers } from './customers.ts'
import { invalidRequest, notFound, refused } from './errors.ts'
import { createManifests } from './manifests.ts'
import { createPapers } from './papers.ts'
import { createRateBook } from './rate-book.ts'
import type * as requests from './requests.ts'
import { createShipmentCalls, isServed } from './shipment-calls.ts'
import { createShipments } from './shipments.ts'
import { FlavorCloudSwitchesSchema, SWITCHES_AT_START } from './switches.ts'
import type { FlavorCloudSwitches } from './switches.ts'
import { createTrackingBook, TrackingMoveSchema } from './tracking.ts'
import type { TrackingMove } from './tracking.ts'
import { createWebhooks } from './webhooks.ts'

export interface FlavorCloudSimulator extends CarrierServer<FlavorCloudSwitches> {
  readonly appId: string
  readonly restApiKey: string
  /** Tokens issued so far are 401 from here on. */
  expireTokens(): void
  /** Every HashKey given so far is dead from here on. */
  expireRates(): void
  /** What POST /Rates would answer, for a shop whose buyer is paying; undefined where nothing is offered. */
  rateAtCheckout(asked: requests.RateRequest): object | undefined
  /** Makes one shipment that `holdAsync` holds, or all; with `error` gives it up. Says which. */
  complete(shipmentId?: string, error?: string): readonly object[]
  /** Ends a cancellation that `holdCancel` holds, with `error` without a void; false where none is held. */
  finishCancel(shipmentId: string, error?: string): boolean
  /** False where no parcel has this number. */
  moveParcel(move: TrackingMove): boolean
  /** Every try to tell a subscriber of an event. */
  deliveries(): DeliveryTry[]
}

/** Segments of paths that lead to files, and what scripts call reading them. */
const FILES = {
  labels: 'label',
  invoices: 'commercialInvoice',
  manifests: 'manifestFile',
  billing: 'billingFile',
}

const CompleteSchema = z.strictObject({
  ShipmentID: z.string().optional(),
  error: z.string().optional(),
})
const FinishCancelSchema = z.strictObject({ ShipmentID: z.string(), error: z.string().optional() })

/**
 * FlavorCloud's Partner API on loopback, every call of its description. What the reference leaves open stands
 * in the switches.
 */
export async function startFlavorCloudSimulator(
  options: CarrierServerOptions = {},
): Promise<FlavorCloudSimulator> {
  const switches = createSwitches(FlavorCloudSwitchesSchema, SWITCHES_AT_START)
  const ledger = createCarrierLedger()
  const url = () => server.url
  const access = createAccess(switches.now)
  const delivery = createWebhookDelivery(switches.now)
  const webhooks = createWebhooks(delivery)
  const shipments = createShipments(ledger)
  const rateBook = createRateBook(switches.now)
  const tracking = createTrackingBook()
  const calls = createShipmentCalls({
    shipments,
    rateBook,
    tracking,
    webhooks,
    switches: switches.now,
    url,
  })
  const manifests = createManifests(shipments, webhooks, url)
  const batches = createBatches((asked) => calls.create(asked))
  const customers = createCustomers(switches.now)
  const bills = () => billsOf(ledger.rows(), (number) => shipments.landedCostOf(number), url())
  const papers = createPapers({
    shipments,
    bills,
    manifest: manifests.find,
    switches: switches.now,
  })

  /** By operationId of the description; what is cast here has been checked against it. */
  const handlers: Readonly<Record<string, (request: CarrierRequest) => CarrierAnswer>> = {
    getAuthToken: (request) => access.issueToken(request),
    getRates: rates,
    getMultiRates: rates,
    getQuote: rates,
    getMultiQuote: rates,
    getRateDetail: ({ params }) => {
      const rate = rateBook.find(params.HashKey ?? '')
      return rate ? jsonAnswer(200, rate.detail) : notFound('No rate has this HashKey')
    },
    createShipments: ({ json }) => calls.create(json as requests.ShipmentRequest),
    createMultiPackageShipments: ({ json }) =>
      calls.create(json as requests.ShipmentRequest, 'array'),
    getShipments: ({ query }) => calls.details(query),
    getShipmentLegacy: ({ query }) =>
      calls.details(new URLSearchParams({ ShipmentID: query.get('ShipmentID') ?? '' })),
    cancelShipment: ({ json }) => calls.cancel((json as { ShipmentID: string }).ShipmentID),
    getTrackingDetail: ({ params, query }) => {
      const status = query.get('SetTestTrackingStatus')
      const number = params.TrackingNumber ?? ''
      if (status)
        moveParcel({
          TrackingNumber: number,
          Location: '',
          StatusDetail: 'Set by the caller',
          Status: status,
        })
      return trackingAnswer(number)
    },
    getTrackingLegacy: ({ params }) => trackingAnswer(params.TrackingNumber ?? ''),
    getClassification: ({ json }) => classification(json as requests.ClassificationRequest),
    getLandedCost: ({ json }) => landedCostAnswer(json as requests.LandedCostRequest),
    subscribeWebhooks: ({ json }) => webhooks.subscribe(json as requests.SubscribeRequest),
    unsubscribeWebhooks: ({ json }) => webhooks.unsubscribe(json as requests.UnSubscribeRequest),
    getInvoices: ({ query }) => {
      const [from = '', to = '', type = ''] = ['FromDate', 'ToDate', 'InvoiceType'].map(
        (name) => query.get(name) ?? '',
      )
      const wanted = bills().filter(({ InvoiceDate, InvoiceType }) => {
        const day = InvoiceDate.slice(0, 10)
        // The reference has the types in capitals in its prose.
        return InvoiceType.toLowerCase() === type.toLowerCase() && day >= from && day <= to
      })
      return jsonAnswer(200, wanted)
    },
    getInvoiceDetail: ({ params }) => {
      const bill = bills().find((one) => one.InvoiceNumber === params.InvoiceNumber)
      return bill ? jsonAnswer(200, bill) : notFound('No invoice has this number')
    },
    createBatch: ({ json }) => batches.create(json as requests.BatchRequest),
    updateBatch: ({ params, json }) =>
      batches.update(params.batchId ?? '', json as requests.BatchUpdate),
    closeBatch: ({ params }) => batches.close(params.batchId ?? ''),
    getBatch: ({ params }) => batches.read(params.batchId ?? ''),
    createManifest: ({ json }) => manifests.create(json as requests.ManifestRequest),
    getManifest: ({ query }) => manifests.read(query.get('ConsolidatedShipmentId')),
    createCustomer: ({ json }) => customers.create(json as requests.CustomerRequest),
    getCustomer: ({ query }) => customers.read(query.get('CustomerKey')),
  }

  function rates({ json }: CarrierRequest): CarrierAnswer {
    const asked = json as requests.RateRequest
    const rated = isServed(asked.ShipToAddress) ? rateBook.rate(asked) : undefined
    return rated ? jsonAnswer(200, rated) : refused('NO_RATES')
  }

  function trackingAnswer(trackingNumber: string): CarrierAnswer {
    const told = tracking.read(trackingNumber)
    return told ? jsonAnswer(200, told) : notFound(`No parcel ${trackingNumber}`)
  }

  function moveParcel(move: TrackingMove): boolean {
    const isKnown = tracking.move(move)
    if (isKnown) webhooks.tell('TRACKING_UPDATES', tracking.read(move.TrackingNumber) ?? {})
    return isKnown
  }

  async function handle(request: CarrierRequest): Promise<CarrierAnswer> {
    const { call = '', method, path, json, problems } = request
    if (path[0] !== undefined && Object.hasOwn(FILES, path[0])) return papers(path)
    const answer = handlers[call]
    if (!answer) return notFound(`No such call: ${method} /${path.join('/')}`)
    if (method !== 'GET' && (typeof json !== 'object' || json === null))
      return refused('INVALID_JSON')
    if (call !== 'getAuthToken' && !access.admits(request)) return refused('AUTHENTICATION_ERROR')
    if (problems.length > 0) return invalidRequest(problems)
    return customers.refusal(request) ?? answer(request)
  }

  const admin: AdminCalls = {
    'POST expire-tokens': () => {
      access.expireTokens()
      return { json: {} }
    },
    'POST expire-rates': () => {
      rateBook.expire()
      return { json: {} }
    },
    'POST complete': (given) => {
      const asked = CompleteSchema.safeParse(given ?? {})
      if (!asked.success) return { problem: problemsOf(asked.error) }
      const { ShipmentID, error } = asked.data
      const done = calls.complete(ShipmentID, error)
      return ShipmentID !== undefined && done.length === 0
        ? { problem: `${ShipmentID} is not held` }
        : { json: done }
    },
    'POST finish-cancel': (given) => {
      const asked = FinishCancelSchema.safeParse(given)
      if (!asked.success) return { problem: problemsOf(asked.error) }
      const ended = calls.finishCancel(asked.data.ShipmentID, asked.data.error)
      return ended
        ? { json: ended }
        : { problem: `No cancellation of ${asked.data.ShipmentID} is held` }
    },
    'POST tracking': (given) => {
      const asked = TrackingMoveSchema.safeParse(given)
      if (!asked.success) return { problem: problemsOf(asked.error) }
      const number = asked.data.TrackingNumber
      return moveParcel(asked.data)
        ? { json: tracking.read(number) }
        : { problem: `No parcel ${number}` }
    },
    'GET webhooks': () => ({ json: delivery.tries() }),
  }

  const server = await startCarrierServer(options, {
    description: () => import('./flavorcloud.openapi.json', { with: { type: 'json' } }),
    otherCalls: FILES,
    ledger: () => ledger.rows(),
    switches,
    admin,
    handle,
    refuse: (code) => refused(code),
  })
  return {
    ...server,
    appId: access.appId,
    restApiKey: access.restApiKey,
    expireTokens: () => access.expireTokens(),
    expireRates: () => rateBook.expire(),
    rateAtCheckout: (asked) => rateBook.rate(asked),
    complete: (shipmentId, error) => calls.complete(shipmentId, error),
    finishCancel: (shipmentId, error) => calls.finishCancel(shipmentId, error) !== undefined,
    moveParcel,
    deliveries: () => delivery.tries(),
    async stop() {
      delivery.stop()
      await server.stop()
    },
  }
}
