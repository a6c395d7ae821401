import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AddressSchema, type Order } from '../../../shared/orders.ts'
import type { BenchProblem } from '../../../shared/packing.ts'
import { advance, type SessionEvent } from '../../../station/packing/advance.ts'
import {
  boxContents,
  openSession,
  stepOf,
  unitsIn,
  unitsMissing,
  type Session,
} from '../../../station/packing/session.ts'

const at = '2026-11-22T10:00:00.000Z'

function order(...quantities: number[]): Order {
  return {
    id: 1,
    reference: 'LK-1',
    merchant: 'larkspur',
    state: 'ready',
    shipTo: AddressSchema.parse({
      name: 'Ana Ruiz',
      street1: '1 Elm St',
      city: 'Boise',
      state: 'ID',
      zip: '83702',
      country: 'US',
    }),
    items: quantities.map((quantity, index) => ({
      line: index + 1,
      sku: `SKU-${index + 1}`,
      barcodes: [],
      description: `Thing ${index + 1}`,
      quantity,
    })),
    customs: undefined,
    createdAt: at,
    updatedAt: at,
    shippedAt: null,
  }
}

function opened(...quantities: number[]): Session {
  return openSession({
    order: order(...quantities),
    parcel: 1,
    packedBefore: [],
    box: { id: 'B1', chosenBy: 'suggestion' },
    allPacked: false,
  })
}

const weight = { grams: 500, shown: '0.500 kg', raw: '', at }

/** Plays events; a refused one must leave the session as it was. */
function play(session: Session, ...events: SessionEvent[]): { session: Session; codes: string[] } {
  const codes: string[] = []
  let now = session
  for (const event of events) {
    const outcome = advance(now, event)
    codes.push(outcome.ok ? outcome.value.code : outcome.failure.code)
    if (outcome.ok) now = outcome.value.session
  }
  return { session: now, codes }
}

const item = (line: number): SessionEvent => ({ type: 'item', line })
const intended: SessionEvent = { type: 'intended', shipmentId: 's1' }

describe('the steps of a parcel', () => {
  test('items, weight, purchase, print and scan-back follow each other', () => {
    const steps: string[] = []
    let now = opened(2)
    for (const event of [
      item(1),
      item(1),
      { type: 'weight', weight },
      { type: 'ship' },
      intended,
      { type: 'bought' },
      { type: 'printed' },
    ] satisfies SessionEvent[]) {
      steps.push(stepOf(now))
      const outcome = advance(now, event)
      if (!outcome.ok) throw new Error(outcome.failure.code)
      now = outcome.value.session
    }
    expect([...steps, stepOf(now)]).toEqual([
      'scan-items',
      'scan-items',
      'weigh',
      'ship',
      'ship',
      'shipping',
      'printing',
      'scan-label',
    ])
  })

  test('without a box known, the box is asked for after the items', () => {
    const { session } = play({ ...opened(1), box: null }, item(1))
    expect(stepOf(session)).toBe('choose-box')
    expect(stepOf(play(session, { type: 'box', id: 'B2', name: 'Big' }).session)).toBe('weigh')
  })

  test('no open order means: scan an order', () => {
    expect(stepOf(null)).toBe('scan-order')
  })
})

describe('items', () => {
  test('one too many is told and changes nothing', () => {
    const { session, codes } = play(opened(1, 1), item(1), item(1))
    expect(codes).toEqual(['item-packed', 'over-scan'])
    expect(unitsMissing(session)).toBe(1)
  })

  test('QTY counts the next scan several times, once', () => {
    const { session, codes } = play(
      opened(12, 1),
      { type: 'quantity', quantity: 11 },
      item(1),
      item(1),
    )
    expect(codes).toEqual(['quantity-set', 'item-packed', 'item-packed'])
    expect(unitsIn(session.trail, 1)).toBe(12)
  })

  test('a quantity above what is left is refused, for the order and for the line', () => {
    const { session, codes } = play(
      opened(3, 5),
      { type: 'quantity', quantity: 6 },
      { type: 'quantity', quantity: 5 },
      item(1),
    )
    expect(codes).toEqual(['quantity-not-valid', 'quantity-set', 'quantity-not-valid'])
    expect(unitsMissing(session)).toBe(8)
  })

  test('UNDO takes back the last scan, then says that there is nothing', () => {
    const { session, codes } = play(opened(2), item(1), { type: 'undo' }, { type: 'undo' })
    expect(codes).toEqual(['item-packed', 'undone', 'nothing-to-undo'])
    expect(unitsMissing(session)).toBe(2)
  })

  test('UNDO after the weight was locked gives the weight up too', () => {
    const { session } = play(opened(1), item(1), { type: 'weight', weight }, { type: 'undo' })
    expect(session.weight).toBeNull()
    expect(stepOf(session)).toBe('scan-items')
  })
})

