import { expect, test } from 'vitest'
import { clockText, moneyText, sinceText } from '../../../renderer/bench/amounts.ts'

/** Of this machine's own time zone, whichever it is. */
const at = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes)

test('since when is a time of day, with the date where that was another day', () => {
  const now = at(22, 11, 0)
  expect(sinceText(at(22, 10, 42).toISOString(), 'en', now)).toBe('10:42')
  expect(sinceText(at(21, 22, 5).toISOString(), 'en', now)).toBe('Nov 21, 22:05')
  expect(sinceText(at(21, 22, 5).toISOString(), 'es', now)).toBe('21 nov, 22:05')
})

test('midnight is hour nought', () => {
  expect(sinceText(at(22, 0, 5).toISOString(), 'en', at(22, 1, 0))).toBe('00:05')
  expect(clockText(at(22, 0, 5).toISOString(), 'en')).toBe('00:05:00')
})

test('money is written as the language writes numbers, with the digits of its currency', () => {
  expect(moneyText({ minor: 2140, currency: 'USD' }, 'es')).toBe('21,40 USD')
  expect(moneyText({ minor: 2140, currency: 'USD' }, 'en')).toBe('21.40 USD')
  expect(moneyText({ minor: 123_450, currency: 'JPY' }, 'en')).toBe('123,450 JPY')
})
