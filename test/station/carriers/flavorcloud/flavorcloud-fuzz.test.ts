import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrackingSchema } from '../../../../shared/tracking.ts'
import { parcelFor } from '../made-up-parcel.ts'
import { CALLS, GOOD_ANSWERS, OF_THE_EXAMPLES, PURCHASES } from './flavorcloud-calls.ts'
import { answeringFlavorCloud } from './flavorcloud-stand-in.ts'

const REFERENCE = 'larkspur-LK-20417-P1'
const answerOf = (operationId: string) =>
  GOOD_ANSWERS.flatMap((one) => (one.operationId === operationId ? [one.answer] : []))

/** FlavorCloud that answers what it is told to. */
function fuzzed() {
  const next: { status: number; body: Uint8Array | string } = { status: 200, body: '' }
  const made = answeringFlavorCloud(() => next, { unconfirmedCalls: true })
  return { ...made, next }
}

/** The same JSON with something changed somewhere in it. */
function mutated(json: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(json)
  return fc
    .tuple(fc.constantFrom(...places), fc.oneof(fc.jsonValue(), fc.constant(undefined)))
    .map(([place, value]) => withChanged(json, place, value))
}

function placesOf(json: unknown): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [[]]
  return [
    [],
    ...Object.entries(json).flatMap(([key, value]) =>
      placesOf(value).map((place) => [key, ...place]),
    ),
  ]
}

function withChanged(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const inner = withChanged((json as Record<string, unknown>)[key], rest, value)
  if (Array.isArray(json)) return json.map((one, index) => (String(index) === key ? inner : one))
  return { ...(json as object), [key]: inner }
}

const statuses = fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 422, 429, 500)

describe('a purchase answer', () => {
  const SHIPMENTS = answerOf('createShipments').map((answer) => {
    const renamed = (one: object) => ('Reference' in one ? { ...one, Reference: REFERENCE } : one)
    return Array.isArray(answer) ? answer.map(renamed) : renamed(answer as object)
  })
  const REFUSAL = {
    error: { statusCode: 422, name: 'E', code: 'NO_RATES', message: 'No rates', requestId: 'r' },
  }

  test.each([
    ...SHIPMENTS.map((answer) => ({ status: 200, answer })),
    { status: 422, answer: REFUSAL },
  ])('of $status cut at any byte is in doubt, whole it is not', async ({ status, answer }) => {
    const { carrier, next } = fuzzed()
    const prepared = carrier.prepare(parcelFor('flavorcloud'))
    const whole = Buffer.from(JSON.stringify(answer))
    next.status = status
    for (let length = 0; length < whole.length; length++) {
      next.body = whole.subarray(0, length)
      const { kind } = await carrier.buy(prepared, 'larkspur')
      expect(`${length}: ${kind}`).toBe(`${length}: in-doubt`)
    }
    next.body = whole
    expect((await carrier.buy(prepared, 'larkspur')).kind).toBe(
      status === 200 ? 'bought' : 'refused',
    )
  })

  test('changed anyhow never throws, and is bought or refused only for a reason', async () => {
    const { carrier, next } = fuzzed()
    const prepared = carrier.prepare(parcelFor('flavorcloud'))
    const answers = fc.oneof(...[...SHIPMENTS, REFUSAL].map((answer) => mutated(answer)))
    await fc.assert(
      fc.asyncProperty(statuses, answers, async (status, answer) => {
        next.status = status
        next.body = JSON.stringify(answer) ?? ''
        const { kind, ...rest } = await carrier.buy(prepared, 'larkspur')
        const isSuccess = status < 300
        if (kind === 'bought') {
          expect(isSuccess).toBe(true)
          expect(next.body).toContain('ShipmentID')
          expect([null, REFERENCE]).toContain('parcel' in rest && rest.parcel.reference)
        }
        if (kind === 'refused') expect([400, 401, 403, 404, 422, 429]).toContain(status)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('any other answer', () => {
  const others = GOOD_ANSWERS.filter(
    ({ operationId, answer }) => operationId in CALLS && answer !== undefined,
  ).filter(({ operationId }) => operationId !== 'getAuthToken')

  test.each(others)('to $operationId, changed or cut, never throws', async (one) => {
    const { client, next } = fuzzed()
    const call = CALLS[one.operationId]
    const ask = async (status: number, body: Uint8Array | string) => {
      next.status = status
      next.body = body
      const outcome = await call?.(client, OF_THE_EXAMPLES)
      expect(typeof outcome?.ok).toBe('boolean')
      return outcome?.ok
    }
    await fc.assert(
      fc.asyncProperty(statuses, mutated(one.answer), async (status, answer) => {
        const ok = await ask(status, JSON.stringify(answer) ?? '')
        if (status >= 300) expect(ok).toBe(false)
      }),
    )
    const whole = Buffer.from(JSON.stringify(one.answer))
    for (let length = 0; length < whole.length; length++)
      // What is no JSON may still be the words that closing a batch is answered with.
      if (one.operationId !== 'closeBatch')
        expect(await ask(200, whole.subarray(0, length))).toBe(false)
  })

  test('bytes of any kind never throw', async () => {
    const { client, carrier, next } = fuzzed()
    const everything = [...Object.values(CALLS), ...Object.values(PURCHASES)]
    await fc.assert(
      fc.asyncProperty(statuses, fc.uint8Array(), async (status, bytes) => {
        next.status = status
        next.body = bytes
        for (const call of everything) await call(client, OF_THE_EXAMPLES)
        await carrier.quote(parcelFor('flavorcloud'))
      }),
      { numRuns: 50 },
    )
  })

  test('tracking, changed anyhow, is tracking of ours or a failure', async () => {
    const { carrier, next } = fuzzed()
    const [answer] = answerOf('getTrackingDetail')
    const parcel = { carrierShipmentId: 'FCS-1', trackingNumber: 'GM1', merchant: '' }
    await fc.assert(
      fc.asyncProperty(mutated(answer), async (changed) => {
        next.body = JSON.stringify(changed) ?? ''
        const tracking = await carrier.track(parcel)
        if (tracking.ok) expect(TrackingSchema.safeParse(tracking.value).error).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
