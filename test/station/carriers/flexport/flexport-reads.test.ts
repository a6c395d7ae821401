import { describe, expect, test } from 'vitest'
import { SettingsSchema } from '../../../../shared/settings.ts'
import { TrackingSchema } from '../../../../shared/tracking.ts'
import { HARBOR, parcelFor } from '../made-up-parcel.ts'
import { body, cutBefore, json } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import { flexport, PARCEL, problem } from './flexport-stand.ts'

describe('the other calls', () => {
  test('readBack reads the parcel by its id', async () => {
    const { carrier, seen } = await flexport(json(200, { ...PARCEL, parcelId: 'p/1' }))
    const outcome = await carrier.readBack('p/1', 'larkspur')
    expect(outcome.ok && outcome.value.carrierShipmentId).toBe('p/1')
    expect(seen[0]?.path).toBe('/logistics/api/2023-07/parcels/p%2F1')
  })

  test('readBack does not take another parcel for the one that was asked for', async () => {
    const { carrier } = await flexport(json(200, PARCEL))
    expect(await carrier.readBack('p-2', 'larkspur')).toMatchObject({
      failure: { code: 'carrier-answer-not-understood' },
    })
  })

  test.each([400, 404])('readBack of an unknown parcel (%d)', async (status) => {
    const { carrier } = await flexport(json(status, problem('PARCEL_NOT_FOUND')))
    expect(await carrier.readBack('p-1', '')).toMatchObject({
      ok: false,
      failure: { code: 'shipment-not-found' },
    })
  })

  test('a "not found" that nothing explains says nothing of a parcel', async () => {
    const { carrier } = await flexport(body(404, '<h1>Not here</h1>'))
    for (const outcome of [await carrier.readBack('p-1', ''), await carrier.void('p-1', '')])
      expect(outcome).toMatchObject({ failure: { code: 'carrier-answer-not-understood' } })
  })

  test('void takes an empty success, and counts "already cancelled" as done', async () => {
    const { carrier, seen } = await flexport(body(200, ''))
    expect(await carrier.void('p-1', '')).toEqual({ ok: true, value: 'done' })
    expect(seen[0]).toMatchObject({ body: '{"parcelId":"p-1"}' })
    const again = await flexport(json(400, problem('LABEL_ALREADY_CANCELLED')))
    expect(await again.carrier.void('p-1', '')).toEqual({ ok: true, value: 'done' })
    const unknown = await flexport(json(400, problem('PARCEL_NOT_FOUND')))
    expect(await unknown.carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'shipment-not-found' },
    })
  })

  test.each<[string, Reply]>([
    ['a page with 200', body(200, '<html><body>Sign in</body></html>')],
    ['a page by its type', body(200, 'Sign in', { 'content-type': 'text/html; charset=utf-8' })],
    ['a page with 400', body(400, '<h1>Bad request</h1>')],
    ['422 without a word', body(422, '')],
    ['405 with a page', body(405, '<h1>Not allowed</h1>')],
    ['a redirect', body(302, '', { location: '/' })],
  ])('P-10: %s says nothing of a void', async (_, reply) => {
    const { carrier } = await flexport(reply)
    expect(await carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'carrier-answer-not-understood' },
    })
  })

  test('void counts "already cancelled" as done with 409 too', async () => {
    const { carrier } = await flexport(json(409, problem('LABEL_ALREADY_CANCELLED')))
    expect(await carrier.void('p-1', '')).toEqual({ ok: true, value: 'done' })
    const other = await flexport(json(409, problem('busy')))
    expect(await other.carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'carrier-conflict', httpStatus: 409 },
    })
  })

  test('void does not take a success that says ERROR', async () => {
    const { carrier } = await flexport(json(200, { status: 'ERROR', errorMessage: 'too late' }))
    expect(await carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'carrier-answer-not-understood', carrierSaid: 'too late' },
    })
  })

  test('P-10: a void is asked once; what a cut answer did stays open', async () => {
    const server = await flexport(cutBefore)
    expect(await server.carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'carrier-connection-lost' },
    })
    expect(server.seen).toHaveLength(1)
  })
})

