import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { PrinterSettingsSchema, type PrinterSettings } from '../../../shared/settings.ts'
import type { BlackDots } from '../../../station/labels/labels.ts'
import { checkLabel } from '../../../station/labels/label-kind.ts'
import { encodeAcs } from '../../../station/printing/languages/acs.ts'
import { cpcl } from '../../../station/printing/languages/cpcl.ts'
import { epl2 } from '../../../station/printing/languages/epl2.ts'
import { escpos } from '../../../station/printing/languages/escpos.ts'
import { crc16Xmodem } from '../../../station/printing/languages/graphic-field.ts'
import { tspl } from '../../../station/printing/languages/tspl.ts'
import { zpl } from '../../../station/printing/languages/zpl.ts'
import { labelLanguageContract } from '../../contracts/label-language.contract.ts'
import { readCpcl } from './cpcl-reader.ts'
import { readEpl2 } from './epl2-reader.ts'
import { readEscpos } from './escpos-reader.ts'
import { scanPaper } from './printed-paper.ts'
import { readTspl } from './tspl-reader.ts'
import { readZplPaper } from './zpl-reader.ts'

const paperOf = ({ dpi, media }: PrinterSettings) => ({
  width: Math.round(media.widthInches * dpi),
  height: Math.round(media.heightInches * dpi),
})

for (const graphics of ['z64', 'acs', 'hex'] as const)
  labelLanguageContract({
    name: 'zpl',
    language: zpl,
    graphics,
    read: readZplPaper,
    runs: 25,
  })
labelLanguageContract({
  name: 'epl2',
  language: epl2,
  read: (bytes, printer) => readEpl2(bytes, paperOf(printer).height),
  runs: 100,
})
labelLanguageContract({
  name: 'tspl',
  language: tspl,
  read: (bytes, printer) => readTspl(bytes, printer.dpi),
  runs: 100,
})
labelLanguageContract({ name: 'cpcl', language: cpcl, read: (bytes) => readCpcl(bytes), runs: 100 })
labelLanguageContract({
  name: 'escpos',
  language: escpos,
  read: (bytes, printer) => readEscpos(bytes, paperOf(printer).width),
  // On a roll; the printer puts whole bytes in the middle.
  placed: ({ bytesPerRow }, width) => ({
    left: Math.max(0, Math.floor((width - bytesPerRow * 8) / 2)),
    top: 0,
  }),
  runs: 100,
})

const fourBySix = PrinterSettingsSchema.parse({
  id: 'label',
  role: 'label',
  connection: 'simulated:',
})

/** A page of stripes whose rows from 401 to 819 are blank. */
function stripes(): BlackDots {
  const [width, height, bytesPerRow] = [812, 1218, 102]
  const bits = new Uint8Array(bytesPerRow * height)
  for (let y = 0; y < height; y++)
    if (y <= 400 || y >= 820)
      bits.fill(y & 1 ? 0xa5 : 0x3c, y * bytesPerRow, (y + 1) * bytesPerRow - 1)
  return { width, height, bytesPerRow, bits }
}

async function textOf(language: typeof zpl, dots: BlackDots, printer = fourBySix) {
  return Buffer.from(await language.encode(dots, printer)).toString('latin1')
}

