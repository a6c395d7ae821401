import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  startFlexportSimulator,
  type FlexportSimulator,
} from '../../../../simulators/flexport/flexport.ts'
import {
  createFlexportClient,
  type FlexportClient,
} from '../../../../station/carriers/flexport/flexport-client.ts'
import type { NewExchange } from '../../../../station/carriers/exchange-log.ts'
import { carrierDeps, parcelFor, settingsWith } from '../made-up-parcel.ts'
import { createFlexport } from '../../../../station/carriers/flexport/flexport.ts'
import { body, json, startScripted, type Reply } from '../scripted-server.ts'
import { FLEXPORT_CALLS, HOOK, SENT_ONCE } from './flexport-calls.ts'

let simulator: FlexportSimulator
let client: FlexportClient
let exchanges: readonly NewExchange[]
const stops: (() => Promise<void>)[] = []

beforeEach(async () => {
  simulator = await startFlexportSimulator()
  const made = carrierDeps('flexport', simulator.url, {
    credentials: { flexportToken: simulator.token },
  })
  client = createFlexportClient(made.deps)
  exchanges = made.exchanges
  stops.push(made.stop, () => simulator.stop())
})
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

function prepared() {
  const { deps } = carrierDeps('flexport', simulator.url)
  return createFlexport(deps).carrier.prepare(parcelFor('flexport'))
}

async function buy() {
  const { body: bytes, reference } = prepared()
  const purchase = await client.createParcel(bytes, reference)
  if (purchase.kind !== 'bought') throw new Error(JSON.stringify(purchase))
  return purchase.parcel
}

async function valueOf<T>(
  outcome: Promise<{ ok: true; value: T } | { ok: false; failure: { code: string } }>,
): Promise<T> {
  const ended = await outcome
  if (!ended.ok) throw new Error(JSON.stringify(ended.failure))
  return ended.value
}

/** The calls of the simulator's description that were made, each as described. */
function calls() {
  for (const seen of simulator.requests()) expect(seen.problems).toEqual([])
  return simulator.requests().map(({ operationId }) => operationId)
}

async function admin(call: string, given: object) {
  const answer = await fetch(`${simulator.adminUrl}/__admin/${call}`, {
    method: 'POST',
    body: JSON.stringify(given),
  })
  expect(answer.status).toBe(200)
}

