import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Money } from '../../../shared/measures.ts'
import type { Address, Order, OrderItem, RatedInput } from '../../../shared/orders.ts'
import { compareRate } from '../../../station/packing/rate-guard.ts'

const TACOMA: Address = {
  name: 'Harbor & Pine',
  street1: '2210 Dockside Rd',
  street2: 'Bldg C',
  city: 'Tacoma',
  state: 'WA',
  zip: '98421',
  country: 'US',
}
const GALWAY: Address = {
  name: 'Mairead Quinlan',
  street1: '14 Castle Row',
  city: 'Galway',
  zip: 'H91 XY12',
  country: 'IE',
}

const item = (sku: string, unitGrams?: number, line = 1): OrderItem => ({
  line,
  sku,
  barcodes: [],
  description: 'Knitwear',
  quantity: 9,
  ...(unitGrams !== undefined && { unitGrams }),
})
const PULLOVER = item('LK-PUL-M-OAT', 450)
const BEANIE = item('LK-BEA-RST', 120, 2)

const kg = (value: number) => ({ value, unit: 'kg' as const })
const usd = (minor: number): Money => ({ minor, currency: 'USD' })

/** What the checkout of PARCEL said. */
const RATED: RatedInput = {
  price: { amount: '21.40', currency: 'USD' },
  weight: kg(1.15),
  serviceCode: 'STANDARD',
  termsOfTrade: 'DDP',
  carrier: 'DHL eCommerce',
  shipFrom: { street1: '2210 Dockside Rd', city: 'Tacoma', state: 'WA', zip: '98421' },
  shipTo: { street1: '14 Castle Row', city: 'Galway', zip: 'H91 XY12', country: 'IE' },
  pieces: [
    { sku: 'LK-PUL-M-OAT', quantity: 2, weight: kg(0.45) },
    { sku: 'LK-BEA-RST', quantity: 1, weight: kg(0.12) },
  ],
}

function order(rated: RatedInput | undefined, hashKey?: string): Order {
  return {
    id: 1,
    reference: 'LK-20417',
    merchant: 'larkspur',
    state: 'packing',
    shipTo: GALWAY,
    items: [PULLOVER, BEANIE],
    customs: { hashKey, rated },
    createdAt: '2026-11-02T09:00:00.000Z',
    updatedAt: '2026-11-02T09:00:00.000Z',
    shippedAt: null,
  }
}

const PARCEL = {
  order: order(RATED, 'h1'),
  contents: [
    { item: PULLOVER, quantity: 2 },
    { item: BEANIE, quantity: 1 },
  ],
  grams: 1150,
  shipFrom: TACOMA,
}
const NOW = {
  parcel: PARCEL,
  service: 'STANDARD',
  termsOfTrade: 'DDP',
  carriedBy: 'DHL eCommerce',
  looksUp: null,
  price: usd(2140),
  isRateGone: false,
  increasePercent: 5,
  isApproved: false,
} satisfies Parameters<typeof compareRate>[0]

type Parcel = Parameters<typeof compareRate>[0]['parcel']
const withParcel = (parcel: Partial<Parcel>) =>
  compareRate({ ...NOW, parcel: { ...PARCEL, ...parcel } })!
const rated = (rated: RatedInput, parcel: Partial<Parcel> = {}) =>
  withParcel({ ...parcel, order: order(rated, 'h1') })

