import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, type Served } from '../../web/serve.ts'
import { fakeStation, LABEL, silentLog } from './fake-station.ts'

let served: Served
const fake = fakeStation()

beforeAll(async () => {
  served = await serve({
    station: fake.station,
    port: 0,
    pageRoot: tmpdir(),
    version: '9.8.7',
    log: silentLog,
  })
})
afterAll(() => served.close())

async function call(method: string, path: string, body?: string | object, type?: string) {
  const response = await fetch(`http://127.0.0.1:${served.port}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${served.token}`,
      ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return response
}
const get = (path: string) => call('GET', path)
const answer = async (response: Promise<Response>) => {
  const settled = await response
  return { status: settled.status, body: (await settled.json()) as unknown }
}

describe('orders', () => {
  test('one order is answered with one result, an array with an array in the same order', async () => {
    expect(await answer(call('POST', '/orders', { reference: 'A-1' }))).toEqual({
      status: 200,
      body: { reference: 'A-1', merchant: '', status: 'created', problems: [] },
    })
    expect(await answer(call('POST', '/orders', [{}, { reference: 'A-2' }]))).toMatchObject({
      status: 200,
      body: [
        { status: 'refused', problems: [{ path: 'reference', message: 'must not be empty' }] },
        { reference: 'A-2', status: 'created' },
      ],
    })
    expect(await answer(call('POST', '/orders', []))).toEqual({ status: 200, body: [] })
  })

  test('5,000 orders go in at once, one more is refused with the number and none goes in', async () => {
    const orders = Array.from({ length: 5001 }, (_, index) => ({ reference: `N-${index}` }))
    expect((await call('POST', '/orders', orders.slice(1))).status).toBe(200)
    const before = fake.intakes.length
    expect(await answer(call('POST', '/orders', orders))).toMatchObject({
      status: 413,
      body: {
        type: 'urn:shipbench:problem:too-much',
        detail: 'At most 5,000 orders go into one call.',
        problems: [{ message: 'has 5,001 orders; at most 5,000' }],
      },
    })
    expect(fake.intakes).toHaveLength(before)
  })

  test('what is neither an order nor an array is refused', async () => {
    for (const body of ['"text"', '12', 'null'])
      expect(await answer(call('POST', '/orders', body))).toMatchObject({
        status: 400,
        body: { problems: [{ path: '', message: 'must be an order or an array of orders' }] },
      })
  })

  test('JSON that is none is refused with line and column, and without quoting it', async () => {
    const { status, body } = await answer(
      call('POST', '/orders', '{\n  "reference": "A-1",\n  "phone": 555-0142\n}'),
    )
    expect(status).toBe(400)
    expect(body).toMatchObject({
      type: 'urn:shipbench:problem:not-json',
      problems: [{ path: '', message: 'is not JSON: something unexpected at line 3, column 15' }],
    })
    expect(JSON.stringify(body)).not.toContain('0142')
  })

  test('a body over 20 MB and a body that is not JSON at all are refused', async () => {
    const large = JSON.stringify({ note: 'x'.repeat(20 * 1024 * 1024) })
    expect((await call('POST', '/orders', large)).status).toBe(413)
    expect((await call('POST', '/orders', 'a=1', 'text/plain')).status).toBe(415)
    expect((await call('POST', '/orders', '')).status).toBe(400)
  })

  test('a search reaches the station, and gives parcels', async () => {
    const { body } = await answer(get('/orders?search=LK&state=packing&limit=5&cursor=17'))
    expect(body).toMatchObject({
      orders: [{ reference: 'LK-20417', recipient: 'Ines Doyle', parcels: [{ id: 'sh-1' }] }],
      nextCursor: null,
      total: 1,
    })
    expect(fake.searches).toContainEqual({ search: 'LK', state: 'packing', limit: 5, cursor: '17' })
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['state=lost', 'state'],
    ['status=ready', 'status'],
  ])('a search that is not valid names the field: %s', async (query, field) => {
    expect(await answer(get(`/orders?${query}`))).toMatchObject({
      status: 400,
      body: { type: 'urn:shipbench:problem:not-valid', problems: [{ path: field }] },
    })
  })

  test('one order has weights, prices and parcels in the words of the order file', async () => {
    const { status, body } = await answer(get('/orders/LK-20417'))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      reference: 'LK-20417',
      items: [{ weight: { value: 450, unit: 'g' }, price: { amount: '64.00', currency: 'USD' } }],
      parcels: [{ trackingNumber: 'FC000111222IE' }],
    })
    expect(body).not.toHaveProperty('id')
  })

  test('an order that several merchants have wants the merchant; an unknown one is not found', async () => {
    expect(await answer(get('/orders/TWICE'))).toMatchObject({
      status: 409,
      body: { problems: [{ path: 'merchant', message: 'must be one of "larkspur", "other"' }] },
    })
    expect((await get('/orders/NONE')).status).toBe(404)
  })

  test('an address that cannot be decoded is a problem like any other, behind the same gates', async () => {
    const response = await get('/orders/%E0%A4%A')
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer(Promise.resolve(response))).toMatchObject({
      status: 400,
      body: {
        type: 'urn:shipbench:problem:not-valid',
        detail: expect.stringContaining('%E0%A4%A'),
      },
    })
    const stranger = await fetch(`http://127.0.0.1:${served.port}/api/v1/orders/%E0%A4%A`)
    expect(stranger.status).toBe(401)
    expect(stranger.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('shipments', () => {
  test('have decimal prices and the four facts', async () => {
    const { body } = await answer(get('/shipments?order=LK-20417'))
    expect(body).toMatchObject({
      shipments: [
        {
          id: 'sh-1',
          order: 'LK-20417',
          merchant: 'larkspur',
          parcel: 1,
          carrier: 'flavorcloud',
          state: 'bought',
          trackingNumber: 'FC000111222IE',
          price: { amount: '21.40', currency: 'USD' },
          operator: 'Ana',
          boughtAt: '2026-11-22T10:00:00.000Z',
          sentAt: null,
          onPaperAt: null,
          onBoxAt: null,
          label: { kind: 'zpl', bytes: LABEL.byteLength, sha256: 'ab12' },
        },
      ],
    })
    expect(fake.searches).toContainEqual({ order: 'LK-20417', limit: 100 })
    expect(await answer(get('/shipments/sh-1'))).toMatchObject({
      status: 200,
      body: {
        id: 'sh-1',
        documents: [{ kind: 'commercial-invoice', copies: 3, state: 'out', printerId: 'office' }],
        noPapersBecause: null,
      },
    })
    expect((await get('/shipments/none')).status).toBe(404)
  })

  test('say where the parcel is, and what the carrier was asked and said', async () => {
    expect(await answer(get('/shipments/sh-1/tracking'))).toMatchObject({
      status: 200,
      body: {
        tracking: {
          status: 'in-transit',
          events: [{ words: 'Left Tacoma', place: 'Tacoma, WA' }],
          readAt: '2026-11-22T10:00:00.000Z',
        },
        failure: null,
      },
    })
    expect(await answer(get('/shipments/sh-2/tracking'))).toEqual({
      status: 200,
      body: { tracking: null, failure: { code: 'not-found-yet', field: null, carrierSaid: null } },
    })
    expect((await get('/shipments/none/tracking')).status).toBe(404)
    expect(await answer(get('/shipments/sh-1'))).toMatchObject({
      body: { trackingStatus: 'in-transit', voidAcceptedAt: null },
    })
    expect(await answer(get('/shipments/sh-1/exchanges'))).toMatchObject({
      status: 200,
      body: { exchanges: [{ call: 'create shipment', answer: '{"ShipmentID":"fc-9"}' }] },
    })
    expect((await get('/shipments/none/exchanges')).status).toBe(404)
  })

  test('a cursor that no answer gave is refused by its name', async () => {
    expect(await answer(get('/shipments?cursor=abc'))).toMatchObject({
      status: 400,
      body: {
        problems: [{ path: 'cursor', message: 'must be the nextCursor of an earlier answer' }],
      },
    })
    expect((await get('/shipments?cursor=17')).status).toBe(200)
  })

  test('the label comes byte for byte', async () => {
    const label = await get('/shipments/sh-1/label')
    expect(Buffer.from(await label.arrayBuffer())).toEqual(LABEL)
    expect(label.headers.get('content-type')).toBe('application/x-zpl')
    expect(label.headers.get('etag')).toBe('"ab12"')
    expect(await answer(get('/shipments/sh-2/label'))).toMatchObject({
      status: 404,
      body: { detail: 'Shipment sh-2 has no label yet.' },
    })
    expect((await get('/shipments/none/label')).status).toBe(404)
  })
})

describe('the bench', () => {
  test('a scan is answered with its verdict', async () => {
    expect(await answer(call('POST', '/scans', { text: 'LK-20417' }))).toMatchObject({
      status: 200,
      body: {
        meaning: 'order',
        accepted: true,
        code: 'order-opened',
        message: 'Order LK-20417: scan 3 items',
        step: 'weigh',
      },
    })
    expect(await answer(call('POST', '/scans', { text: '' }))).toMatchObject({
      status: 400,
      body: { problems: [{ path: 'text', message: 'must not be empty' }] },
    })
    expect(await answer(call('POST', '/scans', {}))).toMatchObject({
      status: 400,
      body: { problems: [{ path: 'text' }] },
    })
  })

  test('the log of scans: what came, what it meant and what came of it', async () => {
    const { status, body } = await answer(get('/scans?order=LK-20417&limit=5&cursor=9'))
    expect(status).toBe(200)
    expect(fake.searches.at(-1)).toEqual({ orderId: 7, limit: 5, cursor: '9' })
    expect(body).toMatchObject({
      scans: [{ text: '<GS>0105391234567892', about: 'LK-PUL-M-OAT', goods: { batch: 'B7' } }],
      nextCursor: '3',
      total: 1,
    })
    await get('/scans')
    expect(fake.searches.at(-1)).toEqual({ limit: 100 })
  })

  test('the scans of an order that is not known are none; of one of several it is asked whose', async () => {
    const before = fake.searches.length
    expect(await answer(get('/scans?order=NONE'))).toEqual({
      status: 200,
      body: { scans: [], nextCursor: null, total: 0 },
    })
    expect(await answer(get('/scans?order=TWICE'))).toMatchObject({
      status: 409,
      body: { problems: [{ path: 'merchant', message: 'must be one of "larkspur", "other"' }] },
    })
    expect(await answer(get('/scans?limit=201'))).toMatchObject({
      status: 400,
      body: { problems: [{ path: 'limit' }] },
    })
    expect(fake.searches).toHaveLength(before)
  })

  test('what it shows now, without the recipient', async () => {
    const { body } = await answer(get('/packing'))
    expect(body).toMatchObject({
      order: { reference: 'LK-20417', merchant: 'larkspur', parcel: 1 },
      items: [{ sku: 'LK-PUL-M-OAT', ordered: 2, scanned: 1 }],
      box: 'B1',
      weight: { grams: 1150, state: 'locked' },
      shipment: null,
      problem: {
        code: 'no-scale',
        message:
          'The scale gives no weight: no-answer. Nothing was bought and nothing is lost. Check its power and cable; or scan WEIGHT (Home): a supervisor lets a typed weight pass.',
      },
    })
    expect(JSON.stringify(body)).not.toContain('Ines')
  })

  test('what waits, and health', async () => {
    expect(await answer(get('/outbox'))).toEqual({ status: 200, body: { waiting: [], total: 0 } })
    expect(await answer(get('/health'))).toMatchObject({ body: { database: { light: 'good' } } })
  })

  test('a bug is a 500 without its words', async () => {
    const { status, body } = await answer(call('POST', '/scans', { text: 'BUG' }))
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('Ines')
  })
})

describe('the interface as a whole', () => {
  test('an unknown path is 404, a known one with another method 405 that says which', async () => {
    expect(await answer(get('/nothing'))).toMatchObject({
      status: 404,
      body: { type: 'urn:shipbench:problem:not-found', title: 'There is nothing here' },
    })
    const response = await call('DELETE', '/orders')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST, GET')
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect((await call('POST', '/events')).status).toBe(405)
    expect((await call('OPTIONS', '/orders')).status).toBe(405)
  })

  test('another method is 405 whatever its body is', async () => {
    for (const [method, body] of [
      ['DELETE', ''],
      ['PUT', '{"reference":'],
      ['PATCH', 'a=1'],
    ] as const)
      expect(await answer(call(method, '/orders/LK-20417', body))).toMatchObject({
        status: 405,
        body: { type: 'urn:shipbench:problem:method-not-allowed' },
      })
    expect((await call('PATCH', '/orders', 'a=1', 'text/plain')).status).toBe(405)
  })

  test('describes itself: every path, the token, each query parameter, each body', async () => {
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string
      info: object
      paths: Record<string, Record<string, { parameters?: object[]; requestBody?: object }>>
    }
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toEqual({ title: 'Shipbench', version: '9.8.7' })
    expect(Object.keys(document.paths).sort()).toEqual([
      '/events',
      '/health',
      '/orders',
      '/orders/{reference}',
      '/outbox',
      '/packing',
      '/scans',
      '/shipments',
      '/shipments/{id}',
      '/shipments/{id}/exchanges',
      '/shipments/{id}/label',
      '/shipments/{id}/tracking',
    ])
    expect(document.paths['/orders']?.['get']?.parameters).toContainEqual({
      name: 'state',
      in: 'query',
      required: false,
      schema: { type: 'string', enum: ['ready', 'packing', 'held', 'shipped'] },
    })
    expect(JSON.stringify(document.paths['/orders']?.['post']?.requestBody)).toContain('"shipTo"')
    for (const [path, methods] of Object.entries(document.paths))
      for (const method of Object.keys(methods)) {
        const url = path.replaceAll(/\{\w+\}/g, 'x')
        if (url !== '/events' && method === 'get') expect((await get(url)).status).not.toBe(405)
      }
  })
})

describe('events', () => {
  /** Reads events until `enough`, then hangs up. */
  async function readEvents(enough: (text: string) => boolean, onOpen?: () => void) {
    const hangUp = new AbortController()
    const response = await fetch(`http://127.0.0.1:${served.port}/api/v1/events`, {
      headers: { authorization: `Bearer ${served.token}` },
      signal: hangUp.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    const decoder = new TextDecoder()
    for await (const piece of response.body ?? []) {
      const first = text === ''
      text += decoder.decode(piece, { stream: true })
      if (first) onOpen?.()
      if (enough(text)) break
    }
    hangUp.abort()
    return text
  }
  const names = (text: string) => [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)

  test('begin with a snapshot of everything', async () => {
    const text = await readEvents((soFar) => names(soFar).length >= 5)
    expect(names(text)).toEqual(['bench', 'outbox', 'health', 'orders', 'shipments'])
    expect(text).toContain('"shipments":[{"id":"sh-1"')
    expect(text).toContain('{"waiting":[],"total":0,"groups":[]}')
  })

  test('go on with what changed', async () => {
    const text = await readEvents(
      (soFar) => names(soFar).length >= 6,
      () => fake.benchChanges.publish(),
    )
    expect(names(text).filter((name) => name === 'bench')).toHaveLength(2)
    // A reader that hung up is forgotten.
    await expect.poll(() => fake.benchListeners()).toBe(0)
  })
})
