import type { PrintFailure } from '../../shared/printing.ts'
import { failed, type Outcome } from '../../shared/outcome.ts'
import { readPngHeader } from '../lib/png-header.ts'
import type { BlackDots } from './black-dots.ts'
import { fitDots } from './fit-dots.ts'
import type { Head } from './head.ts'
import { pngDpi, SAME_DPI } from './png-dpi.ts'
import { pngToDots } from './png-to-dots.ts'

/**
 * A PNG as dots on the paper of a head. One for another head is enlarged by a whole number or refused: by any other
 * factor its bars would be of uneven width.
 */
export function preparePng(png: Uint8Array, head: Head): Outcome<BlackDots, PrintFailure> {
  const header = readPngHeader(png)
  const madeFor = (header && pngDpi(png, header)) ?? head.dpi
  const factor = head.dpi / madeFor
  const times = Math.round(factor)
  if (times < 1 || Math.abs(factor / times - 1) > SAME_DPI)
    return failed({
      code: 'label-dpi-differs',
      detail: `the picture is made for ${madeFor} dpi, the printer has ${head.dpi} dpi`,
    })
  const dots = pngToDots(png)
  return dots.ok ? fitDots(dots.value, head, times) : dots
}
