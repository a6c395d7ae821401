import type { BlackDots } from './black-dots.ts'
import type { LabelReading } from './label-reading.ts'

/** A label made ready for one head: what goes to the printer, and what that very thing says. */
export interface PreparedLabel {
  readonly print:
    | { readonly kind: 'zpl'; readonly bytes: Uint8Array }
    /** As large as its black parts or the whole picture, to be put in the middle of the paper. */
    | { readonly kind: 'dots'; readonly dots: BlackDots }
  readonly reading: LabelReading
}
