import type { ScanVerdict } from '../../shared/packing.ts'

/** Tells the second read of one barcode from a second scan. */
export interface RepeatedScans {
  /** The verdict of the same scan a moment ago; undefined where this one counts. Each read opens the window anew. */
  verdictOf(text: string): ScanVerdict | undefined
  took(text: string, verdict: ScanVerdict): void
}

/**
 * A scanner that sees a barcode twice sends it twice. What was accepted and comes again within the window is the same
 * scan, with the same verdict; what was refused may be tried again at once. By the machine's own clock.
 */
export function createRepeatedScans(windowMs: () => number): RepeatedScans {
  let last: { readonly text: string; readonly verdict: ScanVerdict } | undefined
  let seenAtMs = 0

  return {
    verdictOf(text) {
      const nowMs = performance.now()
      const isRepeat = last?.text === text && nowMs - seenAtMs < windowMs()
      if (!isRepeat) return undefined
      seenAtMs = nowMs
      return last?.verdict
    },
    took(text, verdict) {
      last = verdict.accepted ? { text, verdict } : undefined
      seenAtMs = performance.now()
    },
  }
}
