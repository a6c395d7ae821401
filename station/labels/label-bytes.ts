import type { LabelKind } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'

/** A label as it was given. */
export interface LabelBytes {
  readonly kind: LabelKind
  readonly bytes: Uint8Array
  /** Dots per inch of the heads that it is made for, where that is known and need not be told by its size. */
  readonly dpi?: PrinterSettings['dpi']
}
