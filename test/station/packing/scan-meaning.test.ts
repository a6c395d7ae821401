import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AddressSchema, type Order, type OrderItem } from '../../../shared/orders.ts'
import { StepSchema, type Step } from '../../../shared/packing.ts'
import { commandBarcode, parkedStickerBarcode } from '../../../shared/scanning.ts'
import { BoxSchema, type Box, type Operator } from '../../../shared/settings.ts'
import {
  meaningOf,
  RANKS,
  SCAN_KINDS,
  type LookUps,
  type Meaning,
  type ScanKind,
} from '../../../station/packing/scan-meaning.ts'
import { openSession, stepOf, type Session } from '../../../station/packing/session.ts'
import { isLabelOf, productCode } from '../../../station/scanning/scanning.ts'
import type { LedgerEntry } from '../../../station/shipping/shipping.ts'

const at = '2026-11-22T10:00:00.000Z'
const CODE = 'LX-100'
const EAN = '5391234567892'
const GTIN = '05391234567892'

const item = (line: number, changes: Partial<OrderItem> = {}): OrderItem => ({
  line,
  sku: `SKU-${line}`,
  barcodes: [],
  description: `Thing ${line}`,
  quantity: 1,
  ...changes,
})

const order = (id: number, changes: Partial<Order> = {}): Order => ({
  id,
  reference: `ORDER-${id}`,
  merchant: `merchant-${id}`,
  state: 'ready',
  shipTo: AddressSchema.parse({ name: 'Ana', street1: '1 Elm St', city: 'Boise', country: 'US' }),
  items: [item(1)],
  customs: undefined,
  createdAt: at,
  updatedAt: at,
  shippedAt: null,
  ...changes,
})

const box = (id: string, barcode: string): Box =>
  BoxSchema.parse({ id, name: `Box ${id}`, barcode, length: 8, width: 6, height: 4 })

const label = (id: string, tracking: string, changes: Partial<LedgerEntry> = {}): LedgerEntry =>
  ({
    id,
    trackingNumber: tracking,
    carrierBarcode: null,
    order: 'ORDER-90',
    state: 'bought',
    onBoxAt: null,
    ...changes,
  }) as LedgerEntry

interface World {
  readonly boxes: readonly Box[]
  readonly operators: readonly Operator[]
  readonly orders: readonly Order[]
  readonly labels: readonly LedgerEntry[]
  readonly wantsLabel?: boolean
}

const EMPTY: World = { boxes: [], operators: [], orders: [], labels: [] }

/** The look-ups as the station's stores do them. */
function lookUps({ boxes, operators, orders, labels, wantsLabel = false }: World): LookUps {
  return {
    boxes,
    operators,
    wantsLabel,
    year: 2026,
    byReference: (reference) =>
      orders.filter((one) => one.reference.toUpperCase() === reference.trim().toUpperCase()),
    oldestSingles(codes) {
      const wanted = new Set(codes.map(productCode))
      const singles = orders.filter(
        ({ state, items: [only, another] }) =>
          state === 'ready' &&
          only?.quantity === 1 &&
          !another &&
          [only.sku, ...only.barcodes].some((code) => wanted.has(productCode(code))),
      )
      const isFirst = ({ merchant }: Order, index: number) =>
        singles.findIndex((one) => one.merchant === merchant) === index
      return singles.filter(isFirst)
    },
    byLabel: (text) => labels.find((one) => isLabelOf(text, one)),
  }
}

const open = (items: readonly OrderItem[], changes: Partial<Session> = {}): Session => ({
  ...openSession({
    order: order(50, { items: [...items] }),
    parcel: 1,
    packedBefore: [],
    box: null,
    allPacked: false,
  }),
  ...changes,
})