describe('each call, as the description has it', () => {
  test('createParcel, getParcel, cancelParcel', async () => {
    const parcel = await buy()
    expect(parcel).toMatchObject({
      status: 'OK',
      customerReferenceId: prepared().reference,
      trackingCode: expect.stringMatching(/^\d{20,}$/),
      shippingLabelUrl: expect.stringMatching(/^http/),
    })
    expect(await valueOf(client.getParcel(parcel.parcelId))).toEqual(parcel)
    expect(await valueOf(client.cancelParcel(parcel.parcelId))).toBeNull()
    expect(await client.cancelParcel(parcel.parcelId)).toMatchObject({
      failure: { code: 'already-cancelled' },
    })
    expect(calls()).toEqual(['createParcel', 'getParcel', 'cancelParcel', 'cancelParcel'])
  })

  test('the same key again gives the same parcel, and the exchange says that it is a replay', async () => {
    expect(await buy()).toEqual(await buy())
    expect(simulator.ledger()).toHaveLength(1)
    expect(exchanges.map(({ isReplayed }) => isReplayed)).toEqual([false, true])
    expect(exchanges[0]?.correlationId).toMatch(/^[\da-f-]{36}$/)
  })

  test('quoteParcel', async () => {
    const { carrier } = createFlexport(carrierDeps('flexport', simulator.url).deps)
    const { shipToAddress, dimensions, serviceLevel } = JSON.parse(
      carrier.prepare(parcelFor('flexport')).body,
    ) as Record<string, object>
    const quote = await valueOf(
      client.quoteParcel(JSON.stringify({ shipToAddress, dimensions, serviceLevel })),
    )
    expect(quote).toMatchObject({ price: expect.any(Number), serviceLevel: 'Standard' })
    expect(quote.billedWeightLbs).toBeGreaterThan(0)
    expect(calls()).toEqual(['getParcelQuote'])
  })

  test('trackingById, trackingByCode, trackingUrl', async () => {
    const { parcelId, trackingCode, packageTrackingUrl } = await buy()
    const at = '2026-05-19T05:14:00Z'
    await admin('tracking', { parcelId, milestone: 'arrivalScanTime', at })
    const byId = await valueOf(client.trackingById(parcelId))
    expect(byId).toMatchObject({ parcelId, trackingCode, expiredTrackingData: [] })
    expect(Date.parse(byId.eventTimestamps.arrivalScanTime ?? '')).toBe(Date.parse(at))
    expect(await valueOf(client.trackingByCode(trackingCode ?? ''))).toEqual(byId)
    expect(await valueOf(client.trackingUrl(parcelId))).toBe(packageTrackingUrl)
    await admin('rebuy', { parcelId })
    const anew = await valueOf(client.trackingById(parcelId))
    expect(anew.trackingCode).not.toBe(trackingCode)
    expect(anew.expiredTrackingData).toMatchObject([{ trackingCode }])
    expect(calls()).toEqual([
      'createParcel',
      'getParcelTracking',
      'getParcelTrackingByTrackingCode',
      'getTrackingUrl',
      'getParcelTracking',
    ])
  })

  test('createWebhook, listWebhooks, getWebhook, deleteWebhook', async () => {
    const made = await valueOf(client.createWebhook(HOOK))
    const { token: _token, tokenHeader: _header, ...shown } = HOOK
    expect(made).toEqual({ id: expect.any(Number), ...shown })
    expect(await valueOf(client.listWebhooks())).toEqual([made])
    expect(await valueOf(client.getWebhook(made.id))).toEqual(made)
    expect(await valueOf(client.deleteWebhook(made.id))).toBeNull()
    expect(await valueOf(client.listWebhooks())).toEqual([])
    expect(await client.getWebhook(made.id)).toMatchObject({ failure: { code: 'request-refused' } })
    expect(calls()).toEqual([
      'createWebhook',
      'getWebhooks',
      'getWebhook',
      'deleteWebhook',
      'getWebhooks',
      'getWebhook',
    ])
    expect(JSON.stringify(exchanges)).not.toContain(HOOK.token)
  })

  test('listEvents, page by page', async () => {
    const { parcelId, trackingCode } = await buy()
    for (const milestone of ['arrivalScanTime', 'facilityTime', 'deliveryTime'])
      await admin('tracking', { parcelId, milestone })
    const type = 'Parcel.TrackingUpdated'
    const first = await valueOf(client.listEvents({ type, limit: 2 }))
    expect(first.events).toHaveLength(2)
    expect(first.events[0]).toMatchObject({ type, payload: { trackingCode } })
    const cursor = first.next
    if (cursor === null) throw new Error('no second page')
    const second = await valueOf(client.listEvents({ type, limit: 2, cursor }))
    expect(second).toMatchObject({ next: null, events: [{ type }] })
    const all = await valueOf(client.listEvents())
    const ids = all.events.map(({ id }) => id)
    expect(ids.toSorted()).toEqual(
      [...first.events, ...second.events].map(({ id }) => id).toSorted(),
    )
    const some = await valueOf(client.listEvents({ ids: ids.slice(0, 2) }))
    expect(some.events).toHaveLength(2)
    const later = await valueOf(client.listEvents({ after: '2999-01-01T00:00:00Z' }))
    expect(later).toEqual({ events: [], next: null })
    calls()
  })

  test('authorizeUrl and exchangeToken, which leads to a token that works', async () => {
    const redirectUri = 'https://app.harborpine.example/oauth/flexport'
    const url = client.authorizeUrl({
      clientId: 'identity',
      scopes: ['read_logistics_parcels', 'write_logistics_parcels'],
      redirectUri,
      state: '8c1f',
    })
    const browser = await fetch(url, { redirect: 'manual' })
    const target = new URL(browser.headers.get('location') ?? '')
    expect(target.searchParams.get('state')).toBe('8c1f')
    const code = target.searchParams.get('code') ?? ''
    const given = await valueOf(client.exchangeToken(code, redirectUri))
    expect(given.logisticsAccountId).toBeTruthy()
    const { deps, stop } = carrierDeps('flexport', simulator.url, {
      credentials: { flexportToken: given.access_token },
    })
    stops.push(stop)
    expect(await createFlexportClient(deps).test()).toEqual({ ok: true, value: null })

    expect(await client.exchangeToken(code, redirectUri)).toMatchObject({
      failure: { code: 'credentials-refused', field: 'code' },
    })
    const kept = JSON.stringify(exchanges)
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(given.access_token)
    calls()
  })

  test('the version of the settings is in every path', async () => {
    const { deps, stop } = carrierDeps('flexport', simulator.url, {
      credentials: { flexportToken: simulator.token },
      settings: (baseUrl) => {
        const settings = settingsWith('flexport', baseUrl)
        const flexport = { ...settings.carriers.flexport, version: '2024-01' }
        return { ...settings, carriers: { ...settings.carriers, flexport } }
      },
    })
    stops.push(stop)
    await createFlexportClient(deps).listWebhooks()
    expect(simulator.requests().map(({ path }) => path)).toEqual([
      '/logistics/api/2024-01/webhooks',
    ])
  })
})

