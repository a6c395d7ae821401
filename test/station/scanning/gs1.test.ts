import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GS1_FORMS, isGs1Data } from '../../../station/scanning/gs1-form.ts'
import { GS, gs1Elements } from '../../../station/scanning/gs1.ts'
import { readScan } from '../../../station/scanning/scanning.ts'
import { GS1_DATES, GS1_EXAMPLES, GS1_IDENTIFIERS, UPC_E } from './gs1-examples.ts'
import { checked } from './checked.ts'

const YEAR = 2021

describe('what GS1 has published', () => {
  test('is enough to tell', () => {
    expect(GS1_EXAMPLES.length).toBeGreaterThan(60)
  })

  test.each(GS1_EXAMPLES.map((example) => [example.scan, example] as const))(
    '%s',
    (_scan, { scan, gtin, goods }) => {
      const read = readScan(scan.replaceAll('^', GS), YEAR)
      expect(read.gtin).toBe(gtin)
      const wanted = goods && { ...(gtin === undefined ? {} : { gtin }), ...goods }
      expect(read.goods).toEqual(wanted)
    },
  )

  test.each(GS1_IDENTIFIERS)(
    '$identifier holds $length',
    ({ identifier, length, isPredefined }) => {
      // Zeros have a right check digit, and are a date but for the month.
      const zeros =
        GS1_FORMS.get(identifier)?.allows('000000') === false ? '000100' : '0'.repeat(length)
      expect(isGs1Data(identifier, zeros)).toBe(true)
      expect(isGs1Data(identifier, zeros.slice(1))).toBe(!isPredefined && length > 1)
      expect(GS1_FORMS.get(identifier.slice(0, 2))).toMatchObject({
        identifier: identifier.length,
        isFixed: isPredefined,
      })
    },
  )

  test.each(GS1_DATES)('the date %s is %s', (scanned, date) => {
    const scan = readScan(`]C1010950600013435217${scanned}`, YEAR)
    expect(scan.goods?.expiry ?? null).toBe(date)
    expect(scan.gtin).toBe('09506000134352')
  })

  test('a year is at most 49 back and 50 ahead, also across a century', () => {
    const year = (yy: string, today: number): string | undefined =>
      readScan(`]C117${yy}0101`, today).goods?.expiry?.slice(0, 4)
    expect([year('99', 2049), year('00', 2049), year('99', 2048)]).toEqual(['2099', '2000', '1999'])
    expect([year('00', 2050), year('01', 2051), year('50', 2099)]).toEqual(['2100', '2101', '2050'])
    expect(year('49', 2099)).toBe('2149')
  })

  test.each(UPC_E)('the UPC-E %s is the UPC-A %s, if the identifier says so', (short, long) => {
    const upcA = checked(long)
    const scanned = `${short}${upcA.slice(-1)}`
    expect(readScan(`]E0${scanned}`, YEAR).gtin).toBe(`00${upcA}`)
    expect(readScan(scanned, YEAR).gtin).not.toBe(`00${upcA}`)
    expect(readScan(`]E4${scanned}`, YEAR).gtin).not.toBe(`00${upcA}`)
  })

  test('an add-on of two or five digits is no part of the product', () => {
    expect(readScan(']E3539123456789212', YEAR).gtin).toBe('05391234567892')
    expect(readScan(']E3539123456789212345', YEAR).gtin).toBe('05391234567892')
    expect(readScan('539123456789212', YEAR).gtin).toBeUndefined()
  })
})

describe('what is spoiled', () => {
  const GTIN = '09506000134352'
  const goods = (scan: string) => readScan(scan.replaceAll('^', GS), YEAR).goods
  const gtin = (scan: string) => readScan(scan.replaceAll('^', GS), YEAR).gtin

  test('a batch that is too long takes nothing with it but itself', () => {
    expect(goods(`]C101${GTIN}17211231^10${'A'.repeat(21)}^21A77`)).toEqual({
      gtin: GTIN,
      expiry: '2021-12-31',
      serial: 'A77',
    })
  })

  test('two batches that differ are none, two of one are one', () => {
    expect(goods(`]C101${GTIN}10A^10B^21C`)).toEqual({ gtin: GTIN, serial: 'C' })
    expect(goods(`]C101${GTIN}10A^10A`)).toEqual({ gtin: GTIN, batch: 'A' })
  })

  test('two products are none', () => {
    expect(gtin(`]C101${GTIN}0112345678901231`)).toBeUndefined()
  })

  test('a date that is none keeps the GTIN before it', () => {
    expect(gtin(`]C101${GTIN}17JAN027`)).toBe(GTIN)
    expect(gtin(`01${GTIN}17JAN027`)).toBeUndefined()
  })

  test('brackets in the data are not guessed at', () => {
    expect(goods(`(01)${GTIN}(10)12(A)`)).toBeUndefined()
  })

  test('a link with wrong percent signs is a link without them', () => {
    expect(goods(`https://a.example/01/${GTIN}/10/%E0%A4%A/21/A7`)).toEqual({
      gtin: GTIN,
      serial: 'A7',
    })
  })
})

