import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import type { Head } from '../../../station/labels/head.ts'
import { prepareLabel } from '../../../station/labels/prepare-label.ts'
import { pngToDots } from '../../../station/labels/png-to-dots.ts'
import { A4, A6, FOUR_BY_SIX, labelOf, makePdf } from './make-pdf.ts'
import { makePng } from './make-png.ts'

const CODE = '1Z999AA10123456784'
const head: Head = { dpi: 203, widthDots: 812, heightDots: 1218, rotation: 0, takesZpl: true }

async function prepare(bytes: Uint8Array, more: Partial<Head> = {}, wanted: string[] = [CODE]) {
  const prepared = await prepareLabel({ kind: 'pdf', bytes }, { ...head, ...more }, wanted)
  if (!prepared.ok) return prepared.failure
  const { print, reading } = prepared.value
  if (print.kind !== 'dots') throw new Error('A PDF went out as ZPL')
  return { dots: print.dots, size: [print.dots.width, print.dots.height], ...reading }
}

describe('a label of vector bars', () => {
  test.each([
    [203, 812, 1218],
    [300, 1200, 1800],
    [600, 2400, 3600],
  ] as const)('is drawn at the %i dpi of the head, and read', async (dpi, width, height) => {
    const pdf = await makePdf(FOUR_BY_SIX, labelOf(CODE))
    expect(await prepare(pdf, { dpi, widthDots: width, heightDots: height })).toMatchObject({
      size: [width, height],
      codes: [CODE],
      texts: ['SHIP TO', 'AUSTIN TX 78701'],
    })
  })

  test.each([90, 180, 270] as const)('is read turned by %i degrees, too', async (rotation) => {
    const pdf = await makePdf(FOUR_BY_SIX, labelOf(CODE))
    const across = rotation !== 180
    const paper = across ? { widthDots: 1218, heightDots: 812 } : {}
    expect(await prepare(pdf, { rotation, ...paper })).toMatchObject({
      size: across ? [1218, 812] : [812, 1218],
      codes: [CODE],
    })
  })

  test('on A6 and A4 is cut to what is black', async () => {
    for (const [size, at] of [
      [A6, { left: 12, bottom: 9 }],
      [A4, { left: 300, bottom: 420 }],
    ] as const) {
      const prepared = await prepare(await makePdf(size, labelOf(CODE, at)))
      expect(prepared).toMatchObject({ codes: [CODE] })
      if (!('size' in prepared)) throw new Error(prepared.code)
      expect(prepared.size[0]).toBeGreaterThan(766)
      expect(prepared.size[0]).toBeLessThan(776)
    }
    const A6_PAPER = { widthDots: 839, heightDots: 1183 }
    expect(await prepare(await makePdf(A6, labelOf(CODE)), A6_PAPER)).toMatchObject({
      size: [839, 1183],
    })
  })

  test('that fills a sheet of A4 does not fit', async () => {
    const pdf = await makePdf(A4, (page) =>
      page.drawRectangle({ x: 9, y: 9, width: 500, height: 700 }),
    )
    expect(await prepare(pdf)).toEqual({
      code: 'label-does-not-fit',
      detail: expect.stringMatching(
        /^the picture is 1678 × 2374 dots \(14\d\d × 19\d\d without its white edges\), the paper 812 × 1218 at 203 dpi$/,
      ),
    })
  })
})

describe('a label that is a picture', () => {
  async function picturePdf(png: Uint8Array) {
    return makePdf(FOUR_BY_SIX, async (page, pdf) => {
      const [width, height] = FOUR_BY_SIX
      page.drawImage(await pdf.embedPng(png), { x: 0, y: 0, width, height })
    })
  }
  const noise = (width: number, height: number) =>
    makePng({
      width,
      height,
      depth: 1,
      colourType: 0,
      sample: (x, y) => [(Math.imul(x * 7919 + y * 104_729, 40_503) >> 9) & 1],
    })

  test.each([
    ['203 dpi', 812, 1218, { dpi: 203, widthDots: 812, heightDots: 1218 }],
    ['300 dpi', 1200, 1800, { dpi: 300, widthDots: 1200, heightDots: 1800 }],
    // 1.5 % less than the head: scaled, its bars would be of uneven width.
    ['200 dpi on a head of 203', 800, 1200, { dpi: 203, widthDots: 812, heightDots: 1218 }],
  ] as const)('of %s keeps every dot', async (_, width, height, paper) => {
    const png = noise(width, height)
    const [prepared, wanted] = [await prepare(await picturePdf(png), paper), pngToDots(png)]
    if (!('dots' in prepared) || !wanted.ok) throw new Error('Not drawn')
    expect(prepared.size).toEqual([width, height])
    let different = 0
    wanted.value.bits.forEach((byte, at) => {
      if (byte !== prepared.dots.bits[at]) different++
    })
    expect(different).toBe(0)
  })
})

