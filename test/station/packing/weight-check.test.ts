import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  checkWeight,
  type CheckedItem,
  type CheckedParcel,
} from '../../../station/packing/weight-check.ts'

const item = (name: string, units: number, grams: number, rest: Partial<CheckedItem> = {}) =>
  ({
    name,
    units,
    unitMilligrams: grams * 1000,
    spreadMilligrams: 1_000,
    from: 'learned',
    ...rest,
  }) satisfies CheckedItem

const PULLOVER = item('LK-PUL-M-OAT', 2, 450)
const BEANIE = item('LK-BEA-RST', 1, 120)

/** A box of 90 g with these items, off by `off` grams. */
function check(off: number, items: readonly CheckedItem[], toleranceGrams = 50) {
  const contents = items.reduce((sum, { units, unitMilligrams }) => sum + units * unitMilligrams, 0)
  const grams = 90 + Math.round(contents / 1000) + off
  return checkWeight({ grams, tareGrams: 90, items, toleranceGrams })
}
const given = (one: CheckedItem): CheckedItem => ({ ...one, from: 'given', spreadMilligrams: 0 })

describe('C1: more than the tolerance is off', () => {
  it.each([
    [0, 'fits'],
    [50, 'fits'],
    [-50, 'fits'],
    [51, 'off'],
    [-51, 'off'],
    [1000, 'off'],
    [-900, 'off'],
  ])('%i g', (off, says) => {
    expect(check(off, [PULLOVER]).says).toBe(says)
    expect(check(off, [given(PULLOVER)]).says).toBe(says)
  })

  test('counts in whole grams, as the expected weight is shown', () => {
    // 61 × 2.5 g are 152.5 g, shown as 153 g.
    const stickers = item('STICKER', 61, 2.5, { from: 'given' })
    const parcel = { tareGrams: 90, items: [stickers], toleranceGrams: 50 }
    expect(checkWeight({ ...parcel, grams: 90 + 153 + 50 }).says).toBe('fits')
    expect(checkWeight({ ...parcel, grams: 90 + 153 + 51 }).says).toBe('off')
    expect(checkWeight({ ...parcel, grams: 90 + 153 - 51 }).says).toBe('off')
  })

  test('an empty box weighs its tare', () => {
    expect(check(0, [])).toEqual({ says: 'fits' })
    expect(check(60, [])).toEqual({ says: 'off' })
  })
})

describe('C3: one unit of a clear item', () => {
  it('is named beyond the tolerance', () => {
    expect(check(-120, [PULLOVER, BEANIE])).toEqual({ says: 'one-missing', item: 'LK-BEA-RST' })
    expect(check(455, [PULLOVER, BEANIE])).toEqual({ says: 'one-extra', item: 'LK-PUL-M-OAT' })
  })

  it('is named inside the tolerance where every weight is learned or set', () => {
    const card = item('CARD', 1, 30)
    expect(check(-30, [PULLOVER, card])).toEqual({ says: 'one-missing', item: 'CARD' })
    expect(check(28, [PULLOVER, { ...card, from: 'set' }])).toEqual({
      says: 'one-extra',
      item: 'CARD',
    })
    expect(check(-30, [PULLOVER, given(card)])).toEqual({ says: 'fits' })
    expect(check(-30, [given(PULLOVER), card])).toEqual({ says: 'fits' })
  })

  it('is not called clear where the units stray as far', () => {
    const card = item('CARD', 1, 30)
    const loose = { ...PULLOVER, spreadMilligrams: 10_000 }
    expect(check(-30, [loose, card])).toEqual({ says: 'fits' })
    expect(check(-60, [loose, card])).toEqual({ says: 'off' })
  })

  it('is not missing where none was packed', () => {
    const none = { ...BEANIE, units: 0 }
    expect(check(-120, [PULLOVER, none])).toEqual({ says: 'off' })
    expect(check(120, [PULLOVER, none])).toEqual({ says: 'one-extra', item: 'LK-BEA-RST' })
  })
})

describe('C4: about one unit, beyond the tolerance', () => {
  it.each([
    [-91, 'one-missing'],
    [-149, 'one-missing'],
    [-152, 'off'],
    [-89, 'off'],
    [91, 'one-extra'],
  ])('of 120 g: %i g', (off, says) => {
    expect(check(off, [given(BEANIE)]).says).toBe(says)
    expect(check(off, [BEANIE]).says).toBe(says)
  })

  it('is no nearer than the tolerance, however heavy the unit', () => {
    expect(check(-2050, [given(item('ANVIL', 1, 2000))]).says).toBe('one-missing')
    expect(check(-2051, [given(item('ANVIL', 1, 2000))]).says).toBe('off')
  })
})

