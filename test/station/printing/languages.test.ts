import { inflateSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { PrinterSettingsSchema, type PrinterSettings } from '../../../shared/settings.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { escpos } from '../../../station/printing/languages/escpos.ts'
import { crc16Xmodem } from '../../../station/printing/languages/graphic-field.ts'
import { checkLabel } from '../../../station/labels/label-kind.ts'
import { pngToDots } from '../../../station/labels/png-to-dots.ts'
import { zpl } from '../../../station/printing/languages/zpl.ts'
import { labelLanguageContract } from '../../contracts/label-language.contract.ts'
import { labelBarcodes } from '../../simulators/label-barcodes.ts'
import { makePng } from '../labels/make-png.ts'
import { silentLog } from './silent-log.ts'
import { readEscposBarcodes, readEscposRasters } from './read-escpos.ts'
import { differingDots, readPng } from '../labels/read-png.ts'

const labels = createLabels({
  worker: new URL('../../../station/labels/label-worker.ts', import.meta.url),
  log: silentLog,
})
afterAll(() => labels.stop())

let drawings = 0
async function draw(bytes: Uint8Array, widthInches: number, heightInches: number) {
  const drawn = await labels.draw(
    { kind: 'zpl', bytes, sha256: String(drawings++) },
    { dpi: 203, widthInches, heightInches },
  )
  if (!drawn.ok) throw new Error(drawn.failure.detail)
  return drawn.value.png
}

// 301 × 211 dots on paper of 406 × 305.
labelLanguageContract('zpl', zpl, {
  read: async (bytes) => ({ picture: readPng(await draw(bytes, 2, 1.5)), left: 52, top: 47 }),
  barcodes: async (bytes) => labelBarcodes(await draw(bytes, 4, 6)),
})
labelLanguageContract('escpos', escpos, {
  read: async (bytes) => ({ picture: readEscposRasters(bytes), left: 0, top: 0 }),
  barcodes: async (bytes) => readEscposBarcodes(bytes),
})

const fourBySix = PrinterSettingsSchema.parse({
  id: 'label',
  role: 'label',
  connection: 'simulated:',
})

async function encodePng(png: Uint8Array): Promise<Uint8Array> {
  const dots = pngToDots(png, { width: 812, height: 1218, dpi: 203 })
  if (!dots.ok) throw new Error(dots.failure.code)
  return zpl.encode(dots.value, fourBySix)
}

async function testLabel(printer: PrinterSettings): Promise<Uint8Array> {
  const barcodes = { 2: 'TWO', 3: 'THREE' }
  const bytes = await zpl.testLabel?.({ printerId: printer.id, at: new Date(), barcodes }, printer)
  if (!bytes?.ok) throw new Error('no test label')
  return bytes.value
}

describe('zpl', () => {
  const fullPage = makePng({
    width: 812,
    height: 1218,
    depth: 1,
    colourType: 0,
    // Stripes on the upper and the lower third; the middle stays white.
    sample: (x, y) => [y > 400 && y < 820 ? 1 : Number((x ^ y) % 5 > 1)],
  })

  test('bands keep under the limit, carry right checksums, and blank ones are left out', async () => {
    const encoded = await encodePng(fullPage)
    const text = Buffer.from(encoded).toString()
    const fields = [
      ...text.matchAll(
        /\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS/g,
      ),
    ]
    expect(fields.map(([, x, y]) => [x, y])).toEqual([
      ['0', '0'],
      ['0', '812'],
    ])
    for (const [, , , total, field, bytesPerRow, packed = '', crc = ''] of fields) {
      expect(total).toBe(field)
      expect(bytesPerRow).toBe('102')
      expect(Number(total)).toBeLessThanOrEqual(99_999)
      expect(inflateSync(Buffer.from(packed, 'base64'))).toHaveLength(Number(total))
      expect(crc16Xmodem(packed)).toBe(Number.parseInt(crc, 16))
    }
    expect(text).toMatch(/^\^XA\^PON\^LH0,0\^LT0\^LS0\^FWN\^PW812\^LL1218\n/)
    expect(text).toMatch(/\^PQ1\^XZ$/)
  })

  test('a whole page is drawn by the renderer with no dot different', async () => {
    const encoded = await encodePng(fullPage)
    const drawn = readPng(await draw(encoded, 4, 6))
    expect([drawn.width, drawn.height]).toEqual([812, 1218])
    expect(differingDots(drawn, readPng(fullPage))).toBe(0)
  })

  test('800 × 1200 dots are centred on 812 × 1218, not scaled', async () => {
    const png = makePng({
      width: 800,
      height: 1200,
      depth: 8,
      colourType: 0,
      sample: (x, y) => [(x * y) % 256],
    })
    const encoded = await encodePng(png)
    const drawn = readPng(await draw(encoded, 4, 6))
    expect(differingDots(drawn, readPng(png), 6, 9)).toBe(0)
  })

  test('the test label has its border at the edge of the paper', async () => {
    const drawn = readPng(await draw(await testLabel(fourBySix), 4, 6))
    const corners = [
      [0, 0],
      [811, 0],
      [0, 1217],
      [811, 1217],
    ] as const
    expect(corners.every(([x, y]) => drawn.isBlack(x, y))).toBe(true)
    expect(drawn.isBlack(20, 20)).toBe(false)
  })

  test('a printer with a name full of commands gets them as text', async () => {
    const bytes = await testLabel({ ...fourBySix, id: 'a^XZ~JR_' })
    expect(Buffer.from(bytes).toString()).toContain('a_5EXZ_7EJR_5F')
  })
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