/** One session at each step, whose order has an item that is called so. */
function sessionAt(step: Step, code: string): Session | null {
  const items = [item(1, { sku: code }), item(2)]
  const packed = [
    { line: 1, quantity: 1 },
    { line: 2, quantity: 1 },
  ]
  const chosen = { id: 'B9', chosenBy: 'scan' } as const
  const weight = {} as NonNullable<Session['weight']>
  const whole: Partial<Session> = { trail: packed, box: chosen, weight, shipmentId: 'own' }
  const sessions: Record<Step, Session | null> = {
    'scan-order': null,
    'scan-items': open(items),
    'choose-box': open(items, { trail: packed }),
    weigh: open(items, { trail: packed, box: chosen }),
    ship: open(items, { trail: packed, box: chosen, weight }),
    shipping: open(items, { ...whole, purchase: 'running' }),
    printing: open(items, { ...whole, purchase: 'bought' }),
    'scan-label': open(items, { ...whole, purchase: 'bought', printed: true }),
    'in-doubt': open(items, { ...whole, purchase: 'in-doubt' }),
    parked: open(items, { ...whole, purchase: 'parked', shipmentId: null }),
  }
  const session = sessions[step]
  expect(stepOf(session)).toBe(step)
  return session
}

/** A world in which the code is just that, and what it means then. */
const ONLY: Record<ScanKind, { world: (code: string) => World; means: (m: Meaning) => boolean }> = {
  item: { world: () => EMPTY, means: (m) => m.meaning === 'product' && m.item?.line === 1 },
  'item-too-many': {
    world: () => EMPTY,
    means: (m) => m.meaning === 'product' && m.item?.line === 1,
  },
  box: {
    world: (code) => ({ ...EMPTY, boxes: [box('B1', code)] }),
    means: (m) => m.meaning === 'box' && m.box.id === 'B1',
  },
  order: {
    world: (code) => ({ ...EMPTY, orders: [order(60, { reference: code })] }),
    means: (m) => m.meaning === 'order' && m.orders[0]?.id === 60,
  },
  single: {
    world: (code) => ({ ...EMPTY, orders: [order(70, { items: [item(1, { sku: code })] })] }),
    means: (m) => 'single' in m && m.single.id === 70,
  },
  label: {
    world: (code) => ({ ...EMPTY, labels: [label('other', code)] }),
    means: (m) => m.meaning === 'label' && m.shipment.id === 'other',
  },
  past: {
    world: (code) => ({ ...EMPTY, orders: [order(80, { reference: code, state: 'shipped' })] }),
    means: (m) => m.meaning === 'order' && m.orders[0]?.id === 80,
  },
}

const joined = (worlds: readonly World[]): World => ({
  boxes: worlds.flatMap(({ boxes }) => boxes),
  operators: worlds.flatMap(({ operators }) => operators),
  orders: worlds.flatMap(({ orders }) => orders),
  labels: worlds.flatMap(({ labels }) => labels),
})

/** What a code can be at a step at all. A shipped order is past only where none with its reference waits. */
function possibleAt(step: Step): ScanKind[] {
  const hasItem = step !== 'scan-order'
  return SCAN_KINDS.filter((kind) => {
    if (kind === 'item') return step === 'scan-items'
    if (kind === 'item-too-many') return hasItem && step !== 'scan-items'
    if (kind === 'single') return !hasItem || step === 'parked'
    return true
  })
}

const IS_ITEM: readonly ScanKind[] = ['item', 'item-too-many']

function subsets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((sets, one) => sets.flatMap((set) => [set, [...set, one]]), [[]])
}

