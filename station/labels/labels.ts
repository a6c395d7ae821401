import type { LabelKind } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'

export interface LabelPicture {
  readonly png: Uint8Array
  readonly widthDots: number
  readonly heightDots: number
}

export interface Paper {
  readonly dpi: 203 | 300 | 600
  readonly widthInches: number
  readonly heightInches: number
}

/** Draws labels as a printer would, in a worker thread: printing never waits for it. */
export interface Labels {
  draw(
    label: { readonly kind: LabelKind; readonly bytes: Uint8Array; readonly sha256: string },
    paper: Paper,
  ): Promise<Outcome<LabelPicture, { code: 'label-not-drawable'; detail: string }>>
  stop(): Promise<void>
}
