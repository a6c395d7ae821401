import { middleOfPaper, printableDots, type LabelLanguage } from '../label-language.ts'
import { blackBands, inverted } from './black-bands.ts'

/**
 * EPL2, the page language of Eltron's and Zebra's desktop printers, as the "EPL Programming Guide" (Zebra, 14245L-003)
 * has it: `q` width, `N` empties the picture, `GW` writes bytes into it whose set bits are white, `P1` prints it once.
 * `Q` is not sent: it wants the kind and size of the gap, which the printer has measured itself. `q` takes whole bytes,
 * so that no `GW` leaves the picture, and goes first, since it empties the picture too.
 */
export const epl2: LabelLanguage = {
  async encode(dots, printer) {
    const { left, top } = middleOfPaper(dots, printer)
    const width = Math.ceil(printableDots(printer).width / 8) * 8
    // The first line end ends whatever a label that was cut off has left behind.
    const parts: Uint8Array[] = [Buffer.from(`\nq${width}\nN\n`)]
    for (const band of blackBands(dots, { mostRows: Infinity, leastGap: 8 }))
      parts.push(
        Buffer.from(`GW${left},${top + band.top},${dots.bytesPerRow},${band.rows},`),
        inverted(band.bits),
        Buffer.from('\n'),
      )
    parts.push(Buffer.from('P1\n'))
    return Buffer.concat(parts)
  },
}