describe('quote', () => {
  const prices: Record<string, object> = {
    Standard: json200({ price: 6.84, serviceLevel: 'Standard', warnings: ['not verified'] }),
    Expedited: json200({ price: '5.10', serviceLevel: 'Expedited', warnings: ['of no interest'] }),
    International: { status: 400, body: problem('SERVICE_LEVEL_NOT_CONFIGURED') },
  }
  function json200(answer: object) {
    return { status: 200, body: answer }
  }
  const byLevel: Reply = (response, request) => {
    const { serviceLevel } = JSON.parse(request.body) as { serviceLevel: string }
    const { status, body: answer } = prices[serviceLevel] as { status: number; body: object }
    json(status, answer)(response, request)
  }
  const settings = (quoteServiceLevels: string[]) => (baseUrl: string) =>
    SettingsSchema.parse({
      shipFrom: HARBOR,
      carriers: { flexport: { baseUrl, quoteServiceLevels } },
    })
  const offer = (service: string, minor: number) => ({
    service,
    price: { minor, currency: 'USD' },
    termsOfTrade: null,
    landedCost: null,
    days: null,
    carriedBy: null,
  })

  test('is one call where nothing is compared', async () => {
    const { carrier, seen, exchanges } = await flexport(byLevel)
    expect(await carrier.quote(parcelFor('flexport'))).toEqual({
      ok: true,
      value: {
        chosen: offer('Standard', 684),
        offers: [offer('Standard', 684)],
        warnings: ['not verified'],
      },
    })
    expect(seen.map(({ path }) => path)).toEqual(['/logistics/api/2023-07/parcels/quote'])
    expect(exchanges[0]?.about).toBe('larkspur/LK-20417/P1')
  })

  test('shows levels side by side, cheapest first; one that fails spoils nothing', async () => {
    const { carrier, seen } = await flexport(byLevel, {
      settings: settings(['expedited', 'standard', 'Expedited', 'International']),
    })
    // Levels of the settings go out as they are spelled there.
    prices['expedited'] = prices['Expedited'] ?? {}
    const quote = await carrier.quote(parcelFor('flexport'))
    expect(quote).toEqual({
      ok: true,
      value: {
        chosen: offer('Standard', 684),
        offers: [offer('expedited', 510), offer('Standard', 684)],
        warnings: ['not verified'],
      },
    })
    expect(seen).toHaveLength(3)
  })

  test('fails where the level that would be bought does', async () => {
    const { carrier } = await flexport(byLevel, { settings: settings(['Standard']) })
    const outcome = await carrier.quote(parcelFor('flexport', { service: 'International' }))
    expect(outcome).toMatchObject({ failure: { code: 'service-not-configured', field: 'service' } })
  })

  test('without a price that can be read is none', async () => {
    const odd = await flexport(json(200, { price: 'much' }))
    expect(await odd.carrier.quote(parcelFor('flexport'))).toMatchObject({
      failure: { code: 'carrier-answer-not-understood' },
    })
  })
})

