import type { LabelKind, PrintFailure, Sticker } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'

export interface LabelBytes {
  readonly kind: LabelKind
  readonly bytes: Uint8Array
}

/** What a printer understands: turns a label into the bytes to send. Knows nothing of connections. */
export interface LabelLanguage {
  /**
   * Failures: `label-kind-not-printable`, `label-not-readable`, `label-does-not-fit`. Dots are never scaled or
   * dithered: both spoil barcodes.
   */
  encode(label: LabelBytes, printer: PrinterSettings): Promise<Outcome<Uint8Array, PrintFailure>>
  /** A label that shows size, alignment, a barcode, the printer's name and the time. */
  testLabel(printer: PrinterSettings, at: Date): Promise<Uint8Array>
  /** Our own label for a box whose carrier cannot be reached. Failures: `label-does-not-fit`. */
  sticker(sticker: Sticker, printer: PrinterSettings): Promise<Outcome<Uint8Array, PrintFailure>>
}

/** What the printer can print on, in dots. */
export function printableDots(printer: PrinterSettings): { width: number; height: number } {
  return {
    width: Math.round(printer.media.widthInches * printer.dpi),
    height: Math.round(printer.media.heightInches * printer.dpi),
  }
}
