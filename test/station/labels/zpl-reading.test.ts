import { describe, expect, test } from 'vitest'
import { readZpl } from '../../../station/labels/zpl-reading.ts'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import { CARRIER_LABELS } from './carrier-labels.ts'
import { codesOf, drawn } from './draw-and-read.ts'

const GS = '\u001d'
const read = (fields: string) => readZpl(Buffer.from(`^XA${fields}^XZ`))
const codeOf = (field: string) => read(`^FO9,9${field}^FS`).codes

describe('Code 128, as a scanner sends it', () => {
  test.each([
    ['plain', '^BCN,100^FDABC-1234', 'ABC-1234'],
    ['subset B said', '^BCN,100^FD>:ABC>0D><E>=F', 'ABC>D^E~F'],
    ['subset C', '^BCN,100,Y,N,N^FD>;382436', '382436'],
    ['C, then B, then C', '^BCN,100^FD>;382436>6CODE128>552375152', '382436CODE12852375152'],
    ['C with an odd digit before B', '^BCN,100^FD>;123>6AB', '12AB'],
    ['subset A by values', '^BCN,100^FD>935473637171824', 'CODE128'],
    ['GS1: FNC1 first', '^BCN,100^FD>;>80012345678901234567890', '0012345678901234567890'],
    ['GS1: FNC1 between', '^BCN,170,N^FD>;>842098421>89205590301', `42098421${GS}9205590301`],
    ['mode A as it is', '^BCN,100,N,N,N,A^FD2L:US+>8', '2L:US+>8'],
    [
      'mode D without brackets',
      '^BCN,100,N,N,N,D^FD(420) 98421>8(92)05590301',
      `42098421${GS}9205590301`,
    ],
    [
      'mode U with its check digit',
      '^BCN,100,N,N,N,U^FD0012345678901234567',
      '00123456789012345675',
    ],
    ['from ^FV and with hex escapes', '^BCN,100^FH^FVA_5EB', 'A^B'],
    ['broken before ^FS', '^BCN,100\n^FDABC\r\n', 'ABC'],
  ])('%s', (_name, field, content) => {
    expect(codeOf(field)).toEqual([content])
  })
})

describe('other barcodes, as a scanner sends them', () => {
  test.each([
    ['Code 39', '^B3N,N,100^FDLB600000000NO', 'LB600000000NO'],
    ['interleaved 2 of 5', '^B2N,100^FD>;903844384574', '903844384574'],
    ['interleaved, odd', '^B2N,100^FD123', '0123'],
    ['interleaved with check digit', '^B2N,100,N,N,Y^FD1234567', '12345670'],
    ['EAN-13', '^BEN,100^FD400638133393', '4006381333931'],
    ['EAN-8', '^B8N,100^FD9638507', '96385074'],
    ['UPC-A', '^BUN,100^FD03600029145', '036000291452'],
    ['DataMatrix of GS1', '^BXN,4,200,,,,_^FD_142098421_1920559', `42098421${GS}920559`],
    ['DataMatrix with escapes', '^BXN,4,200^FDa__b_d065_]c', `a_bA${GS}c`],
    ['DataMatrix with another escape', '^BXN,4,200,,,,#^FD#1_1#1x', `_1${GS}x`],
    ['QR', '^BQN,2,5^FDQA,https://a.example/1?b=2', 'https://a.example/1?b=2'],
    ['QR by hand', '^BQN,2,5^FDHM,AABC123', 'ABC123'],
    ['QR in bytes', '^BQN,2,5^FDMM,B0004abcd', 'abcd'],
    ['PDF417', '^B7N,8,5^FH^FD[)>_1E01_1Da', `[)>\u001e01${GS}a`],
    ['Aztec', '^BON,5^FDhello', 'hello'],
    [
      'MaxiCode of a domestic parcel',
      '^BD2^FH^FD003840984210000[)>_1E01_1D96a_1E_04',
      `[)>\u001e01${GS}96984210000${GS}840${GS}003${GS}a\u001e\u0004`,
    ],
    [
      'MaxiCode of a foreign parcel',
      '^BD3^FH^FD066826SW1A1A[)>_1E01_1D96a_1E_04',
      `[)>\u001e01${GS}96SW1A1A${GS}826${GS}066${GS}a\u001e\u0004`,
    ],
    ['MaxiCode of another mode', '^BD4^FDhello', 'hello'],
  ])('%s', (_name, field, content) => {
    expect(codeOf(field)).toEqual([content])
  })

  test('what only draws bars for sorting machines, or nothing, is no code', () => {
    expect(codeOf('^BZN,20^FD98421')).toEqual([])
    expect(codeOf('^BCN,100^FD')).toEqual([])
  })
})

