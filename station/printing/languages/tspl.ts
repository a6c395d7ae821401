import { middleOfPaper, type LabelLanguage } from '../label-language.ts'
import { blackBands, inverted } from './black-bands.ts'

/**
 * TSPL, the language of TSC's printers and of many cheap ones (Rollo, Munbyn, Xprinter), as the "TSPL/TSPL2 Programming
 * Language Manual" (TSC) has it: `SIZE` of the label, `CLS` empties the picture, `BITMAP` in mode 0 writes bytes into it
 * whose set bits are white, `PRINT 1`. `GAP` (or `BLINE`) and `DIRECTION` are not sent: the printer keeps them from its
 * own calibration and set-up, and what is sent stays in it.
 */
export const tspl: LabelLanguage = {
  async encode(dots, printer) {
    const { left, top } = middleOfPaper(dots, printer)
    const { widthInches, heightInches } = printer.media
    const size = `${millimetres(widthInches)} mm,${millimetres(heightInches)} mm`
    // The first line end ends whatever a label that was cut off has left behind.
    const parts: Uint8Array[] = [Buffer.from(`\r\nSIZE ${size}\r\nCLS\r\n`)]
    for (const band of blackBands(dots, { mostRows: Infinity, leastGap: 8 }))
      parts.push(
        Buffer.from(`BITMAP ${left},${top + band.top},${dots.bytesPerRow},${band.rows},0,`),
        inverted(band.bits),
        Buffer.from('\r\n'),
      )
    parts.push(Buffer.from('PRINT 1\r\n'))
    return Buffer.concat(parts)
  },
}

function millimetres(inches: number): number {
  return Number((inches * 25.4).toFixed(1))
}
