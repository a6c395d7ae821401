import { z } from 'zod'
import type { HttpRequest } from '../../lib/http.ts'
import { MAX_ANSWER_BYTES, type CallOutcome, type CarrierDeps } from '../carrier-call.ts'

const text = z.string().min(1).nullable().catch(null)

/** `Parcel` of the API, as far as we rely on it; only the outcome and the key must be there. */
const ParcelSchema = z.object({
  status: z.literal('OK'),
  parcelId: z.string().min(1),
  price: z.union([z.number(), z.string()]).nullable().catch(null),
  serviceLevel: text,
  trackingCode: text,
  customerReferenceId: text,
  packageTrackingUrl: text,
  flexportTrackingUrl: text,
  shippingLabelUrl: text,
  carrierBarcode: text,
})
export type FlexportParcel = z.infer<typeof ParcelSchema>

const QuoteSchema = z.object({
  price: z.union([z.number(), z.string()]),
  serviceLevel: text,
  warnings: z.array(z.string()).catch([]),
})
export type FlexportQuote = z.infer<typeof QuoteSchema>

export function readParcel(json: unknown): FlexportParcel | undefined {
  return ParcelSchema.safeParse(json).data
}

export function readQuote(json: unknown): FlexportQuote | undefined {
  return QuoteSchema.safeParse(json).data
}

export interface FlexportClient {
  /** POST /parcels: buys. `key` goes out as `idempotency-key`. */
  createParcel(body: string, key: string): Promise<CallOutcome>
  /** POST /parcels/cancel. */
  cancelParcel(parcelId: string): Promise<CallOutcome>
  /** GET /parcels/{parcelId}. */
  getParcel(parcelId: string): Promise<CallOutcome>
  /** POST /parcels/quote. */
  quoteParcel(body: string): Promise<CallOutcome>
}

/** The Flexport Logistics API, Parcels, as HTTP: paths, headers, deadlines. What answers mean stands elsewhere. */
export function createFlexportClient(deps: CarrierDeps): FlexportClient {
  async function call(
    name: string,
    request: Pick<HttpRequest, 'method' | 'body'> & { path: string; key?: string; buys?: true },
  ): Promise<CallOutcome> {
    const { baseUrl, version } = deps.settings().carriers.flexport
    const token = deps.credentials.read().flexportToken?.trim()
    if (!token) {
      const failure = { code: 'credentials-missing', carrier: 'flexport' } as const
      return { ok: false, failure: { code: 'no-authorization', failure } }
    }
    const startedAt = performance.now()
    const outcome = await deps.http.request({
      method: request.method,
      url: `${baseUrl}/logistics/api/${version}${request.path}`,
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${token}`,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(request.key !== undefined && { 'idempotency-key': request.key }),
      },
      ...(request.body !== undefined && { body: request.body }),
      deadlineMs: request.buys ? deps.deadlines.purchaseMs : deps.deadlines.readMs,
      maxBytes: MAX_ANSWER_BYTES,
    })
    deps.log.info(
      {
        carrier: 'flexport',
        call: name,
        tookMs: Math.round(performance.now() - startedAt),
        ...(outcome.ok
          ? {
              status: outcome.value.status,
              correlationId: outcome.value.headers['x-correlation-id'],
              replayed: outcome.value.headers['idempotent-replayed'],
            }
          : { trouble: outcome.failure.code, reason: outcome.failure.reason }),
      },
      'carrier call',
    )
    return outcome
  }

  return {
    createParcel: (body, key) =>
      call('create parcel', { method: 'POST', path: '/parcels', body, key, buys: true }),
    cancelParcel: (parcelId) =>
      call('cancel parcel', {
        method: 'POST',
        path: '/parcels/cancel',
        body: JSON.stringify({ parcelId }),
      }),
    getParcel: (parcelId) =>
      call('get parcel', { method: 'GET', path: `/parcels/${encodeURIComponent(parcelId)}` }),
    quoteParcel: (body) => call('quote parcel', { method: 'POST', path: '/parcels/quote', body }),
  }
}
