import { describe, expect, test } from 'vitest'
import { createOhausProtocol } from '../../../station/weighing/protocols/ohaus.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'
import { withParity } from './parity.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

describe('Ohaus', () => {
  test('asks with IP', () => {
    expect(createOhausProtocol().query).toEqual(new TextEncoder().encode('IP\r\n'))
  })

  // The makers' examples are of the RS232 manual of the Scout Pro, Navigator and 401/601/6000.
  scaleProtocolContract({
    create: createOhausProtocol,
    framing: 'stream',
    settled: {
      name: 'stable',
      bytes: '      1.150 kg      \r\n',
      reading: {
        state: 'stable',
        grams: 1150,
        shown: '1.150 kg',
        raw: '      1.150 kg      <CR><LF>',
      },
    },
    others: [
      {
        name: "a maker's example: nothing on the pan",
        bytes: '        0.00 g     \r\n',
        reading: { state: 'empty', grams: 0 },
      },
      {
        name: "a maker's example: moving",
        bytes: '       12.73 g    ?\r\n',
        reading: { state: 'moving', grams: 13 },
      },
      {
        name: "a maker's example: settled",
        bytes: '       12.72 g    \r\n',
        reading: { state: 'stable', grams: 13 },
      },
      {
        name: "a maker's example: ounces",
        bytes: '      0.4500 oz    \r\n',
        reading: { state: 'stable', grams: 13 },
      },
      {
        name: "a maker's example: pieces",
        bytes: '           3 PCS   \r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: "a maker's example: weighed in water",
        bytes: '        0.85 oz     WET WT\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: "a maker's example: the unit is not filled up",
        bytes: '        200 g  \r\n',
        reading: { state: 'stable', grams: 200 },
      },
      {
        name: "a maker's example: moving, the unit is not filled up",
        bytes: '       0.211 kg ?\r\n',
        reading: { state: 'moving', grams: 211 },
      },
      {
        name: "a maker's example: the format for tills",
        bytes: '      12.73     g \r\n',
        reading: { state: 'stable', grams: 13 },
      },
      {
        name: "a maker's example: the format for tills, moving",
        bytes: '      12.73     g?\r\n',
        reading: { state: 'moving', grams: 13 },
      },
      {
        name: 'a Defender: polarity, weight in seven, unit in five, gross',
        bytes: '    1.150 kg    G  \r\n',
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'a Defender, moving, net',
        bytes: '    1.150 kg   ?NET\r\n',
        reading: refused('net-weight'),
      },
      {
        name: 'a Defender, below zero',
        bytes: '-   1.150 kg    G  \r\n',
        reading: refused('below-zero'),
      },
      {
        name: 'a Ranger, gross',
        bytes: '     1.150 kg   B/G\r\n',
        reading: { state: 'stable', grams: 1150 },
      },
      { name: 'net', bytes: '      1.150 kg   N\r\n', reading: refused('net-weight') },
      {
        name: 'moving and gross',
        bytes: '      1.150 kg ? G\r\n',
        reading: { state: 'moving', grams: 1150 },
      },
      {
        name: 'seven bits with odd parity',
        bytes: withParity('      1.150 kg      \r\n', 'odd'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'nothing behind the unit, not even a blank',
        bytes: '      1.150 kg\r\n',
        reading: refused('stability-not-stated', 'unknown'),
      },
      {
        name: 'two marks',
        bytes: '      1.150 kg ? ?\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'gross and net',
        bytes: '      1.150 kg   G NET\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'the tare',
        bytes: '      1.150 kg   T\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a unit that we do not know',
        bytes: '      1.150 tl      \r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'no unit',
        bytes: '      1.150\r\n',
        reading: refused('stability-not-stated', 'unknown'),
      },
      {
        name: 'a line whose start was lost',
        bytes: '.150 kg      \r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a line whose first digits were lost',
        bytes: '150 kg      \r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'two weights',
        bytes: '      1.150 kg      2.540 lb  \r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a command that it does not know',
        bytes: 'ES\r\n',
        reading: refused('command-refused', 'unknown'),
      },
    ],
    noise: [
      '\u0000zz\r\n',
      '\r\n',
      'S S      1.150 kg      \r\n',
      'ST,+0001.234 kg   \r\n',
      'OK!\r\n',
    ],
  })
})
