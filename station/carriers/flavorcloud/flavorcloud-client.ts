import { z } from 'zod'
import { failed } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import type { HttpRequest } from '../../lib/http.ts'
import { MAX_ANSWER_BYTES, type CallOutcome, type CarrierDeps } from '../carrier-call.ts'
import {
  AUTHORIZATION_FORMS,
  CUSTOMER_KEY,
  type AuthorizationForm,
} from './flavorcloud-assumptions.ts'
import type { FlavorCloudToken } from './flavorcloud-token.ts'

const text = z.string().min(1).nullable().catch(null)

/** `ShipmentResponse`: only its id must be there. Links are looked for by name, see the adapter. */
const ShipmentSchema = z.looseObject({
  ShipmentID: z.union([z.string().min(1), z.number().transform(String)]),
  Reference: text,
  TrackingNumber: text,
  TrackingUrl: text,
})
export type FlavorCloudShipment = z.infer<typeof ShipmentSchema>

/** All shipments of an answer, which is an array or an object; undefined where it is something else. */
export function readShipments(json: unknown): readonly FlavorCloudShipment[] | undefined {
  if (typeof json === 'object' && json !== null && Object.keys(json).length === 0) return []
  const list = z.array(ShipmentSchema).safeParse(Array.isArray(json) ? json : [json])
  return list.data
}

export interface FlavorCloudClient {
  /** POST /Rates. */
  rates(body: string, merchant: string): Promise<CallOutcome>
  /** POST /Shipments: buys. */
  createShipment(body: string, merchant: string): Promise<CallOutcome>
  /** GET /Shipments/Get/Details, by exactly one of the two. */
  getShipments(
    by: { readonly Reference: string } | { readonly ShipmentID: string },
    merchant: string,
  ): Promise<CallOutcome>
  /** PUT /CancelShipment. */
  cancelShipment(shipmentId: string, merchant: string): Promise<CallOutcome>
}

type Call = Pick<HttpRequest, 'method' | 'body'> & { readonly path: string; readonly buys?: true }

/**
 * The FlavorCloud Partner API as HTTP: paths, token, the merchant's key, deadlines. What answers mean stands
 * elsewhere.
 */
export function createFlavorCloudClient(
  deps: CarrierDeps,
  token: FlavorCloudToken,
): FlavorCloudClient {
  let form: AuthorizationForm = 'bearer'

  async function send(
    name: string,
    call: Call,
    bearer: string,
    as: AuthorizationForm,
  ): Promise<CallOutcome> {
    const startedAt = performance.now()
    const outcome = await deps.http.request({
      method: call.method,
      url: deps.settings().carriers.flavorcloud.baseUrl + call.path,
      headers: {
        accept: 'application/json',
        authorization: as === 'bearer' ? `Bearer ${bearer}` : bearer,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: call.body }),
      deadlineMs: call.buys ? deps.deadlines.purchaseMs : deps.deadlines.readMs,
      maxBytes: MAX_ANSWER_BYTES,
    })
    deps.log.info(
      {
        carrier: 'flavorcloud',
        call: name,
        tookMs: Math.round(performance.now() - startedAt),
        ...(outcome.ok
          ? { status: outcome.value.status }
          : { trouble: outcome.failure.code, reason: outcome.failure.reason }),
      },
      'carrier call',
    )
    return outcome
  }

  /**
   * A call with a token. Only an answer of 401, which did nothing at all, is followed by the same call again:
   * once with a new token, and once with a new token in the other form of the header.
   */
  async function call(name: string, request: Call): Promise<CallOutcome> {
    const first = await token.get()
    if (!first.ok) return failed(noAuthorization(first.failure))
    const answered = await send(name, request, first.value, form)
    if (!isUnauthorized(answered)) return answered

    const fresh = await token.renew(first.value)
    if (!fresh.ok) return failed(noAuthorization(fresh.failure))
    const again = await send(name, request, fresh.value, form)
    if (!isUnauthorized(again)) return again

    const other = AUTHORIZATION_FORMS.find((known) => known !== form) ?? form
    const last = await send(name, request, fresh.value, other)
    if (last.ok && !isUnauthorized(last)) form = other
    return last
  }

  /** The key of a merchant is a secret: it joins the body on its way out, and is in none that is stored. */
  function customerKey(merchant: string): Readonly<Record<string, string>> {
    const key = Object.entries(deps.credentials.read().flavorcloudCustomerKeys ?? {}).find(
      ([name]) => name === merchant,
    )?.[1]
    return key ? { [CUSTOMER_KEY]: key } : {}
  }

  function withCustomerKey(body: string, merchant: string): string {
    const key = JSON.stringify(customerKey(merchant))
    return key === '{}' ? body : `${key.slice(0, -1)},${body.slice(1)}`
  }

  return {
    rates: (body, merchant) =>
      call('rates', { method: 'POST', path: '/Rates', body: withCustomerKey(body, merchant) }),
    createShipment: (body, merchant) =>
      call('create shipment', {
        method: 'POST',
        path: '/Shipments',
        body: withCustomerKey(body, merchant),
        buys: true,
      }),
    getShipments: (by, merchant) => {
      const query = new URLSearchParams({ ...by, ...customerKey(merchant) }).toString()
      return call('get shipments', { method: 'GET', path: `/Shipments/Get/Details?${query}` })
    },
    cancelShipment: (shipmentId, merchant) =>
      call('cancel shipment', {
        method: 'PUT',
        path: '/CancelShipment',
        body: JSON.stringify({ ...customerKey(merchant), ShipmentID: shipmentId }),
      }),
  }
}

function isUnauthorized(outcome: CallOutcome): boolean {
  return outcome.ok && outcome.value.status === 401
}

function noAuthorization(failure: CarrierFailure) {
  return { code: 'no-authorization', failure } as const
}
