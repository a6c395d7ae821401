import { describe, expect, test } from 'vitest'
import { createSicsProtocol } from '../../../station/weighing/protocols/sics.ts'
import { scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

describe('MT-SICS', () => {
  test('asks with SI', () => {
    expect(createSicsProtocol().query).toEqual(new TextEncoder().encode('SI\r\n'))
  })

  scaleProtocolContract({
    create: createSicsProtocol,
    framing: 'stream',
    settled: {
      name: 'stable in kilograms',
      bytes: 'S S      1.150 kg\r\n',
      reading: {
        state: 'stable',
        grams: 1150,
        shown: '1.150 kg',
        raw: 'S S      1.150 kg<CR><LF>',
      },
    },
    others: [
      {
        name: 'stable in grams',
        bytes: 'S S    1150.25 g\r\n',
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: "the maker's example",
        bytes: 'S S     100.00 g\r\n',
        reading: { state: 'stable', grams: 100, shown: '100.00 g' },
      },
      {
        name: 'stable in pounds',
        bytes: 'S S       2.54 lb\r\n',
        reading: { state: 'stable', grams: 1152 },
      },
      {
        name: 'stable in ounces',
        bytes: 'S S       40.5 oz\r\n',
        reading: { state: 'stable', grams: 1148 },
      },
      {
        name: 'a line feed alone',
        bytes: 'S S      1.150 kg\n',
        reading: { state: 'stable', grams: 1150 },
      },
      { name: 'zero', bytes: 'S S      0.000 kg\r\n', reading: { state: 'empty', grams: 0 } },
      {
        name: 'a gram below zero',
        bytes: 'S S     -0.001 kg\r\n',
        reading: { state: 'empty', grams: -1 },
      },
      { name: 'below zero', bytes: 'S S     -0.120 kg\r\n', reading: refused('below-zero') },
      { name: 'moving', bytes: 'S D      1.094 kg\r\n', reading: { state: 'moving', grams: 1094 } },
      {
        name: 'moving below zero',
        bytes: 'S D     -0.094 kg\r\n',
        reading: { state: 'moving', grams: -94 },
      },
      { name: 'busy', bytes: 'S I\r\n', reading: refused('scale-busy', 'unknown') },
      { name: 'overload', bytes: 'S +\r\n', reading: refused('over-capacity') },
      { name: 'underload', bytes: 'S -\r\n', reading: refused('under-capacity') },
      {
        name: 'a status that we do not know',
        bytes: 'S X      1.150 kg\r\n',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a unit that we do not know',
        bytes: 'S S      1.150 ct\r\n',
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'stable without a weight',
        bytes: 'S S\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a form feed where a blank should be',
        bytes: 'S S\u0020\f    1.150 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'two points',
        bytes: 'S S     1.1.50 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'no unit',
        bytes: 'S S      1.150\r\n',
        reading: refused('unit-not-stated', 'unknown'),
      },
      {
        name: 'an error in place of the weight',
        bytes: 'S S Error 10b\r\n',
        reading: refused('scale-error'),
      },
      {
        name: 'two answers on one line',
        bytes: 'S D      1.1S S      1.150 kg\r\n',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a parameter that is wrong',
        bytes: 'S L\r\n',
        reading: refused('command-refused', 'unknown'),
      },
      { name: 'a syntax error', bytes: 'ES\r\n', reading: refused('command-refused', 'unknown') },
      {
        name: 'a transmission error',
        bytes: 'ET\r\n',
        reading: refused('command-refused', 'unknown'),
      },
      { name: 'a logic error', bytes: 'EL\r\n', reading: refused('command-refused', 'unknown') },
    ],
    noise: ['\u0000zz', '\r\n', '1.150 ', '\u0003?', 'kg\r\n'],
  })
})