describe.each(Object.entries(FLEXPORT_CALLS))('%s', (name, call) => {
  const problem = (detail: string) => ({ type: 'about:blank', title: 'No', detail })

  async function scripted(reply: Reply) {
    const server = await startScripted(reply)
    const { deps, stop } = carrierDeps('flexport', server.url)
    stops.push(stop, server.stop)
    return { outcome: await call(createFlexportClient(deps)), seen: server.seen }
  }

  test.each<[string, Reply, object]>([
    ['400', json(400, problem('malformed')), { code: 'request-refused', httpStatus: 400 }],
    ['401', json(401, problem('no')), { code: 'credentials-refused' }],
    ['403', json(403, problem('no')), { code: 'permission-missing' }],
    ['409', json(409, problem('exists')), { code: 'carrier-conflict' }],
    ['422', json(422, problem('no')), { code: 'request-refused' }],
    ['423', json(423, problem('locked')), { code: 'account-locked' }],
    [
      '429',
      json(429, problem('slow down'), { 'retry-after': '7', 'x-correlation-id': 'c-1' }),
      { code: 'carrier-busy', retryAfterSeconds: 7, correlationId: 'c-1' },
    ],
    ['503', json(503, problem('later')), { code: 'carrier-trouble' }],
    ['a page', body(404, '<html>Not here</html>'), { code: 'carrier-answer-not-understood' }],
    ['a redirect', body(302, '', { location: '/' }), { code: 'carrier-answer-not-understood' }],
  ])('%s is told as such', async (_, reply, failure) => {
    const { outcome, seen } = await scripted(reply)
    expect(outcome).toMatchObject({ ok: false, failure: { carrier: 'flexport', ...failure } })
    const status = (failure as { code: string }).code
    const isRepeated = status === 'carrier-trouble' && !SENT_ONCE.has(name)
    expect(seen).toHaveLength(isRepeated ? 3 : 1)
  })

  test('a success without what was promised is not understood', async () => {
    const withoutBody = name === 'cancelParcel' || name === 'deleteWebhook'
    for (const reply of [body(200, ''), json(200, { status: 'ERROR' }), body(200, '<html>')]) {
      const { outcome } = await scripted(reply)
      if (!withoutBody)
        expect(outcome).toMatchObject({ failure: { code: 'carrier-answer-not-understood' } })
    }
  })
})

test('without a token nothing is sent', async () => {
  const { deps, stop } = carrierDeps('flexport', simulator.url, { credentials: {} })
  stops.push(stop)
  const nobody = createFlexportClient(deps)
  for (const [name, call] of Object.entries(FLEXPORT_CALLS)) {
    if (name === 'exchangeToken') continue
    expect(await call(nobody)).toMatchObject({ failure: { code: 'credentials-missing' } })
  }
  expect(simulator.requests()).toEqual([])
})
