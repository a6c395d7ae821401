import { middleOfPaper, printableDots, type LabelLanguage } from '../label-language.ts'
import { blackBands } from './black-bands.ts'

/**
 * CPCL, the language of Zebra's mobile printers and their kin, as the "CPCL Programming Guide" (Zebra, P1073699-001) has
 * it: `! offset dpi dpi height 1` begins a label, `CG` writes bytes into it whose set bits are black, `FORM` goes on to
 * the next label, `PRINT` ends it. Of a head of 203 dots an inch the guide says 200.
 */
export const cpcl: LabelLanguage = {
  async encode(dots, printer) {
    const { left, top } = middleOfPaper(dots, printer)
    const { width, height } = printableDots(printer)
    const dpi = printer.dpi === 203 ? 200 : printer.dpi
    const parts: Uint8Array[] = [
      Buffer.from(`! 0 ${dpi} ${dpi} ${height} 1\r\nPAGE-WIDTH ${width}\r\n`),
    ]
    for (const band of blackBands(dots, { mostRows: Infinity, leastGap: 8 }))
      parts.push(
        Buffer.from(`CG ${dots.bytesPerRow} ${band.rows} ${left} ${top + band.top} `),
        band.bits,
        Buffer.from('\r\n'),
      )
    parts.push(Buffer.from('FORM\r\nPRINT\r\n'))
    return Buffer.concat(parts)
  },
}
