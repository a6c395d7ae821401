import type { PrintFailure, Sticker } from '../../../shared/printing.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { PrinterSettings } from '../../../shared/settings.ts'
import { printableDots } from '../label-language.ts'
import { stickerTexts } from '../sticker-texts.ts'
import { fitText, heightOf, LINE_SPACING } from './fit-text.ts'
import { escapeField, zplFormat } from './zpl-format.ts'

/** Of a Code 128, on either side, in modules. */
const QUIET_ZONE = 10
const SMALLEST_LETTERS_INCHES = 0.07

/** A part of the sticker from its left to its right margin; heights in dots. */
interface Row {
  readonly least: number
  readonly most: number
  readonly fields: (top: number, height: number) => string
}

/**
 * The parked sticker, laid out for whatever is on the roll: rows grow with the paper, and where it is too small the
 * least important ones go. Refused (`label-does-not-fit`) where a barcode that can be read has no room.
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
  const smallest = dots(SMALLEST_LETTERS_INCHES)

  const modules = code128Modules(sticker.barcode)
  const module = Math.min(
    Math.floor(paper.width / (modules + QUIET_ZONE * 2)),
    Math.max(2, dots(0.02)),
    10,
  )
  const tooSmall = failed({
    code: 'label-does-not-fit',
    detail: `the parked sticker's barcode has no room on ${paper.width} × ${paper.height} dots`,
  } as const)
  if (module < 1) return tooSmall

  const textRow = (text: string, least: number, most: number): Row => ({
    least,
    most,
    fields: (top, room) =>
      text === '' ? '' : textFields(text, { left: margin, top, width, height: room, smallest }),
  })
  const oneLine = Math.ceil(smallest * LINE_SPACING)
  const texts = stickerTexts(sticker)
  const order = printable(sticker.order)
  const orderLeast = heightOf(order, smallest, width)
  const parked: Row = {
    least: dots(0.14),
    most: dots(1),
    fields: (top, room) => {
      const size = Math.min(Math.floor(room * 0.8), Math.floor(width / 4))
      const left = Math.floor((paper.width - size * 3.4) / 2)
      return (
        `^FO${margin},${top}^GB${width},${room},${room}^FS\n` +
        `^FO${Math.max(margin, left)},${top + Math.floor((room - size * 0.8) / 2)}^FR^A0N,${size},${size}^FDPARKED^FS\n`
      )
    },
  }
  const barcode: Row = {
    least: dots(0.22),
    most: dots(1),
    fields: (top, room) =>
      `^FO${Math.floor((paper.width - modules * module) / 2)},${top}^BY${module}^BCN,${room},N,N,N^FD${sticker.barcode}^FS\n`,
  }
  const rows = {
    parked,
    order: textRow(order, orderLeast, Math.max(orderLeast, dots(1.6))),
    boxes: textRow(texts.boxes, dots(0.1), dots(0.5)),
    barcode,
    barcodeText: textRow(sticker.barcode, oneLine, dots(0.2)),
    carrier: textRow(printable(texts.carrier), oneLine, dots(0.3)),
    parkedAt: textRow(texts.parkedAt, oneLine, dots(0.2)),
    station: textRow(printable(texts.station), oneLine, dots(0.2)),
  }
  const gapLeast = Math.max(1, dots(0.02))
  const leastOf = (shown: readonly Row[]) =>
    shown.reduce((sum, row) => sum + row.least + gapLeast, -gapLeast)
  let shown: Row[] = Object.values(rows)
  for (const dropped of [
    rows.station,
    rows.parkedAt,
    rows.carrier,
    rows.barcodeText,
    rows.boxes,
    rows.parked,
  ])
    if (leastOf(shown) > height) shown = shown.filter((row) => row !== dropped)
  if (leastOf(shown) > height) {
    // A reference too long for such paper is cut by its row; the barcode still says all.
    const left = height - rows.barcode.least - gapLeast
    if (left < oneLine) return tooSmall
    shown = [{ ...rows.order, least: left, most: left }, rows.barcode]
  }
  const gapMost = dots(0.1)
  const spare = shown.reduce((sum, row) => sum + row.most - row.least + gapMost - gapLeast, 0)
  const growth = Math.min(1, (height - leastOf(shown)) / Math.max(1, spare))
  const grown = (least: number, most: number) => least + Math.floor((most - least) * growth)
  let top = margin
  let fields = '^CI28\n'
  for (const row of shown) {
    const rowHeight = grown(row.least, row.most)
    fields += row.fields(top, rowHeight)
    top += rowHeight + grown(gapLeast, gapMost)
  }
  return done(zplFormat(paper.width, paper.height, fields))
}

/** In subset B: start, characters, check and stop. */
function code128Modules(text: string): number {
  return (text.length + 2) * 11 + 13
}

function textFields(
  text: string,
  {
    left,
    top,
    smallest,
    ...room
  }: {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
    readonly smallest: number
  },
): string {
  const { size, lines } = fitText(text, room, { least: smallest, most: room.height })
  return lines
    .map(
      (line, index) =>
        `^FO${left},${top + Math.floor(index * size * LINE_SPACING)}^A0N,${size},${size}^FH_^FD${escapeField(line)}^FS\n`,
    )
    .join('')
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim()
}
