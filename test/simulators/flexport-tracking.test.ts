import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'
import {
  admin,
  flexportCaller,
  flexportDescription,
  PARCEL,
  buyFrom,
  trackingFrom,
  type Members,
} from './flexport-caller.ts'
import { webhookListener } from './webhook-listener.ts'

let carrier: FlexportSimulator
let call: ReturnType<typeof flexportCaller>
beforeEach(async () => {
  carrier = await startFlexportSimulator()
  call = flexportCaller(carrier)
})
afterEach(() => carrier.stop())

const bought = (body?: object, version?: string) => buyFrom(call, body, version)
const track = (parcelId: string) => trackingFrom(call, parcelId)
const move = (body: object) => admin(carrier, 'POST', 'tracking', body)

describe('a parcel on its way', () => {
  test('has its milestones, by id and by code alike', async () => {
    const { parcelId, trackingCode } = await bought()
    const at = '2026-05-19T05:14:00Z'
    expect(await move({ trackingCode, milestone: 'arrivalScanTime', at })).toMatchObject({
      status: 200,
    })
    await move({ parcelId, milestone: 'estimatedDeliveryTime', at: '2026-05-22T23:59:00Z' })
    const tracking = await track(parcelId)
    expect(tracking.eventTimestamps).toMatchObject({
      arrivalScanTime: at,
      estimatedDeliveryTime: '2026-05-22T23:59:00Z',
      lastTrackingEventTime: at,
      deliveryTime: null,
    })
    expect((await call('GET', `parcels/tracking/${trackingCode}`)).json).toEqual(tracking)
  })

  test.each([
    [{ milestone: 'deliveryTime' }, 'no parcel has this'],
    [{ parcelId: 'x' }, 'Give a milestone'],
    [{ parcelId: 'x', milestone: 'lostTime' }, 'milestone'],
    [{ parcelId: 'x', milestone: 'deliveryTime', at: 'now' }, 'at'],
  ])('is not moved by %j', async (body, word) => {
    const answer = await move(body)
    expect(answer.status).toBe(400)
    expect((answer.json as { problem: string }).problem).toContain(word)
  })

  test('may be bought again by the carrier: the old label is expired, and another is sold', async () => {
    const old = await bought()
    const rebuy = () => admin(carrier, 'POST', 'rebuy', { parcelId: old.parcelId })
    expect((await rebuy()).status).toBe(200)
    const parcel = (await call('GET', `parcels/${old.parcelId}`)).json as typeof old
    expect(parcel.trackingCode).not.toBe(old.trackingCode)
    expect(await track(old.parcelId)).toMatchObject({
      trackingCode: parcel.trackingCode,
      expiredTrackingData: [
        { trackingCode: old.trackingCode, shippingLabelUrl: old.shippingLabelUrl },
      ],
    })
    expect(carrier.ledger().map(({ voidedAt }) => voidedAt === null)).toEqual([false, true])
    expect(await (await fetch(parcel.shippingLabelUrl)).text()).toContain(parcel.trackingCode)
    await call('POST', 'parcels/cancel', { parcelId: old.parcelId })
    expect((await rebuy()).status).toBe(400)
    expect((await admin(carrier, 'POST', 'rebuy', { parcelId: 'x' })).status).toBe(400)
  })
})

describe('the event feed', () => {
  const links = (headers: Headers) => /page_info=([^>&]+)/.exec(headers.get('link') ?? '')?.[1]
  type Event = { id: string; type: string; payload: Members }

  test('has what happened, oldest first, in pages', async () => {
    const { parcelId, trackingCode } = await bought()
    for (const milestone of ['arrivalScanTime', 'facilityTime', 'deliveryTime'])
      await move({ parcelId, milestone })
    const first = await call('GET', 'events?limit=2&type=Parcel.TrackingUpdated')
    const rest = await call('GET', `events?limit=2&page_info=${links(first.headers)}`)
    const events = [first, rest].flatMap(({ json }) => json as Event[])
    expect(events.map(({ payload }) => payload.status)).toEqual([
      'IN_TRANSIT',
      'IN_TRANSIT',
      'DELIVERED',
    ])
    expect(events[0]?.payload).toMatchObject({ trackingCode, location: { city: 'Boise' } })
    expect(links(rest.headers)).toBeUndefined()
  })

  test('gives only what is asked for', async () => {
    const { parcelId } = await bought()
    await move({ parcelId, milestone: 'arrivalScanTime' })
    await move({ parcelId, status: 'RETURN_TO_SENDER', message: 'Refused by the recipient' })
    const all = (await call('GET', 'events')).json as Event[]
    const found = async (query: string) =>
      ((await call('GET', `events?${query}`)).json as Event[]).map(({ id }) => id)
    expect(all.map(({ payload }) => payload.message)).toEqual([
      'Accepted at the injection location',
      'Refused by the recipient',
    ])
    expect(await found(`ids[]=${all[1]?.id}`)).toEqual([all[1]?.id])
    expect(await found('type=Order.Shipped')).toEqual([])
    expect(await found('order_id=1')).toEqual([])
    expect(await found('after=2100-01-01T00:00:00Z')).toEqual([])
    expect(await found('after=2020-01-01T00:00:00Z')).toHaveLength(2)
    expect((await call('GET', 'events?page_info=made-up')).status).toBe(400)
  })
})

