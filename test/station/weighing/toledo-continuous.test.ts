import { describe, expect, test } from 'vitest'
import { createToledoContinuousProtocol } from '../../../station/weighing/protocols/toledo-continuous.ts'
import { readScale } from '../../../station/weighing/scale-meaning.ts'
import { bytesOf, scaleProtocolContract } from '../../contracts/scale-protocol.contract.ts'
import { withParity } from './parity.ts'

const refused = (reason: string, state: 'fault' | 'unknown' = 'fault') =>
  ({ state, grams: null, reason }) as const

/** Status A: three decimals, step 1. */
const A = 0b10_1101
/** Status B: kilograms. */
const KG = 0b11_0000
const LB = 0b10_0000
const NET = 0b1
const NEGATIVE = 0b10
const OUT_OF_RANGE = 0b100
const MOTION = 0b1000
const NOT_ZEROED = 0b100_0000
const C = 0b10_0000

function bare(b: number, weight: string, { a = A, c = C, tare = '000000' } = {}): string {
  return `\u0002${String.fromCharCode(a, b, c)}${weight}${tare}\r`
}

/** With its checksum: all bytes and the sum make nothing in seven bits. */
function frame(...given: Parameters<typeof bare>): string {
  const text = bare(...given)
  const sum = Array.from(text).reduce((total, one) => total + one.charCodeAt(0), 0)
  return `${text}${String.fromCharCode(-sum & 0x7f)}`
}

function read(...pieces: string[]) {
  const protocol = createToledoContinuousProtocol()
  return pieces.map((piece) =>
    protocol.push(bytesOf(piece)).map((heard) => readScale(heard, new Date())),
  )
}

describe('Toledo continuous', () => {
  test('the scale speaks by itself', () => {
    expect(createToledoContinuousProtocol().query).toBeUndefined()
  })

  scaleProtocolContract({
    create: createToledoContinuousProtocol,
    framing: 'stream',
    settled: {
      name: 'kilograms',
      bytes: frame(KG, '001150'),
      reading: {
        state: 'stable',
        grams: 1150,
        shown: '1.150 kg',
        raw: '<STX>-0 001150000000<CR>-',
      },
    },
    others: [
      {
        name: 'pounds, blanks for zeros',
        bytes: frame(LB, '   254', { a: 0b11_1100 }),
        reading: { state: 'stable', grams: 1152, shown: '2.54 lb' },
      },
      {
        name: 'grams',
        bytes: frame(LB, '  1150', { a: 0b10_1010, c: C | 1 }),
        reading: { state: 'stable', grams: 1150, shown: '1150 g' },
      },
      {
        name: 'one decimal of a gram',
        bytes: frame(LB, ' 11504', { a: 0b10_1011, c: C | 1 }),
        reading: { state: 'stable', grams: 1150, shown: '1150.4 g' },
      },
      {
        name: 'less than one, blanks for zeros',
        bytes: frame(KG, '     7'),
        reading: { state: 'stable', grams: 7, shown: '0.007 kg' },
      },
      {
        name: 'a key for printing was pressed',
        bytes: frame(KG, '001150', { c: C | 0b1000 }),
        reading: { state: 'stable', grams: 1150 },
      },
      {
        name: 'seven bits with even parity',
        bytes: withParity(frame(KG, '001150'), 'even'),
        reading: { state: 'stable', grams: 1150 },
      },
      { name: 'zero', bytes: frame(KG, '000000'), reading: { state: 'empty', grams: 0 } },
      {
        name: 'motion',
        bytes: frame(KG | MOTION, '001094'),
        reading: { state: 'moving', grams: 1094 },
      },
      {
        name: 'below zero',
        bytes: frame(KG | NEGATIVE, '000120'),
        reading: refused('below-zero'),
      },
      {
        name: 'a gram below zero',
        bytes: frame(KG | NEGATIVE, '000001'),
        reading: { state: 'empty', grams: -1 },
      },
      {
        name: 'out of range',
        bytes: frame(KG | OUT_OF_RANGE, '001150'),
        reading: refused('out-of-range'),
      },
      {
        name: 'net',
        bytes: frame(KG | NET, '001150', { tare: '000050' }),
        reading: refused('net-weight'),
      },
      {
        name: 'not zeroed since it was switched on',
        bytes: frame(KG | NOT_ZEROED, '001150'),
        reading: refused('needs-zero'),
      },
      {
        name: 'expanded',
        bytes: frame(KG, '001150', { c: C | 0b1_0000 }),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a bit of A that is always set is not',
        bytes: frame(KG, '001150', { a: A | 0b100_0000 }),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'a bit of C that is never set is',
        bytes: frame(KG, '001150', { c: C | 0b100_0000 }),
        reading: refused('status-not-known', 'unknown'),
      },
      {
        name: 'tonnes',
        bytes: frame(KG, '001150', { c: C | 2 }),
        reading: refused('unit-not-known', 'unknown'),
      },
      {
        name: 'zeros that are not sent',
        bytes: frame(KG, '001150', { a: 0b10_1001 }),
        reading: refused('weight-not-readable', 'unknown'),
      },
      {
        name: 'a weight that is none',
        bytes: frame(KG, '00--50'),
        reading: refused('weight-not-readable', 'unknown'),
      },
    ],
    noise: ['zz', '\r', '\u0002', '001150000000\r', '\u0000\u0003'],
  })

  test('a frame with a wrong sum is dropped', () => {
    const [good, wrong, next] = read(
      frame(KG, '001150'),
      frame(KG, '001150').replace('1150', '1160'),
      frame(KG, '001150'),
    )
    expect(good).toMatchObject([{ grams: 1150 }])
    expect(wrong).toEqual([])
    expect(next).toMatchObject([{ grams: 1150 }])
  })

  test('without sums: the first frame tells so, the next are given at their last byte', () => {
    const [first, second, third] = read(
      bare(KG, '001150'),
      bare(KG, '001160'),
      bare(KG, '001170').slice(0, -1),
    )
    expect(first).toEqual([])
    expect(second).toMatchObject([{ grams: 1160 }])
    expect(third).toEqual([])
  })

  test('without sums: what stands behind a frame takes the trust from it', () => {
    const [, given, noise, again] = read(
      bare(KG, '001150'),
      bare(KG, '001150'),
      'x',
      bare(KG, '001150'),
    )
    expect(given).toMatchObject([{ grams: 1150 }])
    expect(noise).toMatchObject([{ state: 'unknown', reason: 'answer-not-understood' }])
    expect(again).toEqual([])
  })

  test('a lost sum does not make the others unread for long', () => {
    const [lost, ...rest] = read(bare(KG, '001150'), ...Array<string>(3).fill(frame(KG, '001150')))
    expect(lost).toEqual([])
    expect(rest.flat().at(-1)).toMatchObject({ grams: 1150 })
    const sent = createToledoContinuousProtocol()
    sent.push(bytesOf(frame(KG, '001150')))
    expect(sent.push(bytesOf(bare(KG, '001150')))).toEqual([])
    expect(sent.push(bytesOf(frame(KG, '001150')))).toHaveLength(1)
  })

  test('a sum that looks like the start of a frame is a sum', () => {
    const weight = frame(KG, '599999')
    expect(weight.endsWith('\u0002')).toBe(true)
    expect(read(frame(KG, '001150'), weight, weight).flat()).toHaveLength(3)
    expect(read(weight, weight, frame(KG, '001150')).flat().length).toBeGreaterThan(0)
  })
})