describe('every step, for every set of things that a scan may be', () => {
  const cases = StepSchema.options.flatMap((step) =>
    subsets(possibleAt(step))
      .filter((kinds) => kinds.length > 0)
      .map((kinds) => [step, kinds] as const),
  )

  test.each(cases)('%s: %j', (step, kinds) => {
    const hasItem = kinds.some((kind) => IS_ITEM.includes(kind))
    const session = sessionAt(step, hasItem ? CODE : 'SKU-1')
    const world = joined(kinds.map((kind) => ONLY[kind].world(CODE)))
    const meaning = meaningOf(CODE, session, lookUps(world))
    const rank = RANKS[step].find((kindsOf) => kindsOf.some((kind) => kinds.includes(kind))) ?? []
    const natural = rank.filter((kind) => kinds.includes(kind))
    expect(natural.length).toBeGreaterThan(0)
    const meant =
      meaning.meaning === 'ambiguous' ? meaning.choices.map((c) => c.meaning) : [meaning]
    expect(meant.length).toBe(natural.length)
    for (const [index, kind] of natural.entries())
      expect(ONLY[kind].means(meant[index] ?? { meaning: 'unknown', damaged: false })).toBe(true)
  })

  test.each<[Step, ScanKind[], ScanKind[]]>([
    ['scan-order', ['order', 'single'], ['order', 'single']],
    ['scan-order', ['order', 'label'], ['order', 'label']],
    ['scan-order', ['order', 'box', 'past'], ['order']],
    ['scan-items', ['item', 'box', 'order', 'label'], ['item']],
    ['choose-box', ['item-too-many', 'box', 'order'], ['box']],
    ['weigh', ['item-too-many', 'box', 'order'], ['item-too-many', 'box']],
    ['ship', ['item-too-many', 'box', 'label'], ['item-too-many', 'box']],
    ['printing', ['item-too-many', 'box', 'order'], ['item-too-many']],
    ['scan-label', ['item-too-many', 'box', 'order', 'label'], ['label']],
    ['parked', ['box', 'order', 'single'], ['order']],
  ])('%s: of %j it is, or is asked for, %j', (step, kinds, natural) => {
    const rank = RANKS[step].find((kindsOf) => kindsOf.some((kind) => kinds.includes(kind)))
    expect(rank?.filter((kind) => kinds.includes(kind))).toEqual(natural)
  })

  test('each step knows where everything stands that can be there', () => {
    for (const step of StepSchema.options)
      for (const kind of possibleAt(step))
        expect(RANKS[step].flat().filter((one) => one === kind)).toHaveLength(1)
  })
})

describe('what stands before all else', () => {
  const everything = joined([
    ...SCAN_KINDS.map((kind) => ONLY[kind].world(CODE)),
    { ...EMPTY, operators: [{ id: 'ana', name: 'Ana', badge: CODE }] },
  ])

  test.each(StepSchema.options)('at %s: a badge, in any case', (step) => {
    for (const text of [CODE, ' lx-100 ', 'lx-100\r', ']C1lx-100'])
      expect(meaningOf(text, sessionAt(step, CODE), lookUps(everything)).meaning).toBe('badge')
  })

  test.each(StepSchema.options)('at %s: our own codes, whatever else is called so', (step) => {
    for (const [text, meaning] of [
      [commandBarcode('SHIP'), 'command'],
      [parkedStickerBarcode('K7'), 'parked-sticker'],
      ['*SB-SHIP-9*', 'unknown'],
    ] as const) {
      const operators = [{ id: 'ana', name: 'Ana', badge: text }]
      const others = SCAN_KINDS.filter((kind) => kind !== 'box')
      const world = { ...joined(others.map((kind) => ONLY[kind].world(text))), operators }
      expect(meaningOf(text, sessionAt(step, text), lookUps(world)).meaning).toBe(meaning)
    }
  })

  test('the label of the open box', () => {
    const world = { ...everything, labels: [label('own', CODE)] }
    for (const step of ['printing', 'scan-label', 'in-doubt'] as const)
      expect(meaningOf(CODE, sessionAt(step, CODE), lookUps(world)).meaning).toBe('label')
  })

  test.each(StepSchema.options)('at %s: any label, where one is waited for', (step) => {
    const world = { ...everything, wantsLabel: true }
    expect(meaningOf(CODE, sessionAt(step, CODE), lookUps(world)).meaning).toBe('label')
  })

  test('a badge is the whole scan, not a part of it', () => {
    expect(meaningOf('LX-1000', null, lookUps(everything)).meaning).toBe('unknown')
  })
})

