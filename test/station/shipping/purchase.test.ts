import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CarrierFailure, ShipmentState } from '../../../shared/shipping.ts'
import {
  isLive,
  nextAttempt,
  nextState,
  type PurchaseEvent,
} from '../../../station/shipping/purchase.ts'

const unreached: CarrierFailure = { code: 'carrier-unreachable', carrier: 'flexport' }
const failure: CarrierFailure = { code: 'address-refused', carrier: 'flexport', httpStatus: 400 }
const parcel = {
  standing: 'made' as const,
  reference: null,
  carrierShipmentId: 'x',
  trackingNumber: null,
  carrierBarcode: null,
  trackingUrl: null,
  price: null,
  serviceLevel: null,
  labelUrl: null,
  documentUrls: [],
}
const events: PurchaseEvent[] = [
  { type: 'called' },
  { type: 'answered', answer: { kind: 'bought', parcel, raw: '' } },
  { type: 'answered', answer: { kind: 'refused', failure, raw: '' } },
  { type: 'answered', answer: { kind: 'in-doubt', failure, raw: '' } },
  { type: 'found-at-start' },
  { type: 'settled-bought', parcel },
  { type: 'settled-not-bought' },
  { type: 'given-up' },
  { type: 'void-asked' },
  { type: 'void-accepted' },
  { type: 'void-answered', refused: null },
  { type: 'void-answered', refused: failure },
  { type: 'void-not-made' },
]

test('P-5: out of doubt only a person leads', () => {
  const leading = events.filter((event) => nextState('in-doubt', event) !== undefined)
  expect(leading.map(({ type }) => type)).toEqual([
    'settled-bought',
    'settled-not-bought',
    'given-up',
  ])
})

test('P-6: what a crash cut off becomes what is true of it', () => {
  expect(nextState('intended', { type: 'found-at-start' })).toBe('refused')
  expect(nextState('calling', { type: 'found-at-start' })).toBe('in-doubt')
  expect(nextState('bought', { type: 'found-at-start' })).toBeUndefined()
})

test('P-13: a void that was taken is no void yet', () => {
  expect(nextState('void-asked', { type: 'void-accepted' })).toBe('void-asked')
  expect(nextState('bought', { type: 'void-accepted' })).toBeUndefined()
})

test('bought is reached only through a call or a person, and called at most once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 25 }), (story) => {
      let state: ShipmentState = 'intended'
      const calls: string[] = []
      for (const event of story) {
        const next: ShipmentState | undefined = nextState(state, event)
        if (!next) continue
        if (event.type === 'called') calls.push(state)
        if (next === 'bought') expect(['calling', 'in-doubt', 'void-asked']).toContain(state)
        state = next
      }
      expect(calls.length).toBeLessThanOrEqual(1)
    }),
  )
})

test('P-3: every state that may have cost money is live', () => {
  const dead: ShipmentState[] = ['refused', 'not-bought', 'given-up', 'void']
  for (const state of dead) expect(isLive(state)).toBe(false)
  const live: ShipmentState[] = [
    'intended',
    'calling',
    'in-doubt',
    'bought',
    'void-asked',
    'void-refused',
  ]
  for (const state of live) expect(isLive(state)).toBe(true)
})

describe('P-8: the attempt, and with it the reference', () => {
  test.each<[string, Parameters<typeof nextAttempt>[0], number]>([
    ['a first purchase', [], 1],
    ['after a call that never left', [{ attempt: 1, state: 'refused', failure: unreached }], 1],
    ...[401, 403, 429].map((httpStatus): [string, Parameters<typeof nextAttempt>[0], number] => [
      `after ${httpStatus}, which comes before any look at the purchase`,
      [{ attempt: 1, state: 'refused', failure: { ...failure, httpStatus } }],
      1,
    ]),
    [
      'after a refusal by answer and then by the door',
      [
        { attempt: 2, state: 'refused', failure: { ...failure, httpStatus: 429 } },
        { attempt: 1, state: 'refused', failure },
      ],
      2,
    ],
    ['after a refusal by answer', [{ attempt: 1, state: 'refused', failure }], 2],
    ['after void', [{ attempt: 2, state: 'void', failure: null }], 3],
    [
      'after a person found that it was not bought',
      [{ attempt: 1, state: 'not-bought', failure }],
      2,
    ],
  ])('%s', (_name, earlier, attempt) => {
    expect(nextAttempt(earlier)).toBe(attempt)
  })
})
