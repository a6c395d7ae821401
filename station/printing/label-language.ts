import type { PrintFailure, Sticker } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { BlackDots } from '../labels/labels.ts'

/** What a test label proves when it is scanned. */
export interface TestLabel {
  readonly printerId: string
  readonly at: Date
  /** What the two barcodes of narrowest bars of two and of three dots hold: command barcodes of the bench. */
  readonly barcodes: { readonly 2: string; readonly 3: string }
}

/** What a printer understands: turns dots into the bytes to send. Pure; knows nothing of connections. */
export interface LabelLanguage {
  /** One label with these dots, one for one, in the middle of the paper; they fit it. Nothing is scaled or dithered. */
  encode(dots: BlackDots, printer: PrinterSettings): Promise<Uint8Array>
  /**
   * A label that shows size, alignment, darkness, the printer's name, the time and the two barcodes. Absent where it is
   * drawn elsewhere and comes as dots.
   */
  readonly testLabel?: (
    test: TestLabel,
    printer: PrinterSettings,
  ) => Promise<Outcome<Uint8Array, PrintFailure>>
  /**
   * Our own label for a box whose carrier cannot be reached. Failures: `label-does-not-fit`. Absent where it is drawn
   * elsewhere and comes as dots.
   */
  readonly sticker?: (
    sticker: Sticker,
    printer: PrinterSettings,
  ) => Promise<Outcome<Uint8Array, PrintFailure>>
}

/** Where the upper left corner of a picture lies that is put in the middle of the paper. */
export function middleOfPaper(
  dots: BlackDots,
  printer: PrinterSettings,
): { left: number; top: number } {
  const { width, height } = printableDots(printer)
  return {
    left: Math.floor((width - dots.width) / 2),
    top: Math.floor((height - dots.height) / 2),
  }
}

/** What the printer can print on, in dots. */
export function printableDots(printer: PrinterSettings): { width: number; height: number } {
  return {
    width: Math.round(printer.media.widthInches * printer.dpi),
    height: Math.round(printer.media.heightInches * printer.dpi),
  }
}
