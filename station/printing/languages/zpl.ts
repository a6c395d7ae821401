import { done } from '../../../shared/outcome.ts'
import type { PrinterSettings } from '../../../shared/settings.ts'
import { printableDots, type LabelLanguage } from '../label-language.ts'
import { graphicFields } from './graphic-field.ts'
import { stickerZpl } from './sticker-zpl.ts'
import { escapeField, zplFormat } from './zpl-format.ts'

/** ZPL II, the language of Zebra's label printers and of many others. */
export const zpl: LabelLanguage = {
  async encode(dots, printer) {
    const room = printableDots(printer)
    const left = Math.floor((room.width - dots.width) / 2)
    const top = Math.floor((room.height - dots.height) / 2)
    const fields = graphicFields(dots, left, top)
    return new TextEncoder().encode(zplFormat(room.width, room.height, fields))
  },
  testLabel: async ({ at }, printer) => done(new TextEncoder().encode(testLabelZpl(printer, at))),
  async sticker(sticker, printer) {
    const text = stickerZpl(sticker, printer)
    return text.ok ? done(new TextEncoder().encode(text.value)) : text
  },
}

function testLabelZpl(printer: PrinterSettings, at: Date): string {
  const { width, height } = printableDots(printer)
  const scale = printer.dpi / 203
  const dots = (at203Dpi: number) => Math.round(at203Dpi * scale)
  const line = dots(3)
  const middleX = Math.floor(width / 2)
  const middleY = Math.floor(height / 2)
  const arm = Math.min(dots(100), Math.floor(Math.min(width, height) / 6))
  const margin = dots(30)
  const textHeight = Math.min(dots(40), Math.floor(height / 12))
  const text = (y: number, words: string) =>
    `^FO${margin},${y}^A0N,${textHeight},${textHeight}^FH_^FD${escapeField(words)}^FS\n`
  // Start, 14 characters, check, stop and quiet zones of a Code 128 are about 210 modules.
  const module = Math.max(1, Math.min(dots(2), Math.floor(width / 210)))
  const barHeight = Math.min(dots(120), Math.floor(height / 6))
  const fields = [
    `^FO0,0^GB${width},${height},${line}^FS\n`,
    `^FO${middleX - arm},${middleY}^GB${arm * 2},${line},${line}^FS\n`,
    `^FO${middleX},${middleY - arm}^GB${line},${arm * 2},${line}^FS\n`,
    text(margin, `SHIPBENCH TEST ${printer.id}`),
    text(margin + Math.round(textHeight * 1.5), at.toISOString()),
    text(
      margin + textHeight * 3,
      `${printer.media.widthInches} x ${printer.media.heightInches} in, ${width} x ${height} dots, ${printer.dpi} dpi`,
    ),
    `^FO${margin},${height - margin - barHeight - dots(40)}^BY${module}^BCN,${barHeight},Y,N,N^FDSHIPBENCH-TEST^FS\n`,
  ]
  return zplFormat(width, height, `^CI28\n${fields.join('')}`)
}
