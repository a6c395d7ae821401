import { afterEach, describe, expect, test } from 'vitest'
import { createFlexport } from '../../../../station/carriers/flexport/flexport.ts'
import { SettingsSchema } from '../../../../shared/settings.ts'
import { TrackingSchema } from '../../../../shared/tracking.ts'
import { carrierDeps, HARBOR, parcelFor, TOKEN } from '../made-up-parcel.ts'
import { body, closedPort, cutBefore, cutInside, json, silence } from '../scripted-server.ts'
import { startScripted } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function flexport(reply: Reply, options: Parameters<typeof carrierDeps>[2] = {}) {
  const server = await startScripted(reply)
  const { deps, logged, exchanges, stop } = carrierDeps('flexport', server.url, options)
  stops.push(stop, server.stop)
  return { carrier: createFlexport(deps).carrier, seen: server.seen, logged, exchanges }
}

const PARCEL = {
  status: 'OK',
  parcelId: 'p-1',
  price: 6.84,
  serviceLevel: 'Standard',
  trackingCode: '9400100000000000000017',
  packageTrackingUrl: 'https://tracking.carrier.example/1',
  shippingLabelUrl: 'https://labels.flexport.example/1.zpl',
  carrierBarcode: '420837029400100000000000000017',
  memberOfTomorrow: { any: 'thing' },
}

const problem = (detail: string) => ({ status: 400, type: 'about:blank', title: 'Bad', detail })

async function buyWith(reply: Reply, options: Parameters<typeof carrierDeps>[2] = {}) {
  const { carrier, seen, logged, exchanges } = await flexport(reply, options)
  const prepared = carrier.prepare(parcelFor('flexport'))
  return { answer: await carrier.buy(prepared, 'larkspur'), prepared, seen, logged, exchanges }
}

describe('prepare', () => {
  test('is the same text for the same parcel, and another for another', async () => {
    const { carrier } = await flexport(silence)
    const parcel = parcelFor('flexport')
    expect(carrier.prepare(parcel)).toEqual(carrier.prepare(structuredClone(parcel)))
    expect(carrier.prepare(parcel).reference).toBe('larkspur/LK-20417/P1')
    expect(carrier.prepare({ ...parcel, parcel: 2 }).reference).toBe('larkspur/LK-20417/P2')
    expect(carrier.prepare({ ...parcel, attempt: 2 }).reference).toBe('larkspur/LK-20417/P1-R1')
  })

  test('a reference of any letters is fit for a header, and never shared', async () => {
    const { carrier } = await flexport(silence)
    const key = (order: object) => carrier.prepare(parcelFor('flexport', order)).reference
    expect(key({ reference: '注文 1/2' })).toMatch(/^[\x21-\x7e]+$/)
    expect(key({ reference: '\ud800' })).toMatch(/^[\x21-\x7e]+$/)
    expect(key({ merchant: 'a', reference: 'b/c' })).not.toBe(
      key({ merchant: 'a/b', reference: 'c' }),
    )
    const long = 'あ'.repeat(90)
    expect(key({ reference: `${long}1` }).length).toBeLessThanOrEqual(200)
    expect(key({ reference: `${long}1` })).not.toBe(key({ reference: `${long}2` }))
  })

  test('sends grams exactly, in kilograms, and the box in its own unit', async () => {
    const { carrier } = await flexport(silence)
    const sent = JSON.parse(carrier.prepare(parcelFor('flexport')).body)
    expect(sent.dimensions).toEqual({
      height: 4.5,
      length: 12,
      width: 9,
      lengthUnit: 'in',
      weight: 1.151,
      weightUnit: 'kg',
    })
    expect(sent).toMatchObject({
      customerParcelId: 'larkspur/LK-20417/P1',
      customerCustomField: 'bench-1',
      labelFormat: 'ZPL203',
      serviceLevel: 'Standard',
      returnAddress: { city: 'Tacoma' },
    })
  })

  test('an address that a person trusts is not checked again', async () => {
    const { carrier } = await flexport(silence)
    const { shipTo } = parcelFor('flexport').order
    const sent = (trustAddress: boolean) => {
      const correction = { at: '2026-05-18T20:00:00.000Z', original: { shipTo }, trustAddress }
      return JSON.parse(carrier.prepare(parcelFor('flexport', { correction })).body)
    }
    expect(sent(true).skipAddressValidation).toBe(true)
    expect(sent(false)).not.toHaveProperty('skipAddressValidation')
  })

  test('the service of the order goes before that of the station, in its known spelling', async () => {
    const { carrier } = await flexport(silence)
    const level = (service: string) =>
      carrier.serviceLevel(parcelFor('flexport', { service }).order)
    expect(level('EXPEDITED')).toBe('Expedited')
    expect(level('Overnight')).toBe('Overnight')
  })
})

