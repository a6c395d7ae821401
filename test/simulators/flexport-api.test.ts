import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'
import {
  ADDRESS,
  admin,
  DIMENSIONS,
  flexportCaller,
  flexportDescription,
  PARCEL,
  buyFrom,
  trackingFrom,
  type Members,
} from './flexport-caller.ts'

let carrier: FlexportSimulator
let call: ReturnType<typeof flexportCaller>
beforeEach(async () => {
  carrier = await startFlexportSimulator()
  call = flexportCaller(carrier)
})
afterEach(() => carrier.stop())

const bought = (body?: object, version?: string) => buyFrom(call, body, version)
const track = (parcelId: string) => trackingFrom(call, parcelId)
const ABROAD = {
  ...PARCEL,
  serviceLevel: 'International',
  shipToAddress: { ...ADDRESS, state: 'QC', zip: 'G9A 1A1', country: 'CA' },
}

describe('every call', () => {
  const requests: [method: string, path: string, body?: unknown][] = [
    ['POST', 'parcels', { ...PARCEL, dimensions: {} }],
    ['POST', 'parcels/cancel', { parcelId: 7 }],
    ['POST', 'parcels/quote', { serviceLevel: 'Standard' }],
    ['POST', 'webhooks', { type: 'Parcel.Moved' }],
    ['GET', 'events?limit=0'],
    ['GET', 'oauth/authorize?response_type=token'],
    ['POST', 'oauth/token', { grant_type: 'password' }],
  ]
  test.each(requests)(
    '%s %s is refused where it is not as described',
    async (method, path, body) => {
      const answer = await call(method, path, body)
      expect(answer.status).toBe(400)
      expect(carrier.requests().at(-1)?.problems).not.toEqual([])
    },
  )

  test('that the description has is offered', async () => {
    const offered = await admin(carrier, 'POST', 'script', {
      steps: [{ call: '?', do: { kind: 'slow', ms: 0 } }],
    })
    const { problem } = offered.json as { problem: string }
    for (const operationId of flexportDescription.operationIds)
      expect(problem).toContain(operationId)
  })

  const gated: [method: string, path: string, body?: unknown][] = [
    ['POST', 'parcels', PARCEL],
    ['POST', 'parcels/cancel', { parcelId: 'x' }],
    ['GET', 'parcels/x'],
    ['GET', 'parcels/x/tracking'],
    ['GET', 'parcels/tracking/x'],
    ['GET', 'parcels/x/tracking_url'],
    ['POST', 'parcels/quote', {}],
    ['POST', 'webhooks', {}],
    ['GET', 'webhooks'],
    ['GET', 'webhooks/1'],
    ['DELETE', 'webhooks/1'],
    ['GET', 'events'],
  ]
  test.each(gated)(
    '%s %s wants a token, an open account and patience',
    async (method, path, body) => {
      const stranger = await call(method, path, body, { headers: { authorization: 'Bearer no' } })
      expect(stranger.status).toBe(401)
      carrier.switch({ accountLocked: true })
      expect((await call(method, path, body)).status).toBe(423)
      carrier.switch({ accountLocked: false, rateLimit: { calls: 0, seconds: 9 } })
      const limited = await call(method, path, body)
      expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9'])
    },
  )
})

