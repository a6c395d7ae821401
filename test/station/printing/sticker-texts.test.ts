import { afterEach, expect, test, vi } from 'vitest'
import type { Sticker } from '../../../shared/printing.ts'
import { stickerTexts } from '../../../station/printing/sticker-texts.ts'

afterEach(() => void vi.unstubAllEnvs())

const sticker: Sticker = {
  barcode: '*SP-1-X*',
  order: 'A-1042',
  boxes: { number: 1, of: 2, more: false },
  carrier: 'FlavorCloud',
  parkedAt: new Date('2026-11-22T03:05:59Z'),
  stationName: 'Bench 3',
}

test.each([
  [{ number: 1, of: 1, more: false }, 'BOX 1 OF 1'],
  [{ number: 1, of: 2, more: false }, 'BOX 1 OF 2'],
  [{ number: 1, of: 1, more: true }, 'BOX 1 OF 2+'],
  [{ number: 2, of: 3, more: true }, 'BOX 2 OF 4+'],
])('%o is %s', (boxes, text) => {
  expect(stickerTexts({ ...sticker, boxes }).boxes).toBe(text)
})

test.each([
  ['UTC', '2026-11-22 03:05 +00:00'],
  ['America/New_York', '2026-11-21 22:05 -05:00'],
  ['America/St_Johns', '2026-11-21 23:35 -03:30'],
  ['Asia/Kolkata', '2026-11-22 08:35 +05:30'],
])('the time is that of %s', (zone, text) => {
  vi.stubEnv('TZ', zone)
  expect(stickerTexts(sticker).parkedAt).toBe(text)
})

test('what a printer would take for commands is left out of the words', () => {
  expect(stickerTexts({ ...sticker, order: ' A\u001b@\r\n\u200e1042\u0000 ' }).order).toBe(
    'A @ 1042',
  )
})