describe('two boxes', () => {
  test('NEW BOX closes this one, and the rest goes into the next parcel', () => {
    const first = play(
      opened(1, 1),
      item(1),
      { type: 'close-box' },
      { type: 'weight', weight },
      intended,
      { type: 'bought' },
      { type: 'printed' },
      { type: 'next-parcel', parcel: 2, packedBefore: [{ line: 1, quantity: 1 }] },
    )
    expect(first.codes.at(-1)).toBe('parcel-done')
    expect(first.session).toMatchObject({
      parcel: 2,
      trail: [],
      packedBefore: [{ line: 1, quantity: 1 }],
      weight: null,
      purchase: 'none',
      shipmentId: null,
    })
    const second = play(first.session, item(1), item(2))
    expect(second.codes).toEqual(['over-scan', 'items-complete'])
  })

  test('an empty box cannot be closed', () => {
    expect(play(opened(1, 1), { type: 'close-box' }).codes).toEqual(['box-empty'])
  })
})

describe('SHIP by hand says what is missing', () => {
  test.each([
    ['items', opened(2), 'items-missing'],
    ['box', play({ ...opened(1), box: null }, item(1)).session, 'box-missing'],
    ['weight', play(opened(1), item(1)).session, 'weight-missing'],
  ])('%s', (_name, session, code) => {
    expect(play(session, { type: 'ship' }).codes).toEqual([code])
  })
})

describe('trouble', () => {
  const problem: BenchProblem = { code: 'address-refused', kind: 'wrong', params: {}, offers: [] }

  test('after a refusal the purchase waits for SHIP', () => {
    const { session } = play(opened(1), item(1), { type: 'weight', weight }, intended, {
      type: 'refused',
      problem,
    })
    expect(session).toMatchObject({ waitsForShip: true, problem, shipmentId: null })
    expect(stepOf(session)).toBe('ship')
    expect(play(session, { type: 'ship' }).session).toMatchObject({
      waitsForShip: false,
      problem: null,
    })
  })

  test('UNDO ends what was said of the purchase, and not what the order lacks', () => {
    const weighed = play(opened(1), item(1), { type: 'weight', weight }).session
    const refused = play(weighed, { type: 'refused', problem }, { type: 'undo' }).session
    expect(refused.problem).toBeNull()
    const lacking = play({ ...weighed, problem }, { type: 'undo' }).session
    expect(lacking.problem).toEqual(problem)
  })

  test('another weight is approved anew', () => {
    const { session } = play({ ...opened(1), rateApproved: true }, { type: 'weight', weight })
    expect(session.rateApproved).toBe(false)
  })

  test.each([
    { type: 'voided' },
    { type: 'refused', problem },
    { type: 'unparked' },
  ] satisfies SessionEvent[])(
    'O-8: a box that was waited for and is the bench’s again ($type) is parked like any other',
    (event) => {
      const { session } = play(opened(1), item(1), { type: 'weight', weight })
      const awaited: Session = {
        ...session,
        purchase: 'parked',
        stickerId: 'AAAAAA',
        awaited: true,
      }
      const back = play(awaited, event).session
      expect(back.awaited).toBe(false)
      expect(stepOf(play(back, { type: 'parked', stickerId: 'BBBBBB' }).session)).toBe('parked')
    },
  )

  test('P-5: in doubt, nothing moves but a person’s finding', () => {
    const doubted = play(opened(1), item(1), { type: 'weight', weight }, intended, {
      type: 'doubted',
      problem,
    }).session
    expect(stepOf(doubted)).toBe('in-doubt')
    const tried = play(doubted, { type: 'ship' }, item(1), { type: 'undo' }, { type: 'close-box' })
    expect(new Set(tried.codes)).toEqual(new Set(['purchase-in-doubt']))
    expect(tried.session).toEqual(doubted)
  })

  test('while the label is bought, scans are asked to wait and lose nothing', () => {
    const buying = play(opened(2), item(1), intended).session
    const tried = play(buying, item(1), { type: 'undo' }, { type: 'ship' })
    expect(tried.codes).toEqual(['please-wait', 'please-wait', 'please-wait'])
    expect(tried.session).toEqual(buying)
  })
})

