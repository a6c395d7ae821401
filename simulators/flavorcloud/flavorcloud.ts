import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { CarrierFault } from '../../shared/drill.ts'
import { createCarrierLedger } from '../carrier-ledger.ts'
import type { SoldLabel } from '../carrier-ledger.ts'
import { jsonAnswer, parseJson, startCarrierServer } from '../carrier-server.ts'
import type { CarrierAnswer, CarrierRequest, CarrierServerOptions } from '../carrier-server.ts'
import { labelFile } from '../labels/label-links.ts'
import { billsOf } from './billing.ts'
import { classify } from './catalogue.ts'
import { commercialInvoicePdf, textPage } from './commercial-invoice.ts'
import { errorAnswer, invalidBody, missingMember, notFound, unprocessable } from './errors.ts'
import { createRateBook } from './rate-book.ts'
import { landedCost, landedCostMembers } from './rates.ts'
import * as bodies from './shipment-bodies.ts'
import type { FlavorCloudAddress, ShipmentBody } from './shipment-bodies.ts'
import { createShipments, shipmentLabelZpl, shipmentMembers } from './shipments.ts'

export interface FlavorCloudSimulatorOptions extends CarrierServerOptions {
  /** Life of a token; the vendor's sample says twelve hours. */
  readonly tokenSeconds?: number
}

export interface FlavorCloudSimulator {
  readonly url: string
  /** The admin calls, also while the carrier is down. */
  readonly adminUrl: string
  readonly appId: string
  readonly restApiKey: string
  ledger(): SoldLabel[]
  fault(fault: CarrierFault): void
  stop(): Promise<void>
}

/**
 * FlavorCloud's Partner API on loopback. What its reference leaves open comes in turn: a purchase answers as
 * an array and as an object, rates with numbers and with numeric text.
 */
