import { createHash, randomUUID } from 'node:crypto'
import type { CarrierFault } from '../../shared/drill.ts'
import { fieldProblems } from '../../shared/problem.ts'
import { moneyToDecimal } from '../../shared/measures.ts'
import { createCarrierLedger, nextSerial } from '../carrier-ledger.ts'
import type { SoldLabel } from '../carrier-ledger.ts'
import { jsonAnswer, parseJson, startCarrierServer } from '../carrier-server.ts'
import type { CarrierAnswer, CarrierRequest, CarrierServerOptions } from '../carrier-server.ts'
import { labelFile } from '../labels/label-links.ts'
import { shippingLabelZpl } from '../labels/shipping-label.ts'
import { CancelBodySchema, CreateBodySchema, QuoteBodySchema } from './parcel-bodies.ts'
import type { CreateBody } from './parcel-bodies.ts'
import { refusalOf } from './parcel-rules.ts'
import { billedWeightLbs, priceOf } from './pricing.ts'
import { impbTrackingCode } from './tracking-code.ts'

export interface FlexportSimulator {
  readonly url: string
  /** The admin calls, also while the carrier is down. */
  readonly adminUrl: string
  readonly token: string
  ledger(): SoldLabel[]
  fault(fault: CarrierFault): void
  stop(): Promise<void>
}

/** What the API calls `Parcel`, with what only the simulator keeps. */
interface StoredParcel {
  readonly parcel: {
    readonly status: 'OK'
    readonly parcelId: string
    readonly price: number
    readonly serviceLevel: string
    readonly trackingCode: string
    readonly carrierCode: string
    readonly packageTrackingUrl: string
    readonly shippingLabelUrl: string
    readonly customerReferenceId?: string
    readonly customerCustomField?: string
    readonly flexportTrackingUrl: string
    readonly carrierBarcode: string
  }
  readonly labelZpl: string
  readonly soldAt: string
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
}

/**
 * Flexport Parcels on loopback: create with replay by `idempotency-key`, cancel, read, both tracking calls,
 * tracking_url, quote and label links. As the place of the business code in an error is not published, it
 * stands in detail, title and type in turn.
 */
