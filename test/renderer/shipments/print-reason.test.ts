import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { sayPrintReason } from '../../../renderer/shipments/print-reason.ts'

const t = ((key: string) => `<${key}>`) as unknown as TFunction

test('a reason is said by its code, with what a person wrote behind it, or as it was written', () => {
  expect(sayPrintReason(t, 'TORN')).toBe('<shipments.reprint.reasons.TORN>')
  expect(sayPrintReason(t, 'JAM: half of it: see photo')).toBe(
    '<shipments.reprint.reasons.JAM>: half of it: see photo',
  )
  expect(sayPrintReason(t, 'the dog ate it')).toBe('the dog ate it')
})
