import type { PrinterCondition } from '../../shared/printing.ts'
import type { Inquiry } from './printer-connection.ts'

/** What a printer says of itself. */
export interface PrinterReport {
  readonly condition: PrinterCondition
  /** Its own words, printable. */
  readonly said: string
  /** Labels that it holds and has not printed to their end; absent where it does not tell. */
  readonly waiting?: number
}

/** How printers of one language are asked, and what their answers mean. Pure; the connection carries the bytes. */
export interface PrinterDialect {
  /** Asked at rest and before each label. */
  readonly status: Inquiry
  /** Undefined where the bytes are no answer to `status`. */
  readStatus(heard: Uint8Array): PrinterReport | undefined
  /**
   * Asked on the same line right after a label's last byte. `proves`: what an answer shows, that the printer has taken
   * every byte, or that the printing before it is done. Read once for each label: it may be a question of its own, so
   * that a late answer is not taken for the next one's.
   */
  readonly receipt?: { readonly inquiry: Inquiry; readonly proves: 'taken' | 'printed' }
  /** How many labels it has printed in its life: read before and after a label, it tells whether one came out. */
  readonly odometer?: { readonly inquiry: Inquiry; read(heard: Uint8Array): number | undefined }
  /** Dots per inch of its head. */
  readonly resolution?: { readonly inquiry: Inquiry; read(heard: Uint8Array): number | undefined }
}
