import { done, failed } from '../../../shared/outcome.ts'
import { printableDots, type LabelLanguage } from '../label-language.ts'
import { stickerTexts } from '../sticker-texts.ts'
import type { BlackDots } from '../../labels/labels.ts'
import { code128Modules, QUIET_MODULES } from './code128.ts'
import { darknessWedge } from './test-pattern.ts'

/** Printers hold one raster at a time in a small memory. */
const BAND_ROWS = 128
const WEDGE_ROWS = 96
/** The narrowest module that these printers have. */
const NARROW_DOTS = 2
const BARCODE_ROWS = 162
/** Beyond Latin, Greek, Cyrillic and Hebrew letters many printers would print others in their place. */
const NOT_IN_CODE_PAGES = /[^\u0020-\u04ff\u0590-\u05ff]/gu
/** Of the printer's own font, in its normal size. */
const LETTER_DOTS = 12

/**
 * ESC/POS, the language of receipt printers, as Epson's "ESC/POS Application Programming Guide" has it: pictures only,
 * as `GS v 0` rasters in bands. Blank rows are sent like all others, since how far a feed goes differs by printer.
 */
export const escpos: LabelLanguage = {
  async encode(dots) {
    const encoder = await createEncoder()
    encoder.alignCenter()
    encoder.append(rasters(dots))
    encoder.cut()
    return encoder.getBuffer()
  },
  async testLabel({ printerId, at, barcodes }, printer) {
    const encoder = await createEncoder()
    const { width, height } = printableDots(printer)
    encoder.alignCenter()
    encoder.println(`SHIPBENCH TEST ${printerId}`)
    encoder.println(at.toISOString())
    encoder.println(`${width} x ${height} dots, ${printer.dpi} dpi`)
    encoder.append(rasters(darknessWedge(width, WEDGE_ROWS)))
    for (const module of [2, 3] as const) {
      const text = barcodes[module]
      const fits = (code128Modules(text) + QUIET_MODULES * 2) * module <= width
      encoder.println(`${module} DOTS${fits ? '' : ': NO ROOM'}  ${text}`)
      if (fits) encoder.append(code128(text, module))
    }
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
    encoder.append(code128(sticker.barcode, NARROW_DOTS))
    for (const line of [sticker.barcode, carrier, parkedAt, station]) print(line, 1)
    encoder.cut()
    return done(encoder.getBuffer())
  },
}

/** The printer's own Code 128, subset B; the encoder's takes no width but one that is too wide for receipts. */
function code128(text: string, module: number): Buffer {
  const GS = 0x1d
  return Buffer.concat([
    Buffer.from([GS, 0x48, 0, GS, 0x68, BARCODE_ROWS, GS, 0x77, module]),
    Buffer.from([GS, 0x6b, 73, text.length + 2]),
    Buffer.from(`{B${text}`, 'latin1'),
    Buffer.from('\n'),
  ])
}

/** Rasters written here, since the encoder's own knows no width above 2040 dots, no bands, and wants a PNG. */
function rasters({ bits, bytesPerRow, height }: BlackDots): Buffer {
  const parts: Uint8Array[] = []
  for (let row = 0; row < height; row += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - row)
    const sizes = [bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8]
    parts.push(
      Buffer.from([0x1d, 0x76, 0x30, 0, ...sizes]),
      bits.subarray(row * bytesPerRow, (row + rows) * bytesPerRow),
    )
  }
  return Buffer.concat(parts)
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
