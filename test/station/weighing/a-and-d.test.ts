import { describe, expect, test } from 'vitest'
import { createAAndDProtocol } from '../../../station/weighing/protocols/a-and-d.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'
import { withParity } from './parity.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

describe('A&D standard format', () => {
  test('asks with Q', () => {
    expect(createAAndDProtocol().query).toEqual(new TextEncoder().encode('Q\r\n'))
  })

  // The makers' examples are of the manuals of the GC, EK-L, FX and AD-4212D.
  scaleProtocolContract({
    create: createAAndDProtocol,
    framing: 'stream',
    settled: {
      name: 'the example of the GC: stable',
      bytes: 'ST,+0001.234 kg\r\n',
      reading: {
        state: 'stable',
        grams: 1234,
        shown: '+0001.234 kg',
        raw: 'ST,+0001.234 kg<CR><LF>',
      },
    },
    others: [
      {
        name: 'the example of the EK-L: grams',
        bytes: 'ST,+001234.5  g\r\n',
        reading: { state: 'stable', grams: 1235 },
      },
      {
        name: 'the example of the EK-L: pieces',
        bytes: 'QT,+00012345 PC\r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'the example of the EK-L: per cent',
        bytes: 'ST,+000123.4  %\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'the example of the EK-L: out of range',
        bytes: 'OL,+999999.9  g\r\n',
        reading: refused('over-capacity'),
      },
      {
        name: 'the example of the EK-L: out of range below',
        bytes: 'OL,-99999999 PC\r\n',
        reading: refused('under-capacity'),
      },
      {
        name: 'the example of the AD-4212D: out of range',
        bytes: 'OL,+9999999E+19\r\n',
        reading: refused('over-capacity'),
      },
      {
        name: 'the example of the FX: carat',
        bytes: 'ST,+0001.278 ct\r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'the example of the GC: a comparison',
        bytes: 'ST,OK,+0001.234 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'moving',
        bytes: 'US,+0001.094 kg\r\n',
        reading: { state: 'moving', grams: 1094 },
      },
      {
        name: 'pounds',
        bytes: 'ST,+00002.54 lb\r\n',
        reading: { state: 'stable', grams: 1152 },
      },
      {
        name: 'ounces',
        bytes: 'ST,+000040.5 oz\r\n',
        reading: { state: 'stable', grams: 1148 },
      },
      {
        name: 'seven bits with even parity',
        bytes: withParity('ST,+0001.234 kg\r\n', 'even'),
        reading: { state: 'stable', grams: 1234 },
      },
      { name: 'zero', bytes: 'ST,+0000.000 kg\r\n', reading: { state: 'empty', grams: 0 } },
      { name: 'below zero', bytes: 'ST,-0000.120 kg\r\n', reading: refused('below-zero') },
      {
        name: 'troy ounces',
        bytes: 'ST,+000040.5ozt\r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'no unit',
        bytes: 'ST,+0001.234   \r\n',
        reading: refused('unit-not-stated', 'unknown'),
      },
      {
        name: 'a comma for a point',
        bytes: 'ST,+0001,234 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a digit that was lost',
        bytes: 'ST,+0001.23 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'two headers',
        bytes: 'US,ST,+0001.234 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a command that it does not know',
        bytes: '?\r\n',
        reading: refused('command-refused', 'unknown'),
      },
      {
        name: 'a command that it does not know, by number',
        bytes: 'EC,E01\r\n',
        reading: refused('command-refused', 'unknown'),
      },
    ],
    noise: [
      '\u0000zz\r\n',
      '\u0003\n',
      '+0001.234 kg\r\n',
      '\r\n',
      // A frame of CAS, whose lamps have no parity.
      'ST,GS,1\u00e4,   1.150 kg\r\n',
    ],
  })
})
