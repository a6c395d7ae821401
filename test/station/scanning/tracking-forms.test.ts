import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLabelOf, trackingForms } from '../../../station/scanning/scanning.ts'
import { checked } from './checked.ts'

const GS = '\u001d'

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))

const PIC22 = checked('920559030123456789012')
const PIC26 = checked('9261290303123456789012345')
const PIC30 = checked('93001903012345678901234567890')

describe('the forms of a carrier barcode', () => {
  test.each([
    ['ZIP5 with separator', `]C142098028${GS}${PIC22}`, PIC22],
    ['ZIP9 with separator', `420980289205${GS}${PIC22}`, PIC22],
    ['ZIP5 without separator', `42098028${PIC22}`, PIC22],
    ['ZIP9 without separator, 34 digits', `420980284321${PIC22}`, PIC22],
    ['ZIP5 and 26 digits, also 34', `42098028${PIC26}`, PIC26],
    ['ZIP9 and 26 digits', `420980284321${PIC26}`, PIC26],
    ['30 digits', `42098028${PIC30}`, PIC30],
    ['printed under the bars', `(420) 98028 9205 5903 0123 4567 8901 ${PIC22.slice(20)}`, PIC22],
  ])('USPS, %s', (_name, scanned, pic) => {
    expect(trackingForms(scanned)).toContain(pic)
  })

  test('a separator is believed where the check digit is wrong', () => {
    const wrong = `${PIC22.slice(0, -1)}${(Number(PIC22.at(-1)) + 1) % 10}`
    expect(trackingForms(`42098028${GS}${wrong}`)).toContain(wrong)
    expect(trackingForms(`42098028${wrong}`)).not.toContain(wrong)
  })

  test('a postal code alone is no tracking number', () => {
    expect(trackingForms('42098028')).toEqual(['42098028'])
  })

  test('UPS is itself', () => {
    expect(trackingForms(' 1z 4x7 b55 03 1234 5673')).toEqual(['1Z4X7B550312345673'])
  })

  test.each([
    ['Express of 34 digits', '1001234567890001000300400500600703', '400500600703'],
    ['Ground of 34 digits', '9622001234000000000000400500600714', '400500600714'],
    ['Ground of 22 digits', '9622099123456789012347', '123456789012347'],
  ])('FedEx %s', (_name, scanned, tracking) => {
    expect(trackingForms(scanned)).toEqual([scanned, tracking])
  })

  test('FedEx Express: leading zeros of the 14 digits go', () => {
    expect(trackingForms(`${'1'.repeat(20)}00400500600703`)).toEqual([
      `${'1'.repeat(20)}00400500600703`,
      '400500600703',
    ])
  })

  test('an empty scan has no form', () => {
    expect(trackingForms(' \r\n')).toEqual([])
  })
})

/** A made-up parcel of each carrier, as its label and the carrier's answer would name it. */
const parcel = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(22, 26, 30),
      fc.integer({ min: 91, max: 95 }),
      digits(27),
      fc.constantFrom(5, 9),
      digits(9),
      fc.constantFrom('', GS),
      fc.constantFrom('', ']C1'),
    )
    .map(([length, prefix, body, zipLength, zip, separator, aim]) => {
      const trackingNumber = checked(`${prefix}${body.slice(0, length - 3)}`)
      return {
        trackingNumber,
        carrierBarcode: `${aim}420${zip.slice(0, zipLength)}${separator}${trackingNumber}`,
      }
    }),
  digits(16).map((body) => ({ trackingNumber: `1Z${body}`, carrierBarcode: `1Z${body}` })),
  fc.tuple(digits(20), digits(12)).map(([head, number]) => ({
    trackingNumber: number,
    carrierBarcode: `1${head.slice(1)}00${number}`,
  })),
  fc.tuple(digits(20), digits(12)).map(([head, number]) => ({
    trackingNumber: number,
    carrierBarcode: `96${head}${number}`,
  })),
  fc.tuple(digits(5), digits(15)).map(([head, number]) => ({
    trackingNumber: number,
    carrierBarcode: `96${head}${number}`,
  })),
)

describe('whether a scan is the label', () => {
  test('its own barcode always is, with or without the tracking number', () => {
    fc.assert(
      fc.property(parcel, (codes) => {
        expect(isLabelOf(codes.carrierBarcode, codes)).toBe(true)
        expect(isLabelOf(codes.carrierBarcode, { ...codes, trackingNumber: null })).toBe(true)
        expect(isLabelOf(codes.carrierBarcode, { ...codes, carrierBarcode: null })).toBe(true)
        expect(isLabelOf(codes.trackingNumber, codes)).toBe(true)
      }),
    )
  })

  test('any barcode with a letter or digit is its own label', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => /[0-9A-Za-z]/.test(text)),
        (carrierBarcode) => {
          expect(isLabelOf(carrierBarcode, { trackingNumber: null, carrierBarcode })).toBe(true)
        },
      ),
    )
  })

  test('the label of another tracking number never is', () => {
    fc.assert(
      fc.property(parcel, parcel, (one, other) => {
        fc.pre(one.trackingNumber !== other.trackingNumber)
        expect(isLabelOf(one.carrierBarcode, other)).toBe(false)
        expect(isLabelOf(one.trackingNumber, other)).toBe(false)
      }),
    )
  })

  test('one digit off is another label', () => {
    fc.assert(
      fc.property(parcel, fc.nat(), fc.integer({ min: 1, max: 9 }), (codes, where, off) => {
        const at = where % codes.trackingNumber.length
        const digit = codes.trackingNumber[at] ?? ''
        fc.pre(/\d/.test(digit))
        const changed = `${codes.trackingNumber.slice(0, at)}${(Number(digit) + off) % 10}${codes.trackingNumber.slice(at + 1)}`
        expect(isLabelOf(changed, codes)).toBe(false)
      }),
    )
  })

  test('an expected number is taken whatever its check digit says and however long its ZIP is', () => {
    const wrong = `${PIC22.slice(0, -1)}${(Number(PIC22.at(-1)) + 1) % 10}`
    const codes = { trackingNumber: wrong, carrierBarcode: `42098028${wrong}` }
    expect(isLabelOf(wrong, codes)).toBe(true)
    expect(isLabelOf(`420980284321${wrong}`, codes)).toBe(true)
  })

  test('the postal code that UPS prints beside is not the label', () => {
    expect(
      isLabelOf('42098028', { trackingNumber: '1Z4X7B550312345673', carrierBarcode: null }),
    ).toBe(false)
  })

  test('nothing is the label of nothing', () => {
    expect(isLabelOf('', { trackingNumber: '', carrierBarcode: '' })).toBe(false)
    expect(isLabelOf('--', { trackingNumber: null, carrierBarcode: '()' })).toBe(false)
  })
})
