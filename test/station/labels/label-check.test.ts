import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLabel } from '../../../station/labels/label-check.ts'
import type { LabelExpectation } from '../../../station/labels/label-reading.ts'
import { readZpl } from '../../../station/labels/zpl-reading.ts'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import { CARRIER_LABELS, DHL, FEDEX, SUREPOST, UPS, USPS } from './carrier-labels.ts'

const GS = '\u001d'
const PIC = '9205590301234567890127'

const WANTED: LabelExpectation = {
  trackingNumber: null,
  carrierBarcode: null,
  zip: '98421',
  country: 'US',
  shipFromZip: '89502',
  box: { number: 1, of: 1 },
}
const wanted = (changes: Partial<LabelExpectation>) => ({ ...WANTED, ...changes })
const codes = (...all: string[]) => ({ codes: all, texts: [] })
const texts = (...all: string[]) => ({ codes: [PIC], texts: all })
const MATCHES = { verdict: 'matches' }
const UNREADABLE = { verdict: 'unreadable' }
const mismatch = (what: string, expected: string, found: string) => ({
  verdict: 'mismatch',
  what,
  expected,
  found,
})

describe('whole labels', () => {
  test.each(Object.entries(CARRIER_LABELS))(
    'of %s are the ones that were bought',
    (_name, label) => {
      const { trackingNumber } = label
      const box = label === FEDEX ? { number: 1, of: 2 } : WANTED.box
      const expected =
        label === DHL
          ? wanted({ trackingNumber, country: 'IE', zip: 'H91 XY12' })
          : wanted({ trackingNumber, box })
      expect(compareLabel(readZpl(Buffer.from(label.zpl)), expected)).toEqual(MATCHES)
    },
  )

  test.each([
    ['UPS', UPS, '1Z4X7B550399999991', '1Z4X7B550312345673'],
    ['FedEx', FEDEX, '400500600999', '400500600714'],
    ['USPS', USPS, '9205590309999999999993', '9205590301234567890127'],
    ['SurePost', SUREPOST, '92612903999999999999999999', '92612903012345678901234564'],
    ['DHL', DHL, 'GM605112345678909999', 'GM605112345678901234'],
  ])('of %s for another parcel are not', (_name, { zpl }, trackingNumber, found) => {
    const box = { number: 1, of: 2 }
    expect(compareLabel(readZpl(Buffer.from(zpl)), wanted({ trackingNumber, box }))).toEqual(
      mismatch('tracking-number', trackingNumber, found),
    )
  })

  test('of the simulated carriers are the ones that were bought, and only those', () => {
    const label = {
      carrier: 'Parcel Post',
      service: 'Standard',
      sender: ['Harbor & Pine', 'RENO NV 89502'],
      recipient: ['Mara Quinn', 'TACOMA WA 98421'],
      reference: 'LK-20417',
      weight: '2 lb',
    }
    const usps = { kind: 'usps', zip5: '98421', trackingCode: PIC } as const
    const abroad = { kind: 'plain', text: 'GM605100000000000001' } as const
    const read = (barcode: typeof usps | typeof abroad) =>
      readZpl(Buffer.from(shippingLabelZpl({ ...label, barcode })))
    expect(compareLabel(read(usps), wanted({ trackingNumber: PIC }))).toEqual(MATCHES)
    expect(compareLabel(read(abroad), wanted({ trackingNumber: abroad.text }))).toEqual(MATCHES)
    const other = 'GM605100000000000002'
    expect(compareLabel(read(abroad), wanted({ trackingNumber: other }))).toEqual(
      mismatch('tracking-number', other, abroad.text),
    )
  })

  test('of SurePost are known by either of their two numbers', () => {
    const reading = readZpl(Buffer.from(SUREPOST.zpl))
    expect(compareLabel(reading, wanted({ trackingNumber: '1Z4X7V81YW12345678' }))).toEqual(MATCHES)
  })
})

