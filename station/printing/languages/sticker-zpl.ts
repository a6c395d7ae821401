import type { PrintFailure, Sticker } from '../../../shared/printing.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { PrinterSettings } from '../../../shared/settings.ts'
import { printableDots } from '../label-language.ts'
import { stickerTexts } from '../sticker-texts.ts'
import { code128Modules, QUIET_MODULES } from './code128.ts'
import { fitText, LINE_SPACING, smallestHeight } from './fit-text.ts'
import { zplFormat } from './zpl-format.ts'
import { textFields, type Place } from './zpl-text.ts'

/** A part of the sticker that reaches from its left to its right margin; heights in dots. */
interface Row {
  readonly least: number
  readonly most: number
  readonly fields: (top: number, height: number) => string
}

/**
 * The parked sticker, laid out for whatever is on the roll: rows grow with the paper, and where it is too small the
 * least important ones go. Failure: `label-does-not-fit`, where the barcode and the order have no room.
 */
export function stickerZpl(
  sticker: Sticker,
  printer: PrinterSettings,
): Outcome<string, PrintFailure> {
  const paper = printableDots(printer)
  const dots = (inches: number) => Math.round(inches * printer.dpi)
  const margin = Math.min(dots(0.1), Math.floor(Math.min(paper.width, paper.height) * 0.04))
  const width = paper.width - margin * 2
  const height = paper.height - margin * 2
  const smallest = dots(0.07)
  const smallestLine = Math.ceil(smallest * LINE_SPACING)
  const barcodeModules = code128Modules(sticker.barcode)
  // ^BY takes no more than 10; wider than 20 mil a barcode no longer fits into the beam of a scanner held close.
  const module = Math.min(
    Math.floor(paper.width / (barcodeModules + QUIET_MODULES * 2)),
    dots(0.02),
    10,
  )
  const texts = stickerTexts(sticker)

  const textRow = (text: string, least: number, most: number): Row => ({
    least,
    most,
    fields: (top, room) => textFields(text, { left: margin, top, width, height: room }, smallest),
  })
  const orderHeight = fitText(texts.order, { width, height: dots(1.6) }, smallest).height
  const orderLeast = Math.max(dots(0.22), smallestHeight(texts.order, width, smallest))
  const order = textRow(texts.order, Math.min(orderHeight, orderLeast), orderHeight)
  const barcode: Row = {
    least: dots(0.22),
    most: dots(1.25),
    fields: (top, room) =>
      `^FO${Math.floor((paper.width - barcodeModules * module) / 2)},${top}^BY${module}^BCN,${room},N,N,N^FD${sticker.barcode}^FS\n`,
  }
  const parked: Row = {
    least: dots(0.14),
    most: dots(1),
    fields: (top, room) => parkedFields({ left: margin, top, width, height: room }),
  }
  const barcodeText: Row = {
    least: smallestLine,
    most: dots(0.2),
    fields: (top, room) => centredField(sticker.barcode, { left: margin, top, width }, room),
  }
  const boxes = textRow(texts.boxes, dots(0.11), dots(0.5))
  const carrier = textRow(texts.carrier, smallestLine, dots(0.3))
  const parkedAt = textRow(texts.parkedAt, smallestLine, dots(0.2))
  const station = textRow(texts.station, smallestLine, dots(0.2))

  const gap = dots(0.03)
  const heightOf = (rows: readonly Row[], kind: 'least' | 'most') =>
    rows.reduce((sum, row) => sum + row[kind] + gap, -gap)
  let rows: readonly Row[] = [
    parked,
    order,
    boxes,
    barcode,
    barcodeText,
    carrier,
    parkedAt,
    station,
  ]
  for (const unimportant of [station, parkedAt, carrier, barcodeText, boxes, parked])
    if (heightOf(rows, 'least') > height) rows = rows.filter((row) => row !== unimportant)
  if (heightOf(rows, 'least') > height)
    rows = rows.map((row) => (row === order ? textRow(texts.order, dots(0.22), dots(0.22)) : row))
  if (module < 1 || heightOf(rows, 'least') > height)
    return failed({
      code: 'label-does-not-fit',
      detail: `the parked sticker, on ${paper.width} × ${paper.height} dots`,
    })

  const least = heightOf(rows, 'least')
  const growth = Math.min(1, (height - least) / Math.max(1, heightOf(rows, 'most') - least))
  const heights = rows.map((row) => row.least + Math.floor((row.most - row.least) * growth))
  const used = heights.reduce((sum, rowHeight) => sum + rowHeight + gap, -gap)
  const air = Math.min(dots(0.15), Math.floor((height - used) / rows.length))
  let fields = '^CI28\n'
  let top = margin
  for (const [index, row] of rows.entries()) {
    const rowHeight = heights[index] ?? row.least
    fields += row.fields(top, rowHeight)
    top += rowHeight + gap + air
  }
  return done(zplFormat(paper.width, paper.height, fields))
}

/** White on black, as no carrier's label begins. */
function parkedFields({ left, top, width, height }: Place): string {
  const size = Math.min(Math.floor(height * 0.9), Math.floor(width / 4))
  const inner = top + Math.floor((height - size * 0.75) / 2)
  return (
    `^FO${left},${top}^GB${width},${height},${height}^FS\n` +
    `^FR${centredField('PARKED', { left, top: inner, width }, size)}`
  )
}

function centredField(
  text: string,
  { left, top, width }: Omit<Place, 'height'>,
  size: number,
): string {
  return `^FO${left},${top}^A0N,${size},${size}^FB${width},1,0,C^FD${text}^FS\n`
}
