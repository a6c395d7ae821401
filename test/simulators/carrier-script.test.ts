import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import type { FlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { admin, flexportCaller, PARCEL } from './flexport-caller.ts'

let carrier: FlexportSimulator
let call: ReturnType<typeof flexportCaller>
beforeEach(async () => {
  carrier = await startFlexportSimulator()
  call = flexportCaller(carrier)
})
afterEach(() => carrier.stop())

/** As it comes over the line, whatever it is. */
const raw = (method = 'POST', path = '/parcels') =>
  fetch(`${carrier.url}/logistics/api/2023-07${path}`, {
    method,
    headers: { authorization: `Bearer ${carrier.token}` },
    ...(method === 'POST' && { body: JSON.stringify(PARCEL) }),
  })
const script = (step: Parameters<FlexportSimulator['script']>[0][number]['do'], call = '*') =>
  carrier.script([{ call, do: step }])

describe('a step of the script', () => {
  test('slow: the label is sold and the answer comes later', async () => {
    script({ kind: 'slow', ms: 30 })
    const begunAt = performance.now()
    expect((await call('POST', 'parcels', PARCEL)).status).toBe(201)
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(29)
  })

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('drop %s the work: no answer, %i sold', async (when, sold) => {
    script({ kind: 'drop', when })
    await expect(raw()).rejects.toThrow('fetch failed')
    expect(carrier.ledger()).toHaveLength(sold)
    expect(carrier.requests()).toMatchObject([{ operationId: 'createParcel', status: null }])
  })

  test.each([0, 1, 200])('cut: sold, and only %i bytes of the answer come', async (bytes) => {
    script({ kind: 'cut', bytes })
    const answer = await raw()
    expect(answer.status).toBe(201)
    const pieces: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of answer.body ?? []) pieces.push(piece)
    })()
    await expect(reading).rejects.toThrow('terminated')
    expect(Buffer.concat(pieces)).toHaveLength(bytes)
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('answer: a web page instead, before the work or after it', async () => {
    const page = { kind: 'answer', status: 502, type: 'text/html', body: '<h1>Bad</h1>' } as const
    script({ ...page, when: 'before' })
    const first = await raw()
    expect([first.status, first.headers.get('content-type'), await first.text()]).toEqual([
      502,
      'text/html',
      '<h1>Bad</h1>',
    ])
    expect(carrier.ledger()).toEqual([])
    script({ ...page, when: 'after' })
    expect((await raw()).status).toBe(502)
    expect(carrier.ledger()).toHaveLength(1)
  })

  test('answer: any status with headers, JSON, or nothing', async () => {
    const headers = { 'retry-after': '7' }
    script({ kind: 'answer', when: 'before', status: 429, headers, body: { title: 'Slow down' } })
    const limited = await raw()
    expect(limited.headers.get('retry-after')).toBe('7')
    expect(await limited.json()).toEqual({ title: 'Slow down' })
    script({ kind: 'answer', when: 'before', status: 500 })
    const empty = await raw()
    expect([empty.status, await empty.text()]).toEqual([500, ''])
  })

  test.each([
    'SELLER_NOT_FOUND',
    'INVALID_SELLER',
    'INVALID_INJECTION_LOCATION',
    'EXCEEDS_MAX_DIMENSIONS',
    'INVALID_DESTINATION_ADDRESS',
    'CUSTOMS_INFORMATION_REQUIRED',
    'FAILED_TO_DETERMINE_ZONE',
    'SERVICE_LEVEL_UNSUPPORTED_FOR_DESTINATION',
    'SERVICE_LEVEL_NOT_CONFIGURED',
    'RETURNS_UNSUPPORTED',
    'PARCEL_NOT_FOUND',
    'LABEL_ALREADY_CANCELLED',
    'PARCEL_TRACKING_NOT_FOUND',
  ])('refuse: %s in the form of the carrier, nothing sold', async (code) => {
    script({ kind: 'refuse', code })
    const answer = await call('POST', 'parcels', PARCEL)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.text).toContain(code)
    expect(carrier.ledger()).toEqual([])
  })

  test('is for one call, so many times, and in order', async () => {
    const refuse = (code: string) => ({ kind: 'refuse', code }) as const
    carrier.script([
      { call: 'createParcel', times: 2, do: refuse('FIRST') },
      { call: 'createParcel', do: refuse('SECOND') },
    ])
    expect((await call('GET', 'webhooks')).status).toBe(200)
    const seen: string[] = []
    for (let time = 0; time < 4; time += 1)
      seen.push((await call('POST', 'parcels', PARCEL)).text.match(/FIRST|SECOND/)?.[0] ?? 'sold')
    expect(seen).toEqual(['FIRST', 'FIRST', 'SECOND', 'sold'])
  })

  test('can be for label links', async () => {
    const { shippingLabelUrl } = (await call('POST', 'parcels', PARCEL)).json as Record<
      string,
      string
    >
    script({ kind: 'answer', when: 'before', status: 404 }, 'label')
    expect((await fetch(shippingLabelUrl ?? '')).status).toBe(404)
    expect((await fetch(shippingLabelUrl ?? '')).status).toBe(200)
  })

  test('is forgotten when the script is cleared', async () => {
    script({ kind: 'drop', when: 'before' })
    carrier.clearScript()
    expect((await raw()).status).toBe(201)
  })
})

