import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PDFDocument, PDFFont, PDFPage } from 'pdf-lib'
import type { Address, Order } from '../../shared/orders.ts'
import type { BoxCount } from '../../shared/printing.ts'
import { piecesOf, printable, wrapped } from './slip-text.ts'
import { slipWords, type SlipWords } from './slip-words.ts'

/** What is in one box, for whoever opens it. */
export interface Slip {
  readonly order: Pick<Order, 'reference' | 'merchant' | 'shipTo' | 'items' | 'language'>
  readonly contents: readonly { readonly line: number; readonly quantity: number }[]
  readonly boxes: BoxCount
  readonly shipFrom: Address | undefined
}

const require = createRequire(import.meta.url)

const MARGIN = 48
const LETTER: [number, number] = [612, 792]
const A4: [number, number] = [595.28, 841.89]
/** Countries where office paper is Letter. */
const WITH_LETTER = ['US', 'CA', 'MX']
const SIZE = 10
const LINE = 14
const SKU_WIDTH = 120
const COUNT_WIDTH = 84

/** A packing slip as PDF, without prices. The library and the fonts load with the first one. */
export async function packingSlipPdf(slip: Slip): Promise<Uint8Array> {
  const [{ PDFDocument }, { default: fontkit }, regular, bold] = await Promise.all([
    import('pdf-lib'),
    import('@pdf-lib/fontkit'),
    readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
    readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
  ])
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  const words = slipWords(slip.order.language, slip.order.shipTo.country)
  const pen = createPen(pdf, {
    regular: await pdf.embedFont(regular, { subset: true }),
    bold: await pdf.embedFont(bold, { subset: true }),
    size: WITH_LETTER.includes(slip.shipFrom?.country ?? 'US') ? LETTER : A4,
  })
  drawHead(pen, slip, words)
  drawItems(pen, slip, words)
  drawPageNumbers(pdf, pen, words)
  pdf.setTitle(`${words.title} ${slip.order.reference}`)
  return pdf.save()
}

interface Pen {
  readonly width: number
  /** Where the next line stands, from the bottom. */
  y: number
  readonly isRoomFor: (height: number) => boolean
  newPage(): void
  /** Cleaned of what the font lacks. */
  clean(text: string): string
  lines(text: string, width: number): string[]
  draw(text: string, x: number, style?: { bold?: boolean; size?: number; right?: boolean }): void
  rule(): void
  readonly onto: (page: PDFPage, text: string, x: number, y: number) => void
}

function createPen(
  pdf: PDFDocument,
  { regular, bold, size }: { regular: PDFFont; bold: PDFFont; size: [number, number] },
): Pen {
  const known = new Set(regular.getCharacterSet())
  const [width, height] = size
  let page = pdf.addPage(size)

  function drawPieces(
    onto: PDFPage,
    text: string,
    at: { x: number; y: number },
    font: PDFFont,
    fontSize: number,
  ): void {
    let { x } = at
    for (const piece of piecesOf(text)) {
      onto.drawText(piece, { x, y: at.y, size: fontSize, font })
      x += font.widthOfTextAtSize(piece, fontSize)
    }
  }

  const pen: Pen = {
    width,
    y: height - MARGIN - 20,
    isRoomFor: (needed) => pen.y - needed > MARGIN + LINE,
    newPage() {
      page = pdf.addPage(size)
      pen.y = height - MARGIN - 10
    },
    clean: (text) => printable(text, (codePoint) => known.has(codePoint)),
    lines: (text, room) =>
      wrapped(pen.clean(text), room, (line) => regular.widthOfTextAtSize(line, SIZE)),
    draw(text, x, { bold: isBold = false, size: fontSize = SIZE, right = false } = {}) {
      const font = isBold ? bold : regular
      const left = right ? x - font.widthOfTextAtSize(text, fontSize) : x
      drawPieces(page, text, { x: left, y: pen.y }, font, fontSize)
    },
    rule() {
      page.drawLine({
        start: { x: MARGIN, y: pen.y },
        end: { x: width - MARGIN, y: pen.y },
        thickness: 0.75,
      })
    },
    onto: (onPage, text, x, y) => drawPieces(onPage, text, { x, y }, regular, 8),
  }
  return pen
}

function drawHead(pen: Pen, { order, boxes, shipFrom }: Slip, words: SlipWords): void {
  const right = pen.width - MARGIN
  const boxText = boxes.more
    ? words.boxAndMore(boxes.number)
    : words.box(boxes.number, Math.max(boxes.of, boxes.number))
  pen.draw(words.title, MARGIN, { bold: true, size: 18 })
  pen.draw(boxText, right, { size: 12, right: true })
  pen.y -= 26
  const merchant = order.merchant || (shipFrom?.company ?? shipFrom?.name ?? '')
  for (const text of [merchant, `${words.order} ${order.reference}`])
    for (const line of pen.lines(text, right - MARGIN)) {
      pen.draw(line, MARGIN)
      pen.y -= LINE
    }
  pen.y -= LINE / 2
  pen.draw(words.shipTo, MARGIN, { bold: true })
  for (const text of addressLines(order.shipTo))
    for (const line of pen.lines(text, right - MARGIN)) {
      pen.y -= LINE
      pen.draw(line, MARGIN)
    }
  pen.y -= 2 * LINE
}

function addressLines({ name, company, street1, street2, city, state, zip, country }: Address) {
  const place = [city, state, zip].filter(Boolean).join(' ')
  return [name, company, street1, street2, place, country].filter((line) => line !== undefined)
}

function drawItems(pen: Pen, { order, contents }: Slip, words: SlipWords): void {
  const right = pen.width - MARGIN
  const description = MARGIN + SKU_WIDTH
  const inBox = right - COUNT_WIDTH
  const heading = () => {
    pen.draw(words.sku, MARGIN, { bold: true })
    pen.draw(words.description, description, { bold: true })
    pen.draw(words.inThisBox, inBox, { bold: true, right: true })
    pen.draw(words.ofOrder, right, { bold: true, right: true })
    pen.y -= 6
    pen.rule()
    pen.y -= LINE
  }
  heading()
  for (const { line, quantity } of contents) {
    const item = order.items.find((candidate) => candidate.line === line)
    const skus = pen.lines(item?.sku ?? '', SKU_WIDTH - 8)
    const texts = pen.lines(item?.description ?? '', inBox - COUNT_WIDTH - description - 8)
    const height = Math.max(skus.length, texts.length, 1) * LINE
    // A description that fills a page by itself begins where it stands.
    if (!pen.isRoomFor(height)) {
      pen.newPage()
      heading()
    }
    pen.draw(String(quantity), inBox, { bold: true, right: true })
    pen.draw(String(item?.quantity ?? quantity), right, { right: true })
    for (let row = 0; row < Math.max(skus.length, texts.length, 1); row++) {
      if (row > 0 && !pen.isRoomFor(LINE)) pen.newPage()
      pen.draw(skus[row] ?? '', MARGIN)
      pen.draw(texts[row] ?? '', description)
      pen.y -= LINE
    }
    pen.y -= 4
  }
}

function drawPageNumbers(pdf: PDFDocument, pen: Pen, words: SlipWords): void {
  const pages = pdf.getPages()
  if (pages.length === 1) return
  pages.forEach((page, index) => {
    pen.onto(page, words.page(index + 1, pages.length), MARGIN, MARGIN / 2)
  })
}
