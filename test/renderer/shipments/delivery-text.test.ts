import { expect, test } from 'vitest'
import { deliveryText } from '../../../renderer/shipments/tracking-section.tsx'
import { createFormats } from '../../../renderer/tables/formats.tsx'

test('an expected day is the same day in every time zone', () => {
  const zone = process.env['TZ']
  try {
    for (const here of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      process.env['TZ'] = here
      expect(deliveryText('2026-05-27', createFormats('en'))).toBe('Wednesday, May 27, 2026')
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})
