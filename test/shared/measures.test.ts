import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gramsFrom, moneyFromDecimal, moneyToDecimal } from '../../shared/measures.ts'

test.each([
  ['21.4', 'USD', 2140],
  ['21.40', 'USD', 2140],
  [21.4, 'USD', 2140],
  ['0.1', 'USD', 10],
  ['1980', 'JPY', 1980],
  ['1.234', 'KWD', 1234],
  ['-3.00', 'EUR', -300],
])('%s %s is %i minor units', (amount, currency, minor) => {
  expect(moneyFromDecimal(amount, currency)).toEqual({ minor, currency })
})

test.each(['', 'abc', '1,50', '1.', '.5', '1e3', '0.001', '99999999999999999'])(
  '%s USD is no amount',
  (amount) => {
    expect(moneyFromDecimal(amount, 'USD')).toBeUndefined()
  },
)

test('money goes to text and back without loss, in every kind of currency', () => {
  const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'EUR')
  fc.assert(
    fc.property(fc.integer(), currency, (minor, code) => {
      const { amount } = moneyToDecimal({ minor, currency: code })
      expect(moneyFromDecimal(amount, code)).toEqual({ minor, currency: code })
    }),
  )
})

test.each([
  [0.45, 'kg', 450],
  [1, 'lb', 454],
  [16, 'oz', 454],
  [2.5, 'g', 3],
] as const)('%d %s is %i g', (value, unit, grams) => {
  expect(gramsFrom(value, unit)).toBe(grams)
})
