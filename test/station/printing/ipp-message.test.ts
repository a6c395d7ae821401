import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeIpp, encodeIpp } from '../../../station/printing/ipp/ipp-message.ts'

/** Bytes as RFC 8010 writes them down: text between quotes, numbers in hex. */
function bytes(...parts: (string | number[])[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
}

const text = (value: Buffer | string) =>
  Buffer.concat([bytes([value.length >> 8, value.length & 0xff]), Buffer.from(value)])
const attribute = (tag: number, name: string, value: Buffer | string) =>
  Buffer.concat([bytes([tag]), text(name), text(value)])

const OPENING = Buffer.concat([
  bytes([1]),
  attribute(0x47, 'attributes-charset', 'utf-8'),
  attribute(0x48, 'attributes-natural-language', 'en'),
])

test('a request is written as the example of RFC 8010, A.1', () => {
  const expected = Buffer.concat([
    bytes([1, 1, 0, 2, 0, 0, 0, 1]),
    OPENING,
    attribute(0x45, 'printer-uri', 'ipp://printer.example.com/ipp/print/pinetree'),
    attribute(0x42, 'job-name', 'foobar'),
    bytes([2]),
    attribute(0x21, 'copies', bytes([0, 0, 0, 20])),
    attribute(0x44, 'sides', 'two-sided-long-edge'),
    bytes([3], '%!PDF...'),
  ])
  const encoded = encodeIpp({
    operation: 2,
    operationFields: [
      ['attributes-charset', 'charset', 'utf-8'],
      ['attributes-natural-language', 'language', 'en'],
      ['printer-uri', 'uri', 'ipp://printer.example.com/ipp/print/pinetree'],
      ['job-name', 'name', 'foobar'],
    ],
    jobFields: [
      ['copies', 'integer', 20],
      ['sides', 'keyword', 'two-sided-long-edge'],
    ],
    document: Buffer.from('%!PDF...'),
  })
  expect(Buffer.from(encoded).equals(expected)).toBe(true)
})

const ANSWER = Buffer.concat([
  bytes([2, 0, 0, 1, 0, 0, 0, 1]),
  OPENING,
  attribute(0x41, 'status-message', 'successful-ok'),
  bytes([5]),
  attribute(0x13, 'sides', ''),
  bytes([2]),
  attribute(0x21, 'job-id', bytes([0, 0, 0, 147])),
  attribute(0x23, 'job-state', bytes([0, 0, 0, 3])),
  attribute(0x44, 'job-state-reasons', 'job-printing'),
  attribute(0x44, '', 'job-queued'),
  attribute(0x22, 'my-flag', bytes([1])),
  attribute(0x13, 'time-at-processing', ''),
  attribute(0x36, 'job-name', Buffer.concat([text('de'), text('Etikett')])),
  // A collection with one inside of it: its members belong to no attribute of the job.
  attribute(0x34, 'media-col', ''),
  attribute(0x4a, '', 'media-size'),
  attribute(0x34, '', ''),
  attribute(0x4a, '', 'x-dimension'),
  attribute(0x21, '', bytes([0, 0, 1, 0])),
  attribute(0x37, '', ''),
  attribute(0x37, '', ''),
  attribute(0x44, 'job-after', 'still-here'),
  bytes([3]),
])

test('an answer is read, whatever kinds of values it has', () => {
  const answer = decodeIpp(ANSWER)
  expect(answer?.status).toBe(1)
  expect(answer?.operation.get('status-message')).toEqual(['successful-ok'])
  expect(answer?.objects).toHaveLength(1)
  expect(Object.fromEntries(answer?.objects[0] ?? [])).toEqual({
    'job-id': [147],
    'job-state': [3],
    'job-state-reasons': ['job-printing', 'job-queued'],
    'my-flag': [true],
    'time-at-processing': [null],
    'job-name': ['Etikett'],
    'media-col': [null],
    'job-after': ['still-here'],
  })
})

test('more than one object keep apart', () => {
  const printer = (name: string) =>
    Buffer.concat([bytes([4]), attribute(0x42, 'printer-name', name)])
  const answer = decodeIpp(
    Buffer.concat([
      bytes([1, 1, 0, 0, 0, 0, 0, 1]),
      OPENING,
      printer('a'),
      printer('b'),
      bytes([3]),
    ]),
  )
  expect(answer?.objects.map((found) => found.get('printer-name'))).toEqual([['a'], ['b']])
})

describe('nothing that comes makes the reader throw', () => {
  test('cut anywhere it is no answer', () => {
    for (let length = 0; length < ANSWER.length; length++)
      expect(decodeIpp(ANSWER.subarray(0, length))).toBeUndefined()
  })

  test('flipped bytes and noise', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ at: fc.nat(ANSWER.length - 1), to: fc.integer({ min: 0, max: 255 }) }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.uint8Array({ maxLength: 300 }),
        (flips, noise) => {
          const flipped = Buffer.from(ANSWER)
          for (const { at, to } of flips) flipped[at] = to
          decodeIpp(flipped)
          decodeIpp(noise)
          decodeIpp(Buffer.concat([bytes([1, 1, 0, 0, 0, 0, 0, 1]), noise]))
        },
      ),
      { numRuns: 10_000 },
    )
  })
})