describe('another process', () => {
  test('scripts, sees what is left, and clears', async () => {
    const step = { call: 'createParcel', times: 2, do: { kind: 'drop', when: 'after' } }
    expect(await admin(carrier, 'POST', 'script', { steps: [step] })).toEqual({
      status: 200,
      json: { steps: [step] },
    })
    await expect(raw()).rejects.toThrow('fetch failed')
    expect((await admin(carrier, 'GET', 'script')).json).toEqual({ steps: [{ ...step, times: 1 }] })
    expect((await admin(carrier, 'DELETE', 'script')).json).toEqual({ steps: [] })
    expect((await raw()).status).toBe(201)
  })

  test.each([
    [undefined, 'body: is missing'],
    [{ steps: [{ call: 'createParcels', do: { kind: 'drop', when: 'after' } }] }, 'createParcels'],
    [{ steps: [{ call: '*', do: { kind: 'drop' } }] }, 'steps.0.do.when'],
    [{ steps: [{ call: '*', do: { kind: 'explode' } }] }, 'steps.0.do.kind'],
    [
      {
        steps: [
          {
            call: '*',
            do: { kind: 'answer', when: 'before', status: 500, headers: { 'a b': '1' } },
          },
        ],
      },
      'steps.0.do.headers',
    ],
    [
      { steps: [{ call: '*', do: { kind: 'answer', when: 'before', status: 500, type: 'a\nb' } }] },
      'steps.0.do.type',
    ],
    [{ steps: [{ call: '*', times: 0, do: { kind: 'slow', ms: 1 } }] }, 'steps.0.times'],
  ])('is told what is wrong with %j', async (body, word) => {
    const answer = await admin(carrier, 'POST', 'script', body)
    expect(answer.status).toBe(400)
    expect((answer.json as { problem: string }).problem).toContain(word)
  })

  test('is told that half a body is none', async () => {
    const url = `${carrier.adminUrl}/__admin/switches`
    const answer = await fetch(url, { method: 'POST', body: '{"tokenValid":' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ problem: 'body: is not JSON' })
  })

  test('sees every call, with its status and in what it is not as described', async () => {
    await call('POST', 'parcels', PARCEL)
    await call('POST', 'parcels/cancel', {})
    await fetch(`${carrier.url}/elsewhere?x=1`)
    expect((await admin(carrier, 'GET', 'requests')).json).toMatchObject([
      { method: 'POST', operationId: 'createParcel', status: 201, problems: [] },
      { operationId: 'cancelParcel', status: 400, problems: [{ missingProperty: 'parcelId' }] },
      { method: 'GET', path: '/elsewhere?x=1', operationId: null, status: 404 },
    ])
  })

  test('switches, and is told what is no switch', async () => {
    const set = (body: unknown) => admin(carrier, 'POST', 'switches', body)
    expect(await set({ tokenValid: false })).toMatchObject({
      status: 200,
      json: { tokenValid: false, trackingKnown: true },
    })
    expect((await call('GET', 'webhooks')).status).toBe(401)
    expect(await set({ tokenValid: 'no' })).toEqual({
      status: 400,
      json: { problem: 'tokenValid: must be of type boolean' },
    })
    expect(await set({ token: false })).toEqual({
      status: 400,
      json: { problem: 'token: is not a known key' },
    })
    expect((await admin(carrier, 'GET', 'switches')).json).toMatchObject({ tokenValid: false })
  })

  test('is told which admin calls there are', async () => {
    const answer = await admin(carrier, 'GET', 'nothing')
    expect(answer.status).toBe(404)
    expect((answer.json as { problem: string }).problem).toContain('POST rebuy')
  })
})
