import { describe, expect, test } from 'vitest'
import { createToledo8217Protocol } from '../../../station/weighing/protocols/toledo-8217.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'
import { withParity } from './parity.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const
const status = (bits: number) => `\u0002?${String.fromCharCode(bits)}\r`

describe('Toledo 8217', () => {
  test('asks with W', () => {
    expect(createToledo8217Protocol().query).toEqual(new TextEncoder().encode('W'))
  })

  scaleProtocolContract({
    create: createToledo8217Protocol,
    framing: 'stream',
    settled: {
      name: 'pounds',
      bytes: '\u000202.54\r',
      reading: { state: 'stable', grams: 1152, shown: '02.54 lb', raw: '<STX>02.54<CR>' },
    },
    others: [
      { name: 'kilograms', bytes: '\u000201.150\r', reading: { state: 'stable', grams: 1150 } },
      {
        name: 'a parity bit',
        bytes: withParity('\u000202.54\r', 'even'),
        reading: { state: 'stable', grams: 1152 },
      },
      {
        name: 'three digits and two decimals, which Brecknell sends in any unit',
        bytes: '\u0002002.54\r',
        reading: refused('unit-not-stated', 'unknown'),
      },
      {
        name: 'no point, which Brecknell sends for grams',
        bytes: '\u0002001150\r',
        reading: refused('unit-not-stated', 'unknown'),
      },
      { name: 'zero', bytes: '\u000200.00\r', reading: { state: 'empty', grams: 0 } },
      { name: 'net weight', bytes: '\u000202.54N\r', reading: refused('net-weight') },
      { name: 'motion', bytes: status(0b1100001), reading: { state: 'moving', grams: null } },
      {
        name: 'motion at zero',
        bytes: status(0b1110001),
        reading: { state: 'moving', grams: null },
      },
      { name: 'centre of zero', bytes: status(0b1110000), reading: { state: 'empty', grams: 0 } },
      { name: 'over capacity', bytes: status(0b1100010), reading: refused('over-capacity') },
      {
        name: 'over capacity and moving',
        bytes: status(0b1100011),
        reading: refused('over-capacity'),
      },
      { name: 'under zero', bytes: status(0b1100100), reading: refused('below-zero') },
      { name: 'outside the zero range', bytes: status(0b1101000), reading: refused('needs-zero') },
      {
        name: 'no status bit set',
        bytes: status(0b1100000),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'bit 6 missing',
        bytes: status(0b0100001),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a weight of one decimal',
        bytes: '\u0002002.5\r',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a weight that is none',
        bytes: '\u0002ab.cd\r',
        reading: refused('weight-not-readable', 'unknown'),
      },
    ],
    noise: ['zz', '\r', '02.54\r', '\u0003\u0000', '?a\r'],
  })
})
