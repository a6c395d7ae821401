import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { estimateUnit, unitSample } from '../../../station/product-weights/unit-estimate.ts'

const grams = (...values: number[]) => values.map((value) => value * 1000)

describe('K3, K4: a sample', () => {
  it('is by unit, in milligrams', () => {
    expect(unitSample(1_234_000, 10)).toBe(123_400)
    expect(unitSample(100_000, 3)).toBe(33_333)
  })

  it.each([
    ['nothing', 0, 1],
    ['less than nothing', -30_000, 1],
    ['as little as an empty pan', 5_000, 1],
    ['units of no weight', 6_000, 100_000],
    ['units of more than 1,000 kg', 1_000_000_001, 1],
  ])('is none of %s', (_, goods, units) => {
    expect(unitSample(goods, units)).toBeUndefined()
  })

  it('is one just beyond', () => {
    expect(unitSample(5_001, 1)).toBe(5_001)
    expect(unitSample(1_000_000_000, 1)).toBe(1_000_000_000)
  })
})

describe('K5, K6: an estimate', () => {
  it('is the median, with the spread of the deviations', () => {
    expect(estimateUnit(grams(118, 119, 120, 121, 122))).toEqual({
      milligrams: 120_000,
      spreadMilligrams: 1_483,
    })
    expect(estimateUnit(grams(120, 121, 120, 121, 120, 121))?.milligrams).toBe(120_500)
  })

  it('needs five parcels', () => {
    expect(estimateUnit(grams(120, 120, 120, 120))).toBeUndefined()
    expect(estimateUnit(grams(120, 120, 120, 120, 120))).toBeDefined()
  })

  it('is none where they do not agree: more than a tenth and more than 5 g', () => {
    expect(estimateUnit(grams(800, 900, 1000, 1100, 1200))).toBeUndefined()
    expect(estimateUnit(grams(940, 970, 1000, 1030, 1060))).toBeDefined()
    // The deviations' median is 3 g, which is 4.4 g of spread and a third of the weight.
    expect(estimateUnit(grams(6, 9, 12, 15, 18))).toBeDefined()
    expect(estimateUnit(grams(4, 8, 12, 16, 20))).toBeUndefined()
  })

  test('a fifth of wrong parcels moves it no further than the right ones lie apart', () => {
    const right = fc.record({
      units: fc.integer({ min: 1, max: 12 }),
      // Of a unit, and of the scale for the whole parcel.
      stray: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      scale: fc.integer({ min: -2_000, max: 2_000 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 5_000_000 }),
        fc.array(right, { minLength: 5, maxLength: 31 }),
        fc.infiniteStream(fc.tuple(fc.boolean(), fc.nat())),
        (unit, parcels, faults) => {
          const goods = parcels.map(({ units, stray, scale }) => units * unit * (1 + stray) + scale)
          const rightSamples = parcels.map(({ units }, at) => (goods[at] ?? 0) / units)
          const samples: number[] = []
          const wrong = new Map<number, number>()
          for (let count = 0; count < Math.floor(parcels.length / 5); count += 1) {
            const [isMissing, where] = faults.next().value
            wrong.set(where % parcels.length, isMissing ? -unit : unit)
          }
          for (const [at, { units }] of parcels.entries()) {
            const sample = unitSample((goods[at] ?? 0) + (wrong.get(at) ?? 0), units)
            if (sample !== undefined) samples.push(sample)
          }
          if (samples.length < 5) return
          const estimate = estimateUnit(samples)
          expect(estimate?.milligrams).toBeGreaterThanOrEqual(Math.min(...rightSamples) - 1)
          expect(estimate?.milligrams).toBeLessThanOrEqual(Math.max(...rightSamples) + 1)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
