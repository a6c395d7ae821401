import { z } from 'zod'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import type { HttpAnswer } from '../../lib/http.ts'
import {
  failureOfCall,
  isPage,
  isSuccess,
  jsonOf,
  purchaseWithoutAnswer,
  soldNothing,
  textOf,
  type CallOutcome,
  type CarrierDeps,
} from '../carrier-call.ts'
import type { LineCall } from '../carrier-line.ts'
import type { PurchaseAnswer } from '../carrier.ts'
import { withoutSecrets } from '../hidden-texts.ts'
import { EVENT_PARAMETERS, MADE_UP_PARCEL_ID } from './flexport-assumptions.ts'
import { flexportFailure, notOfAShipment, saysError } from './flexport-failures.ts'
import {
  EventSchema,
  ParcelSchema,
  QuoteSchema,
  TokenSchema,
  TrackingSchema,
  WebhookSchema,
  type FlexportAuthorization,
  type FlexportEventPage,
  type FlexportEventQuery,
  type FlexportParcel,
  type FlexportQuote,
  type FlexportToken,
  type FlexportTracking,
  type FlexportWebhook,
  type FlexportWebhookInput,
} from './flexport-shapes.ts'

type Answer<T> = Promise<Outcome<T, CarrierFailure>>

/** What came of POST /parcels. */
export type FlexportPurchase =
  | { readonly kind: 'bought'; readonly parcel: FlexportParcel; readonly raw: string }
  | Exclude<PurchaseAnswer, { readonly kind: 'bought' }>

/** The Flexport Logistics API, Parcels and what belongs to it: a method for each endpoint. */
export interface FlexportClient {
  /** POST /parcels: buys, and is sent once. `key` goes out as `idempotency-key`. */
  createParcel(body: string, key: string): Promise<FlexportPurchase>
  /** POST /parcels/cancel. A parcel cancelled before fails as `already-cancelled`. */
  cancelParcel(parcelId: string): Answer<null>
  /** GET /parcels/{parcelId}. */
  getParcel(parcelId: string): Answer<FlexportParcel>
  /** GET /parcels/{parcelId}/tracking. */
  trackingById(parcelId: string): Answer<FlexportTracking>
  /** GET /parcels/tracking/{trackingCode}. */
  trackingByCode(trackingCode: string): Answer<FlexportTracking>
  /** GET /parcels/{parcelId}/tracking_url. */
  trackingUrl(parcelId: string): Answer<string>
  /** POST /parcels/quote. `about` as in an exchange. */
  quoteParcel(body: string, about?: string): Answer<FlexportQuote>
  /** POST /webhooks. */
  createWebhook(webhook: FlexportWebhookInput): Answer<FlexportWebhook>
  /** GET /webhooks. */
  listWebhooks(): Answer<readonly FlexportWebhook[]>
  /** GET /webhooks/{webhookId}. */
  getWebhook(id: number): Answer<FlexportWebhook>
  /** DELETE /webhooks/{webhookId}. */
  deleteWebhook(id: number): Answer<null>
  /** GET /events, one page. */
  listEvents(query?: FlexportEventQuery): Answer<FlexportEventPage>
  /** GET /oauth/authorize: where a person's browser is sent; it comes back with a code. No call. */
  authorizeUrl(authorization: FlexportAuthorization): string
  /** POST /oauth/token: the code for a token, once. */
  exchangeToken(code: string, redirectUri?: string): Answer<FlexportToken>
  /** Asks for a parcel that does not exist: that the API itself says so proves token, address and version. */
  test(): Answer<null>
}

type Call = Pick<LineCall, 'name' | 'method' | 'body' | 'kind' | 'about'> & {
  readonly path: string
  readonly headers?: LineCall['headers']
  /** Beside the token. */
  readonly secrets?: readonly string[]
}

