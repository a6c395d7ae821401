import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import type { FlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'

const FROM = {
  Name: 'Larkspur Knitwear c/o Harbor & Pine',
  AttentionName: 'Outbound Dock 3',
  AddressLine1: '2210 Dockside Rd',
  City: 'Tacoma',
  State: 'WA',
  Country: 'US',
  Zip: '98421',
  Phone: '+12535550118',
  Email: 'outbound@harborpine.example',
}
const TO = {
  Name: 'Mairead Quinlan',
  AttentionName: 'Mairead Quinlan',
  AddressLine1: '14 Castle Row',
  City: 'Galway',
  State: 'G',
  Country: 'IE',
  Zip: 'H91 XY12',
  Phone: '+353915550142',
  Email: 'mairead.quinlan@mail.example',
}
const PIECES = [
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
]
const PACKAGE = { Weight: 1.15, Length: 30, Width: 24, Height: 10 }
const COMMON = {
  Reference: 'LK-20417-P1',
  LabelFormat: 'ZPL',
  WeightUnit: 'KG',
  DimensionUnit: 'CM',
  Currency: 'USD',
  Insurance: 'N',
  ReasonForExport: 'merchandise',
  ShipFromAddress: FROM,
  ShipToAddress: TO,
}
const RATE = {
  ...COMMON,
  ServiceCode: ['STANDARD', 'EXPRESS'],
  TermsOfTrade: ['DDP', 'DDU'],
  Pieces: PIECES,
  Package: PACKAGE,
}
const SHIPMENT = {
  ...COMMON,
  Async: false,
  ServiceCode: 'STANDARD',
  TermsOfTrade: 'DDP',
  Shipments: [{ Piece: PIECES, Package: PACKAGE }],
}

type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- answers are asserted on

let carrier: FlavorCloudSimulator
let token = ''
beforeEach(async () => {
  carrier = await startFlavorCloudSimulator({ slowMs: 20 })
  token = await newToken()
})
afterEach(() => carrier.stop())

async function newToken(): Promise<string> {
  const keys = { AppID: carrier.appId, RestApiKey: carrier.restApiKey }
  return ((await (await call('POST', '/Auth', keys, '')).json()) as Json).Token
}

function call(method: string, path: string, body?: unknown, authorization = `Bearer ${token}`) {
  return fetch(`${carrier.url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function ask(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await call(method, path, body)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Json
}

/** The one shipment of an answer, which comes as an array or as an object. */
async function buy(body: object = SHIPMENT): Promise<Json> {
  const answer = await ask('POST', '/Shipments', body)
  return Array.isArray(answer) ? answer[0] : answer
}

async function refused(status: number, method: string, path: string, body?: unknown) {
  const answer = await call(method, path, body)
  expect(answer.status).toBe(status)
  const { error } = (await answer.json()) as Json
  expect(error).toMatchObject({
    statusCode: status,
    name: expect.any(String),
    code: expect.any(String),
    message: expect.any(String),
    requestId: expect.any(String),
  })
  return error as Json
}

describe('credentials', () => {
  test('keys give a token with its life; wrong keys do not', async () => {
    const keys = { AppID: carrier.appId, RestApiKey: carrier.restApiKey }
    const answer = await call('POST', '/Auth', keys, '')
    expect(await answer.json()).toEqual({
      Token: expect.any(String),
      ExpiresIn: 43_200,
      RootRequestId: expect.any(String),
    })
    await refused(401, 'POST', '/Auth', { ...keys, RestApiKey: 'wrong' })
  })

  test('a token works with and without Bearer, keys work in a body, nothing is 401', async () => {
    expect((await call('POST', '/Rates', RATE, token)).status).toBe(200)
    const keys = { AppID: carrier.appId, RestApiKey: carrier.restApiKey }
    expect((await call('POST', '/Rates', { ...RATE, ...keys }, '')).status).toBe(200)
    expect((await call('POST', '/Rates', RATE, '')).status).toBe(401)
    expect((await call('GET', '/Tracking/Get/Detail/x', undefined, '')).status).toBe(401)
  })

  test('billing takes Bearer alone', async () => {
    const path = '/Invoices?FromDate=2020-01-01&ToDate=2020-01-02&InvoiceType=Standard'
    expect((await call('GET', path, undefined, token)).status).toBe(401)
    expect((await call('GET', path)).status).toBe(200)
  })

  test('a token whose life is over is 401', async () => {
    const other = await startFlavorCloudSimulator({ tokenSeconds: 0 })
    try {
      const auth = await fetch(`${other.url}/Auth`, {
        method: 'POST',
        body: JSON.stringify({ AppID: other.appId, RestApiKey: other.restApiKey }),
      })
      const { Token } = (await auth.json()) as Json
      const answer = await fetch(`${other.url}/Rates`, {
        method: 'POST',
        headers: { authorization: `Bearer ${Token}` },
        body: JSON.stringify(RATE),
      })
      expect(answer.status).toBe(401)
    } finally {
      await other.stop()
    }
  })
})

describe('rates', () => {
  test('each service and terms with its HashKey; duties only for DDP', async () => {
    const rates = await ask('POST', '/Rates', RATE)
    expect(rates).toMatchObject({
      Reference: 'LK-20417-P1',
      Currency: 'USD',
      RateId: expect.any(Number),
    })
    expect(rates.Standard.DDP).toMatchObject({
      HashKey: expect.any(String),
      ShippingCost: 21.4,
      Days: '5-8 business days',
      LandedCostDetail: { DutyHashKey: expect.any(String), Duty: 18.06, AIT: 3.5 },
    })
    expect(rates.Standard.DDU.ShippingCost).toBe(18.9)
    expect(rates.Standard.DDU).not.toHaveProperty('LandedCostDetail')
    expect(rates.Express.DDP.ShippingCost).toBeGreaterThan(21.4)
    expect(carrier.ledger()).toEqual([])
  })

  test('every second rating has its money as text', async () => {
    await ask('POST', '/Rates', RATE)
    const rates = await ask('POST', '/Rates', RATE)
    expect(rates.Standard.DDP.ShippingCost).toBe('21.40')
  })

  test('a rate is known by its HashKey until it is bought', async () => {
    const { DDP } = (await ask('POST', '/Rates', RATE)).Standard
    const detail = await ask('GET', `/Rate/Get/Detail/${DDP.HashKey}`)
    expect(detail.Standard).toEqual({ DDP })
    const { ServiceCode: _code, TermsOfTrade: _terms, ...byHash } = SHIPMENT
    await buy({ ...byHash, HashKey: DDP.HashKey })
    await refused(404, 'GET', `/Rate/Get/Detail/${DDP.HashKey}`)
  })

  test('a place that nobody serves has no rates', async () => {
    const ShipToAddress = { ...TO, City: 'Nowhere' }
    expect((await refused(422, 'POST', '/Rates', { ...RATE, ShipToAddress })).message).toContain(
      'No rates',
    )
    await refused(422, 'POST', '/Shipments', { ...SHIPMENT, ShipToAddress })
    expect(carrier.ledger()).toEqual([])
  })
})

describe('a purchase', () => {
  test('answers links and tracking, as an array and as an object in turn', async () => {
    const first = await ask('POST', '/Shipments', SHIPMENT)
    expect(first).toEqual([
      {
        ShipmentID: expect.stringMatching(/^FCS-\d+$/),
        Status: 'Completed',
        Reference: 'LK-20417-P1',
        Message: '',
        TrackingNumber: expect.stringMatching(/^GM\d{18}$/),
        TrackingUrl: expect.any(String),
        LabelUrl: `${carrier.url}/labels/${first[0].ShipmentID}.zpl`,
        CommercialInvoiceUrl: `${carrier.url}/invoices/${first[0].ShipmentID}.pdf`,
        ConsolidateLabel: expect.any(String),
      },
    ])
    const second = await ask('POST', '/Shipments', { ...SHIPMENT, Reference: 'LK-20418-P1' })
    expect(second.Reference).toBe('LK-20418-P1')
    expect(carrier.ledger()).toMatchObject([
      {
        id: first[0].ShipmentID,
        reference: 'LK-20417-P1',
        trackingNumber: first[0].TrackingNumber,
        price: { minor: 2140, currency: 'USD' },
        voidedAt: null,
      },
      { reference: 'LK-20418-P1' },
    ])
  })

  test('with a known Reference answers the first shipment', async () => {
    const first = await buy()
    expect(await buy({ ...SHIPMENT, TermsOfTrade: 'DDU' })).toEqual(first)
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('after a cancellation buys again: same id, new tracking number', async () => {
    const first = await buy()
    expect(await ask('PUT', '/CancelShipment', { ShipmentID: first.ShipmentID })).toEqual({
      ShipmentID: first.ShipmentID,
    })
    const second = await buy()
    expect(second.ShipmentID).toBe(first.ShipmentID)
    expect(second.TrackingNumber).not.toBe(first.TrackingNumber)
    expect(carrier.ledger().map(({ voidedAt }) => voidedAt === null)).toEqual([false, true])
  })

  test('Async answers the id alone', async () => {
    const answer = await ask('POST', '/Shipments', { ...SHIPMENT, Async: true })
    expect(answer).toEqual({ ShipmentID: expect.any(String) })
    expect(
      await ask('GET', `/Shipments/Get/Details?ShipmentID=${answer.ShipmentID}`),
    ).toMatchObject([{ TrackingNumber: expect.any(String) }])
  })

  test('of two parcels answers and sells two', async () => {
    const parcel = (Reference: string) => ({ Piece: PIECES, Package: { ...PACKAGE, Reference } })
    const answer = await ask('POST', '/Shipments', {
      ...SHIPMENT,
      Reference: 'LK-20417',
      Shipments: [parcel('LK-20417-P1'), parcel('LK-20417-P2')],
    })
    expect(answer.map((one: Json) => one.Reference)).toEqual(['LK-20417-P1', 'LK-20417-P2'])
    expect(carrier.ledger()).toHaveLength(2)
  })

  test('with a dead HashKey is refused', async () => {
    const { HashKey } = (await ask('POST', '/Rates', RATE)).Standard.DDP
    await buy({ ...SHIPMENT, HashKey })
    for (const dead of [HashKey, 'never-rated']) {
      const error = await refused(422, 'POST', '/Shipments', {
        ...SHIPMENT,
        Reference: 'LK-20418-P1',
        HashKey: dead,
      })
      expect(error.details[0].path).toBe('/HashKey')
    }
    expect(carrier.ledger()).toHaveLength(1)
  })

  const lacking: [path: string, missing: string, body: object][] = [
    ['', 'Reference', { ...SHIPMENT, Reference: undefined }],
    ['', 'ServiceCode', { ...SHIPMENT, ServiceCode: undefined }],
    ['', 'TermsOfTrade', { ...SHIPMENT, TermsOfTrade: undefined }],
    ['/ShipToAddress', 'City', { ...SHIPMENT, ShipToAddress: { ...TO, City: undefined } }],
    ['/ShipToAddress', 'Phone', { ...SHIPMENT, ShipToAddress: { ...TO, Phone: undefined } }],
    [
      '/Shipments/0/Piece/0',
      'HSCode',
      {
        ...SHIPMENT,
        Shipments: [{ Piece: [{ ...PIECES[0], HSCode: undefined }], Package: PACKAGE }],
      },
    ],
    [
      '/Shipments/0/Package',
      'Height',
      {
        ...SHIPMENT,
        Shipments: [{ Piece: PIECES, Package: { ...PACKAGE, Height: undefined } }],
      },
    ],
  ]
  test.each(lacking)('that lacks %s/%s is refused by that name', async (path, missing, body) => {
    const error = await refused(422, 'POST', '/Shipments', body)
    expect(error.details).toMatchObject([
      { path, code: 'required', info: { missingProperty: missing } },
    ])
    expect(carrier.ledger()).toEqual([])
  })

  test('with a member of a wrong kind is refused by its path', async () => {
    const Shipments = [{ Piece: PIECES, Package: { ...PACKAGE, Weight: '1.15' } }]
    const error = await refused(422, 'POST', '/Shipments', { ...SHIPMENT, Shipments })
    expect(error.details).toMatchObject([{ path: '/Shipments/0/Package/Weight' }])
  })

  test('that is not JSON is 400', async () => {
    const answer = await fetch(`${carrier.url}/Shipments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '[',
    })
    expect(answer.status).toBe(400)
  })
})

