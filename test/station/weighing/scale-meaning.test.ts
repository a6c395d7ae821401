import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FrameStatus } from '../../../station/weighing/scale-frame.ts'
import { noReading, readScale, stepGrams } from '../../../station/weighing/scale-meaning.ts'

const AT = new Date('2026-11-22T10:00:00.000Z')
const read = (weight: string, status: FrameStatus = { is: 'stable' }) =>
  readScale({ status, weight, raw: 'x' }, AT)

describe('what a frame means', () => {
  test.each<[string, number]>([
    ['1 lb', 454],
    ['1.00 LB', 454],
    ['150.00 lb', 68039],
    ['16 oz', 454],
    ['0.5oz', 14],
    ['1lb 0.0oz', 454],
    ['1 LB 15.9 OZ', 904],
    ['1.1504 kg', 1150],
    ['1.1505 kg', 1151],
    ['1150.499 g', 1150],
    ['1150.500 g', 1151],
    ['1150000 mg', 1150],
    ['.5 kg', 500],
    ['+ 1.150 kg', 1150],
  ])('%s', (weight, grams) => {
    expect(read(weight)).toEqual({
      state: 'stable',
      grams,
      shown: weight,
      raw: 'x',
      at: AT.toISOString(),
    })
  })

  test.each<[string, string]>([
    ['1.150', 'unit-not-stated'],
    ['- .5', 'unit-not-stated'],
    ['1lb 16oz', 'weight-not-readable'],
    ['kg', 'weight-not-readable'],
    ['1,150 kg', 'weight-not-readable'],
    ['1.1.5 kg', 'weight-not-readable'],
    ['1e3 g', 'weight-not-readable'],
    ['0x10 g', 'weight-not-readable'],
    ['1.150 ct', 'unit-not-known'],
    ['1.150 kgs', 'unit-not-known'],
    ['9999999999 kg', 'weight-not-readable'],
    ['1.150 kg kg', 'weight-not-readable'],
    ['1.150\fkg', 'weight-not-readable'],
    ['\t1.150 kg', 'weight-not-readable'],
    ['', 'weight-not-readable'],
  ])('"%s" is refused', (weight, reason) => {
    expect(read(weight)).toMatchObject({ state: 'unknown', grams: null, reason })
  })

  test('a drift of 5 g below zero is an empty pan, more is a fault', () => {
    expect(read('-5 g')).toMatchObject({ state: 'empty', grams: -5 })
    expect(read('-6 g')).toMatchObject({ state: 'fault', grams: null, reason: 'below-zero' })
    expect(read('-0.000 kg')).toMatchObject({ state: 'empty', grams: 0 })
  })

  test('a weight is never made of nothing', () => {
    expect(read('', { is: 'moving' })).toMatchObject({ state: 'moving', grams: null, shown: '—' })
    expect(read('', { is: 'stable-at-zero' })).toMatchObject({ state: 'empty', grams: 0 })
    expect(noReading('unknown', 'no-answer', AT)).toEqual({
      state: 'unknown',
      grams: null,
      shown: '—',
      reason: 'no-answer',
      raw: '',
      at: AT.toISOString(),
    })
  })

  test('grams are exact: to the nearest, and the same as by whole numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (thousandths) => {
        const decimal = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`
        expect(read(`${decimal} g`).grams).toBe(Math.floor((thousandths + 500) / 1000))
        expect(read(`${decimal} kg`).grams).toBe(thousandths)
        const micrograms = BigInt(thousandths) * 453_592_370n
        expect(read(`${decimal} lb`).grams).toBe(
          Number((micrograms + 500_000_000n) / 1_000_000_000n),
        )
      }),
    )
  })
})

test.each<[string, number]>([
  ['2.54 lb', 5],
  ['2.5 lb', 46],
  ['40.5 oz', 3],
  ['2lb 3.5oz', 3],
  ['1.150 kg', 1],
  ['1.15 kg', 10],
  ['—', 0],
])('one step of %s', (shown, grams) => {
  expect(stepGrams(shown)).toBe(grams)
})
