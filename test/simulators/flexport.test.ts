import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { ADDRESS, DIMENSIONS, PARCEL } from './flexport-caller.ts'
import { impbTrackingCode, mod10CheckDigit } from '../../simulators/flexport/tracking-code.ts'

const BASE = '/logistics/api/2023-07/parcels'
const BODY = { ...PARCEL, customerCustomField: 'station-03' }

let carrier: FlexportSimulator
beforeEach(async () => {
  carrier = await startFlexportSimulator({ slowMs: 20 })
})
afterEach(() => carrier.stop())

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(`${carrier.url}${BASE}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${carrier.token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function bought(body: object = BODY): Promise<Record<string, string>> {
  const answer = await call('POST', '', body)
  expect(answer.status).toBe(201)
  return (await answer.json()) as Record<string, string>
}

describe('a purchase', () => {
  test('answers a whole Parcel and stands in the ledger', async () => {
    const answer = await call('POST', '', BODY)
    const parcel = (await answer.json()) as Record<string, string>
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers.has('idempotent-replayed')).toBe(false)
    expect(parcel).toEqual({
      status: 'OK',
      parcelId: expect.any(String),
      price: 6.84,
      serviceLevel: 'Standard',
      trackingCode: expect.stringMatching(/^94\d{20}$/),
      carrierCode: 'USPS',
      packageTrackingUrl: `https://tracking.carrier.example/${parcel.trackingCode}`,
      shippingLabelUrl: `${carrier.url}/labels/${parcel.parcelId}.zpl`,
      customerReferenceId: 'LK-20502-P1',
      customerCustomField: 'station-03',
      flexportTrackingUrl: expect.any(String),
      carrierBarcode: `42083702${parcel.trackingCode}`,
    })
    expect(carrier.ledger()).toEqual([
      {
        id: parcel.parcelId,
        reference: 'LK-20502-P1',
        trackingNumber: parcel.trackingCode,
        price: { minor: 684, currency: 'USD' },
        soldAt: expect.any(String),
        voidedAt: null,
      },
    ])
  })

  test('with the same key and body is replayed, not sold again', async () => {
    const key = { 'idempotency-key': 'lk-1' }
    const first = await call('POST', '', BODY, key)
    const second = await call('POST', '', BODY, key)
    expect(second.status).toBe(201)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await second.json()).toEqual(await first.json())
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('with a used key and another body is a conflict', async () => {
    const key = { 'idempotency-key': 'lk-1' }
    await call('POST', '', BODY, key)
    const other = await call('POST', '', { ...BODY, serviceLevel: 'Expedited' }, key)
    expect(other.status).toBe(409)
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('without a key is sold again: the customerParcelId is no guard', async () => {
    const [first, second] = [await bought(), await bought()]
    expect(second.trackingCode).not.toBe(first.trackingCode)
    expect(carrier.ledger()).toHaveLength(2)
  })
})

describe('a refusal', () => {
  const refused: [code: string, change: object][] = [
    ['INVALID_DESTINATION_ADDRESS', { shipToAddress: { ...ADDRESS, city: 'Nowhere' } }],
    ['INVALID_DESTINATION_ADDRESS', { shipToAddress: { ...ADDRESS, zip: '00000' } }],
    ['FAILED_TO_DETERMINE_ZONE', { shipToAddress: { ...ADDRESS, zip: 'H91' } }],
    ['EXCEEDS_MAX_DIMENSIONS', { dimensions: { ...DIMENSIONS, length: 109 } }],
    ['EXCEEDS_MAX_DIMENSIONS', { dimensions: { ...DIMENSIONS, length: 280, lengthUnit: 'cm' } }],
    ['SERVICE_LEVEL_NOT_CONFIGURED', { serviceLevel: 'Overnight' }],
    [
      'SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION',
      { shipToAddress: { ...ADDRESS, country: 'CA', state: 'QC', zip: 'G9A 1A1' } },
    ],
    ['INVALID_INJECTION_LOCATION', { injectionLocation: 'ANC' }],
  ]
  test.each(refused)('%s is a problem, and nothing is sold', async (code, change) => {
    const answer = await call('POST', '', { ...BODY, ...change })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.text()).toContain(code)
    expect(carrier.ledger()).toEqual([])
  })

  test('has its code in detail, title and type in turn', async () => {
    const places: string[] = []
    for (let time = 0; time < 3; time += 1) {
      const answer = await call('POST', '', { ...BODY, serviceLevel: 'Overnight' })
      const problem = (await answer.json()) as Record<string, unknown>
      places.push(
        ...['title', 'detail', 'type'].filter((name) =>
          String(problem[name]).includes('SERVICE_LEVEL_NOT_CONFIGURED'),
        ),
      )
    }
    expect(places).toEqual(['detail', 'title', 'type'])
  })

  test('an unverified address passes where the caller says so', async () => {
    const shipToAddress = { ...ADDRESS, city: 'Nowhere' }
    await bought({ ...BODY, shipToAddress, skipAddressValidation: true })
  })

  test('a malformed body is named by field', async () => {
    const answer = await call('POST', '', { ...BODY, dimensions: { ...DIMENSIONS, weight: 'x' } })
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toContain('dimensions.weight')
    const noJson = await fetch(`${carrier.url}${BASE}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${carrier.token}` },
      body: '{',
    })
    expect(noJson.status).toBe(400)
  })

  test('a wrong token is 401 with code and message', async () => {
    const answer = await call('GET', '/x', undefined, { authorization: 'Bearer wrong' })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ status: 401, code: 401, message: 'Unauthorized' })
  })
})