describe('zpl', () => {
  const fieldsOf = (text: string) =>
    [...text.matchAll(/\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS/g)].map(
      ([, x, y, total, field, bytesPerRow, data = '']) => ({
        at: [Number(x), Number(y)],
        total: Number(total),
        field: Number(field),
        bytesPerRow: Number(bytesPerRow),
        data,
      }),
    )

  test.each(['z64', 'acs', 'hex'] as const)(
    'as %s bands keep under the limit, and blank rows around them are left out',
    async (graphics) => {
      const text = await textOf(zpl, stripes(), { ...fourBySix, graphics })
      const fields = fieldsOf(text)
      expect(fields.map(({ at }) => at)).toEqual([
        [0, 0],
        [0, 820],
      ])
      for (const { total, field, bytesPerRow } of fields) {
        expect(total).toBe(field)
        expect(bytesPerRow).toBe(102)
        expect(total).toBeLessThanOrEqual(99_999)
      }
      expect(text).toMatch(/^\^XA\^PON\^LH0,0\^LT0\^LS0\^FWN\^PW812\^LL1218\n/)
      expect(text).toMatch(/\^PQ1\^XZ$/)
    },
  )

  test('bands of a wide head keep under the limit too', async () => {
    const [width, height, bytesPerRow] = [2400, 1000, 300]
    const bits = new Uint8Array(bytesPerRow * height).fill(0xff)
    const fine = { ...fourBySix, dpi: 600 } as const
    const fields = fieldsOf(await textOf(zpl, { width, height, bytesPerRow, bits }, fine))
    expect(fields.map(({ at }) => at[1])).toEqual([1300, 1633, 1966, 2299])
    for (const { total } of fields) expect(total).toBeLessThanOrEqual(99_999)
  })

  test('pictures are Z64 where the settings say nothing', async () => {
    const z64 = await textOf(zpl, stripes(), { ...fourBySix, graphics: 'z64' })
    expect(await textOf(zpl, stripes())).toBe(z64)
  })

  test('Z64 is a zlib stream with the right checksum over its base64', async () => {
    for (const { data, total } of fieldsOf(await textOf(zpl, stripes()))) {
      const [, packed = '', crc = ''] = /^:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})$/.exec(data) ?? []
      expect(inflateSync(Buffer.from(packed, 'base64'))).toHaveLength(total)
      expect(crc16Xmodem(packed)).toBe(Number.parseInt(crc, 16))
    }
  })

  test.each([
    ['a run of three and more by its count', [[0xff, 0xf0, 0x0f]], 'IF00F'],
    ['a run of two written out', [[0x55, 0x12]], '5512'],
    ['whole white bytes at the end by a comma, a half one as a digit', [[0xf0, 0, 0]], 'F0,'],
    [
      'a row like the one before by a colon',
      [
        [0xf0, 1],
        [0xf0, 1],
      ],
      'F001:',
    ],
    [
      'a first row that is blank by a comma',
      [
        [0, 0],
        [0, 0],
      ],
      ',:',
    ],
    ['419 digits by two letters', [Array<number>(209).fill(0xaa).concat(0xa1)], 'zYA1'],
    ['420 digits by two letters', [Array<number>(210).fill(0xaa)], 'zgA'],
    ['black by its count, never by an exclamation mark', [[0xff, 0xff]], 'JF'],
  ])('ACS: %s', (_, rows, text) => {
    expect(encodeAcs(Uint8Array.from(rows.flat()), rows[0]!.length)).toBe(text)
  })

  test('the test label has its border at the edge of the paper', async () => {
    const barcodes = { 2: 'TWO', 3: 'THREE' }
    const made = await zpl.testLabel?.({ printerId: 'label', at: new Date(), barcodes }, fourBySix)
    const { picture } = await readZplPaper(made?.ok ? made.value : new Uint8Array(), fourBySix)
    const corners = [
      [0, 0],
      [811, 0],
      [0, 1217],
      [811, 1217],
    ] as const
    expect(corners.every(([x, y]) => picture.isBlack(x, y))).toBe(true)
    expect(picture.isBlack(14, 600)).toBe(false)
  })

  test.each([
    [203, 4, 6],
    [203, 4, 8],
    [203, 4.13, 5.83],
    [300, 4, 6],
    [600, 4, 6],
  ] as const)(
    'on %i dpi and %d × %d inches codes of 22 characters can be scanned, upright where too wide',
    async (dpi, widthInches, heightInches) => {
      const printer = { ...fourBySix, dpi, media: { widthInches, heightInches } }
      const barcodes = { 2: '*SB-TEST-2-7KQ3ABCD-X*', 3: '*SB-TEST-3-7KQ3ABCD-X*' }
      const made = await zpl.testLabel?.({ printerId: 'label', at: new Date(), barcodes }, printer)
      const bytes = made?.ok ? made.value : new Uint8Array()
      expect(await scanPaper(await readZplPaper(bytes, printer))).toEqual([
        barcodes[2],
        barcodes[3],
      ])
      expect(Buffer.from(bytes).includes('^BCR')).toBe(dpi === 203)
    },
  )

  test('a printer with a name full of commands gets them as text', async () => {
    const barcodes = { 2: 'TWO', 3: 'THREE' }
    const printerId = 'a^XZ~JR_'
    const made = await zpl.testLabel?.({ printerId, at: new Date(), barcodes }, fourBySix)
    expect(Buffer.from(made?.ok ? made.value : []).toString()).toContain('a_5EXZ_7EJR_5F')
  })
})

test.each([
  ['epl2', epl2, /GW0,(0|820),102,(401|398),/g],
  ['tspl', tspl, /BITMAP 0,(0|820),102,(401|398),0,/g],
  ['cpcl', cpcl, /CG 102 (401|398) 0 (0|820) /g],
] as const)('%s leaves blank rows out', async (_, language, bands) => {
  const text = await textOf(language, stripes())
  expect(text.match(bands)).toHaveLength(2)
  expect(text.length).toBeLessThan(102 * (401 + 398) + 200)
})

test('epl2 sets the width in whole bytes before it clears, so that no picture leaves it', async () => {
  expect(await textOf(epl2, stripes())).toMatch(/^\nq816\nN\nGW/)
})

test('tspl says the size of the label in millimetres', async () => {
  expect(await textOf(tspl, stripes())).toMatch(/^\r\nSIZE 101.6 mm,152.4 mm\r\nCLS\r\n/)
})

test.each([
  ['123456789', 0x31c3],
  ['', 0],
  ['A', 0x58e5],
])('CRC-16/XMODEM of "%s"', (text, crc) => {
  expect(crc16Xmodem(text)).toBe(crc)
})

describe('labels are told by content', () => {
  test.each([
    ['zpl', '^XA^XZ'],
    ['zpl', '\ufeff\n~DGR:A.GRF,1,1,FF^XA^XZ'],
    ['pdf', '%PDF-1.4'],
    ['png', '\x89PNG\r\n\x1a\n'],
  ] as const)('%s', (kind, text) => {
    expect(checkLabel({ kind, bytes: Buffer.from(text, 'latin1') }).ok).toBe(true)
    const other = kind === 'pdf' ? 'png' : 'pdf'
    expect(checkLabel({ kind: other, bytes: Buffer.from(text, 'latin1') })).toMatchObject({
      failure: {
        code: 'label-not-readable',
        detail: `It is said to be ${other} and is ${kind}`,
      },
    })
  })

  test('anything else is not readable, and more than 5 MB is too large', () => {
    expect(checkLabel({ kind: 'zpl', bytes: Buffer.from('<html>') })).toMatchObject({
      failure: { code: 'label-not-readable' },
    })
    expect(checkLabel({ kind: 'zpl', bytes: Buffer.alloc(5 * 1024 * 1024 + 1) })).toMatchObject({
      failure: { code: 'label-too-large' },
    })
  })
})