export async function startFlavorCloudSimulator(
  options: FlavorCloudSimulatorOptions = {},
): Promise<FlavorCloudSimulator> {
  const appId = `app-${randomUUID()}`
  const restApiKey = `key-${randomUUID()}`
  const tokenSeconds = options.tokenSeconds ?? 43_200
  const tokens = new Map<string, number>()
  const ledger = createCarrierLedger()
  const shipments = createShipments(ledger)
  const rateBook = createRateBook()
  const webhooks = new Map<string, string>()
  let purchases = 0

  async function handle(request: CarrierRequest): Promise<CarrierAnswer> {
    const { method, path } = request
    if (method === 'GET' && ['labels', 'invoices', 'billing'].includes(path[0] ?? ''))
      return paper(path[0] ?? '', path[1] ?? '')
    const body = method === 'GET' ? undefined : parseJson(request.body)
    if (method !== 'GET' && (typeof body !== 'object' || body === null))
      return errorAnswer(400, 'BadRequestError', 'INVALID_JSON', 'The body is not a JSON object')
    const call = `${method} /${path.join('/')}`
    if (call === 'POST /Auth') return read(bodies.AuthBodySchema, body, auth)
    if (!isAuthorized(request, body))
      return errorAnswer(
        401,
        'AuthenticationError',
        'AUTHENTICATION_ERROR',
        'Token is missing, malformed or expired',
      )
    switch (call) {
      case 'POST /Rates':
        return read(bodies.RateBodySchema, body, rates)
      case 'POST /Shipments':
        return read(bodies.ShipmentBodySchema, body, createShipment)
      case 'GET /Shipments/Get/Details':
        return details(request.query)
      case 'PUT /CancelShipment':
        return read(bodies.CancelBodySchema, body, ({ ShipmentID }) =>
          shipments.cancel(ShipmentID)
            ? jsonAnswer(200, { ShipmentID })
            : notFound(`No shipment ${ShipmentID}`),
        )
      case 'POST /Classifications':
        return read(bodies.ClassificationBodySchema, body, classification)
      case 'POST /LandedCost':
        return read(bodies.LandedCostBodySchema, body, landedCostAnswer)
      case 'POST /Webhooks/Subscribe':
        return read(bodies.SubscribeBodySchema, body, subscribe)
      case 'POST /Webhooks/UnSubscribe':
        return read(bodies.UnSubscribeBodySchema, body, unsubscribe)
      case 'GET /Invoices':
        return read(bodies.InvoicesQuerySchema, Object.fromEntries(request.query), invoices)
      default:
        return method === 'GET' ? getByPath(path) : notFound(`No such call: ${call}`)
    }
  }

  function isAuthorized(request: CarrierRequest, body: unknown): boolean {
    const header = request.header('authorization') ?? ''
    const bearer = /^Bearer (.+)$/.exec(header)?.[1]
    const isBilling = /^Invoices?$/.test(request.path[0] ?? '')
    // Bearer first; the merchant guide also sends the bare token, and the 3PL guide keys in the body.
    const token = bearer ?? (isBilling ? undefined : header)
    if ((tokens.get(token ?? '') ?? 0) > Date.now()) return true
    const keys = bodies.AuthBodySchema.safeParse(body)
    return keys.success && keys.data.AppID === appId && keys.data.RestApiKey === restApiKey
  }

  function auth(asked: z.infer<typeof bodies.AuthBodySchema>): CarrierAnswer {
    if (asked.AppID !== appId || asked.RestApiKey !== restApiKey)
      return errorAnswer(401, 'AuthenticationError', 'AUTHENTICATION_ERROR', 'The keys are wrong')
    const token = `sim.${randomUUID()}.${randomUUID()}`
    tokens.set(token, Date.now() + tokenSeconds * 1000)
    return jsonAnswer(200, { Token: token, ExpiresIn: tokenSeconds, RootRequestId: randomUUID() })
  }

  function rates(asked: bodies.RateBody): CarrierAnswer {
    return isServed(asked.ShipToAddress) ? jsonAnswer(200, rateBook.rate(asked)) : noRates()
  }

  function createShipment(asked: ShipmentBody): CarrierAnswer {
    const isRepeat = shipments.byReference(asked.Reference).some((one) => !one.isCancelled)
    const rate = asked.HashKey === undefined ? undefined : rateBook.find(asked.HashKey)
    if (!isRepeat && asked.HashKey !== undefined && !rate)
      return unprocessable('HASH_KEY_INVALID', 'The HashKey has expired or was used', [
        { path: '/HashKey', code: 'invalid', message: 'is not a rate that can be bought' },
      ])
    const service = asked.ServiceCode ?? rate?.service
    const terms = asked.TermsOfTrade ?? rate?.terms
    if (!service || !terms)
      return unprocessable('VALIDATION_FAILED', 'The request body is invalid. See details.', [
        ...(service ? [] : [missingMember([], 'ServiceCode')]),
        ...(terms ? [] : [missingMember([], 'TermsOfTrade')]),
      ])
    if (!isServed(asked.ShipToAddress)) return noRates()
    const sold = shipments.create(asked, service, terms)
    if (asked.HashKey !== undefined) rateBook.use(asked.HashKey)
    return jsonAnswer(200, purchaseBody(asked, sold), { sale: true })
  }

  function purchaseBody(asked: ShipmentBody, sold: ReturnType<typeof shipments.create>) {
    if (asked.Async) return { ShipmentID: sold[0]?.shipmentId }
    const entries = sold.map((one) => ({
      ...shipmentMembers(one, server.url),
      ConsolidateLabel: `${server.url}/labels/${one.shipmentId}.pdf`,
    }))
    purchases += 1
    return entries.length === 1 && purchases % 2 === 0 ? entries[0] : entries
  }

  function details(query: URLSearchParams): CarrierAnswer {
    const reference = query.get('Reference')
    const shipmentId = query.get('ShipmentID')
    if ((reference === null) === (shipmentId === null))
      return unprocessable('VALIDATION_FAILED', 'Give exactly one of Reference and ShipmentID')
    const isReturn = query.get('isReturn') === 'true'
    const found = [
      ...(reference === null ? [] : shipments.byReference(reference)),
      ...(shipmentId === null ? [] : [shipments.byId(shipmentId)]),
    ].filter((one) => one !== undefined && one.isReturn === isReturn)
    return found.length === 0
      ? notFound('No shipment matches')
      : jsonAnswer(
          200,
          found.map((one) => one && shipmentMembers(one, server.url)),
        )
  }

  function getByPath(path: readonly string[]): CarrierAnswer {
    const last = path.at(-1) ?? ''
    const area = path.slice(0, -1).join('/')
    if (area === 'Rate/Get/Detail') {
      const rate = rateBook.find(last)
      return rate ? jsonAnswer(200, rate.detail) : notFound('No rate has this HashKey')
    }
    if (area === 'Tracking/Get/Detail') return tracking(last)
    if (area === 'Invoice') {
      const bill = billsOf(shipments.all(), server.url).find((one) => one.InvoiceNumber === last)
      return bill ? jsonAnswer(200, bill) : notFound(`No invoice ${last}`)
    }
    return notFound(`No such call: GET /${path.join('/')}`)
  }

  function tracking(trackingNumber: string): CarrierAnswer {
    const shipment = shipments.byTrackingNumber(trackingNumber)
    if (!shipment) return notFound(`No parcel ${trackingNumber}`)
    const from = shipment.asked.ShipFromAddress
    return jsonAnswer(200, {
      Reference: shipment.reference,
      TrackingNumber: trackingNumber,
      EstimatedDelivery: '',
      TrackingHistory: [
        {
          Location: [from.City, from.State, from.Country].filter(Boolean).join(', '),
          StatusDate: shipment.soldAt.slice(0, 19),
          StatusDetail: 'Label created, parcel not yet with carrier',
          Status: 'In Progress',
        },
      ],
      RootRequestId: randomUUID(),
    })
  }

  function subscribe(asked: z.infer<typeof bodies.SubscribeBodySchema>): CarrierAnswer {
    for (const { EventName, URL } of asked.WebHooksList) webhooks.set(EventName, URL)
    return webhookAnswer(asked.Reference, `Subscribed to ${asked.WebHooksList.length} events`)
  }

  function unsubscribe(asked: z.infer<typeof bodies.UnSubscribeBodySchema>): CarrierAnswer {
    const removed = asked.Events.filter((name) => webhooks.delete(name)).length
    return webhookAnswer(asked.Reference, `Removed ${removed} events`)
  }

  function invoices(asked: z.infer<typeof bodies.InvoicesQuerySchema>): CarrierAnswer {
    const wanted = billsOf(shipments.all(), server.url).filter((bill) => {
      const day = bill.InvoiceDate.slice(0, 10)
      const isOfType = bill.InvoiceType.toLowerCase() === asked.InvoiceType.toLowerCase()
      return isOfType && day >= asked.FromDate && day <= asked.ToDate
    })
    return jsonAnswer(200, wanted)
  }

  async function paper(area: string, name: string): Promise<CarrierAnswer> {
    const id = name.slice(0, name.lastIndexOf('.'))
    const shipment = shipments.byId(id)
    const asPdf = (body: Uint8Array) => ({ status: 200, type: 'application/pdf', body })
    if (area === 'labels' && shipment) {
      const file = await labelFile(name, shipmentLabelZpl(shipment))
      if (file) return file
    }
    if (area === 'invoices' && shipment) return asPdf(await commercialInvoicePdf(shipment))
    const bill = billsOf(shipments.all(), server.url).find((one) => one.InvoiceNumber === id)
    if (area === 'billing' && bill)
      return asPdf(await textPage(`Invoice ${id}`, [`Amount ${bill.InvoiceAmount.toFixed(2)}`]))
    return { status: 404, type: 'text/plain', body: 'No such file' }
  }

  const server = await startCarrierServer(options, () => ledger.rows(), handle)
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    appId,
    restApiKey,
    ledger: () => ledger.rows(),
    fault: (fault) => server.fault(fault),
    stop: () => server.stop(),
  }
}