export function createFlexportClient(deps: CarrierDeps): FlexportClient {
  const token = () => deps.credentials.read().flexportToken?.trim() ?? ''

  function addressOf(path: string): string {
    const { baseUrl, version } = deps.settings().carriers.flexport
    return `${baseUrl}/logistics/api/${version}${path}`
  }

  function failureOf(answer: HttpAnswer): CarrierFailure {
    return flexportFailure(answer, [token()]).failure
  }

  async function send(call: Call): Promise<CallOutcome> {
    const bearer = token()
    if (bearer === '') {
      const failure = { code: 'credentials-missing', carrier: 'flexport' } as const
      return failed({ code: 'no-authorization', failure })
    }
    return deps.line.send(lineCall(call, { authorization: `Bearer ${bearer}` }, [bearer]))
  }

  function lineCall(
    { path, headers, secrets = [], ...call }: Call,
    authorization: LineCall['headers'],
    ownSecrets: readonly string[],
  ): LineCall {
    return {
      ...call,
      url: addressOf(path),
      headers: {
        accept: 'application/json, application/problem+json',
        ...authorization,
        ...headers,
      },
      secrets: [...ownSecrets, ...secrets],
    }
  }

  async function answerTo(call: Call): Answer<HttpAnswer> {
    const outcome = await send(call)
    if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
    return isSuccess(outcome.value) ? outcome : failed(failureOf(outcome.value))
  }

  /** A call whose answer has this shape. */
  async function read<T>(shape: z.ZodType<T>, call: Call): Answer<T> {
    const answer = await answerTo(call)
    if (!answer.ok) return answer
    const value = shape.safeParse(jsonOf(answer.value))
    return value.success ? done(value.data) : failed(failureOf(answer.value))
  }

  /** A call whose success has no body that is described: the status counts, unless it says ERROR or is a page. */
  async function tell(call: Call): Answer<null> {
    const answer = await answerTo(call)
    if (!answer.ok) return answer
    const isOther = saysError(jsonOf(answer.value)) || isPage(answer.value)
    return isOther ? failed(failureOf(answer.value)) : done(null)
  }

  const get = (name: string, path: string, about?: string): Call => ({
    name,
    method: 'GET',
    path,
    kind: 'repeatable',
    ...(about !== undefined && { about }),
  })
  const post = (name: string, path: string, kind: LineCall['kind'], body: unknown): Call => ({
    name,
    method: 'POST',
    path,
    kind,
    body: JSON.stringify(body),
  })
  const parcel = (id: string) => `/parcels/${encodeURIComponent(id)}`

  return {
    async createParcel(body, key) {
      const outcome = await send({
        name: 'create parcel',
        method: 'POST',
        path: '/parcels',
        kind: 'buys',
        body,
        headers: { 'idempotency-key': key },
        about: key,
      })
      if (!outcome.ok) return purchaseWithoutAnswer('flexport', outcome.failure)
      return purchaseOf(outcome.value, [token()])
    },
    // Never repeated: a later answer about the line or the account would hide that the first try may have voided.
    cancelParcel: (parcelId) =>
      tell({
        ...post('cancel parcel', '/parcels/cancel', 'once', { parcelId }),
        about: parcelId,
      }),
    getParcel: (id) => read(ParcelSchema, get('get parcel', parcel(id), id)),
    trackingById: (id) => read(TrackingSchema, get('tracking', `${parcel(id)}/tracking`, id)),
    trackingByCode: (code) =>
      read(
        TrackingSchema,
        get('tracking by code', `/parcels/tracking/${encodeURIComponent(code)}`, code),
      ),
    trackingUrl: (id) =>
      read(z.string().min(1), get('tracking address', `${parcel(id)}/tracking_url`, id)),
    quoteParcel: (body, about) =>
      read(QuoteSchema, {
        name: 'quote parcel',
        method: 'POST',
        path: '/parcels/quote',
        kind: 'repeatable',
        body,
        ...(about !== undefined && { about }),
      }),
    createWebhook: (webhook) =>
      read(WebhookSchema, {
        ...post('create webhook', '/webhooks', 'once', webhook),
        secrets: secretsOf(webhook),
      }),
    listWebhooks: () => read(z.array(WebhookSchema), get('list webhooks', '/webhooks')),
    getWebhook: async (id) =>
      notOfAShipment(await read(WebhookSchema, get('get webhook', `/webhooks/${id}`))),
    deleteWebhook: async (id) =>
      notOfAShipment(
        await tell({
          name: 'delete webhook',
          method: 'DELETE',
          path: `/webhooks/${id}`,
          kind: 'once',
        }),
      ),
    async listEvents(query = {}) {
      const answer = await answerTo(get('list events', `/events${eventParameters(query)}`))
      if (!answer.ok) return answer
      const events = z.array(EventSchema).safeParse(jsonOf(answer.value))
      if (!events.success) return failed(failureOf(answer.value))
      return done({ events: events.data, next: nextPage(answer.value) })
    },
    authorizeUrl({ clientId, scopes, redirectUri, state }) {
      const url = new URL(addressOf('/oauth/authorize'))
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        scope: scopes.join(' '),
        ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
        ...(state !== undefined && { state }),
      }).toString()
      return url.href
    },
    async exchangeToken(code, redirectUri) {
      const call = post('exchange token', '/oauth/token', 'once', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
      })
      // There is no token yet, and no other proof of who asks is described.
      const outcome = await deps.line.send(lineCall(call, {}, [code]))
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      const answer = outcome.value
      const given = isSuccess(answer) ? TokenSchema.safeParse(jsonOf(answer)).data : undefined
      return given ? done(given) : failed(flexportFailure(answer, [code]).failure)
    },
    async test() {
      const outcome = await send({
        ...get('connection test', parcel(MADE_UP_PARCEL_ID)),
        kind: 'test',
      })
      if (!outcome.ok) return failed(failureOfCall('flexport', outcome.failure))
      const answer = outcome.value
      const { failure, businessCode } = flexportFailure(answer, [token()])
      if (!isSuccess(answer) && businessCode === 'PARCEL_NOT_FOUND') return done(null)
      return failed(
        answer.status === 404 ? { ...failure, code: 'carrier-answer-not-understood' } : failure,
      )
    },
  }
}