describe('what changed since the checkout', () => {
  test('nothing, where all is as it was', () => {
    expect(compareRate(NOW)).toEqual({
      changes: [],
      atCheckout: usd(2140),
      now: usd(2140),
      verdict: 'within',
      isApproved: false,
    })
  })

  test('there is no comparison for an order that was not rated there', () => {
    for (const one of [order(RATED), order(undefined), { ...order(RATED), customs: undefined }])
      expect(compareRate({ ...NOW, parcel: { ...PARCEL, order: one } })).toBeNull()
  })

  test('is told by what differs alone, in words for people', () => {
    expect(
      withParcel({ shipFrom: { ...TACOMA, zip: '98402', city: 'Olympia', street2: 'Bldg D' } })
        .changes,
    ).toEqual([{ what: 'ship-from', atCheckout: 'Tacoma, 98421', now: 'Olympia, 98402' }])
    const { zip: _, ...noZip } = GALWAY
    expect(withParcel({ order: { ...PARCEL.order, shipTo: noZip } }).changes).toEqual([
      { what: 'ship-to', atCheckout: 'H91 XY12', now: '–' },
    ])
    expect(compareRate({ ...NOW, termsOfTrade: 'DDU' })?.changes).toEqual([
      { what: 'terms-of-trade', atCheckout: 'DDP', now: 'DDU' },
    ])
    expect(compareRate({ ...NOW, service: 'EXPRESS' })?.changes).toEqual([
      { what: 'service-code', atCheckout: 'STANDARD', now: 'EXPRESS' },
    ])
    expect(compareRate({ ...NOW, carriedBy: 'DHL Express' })?.changes).toEqual([
      { what: 'carrier', atCheckout: 'DHL eCommerce', now: 'DHL Express' },
    ])
    expect(withParcel({ grams: 1152 }).changes).toEqual([
      { what: 'package-weight', atCheckout: '1.15 kg', now: '1.152 kg' },
    ])
    expect(withParcel({ contents: [{ item: PULLOVER, quantity: 1 }] }).changes).toEqual([
      {
        what: 'pieces',
        atCheckout: '2 × LK-PUL-M-OAT, 1 × LK-BEA-RST',
        now: '1 × LK-PUL-M-OAT, 0 × LK-BEA-RST',
      },
      { what: 'weight', atCheckout: '1.02 kg', now: '450 g' },
    ])
  })

  test('lists no more than three SKUs', () => {
    const pieces = ['A', 'B', 'C', 'D'].map((sku) => ({ sku, quantity: 1 }))
    expect(rated({ pieces }).changes).toEqual([
      { what: 'pieces', atCheckout: '1 × A, 1 × B, 1 × C, …', now: '0 × A, 0 × B, 0 × C, …' },
    ])
  })

  test('pieces without a SKU are counted', () => {
    expect(
      rated({ pieces: [{ quantity: 2 }, { sku: 'LK-BEA-RST', quantity: 1 }] }).changes,
    ).toEqual([])
    expect(rated({ pieces: [{ quantity: 4 }] }).changes).toEqual([
      { what: 'pieces', atCheckout: '4', now: '3' },
    ])
  })

  test('of one weight for all, against the larger of package and pieces', () => {
    const weight = { weight: kg(1.15) }
    expect(rated(weight, { grams: 4200 }).changes).toEqual([
      { what: 'weight', atCheckout: '1.15 kg', now: '4.20 kg' },
    ])
    expect(rated(weight, { grams: 900 }).changes).toEqual([
      { what: 'weight', atCheckout: '1.15 kg', now: '1.02 kg' },
    ])
    const unknown = [{ item: item('LK-PUL-M-OAT'), quantity: 2 }]
    expect(rated(weight, { contents: unknown, grams: 900 }).changes).toEqual([
      { what: 'weight', atCheckout: '1.15 kg', now: '900 g' },
    ])
    expect(rated({ weight: { value: 2.5, unit: 'lb' } }, { grams: 1134 }).changes).toEqual([])
  })

  test('only what the checkout told is compared, and only with what is known now', () => {
    expect(rated({}, { shipFrom: GALWAY, grams: 9000, contents: [] }).changes).toEqual([])
    expect(withParcel({ order: order(undefined, 'h1') })).toMatchObject({
      changes: [],
      atCheckout: null,
      verdict: 'within',
    })
    const dark = compareRate({ ...NOW, carriedBy: null, termsOfTrade: null })
    expect(dark?.changes).toEqual([])
  })

  test('a corrected order is compared with what it said before, where the checkout told nothing', () => {
    const correction = {
      at: '2026-11-02T10:00:00.000Z',
      original: { shipTo: GALWAY },
      trustAddress: false,
    }
    const shipTo = { ...GALWAY, street2: 'Flat 2', city: 'Cork' }
    const corrected = { ...order({}, 'h1'), shipTo, correction }
    expect(withParcel({ order: corrected }).changes).toEqual([
      { what: 'ship-to', atCheckout: 'Galway', now: 'Flat 2, Cork' },
    ])
    const now = { ...NOW, service: 'EXPRESS', serviceAsGiven: 'STANDARD' }
    const parcel = { ...PARCEL, order: { ...corrected, shipTo: GALWAY } }
    expect(compareRate({ ...now, parcel })?.changes).toEqual([
      { what: 'service-code', atCheckout: 'STANDARD', now: 'EXPRESS' },
    ])
    expect(rated(RATED, {}).changes).toEqual([])
  })

  const MEMBERS = ['street1', 'street2', 'city', 'state', 'zip', 'country'] as const
  const noise = fc.array(fc.constantFrom(' ', '  ', '.', ',', '-', '/', "'"), { maxLength: 3 })

  test('case, blanks and punctuation of an address make no difference', () => {
    const noisy = (text: string) =>
      fc
        .tuple(fc.array(fc.tuple(fc.boolean(), noise), { minLength: 40, maxLength: 40 }))
        .map(([marks]) =>
          text
            .split('')
            .map((letter, index) => {
              const [upper, signs] = marks[index % marks.length]!
              return (upper ? letter.toUpperCase() : letter.toLowerCase()) + signs.join('')
            })
            .join(''),
        )
    const street = 'Núñez-Straße 4/ii, Łódź'
    fc.assert(
      fc.property(noisy(street), noisy('H91 XY12'), (street1, zip) => {
        const shipTo = { ...GALWAY, street1: street }
        const { changes } = withParcel({
          order: { ...order({ shipTo: { street1, zip } }, 'h1'), shipTo },
        })
        expect(changes).toEqual([])
      }),
    )
  })

  test('any other letter or digit of an address is told, with the member that differs', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', 'ß', '3', '7', ' ', '-'),
      maxLength: 6,
    })
    const letters = (given: string) => given.toUpperCase().replaceAll(/[ -]/g, '')
    fc.assert(
      fc.property(fc.constantFrom(...MEMBERS), text, text, (member, then, now) => {
        const shipTo = { ...GALWAY, [member]: now }
        const { changes } = withParcel({
          order: { ...order({ shipTo: { [member]: then } }, 'h1'), shipTo },
        })
        expect(changes.map(({ what }) => what)).toEqual(
          letters(then) === letters(now) ? [] : ['ship-to'],
        )
      }),
    )
  })

  test('the order and the splitting of pieces make no difference', () => {
    const line = fc.record({
      sku: fc.constantFrom('A', 'B', 'C'),
      quantity: fc.integer({ min: 1, max: 5 }),
    })
    const lines = fc.array(line, { maxLength: 6 })
    const total = (of: readonly { sku: string; quantity: number }[], sku: string) =>
      of.reduce((sum, one) => (one.sku === sku ? sum + one.quantity : sum), 0)
    fc.assert(
      fc.property(lines, lines, (pieces, packed) => {
        const contents = packed.map(({ sku, quantity }) => ({ item: item(sku), quantity }))
        const same = ['A', 'B', 'C'].every((sku) => total(pieces, sku) === total(packed, sku))
        const lower = pieces.map(({ sku, quantity }) => ({ sku: sku.toLowerCase(), quantity }))
        for (const given of [pieces, pieces.toReversed(), lower])
          expect(rated({ pieces: given }, { contents }).changes).toHaveLength(same ? 0 : 1)
      }),
    )
  })

  test('weights that differ never read the same', () => {
    const grams = fc.integer({ min: 1, max: 40_000 })
    fc.assert(
      fc.property(grams, grams, (one, other) => {
        const { changes } = rated(
          { weight: { value: one, unit: 'g' } },
          { grams: other, contents: [] },
        )
        expect(changes).toHaveLength(one === other ? 0 : 1)
        for (const { atCheckout, now } of changes) expect(atCheckout).not.toBe(now)
      }),
    )
  })
})

