import * as fc from 'fast-check'
import { ScaleProtocolSchema, type ScaleProtocolName } from '../../shared/weighing.ts'

/** What comes from a line: pieces of bytes as they arrive, one after the other. */
export interface Delivery {
  /** From one arrival to the next. */
  readonly everyMs: number
  readonly pieces: readonly string[]
  /** Before this arrival an order is opened. */
  readonly openedBefore: number
}

const sum = (text: string) =>
  String.fromCharCode(-Array.from(text).reduce((all, one) => all + one.charCodeAt(0), 0) & 127)

function continuous(summed: boolean): string[] {
  const statuses: [string, string, string][] = []
  for (const a of ['-', '=', '<', '*', ')'])
    for (const b of ['0', ' ', '8', '(', '1', '2', '4', 'p'])
      for (const c of [' ', '!', '"', '(', '0']) statuses.push([a, b, c])
  return statuses.flatMap((status) =>
    ['001150', '  1150', '001151', '000000'].map((weight) => {
      const bare = `\u0002${status.join('')}${weight}000000\r`
      return summed ? bare + sum(bare) : bare
    }),
  )
}

const CAS = ['ST', 'US', 'OL', 'XX'].flatMap((state) =>
  ['GS', 'NT'].flatMap((kind) =>
    [0b1110_0100, 0b1010_0100, 0b1111_0100, 0b1110_0101, 0b0100_0100, 0b0000_1010].flatMap(
      (lamps) =>
        [
          '   1.150 kg',
          '   1.151 kg',
          '   2.540 lb',
          '    1150  g',
          '   0.000 kg',
          '   1.150  t',
        ].map((weight) => `${state},${kind},\n${String.fromCharCode(lamps)},${weight}\r\n`),
    ),
  ),
)

/** Reports of each protocol with every status; the first are plain stable ones, so that there is something to take. */
const REPORTS: Record<ScaleProtocolName, readonly string[]> = {
  nci: [
    '  1.150KG',
    '  1.151KG',
    '   2.54LB',
    ' 2lb 3.5oz',
    '  0.000KG',
    '1.150tl',
    '  1.150',
    '^^^^^KG',
    '',
  ]
    .flatMap((weight) =>
      [
        'S00',
        '00',
        'S10',
        'S20',
        'S30',
        'S01',
        'S02',
        'S04',
        'S08',
        'S40',
        'S0p0',
        'S0p4',
        'S0p8',
        'S0p',
        'S000',
      ].map((status) => `${weight === '' ? '' : `\n${weight}\r`}\n${status}\r\u0003`),
    )
    .concat('\n?\r\u0003', '\n  1.150KG\r\n   2.54LB\r\nS00\r\u0003'),
  sics: ['S', 'D', 'X']
    .flatMap((letter) =>
      [
        '     1.150 kg',
        '     1.151 kg',
        '      2.54 lb',
        '     0.000 kg',
        '    -0.120 kg',
        '     1.150 ct',
        '     1.150',
        '',
      ].map((weight) => `S ${letter} ${weight}\r\n`),
    )
    .concat('S I\r\n', 'S +\r\n', 'S -\r\n', 'S L\r\n', 'ES\r\n', 'S S Error 10b\r\n'),
  'toledo-8217': [
    '01.150',
    '01.151',
    '02.54',
    '00.000',
    '01.150N',
    '002.54',
    '001150',
    '?a',
    '?q',
    '?p',
    '?b',
    '?d',
    '?h',
    '?`',
  ].map((content) => `\u0002${content}\r`),
  'toledo-continuous': continuous(true),
  cas: [...CAS, '   1.150\r\n'],
  'a-and-d': ['ST', 'US', 'OL', 'QT']
    .flatMap((header) =>
      [
        '+0001.150 kg',
        '+0001.151 kg',
        '+00002.54 lb',
        '+0000.000 kg',
        '-0000.120 kg',
        '+0001.150 tl',
        '+0001.150   ',
        '+00001150 PC',
        '+9999999E+19',
      ].map((data) => `${header},${data}\r\n`),
    )
    .concat('?\r\n', 'EC,E01\r\n', 'US,ST,+0001.150 kg\r\n'),
  ohaus: [
    '      1.150 kg',
    '      1.151 kg',
    '       2.54 lb',
    '      0.000 kg',
    '-     1.150 kg',
    '      1.150 tl',
    '      1.150',
    '1.150 kg',
  ]
    .flatMap((weight) =>
      ['      ', '   ?', ' ', '?', '   G  ', '  ?G  ', '   NET', '  ?NET', '   T', ''].map(
        (rest) => `${weight}${rest}\r\n`,
      ),
    )
    .concat('ES\r\n'),
  'hid-pos': [4, 3, 2, 0, 1, 5, 6, 7, 8, 9].flatMap((status) =>
    [
      [2, 0, 126, 4],
      [2, 0, 127, 4],
      [3, 0xfd, 126, 4],
      [12, 0xfe, 254, 0],
      [11, 0xff, 150, 1],
      [2, 0, 0, 0],
      [4, 0, 126, 4],
      [2, 100, 126, 4],
      [13, 0, 126, 4],
      [3, 5, 255, 255],
    ].map((rest) => String.fromCharCode(3, status, ...rest)),
  ),
}
const WITHOUT_SUMS = continuous(false)