describe('the other calls', () => {
  test('read a parcel back; an unknown one is 404', async () => {
    const parcel = await bought()
    const read = await call('GET', `/${parcel.parcelId}`)
    expect(read.status).toBe(200)
    expect(await read.json()).toEqual(parcel)
    const unknown = await call('GET', '/nope')
    expect(unknown.status).toBe(404)
    expect(await unknown.text()).toContain('PARCEL_NOT_FOUND')
  })

  test('cancel once; the second time it was cancelled already', async () => {
    const { parcelId } = await bought()
    const first = await call('POST', '/cancel', { parcelId })
    expect([first.status, await first.text()]).toEqual([200, ''])
    expect(carrier.ledger()[0]?.voidedAt).not.toBeNull()
    const second = await call('POST', '/cancel', { parcelId })
    expect(second.status).toBe(400)
    expect(await second.text()).toContain('LABEL_ALREADY_CANCELLED')
    const unknown = await call('POST', '/cancel', { parcelId: 'nope' })
    expect(await unknown.text()).toContain('PARCEL_NOT_FOUND')
  })

  test('track by id and by code alike, with times of what has not happened null', async () => {
    const parcel = await bought()
    const byId = await call('GET', `/${parcel.parcelId}/tracking`)
    const tracking = (await byId.json()) as Record<string, unknown>
    expect(tracking).toMatchObject({
      status: 'OK',
      parcelId: parcel.parcelId,
      carrierBarcode: parcel.carrierBarcode,
      eventTimestamps: { labelTime: expect.any(String), deliveryTime: null },
      expiredTrackingData: [],
    })
    const byCode = await call('GET', `/tracking/${parcel.trackingCode}`)
    expect(await byCode.json()).toEqual(tracking)
    const unknown = await call('GET', '/tracking/9400')
    expect(unknown.status).toBe(400)
    expect(await unknown.text()).toContain('PARCEL_TRACKING_NOT_FOUND')
    const unknownId = await call('GET', '/nope/tracking')
    expect(unknownId.status).toBe(400)
    expect(await unknownId.text()).toContain('PARCEL_NOT_FOUND')
  })

  test('tracking_url is a bare JSON string', async () => {
    const parcel = await bought()
    const answer = await call('GET', `/${parcel.parcelId}/tracking_url`)
    expect(await answer.json()).toBe(parcel.packageTrackingUrl)
  })

  test('a quote is the price of the purchase and sells nothing', async () => {
    const { serviceLevel, shipToAddress, dimensions, injectionLocation } = BODY
    const quote = { serviceLevel, shipToAddress, dimensions, injectionLocation }
    const answer = await call('POST', '/quote', quote)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      price: 6.84,
      serviceLevel: 'Standard',
      billedWeightLbs: 3,
      dimensions: DIMENSIONS,
      warnings: [],
    })
    expect(carrier.ledger()).toEqual([])
  })

  test('farther, heavier and faster cost more', async () => {
    const price = async (change: object) => Number((await bought({ ...BODY, ...change })).price)
    const near = await price({})
    expect(
      await price({ shipToAddress: { ...ADDRESS, zip: '05401', state: 'VT' } }),
    ).toBeGreaterThan(near)
    expect(await price({ dimensions: { ...DIMENSIONS, weight: 9 } })).toBeGreaterThan(near)
    expect(await price({ serviceLevel: 'Expedited' })).toBeGreaterThan(near)
    const grams = { ...DIMENSIONS, weight: 1089, weightUnit: 'g' }
    expect(await price({ dimensions: grams })).toBe(near)
  })
})

describe('faults', () => {
  test('slow answers, late', async () => {
    carrier.fault('slow')
    const begunAt = performance.now()
    await bought()
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(19)
  })

  test('down refuses connections; afterwards the carrier is back on its port', async () => {
    await bought()
    carrier.fault('down')
    await expect(call('POST', '', BODY)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
    expect(carrier.ledger()).toHaveLength(1)
    carrier.fault('none')
    await bought()
  })

  test('lost-answer sells and cuts; the same key then finds the sale', async () => {
    const key = { 'idempotency-key': 'lk-1' }
    carrier.fault('lost-answer')
    await expect(call('POST', '', BODY, key)).rejects.toThrow('fetch failed')
    expect(carrier.ledger()).toHaveLength(1)
    carrier.fault('none')
    const again = await call('POST', '', BODY, key)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('lost-answer leaves calls that sell nothing alone', async () => {
    const parcel = await bought()
    carrier.fault('lost-answer')
    expect((await call('GET', `/${parcel.parcelId}`)).status).toBe(200)
  })

  test('another process sets faults and reads the ledger, also while the carrier is down', async () => {
    const { trackingCode } = await bought()
    const post = (url: string, fault: string) =>
      fetch(`${url}/__admin/fault`, { method: 'POST', body: JSON.stringify({ fault }) })
    expect(await (await fetch(`${carrier.url}/__admin/ledger`)).json()).toMatchObject([
      { trackingNumber: trackingCode },
    ])
    expect((await post(carrier.url, 'broken')).status).toBe(400)
    expect((await post(carrier.url, 'down')).status).toBe(200)
    await expect(call('GET', '/x')).rejects.toThrow('fetch failed')
    expect((await post(carrier.adminUrl, 'none')).status).toBe(200)
    expect((await call('GET', '/x')).status).toBe(404)
  })
})

describe('tracking codes', () => {
  test('the check digit weighs 3 and 1 in turn from the right', () => {
    // 3×1 + 3×1 + 1×4 + 3×9 = 37, and 3 to the next ten.
    expect(mod10CheckDigit('940010000000000000001')).toBe('3')
    expect(mod10CheckDigit('539123456789')).toBe('2')
  })

  test('have 22 digits whatever the serial', () => {
    for (const serial of [0, 7, 9_999_999_999])
      expect(impbTrackingCode(serial)).toMatch(/^94\d{20}$/)
  })
})