describe('what a person corrects, and what a supervisor approves', () => {
  const packed = play(opened(1), item(1), { type: 'weight', weight }).session
  const size = { length: 10, width: 8, height: 4, unit: 'in' } as const
  const corrected: SessionEvent = {
    type: 'corrected',
    order: { ...packed.order, service: 'EXPRESS' },
    dimensions: size,
    problem: null,
  }

  test('a correction keeps items and weight, and takes the approval of another price back', () => {
    const approved = play(packed, { type: 'approved' }).session
    expect(approved).toMatchObject({ rateApproved: true, waitsForShip: false })
    expect(play(approved, corrected).session).toMatchObject({
      order: { service: 'EXPRESS' },
      dimensions: size,
      trail: packed.trail,
      weight: packed.weight,
      rateApproved: false,
    })
  })

  test.each<[string, SessionEvent]>([
    ['one item less', { type: 'undo' }],
    ['another box', { type: 'box', id: 'B2', name: 'Big' }],
  ])('an approval does not hold for %s', (_, event) => {
    const approved = play(packed, { type: 'approved' }).session
    expect(play(approved, event).session.rateApproved).toBe(false)
  })

  test('another box has its own size again', () => {
    const resized = play(packed, corrected).session
    const other = play(resized, { type: 'box', id: 'B2', name: 'Big' }).session
    expect(other.dimensions).toBeNull()
  })

  test('a parcel whose label is bought, or may be, is not corrected', () => {
    const bought = play(packed, intended, { type: 'bought' }).session
    expect(play(bought, corrected)).toEqual({ session: bought, codes: ['wrong-moment'] })
  })

  test('a rate that the carrier has forgotten stays forgotten over a new try', () => {
    const gone = play(packed, { type: 'rate-gone' }, { type: 'ship' }).session
    expect(gone.rateGone).toBe(true)
  })
})

const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((line): SessionEvent => ({ type: 'item', line })),
  fc.integer({ min: 0, max: 9 }).map((quantity): SessionEvent => ({ type: 'quantity', quantity })),
  fc.constantFrom<SessionEvent>(
    { type: 'undo' },
    { type: 'close-box' },
    { type: 'ship' },
    { type: 'box', id: 'B2', name: 'Big' },
    { type: 'weight', weight },
  ),
)

test('whatever is scanned, no line ever holds more than was ordered, nor less than nothing', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const { session } = play(opened(1, 4, 2), ...events)
      for (const { line, quantity } of session.order.items) {
        const packed = unitsIn(session.trail, line)
        expect(packed).toBeGreaterThanOrEqual(0)
        expect(packed).toBeLessThanOrEqual(quantity)
      }
      expect(unitsIn(boxContents(session)) + unitsMissing(session)).toBe(7)
    }),
  )
})

test('a session that went through JSON goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), fc.nat({ max: 30 }), (events, cut) => {
      const whole = play(opened(1, 4, 2), ...events).session
      const before = play(opened(1, 4, 2), ...events.slice(0, cut)).session
      const restored = JSON.parse(JSON.stringify(before)) as Session
      expect(stepOf(restored)).toBe(stepOf(before))
      expect(play(restored, ...events.slice(cut)).session.trail).toEqual(whole.trail)
    }),
  )
})
