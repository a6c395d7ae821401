import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { done, type Outcome } from '../../../../shared/outcome.ts'
import { TrackingSchema } from '../../../../shared/tracking.ts'
import { OfferSchema } from '../../../../shared/shipping.ts'
import type { CallOutcome } from '../../../../station/carriers/carrier-call.ts'
import { createFlexport } from '../../../../station/carriers/flexport/flexport.ts'
import { MADE_UP_CREDENTIALS, parcelFor, settingsWith } from '../made-up-parcel.ts'
import { FLEXPORT_CALLS } from './flexport-calls.ts'

/** Carrier and client on a line that gives this answer to everything. */
function answering(status: number, text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const outcome: CallOutcome = done({ status, headers: {}, bytes })
  let sent = 0
  const settings = settingsWith('flexport', 'https://carrier.example')
  const { carrier, client } = createFlexport({
    line: {
      async send() {
        sent += 1
        return outcome
      },
    },
    settings: () => settings,
    credentials: { read: () => MADE_UP_CREDENTIALS, origin: () => 'environment' },
  })
  return { carrier, client, sent: () => sent }
}

const CALLS: Record<string, keyof typeof FLEXPORT_CALLS | 'createParcel'> = {
  createParcel: 'createParcel',
  getParcel: 'getParcel',
  getParcelTracking: 'trackingById',
  getParcelTrackingByTrackingCode: 'trackingByCode',
  getTrackingUrl: 'trackingUrl',
  getParcelQuote: 'quoteParcel',
  createWebhook: 'createWebhook',
  getWebhooks: 'listWebhooks',
  getWebhook: 'getWebhook',
  getEvents: 'listEvents',
  getAccessToken: 'exchangeToken',
}

async function call(
  name: keyof typeof FLEXPORT_CALLS | 'createParcel',
  status: number,
  text: string,
): Promise<boolean> {
  const { client } = answering(status, text)
  if (name === 'createParcel') return (await client.createParcel('{}', 'key')).kind === 'bought'
  return (await FLEXPORT_CALLS[name](client)).ok
}

interface Media {
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}
interface Responses {
  readonly [status: string]: { readonly content?: Readonly<Record<string, Media>> }
}
const description = JSON.parse(
  readFileSync(
    new URL('../../../../simulators/flexport/flexport.openapi.json', import.meta.url),
    'utf8',
  ),
) as {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; responses: Responses }>>>
  >
  readonly components: { readonly responses: Responses }
}

function examplesOf({ content = {} }: Responses[string]): unknown[] {
  return Object.values(content).flatMap(({ example, examples = {} }) => [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
  ])
}

/** Each example of a good answer with the call that it answers. */
const ANSWERS = Object.values(description.paths)
  .flatMap((path) => Object.values(path))
  .flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, response]) =>
      examplesOf(response).map((example) => ({
        operationId,
        status: Number(status),
        text: JSON.stringify(example),
      })),
    ),
  )
  // Bulk jobs are of the unstable version alone, and not for a bench.
  .filter(({ operationId }) => !operationId.includes('BulkParcelJob'))

const PROBLEMS = Object.entries(description.components.responses).flatMap(([name, response]) =>
  examplesOf(response).map((example) => ({
    name,
    ...(example as { status: number; detail: string }),
    text: JSON.stringify(example),
  })),
)

describe('examples of the description', () => {
  test('are there for every call that reads an answer', () => {
    const known = new Set(ANSWERS.map(({ operationId }) => operationId))
    expect(known).toEqual(new Set(Object.keys(CALLS)))
  })

  test.each(ANSWERS)('$operationId $status is readable', async ({ operationId, status, text }) => {
    expect(await call(CALLS[operationId] ?? 'getParcel', status, text)).toBe(true)
  })

  test.each(PROBLEMS)(
    '$name $detail is told in its own words',
    async ({ status, detail, text }) => {
      expect(await answering(status, text).client.getParcel('p-1')).toMatchObject({
        failure: { httpStatus: status, carrierSaid: expect.stringContaining(detail) },
      })
    },
  )

  test.each(ANSWERS)('$operationId cut anywhere is never taken', async ({ operationId, text }) => {
    const name = CALLS[operationId] ?? 'getParcel'
    for (let bytes = 0; bytes < text.length; bytes++)
      expect(await call(name, 200, text.slice(0, bytes))).toBe(false)
  })
})

