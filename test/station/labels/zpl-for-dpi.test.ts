import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { zplForDpi } from '../../../station/labels/zpl-for-dpi.ts'
import { readZpl } from '../../../station/labels/zpl-reading.ts'
import { CARRIER_LABELS, DHL, FEDEX, SUREPOST, UPS } from './carrier-labels.ts'
import { codesOf, drawn, frameOf } from './draw-and-read.ts'
import { readPng } from './read-png.ts'

/** The commands of a format made for 203 dpi, for another head; without what is set before it begins. */
function changed(zpl: string, toDpi: number): string {
  const result = zplForDpi(Buffer.from(`^XA${zpl}^XZ`), 203, toDpi)
  if (!result.ok) throw new Error(result.failure.detail)
  const text = Buffer.from(result.value).toString()
  return text
    .slice(text.indexOf('^CF') + 1)
    .replace(/^[^^]*/, '')
    .replace('^XZ', '')
}

test('for its own dpi a label stays as it is', () => {
  const zpl = Buffer.from(UPS.zpl)
  expect(zplForDpi(zpl, 203, 203)).toEqual({ ok: true, value: zpl })
})

describe('lengths', () => {
  test.each([
    ['^FO100,200', '^FO296,591'],
    ['^FO100,200,1', '^FO296,591,1'],
    ['^FT0,1', '^FT0,3'],
    ['^LH10,12^LL1218^PW812^LS-10^LT+5', '^LH30,35^LL3600^PW2400^LS-30^LT15'],
    ['^A0N,30,40', '^A0N,89,118'],
    ['^A0,25,25', '^A0,74,74'],
    ['^A0N,20', '^A0N,59'],
    ['^CF0,65, 55\n', '^CF0,192,163'],
    ['^FB400,4,2,C,10', '^FB1182,4,6,C,30'],
    ['^TBN,400,100', '^TBN,1182,296'],
    ['^GB755,2,2,B,3', '^GB2232,6,6,B,3'],
    ['^GB0,1', '^GB0,3'],
    ['^GC100,1,B', '^GC296,3,B'],
    ['^GD100,50,2,B,L', '^GD296,148,6,B,L'],
    ['^GE100,50,2', '^GE296,148,6'],
    ['^BY3,2.5,100', '^BY9,2.5,296'],
    ['^BCN,100,Y,N,N,A', '^BCN,296,Y,N,N,A'],
    ['^B3N,N,100,Y,N', '^B3N,N,296,Y,N'],
    ['^B2N,100', '^B2N,296'],
    ['^BXN,4,200,20,20,6,_', '^BXN,12,200,20,20,6,_'],
    ['^BQN,2,5', '^BQN,2,15'],
    ['^BQN', '^BQN,,6'],
    ['^BON,5', '^BON,15'],
    ['^FP,2', '^FP,6'],
  ])('%s', (from, to) => {
    expect(changed(from, 600)).toBe(to)
  })

  test('texts, orientations, quantities and what is no number stay', () => {
    const zpl = '^FWN^PQ1,0,1,Y^PR4^MD10^FX10,20^FS^FH^FD^FS^FD10,20_0A\u00e9^FS^FO464,--^PON^CI28'
    expect(changed(zpl, 600)).toBe(zpl.replace('464', '1371'))
  })

  test('nothing that was there is lost, however small', () => {
    const result = zplForDpi(Buffer.from('^XA^FO1,0^BY1^GB1,1,1^FS^XZ'), 600, 203)
    expect(result.ok && Buffer.from(result.value).toString()).toContain('^FO1,0^BY1^GB1,1,1')
  })

  test('what a label does not say has its size too', () => {
    const result = zplForDpi(Buffer.from('^XA^XZ^XA^XZ'), 203, 300)
    expect(result.ok && Buffer.from(result.value).toString()).toBe(
      '^XA^BY3,3,15^CF0,13,16^XZ^XA^XZ',
    )
  })

  test('fonts made of dots grow as the others do', () => {
    expect(changed('^ADN,18,10', 600)).toBe('^A0N,53,64')
    expect(changed('^AdB,0,0', 600)).toBe('^A0B,53,64')
    expect(changed('^ABN', 600)).toBe('^A0N,33,48')
    expect(changed('^CFD,36', 600)).toBe('^CF0,106,129')
  })
})