describe('C5: several items that explain it', () => {
  const scarf = item('LK-SCA-RST', 1, 121)
  it('name none, inside the tolerance and beyond', () => {
    expect(check(-120, [BEANIE, scarf])).toEqual({ says: 'off' })
    expect(check(-120, [given(BEANIE), given(scarf)])).toEqual({ says: 'off' })
    expect(check(-30, [item('CARD', 1, 30), item('PIN', 1, 31)])).toEqual({ says: 'off' })
  })

  it('are told apart where their weights are known well enough', () => {
    const glove = item('LK-GLO', 1, 140)
    expect(check(-120, [BEANIE, glove])).toEqual({ says: 'one-missing', item: 'LK-BEA-RST' })
    expect(check(-120, [given(BEANIE), given(glove)])).toEqual({ says: 'off' })
  })

  it('are one where one product stands on two lines', () => {
    expect(check(-120, [BEANIE, PULLOVER, BEANIE])).toEqual({
      says: 'one-missing',
      item: 'LK-BEA-RST',
    })
  })
})

/** What C2 says, written down a second time. */
function noiseGrams(items: readonly CheckedItem[]): number {
  const variance = items.reduce(
    (sum, { units, spreadMilligrams: spread }) =>
      sum + units * spread * spread + (units * spread * units * spread) / 16,
    0,
  )
  return 2 + (3 * Math.sqrt(variance)) / 1000
}

const trusted: fc.Arbitrary<CheckedItem> = fc
  .record({
    name: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    units: fc.integer({ min: 1, max: 30 }),
    unitMilligrams: fc.integer({ min: 1_000, max: 5_000_000 }),
    spreadPercent: fc.double({ min: 0, max: 0.1, noNaN: true }),
    from: fc.constantFrom('set' as const, 'learned' as const),
  })
  .map(({ spreadPercent, ...rest }) => ({
    ...rest,
    spreadMilligrams: Math.round(rest.unitMilligrams * spreadPercent),
  }))
const box = fc.record({
  tareGrams: fc.integer({ min: 0, max: 2000 }),
  toleranceGrams: fc.integer({ min: 0, max: 500 }),
  items: fc.uniqueArray(trusted, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
})
const share = fc.double({ min: -1, max: 1, noNaN: true })
const weighed = (parcel: Omit<CheckedParcel, 'grams'>, strayGrams: number): CheckedParcel => {
  const contents = parcel.items.reduce((sum, one) => sum + one.units * one.unitMilligrams, 0)
  return { ...parcel, grams: Math.round(parcel.tareGrams + contents / 1000 + strayGrams) }
}

describe('over any box', () => {
  test('C2: a right box whose units stray within the noise never warns inside the tolerance', () => {
    fc.assert(
      fc.property(box, share, (parcel, part) => {
        const most = Math.min(noiseGrams(parcel.items), parcel.toleranceGrams)
        // Half a gram is the scale's own rounding, another the rounding of what is expected.
        const stray = part * Math.max(0, most - 1)
        expect(checkWeight(weighed(parcel, stray))).toEqual({ says: 'fits' })
      }),
      { numRuns: 2000 },
    )
  })

  test('C3: a box that lacks a unit of a clear item, or has one too many, always warns', () => {
    fc.assert(
      fc.property(box, share, fc.nat(), fc.boolean(), (parcel, part, which, isExtra) => {
        const noise = noiseGrams(parcel.items)
        const clear = parcel.items.filter(({ unitMilligrams }) => unitMilligrams > 2000 * noise)
        fc.pre(clear.length > 0)
        const changed = clear[which % clear.length]
        if (!changed) return
        const unit = changed.unitMilligrams / 1000
        const stray = part * (noise - 0.5)
        const check = checkWeight(weighed(parcel, stray + (isExtra ? unit : -unit)))
        expect(check.says).not.toBe('fits')
        const others = parcel.items.filter(
          ({ name, unitMilligrams }) =>
            name !== changed.name && Math.abs(unitMilligrams / 1000 - unit) <= 2 * noise,
        )
        if (others.length === 0)
          expect(check).toEqual({
            says: isExtra ? 'one-extra' : 'one-missing',
            item: changed.name,
          })
      }),
      { numRuns: 2000 },
    )
  })

  test('a name is said only of something that was in the box, and only of what it explains', () => {
    fc.assert(
      fc.property(box, fc.integer({ min: -6000, max: 6000 }), (parcel, stray) => {
        const check = checkWeight(weighed(parcel, stray))
        if (check.says !== 'one-missing' && check.says !== 'one-extra') return
        expect(check.says).toBe(stray < 0 ? 'one-missing' : 'one-extra')
        const named = parcel.items.find(({ name }) => name === check.item)
        const unit = (named?.unitMilligrams ?? 0) / 1000
        expect(Math.abs(Math.abs(stray) - unit)).toBeLessThanOrEqual(unit / 2 + 1)
      }),
      { numRuns: 2000 },
    )
  })
})