describe('webhooks', () => {
  const TOKEN = {
    method: 'POST',
    authMethod: 'TOKEN',
    token: 'hook-0000',
    tokenHeader: 'x-hook-token',
  }
  const WEBHOOK = { type: 'Parcel.TrackingUpdated', url: 'https://hooks.example/fx', ...TOKEN }

  test('are made, listed, read and deleted', async () => {
    const made = await call('POST', 'webhooks', WEBHOOK)
    expect(made.status).toBe(202)
    expect(made.json).toEqual({ id: expect.any(Number), ...WEBHOOK })
    const { id } = made.json as { id: number }
    expect((await call('GET', 'webhooks')).json).toEqual([made.json])
    expect((await call('GET', `webhooks/${id}`)).json).toEqual(made.json)
    expect((await call('POST', 'webhooks', WEBHOOK)).status).toBe(409)
    expect((await call('DELETE', `webhooks/${id}`)).status).toBe(200)
    expect((await call('DELETE', `webhooks/${id}`)).status).toBe(404)
    expect((await call('GET', `webhooks/${id}`)).status).toBe(404)
  })

  test.each([
    { url: 'http://hooks.example/fx' },
    { tokenHeader: undefined },
    { authMethod: 'BASIC_AUTH' },
  ])('with %j are not acceptable', async (change) => {
    expect((await call('POST', 'webhooks', { ...WEBHOOK, ...change })).status).toBe(422)
  })

  test('tell of a parcel that moves, as described, until deleted', async () => {
    const listener = await webhookListener()
    const made = await call('POST', 'webhooks', { ...WEBHOOK, url: listener.url })
    const { parcelId, trackingCode } = await bought()
    await move({ parcelId, milestone: 'deliveryTime' })
    const [heard] = await listener.first(1)
    expect(heard?.headers['x-hook-token']).toBe('hook-0000')
    expect(heard?.body).toMatchObject({ trackingCode, status: 'DELIVERED' })
    const nothing = { params: {}, query: new URLSearchParams(), header: () => undefined }
    expect(
      flexportDescription.requestProblems('onParcelTrackingUpdated', {
        ...nothing,
        body: heard?.body,
      }),
    ).toEqual([])
    const [event] = (await call('GET', 'events')).json as { id: string }[]
    expect(heard?.body).toMatchObject({ logisticsEventId: event?.id })
    await expect
      .poll(async () => (await admin(carrier, 'GET', 'webhooks')).json)
      .toMatchObject([{ url: listener.url, status: 200 }])
    await call('DELETE', `webhooks/${(made.json as { id: number }).id}`)
    const other = await webhookListener()
    await call('POST', 'webhooks', { ...WEBHOOK, url: other.url })
    await move({ parcelId, milestone: 'facilityTime' })
    await other.first(1)
    expect(await listener.first(1)).toHaveLength(1)
  })

  test('may come doubled', async () => {
    const listener = await webhookListener()
    carrier.switch({ webhookDoubled: true })
    await call('POST', 'webhooks', { ...WEBHOOK, url: listener.url })
    await move({ parcelId: (await bought()).parcelId, milestone: 'deliveryTime' })
    const [one, other] = await listener.first(2)
    expect(one?.body).toEqual(other?.body)
  })
})

describe('the authorisation code flow', () => {
  const QUERY = {
    response_type: 'code',
    client_id: 'partner-7',
    redirect_uri: 'http://127.0.0.1:1/back',
    scope: 'read_logistics_parcels',
    state: '8c1f',
  }
  const authorize = (change: Record<string, string> = {}) =>
    call('GET', `oauth/authorize?${new URLSearchParams({ ...QUERY, ...change }).toString()}`)
  const exchange = (code: string | null, redirect: string = QUERY.redirect_uri) =>
    call('POST', 'oauth/token', { grant_type: 'authorization_code', code, redirect_uri: redirect })
  const codeOf = (headers: Headers) =>
    new URL(headers.get('location') ?? '').searchParams.get('code')

  test('gives a token with the scopes asked for, once', async () => {
    const sent = await authorize()
    expect(sent.status).toBe(301)
    expect(sent.headers.get('location')).toMatch(/^http:\/\/127.0.0.1:1\/back\?code=.+&state=8c1f$/)
    const given = await exchange(codeOf(sent.headers))
    const { access_token: token } = given.json as { access_token: string }
    const headers = { authorization: `Bearer ${token}` }
    expect((await call('GET', 'parcels/x', undefined, { headers })).status).toBe(404)
    const forbidden = await call('POST', 'parcels', PARCEL, { headers })
    expect(forbidden.status).toBe(403)
    expect(forbidden.text).toContain('write_logistics_parcels')
    expect((await exchange(codeOf(sent.headers))).text).toContain('405005')
  })

  test.each([
    ['405002', { client_id: 'nobody' }],
    ['405001', { client_id: 'identity' }],
    ['405003', { scope: ' ' }],
    ['405004', { scope: 'read_everything' }],
  ])('refuses with %s', async (code, change) => {
    const answer = await authorize(change)
    expect([answer.status, answer.text.includes(code)]).toEqual([400, true])
  })

  test('the redirect address must be the same', async () => {
    const sent = await authorize()
    const answer = await exchange(codeOf(sent.headers), 'http://127.0.0.1:1/else')
    expect(answer.text).toContain('405001')
  })
})