describe('the verdict', () => {
  const heavier = (more: Partial<Parameters<typeof compareRate>[0]>) =>
    compareRate({ ...NOW, parcel: { ...PARCEL, grams: 1300 }, ...more })!

  test('is by price only where something changed, or the rate is gone', () => {
    const price = usd(9900)
    expect(compareRate({ ...NOW, price })?.verdict).toBe('within')
    expect(compareRate({ ...NOW, price: null })?.verdict).toBe('within')
    expect(heavier({ price }).verdict).toBe('above')
    expect(compareRate({ ...NOW, price, isRateGone: true })?.verdict).toBe('above')
    expect(compareRate({ ...NOW, isRateGone: true })?.verdict).toBe('within')
    expect(compareRate({ ...NOW, price: null, isRateGone: true })?.verdict).toBe('unknown')
  })

  test('is by price too where nobody told the weight, and then never unknown', () => {
    const { weight: _, pieces: __, ...noWeight } = RATED
    const parcel = { ...PARCEL, order: order(noWeight, 'h1') }
    expect(compareRate({ ...NOW, parcel, price: usd(9900) })?.verdict).toBe('above')
    expect(compareRate({ ...NOW, parcel })?.verdict).toBe('within')
    expect(compareRate({ ...NOW, parcel, price: null })?.verdict).toBe('within')
  })

  test('is unknown without both prices in one currency', () => {
    expect(heavier({ price: null })).toMatchObject({ verdict: 'unknown', now: null })
    expect(heavier({ price: { minor: 2140, currency: 'EUR' } }).verdict).toBe('unknown')
    const { price: _, ...noPrice } = RATED
    const parcel = { ...PARCEL, grams: 1300, order: order(noPrice, 'h1') }
    expect(heavier({ parcel })).toMatchObject({ verdict: 'unknown', atCheckout: null })
    expect(heavier({ parcel, looksUp: usd(2100) })).toMatchObject({
      verdict: 'within',
      atCheckout: usd(2100),
    })
  })

  test('takes the price of the order before one that was looked up', () => {
    expect(heavier({ looksUp: usd(1) }).atCheckout).toEqual(usd(2140))
  })

  test('keeps what a supervisor approved apart', () => {
    expect(heavier({ price: usd(9900), isApproved: true })).toMatchObject({
      verdict: 'above',
      isApproved: true,
    })
  })

  test('is within up to the last minor unit that the rule allows, and above from the next', () => {
    const minor = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    const hundredths = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(minor, hundredths, fc.integer({ min: -2, max: 2 }), (then, rule, step) => {
        const most = (BigInt(then) * BigInt(10_000 + rule)) / 10_000n
        const now = Number(most) + step
        fc.pre(now >= 0 && Number.isSafeInteger(now))
        expect(heavierThan(then, now, rule / 100)).toBe(BigInt(now) <= most ? 'within' : 'above')
      }),
    )
  })

  test('never gets better by a higher price', () => {
    const minor = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(minor, minor, minor, (then, now, more) => {
        if (heavierThan(then, now, 5) === 'above')
          expect(heavierThan(then, now + more, 5)).toBe('above')
      }),
    )
  })

  function heavierThan(atCheckout: number, now: number, increasePercent: number) {
    const { price: _, ...noPrice } = RATED
    const parcel = { ...PARCEL, grams: 1300, order: order(noPrice, 'h1') }
    return heavier({ parcel, looksUp: usd(atCheckout), price: usd(now), increasePercent }).verdict
  }
})
