import { describe, expect, test } from 'vitest'
import { AddressSchema } from '../../../shared/orders.ts'
import { addressLines } from '../../../renderer/orders/address-lines.ts'

const place = { name: 'Ada Quill', street1: '5 Mill Lane', city: 'Tacoma' }

describe('addressLines', () => {
  test.each([
    [
      'US',
      { ...place, state: 'WA', zip: '98421' },
      ['Ada Quill', '5 Mill Lane', 'Tacoma, WA 98421'],
    ],
    ['DE', { ...place, zip: '20095' }, ['Ada Quill', '5 Mill Lane', '20095 Tacoma']],
    ['IE', { ...place, zip: 'H91 XY12' }, ['Ada Quill', '5 Mill Lane', 'Tacoma', 'H91 XY12']],
    [
      'JP',
      { ...place, state: 'Miyagi', zip: '980-0803' },
      ['980-0803', 'Miyagi Tacoma', '5 Mill Lane', 'Ada Quill'],
    ],
    ['HK', place, ['Ada Quill', '5 Mill Lane', 'Tacoma']],
  ])('%s writes it in its own order, without empty lines', (country, address, lines) => {
    expect(addressLines(AddressSchema.parse({ ...address, country }))).toEqual(lines)
  })
})
