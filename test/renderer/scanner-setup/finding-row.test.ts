import { expect, test } from 'vitest'
import { isMended } from '../../../renderer/scanner-setup/finding-row.tsx'
import { ScannerSettingsSchema } from '../../../shared/settings.ts'

const usual = ScannerSettingsSchema.parse({})

test.each([
  ['layout-us', { keyboard: 'us' }],
  ['prefix', { prefix: '~' }],
  ['ends-with-nothing', { end: 'silence' }],
] as const)('%s is mended by its setting, and by no other', (code, setting) => {
  const finding = { code, mark: 'attention', text: '~' } as const
  expect(isMended(finding, usual)).toBe(false)
  expect(isMended(finding, { ...usual, ...setting })).toBe(true)
})

test('another prefix mends nothing, nor does any setting a lost separator', () => {
  const all = ScannerSettingsSchema.parse({ keyboard: 'us', prefix: '#', end: 'silence' })
  expect(isMended({ code: 'prefix', mark: 'attention', text: '~' }, all)).toBe(false)
  expect(isMended({ code: 'gs-lost', mark: 'attention' }, all)).toBe(false)
})