describe('a switch', () => {
  test('ignoreIdempotencyKey buys again', async () => {
    carrier.switch({ ignoreIdempotencyKey: true })
    const headers = { 'idempotency-key': 'lk-1' }
    await call('POST', 'parcels', PARCEL, { headers })
    const again = await call('POST', 'parcels', PARCEL, { headers })
    expect(again.headers.has('idempotent-replayed')).toBe(false)
    expect(carrier.ledger()).toHaveLength(2)
  })

  test('errorStatusOn2xx sells nothing and says so with a success', async () => {
    const { parcelId } = await bought()
    carrier.switch({ errorStatusOn2xx: true })
    const body = JSON.stringify(PARCEL)
    const headers = { authorization: `Bearer ${carrier.token}` }
    const url = `${carrier.url}/logistics/api/2023-07/parcels`
    const answer = await fetch(url, { method: 'POST', headers, body })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ status: 'ERROR', errors: 'LABEL_PURCHASE_FAILED' })
    expect(carrier.ledger()).toHaveLength(1)
    expect(await track(parcelId)).toMatchObject({
      status: 'ERROR',
      errors: 'PARCEL_TRACKING_NOT_FOUND',
      eventTimestamps: { labelTime: null },
    })
  })

  test('labelLinkFailsFirst fails so many downloads', async () => {
    const { shippingLabelUrl } = await bought()
    carrier.switch({ labelLinkFailsFirst: 2 })
    const statuses: number[] = []
    for (let time = 0; time < 3; time += 1) statuses.push((await fetch(shippingLabelUrl)).status)
    expect(statuses).toEqual([503, 503, 200])
  })

  test('trackingKnown off: there is no tracking yet, by id or by code', async () => {
    const { parcelId, trackingCode } = await bought()
    carrier.switch({ trackingKnown: false })
    for (const path of [`parcels/${parcelId}/tracking`, `parcels/tracking/${trackingCode}`]) {
      const answer = await call('GET', path)
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('PARCEL_TRACKING_NOT_FOUND')
    }
  })

  test('sellerReady off: no purchase and no quote', async () => {
    carrier.switch({ sellerReady: false })
    const { serviceLevel, shipToAddress, dimensions } = PARCEL
    const quote = { serviceLevel, shipToAddress, dimensions }
    expect((await call('POST', 'parcels', PARCEL)).text).toContain('SELLER_NOT_FOUND')
    expect((await call('POST', 'parcels/quote', quote)).text).toContain('INVALID_SELLER')
  })

  test('rateLimit lets so many calls through', async () => {
    carrier.switch({ rateLimit: { calls: 2, seconds: 60 } })
    const statuses: number[] = []
    for (let time = 0; time < 3; time += 1) statuses.push((await call('GET', 'webhooks')).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('a refusal by nature', () => {
  test.each([
    ['CUSTOMS_INFORMATION_REQUIRED', ABROAD],
    ['SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION', { ...PARCEL, serviceLevel: 'International' }],
    ['INVALID_DESTINATION_ADDRESS', { ...PARCEL, shipToAddress: { ...ADDRESS, street1: ' ' } }],
    ['INVALID_DESTINATION_ADDRESS', { ...PARCEL, shipToAddress: { ...ADDRESS, state: 'Idaho' } }],
  ])('%s', async (code, body) => {
    const answer = await call('POST', 'parcels', body)
    expect([answer.status, carrier.ledger()]).toEqual([400, []])
    expect(answer.text).toContain(code)
  })

  test('a quote warns of an address that cannot be verified', async () => {
    const shipToAddress = { ...ADDRESS, street1: 'Alder Court' }
    const quote = { serviceLevel: 'Standard', shipToAddress, dimensions: DIMENSIONS }
    const answer = await call('POST', 'parcels/quote', quote)
    expect(answer.json).toMatchObject({ warnings: ['Address could not be verified'] })
  })

  test('an unknown label format is named', async () => {
    const answer = await call('POST', 'parcels', { ...PARCEL, labelFormat: 'GIF' })
    expect([answer.status, answer.text.includes('labelFormat')]).toEqual([400, true])
  })
})

describe('a version', () => {
  const later = [
    'flexportTrackingUrl',
    'carrierBarcode',
    'sortationArrivalTime',
    'promisedDeliveryTime',
  ]
  const seen = async (version: string) => {
    const parcel = await bought(PARCEL, version)
    const tracking = await call('GET', `parcels/${parcel.parcelId}/tracking`, undefined, {
      version,
    })
    const { eventTimestamps } = tracking.json as { eventTimestamps: Members }
    return later.filter((name) => name in parcel || name in eventTimestamps)
  }
  test('has the later members from 2023-07 on', async () => {
    expect(await seen('2023-04')).toEqual([])
    expect(await seen('unstable')).toEqual([])
    expect(await seen('2023-07')).toEqual(later)
    expect(await seen('2026-02')).toEqual(later)
  })

  test('wants a service level up to 2023-07', async () => {
    const { serviceLevel: _serviceLevel, ...body } = PARCEL
    expect((await call('POST', 'parcels', body)).status).toBe(400)
    expect(await bought(body, '2023-10')).toMatchObject({ serviceLevel: 'Standard' })
  })

  test('knows customs data, footers and returns only as unstable', async () => {
    const item = {
      code: 'LK',
      description: 'Cap',
      quantity: 2,
      weight: 80,
      weightUnit: 'g',
      value: 18.5,
      hsTariffCode: '650500',
      originCountry: 'PT',
    }
    const body = {
      ...ABROAD,
      customsInformation: { customsItems: [item] },
      customLabelFooterFields: { customLabelFooter1: 'Handle with care' },
    }
    expect((await call('POST', 'parcels', body)).text).toContain('CUSTOMS_INFORMATION_REQUIRED')
    const parcel = await bought(body, 'unstable')
    const zpl = await (await fetch(parcel.shippingLabelUrl)).text()
    expect(zpl).toContain('Handle with care')
    expect(zpl).toContain('TOTAL 37.00 USD')
    const back = { ...PARCEL, isReturn: true }
    await bought(back)
    expect((await call('POST', 'parcels', back, { version: 'unstable' })).text).toContain(
      'RETURNS_UNSUPPORTED',
    )
  })
})

describe('a bulk job', () => {
  const unstable = { version: 'unstable' }
  test('sells each parcel on its own, and has one file of labels', async () => {
    const parcels = [PARCEL, { ...PARCEL, serviceLevel: 'Overnight' }, PARCEL]
    const made = await call('POST', 'parcels/jobs', { parcels, packslipRequired: false }, unstable)
    const { jobId, status } = made.json as { jobId: number; status: string }
    expect(status).toBe('PROCESSING')
    const job = (await call('GET', `parcels/jobs/${jobId}`, undefined, unstable)).json as {
      labelsUrl: string
      parcels: Members[]
    }
    expect(job.parcels.map(({ parcelStatus }) => parcelStatus)).toEqual([
      'CREATED',
      'FAILED',
      'CREATED',
    ])
    expect(job.parcels[1]?.errorMessages).toContain('SERVICE_LEVEL_NOT_CONFIGURED')
    expect(carrier.ledger()).toHaveLength(2)
    const { PDFDocument } = await import('pdf-lib')
    const pdf = await PDFDocument.load(await (await fetch(job.labelsUrl)).arrayBuffer())
    expect(pdf.getPageCount()).toBe(2)
  })

  test('that does not exist is 404; one without parcels is malformed', async () => {
    expect((await call('GET', 'parcels/jobs/1', undefined, unstable)).status).toBe(404)
    const empty = { parcels: [], packslipRequired: false }
    expect((await call('POST', 'parcels/jobs', empty, unstable)).status).toBe(400)
  })
})
