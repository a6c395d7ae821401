import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import type { Order } from '../../../shared/orders.ts'
import { packingSlipPdf, type Slip } from '../../../station/documents/packing-slip.ts'
import { MISSING, piecesOf, printable, wrapped } from '../../../station/documents/slip-text.ts'
import { slipWords } from '../../../station/documents/slip-words.ts'

const noPoppler = spawnSync('pdftotext', ['-v']).error !== undefined
if (noPoppler) console.log('Slips are not read back: pdftotext is not installed')

const ITEMS: Order['items'] = [
  {
    line: 1,
    sku: 'LK-PUL-M-OAT',
    barcodes: [],
    description: 'Knitted cotton pullover, adult',
    quantity: 3,
    unitPrice: { minor: 6400, currency: 'USD' },
  },
  { line: 2, sku: '', barcodes: [], description: 'Шерстяная шапка Ω', quantity: 1 },
]

function slip(changes: Partial<Slip['order']> = {}, rest: Partial<Slip> = {}): Slip {
  return {
    order: {
      reference: 'LK-20417',
      merchant: 'larkspur',
      shipTo: {
        name: 'Mairead Quinlan',
        street1: '14 Castle Row',
        city: 'Galway',
        zip: 'H91 XY12',
        country: 'IE',
      },
      items: ITEMS,
      ...changes,
    },
    contents: [{ line: 1, quantity: 2 }],
    boxes: { number: 1, of: 2, more: false },
    shipFrom: undefined,
    ...rest,
  }
}

/** What a reader that nobody here has written finds on it. */
function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-slip-'))
  writeFileSync(join(folder, 'slip.pdf'), pdf)
  const text = execFileSync('pdftotext', ['-layout', join(folder, 'slip.pdf'), '-'], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return text
}

describe.skipIf(noPoppler)('a packing slip', () => {
  test('says what is in this box, of how many, and no price', async () => {
    const text = textOf(await packingSlipPdf(slip()))
    expect(text).toMatch(/Packing slip\s+Box 1 of 2/)
    expect(text).toMatch(/Order LK-20417/)
    expect(text).toMatch(/larkspur/)
    expect(text).toMatch(/Mairead Quinlan\n14 Castle Row\nGalway H91 XY12\nIE/)
    expect(text).toMatch(/LK-PUL-M-OAT\s+Knitted cotton pullover, adult\s+2\s+3/)
    expect(text).not.toMatch(/64|USD|шапка/)
  })

  test('is in the order’s language, else in that of its country', async () => {
    const spanish = textOf(await packingSlipPdf(slip({ language: 'es-MX' })))
    expect(spanish).toMatch(/Lista de contenido\s+Caja 1 de 2/)
    const address = slip().order.shipTo
    const german = slip(
      { shipTo: { ...address, country: 'AT' } },
      { boxes: { number: 1, of: 1, more: true } },
    )
    expect(textOf(await packingSlipPdf(german))).toMatch(/Paket 1, weitere Pakete folgen/)
  })

  test('shows a box for what its letters do not have, and breaks over nothing', async () => {
    const hostile = slip({
      reference: '注文\u0000番号\n7 👩‍👩‍👧 e\u0301',
      shipTo: { ...slip().order.shipTo, name: 'שלום abc مرحبا بالعالم' },
    })
    const text = textOf(await packingSlipPdf(hostile))
    expect(text).toContain(`Order ${MISSING}${MISSING} ${MISSING}${MISSING} 7`)
    expect(text).toContain('é')
    expect(text).toContain('abc')
    expect(text).not.toContain('cba')
  })

  test('goes on over pages, with every item on one of them', async () => {
    const items = Array.from({ length: 120 }, (_, index) => ({
      line: index + 1,
      sku: `SKU-${index + 1}-${'X'.repeat(index % 60)}`,
      barcodes: [],
      description: `Item number ${index + 1} ${'of a long name '.repeat(index % 9)}`,
      quantity: 1,
    }))
    const pdf = await packingSlipPdf(
      slip({ items }, { contents: items.map(({ line }) => ({ line, quantity: 1 })) }),
    )
    const pages = (await PDFDocument.load(pdf)).getPageCount()
    expect(pages).toBeGreaterThan(2)
    const text = textOf(pdf)
    expect(text).toContain(`Page ${pages} of ${pages}`)
    for (const { line } of items) expect(text).toContain(`Item number ${line} `.trimEnd())
  })

  test('is on the paper of the country that it leaves from', async () => {
    const from = (country: string) =>
      packingSlipPdf(slip({}, { shipFrom: { ...slip().order.shipTo, country } }))
    const widthOf = async (pdf: Uint8Array) => (await PDFDocument.load(pdf)).getPage(0).getWidth()
    expect(await widthOf(await from('US'))).toBe(612)
    expect(await widthOf(await from('DE'))).toBeCloseTo(595.28)
  })
})

test.each([
  [undefined, 'IE', 'Packing slip'],
  [undefined, 'JP', 'Packing slip'],
  ['ja', 'JP', 'Packing slip'],
  ['Estonian', 'EE', 'Packing slip'],
  ['FR', 'US', 'Bon de colisage'],
  ['pt_BR', 'IE', 'Lista de embalagem'],
  [undefined, 'BE', 'Paklijst'],
  ['xx', 'IT', 'Distinta di imballaggio'],
])('language %s to %s', (language, country, title) => {
  expect(slipWords(language, country).title).toBe(title)
})

test('text is cut into pieces of one direction, turned round where the line is', () => {
  expect(piecesOf('abc שלום עולם def')).toEqual(['abc ', 'שלום עולם', ' def'])
  expect(piecesOf('שלום abc')).toEqual([' abc', 'שלום'])
  expect(piecesOf('plain')).toEqual(['plain'])
})

test('lines are no wider than asked, and lose nothing', () => {
  const width = (text: string) => text.length
  expect(wrapped('one two three', 7, width)).toEqual(['one two', 'three'])
  expect(wrapped('abcdefghij k', 4, width)).toEqual(['abcd', 'efgh', 'ij k'])
  expect(wrapped('', 4, width)).toEqual([])
})

test('what has no shape is left out, what has none here becomes a box', () => {
  const ascii = (codePoint: number) => codePoint < 128
  expect(printable('a\u200bb\tc\ufe0f', ascii)).toBe('ab c')
  expect(printable('x👍🏽y', ascii)).toBe(`x${MISSING}y`)
})