describe('two lines of an order', () => {
  const shared = { barcodes: [EAN] }

  test('of one product are one: the first with room, then one too many', () => {
    const items = [item(1, { sku: 'MUG', ...shared }), item(2, { sku: 'mug', ...shared })]
    const lines = [[], [1], [1, 2]].map((packed) => {
      const trail = packed.map((line) => ({ line, quantity: 1 }))
      const meaning = meaningOf(EAN, open([...items, item(3)], { trail }), lookUps(EMPTY))
      return meaning.meaning === 'product' ? meaning.item?.line : meaning.meaning
    })
    expect(lines).toEqual([1, 2, 1])
  })

  test('without a SKU and with the same barcodes are one product', () => {
    const items = [item(1, { sku: '', ...shared }), item(2, { sku: '', ...shared })]
    expect(meaningOf(EAN, open(items), lookUps(EMPTY)).meaning).toBe('product')
  })

  test('of two products with one barcode are asked, until none of them is needed', () => {
    const items = [item(1, shared), item(2, { sku: 'SKU-1-BLUE', ...shared }), item(3)]
    const asked = [[], [1], [1, 2]].map((packed) => {
      const trail = packed.map((line) => ({ line, quantity: 1 }))
      const meaning = meaningOf(EAN, open(items, { trail }), lookUps(EMPTY))
      return meaning.meaning === 'ambiguous'
        ? meaning.choices.map(({ name, detail }) => `${name} ${detail}`)
        : meaning.meaning
    })
    const both = ['Thing 1 SKU-1', 'Thing 2 SKU-1-BLUE']
    expect(asked).toEqual([both, both, 'product'])
  })

  test('where one is called as the other is barcoded are asked', () => {
    const items = [item(1, { sku: CODE }), item(2, { barcodes: [CODE] })]
    expect(meaningOf(CODE, open(items), lookUps(EMPTY)).meaning).toBe('ambiguous')
  })
})

describe('orders with one reference', () => {
  const same = (id: number, changes: Partial<Order> = {}) =>
    order(id, { reference: CODE, ...changes })
  const means = (orders: readonly Order[], session: Session | null = null) =>
    meaningOf(CODE, session, lookUps({ ...EMPTY, orders }))

  test('of two merchants, both waiting, are asked by merchant and recipient', () => {
    const meaning = means([same(1), same(2, { state: 'held' })])
    if (meaning.meaning !== 'ambiguous') throw new Error(meaning.meaning)
    expect(meaning.choices.map(({ name, detail }) => [name, detail])).toEqual([
      [CODE, 'merchant-1, Ana, Boise'],
      [CODE, 'merchant-2, Ana, Boise'],
    ])
    expect(meaning.choices.map(({ meaning: one }) => one)).toMatchObject([
      { orders: [{ id: 1 }] },
      { orders: [{ id: 2 }] },
    ])
  })

  test('a shipped one is no rival', () => {
    expect(means([same(1, { state: 'shipped' }), same(2)])).toMatchObject({ orders: [{ id: 2 }] })
    const both = means([same(1, { state: 'shipped' }), same(2, { state: 'shipped' })])
    expect(both).toMatchObject({ meaning: 'order', orders: [{ id: 1 }, { id: 2 }] })
  })

  test('a label that is void or on its box is no rival either', () => {
    const among = (changes: Partial<LedgerEntry>): Meaning['meaning'] => {
      const labels = [label('other', CODE, changes)]
      return meaningOf(CODE, null, lookUps({ ...EMPTY, orders: [same(1)], labels })).meaning
    }
    expect([among({}), among({ state: 'void' }), among({ onBoxAt: at })]).toEqual([
      'ambiguous',
      'order',
      'order',
    ])
    const labels = [label('other', CODE, { state: 'void' })]
    expect(meaningOf(CODE, null, lookUps({ ...EMPTY, labels })).meaning).toBe('label')
  })

  test('with one of them open it is that one, and with another open none is asked for', () => {
    const session = open([item(1)])
    const own = { ...session, order: same(2) }
    expect(means([same(1), same(2)], own)).toMatchObject({ orders: [{ id: 2 }] })
    expect(means([same(1), same(2)], session).meaning).toBe('order')
  })

  test('an order called as its own only product opens, and nothing counts as scanned', () => {
    const meaning = means([same(1, { items: [item(1, { sku: CODE })] })])
    expect(meaning.meaning).toBe('order')
  })

  test('a retail barcode is no reference and no label where it is a product', () => {
    const orders = [
      order(1, { reference: EAN }),
      order(2, { items: [item(1, { barcodes: [EAN] })] }),
    ]
    const world = { ...EMPTY, orders, labels: [label('other', EAN)] }
    expect(meaningOf(EAN, null, lookUps(world)).meaning).toBe('ambiguous')
    expect(meaningOf(`]E0${EAN}`, null, lookUps(world))).toMatchObject({ single: { id: 2 } })
    expect(
      meaningOf(`]E0${EAN}`, null, lookUps({ ...world, orders: orders.slice(0, 1) })),
    ).toMatchObject({ meaning: 'ambiguous' })
  })
})