describe('the other calls', () => {
  test('details by Reference and by ShipmentID, exactly one of them', async () => {
    const { ConsolidateLabel: _label, ...bought } = await buy()
    const byReference = '/Shipments/Get/Details?CustomerKey=ck&Reference=LK-20417-P1'
    expect(await ask('GET', byReference)).toEqual([bought])
    expect(await ask('GET', `/Shipments/Get/Details?ShipmentID=${bought.ShipmentID}`)).toEqual([
      bought,
    ])
    await refused(404, 'GET', '/Shipments/Get/Details?Reference=LK-1')
    await refused(404, 'GET', `${byReference}&isReturn=true`)
    await refused(422, 'GET', '/Shipments/Get/Details')
    await refused(422, 'GET', `${byReference}&ShipmentID=x`)
  })

  test('a cancelled shipment shows neither tracking number nor links', async () => {
    const { ShipmentID } = await buy()
    await ask('PUT', '/CancelShipment', { ShipmentID })
    expect(await ask('GET', '/Shipments/Get/Details?Reference=LK-20417-P1')).toEqual([
      {
        ShipmentID,
        Reference: 'LK-20417-P1',
        Status: 'Cancelled',
        Message: 'The shipment was cancelled',
      },
    ])
    await ask('PUT', '/CancelShipment', { ShipmentID })
    await refused(404, 'PUT', '/CancelShipment', { ShipmentID: 'FCS-0' })
  })

  test('tracking', async () => {
    const { TrackingNumber } = await buy()
    expect(await ask('GET', `/Tracking/Get/Detail/${TrackingNumber}`)).toMatchObject({
      Reference: 'LK-20417-P1',
      TrackingNumber,
      EstimatedDelivery: '',
      TrackingHistory: [{ Status: 'In Progress', Location: 'Tacoma, WA, US' }],
    })
    await refused(404, 'GET', '/Tracking/Get/Detail/GM0')
  })

  test('classification', async () => {
    const Products = [{ Title: 'Oat pullover', Description: 'Knitted' }]
    expect(await ask('POST', '/Classifications', { Reference: 'C1', Products })).toMatchObject({
      Reference: 'C1',
      Products: [{ Title: 'Oat pullover', Classification: '611020' }],
    })
  })

  test('landed cost of at most 20 pieces', async () => {
    const body = {
      Reference: 'LC-1',
      Currency: 'USD',
      WeightUnit: 'KG',
      Pieces: PIECES,
      ShipFromAddress: FROM,
      ShipToAddress: TO,
    }
    const cost = await ask('POST', '/LandedCost', body)
    expect(cost).toMatchObject({ Reference: 'LC-1', Duty: 18.06, AIT: 3.5 })
    expect(cost.LandedCost).toBeCloseTo(cost.Duty + cost.SalesTax + cost.AIT, 2)
    const Pieces = Array.from({ length: 21 }, () => PIECES[0])
    const error = await refused(422, 'POST', '/LandedCost', { ...body, Pieces })
    expect(error.details[0].path).toBe('/Pieces')
  })

  test('webhooks are subscribed and removed', async () => {
    const hook = { EventName: 'SHIPMENT_COMPLETED', URL: 'https://hooks.harborpine.example/x' }
    expect(
      await ask('POST', '/Webhooks/Subscribe', { Reference: 'h1', WebHooksList: [hook] }),
    ).toEqual({ Reference: 'h1', Status: 'Success', Message: 'Subscribed to 1 events' })
    const Events = ['SHIPMENT_COMPLETED', 'TRACKING_UPDATES']
    expect(await ask('POST', '/Webhooks/UnSubscribe', { Events })).toMatchObject({
      Message: 'Removed 1 events',
    })
    await refused(422, 'POST', '/Webhooks/Subscribe', { WebHooksList: [{ URL: hook.URL }] })
  })

  test('the bill names what was sold', async () => {
    const { TrackingNumber } = await buy()
    const today = carrier.ledger()[0]?.soldAt.slice(0, 10)
    const bills = await ask(
      'GET',
      `/Invoices?FromDate=${today}&ToDate=${today}&InvoiceType=STANDARD`,
    )
    expect(bills).toMatchObject([
      { InvoiceDetail: [{ OrderNumber: 'LK-20417-P1', TrackingNumber, ShippingCost: 21.4 }] },
    ])
    const bill = await ask('GET', `/Invoice/${bills[0].InvoiceNumber}`)
    expect(bill).toEqual(bills[0])
    await refused(404, 'GET', '/Invoice/FLCL-0')
    await refused(422, 'GET', '/Invoices?FromDate=2026-01-01')
  })

  test('an unknown call is 404', async () => {
    await refused(404, 'POST', '/Nothing', {})
  })
})