describe('the tracking number', () => {
  test.each([
    ['USPS with its postcode', PIC, [`42098421${GS}${PIC}`]],
    ['USPS as printed', '9205 5903 0123 4567 8901 27', [PIC]],
    ['USPS, found in the DataMatrix only', PIC, ['LK-20417', `42098421${GS}${PIC}`]],
    ['FedEx Ground of 34 digits', '400500600714', ['9622001234000000000000400500600714']],
    ['FedEx Express', '400500600703', ['1001234567890001000300400500600703']],
    ['FedEx of 22 digits', '123456789012347', ['9622099123456789012347']],
    ['FedEx, only its PDF417 read', '400500600714', [FEDEX.codes[0]!]],
    ['UPS in small letters', '1z4x7b550312345673', ['42098421', '1Z4X7B550312345673']],
    [
      'DHL beside its routing code',
      '1234567890',
      ['2LUS98421+42000000', '1234567890', 'JD014600006281230001'],
    ],
    ['a number of no known form', 'SF-77-1', ['SF-77-1']],
    [
      'the right one beside that of the whole shipment',
      '1Z4X7B550312345673',
      ['1Z4X7B550399999991', '1Z4X7B550312345673'],
    ],
  ])('matches: %s', (_name, trackingNumber, read) => {
    expect(compareLabel(codes(...read), wanted({ trackingNumber }))).toEqual(MATCHES)
  })

  test('matches by the whole barcode alone, where the carrier told it', () => {
    const carrierBarcode = `42098421${PIC}`
    expect(compareLabel(codes(`42098421${GS}${PIC}`), wanted({ carrierBarcode }))).toEqual(MATCHES)
    expect(
      compareLabel(codes(`42098421${GS}9205590309999999999993`), wanted({ carrierBarcode })),
    ).toEqual(mismatch('tracking-number', carrierBarcode, '9205590309999999999993'))
  })

  test.each([
    [
      'of UPS instead of FedEx',
      '400500600714'.padStart(34, '9622001234000000000000'),
      '1Z4X7B550312345673',
    ],
    ['of Amazon instead of UPS', '1Z4X7B550312345673', 'TBA123456789012'],
  ])('is another one: %s', (_name, trackingNumber, found) => {
    expect(compareLabel(codes(found), wanted({ trackingNumber }))).toEqual(
      mismatch('tracking-number', trackingNumber, found),
    )
  })

  // No proof: a person looks at them.
  test.each([
    ['a picture in which nothing was read', PIC, []],
    ['only an order number', PIC, ['LK-20417', '123456789012', '42055512']],
    ['only the postcode of UPS', '1Z4X7B550312345673', ['42098421']],
    ['only a MaxiCode', '1Z4X7B550312345673', [UPS.codes[2]!]],
    [
      'the number of the carrier that hands it on',
      '92612903012345678901234564',
      ['1Z4X7V81YW12345678'],
    ],
    ['the number of the carrier that it is handed to', 'GM605112345678901234', [PIC]],
    ['the number of a piece', '1234567890', ['JD014600006281230001']],
    [
      'a carrier’s number where one of no known form is expected',
      'SF-77-1',
      ['1Z4X7B550312345673'],
    ],
    ['empty codes', PIC, ['', ' ']],
  ])('is unreadable: %s', (_name, trackingNumber, read) => {
    expect(compareLabel(codes(...read), wanted({ trackingNumber }))).toEqual(UNREADABLE)
  })

  test('nothing expected: anything that was read will do', () => {
    expect(compareLabel(codes('whatever'), WANTED)).toEqual(MATCHES)
    expect(compareLabel({ codes: [], texts: ['hello'] }, WANTED)).toEqual(MATCHES)
    expect(compareLabel({ codes: [], texts: [] }, WANTED)).toEqual(UNREADABLE)
    expect(compareLabel(codes('', ' '), wanted({ trackingNumber: ' ' }))).toEqual(UNREADABLE)
  })
})

describe('the postcode', () => {
  const expected = wanted({ trackingNumber: PIC })

  test.each([
    ['in the barcode of USPS', [`42010001${GS}${PIC}`], [], '10001'],
    ['with four digits more', [`420100011234${GS}${PIC}`], [], '10001'],
    ['behind its state', [PIC], ['SEATTLE WA 98101-1234'], '98101'],
    [
      'behind its state, with the sender beside',
      [PIC],
      ['RENO, NV  89502', 'NEW YORK, NY 10001'],
      '10001',
    ],
    [
      'in the barcode of UPS',
      [PIC, '1Z4X7B550312345673', '42010001'],
      ['TACOMA WA 98421'],
      '10001',
    ],
  ])('is another one: %s', (_name, read, words, found) => {
    expect(compareLabel({ codes: read, texts: words }, expected)).toEqual(
      mismatch('postcode', '98421', found),
    )
  })

  test.each([
    ['with four digits more', [`420984211234${GS}${PIC}`], ['TACOMA WA 98421-1234']],
    [
      'with the place of handing on beside',
      [`42098421${GS}${PIC}`, '1Z4X7V81YW12345678', '42098402'],
      ['TACOMA WA 98402'],
    ],
    ['of the sender only', [PIC], ['RENO NV 89502']],
    ['that stands alone, with a depot beside', [PIC], ['CARSON CA 90745', 'WA', '98421']],
    ['in the barcode, with a depot in the words', [`42098421${GS}${PIC}`], ['CARSON CA 90745']],
    [
      'nowhere, with numbers that look like one',
      [PIC],
      ['PERMIT 73900', 'OR 123456', 'BOX IN 5 10001', 'ME 98421234', 'packed in 20417'],
    ],
    ['nowhere, with the number of an order in a barcode', [PIC, '42055512'], []],
  ])('is right, or nobody knows: %s', (_name, read, words) => {
    expect(compareLabel({ codes: read, texts: words }, expected)).toEqual(MATCHES)
  })

  test('of other countries is never judged', () => {
    for (const [country, zip] of [
      ['IE', 'H91 XY12'],
      ['DE', '10115'],
      ['CA', 'V5K 0A1'],
    ] as const)
      expect(
        compareLabel(
          { codes: [`42010001${GS}${PIC}`], texts: ['NEW YORK NY 10001'] },
          wanted({ trackingNumber: PIC, country, zip }),
        ),
      ).toEqual(MATCHES)
    const nothing = wanted({ trackingNumber: PIC, zip: null })
    expect(compareLabel(texts('NEW YORK NY 10001'), nothing)).toEqual(MATCHES)
  })

  test('of another place stops a label whose barcode could not be read, too', () => {
    expect(compareLabel({ codes: [], texts: ['NEW YORK NY 10001'] }, expected)).toEqual(
      mismatch('postcode', '98421', '10001'),
    )
  })
})