describe('a product', () => {
  const GS1 = `]d201${GTIN}1727010010LOT7\u001d21A77`
  const goods = { gtin: GTIN, batch: 'LOT7', expiry: '2027-01-31', serial: 'A77' }

  test('brings along what its barcode says of the goods', () => {
    const barcodes = [EAN]
    const session = open([item(1, { barcodes })])
    expect(meaningOf(GS1, session, lookUps(EMPTY))).toMatchObject({ item: { line: 1 }, goods })
    const orders = [order(1, { items: [item(1, { barcodes })] })]
    expect(meaningOf(GS1, null, lookUps({ ...EMPTY, orders }))).toMatchObject({
      single: { id: 1 },
      goods,
    })
    const two = open([item(1, { barcodes }), item(2, { barcodes })])
    expect(meaningOf(GS1, two, lookUps(EMPTY))).toMatchObject({
      choices: [{ meaning: { goods } }, { meaning: { goods } }],
    })
  })

  test('that opens an order of either of two merchants is asked, and of one the oldest', () => {
    const single = (id: number, merchant: string) =>
      order(id, { merchant, items: [item(1, { sku: CODE })] })
    const means = (...orders: Order[]) => meaningOf(CODE, null, lookUps({ ...EMPTY, orders }))
    expect(means(single(1, 'Oak'), single(2, 'Oak'))).toMatchObject({ single: { id: 1 } })
    expect(means(single(1, 'Oak'), single(2, 'Elm'), single(3, 'Elm'))).toMatchObject({
      meaning: 'ambiguous',
      choices: [
        { detail: 'Oak, ORDER-1', meaning: { single: { id: 1 } } },
        { detail: 'Elm, ORDER-2', meaning: { single: { id: 2 } } },
      ],
    })
  })

  test('of no order is a product still', () => {
    expect(meaningOf(EAN, open([item(1)]), lookUps(EMPTY))).toEqual({
      meaning: 'product',
      item: null,
    })
  })
})

test('two thousand characters that mean nothing are unknown, and looked at quickly', () => {
  for (const text of ['x', '7', ']Q3017', '(', 'https://'].map((unit) =>
    unit.repeat(2000).slice(0, 2000),
  ))
    expect(meaningOf(text, null, lookUps(EMPTY))).toEqual({ meaning: 'unknown', damaged: false })
})