describe('track', () => {
  const none = {
    labelTime: null,
    arrivalScanTime: null,
    facilityTime: null,
    attemptedDeliveryTime: null,
    deliveryTime: null,
    estimatedDeliveryTime: null,
    lastTrackingEventTime: null,
    lastTrackingIngestionTime: null,
  }
  const parcel = { carrierShipmentId: 'p-1', trackingNumber: 'T-1', merchant: '' }
  async function track(reply: Reply) {
    const { carrier, seen } = await flexport(reply)
    return { outcome: await carrier.track(parcel), seen }
  }
  const trackTimes = async (times: object, more: object = {}) => {
    const eventTimestamps = { ...none, ...times }
    const { outcome } = await track(
      json(200, { status: 'OK', trackingCode: 'T-1', eventTimestamps, ...more }),
    )
    if (!outcome.ok) throw new Error(outcome.failure.code)
    return outcome.value
  }

  test('tells each milestone as an event, newest first', async () => {
    const tracking = await trackTimes({
      labelTime: '2026-05-18T20:02:11Z',
      arrivalScanTime: '2026-05-19T05:14:00Z',
      sortationArrivalTime: '2026-05-19T05:14:00Z',
      facilityTime: '2026-05-20T11:40:00+02:00',
      estimatedDeliveryTime: '2026-05-22T23:59:00Z',
      promisedDeliveryTime: '2026-05-23T23:59:00Z',
      lastTrackingEventTime: '2026-05-20T11:40:00+02:00',
    })
    expect(tracking).toMatchObject({
      status: 'in-transit',
      estimatedDelivery: '2026-05-22T23:59:00.000Z',
      trackingNumber: 'T-1',
    })
    expect(tracking.events.map(({ at, status, words }) => [at, status, words])).toEqual([
      ['2026-05-20T09:40:00.000Z', 'in-transit', 'Arrived at a facility'],
      ['2026-05-19T05:14:00.000Z', 'in-transit', 'Arrived at the sortation centre'],
      ['2026-05-19T05:14:00.000Z', 'in-transit', 'Arrival scan'],
      ['2026-05-18T20:02:11.000Z', 'label-made', 'Label made'],
    ])
  })

  test.each([
    [{}, 'label-made'],
    [{ labelTime: '2026-05-18T20:00:00Z' }, 'label-made'],
    [{ labelTime: '2026-05-18T20:00:00Z', arrivalScanTime: '2026-05-19T20:00:00Z' }, 'in-transit'],
    [{ attemptedDeliveryTime: '2026-05-20T20:00:00Z' }, 'delivery-attempted'],
    [
      {
        attemptedDeliveryTime: '2026-05-20T20:00:00Z',
        deliveryTime: '2026-05-21T20:00:00Z',
        lastTrackingEventTime: '2026-05-22T20:00:00Z',
      },
      'delivered',
    ],
    [{ labelTime: 'a while ago' }, 'label-made'],
  ])('%o is %s', async (times, status) => {
    const tracking = await trackTimes(times)
    expect(tracking.status).toBe(status)
    expect(tracking.events[0]?.status ?? status).toBe(status)
    TrackingSchema.parse(tracking)
  })

  test('tells that something happened since the newest milestone', async () => {
    const { events } = await trackTimes({
      arrivalScanTime: '2026-05-19T05:14:00Z',
      lastTrackingEventTime: '2026-05-19T09:00:00Z',
    })
    expect(events.map(({ at, words }) => [at, words])).toEqual([
      ['2026-05-19T09:00:00.000Z', ''],
      ['2026-05-19T05:14:00.000Z', 'Arrival scan'],
    ])
  })

  test('names the number that counts now where the label was bought anew', async () => {
    const expired = (trackingCode: string) => ({ expiredTrackingData: [{ trackingCode }] })
    expect((await trackTimes({}, { ...expired('T-1'), trackingCode: 'T-2' })).trackingNumber).toBe(
      'T-2',
    )
    expect((await trackTimes({}, expired('T-1'))).trackingNumber).toBeNull()
  })

  test.each<[string, Reply, string]>([
    ['400', json(400, problem('PARCEL_TRACKING_NOT_FOUND')), 'not-found-yet'],
    [
      'a success that says ERROR',
      json(200, { status: 'ERROR', errors: 'PARCEL_TRACKING_NOT_FOUND', eventTimestamps: none }),
      'not-found-yet',
    ],
    ['an unknown parcel', json(400, problem('PARCEL_NOT_FOUND')), 'shipment-not-found'],
    ['no timestamps', json(200, { status: 'OK' }), 'carrier-answer-not-understood'],
  ])('%s is told as %s', async (_, reply, code) => {
    const { outcome, seen } = await track(reply)
    expect(outcome).toMatchObject({ failure: { code } })
    expect(seen[0]?.path).toBe('/logistics/api/2023-07/parcels/p-1/tracking')
  })
})

describe('test', () => {
  test.each<[string, Reply, string]>([
    ['the API does not know a made-up parcel', json(404, problem('PARCEL_NOT_FOUND')), 'works'],
    ['the token is refused', json(401, problem('no')), 'credentials-refused'],
    ['another server answers', json(404, problem('no route')), 'carrier-answer-not-understood'],
    ['a page comes', body(200, '<html>'), 'carrier-answer-not-understood'],
    ['trouble', body(503, ''), 'carrier-trouble'],
  ])('%s', async (_, reply, result) => {
    const { carrier } = await flexport(reply)
    const outcome = await carrier.test()
    expect(outcome.ok ? 'works' : outcome.failure.code).toBe(result)
  })
})