describe('separators that were lost', () => {
  const CODE = '010950600013435210LOT7'
  const read = (scan: string) => readScan(scan, YEAR).goods

  test('what can be read in one way only is sure', () => {
    expect(read(CODE)).toMatchObject({ batch: 'LOT7' })
    expect(read('0109506000134352172112311012AB')).toMatchObject({
      batch: '12AB',
      expiry: '2021-12-31',
    })
  })

  test('what looks like an element but leads nowhere is none', () => {
    expect(read('010950600013435221A301X')).toMatchObject({ serial: 'A301X' })
  })

  test('what may be one element or two is neither, and what stands before is kept', () => {
    expect(read(`${CODE}21A77`)).toBeUndefined()
    expect(read('01095060001343521721123110LOT721A77')).toEqual({
      gtin: '09506000134352',
      expiry: '2021-12-31',
    })
  })

  test('one separator anywhere shows that none was lost', () => {
    expect(read(`${GS}${CODE}21A77`)).toMatchObject({ batch: 'LOT721A77' })
  })
})

const CSET = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

const digits = (least: number, most = least) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: least, maxLength: most })

const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(2, 10).replaceAll('-', ''))

/** Identifiers, most of them made to look like data and data like identifiers. */
const data = (length: number) =>
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...CSET.split('')), minLength: 1, maxLength: length }),
    digits(1, length),
  )

const element = fc.constantFrom(...GS1_FORMS).chain(([first, form]) => {
  const id = digits(form.identifier - 2).map((rest) => `${first}${rest}`)
  const value = !form.isFixed
    ? form.isDigits
      ? digits(1, form.length)
      : data(Math.min(form.length, 24))
    : form.length === 6 && !form.allows('999999')
      ? date
      : form.allows('1'.repeat(form.length)) && form.allows('2'.repeat(form.length - 1) + '3')
        ? digits(form.length)
        : digits(form.length - 1).map(checked)
  return fc.tuple(id, value)
})

const elements = fc.uniqueArray(element, { selector: ([id]) => id, minLength: 1, maxLength: 5 })

const build = (list: readonly (readonly [string, string])[], separator: string): string =>
  list
    .map(([id, value]) =>
      GS1_FORMS.get(id.slice(0, 2))?.isFixed ? id + value : id + value + separator,
    )
    .join('')

describe('any GS1 data', () => {
  test('with separators reads back as it was written', () => {
    fc.assert(
      fc.property(elements, (list) => {
        const scan = `${GS}${build(list, GS)}`
        expect(gs1Elements(scan)).toEqual(new Map(list))
        expect(gs1Elements(`${GS}${build(list.toReversed(), GS)}`)).toEqual(new Map(list))
      }),
      { numRuns: 200 },
    )
  })

  test('without separators says nothing that it does not say with them', () => {
    let kept = 0
    fc.assert(
      fc.property(elements, (list) => {
        const written = new Map(list)
        for (const [id, value] of gs1Elements(build(list, ''), ']C1') ?? []) {
          expect(written.get(id)).toBe(value)
          kept += 1
        }
      }),
      { numRuns: 600 },
    )
    expect(kept).toBeGreaterThan(300)
  })

  test('with anything at all in it never throws, and is read alike each time', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('01', '10', '17', '21', '(', ')', GS, ']C1', 'https://', '/01/', '%', '?'),
      element.map(([id, value]) => id + value),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const raw = pieces.join('')
        expect(readScan(raw, YEAR)).toEqual(readScan(raw, YEAR))
      }),
      { numRuns: 500 },
    )
  })
})
