import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flavorcloudReference } from '../../../../station/carriers/flavorcloud/flavorcloud-parcel.ts'
import { parcelFor } from '../made-up-parcel.ts'

function referenceOf(merchant: string, reference: string, parcel = 1, attempt = 1) {
  const { order } = parcelFor('flavorcloud', { merchant, reference })
  return flavorcloudReference({ order, parcel, attempt })
}

test('reads as merchant, order, parcel and re-buy', () => {
  expect(referenceOf('larkspur', 'LK-20417')).toBe('larkspur-LK-20417-P1')
  expect(referenceOf('larkspur', 'LK-20417', 2, 3)).toBe('larkspur-LK-20417-P2-R2')
  expect(referenceOf('', '1001')).toBe('1001-P1')
})

test('the same letters split otherwise are another order', () => {
  const all = [
    referenceOf('a-b', 'c'),
    referenceOf('a', 'b-c'),
    referenceOf('', 'a-b-c'),
    referenceOf('a', 'b.c'),
    referenceOf('a', 'b_c'),
  ]
  expect(new Set(all).size).toBe(all.length)
})

const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const parcelNumber = fc.integer({ min: 1, max: 999 })

test('never longer than 30, only letters, digits and dashes, always the same', () => {
  fc.assert(
    fc.property(text, text, parcelNumber, parcelNumber, (merchant, order, parcel, attempt) => {
      const reference = referenceOf(merchant, order, parcel, attempt)
      expect(reference).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,29}$/)
      expect(referenceOf(merchant, order, parcel, attempt)).toBe(reference)
    }),
  )
})

test('no two parcels share one', () => {
  const dashed = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'P', 'R', '1'), maxLength: 6 })
  const key = fc.tuple(dashed, dashed, parcelNumber, parcelNumber)
  fc.assert(
    fc.property(key, key, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other)
      expect(referenceOf(...one) === referenceOf(...other)).toBe(same)
    }),
    { numRuns: 2000 },
  )
})
