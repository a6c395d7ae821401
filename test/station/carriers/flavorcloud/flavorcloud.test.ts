import { afterEach, describe, expect, test } from 'vitest'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import { APP_ID, carrierDeps, CUSTOMER_KEY, parcelFor, REST_API_KEY } from '../made-up-parcel.ts'
import { body, closedPort, cutBefore, cutInside, json, silence } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import { scriptedFlavorCloud } from './flavorcloud-stand-in.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function flavorcloud(reply: Reply, options: Parameters<typeof scriptedFlavorCloud>[1] = {}) {
  const made = await scriptedFlavorCloud(reply, options)
  stops.push(made.stop)
  return made
}

const SHIPMENT = {
  ShipmentID: 'FCS-1',
  Status: 'Something unknown',
  Reference: 'larkspur-LK-20417-P1',
  TrackingNumber: 'GM605112874003000001',
  TrackingUrl: 'https://tracking.carrier.example/1',
  LabelUrl: 'https://cdn.flavorcloud.example/1.zpl',
  CommercialInvoiceUrl: 'https://cdn.flavorcloud.example/1.pdf',
}

const error = (code: string, message: string, details: object[] = []) => ({
  error: { statusCode: 422, name: 'E', code, message, requestId: 'r-1', details },
})

async function buyWith(reply: Reply, options: Parameters<typeof flavorcloud>[1] = {}) {
  const made = await flavorcloud(reply, options)
  const prepared = made.carrier.prepare(parcelFor('flavorcloud'))
  return { ...made, prepared, answer: await made.carrier.buy(prepared, 'larkspur') }
}

describe('prepare', () => {
  test('units always go out, hashes with the service, and no secret', async () => {
    const { carrier } = await flavorcloud(silence)
    const customs = { hashKey: 'h-1', dutyHashKey: 'd-1', termsOfTrade: 'DDU' as const }
    const { body: text, serviceLevel } = carrier.prepare(parcelFor('flavorcloud', { customs }))
    const sent = JSON.parse(text)
    expect(serviceLevel).toBe('STANDARD')
    expect(sent).toMatchObject({
      HashKey: 'h-1',
      DutyHashKey: 'd-1',
      Async: false,
      WeightUnit: 'KG',
      DimensionUnit: 'CM',
      Currency: 'USD',
      ServiceCode: 'STANDARD',
      TermsOfTrade: 'DDU',
      ReasonForExport: 'merchandise',
      ShipToAddress: { Name: 'Mairead Quinlan', AttentionName: 'Mairead Quinlan' },
    })
    expect(sent.Shipments).toEqual([
      {
        Piece: [
          {
            Quantity: 2,
            Weight: 0.45,
            SalePrice: 64,
            HSCode: '611020',
            OriginCountryCode: 'PT',
            Description: 'Knitted cotton pullover, adult',
            SKU: 'LK-PUL-M-OAT',
          },
          {
            Quantity: 1,
            Weight: 0.12,
            SalePrice: 22.5,
            HSCode: '650500',
            OriginCountryCode: 'PT',
            Description: 'Knitted wool beanie',
          },
        ],
        Package: {
          Weight: 1.151,
          Length: 30.48,
          Width: 22.86,
          Height: 11.43,
          Reference: 'larkspur-LK-20417-P1',
        },
      },
    ])
    expect(text).not.toMatch(new RegExp([APP_ID, REST_API_KEY, CUSTOMER_KEY].join('|')))
  })

  test('a rate of checkout that is not to be used stays out, and Async is of the settings', async () => {
    const { carrier } = await flavorcloud(silence, { settings: { async: true } })
    const customs = { hashKey: 'h-1', dutyHashKey: 'd-1' }
    const parcel = parcelFor('flavorcloud', { customs })
    const sent = JSON.parse(carrier.prepare({ ...parcel, withoutCheckoutRate: true }).body)
    expect(sent).not.toHaveProperty('HashKey')
    expect(sent).not.toHaveProperty('DutyHashKey')
    expect(sent).toMatchObject({ Async: true, ServiceCode: 'STANDARD', TermsOfTrade: 'DDP' })
  })
})