describe('a purchase', () => {
  const parcel = parcelFor('flexport')
  async function buy(status: number, text: string | Uint8Array) {
    const { carrier, sent } = answering(status, text)
    const answer = await carrier.buy(carrier.prepare(parcel), parcel.order.merchant)
    expect(sent()).toBe(1)
    return answer
  }
  const bought = ANSWERS.find(({ operationId }) => operationId === 'createParcel')?.text ?? ''

  test('whose answer is cut at any byte is in doubt', async () => {
    for (let bytes = 0; bytes < bought.length; bytes++) {
      const cut = Buffer.from(bought).subarray(0, bytes)
      for (const status of [200, 201]) expect((await buy(status, cut)).kind).toBe('in-doubt')
    }
    expect((await buy(201, bought)).kind).toBe('bought')
  })

  test('whose refusal is cut is in doubt, but where the door itself refused', async () => {
    for (const { status, text } of PROBLEMS) {
      const kinds = new Set<string>()
      for (let bytes = 0; bytes < text.length; bytes++)
        kinds.add((await buy(status, text.slice(0, bytes))).kind)
      const atTheDoor = [401, 403, 429].includes(status)
      expect([...kinds]).toEqual([atTheDoor ? 'refused' : 'in-doubt'])
    }
  })

  /** What certainly sold nothing: the door, or a refusal that explains itself. */
  const maySayNo = new Set([400, 401, 403, 404, 422, 423, 429])

  test('is bought only with status OK and an id, and refused only by what sold nothing', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.json({ maxDepth: 3 }),
          fc.string(),
          mutated(bought),
          fc.constantFrom(...PROBLEMS.map(({ text }) => text)).chain(mutated),
        ),
        async (status, text) => {
          const answer = await buy(status, text)
          if (answer.kind === 'bought') {
            expect(status).toBeLessThan(300)
            const json = JSON.parse(text) as { status: unknown; parcelId: unknown }
            expect(json.status).toBe('OK')
            expect(answer.parcel.carrierShipmentId).toBe(json.parcelId)
          } else if (answer.kind === 'refused') expect(maySayNo.has(status)).toBe(true)
        },
      ),
      { numRuns: 1_000 },
    ))
})

/** A JSON text with members changed, left out or of another kind, at any depth. */
function mutated(text: string): fc.Arbitrary<string> {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, '', 0, -1, 1e300, true, [], {}, 'OK', 'ERROR', undefined),
    fc.jsonValue({ maxDepth: 1 }),
  )
  return fc.array(fc.tuple(fc.nat(200), odd), { minLength: 1, maxLength: 4 }).map((changes) => {
    let json: unknown = JSON.parse(text)
    for (const [at, value] of changes) {
      let position = 0
      json = JSON.parse(
        JSON.stringify(json, (_, member: unknown) => (position++ === at ? value : member)) ??
          'null',
      )
    }
    return JSON.stringify(json)
  })
}

describe('any answer', () => {
  const text = fc.oneof(
    ...ANSWERS.map((answer) => mutated(answer.text)),
    ...PROBLEMS.map((answer) => mutated(answer.text)),
    fc.string(),
    fc.json({ maxDepth: 4 }),
  )

  test('is told or taken by every call, and never thrown', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), text, async (status, body) => {
        const { client, carrier } = answering(status, body)
        for (const ask of Object.values(FLEXPORT_CALLS)) {
          const outcome: Outcome<unknown, { code: string }> = await ask(client)
          if (!outcome.ok) expect(outcome.failure.code).toMatch(/^[a-z-]+$/)
        }
        const quote = await carrier.quote(parcelFor('flexport'))
        if (quote.ok) OfferSchema.parse(quote.value.chosen)
        const parcel = { carrierShipmentId: 'p-1', trackingNumber: null, merchant: '' }
        const tracking = await carrier.track(parcel)
        if (tracking.ok) TrackingSchema.parse(tracking.value)
        await carrier.readBack('p-1', '')
        await carrier.void('p-1', '')
        await carrier.test()
      }),
      { numRuns: 500 },
    ))

  test('of bytes that are no text is survived', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const { client } = answering(200, bytes)
        for (const ask of Object.values(FLEXPORT_CALLS)) await ask(client)
      }),
    ))
})