/** Takes a body to its handler, or answers 422 with what is wrong with it. */
function read<T>(
  schema: z.ZodType<T>,
  body: unknown,
  take: (asked: T) => CarrierAnswer,
): CarrierAnswer {
  const asked = schema.safeParse(body)
  return asked.success ? take(asked.data) : invalidBody(asked.error, body)
}

/** Addresses are not verified; a place that nobody serves shows only in that it has no rates. */
function isServed(address: FlavorCloudAddress): boolean {
  return address.City.toLowerCase() !== 'nowhere' && !address.Zip?.startsWith('00000')
}

function noRates(): CarrierAnswer {
  return unprocessable('NO_RATES', 'No rates available for this shipment')
}

function webhookAnswer(reference: string | undefined, message: string): CarrierAnswer {
  return jsonAnswer(200, { Reference: reference, Status: 'Success', Message: message })
}

function classification(asked: z.infer<typeof bodies.ClassificationBodySchema>): CarrierAnswer {
  const products = asked.Products.map((product) => ({
    ...product,
    Classification: classify(`${product.Title ?? ''} ${product.Description ?? ''}`),
  }))
  return jsonAnswer(200, {
    Reference: asked.Reference,
    Products: products,
    RootRequestId: randomUUID(),
  })
}

function landedCostAnswer(asked: z.infer<typeof bodies.LandedCostBodySchema>): CarrierAnswer {
  const cost = landedCost({
    country: asked.ShipToAddress.Country,
    currency: asked.Currency,
    weightUnit: asked.WeightUnit,
    packageWeight: 0,
    pieces: asked.Pieces,
  })
  return jsonAnswer(200, {
    Reference: asked.Reference,
    Currency: asked.Currency,
    DutyHashKey: randomUUID(),
    ...landedCostMembers(cost),
    RootRequestId: randomUUID(),
  })
}