describe('pictures', () => {
  // Two rows of eight dots: the two at the ends, then all.
  const rows = Buffer.from([0x81, 0xff])
  const packed = (name: string, data: Buffer) => `A,2,2,1,:${name}:${data.toString('base64')}:0000`

  test.each([
    ['hex', 'A,2,2,1,81FF'],
    ['hex on lines', 'A,2,2,1,81\nff\n'],
    ['run lengths', 'A,2,2,1,81HF'],
    ['the rest of a row', 'A,2,2,1,81!'],
    ['Z64', packed('Z64', deflateSync(rows))],
    ['B64', packed('B64', rows)],
    ['binary', `B,2,2,1,${rows.toString('latin1')}`],
  ])('in %s grow by whole numbers', (_name, data) => {
    const result = zplForDpi(Buffer.from(`^XA^GF${data}^FS^XZ`, 'latin1'), 203, 600)
    const text = result.ok ? Buffer.from(result.value).toString() : ''
    expect(text).toMatch(/\^GFA,18,18,3,\n[0-9A-F:]+\^FS\^XZ$/)
    expect(/,\n(.+)\^FS/.exec(text)?.[1]).toBe('E00007::FFFFFF::')
  })

  test('rows that are blank or as before, and long runs', () => {
    // Rows of 20 bytes: blank, 25 digits, the same again, one digit.
    const result = zplForDpi(Buffer.from('^XA^GFA,80,80,20,,gKF,:8,^FS^XZ'), 300, 600)
    const lines = result.ok ? /,\n(.+)\^FS/.exec(Buffer.from(result.value).toString())?.[1] : ''
    const row = (digits: string) => `${digits.padEnd(80, '0')}:`
    expect(lines).toBe(row('') + row('F'.repeat(50)) + row('F'.repeat(50)) + row('C0'))
  })

  test.each([
    [203, 300],
    [300, 203],
    [600, 300],
    [600, 203],
  ])('made for %d dpi do not come out at %d', (from, to) => {
    expect(zplForDpi(Buffer.from(DHL.zpl), from, to)).toEqual({
      ok: false,
      failure: {
        code: 'label-dpi-differs',
        detail: `it is made for ${from} dpi, the printer has ${to}, and it holds a picture`,
      },
    })
  })

  test.each([
    ['of a form that only printers know', 'C,2,2,1,ab'],
    ['damaged', 'A,2,2,1,:Z64:aaaa:0000'],
    ['that unpacks to more than it says', packed('Z64', deflateSync(Buffer.alloc(5_000_000)))],
    ['larger than any label', 'A,99999999,99999999,1000,00'],
    ['without rows', 'A,2,2,0,81FF'],
  ])('%s are refused', (_name, data) => {
    expect(zplForDpi(Buffer.from(`^XA^GF${data}^FS^XZ`), 203, 600)).toMatchObject({
      failure: { code: 'label-dpi-differs', detail: expect.stringContaining('picture') },
    })
  })

  test('drawn, every dot is nine', async () => {
    const zpl = Buffer.from('^XA^FO0,0^GFA,8,8,2,80010180FFFF0180^FS^XZ')
    const large = zplForDpi(zpl, 203, 600)
    if (!large.ok) throw new Error(large.failure.detail)
    const small = readPng(await drawn(zpl, 203))
    const big = readPng(await drawn(large.value, 600))
    for (let y = 0; y < 12; y++)
      for (let x = 0; x < 48; x++)
        if (big.isBlack(x, y) !== small.isBlack(Math.floor(x / 3), Math.floor(y / 3)))
          throw new Error(`${x},${y} differs`)
    expect(small.isBlack(0, 0)).toBe(true)
  })
})

test('PDF417 is refused where it would come out too fine for scanners', () => {
  expect(zplForDpi(Buffer.from(FEDEX.zpl), 203, 300)).toMatchObject({ ok: true })
  expect(zplForDpi(Buffer.from(FEDEX.zpl), 203, 600)).toMatchObject({
    failure: { code: 'label-dpi-differs', detail: expect.stringContaining('PDF417') },
  })
})

/** MaxiCode is found in a picture of its own only. */
const isFound = (code: string) => !code.startsWith('[)>\u001e01\u001d96')

test.each([
  ...Object.entries(CARRIER_LABELS)
    .filter(([, label]) => label !== DHL)
    .map(([carrier, label]) => [carrier, 300, label] as const),
  ['UPS', 600, UPS] as const,
  ['SurePost', 600, SUREPOST] as const,
  ['DHL', 600, DHL] as const,
])(
  'a label of %s for a head of %d dpi keeps its barcodes and its proportions',
  async (_carrier, dpi, { zpl, codes }) => {
    const bytes = Buffer.from(zpl)
    const other = zplForDpi(bytes, 203, dpi)
    if (!other.ok) throw new Error(other.failure.detail)
    expect(readZpl(other.value).codes).toEqual(codes)
    const [small, large] = [await drawn(bytes, 203), await drawn(other.value, dpi)]
    expect((await codesOf(large)).sort()).toEqual(codes.filter(isFound).toSorted())
    const [before, after] = [frameOf(small), frameOf(large)]
    for (const side of ['left', 'top', 'right', 'bottom'] as const)
      expect(Math.abs(after[side] - before[side])).toBeLessThan(0.02)
  },
)
