import type { PrinterSettings } from '../../shared/settings.ts'

/** What a printer puts on paper, as far as a label has to fit it. */
export interface Head {
  readonly dpi: PrinterSettings['dpi']
  /** Of the paper as it lies in the printer. */
  readonly widthDots: number
  readonly heightDots: number
  /** How far a label is turned clockwise, in degrees. */
  readonly rotation: 0 | 90 | 180 | 270
  /** Understands ZPL, so that a ZPL label for just this head goes through as it came. */
  readonly takesZpl: boolean
}
