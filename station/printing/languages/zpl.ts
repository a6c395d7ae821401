import type { PrintFailure } from '../../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../../shared/outcome.ts'
import type { PrinterSettings } from '../../../shared/settings.ts'
import { printableDots, type LabelLanguage } from '../label-language.ts'
import { graphicFields } from './graphic-field.ts'
import { pngToDots } from './png-to-dots.ts'
import { stickerZpl } from './sticker-zpl.ts'
import { escapeField, zplFormat } from './zpl-format.ts'

/** ZPL II, the language of Zebra's label printers and of many others. */
export const zpl: LabelLanguage = {
  async encode(label, printer) {
    switch (label.kind) {
      case 'zpl':
        return checkZpl(label.bytes)
      case 'png':
        return pngAsZpl(label.bytes, printer)
      case 'pdf':
        return failed({
          code: 'label-kind-not-printable',
          detail: 'A ZPL printer prints ZPL and PNG labels, not PDF',
        })
      default:
        return unreachable(label.kind)
    }
  },
  testLabel: async (printer, at) => new TextEncoder().encode(testLabelZpl(printer, at)),
  async sticker(sticker, printer) {
    const text = stickerZpl(sticker, printer)
    return text.ok ? done(new TextEncoder().encode(text.value)) : text
  },
}

/**
 * Commands that outlive the label and change or restart the printer: power-on reset, factory or saved
 * configuration, printer-language settings. A label has no business with them.
 */
const NOT_IN_A_LABEL = ['~JR', '^JUF', '^JUS', '^JUN', '! U1 setvar', '! U1 do']

/** The label as it came, or why a printer should not get it. Nothing is added or changed. */
function checkZpl(bytes: Uint8Array): Outcome<Uint8Array, PrintFailure> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .toUpperCase()
  if (text.lastIndexOf('^XZ') < text.lastIndexOf('^XA'))
    return failed({
      code: 'label-not-readable',
      detail: 'The ZPL is cut short: its last ^XA has no ^XZ',
    })
  const forbidden = NOT_IN_A_LABEL.find((command) => text.includes(command.toUpperCase()))
  if (forbidden !== undefined)
    return failed({
      code: 'label-not-readable',
      detail: `The ZPL would change the printer itself (${forbidden})`,
    })
  return done(bytes)
}

function pngAsZpl(png: Uint8Array, printer: PrinterSettings): Outcome<Uint8Array, PrintFailure> {
  const room = printableDots(printer)
  const dots = pngToDots(png, { ...room, dpi: printer.dpi })
  if (!dots.ok) return dots
  const left = Math.floor((room.width - dots.value.width) / 2)
  const top = Math.floor((room.height - dots.value.height) / 2)
  return done(
    new TextEncoder().encode(
      zplFormat(room.width, room.height, graphicFields(dots.value, left, top)),
    ),
  )
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