describe('the box', () => {
  const second = wanted({ trackingNumber: PIC, box: { number: 2, of: 3 } })

  test.each([
    ['1 of 3', '1 of 3'],
    ['PKG 3 OF 3', '3 of 3'],
    ['Carton#: 002 of 002', '2 of 2'],
  ])('is another one: %s', (text, found) => {
    expect(compareLabel(texts(text), second)).toEqual(mismatch('box', '2 of 3', found))
  })

  test.each([
    ['2 OF 3'],
    ['1 OF 1'],
    ['BOX 002 of 003'],
    ['PAGE 1 OF 2'],
    ['Set: 1 of 2 mugs'],
    ['2 x Mug 1 of 2'],
    ['Handmade painted porcelain 1 of 200'],
    ['3 of 2'],
    ['0 of 4'],
    ['1/3'],
    ['state of 1 of art'],
  ])('is right, or nobody knows: %s', (text) => {
    expect(compareLabel(texts(text), second)).toEqual(MATCHES)
  })

  test('is right where one of several is', () => {
    expect(compareLabel(texts('1 of 2', '2 of 3'), second)).toEqual(MATCHES)
  })
})

describe('whatever a label says', () => {
  const anything = fc.record({
    codes: fc.array(fc.oneof(fc.string(), fc.constantFrom(...UPS.codes, ...USPS.codes))),
    texts: fc.array(fc.oneof(fc.string(), fc.constantFrom('1 OF 1', 'WA 98421', '2 of 3'))),
  })
  const number = fc.constantFrom(UPS.trackingNumber, USPS.trackingNumber, 'SF-77-1')

  test('with the expected number on it, it is never another parcel’s', () => {
    fc.assert(
      fc.property(anything, number, fc.nat(), (reading, trackingNumber, at) => {
        const read = reading.codes.toSpliced(at % (reading.codes.length + 1), 0, trackingNumber)
        const verdict = compareLabel({ ...reading, codes: read }, wanted({ trackingNumber }))
        return verdict.verdict === 'mismatch'
          ? verdict.what !== 'tracking-number'
          : verdict.verdict === 'matches'
      }),
    )
  })

  test('without it, it never matches', () => {
    fc.assert(
      fc.property(anything, (reading) => {
        const verdict = compareLabel(reading, wanted({ trackingNumber: '1Z4X7B550399999991' }))
        return verdict.verdict !== 'matches'
      }),
    )
  })

  test('the order of its codes changes nothing but which other one is named', () => {
    fc.assert(
      fc.property(anything, number, (reading, trackingNumber) => {
        const turned = { ...reading, codes: reading.codes.toReversed() }
        const expected = wanted({ trackingNumber })
        return compareLabel(reading, expected).verdict === compareLabel(turned, expected).verdict
      }),
    )
  })

  test('more words never make a mismatch a match', () => {
    fc.assert(
      fc.property(anything, fc.string(), (reading, word) => {
        const expected = wanted({ trackingNumber: '1Z4X7B550399999991' })
        const more = { ...reading, codes: [...UPS.codes], texts: [...reading.texts, word] }
        const verdict = compareLabel(more, expected)
        return verdict.verdict === 'mismatch' && verdict.what === 'tracking-number'
      }),
    )
  })
})