export async function startFlexportSimulator(
  options: CarrierServerOptions = {},
): Promise<FlexportSimulator> {
  const token = `flexport-token-${randomUUID()}`
  const ledger = createCarrierLedger()
  const parcels = new Map<string, StoredParcel>()
  const replays = new Map<string, { readonly bodyHash: string; readonly answer: CarrierAnswer }>()
  let refusals = 0

  function problem(version: string, status: number, detail: string, extra: object = {}) {
    const title = TITLES[status] ?? 'Error'
    const section = `${status}-${title.replaceAll(' ', '-')}`
    const type = `https://logistics-api.flexport.com/logistics/api/${version}/documentation/spec#section/Errors/${section}`
    const body = { status, type, title, detail, instance: randomUUID(), ...extra }
    return jsonAnswer(status, body, { type: 'application/problem+json' })
  }

  function refusal(version: string, status: number, code: string, words: string): CarrierAnswer {
    const place = refusals % 3
    refusals += 1
    if (place === 1) return problem(version, status, words, { title: code })
    if (place === 2)
      return problem(version, status, words, { type: `https://errors.flexport.example/${code}` })
    return problem(version, status, `${code}: ${words}`)
  }

  async function handle(request: CarrierRequest): Promise<CarrierAnswer> {
    const correlation = { 'x-correlation-id': randomUUID() }
    const answer = await route(request)
    return { ...answer, headers: { ...correlation, ...answer.headers } }
  }

  async function route(request: CarrierRequest): Promise<CarrierAnswer> {
    const [first, second, version = '', area, ...rest] = request.path
    if (first === 'labels') return label(second ?? '')
    if (first !== 'logistics' || second !== 'api' || area !== 'parcels')
      return problem('2023-07', 404, 'No such resource')
    if (!/^(\d{4}-\d{2}|unstable)$/.test(version))
      return problem('2023-07', 404, `There is no version ${version}`)
    if (request.header('authorization') !== `Bearer ${token}`)
      return problem(version, 401, 'The access token is not valid', {
        code: 401,
        message: 'Unauthorized',
      })
    if (request.method === 'POST') return post(request, version, rest)
    if (request.method === 'GET') return get(version, rest)
    return problem(version, 405, `${request.method} is not offered`)
  }

  function post(request: CarrierRequest, version: string, rest: readonly string[]): CarrierAnswer {
    const body = parseJson(request.body)
    if (body === undefined) return problem(version, 400, 'The body is not JSON')
    if (rest.length === 0) return create(request, version, body)
    if (rest.length === 1 && rest[0] === 'cancel') return cancel(version, body)
    if (rest.length === 1 && rest[0] === 'quote') return quote(version, body)
    return problem(version, 404, 'No such resource')
  }

  function get(version: string, [first = '', second, third]: readonly string[]): CarrierAnswer {
    // The literal segment first: both tracking calls match the same pattern.
    if (first === 'tracking' && second !== undefined && third === undefined)
      return trackingByCode(version, second)
    const stored = parcels.get(first)
    if (third !== undefined) return problem(version, 404, 'No such resource')
    if (second === undefined)
      return stored
        ? jsonAnswer(200, stored.parcel)
        : refusal(version, 404, 'PARCEL_NOT_FOUND', 'no parcel has this id')
    if (second !== 'tracking' && second !== 'tracking_url')
      return problem(version, 404, 'No such resource')
    if (!stored) return refusal(version, 400, 'PARCEL_NOT_FOUND', 'no parcel has this id')
    return jsonAnswer(
      200,
      second === 'tracking' ? tracking(stored) : stored.parcel.packageTrackingUrl,
    )
  }

  function create(request: CarrierRequest, version: string, body: unknown): CarrierAnswer {
    const key = request.header('idempotency-key')
    const bodyHash = createHash('sha256').update(request.body).digest('hex')
    const earlier = key === undefined ? undefined : replays.get(key)
    if (earlier) {
      if (earlier.bodyHash !== bodyHash)
        return problem(version, 409, 'This idempotency-key was used with another body')
      return { ...earlier.answer, headers: { 'idempotent-replayed': 'true' } }
    }
    const asked = CreateBodySchema.safeParse(body)
    if (!asked.success) return malformed(version, asked.error)
    const refused = refusalOf(asked.data)
    if (refused) return refusal(version, 400, ...refused)
    const answer = jsonAnswer(201, sell(asked.data), { sale: true })
    if (key !== undefined) replays.set(key, { bodyHash, answer })
    return answer
  }

  function sell(asked: CreateBody): StoredParcel['parcel'] {
    const parcelId = randomUUID()
    const trackingCode = impbTrackingCode(nextSerial())
    const price = priceOf(asked)
    const zip5 = asked.shipToAddress.zip.slice(0, 5)
    const ending = { PNG: 'png', PDF: 'pdf', ZPL: 'zpl', ZPL203: 'zpl' }[asked.labelFormat]
    const parcel: StoredParcel['parcel'] = {
      status: 'OK',
      parcelId,
      price: Number(moneyToDecimal(price).amount),
      serviceLevel: asked.serviceLevel,
      trackingCode,
      carrierCode: 'USPS',
      packageTrackingUrl: `https://tracking.carrier.example/${trackingCode}`,
      shippingLabelUrl: `${server.url}/labels/${parcelId}.${ending}`,
      ...(asked.customerParcelId !== undefined && { customerReferenceId: asked.customerParcelId }),
      ...(asked.customerCustomField !== undefined && {
        customerCustomField: asked.customerCustomField,
      }),
      flexportTrackingUrl: `https://tracking.flexport.example/${parcelId}`,
      carrierBarcode: `420${zip5}${trackingCode}`,
    }
    parcels.set(parcelId, {
      parcel,
      labelZpl: labelOf(asked, trackingCode),
      soldAt: new Date().toISOString(),
    })
    const reference = asked.customerParcelId ?? ''
    ledger.book({ id: parcelId, reference, trackingNumber: trackingCode, price })
    return parcel
  }

  function cancel(version: string, body: unknown): CarrierAnswer {
    const asked = CancelBodySchema.safeParse(body)
    if (!asked.success) return malformed(version, asked.error)
    if (!parcels.has(asked.data.parcelId))
      return refusal(version, 400, 'PARCEL_NOT_FOUND', 'no parcel has this id')
    if (!ledger.void(asked.data.parcelId))
      return refusal(version, 400, 'LABEL_ALREADY_CANCELLED', 'the label was cancelled before')
    return { status: 200, type: 'application/json', body: '' }
  }

  function quote(version: string, body: unknown): CarrierAnswer {
    const asked = QuoteBodySchema.safeParse(body)
    if (!asked.success) return malformed(version, asked.error)
    const refused = refusalOf(asked.data)
    if (refused) return refusal(version, 400, ...refused)
    return jsonAnswer(200, {
      price: Number(moneyToDecimal(priceOf(asked.data)).amount),
      serviceLevel: asked.data.serviceLevel,
      billedWeightLbs: billedWeightLbs(asked.data.dimensions),
      dimensions: asked.data.dimensions,
      warnings: [],
    })
  }

  function malformed(version: string, error: Parameters<typeof fieldProblems>[0]): CarrierAnswer {
    const places = fieldProblems(error).map(({ path, message }) => `${path}: ${message}`)
    return problem(version, 400, places.join('; '))
  }

  function trackingByCode(version: string, trackingCode: string): CarrierAnswer {
    for (const stored of parcels.values())
      if (stored.parcel.trackingCode === trackingCode) return jsonAnswer(200, tracking(stored))
    return refusal(version, 400, 'PARCEL_TRACKING_NOT_FOUND', 'no parcel has this tracking code')
  }

  async function label(name: string): Promise<CarrierAnswer> {
    const stored = parcels.get(name.slice(0, name.lastIndexOf('.')))
    const file = stored && (await labelFile(name, stored.labelZpl))
    return file ?? { status: 404, type: 'text/plain', body: 'No such label' }
  }

  const server = await startCarrierServer(options, () => ledger.rows(), handle)
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    token,
    ledger: () => ledger.rows(),
    fault: (fault) => server.fault(fault),
    stop: () => server.stop(),
  }
}

