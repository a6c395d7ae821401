import { encode as encodePng } from 'fast-png'
import { done, failed } from '../../../shared/outcome.ts'
import { printableDots, type LabelLanguage } from '../label-language.ts'
import { stickerTexts } from '../sticker-texts.ts'
import type { BlackDots } from '../../labels/labels.ts'
import { code128Modules, QUIET_MODULES } from './code128.ts'

/** Printers hold one raster at a time in a small memory. */
const BAND_ROWS = 128
/** The narrowest module that these printers have. */
const NARROW_DOTS = 2
const BARCODE_ROWS = 162
/** Beyond Latin, Greek, Cyrillic and Hebrew letters many printers would print others in their place. */
const NOT_IN_CODE_PAGES = /[^\u0020-\u04ff\u0590-\u05ff]/gu
/** Of the printer's own font, in its normal size. */
const LETTER_DOTS = 12

/** ESC/POS, the language of receipt printers: pictures only, as `GS v 0` rasters in bands. */
export const escpos: LabelLanguage = {
  async encode(dots) {
    return encodeDots(dots)
  },
  async testLabel({ at }, printer) {
    const encoder = await createEncoder()
    const { width, height } = printableDots(printer)
    encoder.alignCenter()
    encoder.println(`SHIPBENCH TEST ${printer.id}`)
    encoder.println(at.toISOString())
    encoder.println(`${width} x ${height} dots, ${printer.dpi} dpi`)
    encoder.code128('SHIPBENCH-TEST', {})
    encoder.cut()
    return done(encoder.getBuffer())
  },
  async sticker(sticker, printer) {
    const { width } = printableDots(printer)
    if ((code128Modules(sticker.barcode) + QUIET_MODULES * 2) * NARROW_DOTS > width)
      return failed({
        code: 'label-does-not-fit',
        detail: `the parked sticker, on a paper ${width} dots wide`,
      })
    const encoder = await createEncoder()
    const print = (text: string, magnified: number) => {
      encoder.setTextSize(magnified - 1, magnified - 1)
      encoder.println(text.replaceAll(NOT_IN_CODE_PAGES, '?'))
    }
    // As many times as the line is wide enough for; a longer text goes on in the next line by itself.
    const large = (text: string) => {
      const fitting = Math.floor(width / (text.length * LETTER_DOTS))
      print(text, Math.max(2, Math.min(fitting, 6)))
    }
    const { order, boxes, carrier, parkedAt, station } = stickerTexts(sticker)
    encoder.alignCenter()
    encoder.invert(true)
    large('  PARKED  ')
    encoder.invert(false)
    large(order)
    print(boxes, 3)
    encoder.append(code128(sticker.barcode))
    for (const line of [sticker.barcode, carrier, parkedAt, station]) print(line, 1)
    encoder.cut()
    return done(encoder.getBuffer())
  },
}

/** The printer's own Code 128, subset B; the encoder's takes no width but one that is too wide for receipts. */
function code128(text: string): Buffer {
  const GS = 0x1d
  return Buffer.concat([
    Buffer.from([GS, 0x48, 0, GS, 0x68, BARCODE_ROWS, GS, 0x77, NARROW_DOTS]),
    Buffer.from([GS, 0x6b, 73, text.length + 2]),
    Buffer.from(`{B${text}`, 'latin1'),
    Buffer.from('\n'),
  ])
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
  return new thermal.ThermalPrinter({
    type: thermal.PrinterTypes.EPSON,
    // It looks for letters that are not in this one in the others; with none at all it complains of every letter.
    characterSet: thermal.CharacterSet.PC437_USA,
    interface: '',
  })
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