describe('check', () => {
  const lacks = async (shipTo: object) => {
    const { carrier } = await flexport(silence)
    const parcel = parcelFor('flexport')
    const order = { ...parcel.order, shipTo: { ...parcel.order.shipTo, ...shipTo } }
    return carrier.check({ ...parcel, order }).map(({ code, field }) => `${code} ${field}`)
  }

  test.each([
    [{}, []],
    [{ country: 'CA' }, ['service-not-available shipTo.country']],
    [{ state: undefined }, ['address-refused shipTo.state']],
    [{ zip: '8370' }, ['address-refused shipTo.zip']],
    [{ zip: '83702-1234' }, []],
  ])('%o', async (shipTo, expected) => {
    expect(await lacks(shipTo)).toEqual(expected)
  })
})

describe('buy', () => {
  test('sends the prepared bytes once, with token and key, and reads what was bought', async () => {
    const { answer, prepared, seen } = await buyWith(json(201, PARCEL))
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/logistics/api/2023-07/parcels',
      body: prepared.body,
    })
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'idempotency-key': 'larkspur/LK-20417/P1',
    })
    expect(answer).toEqual({
      kind: 'bought',
      raw: JSON.stringify(PARCEL),
      parcel: {
        standing: 'made',
        reference: null,
        carrierShipmentId: 'p-1',
        trackingNumber: '9400100000000000000017',
        carrierBarcode: '420837029400100000000000000017',
        trackingUrl: 'https://tracking.carrier.example/1',
        price: { minor: 684, currency: 'USD' },
        serviceLevel: 'Standard',
        labelUrl: 'https://labels.flexport.example/1.zpl',
        documentUrls: [],
      },
    })
  })

  test('a purchase without label link or price is still a purchase', async () => {
    const { answer } = await buyWith(json(201, { status: 'OK', parcelId: 'p-1', price: {} }))
    expect(answer).toMatchObject({ kind: 'bought', parcel: { labelUrl: null, price: null } })
  })

  test.each<[string, Reply, string]>([
    ['status ERROR', json(200, { ...PARCEL, status: 'ERROR' }), 'carrier-answer-not-understood'],
    ['no parcelId', json(201, { ...PARCEL, parcelId: undefined }), 'carrier-answer-not-understood'],
    ['an empty parcelId', json(201, { ...PARCEL, parcelId: '' }), 'carrier-answer-not-understood'],
    ['HTML', body(200, '<html><body>Welcome</body></html>'), 'carrier-answer-not-understood'],
    ['an empty body', body(201, ''), 'carrier-answer-not-understood'],
    ['a redirect', body(302, '', { location: '/' }), 'carrier-answer-not-understood'],
    ['409', json(409, problem('exists')), 'carrier-conflict'],
    ['500', json(500, problem('oops')), 'carrier-trouble'],
    ['502 with a page', body(502, '<h1>Bad gateway</h1>'), 'carrier-trouble'],
    ['504', body(504, ''), 'carrier-trouble'],
    ['408', json(408, problem('late')), 'request-refused'],
    ['400 without a word', body(400, ''), 'request-refused'],
    ['404 with a page', body(404, '<h1>Not here</h1>'), 'carrier-answer-not-understood'],
    ['a cut connection', cutBefore, 'carrier-connection-lost'],
    ['half a body', cutInside, 'carrier-connection-lost'],
    ['an endless body', body(200, ' '.repeat(1_000_001)), 'carrier-answer-not-understood'],
  ])('%s leaves it in doubt, sent once', async (_, reply, code) => {
    const { answer, seen } = await buyWith(reply)
    expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code, carrier: 'flexport' } })
    expect(seen).toHaveLength(1)
  })

  test('silence beyond the deadline leaves it in doubt', async () => {
    const { answer, seen } = await buyWith(silence, { deadlineMs: 80 })
    expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code: 'carrier-timed-out' } })
    expect(seen).toHaveLength(1)
  })

  test.each<[string, string]>([
    ['SELLER_NOT_FOUND', 'account-not-ready'],
    ['INVALID_SELLER', 'account-not-ready'],
    ['INVALID_INJECTION_LOCATION', 'injection-location-refused'],
    ['EXCEEDS_MAX_DIMENSIONS', 'dimensions-refused'],
    ['INVALID_DESTINATION_ADDRESS', 'address-refused'],
    ['CUSTOMS_INFORMATION_REQUIRED', 'customs-incomplete'],
    ['FAILED_TO_DETERMINE_ZONE', 'zone-not-found'],
    ['SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION', 'service-not-available'],
    ['SERVICE_LEVEL_NOT_CONFIGURED', 'service-not-configured'],
    ['RETURNS_UNSUPPORTED', 'returns-not-supported'],
    ['SOMETHING_NEW', 'request-refused'],
  ])('%s, wherever it stands, is refused as %s', async (token, code) => {
    const bodies = [
      problem(`${token}: words`),
      { title: token },
      { type: `https://errors.example/${token}`, title: 'Bad Request' },
    ]
    for (const one of bodies) {
      const { answer } = await buyWith(json(400, one))
      expect(answer).toMatchObject({ kind: 'refused', failure: { code, httpStatus: 400 } })
    }
  })

  test.each<[number, string]>([
    [401, 'credentials-refused'],
    [403, 'permission-missing'],
    [422, 'request-refused'],
    [423, 'account-locked'],
    [404, 'request-refused'],
  ])('%d with a problem is refused as %s', async (status, code) => {
    const { answer } = await buyWith(
      json(status, problem('no'), { 'x-correlation-id': 'c-1', 'x-any': '1' }),
    )
    expect(answer).toMatchObject({ kind: 'refused', failure: { code, correlationId: 'c-1' } })
  })

  test('429 is refused with the time to wait, even without a body', async () => {
    const { answer } = await buyWith(body(429, '', { 'retry-after': '7' }))
    expect(answer).toMatchObject({
      kind: 'refused',
      failure: { code: 'carrier-busy', retryAfterSeconds: 7 },
    })
  })

  test('nobody listens: refused, nothing was sent', async () => {
    const { deps, stop } = carrierDeps('flexport', `http://127.0.0.1:${await closedPort()}`)
    stops.push(stop)
    const { carrier } = createFlexport(deps)
    const answer = await carrier.buy(carrier.prepare(parcelFor('flexport')), 'larkspur')
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'carrier-unreachable' } })
  })

  test('without a token nothing is sent', async () => {
    const { answer, seen } = await buyWith(json(201, PARCEL), { credentials: {} })
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'credentials-missing' } })
    expect(seen).toHaveLength(0)
  })

  test('neither failure nor raw answer nor log holds the token or the recipient', async () => {
    const echo: Reply = (response, request) => {
      json(400, problem(`${request.headers.authorization} tobias@mail.example +12085550163`))(
        response,
        request,
      )
    }
    const { answer, logged, exchanges } = await buyWith(echo)
    const shown = JSON.stringify(answer)
    expect(answer.kind).toBe('refused')
    expect(shown).not.toContain(TOKEN)
    expect(JSON.stringify(answer.kind === 'bought' ? '' : answer.failure)).not.toMatch(
      /tobias|5550163/,
    )
    expect(logged.join()).not.toMatch(/Renner|Alder|flexport-token/)
    expect(logged).toHaveLength(1)
    expect(exchanges).toMatchObject([
      { call: 'create parcel', status: 400, about: 'larkspur/LK-20417/P1' },
    ])
    expect(JSON.stringify(exchanges)).not.toMatch(/flexport-token|tobias@|12085550163|2535550118/)
  })
})

describe('the other calls', () => {
  test('readBack reads the parcel by its id', async () => {
    const { carrier, seen } = await flexport(json(200, PARCEL))
    const outcome = await carrier.readBack('p/1', 'larkspur')
    expect(outcome.ok && outcome.value.carrierShipmentId).toBe('p-1')
    expect(seen[0]?.path).toBe('/logistics/api/2023-07/parcels/p%2F1')
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

  test('void does not take a success that says ERROR', async () => {
    const { carrier } = await flexport(json(200, { status: 'ERROR', errorMessage: 'too late' }))
    expect(await carrier.void('p-1', '')).toMatchObject({
      failure: { code: 'carrier-answer-not-understood', carrierSaid: 'too late' },
    })
  })

  test('void is asked again after trouble, which finds it done', async () => {
    const cut: Reply = (response, request) => {
      if (server.seen.length === 1) cutBefore(response, request)
      else json(400, problem('LABEL_ALREADY_CANCELLED'))(response, request)
    }
    const server = await flexport(cut)
    expect(await server.carrier.void('p-1', '')).toEqual({ ok: true, value: 'done' })
    expect(server.seen).toHaveLength(2)
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
