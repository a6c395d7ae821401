import type { PrinterSettings } from '../../../shared/settings.ts'
import { printableDots, type TestLabel } from '../label-language.ts'
import { code128Modules, QUIET_MODULES } from './code128.ts'
import { LINE_SPACING } from './fit-text.ts'
import { graphicFields } from './graphic-field.ts'
import { darknessWedge } from './test-pattern.ts'
import { zplFormat } from './zpl-format.ts'
import { textFields } from './zpl-text.ts'

/** A part of the label from its left to its right margin. */
interface Row {
  /** What is said of it where it has no room; a row without a name goes in silence. */
  readonly name?: string
  readonly height: number
  readonly fields: (top: number) => string
}

/** Below this height bars are hard to hit with a scanner. */
const LEAST_BARS_INCHES = 0.15

/**
 * The test label: a frame and corners at the very edge, a cross in the middle, a wedge of lines for the darkness (a
 * picture as labels send it, so that it is missing where the printer does not take that form) and the two barcodes. What
 * has no room on small paper is named on it.
 */
export function testLabelZpl(test: TestLabel, printer: PrinterSettings): string {
  const paper = printableDots(printer)
  const dots = (inches: number) => Math.max(1, Math.round(inches * printer.dpi))
  const short = Math.min(paper.width, paper.height)
  const edge = Math.min(dots(0.04), Math.ceil(short / 40))
  const margin = edge + Math.min(dots(0.06), Math.ceil(short / 40))
  const gap = dots(0.04)
  const cross = Math.min(dots(0.25), Math.floor(short / 12))
  const small = dots(0.07)
  const scaled = (inches: number, least: number) =>
    dots(Math.max(least, inches * Math.min(1, printer.media.heightInches / 6)))
  const letters = scaled(0.12, 0.07)
  const line = Math.ceil(letters * LINE_SPACING)

  const bars = ([2, 3] as const).map((module) => {
    const text = test.barcodes[module]
    const long = code128Modules(text) * module
    return { module, text, long, needed: long + QUIET_MODULES * module * 2 }
  })
  const across = paper.width - edge * 2
  const strip = line + gap + dots(0.5)
  // A code too long for the width of the paper stands upright at its right side.
  const upright = bars.find(
    ({ needed }) =>
      needed > across && needed <= paper.height - edge * 2 && strip <= paper.width / 4,
  )
  const width = paper.width - margin * 2 - (upright ? strip + gap : 0)
  const lying = bars.filter(
    (code) => code !== upright && code.needed <= (upright ? width + margin - edge : across),
  )

  const textRow = (text: string, inches: number, name?: string): Row => {
    const height = Math.ceil(scaled(inches, 0.07) * LINE_SPACING)
    return {
      ...(name === undefined ? {} : { name }),
      height,
      fields: (top) => textFields(text, { left: margin, top, width, height }, small),
    }
  }
  const wedge = scaled(0.6, 0.12)
  const barsHeight = scaled(0.8, LEAST_BARS_INCHES)
  const { widthInches, heightInches } = printer.media
  const upper = withinRoom(
    [
      textRow(`SHIPBENCH TEST ${test.printerId}`, 0.25),
      {
        name: 'DARKNESS',
        height: wedge,
        fields: (top) => graphicFields(darknessWedge(width, wedge), margin, top, printer.graphics),
      },
      textRow(
        `${widthInches} x ${heightInches} in, ${paper.width} x ${paper.height} dots, ${printer.dpi} dpi`,
        0.12,
        'SIZE',
      ),
      textRow(test.at.toISOString(), 0.12, 'TIME'),
    ],
    Math.floor(paper.height / 2) - cross - margin,
    gap,
  )
  const lower = withinRoom(
    lying.map(({ module, text, long }) => ({
      name: `${module} DOTS`,
      height: line + barsHeight,
      fields: (top) =>
        textFields(named(module, text), { left: margin, top, width, height: line }, small) +
        `^FO${Math.floor((margin * 2 + width - long) / 2)},${top + line}^BY${module}^BCN,${barsHeight},N,N,N^FD${text}^FS\n`,
    })),
    Math.floor(paper.height / 2) - cross - margin - line - gap,
    gap,
  )
  const left = [
    ...upper.left,
    ...lower.left,
    ...bars
      .filter((code) => code !== upright && !lying.includes(code))
      .map(({ module }) => `${module} DOTS`),
  ]

  const bottom = paper.height - margin
  const lowerTop = Math.ceil(paper.height / 2) + cross + gap
  return zplFormat(
    paper.width,
    paper.height,
    '^CI28\n' +
      frameFields(paper, edge, cross, dots(0.012)) +
      stack(upper.rows, margin, gap) +
      stack(lower.rows, lowerTop, gap) +
      (left.length === 0 || bottom - line < lowerTop
        ? ''
        : textFields(
            `NO ROOM FOR: ${left.join(', ')}`,
            { left: margin, top: bottom - line, width, height: line },
            small,
          )) +
      (upright
        ? uprightFields(upright, {
            left: paper.width - margin - strip,
            top: Math.floor((paper.height - upright.long) / 2),
            height: strip - line - gap,
            letters,
          })
        : ''),
  )
}

function named(module: number, text: string): string {
  return `${module} DOTS  ${text}`
}

/** The rows that have room, in their order; the first of them are the more important ones. */
function withinRoom(
  rows: readonly Row[],
  room: number,
  gap: number,
): { rows: readonly Row[]; left: readonly string[] } {
  const kept: Row[] = []
  const left: string[] = []
  let used = 0
  for (const row of rows)
    if (used + row.height <= room) {
      kept.push(row)
      used += row.height + gap
    } else if (row.name !== undefined) left.push(row.name)
  return { rows: kept, left }
}

function stack(rows: readonly Row[], start: number, gap: number): string {
  let top = start
  return rows
    .map((row) => {
      const fields = row.fields(top)
      top += row.height + gap
      return fields
    })
    .join('')
}

function frameFields(
  { width, height }: { readonly width: number; readonly height: number },
  edge: number,
  cross: number,
  line: number,
): string {
  const box = (x: number, y: number, wide: number, high: number, thick: number) =>
    `^FO${x},${y}^GB${wide},${high},${thick}^FS\n`
  const arm = Math.floor(Math.min(width, height) / 10)
  const middleX = Math.floor((width - line) / 2)
  const middleY = Math.floor((height - line) / 2)
  let fields =
    box(0, 0, width, height, line) +
    box(middleX - cross, middleY, cross * 2 + line, line, line) +
    box(middleX, middleY - cross, line, cross * 2 + line, line)
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    fields +=
      box(x * (width - arm), y * (height - edge), arm, edge, edge) +
      box(x * (width - edge), y * (height - arm), edge, arm, edge)
  return fields
}

/** A barcode turned by a quarter, its name before it. */
function uprightFields(
  { module, text }: { readonly module: number; readonly text: string },
  place: {
    readonly left: number
    readonly top: number
    readonly height: number
    readonly letters: number
  },
): string {
  const { left, top, height, letters } = place
  return (
    `^FO${left + height + Math.ceil(letters / 4)},${top}^A0R,${letters},${letters}^FD${named(module, text)}^FS\n` +
    `^FO${left},${top}^BY${module}^BCR,${height},N,N,N^FD${text}^FS\n`
  )
}