describe('check', () => {
  test('names every lack with its field', async () => {
    const { carrier } = await flavorcloud(silence)
    const parcel = parcelFor('flavorcloud')
    expect(carrier.check(parcel)).toEqual([])
    const shipTo = { ...parcel.order.shipTo, phone: undefined }
    const shipFrom = { ...parcel.shipFrom, email: undefined }
    const [first, second] = parcel.contents
    const bare = { line: 2, sku: '', barcodes: [], description: 'Beanie', quantity: 1 }
    const lacks = carrier.check({
      ...parcel,
      shipFrom,
      order: { ...parcel.order, shipTo },
      contents: [first!, { ...second!, item: bare }],
    })
    expect(lacks.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'address-refused shipTo.phone',
      'address-refused shipFrom.email',
      'customs-incomplete items.1.weight',
      'customs-incomplete items.1.price',
      'customs-incomplete items.1.hsCode',
      'customs-incomplete items.1.originCountry',
    ])
  })
})

describe('buy', () => {
  test.each([
    ['an array', [SHIPMENT]],
    ['an object', SHIPMENT],
  ])('reads %s, and sends the merchant key outside of the stored body', async (_, shape) => {
    const { answer, prepared, calls, auths } = await buyWith(json(200, shape))
    expect(auths()).toHaveLength(1)
    expect(JSON.parse(auths()[0]!.body)).toEqual({ AppID: APP_ID, RestApiKey: REST_API_KEY })
    expect(calls()).toHaveLength(1)
    expect(calls()[0]).toMatchObject({ method: 'POST', path: '/Shipments' })
    expect(calls()[0]?.headers.authorization).toBe('Bearer token-1')
    expect(JSON.parse(calls()[0]!.body)).toEqual({
      CustomerKey: CUSTOMER_KEY,
      ...JSON.parse(prepared.body),
    })
    expect(answer).toMatchObject({
      kind: 'bought',
      parcel: {
        standing: 'made',
        carrierShipmentId: 'FCS-1',
        trackingNumber: 'GM605112874003000001',
        labelUrl: 'https://cdn.flavorcloud.example/1.zpl',
        documentUrls: ['https://cdn.flavorcloud.example/1.pdf'],
        price: null,
      },
    })
  })

  test('without a label link it is bought all the same', async () => {
    const { answer } = await buyWith(json(200, { ShipmentID: 'FCS-1', LabelUrl: 'soon' }))
    expect(answer).toMatchObject({
      kind: 'bought',
      parcel: { labelUrl: null, standing: 'pending' },
    })
  })

  test('one that says it failed may cost money all the same', async () => {
    const failedOne = { ShipmentID: 'FCS-1', Status: 'Error', Message: 'No label from a@b.example' }
    const { answer } = await buyWith(json(200, failedOne))
    expect(answer).toMatchObject({
      kind: 'bought',
      parcel: { standing: 'failed', said: 'Error: No label from [hidden]' },
    })
  })

  test('the link is found under other names', async () => {
    const { answer } = await buyWith(
      json(200, { ShipmentID: 7, label_url: 'https://a.example/l.zpl' }),
    )
    expect(answer).toMatchObject({
      kind: 'bought',
      parcel: { carrierShipmentId: '7', labelUrl: 'https://a.example/l.zpl' },
    })
  })

  test.each<[string, Reply, string]>([
    ['no ShipmentID', json(200, { Status: 'Done' }), 'carrier-answer-not-understood'],
    ['an empty array', json(200, []), 'carrier-answer-not-understood'],
    [
      'another reference',
      json(200, [{ ...SHIPMENT, Reference: 'X' }]),
      'carrier-answer-not-understood',
    ],
    ['HTML', body(200, '<html>hello</html>'), 'carrier-answer-not-understood'],
    ['an empty body', body(200, ''), 'carrier-answer-not-understood'],
    ['500', json(500, error('OOPS', 'oops')), 'carrier-trouble'],
    ['504', body(504, '<html>'), 'carrier-trouble'],
    ['409', json(409, error('DUP', 'there')), 'carrier-conflict'],
    ['422 with a page', body(422, '<h1>No</h1>'), 'carrier-answer-not-understood'],
    ['422 without a word', body(422, ''), 'carrier-answer-not-understood'],
    ['422 with a bare text', json(422, 'No rates'), 'carrier-answer-not-understood'],
    ['a cut connection', cutBefore, 'carrier-connection-lost'],
    ['half a body', cutInside, 'carrier-connection-lost'],
  ])('%s leaves it in doubt, sent once', async (_, reply, code) => {
    const { answer, calls } = await buyWith(reply)
    expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code } })
    expect(calls()).toHaveLength(1)
  })

  test('silence beyond the deadline leaves it in doubt', async () => {
    const { answer, calls } = await buyWith(silence, { deadlineMs: 150 })
    expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code: 'carrier-timed-out' } })
    expect(calls()).toHaveLength(1)
  })

  test.each<[string, object, object]>([
    [
      'a spent hash',
      error('INVALID', 'HashKey has expired', [{ path: '/HashKey' }]),
      { code: 'rate-expired', field: 'customs.hashKey' },
    ],
    ['no rates', error('NO_RATES', 'No rates available for this shipment'), { code: 'no-rates' }],
    [
      'an address',
      error('VALIDATION_FAILED', 'see details', [
        { path: '/ShipToAddress', message: 'x', info: { missingProperty: 'City' } },
      ]),
      { code: 'address-refused', field: 'shipTo.city' },
    ],
    [
      'customs data',
      error('VALIDATION_FAILED', 'see details', [{ path: '/Shipments/0/Piece/1/HSCode' }]),
      { code: 'customs-incomplete', field: 'items.1.hsCode' },
    ],
    ['anything else', error('WHO_KNOWS', 'no'), { code: 'request-refused' }],
  ])('422 about %s is refused', async (_, answerBody, failure) => {
    const { answer } = await buyWith(json(422, answerBody))
    expect(answer).toMatchObject({ kind: 'refused', failure: { ...failure, correlationId: 'r-1' } })
  })

  test('429 and 403 sold nothing', async () => {
    const busy = await buyWith(body(429, '', { 'retry-after': '3' }))
    expect(busy.answer).toMatchObject({
      kind: 'refused',
      failure: { code: 'carrier-busy', retryAfterSeconds: 3 },
    })
    const forbidden = await buyWith(body(403, '<h1>Blocked</h1>'))
    expect(forbidden.answer).toMatchObject({
      kind: 'refused',
      failure: { code: 'permission-missing', carrierSaid: 'Blocked' },
    })
  })

  test('nobody listens: refused, nothing was sent', async () => {
    const { deps, stop } = carrierDeps('flavorcloud', `http://127.0.0.1:${await closedPort()}`)
    stops.push(stop)
    const { carrier } = createFlavorCloud(deps)
    const answer = await carrier.buy(carrier.prepare(parcelFor('flavorcloud')), '')
    expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'carrier-unreachable' } })
  })

  test.each<[string, Reply, string]>([
    ['refuses the keys', json(401, error('AUTH', 'wrong keys')), 'credentials-refused'],
    ['finds the keys not valid', json(422, error('V', 'AppID')), 'credentials-refused'],
    ['has trouble', body(500, ''), 'carrier-trouble'],
    ['is a page', body(404, '<h1>Not here</h1>'), 'carrier-answer-not-understood'],
    ['gives no token', json(200, {}), 'carrier-answer-not-understood'],
    ['breaks off', cutBefore, 'carrier-connection-lost'],
  ])('an Auth that %s sells nothing: the purchase is never sent', async (_, auth, code) => {
    const { answer, calls } = await buyWith(json(200, SHIPMENT), { auth })
    expect(answer).toMatchObject({ kind: 'refused', failure: { code } })
    expect(calls()).toHaveLength(0)
  })

  test('no secret in the answer, the failure or the log', async () => {
    const echo: Reply = (response, request) =>
      json(422, error('X', `${request.headers.authorization} ${request.body}`))(response, request)
    const { answer, logged, exchanges } = await buyWith(echo)
    const secrets = new RegExp(['token-1', CUSTOMER_KEY, REST_API_KEY].join('|'))
    expect(answer.kind).toBe('refused')
    expect(JSON.stringify(answer)).not.toMatch(secrets)
    expect(logged.length).toBeGreaterThan(0)
    expect(logged.join()).not.toMatch(secrets)
    expect(logged.join()).not.toMatch(/Quinlan|Castle/)
    expect(exchanges.map(({ call, about }) => [call, about])).toEqual([
      ['auth', null],
      ['create shipment', 'larkspur-LK-20417-P1'],
    ])
    expect(JSON.stringify(exchanges)).not.toMatch(secrets)
  })
})