/** So many of each list are likely to be chosen, lest no stream ever holds three equal stable ones. */
const LIKELY = 4

function parityOf(text: string, parity: 'none' | 'even' | 'odd'): string {
  if (parity === 'none') return text
  return Array.from(text, (one) => {
    let ones = 0
    for (const bit of one.charCodeAt(0).toString(2)) if (bit === '1') ones += 1
    return (ones % 2 === 1) === (parity === 'even')
      ? String.fromCharCode(one.charCodeAt(0) | 128)
      : one
  }).join('')
}

const noise = fc.uint8Array({ maxLength: 12 }).map((bytes) => String.fromCharCode(...bytes))

/** A report to which something happened on the way. */
function damaged(report: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      report,
      other: report,
      kind: fc.constantFrom('drop', 'double', 'flip', 'parity', 'insert', 'break', 'glue'),
      at: fc.nat(40),
      much: fc.integer({ min: 1, max: 6 }),
      byte: fc.integer({ min: 1, max: 255 }),
    })
    .map(({ report, other, kind, at, much, byte }) => {
      const from = at % report.length
      const [head, tail] = [report.slice(0, from), report.slice(from)]
      switch (kind) {
        case 'drop':
          return head + tail.slice(much)
        case 'double':
          return head + tail.slice(0, much) + tail
        case 'flip':
          return head + String.fromCharCode(tail.charCodeAt(0) ^ byte) + tail.slice(1)
        case 'parity':
          return head + String.fromCharCode(tail.charCodeAt(0) ^ 128) + tail.slice(1)
        case 'insert':
          return head + String.fromCharCode(byte).repeat(much) + tail
        case 'break':
          return head
        default:
          return head + other.slice(at % other.length)
      }
    })
}

/** Whatever a line may bring that is set to this protocol. */
export function deliveries(protocol: ScaleProtocolName): fc.Arbitrary<Delivery> {
  const strange = fc.constantFrom(...ScaleProtocolSchema.options.flatMap((name) => REPORTS[name]))
  return fc
    .record({
      summed: fc.boolean(),
      parity: fc.constantFrom('none' as const, 'none' as const, 'even' as const, 'odd' as const),
      everyMs: fc.constantFrom(1000, 83, 17),
    })
    .chain(({ summed, parity, everyMs }) => {
      const list = protocol === 'toledo-continuous' && !summed ? WITHOUT_SUMS : REPORTS[protocol]
      const report = fc
        .oneof(
          { weight: 2, arbitrary: fc.constantFrom(...list.slice(0, LIKELY)) },
          { weight: 1, arbitrary: fc.constantFrom(...list) },
        )
        .map((text) =>
          protocol === 'cas' || protocol === 'hid-pos' ? text : parityOf(text, parity),
        )
      const again = (piece: fc.Arbitrary<string>) =>
        fc
          .tuple(piece, fc.integer({ min: 1, max: 6 }))
          .map(([text, times]) => Array<string>(times).fill(text))
      const one = (piece: fc.Arbitrary<string>) => piece.map((text) => [text])
      const parts = fc
        .array(
          fc.oneof(
            { weight: 6, arbitrary: again(report) },
            { weight: 2, arbitrary: one(damaged(report)) },
            // The same damage again and again, as of a line that is set wrong.
            { weight: 2, arbitrary: again(damaged(report)) },
            { weight: 1, arbitrary: one(noise) },
            { weight: 1, arbitrary: one(strange) },
          ),
          { maxLength: 14 },
        )
        .map((lists) => lists.flat())
      // Reports of USB come whole; of a line, where its bytes are cut has nothing to do with its frames.
      const pieces =
        protocol === 'hid-pos'
          ? parts
          : fc
              .tuple(
                parts,
                fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 9 }),
              )
              .map(([texts, sizes]) => cut(texts.join(''), sizes))
      return fc.record({
        everyMs: fc.constant(everyMs),
        pieces,
        openedBefore: fc.nat(20),
      })
    })
}

function cut(stream: string, sizes: readonly number[]): string[] {
  const pieces: string[] = []
  for (let from = 0, turn = 0; from < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(stream.slice(from, from + size))
    from += size
  }
  return pieces
}