describe('anything that is added', () => {
  const code = fc.constantFrom('A1', 'a1', 'B2', 'C3', EAN, GTIN, `]E0${EAN}`, `]C101${GTIN}`)
  const kind = fc.constantFrom(...SCAN_KINDS, 'badge' as const)
  const thing = fc.record({ kind, code, id: fc.integer({ min: 100, max: 999 }) })
  type Thing = { kind: ScanKind | 'badge'; code: string; id: number }

  const bare = (text: string): string => text.replace(/^\]E0|^\]C101/, '')
  const worldOf = (things: readonly Thing[]): World =>
    joined(
      things.map(({ kind, code, id }) => {
        const name = bare(code)
        if (kind === 'badge')
          return { ...EMPTY, operators: [{ id: `${id}`, name: 'Ana', badge: name }] }
        if (kind === 'box') return { ...EMPTY, boxes: [box(`${id}`, name)] }
        if (kind === 'label') return { ...EMPTY, labels: [label(`${id}`, name)] }
        if (kind === 'order') return { ...EMPTY, orders: [order(id, { reference: name })] }
        if (kind === 'past')
          return { ...EMPTY, orders: [order(id, { reference: name, state: 'shipped' })] }
        return { ...EMPTY, orders: [order(id, { items: [item(1, { sku: name })] })] }
      }),
    )
  const step = fc.constantFrom(...StepSchema.options)

  test('changes nothing where it is called otherwise', () => {
    fc.assert(
      fc.property(
        fc.array(thing, { maxLength: 4 }),
        code,
        step,
        fc.array(thing),
        (had, scan, at, more) => {
          const unrelated = more.filter(
            (one) => productCode(bare(one.code)) !== productCode(bare(scan)),
          )
          const session = sessionAt(at, 'A1')
          const before = meaningOf(scan, session, lookUps(worldOf(had)))
          expect(meaningOf(scan, session, lookUps(worldOf([...had, ...unrelated])))).toEqual(before)
        },
      ),
    )
  })

  /** What a meaning is about, and where that stands at the step: what nothing is known of stands last. */
  const seen = (
    meaning: Meaning,
    at: Step,
  ): { readonly about: string; readonly rank: number }[] => {
    const rank = (kind: ScanKind) => RANKS[at].findIndex((kinds) => kinds.includes(kind))
    switch (meaning.meaning) {
      case 'ambiguous':
        return meaning.choices.flatMap((choice) => seen(choice.meaning, at))
      case 'badge':
        return [{ about: `badge ${meaning.operator.id}`, rank: -1 }]
      case 'box':
        return [{ about: `box ${meaning.box.id}`, rank: rank('box') }]
      case 'label':
        return [{ about: `label ${meaning.shipment.id}`, rank: rank('label') }]
      case 'order':
        return meaning.orders.map(({ id, state }) => ({
          about: `order ${id}`,
          rank: rank(state === 'shipped' ? 'past' : 'order'),
        }))
      case 'product':
        if ('single' in meaning)
          return [{ about: `order ${meaning.single.id}`, rank: rank('single') }]
        if (!meaning.item) return []
        return [{ about: 'item', rank: rank(at === 'scan-items' ? 'item' : 'item-too-many') }]
      default:
        return []
    }
  }

  test('and called alike keeps what was meant, asks for it among others, or stands before it', () => {
    const distinct = fc.uniqueArray(thing, { maxLength: 4, minLength: 1, selector: ({ id }) => id })
    fc.assert(
      fc.property(distinct, code, step, (things, scan, at) => {
        const session = sessionAt(at, 'A1')
        const before = seen(meaningOf(scan, session, lookUps(worldOf(things.slice(0, -1)))), at)
        const after = seen(meaningOf(scan, session, lookUps(worldOf(things))), at)
        const added = things.at(-1)
        // What is on a retail barcode is no reference, wherever the two stand at this step.
        const isProduct = ['item', 'item-too-many', 'single'].includes(String(added?.kind))
        const isGoods = scan.startsWith(']E') && isProduct
        const isKept = before.every(({ about }) => after.some((one) => one.about === about))
        if (isKept) return
        expect(after).toHaveLength(1)
        expect(after[0]?.about).toContain(String(added?.id))
        const [was = 99, is = 99] = [before[0]?.rank, after[0]?.rank]
        expect(isGoods || is < was).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