describe('of several pages', () => {
  const blank = () => {}
  test('the first that carries the wanted code is the label', async () => {
    const pdf = await makePdf(
      FOUR_BY_SIX,
      labelOf('INVOICE-7', { words: 'INVOICE' }),
      blank,
      labelOf(CODE),
      labelOf(CODE, { words: 'COPY' }),
    )
    expect(await prepare(pdf)).toMatchObject({
      codes: [CODE],
      texts: ['SHIP TO', 'AUSTIN TX 78701'],
    })
  })

  test('where none does, the first that is not blank and fits', async () => {
    const pdf = await makePdf(FOUR_BY_SIX, blank, labelOf('FIRST-1'), labelOf('SECOND-2'))
    expect(await prepare(pdf)).toMatchObject({ codes: ['FIRST-1'] })
    expect(await prepare(pdf, {}, [])).toMatchObject({ codes: ['FIRST-1'] })
  })

  test('blank ones are no label', async () => {
    expect(await prepare(await makePdf(FOUR_BY_SIX, blank, blank))).toEqual({
      code: 'label-not-readable',
      detail: 'It is blank',
    })
  })
})

describe('refused in words', () => {
  test('a page larger than any label, before it is drawn', async () => {
    const pdf = await makePdf([14_000, 14_000], (page) => page.drawText('large'))
    const before = process.memoryUsage().rss
    expect(await prepare(pdf)).toEqual({
      code: 'label-does-not-fit',
      detail: 'page 1 is 39472 × 39472 dots at 203 dpi, larger than any label',
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })

  test('a PDF that wants a password', async () => {
    const plain = await PDFDocument.load(await makePdf(FOUR_BY_SIX, labelOf(CODE)))
    const hashes = `/O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}>`
    const encrypted = Buffer.from(await plain.save({ useObjectStreams: false }))
      .toString('latin1')
      .replace(
        'trailer\n<<',
        `trailer\n<< /ID [<4142> <4142>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 ${hashes} >>`,
      )
    expect(await prepare(Buffer.from(encrypted, 'latin1'))).toEqual({
      code: 'label-not-readable',
      detail: 'The PDF is encrypted with a password',
    })
  })

  test.each([
    ['nothing but a beginning', () => Buffer.from('%PDF-1.7\n')],
    ['noise', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000, 0xa5)])],
  ])('%s', async (_, bytes) => {
    expect(await prepare(bytes())).toEqual({
      code: 'label-not-readable',
      detail: 'The PDF is damaged',
    })
  })
})

test('a deeply nested PDF costs no other label', async () => {
  const deep = 200_000
  const pdf = await PDFDocument.create()
  pdf.addPage([...FOUR_BY_SIX])
  const text = Buffer.from(await pdf.save({ useObjectStreams: false })).toString('latin1')
  for (const nested of [
    text.replace('/MediaBox', `/Deep ${'['.repeat(deep)}${']'.repeat(deep)} /MediaBox`),
    text.replace('/MediaBox', `/Deep ${'<</A '.repeat(deep)}1${'>>'.repeat(deep)} /MediaBox`),
    text.replace('/Kids', `/Deep ${'['.repeat(deep)} /Kids`),
  ])
    expect(await prepare(Buffer.from(nested, 'latin1'))).toHaveProperty('code')
  expect(await prepare(await makePdf(FOUR_BY_SIX, labelOf(CODE)))).toMatchObject({ codes: [CODE] })
})

test('a page that draws itself ends', async () => {
  const content = '0 0 50 50 re f /Self Do'
  const resources = '/Resources << /XObject << /Self 4 0 R >> >>'
  const pdf = `%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 5 0 R ${resources} >> endobj
4 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 288 432] /Length ${content.length} ${resources} >>
stream\n${content}\nendstream endobj
5 0 obj << /Length ${content.length} >>\nstream\n${content}\nendstream endobj
trailer << /Root 1 0 R >>`
  expect(await prepare(Buffer.from(pdf), {}, [])).toMatchObject({ size: [812, 1218] })
})
