import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandBarcode, parseStarredCode } from '../../shared/scanning.ts'
import {
  parseTypedWeight,
  parseUnitWeight,
  typedWeightArgument,
} from '../../shared/typed-weight.ts'

describe('a typed weight', () => {
  it.each([
    ['1.25 kg', 1250, '1.25 kg'],
    ['1,25kg', 1250, '1.25 kg'],
    ['1.250KG', 1250, '1.250 kg'],
    ['  980   G ', 980, '980 g'],
    ['.5 kg', 500, '0.5 kg'],
    ['0.5 g', 1, '0.5 g'],
    ['249.5 g', 250, '249.5 g'],
    ['249.49 g', 249, '249.49 g'],
    ['2.54 lb', 1152, '2.54 lb'],
    ['3 lbs', 1361, '3 lb'],
    ['12.5oz', 354, '12.5 oz'],
    ['2 lb 3 oz', 992, '2 lb 3 oz'],
    ['2LB3OZ', 992, '2 lb 3 oz'],
    ['0 lb 15,9 oz', 451, '0 lb 15.9 oz'],
    ['1000 kg', 1_000_000, '1000 kg'],
    ['1 g', 1, '1 g'],
  ])('reads %s', (text, grams, shown) => {
    expect(parseTypedWeight(text)).toEqual({ grams, shown })
  })

  it.each([
    '',
    'kg',
    '1.25',
    '1250',
    '0 g',
    '0.4 g',
    '1000.001 kg',
    '1001 kg',
    '-1 kg',
    '1.2.5 kg',
    '1.kg',
    '1.2345 kg',
    '2 lb 16 oz',
    '2.5 lb 3 oz',
    '2 lb oz',
    '2 lb 3',
    '3 oz 2 lb',
    '1 kg 200 g',
    '1 t',
    '1e3 g',
    '١ kg',
  ])('does not guess %j', (text) => {
    expect(parseTypedWeight(text)).toBeUndefined()
  })

  it('refuses grams that may have a mark of thousands', () => {
    expect(parseTypedWeight('1,250 g')).toBeUndefined()
    expect(parseTypedWeight('1.250 g')).toBeUndefined()
  })

  it('goes through the barcode of its command and back', () => {
    const decimal = fc
      .tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`)
    const texts = fc.oneof(
      fc.tuple(decimal, fc.constantFrom('kg', 'g', 'lb', 'oz')).map((parts) => parts.join(' ')),
      fc
        .tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 15 }))
        .map(([lb, oz]) => `${lb} lb ${oz} oz`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const typed = parseTypedWeight(text)
        if (!typed) throw new Error(`${text} is a weight`)
        const code = parseStarredCode(commandBarcode('WEIGHT', typedWeightArgument(typed)))
        expect(code).toMatchObject({ kind: 'command', command: 'WEIGHT' })
        const argument = code?.kind === 'command' ? (code.argument ?? '') : ''
        expect(parseTypedWeight(argument)).toEqual(typed)
      }),
    )
  })
})

describe('the weight of one unit', () => {
  it.each([
    ['2.5 g', 2_500],
    ['0,45 kg', 450_000],
    ['1 lb', 453_592],
    ['1 oz', 28_350],
    ['1 lb 8 oz', 680_389],
    ['0.01 g', 10],
    ['1000 kg', 1_000_000_000],
  ])('reads %s in milligrams', (text, milligrams) => {
    expect(parseUnitWeight(text)).toBe(milligrams)
  })

  it.each(['', '2.5', '0 g', '1.250 g', '1001 kg', 'heavy'])('does not guess %j', (text) => {
    expect(parseUnitWeight(text)).toBeUndefined()
  })
})
