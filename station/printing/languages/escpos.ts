import { encode as encodePng } from 'fast-png'
import { done, failed, unreachable } from '../../../shared/outcome.ts'
import { printableDots, type LabelLanguage } from '../label-language.ts'
import { stickerTexts } from '../sticker-texts.ts'
import type { BlackDots } from './black-dots.ts'
import { pngToDots } from './png-to-dots.ts'

/** The encoder writes the width of a raster in one byte of bytes. */
const WIDEST_DOTS = 2_040
/** Printers hold one raster at a time in a small memory. */
const BAND_ROWS = 128

/** ESC/POS, the language of receipt printers: pictures only, as `GS v 0` rasters in bands. */
export const escpos: LabelLanguage = {
  async encode(label, printer) {
    switch (label.kind) {
      case 'png': {
        const room = printableDots(printer)
        const dots = pngToDots(label.bytes, {
          width: Math.min(room.width, WIDEST_DOTS),
          height: room.height,
          dpi: printer.dpi,
        })
        return dots.ok ? done(await encodeDots(dots.value)) : dots
      }
      case 'zpl':
      case 'pdf':
        return failed({
          code: 'label-kind-not-printable',
          detail: `An ESC/POS printer prints PNG labels, not ${label.kind.toUpperCase()}`,
        })
      default:
        return unreachable(label.kind)
    }
  },
  async testLabel(printer, at) {
    const encoder = await createEncoder()
    const { width, height } = printableDots(printer)
    encoder.alignCenter()
    encoder.println(`SHIPBENCH TEST ${printer.id}`)
    encoder.println(at.toISOString())
    encoder.println(`${width} x ${height} dots, ${printer.dpi} dpi`)
    encoder.code128('SHIPBENCH-TEST', {})
    encoder.cut()
    return encoder.getBuffer()
  },
  async sticker(sticker) {
    const encoder = await createEncoder()
    const { boxes, carrier, parkedAt, station } = stickerTexts(sticker)
    encoder.alignCenter()
    encoder.invert(true)
    encoder.setTextQuadArea()
    encoder.println(' PARKED ')
    encoder.invert(false)
    encoder.println(sticker.order)
    encoder.println(boxes)
    encoder.setTextNormal()
    encoder.code128(sticker.barcode, {})
    encoder.println(sticker.barcode)
    for (const line of [carrier, parkedAt, station]) encoder.println(line)
    encoder.cut()
    return done(encoder.getBuffer())
  },
}

async function encodeDots(dots: BlackDots): Promise<Uint8Array> {
  const encoder = await createEncoder()
  encoder.alignCenter()
  for (let row = 0; row < dots.height; row += BAND_ROWS)
    await encoder.printImageBuffer(
      Buffer.from(bandAsPng(dots, row, Math.min(BAND_ROWS, dots.height - row))),
    )
  encoder.cut()
  return encoder.getBuffer()
}

/**
 * Used as an encoder only: its own sender takes "handed to the kernel" for "printed". Loaded with the first label,
 * since most stations never print ESC/POS.
 */
async function createEncoder() {
  const { default: thermal } = await import('node-thermal-printer')
  return new thermal.ThermalPrinter({ type: thermal.PrinterTypes.EPSON, interface: '' })
}

function bandAsPng(dots: BlackDots, top: number, height: number): Uint8Array {
  const data = new Uint8Array(dots.width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < dots.width; x++) {
      const byte = dots.bits[(top + y) * dots.bytesPerRow + (x >> 3)] ?? 0
      data[y * dots.width + x] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255
    }
  return encodePng({ width: dots.width, height, data, depth: 8, channels: 1 })
}
