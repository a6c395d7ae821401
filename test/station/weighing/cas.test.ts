import { describe, expect, test } from 'vitest'
import { createCasProtocol } from '../../../station/weighing/protocols/cas.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

/** Lamps: always lit, stable, gross. */
const STABLE = 0b1110_0100
const MOVING = 0b1010_0100
const frame = (head: string, lamps: number, weight: string, unit = 'kg', device = '1') =>
  `${head},${device}${String.fromCharCode(lamps)},${weight.padStart(8)} ${unit}\r\n`

describe('CAS', () => {
  test('the scale speaks by itself', () => {
    expect(createCasProtocol().query).toBeUndefined()
  })

  scaleProtocolContract({
    create: createCasProtocol,
    framing: 'stream',
    settled: {
      name: 'stable',
      bytes: frame('ST,GS', STABLE, '1.150'),
      reading: {
        state: 'stable',
        grams: 1150,
        shown: '1.150 kg',
        raw: 'ST,GS,1d,   1.150 kg<CR><LF>',
      },
    },
    others: [
      {
        name: "the maker's example of the weight",
        bytes: frame('ST,GS', STABLE, '000013.5'),
        reading: { state: 'stable', grams: 13_500 },
      },
      {
        name: 'moving',
        bytes: frame('US,GS', MOVING, '1.094'),
        reading: { state: 'moving', grams: 1094 },
      },
      {
        name: 'bit 5 of the lamps clear, as the CI-600D has it',
        bytes: frame('ST,GS', STABLE & ~0b10_0000, '1.150'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'seven bits',
        bytes: frame('ST,GS', STABLE & 0x7f, '1.150'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'device 10, whose number ends a line',
        bytes: frame('ST,GS', STABLE, '1.150', 'kg', '\n'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'grams',
        bytes: frame('ST,GS', STABLE, '1150', ' g'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'zero',
        bytes: frame('ST,GS', STABLE | 1, '0.000'),
        reading: { state: 'empty', grams: 0 },
      },
      {
        name: 'the lamp of zero with a weight',
        bytes: frame('ST,GS', STABLE | 1, '1.150'),
        reading: refused('status-contradicts-weight', 'unknown'),
      },
      {
        name: 'below zero',
        bytes: frame('ST,GS', STABLE, '-  0.120'),
        reading: refused('below-zero'),
      },
      {
        name: 'overload',
        bytes: frame('OL,GS', MOVING, ''),
        reading: refused('over-capacity'),
      },
      { name: 'net', bytes: frame('ST,NT', STABLE, '1.150'), reading: refused('net-weight') },
      {
        name: 'held',
        bytes: frame('ST,GS', STABLE | 0b1_0000, '1.150'),
        reading: refused('weight-held'),
      },
      {
        name: 'stable in letters, moving by its lamp',
        bytes: frame('ST,GS', MOVING, '1.150'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'moving in letters, stable by its lamp',
        bytes: frame('US,GS', STABLE, '1.150'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a state that we do not know',
        bytes: frame('XX,GS', STABLE, '1.150'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a kind of weight that we do not know',
        bytes: frame('ST,XX', STABLE, '1.150'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'tonnes',
        bytes: frame('ST,GS', STABLE, '1.150', ' t'),
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'no unit',
        bytes: frame('ST,GS', STABLE, '1.150', '  '),
        reading: refused('unit-not-stated', 'unknown'),
      },
      {
        name: 'the form with relays in place of the blank',
        bytes: 'ST,GS,1\u00e4,   1.1501kg\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'the form of ten bytes',
        bytes: '   1.150\r\n',
        reading: refused('stability-not-stated', 'unknown'),
      },
      {
        name: "the form of ten bytes, the maker's example",
        bytes: '000013.5\r\n',
        reading: refused('stability-not-stated', 'unknown'),
      },
    ],
    noise: ['\u0000zz\r\n', '\r\n', '\u00ff\n', 'ST,GS\r\n', '1.150 kg\r\n'],
  })
})
