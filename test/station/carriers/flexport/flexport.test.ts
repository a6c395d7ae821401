import { describe, expect, test } from 'vitest'
import { createFlexport } from '../../../../station/carriers/flexport/flexport.ts'
import { FIXED_BY, type CarrierFailureCode } from '../../../../shared/shipping.ts'
import { carrierDeps, parcelFor, TOKEN } from '../made-up-parcel.ts'
import { body, closedPort, cutBefore, cutInside, json, silence } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import { flexport, PARCEL, problem, stops } from './flexport-stand.ts'

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
    ['408', json(408, problem('late')), 'carrier-trouble'],
    ['400 without a word', body(400, ''), 'carrier-answer-not-understood'],
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
    const { answer, seen } = await buyWith(silence, { deadlineMs: 500 })
    expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code: 'carrier-timed-out' } })
    expect(seen).toHaveLength(1)
  })

  test.each<[string, CarrierFailureCode, string]>([
    ['SELLER_NOT_FOUND', 'account-not-ready', 'account'],
    ['INVALID_SELLER', 'account-not-ready', 'account'],
    ['INVALID_INJECTION_LOCATION', 'injection-location-refused', 'settings'],
    ['EXCEEDS_MAX_DIMENSIONS', 'dimensions-refused', 'operator'],
    ['INVALID_DESTINATION_ADDRESS', 'address-refused', 'operator'],
    ['CUSTOMS_INFORMATION_REQUIRED', 'customs-incomplete', 'order'],
    ['FAILED_TO_DETERMINE_ZONE', 'zone-not-found', 'operator'],
    ['SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION', 'service-not-available', 'operator'],
    ['SERVICE_LEVEL_NOT_CONFIGURED', 'service-not-configured', 'settings'],
    ['RETURNS_UNSUPPORTED', 'returns-not-supported', 'account'],
    ['SOMETHING_NEW', 'request-refused', 'program'],
  ])('%s, wherever it stands, is refused as %s, which is for the %s', async (token, code, who) => {
    expect(FIXED_BY[code]).toBe(who)
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
