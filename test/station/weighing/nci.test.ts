import { describe, expect, test } from 'vitest'
import { createNciProtocol } from '../../../station/weighing/protocols/nci.ts'
import { bytesOf, scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'
import { withParity } from './parity.ts'

const frame = (weight: string, status: string) => `\n${weight}\r\n${status}\r\u0003`
const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

describe('NCI', () => {
  test('asks with W', () => {
    expect(createNciProtocol().query).toEqual(new TextEncoder().encode('W\r'))
  })

  scaleProtocolContract({
    create: createNciProtocol,
    framing: 'stream',
    settled: {
      name: 'stable in pounds',
      bytes: frame('   2.54LB', 'S00'),
      reading: {
        state: 'stable',
        grams: 1152,
        shown: '2.54LB',
        raw: '<LF>   2.54LB<CR><LF>S00<CR><ETX>',
      },
    },
    others: [
      {
        name: 'stable in kilograms',
        bytes: frame('  1.150KG', 'S00'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'status bytes without S',
        bytes: frame(' 12.5oz', '00'),
        reading: { state: 'stable', grams: 354 },
      },
      {
        name: 'grams, as the Brecknell 3700LP fills them up',
        bytes: frame(' 1150g ', '00'),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'seven bits with odd parity',
        bytes: withParity(frame('   2.54LB', 'S00'), 'odd'),
        reading: { state: 'stable', grams: 1152 },
      },
      {
        name: 'more ounces than a pound has',
        bytes: frame(' 2lb 16.0oz', 'S00'),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'pounds and something without a unit',
        bytes: frame(' 2lb 03.5', 'S00'),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'two weights in one answer',
        bytes: '\n   2.54LB\r\n  1.150KG\r\nS00\r\u0003',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'two weights on one line',
        bytes: frame('2.54LB 1.150KG', 'S00'),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a third status byte that the second does not announce',
        bytes: frame('   2.54LB', 'S000'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a first status byte that another follows',
        bytes: frame('   2.54LB', 'Sp0'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'status alone in motion at zero',
        bytes: '\nS30\r\u0003',
        reading: { state: 'moving', grams: null },
      },
      {
        name: 'status alone at zero',
        bytes: '\nS20\r\u0003',
        reading: { state: 'empty', grams: 0 },
      },
      {
        name: 'pounds and ounces',
        bytes: frame(' 2lb 03.5oz', 'S00'),
        reading: { state: 'stable', grams: 1006 },
      },
      {
        name: 'seven bits with even parity',
        bytes: withParity(frame('   2.54LB', 'S00'), 'even'),
        reading: { state: 'stable', grams: 1152 },
      },
      {
        name: 'in motion',
        bytes: frame('   2.31LB', 'S10'),
        reading: { state: 'moving', grams: 1048 },
      },
      {
        name: 'status alone in motion',
        bytes: '\nS10\r\u0003',
        reading: { state: 'moving', grams: null },
      },
      { name: 'at zero', bytes: frame('   0.00LB', 'S20'), reading: { state: 'empty', grams: 0 } },
      {
        name: 'zero without the mark',
        bytes: frame('   0.00LB', 'S00'),
        reading: { state: 'empty', grams: 0 },
      },
      {
        name: 'at zero and moving',
        bytes: frame('   0.00LB', 'S30'),
        reading: { state: 'moving', grams: 0 },
      },
      {
        name: 'at zero with a weight',
        bytes: frame('   2.54LB', 'S20'),
        reading: refused('status-contradicts-weight', 'unknown'),
      },
      {
        name: 'status alone, settled',
        bytes: '\nS00\r\u0003',
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a third status byte: high range',
        bytes: frame('   2.54LB', 'S0p3'),
        reading: { state: 'stable', grams: 1152 },
      },
      { name: 'net weight', bytes: frame('   2.54LB', 'S0p4'), reading: refused('net-weight') },
      {
        name: 'initial zero error',
        bytes: frame('   2.54LB', 'S0p8'),
        reading: refused('needs-zero'),
      },
      {
        name: 'a third status byte that is lost',
        bytes: frame('   2.54LB', 'S0p'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'under capacity',
        bytes: frame('   0.00LB', 'S01'),
        reading: refused('under-capacity'),
      },
      {
        name: 'over capacity',
        bytes: frame('   0.00LB', 'S02'),
        reading: refused('over-capacity'),
      },
      {
        name: 'over capacity by its signs',
        bytes: frame('^^^^^^LB', 'S00'),
        reading: refused('over-capacity'),
      },
      {
        name: 'under capacity by its signs',
        bytes: frame('______LB', 'S00'),
        reading: refused('under-capacity'),
      },
      {
        name: 'out of range by its signs',
        bytes: frame('------', 'S10'),
        reading: refused('out-of-range'),
      },
      { name: 'memory error', bytes: frame('   2.54LB', 'S40'), reading: refused('scale-error') },
      {
        name: 'program memory error',
        bytes: frame('   2.54LB', 'S04'),
        reading: refused('scale-error'),
      },
      {
        name: 'faulty calibration',
        bytes: frame('   2.54LB', 'S08'),
        reading: refused('needs-calibration'),
      },
      { name: 'below zero', bytes: frame('  -0.54LB', 'S00'), reading: refused('below-zero') },
      {
        name: 'a unit that we do not know',
        bytes: frame('   2.54tl', 'S00'),
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'no unit',
        bytes: frame('   2.54', 'S00'),
        reading: refused('unit-not-stated', 'unknown'),
      },
      {
        name: 'a tab where a blank should be',
        bytes: frame('\t  2.54LB', 'S00'),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'one status byte',
        bytes: frame('   2.54LB', 'S0'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'status bytes that are none',
        bytes: frame('   2.54LB', 'SAB'),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a weight without status',
        bytes: '\n   2.54LB\r\u0003',
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a command that the scale does not know',
        bytes: '\n?\r\u0003',
        reading: refused('command-refused', 'unknown'),
      },
    ],
    noise: ['\u0000zz', '\u0003', '\r\n\r', 'S00\u0003\u00ff'],
  })

  test('what is left of a weight before a frame is not passed over', () => {
    const heard = createNciProtocol().push(bytesOf(`2.54${frame('  1.150KG', 'S00')}`))
    expect(heard).toMatchObject([{ status: { is: 'unknown', reason: 'weight-not-readable' } }])
  })
})