describe('words', () => {
  test.each([
    ['plain', '^FO1,1^A0N,30^FDTACOMA WA 98421^FS', 'TACOMA WA 98421'],
    ['with the font before the place', '^A0,25,25^FO1,1^FWN^FB400,1^FDShip From:^FS', 'Ship From:'],
    ['with hex escapes in UTF-8', '^CI28^FH^FDM_C3_A1ir_5E_C3^FS', 'Máir^\ufffd'],
    ['in windows-1252', '^CI27^FH^FDPRIORITY MAIL_AE^FS', 'PRIORITY MAIL®'],
    ['with another sign for escapes', '^FH\\^FDa\\5Eb_5E^FS', 'a^b_5E'],
    ['with a broken escape', '^FH^FD1_2 _zz_^FS', '1_2 _zz_'],
    ['of several lines', '^FB200,3^FDCarton: 1 of\\&1\r\n  end^FS', 'Carton: 1 of 1 end'],
  ])('%s', (_name, fields, text) => {
    expect(read(fields)).toMatchObject({ texts: [text], codes: [] })
  })

  test('an escape lasts for its field only', () => {
    expect(read('^FH^FD_41^FS^FD_41^FS').texts).toEqual(['A', '_41'])
  })

  test('a barcode is for its field only, and signs and comments are no words', () => {
    const { texts, codes } = read(
      '^BCN,100^FDcode^FS^FDword^FS^GSN,20^FDA^FS^FXcomment^FS^FD ^FS^FDlast^FS',
    )
    expect({ texts, codes }).toEqual({ texts: ['word', 'last'], codes: ['code'] })
  })
})

test('size and pictures', () => {
  expect(read('^PW812^LL1218^FO1,1^GFA,1,1,1,80^FS')).toMatchObject({
    widthDots: 812,
    lengthDots: 1218,
    hasPictures: true,
  })
  expect(read('^FO1,1^GB1,1,1^FS')).toMatchObject({
    widthDots: null,
    lengthDots: null,
    hasPictures: false,
  })
})

test('bars that are drawn one by one are a picture', () => {
  const bars = Array.from({ length: 40 }, (_, bar) => `^FO22,${bar * 20}^GB184,,8,B^FS`).join('')
  expect(read(bars).hasPictures).toBe(true)
})

test.each(Object.entries(CARRIER_LABELS))('a label of %s', (_carrier, { zpl, codes }) => {
  expect(readZpl(Buffer.from(zpl)).codes).toEqual(codes)
})

test('the label of the simulated carrier', () => {
  const zpl = shippingLabelZpl({
    carrier: 'USPS',
    service: 'Ground',
    sender: ['Harbor & Pine'],
    recipient: ['Zoë_^~', 'Tacoma WA 98421'],
    reference: 'LK-1',
    weight: '2 lb',
    barcode: { kind: 'usps', zip5: '98421', trackingCode: '9205590301234567890127' },
  })
  expect(readZpl(Buffer.from(zpl))).toMatchObject({
    codes: [`42098421${GS}9205590301234567890127`],
    texts: expect.arrayContaining(['Harbor & Pine', 'Zoë_^~', 'Tacoma WA 98421', 'REF LK-1']),
    widthDots: 812,
    lengthDots: 1218,
    hasPictures: false,
  })
})

// Drawn by a program that others wrote and read by another: what a scanner would send.
test.each([
  [
    'Code 128',
    [
      '^BCN,80,N^FDABC-1234',
      '^BCN,80,N^FD>:a>0b><c>=de',
      '^BCN,80,N^FD>;38243617',
      '^BCN,80,N^FD>;382436>6CODE128',
      '^BCN,80,N^FD>935473637171824',
      '^BCN,80,N^FD>;>842098421>89205590301234567890127',
      '^BCN,80,N,N,N,A^FD1Z4X7B550312345673',
      '^BCN,80,N,N,N,D^FD(420)98421>8(92)05590301',
    ],
  ],
  [
    'others',
    [
      '^B3N,N,80,N^FDLB600000000NO',
      '^B2N,80,N^FD>;903844384574',
      '^BEN,80,N^FD400638133393',
      '^BXN,6,200,,,,_^FD_142098421_19205590301234567890127',
      '^B7N,6,5,6^FH^FD[)>_1E01_1D0298421_1D840_1E_04',
    ],
  ],
  ['codes in squares', ['^BQN,2,6^FDQA,https://a.example/1?b=2', '^BON,6^FDhello']],
])('%s are read as they are drawn', async (_name, fields) => {
  const places = fields.map(
    (field, index) => `^FO60,${30 + index * Math.min(260, 1160 / fields.length)}^BY2,3${field}^FS`,
  )
  const zpl = Buffer.from(`^XA${places.join('\n')}^XZ`)
  expect((await codesOf(await drawn(zpl, 203))).sort()).toEqual(readZpl(zpl).codes.toSorted())
})
