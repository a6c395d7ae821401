import type { LabelKind } from '../../shared/printing.ts'

/** A label as a carrier gave it. */
export interface LabelBytes {
  readonly kind: LabelKind
  readonly bytes: Uint8Array
}