/** A parcel whose label exists and which nobody has seen yet. */
function tracking({ parcel, soldAt }: StoredParcel) {
  const { price: _price, serviceLevel: _serviceLevel, ...shared } = parcel
  return {
    ...shared,
    eventTimestamps: {
      labelTime: soldAt,
      arrivalScanTime: null,
      sortationArrivalTime: null,
      facilityTime: null,
      attemptedDeliveryTime: null,
      deliveryTime: null,
      estimatedDeliveryTime: null,
      promisedDeliveryTime: null,
      lastTrackingEventTime: soldAt,
      lastTrackingIngestionTime: soldAt,
    },
    expiredTrackingData: [],
  }
}

function labelOf(asked: CreateBody, trackingCode: string): string {
  const { dimensions, shipToAddress: to, returnAddress: from } = asked
  const place = (address: typeof to) => `${address.city} ${address.state} ${address.zip}`
  return shippingLabelZpl({
    carrier: 'USPS',
    service: asked.serviceLevel,
    sender: from
      ? compact([from.name, from.company, from.street1, from.street2, place(from)])
      : ['Flexport Parcels', asked.injectionLocation ?? 'LAX'],
    recipient: compact([to.name, to.company, to.street1, to.street2, place(to)]),
    reference: asked.customerParcelId ?? '',
    weight: `${dimensions.weight} ${dimensions.weightUnit}`,
    barcode: { kind: 'usps', zip5: to.zip.slice(0, 5), trackingCode },
  })
}

function compact(lines: readonly (string | undefined)[]): string[] {
  return lines.filter((line) => line !== undefined && line !== '') as string[]
}