describe('papers', () => {
  test('the commercial invoice is a PDF, also for names that its fonts lack', async () => {
    const ShipToAddress = { ...TO, Name: 'Łucja 山田', Country: 'JP' }
    const { CommercialInvoiceUrl } = await buy({ ...SHIPMENT, ShipToAddress })
    const answer = await fetch(CommercialInvoiceUrl)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect((await answer.text()).slice(0, 5)).toBe('%PDF-')
  })

  test('a label is there without a token; an unknown one is not', async () => {
    const { LabelUrl } = await buy()
    expect((await (await fetch(LabelUrl)).text()).startsWith('^XA')).toBe(true)
    expect((await fetch(`${carrier.url}/labels/FCS-0.zpl`)).status).toBe(404)
  })
})

describe('faults', () => {
  test('lost-answer sells and cuts; a look-up by Reference finds the sale', async () => {
    carrier.fault('lost-answer')
    await expect(call('POST', '/Shipments', SHIPMENT)).rejects.toThrow('fetch failed')
    const [sold] = carrier.ledger()
    expect(await ask('GET', '/Shipments/Get/Details?Reference=LK-20417-P1')).toMatchObject([
      { TrackingNumber: sold?.trackingNumber },
    ])
    carrier.fault('none')
    expect((await buy()).TrackingNumber).toBe(sold?.trackingNumber)
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('down refuses connections and sells nothing', async () => {
    carrier.fault('down')
    await expect(call('POST', '/Shipments', SHIPMENT)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
    expect(carrier.ledger()).toEqual([])
  })
})
