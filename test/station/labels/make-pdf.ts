import bwip from 'bwip-js/node'
import { PDFDocument, rgb, StandardFonts, type PDFPage } from 'pdf-lib'

const POINTS_PER_MM = 72 / 25.4
export const FOUR_BY_SIX = [288, 432] as const
export const A6 = [105 * POINTS_PER_MM, 148 * POINTS_PER_MM] as const
export const A4 = [210 * POINTS_PER_MM, 297 * POINTS_PER_MM] as const

/** A PDF of pages, each drawn by one function. */
export async function makePdf(
  size: readonly [number, number],
  ...draw: ((page: PDFPage, pdf: PDFDocument) => unknown)[]
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  for (const drawPage of draw) await drawPage(pdf.addPage([...size]), pdf)
  return pdf.save()
}

/** A label as a carrier draws it: a frame, words, and a Code 128 of vector bars, its narrowest two dots at 203 dpi. */
export function labelOf(code: string, { left = 8, bottom = 8, words = 'SHIP TO' } = {}) {
  return async (page: PDFPage, pdf: PDFDocument) => {
    const font = await pdf.embedFont(StandardFonts.Helvetica)
    page.drawRectangle({
      x: left,
      y: bottom,
      width: 272,
      height: 400,
      borderWidth: 1.5,
      borderColor: rgb(0, 0, 0),
    })
    page.drawText(words, { x: left + 20, y: bottom + 340, size: 18, font })
    page.drawText('AUSTIN TX 78701', { x: left + 20, y: bottom + 310, size: 18, font })
    drawBars(page, code, left + 20, bottom + 100)
  }
}

function drawBars(page: PDFPage, code: string, left: number, bottom: number): void {
  const [{ sbs }] = bwip.raw({ bcid: 'code128', text: code }) as unknown as [{ sbs: number[] }]
  const module = (2 * 72) / 203
  let x = left
  sbs.forEach((modules, index) => {
    const width = modules * module
    if (index % 2 === 0)
      page.drawRectangle({ x, y: bottom, width, height: 90, color: rgb(0, 0, 0) })
    x += width
  })
}
