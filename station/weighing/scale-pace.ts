const GAPS = 8
/** Fewer than these say nothing of a scale's pace. */
const GAPS_TO_KNOW = 3
/** A gap of so many times the longest of late is no slow report but none. */
const TIMES_LONGEST = 2.5

export interface PaceLimits {
  /** However fast a scale is: within a second of a pulled plug its weight is gone. */
  readonly leastMs: number
  /** Before its pace is known, and however slow it is. */
  readonly mostMs: number
}

/** How often one scale reports, and how long it may therefore say nothing before its weight is unknown. */
export interface ScalePace {
  /** A report came at `atMs` of the machine's own clock. True where it came after a gap that was too long. */
  heard(atMs: number): boolean
  silenceMs(): number
}

/** Learns the pace of a scale, which is of any kind: 60 reports a second, twelve, or one. */
export function createScalePace({ leastMs, mostMs }: PaceLimits): ScalePace {
  let gaps: number[] = []
  let lastMs: number | undefined

  function silenceMs(): number {
    if (gaps.length < GAPS_TO_KNOW) return mostMs
    return Math.min(mostMs, Math.max(leastMs, TIMES_LONGEST * Math.max(...gaps)))
  }

  return {
    silenceMs,
    heard(atMs) {
      const gapMs = lastMs === undefined ? undefined : atMs - lastMs
      lastMs = atMs
      if (gapMs === undefined) return false
      if (gapMs > silenceMs()) return true
      gaps = [...gaps, gapMs].slice(-GAPS)
      return false
    },
  }
}