function purchaseOf(answer: HttpAnswer, secrets: readonly string[]): FlexportPurchase {
  const raw = withoutSecrets(textOf(answer), secrets)
  const { failure, explained } = flexportFailure(answer, secrets)
  if (isSuccess(answer)) {
    const parcel = ParcelSchema.safeParse(jsonOf(answer)).data
    return parcel ? { kind: 'bought', parcel, raw } : { kind: 'in-doubt', failure, raw }
  }
  const kind = soldNothing(answer.status, explained) ? 'refused' : 'in-doubt'
  // A create that is "not found" has met a wrong address of the API, not a missing shipment.
  const code = failure.code === 'shipment-not-found' ? 'request-refused' : failure.code
  return { kind, failure: { ...failure, code }, raw }
}

function secretsOf(webhook: FlexportWebhookInput): readonly string[] {
  if (webhook.authMethod === 'TOKEN') return [webhook.token]
  return webhook.authMethod === 'BASIC_AUTH' ? [webhook.password] : []
}

function eventParameters({ limit, ids = [], type, after, cursor }: FlexportEventQuery): string {
  const names = EVENT_PARAMETERS
  const parameters = new URLSearchParams()
  for (const id of ids) parameters.append(names.ids, id)
  if (limit !== undefined) parameters.set(names.limit, String(limit))
  if (type !== undefined) parameters.set(names.type, type)
  if (after !== undefined) parameters.set(names.after, after)
  if (cursor !== undefined) parameters.set(names.cursor, cursor)
  return parameters.size > 0 ? `?${parameters.toString()}` : ''
}

/** The cursor in `Link: <…?page_info=…>; rel="next"`. */
function nextPage(answer: HttpAnswer): string | null {
  const links = answer.headers['link'] ?? ''
  const next = /<([^<>]{0,2000})>(?=[^<>]*;\s*rel="?next"?)/i.exec(links)?.[1]
  if (next === undefined) return null
  return URL.parse(next, 'https://base.invalid')?.searchParams.get(EVENT_PARAMETERS.cursor) ?? null
}
