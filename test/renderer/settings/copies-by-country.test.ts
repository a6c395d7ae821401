import { expect, test } from 'vitest'
import { copiesFrom, copiesText } from '../../../renderer/settings/copies-by-country.ts'
import { DocumentSettingsSchema } from '../../../shared/settings.ts'

test('copies by country are written and read in one line', () => {
  expect(copiesText({ BR: 5, MX: 4 })).toBe('BR 5, MX 4')
  expect(copiesFrom(' br 5,, MX  4 , ')).toEqual({ BR: 5, MX: 4 })
  expect(copiesFrom('')).toEqual({})
  expect(copiesText(copiesFrom('BR 5, MX 0'))).toBe('BR 5, MX 0')
})

test('what is no number is kept as it was typed, and the station refuses it', () => {
  expect(copiesFrom('BR five, MX')).toEqual({ BR: 'five', MX: '' })
  for (const text of ['BR five', 'MX', 'Brazil 5', 'BR 12'])
    expect(
      DocumentSettingsSchema.safeParse({ invoiceCopiesTo: copiesFrom(text) }).success,
      text,
    ).toBe(false)
})
