import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandBarcode, parkedStickerBarcode } from '../../../shared/scanning.ts'
import { productCode, readScan as read } from '../../../station/scanning/scanning.ts'
import { checked } from './checked.ts'

const GS = '\u001d'
const readScan = (raw: string) => read(raw, 2026)

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))

describe('reading a scan', () => {
  test('a plain text keeps its case and loses what surrounds it', () => {
    expect(readScan('  lk-Pul-m \r\n')).toEqual({
      text: 'lk-Pul-m',
      candidates: ['lk-Pul-m', 'LK-PUL-M'],
    })
  })

  test('an empty scan has nothing to look up', () => {
    expect(readScan('\u0002 \r')).toEqual({ text: '', candidates: [] })
  })

  test.each([
    [']C0LK-20417', ']C0', 'LK-20417'],
    [']A0BOX-B1', ']A0', 'BOX-B1'],
    [']Q1https://shop.example/o/7', ']Q1', 'https://shop.example/o/7'],
  ])('the AIM identifier of %s is taken off and kept', (raw, aim, text) => {
    expect(readScan(raw)).toMatchObject({ aim, text })
  })

  test('a code that merely has brackets in it keeps them', () => {
    expect(readScan(']C1')).toMatchObject({ text: ']C1' })
    expect(readScan('A]C1B')).toMatchObject({ text: 'A]C1B' })
  })

  test('a link stays a text', () => {
    expect(readScan('https://shop.example/o/09506000134352')).toEqual({
      text: 'https://shop.example/o/09506000134352',
      candidates: [
        'https://shop.example/o/09506000134352',
        'HTTPS://SHOP.EXAMPLE/O/09506000134352',
      ],
    })
  })

  test('our own barcodes are recognised, with an identifier and in lower case too', () => {
    expect(readScan(commandBarcode('SHIP')).starred).toEqual({ kind: 'command', command: 'SHIP' })
    expect(readScan(`]C0${commandBarcode('QTY', '12')}\r`).starred).toEqual({
      kind: 'command',
      command: 'QTY',
      argument: '12',
    })
    expect(readScan(parkedStickerBarcode('K7').toLowerCase()).starred).toEqual({
      kind: 'parked-sticker',
      id: 'K7',
    })
    expect(readScan('*SB-SHIP-9*').starred).toEqual({ kind: 'damaged' })
  })

  test.each([
    ['EAN-13', '5391234567892', '05391234567892'],
    ['EAN-13 with identifier', ']E05391234567892', '05391234567892'],
    ['UPC-A', '036000291452', '00036000291452'],
    ['EAN-8', '96385074', '00000096385074'],
    ['GTIN-14', '15391234567899', '15391234567899'],
    ['GS1-128', ']C10105391234567892', '05391234567892'],
    ['GS1 DataMatrix', `]d201053912345678921727013110LOT-7${GS}21S/N4`, '05391234567892'],
    ['GS1 with the serial number first', `]C121A77${GS}0105391234567892`, '05391234567892'],
    ['GS1 with FNC1 sent as GS', `${GS}0105391234567892`, '05391234567892'],
    ['GS1 without identifier', '01053912345678923712', '05391234567892'],
    ['GS1 in brackets', '(01)05391234567892(17)270131(10)LOT7', '05391234567892'],
    [
      'GS1 with an element between that is not read',
      '(01)05391234567892(3103)000450',
      '05391234567892',
    ],
    ['GS1 with a weight in front', ']C131030004500105391234567892', '05391234567892'],
  ])('the GTIN of %s', (_name, raw, gtin) => {
    const scan = readScan(raw)
    expect(scan.gtin).toBe(gtin)
    expect(scan.candidates).toContain(gtin)
  })

  test.each([
    ['a wrong check digit', '5391234567893'],
    ['a wrong check digit in GS1 data without identifier', '0105391234567893'],
    ['a wrong check digit in GS1 data', ']C10105391234567893'],
    ['GS1 data that is cut', ']C101053912345'],
    ['GS1 data without a GTIN', ']C10012345678901234567521A7'],
    ['nothing but zeros', '00000000'],
    ['ten digits', '5391234567'],
  ])('no GTIN from %s', (_name, raw) => {
    expect(readScan(raw).gtin).toBeUndefined()
  })

  test('any text can be read, and what it is called is found among what it is looked up by', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const scan = readScan(raw)
        expect(scan.candidates.includes(scan.text)).toBe(scan.text !== '')
        expect(readScan(scan.text).candidates.length).toBe(scan.candidates.length)
      }),
      { examples: [[']C1]C1'], [`${GS} x`]] },
    )
  })
})

describe('comparing product barcodes', () => {
  test('one GTIN is one code, however many zeros it is written with', () => {
    fc.assert(
      fc.property(
        digits(11).filter((body) => Number(body) > 0),
        (body) => {
          const upc = checked(body)
          expect(productCode(upc)).toBe(`00${upc}`)
          expect(productCode(`0${upc}`)).toBe(productCode(upc))
          expect(productCode(`00${upc}`)).toBe(productCode(upc))
        },
      ),
    )
  })

  test('a wrong check digit is no GTIN', () => {
    fc.assert(
      fc.property(digits(12), fc.integer({ min: 1, max: 9 }), (body, off) => {
        const right = checked(body)
        const wrong = `${body}${(Number(right.at(-1)) + off) % 10}`
        expect(productCode(wrong)).toBe(wrong)
      }),
    )
  })

  test('anything else is trimmed and in upper case, and normalising twice changes nothing', () => {
    expect(productCode(' lk-pul-m-oat ')).toBe('LK-PUL-M-OAT')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(productCode(productCode(text))).toBe(productCode(text))
      }),
    )
  })
})
