/** A printer's counter that has not moved for so long while nothing waits in it: no more labels come out. */
const STILL_MS = 8_000
/** A label may wait for paper so long; after that nobody takes the counter's word for it. */
const LONGEST_MS = 600_000

export interface Settled {
  readonly jobId: string
  /** Null where the counter cannot tell: something else prints there too, some came out and some did not, or it took too long. */
  readonly cameOut: boolean | null
}

/**
 * Tells by a printer's label odometer which labels came out: all that were sent since it stood at `before`, or none of
 * them; of some, nobody knows which. Pure but for what it remembers; times are milliseconds of a clock that never jumps.
 */
export function createPaperCounter() {
  let awaited: { readonly jobId: string; readonly since: number }[] = []
  let before = 0
  /** Labels sent since then. */
  let sent = 0
  let still: { readonly count: number; readonly since: number } | undefined

  function end(labels: typeof awaited, cameOut: boolean | null): Settled[] {
    awaited = awaited.filter((label) => !labels.includes(label))
    return labels.map(({ jobId }) => ({ jobId, cameOut }))
  }

  return {
    isWaiting: () => awaited.length > 0,

    /**
     * `count` is the odometer right before the label, undefined where it was not heard: then the label counts only with
     * others that are awaited already.
     */
    expect(jobId: string, count: number | undefined, now: number): void {
      if (awaited.length === 0) {
        if (count === undefined) return
        before = count
        sent = 0
      }
      still = undefined
      sent += 1
      awaited.push({ jobId, since: now })
    },

    /** The newest label did not leave after all. */
    unsent(jobId: string): void {
      if (awaited.at(-1)?.jobId !== jobId) return
      awaited.pop()
      sent -= 1
    },

    /** What became of it is known otherwise; it counts all the same. */
    forget(jobId: string): void {
      awaited = awaited.filter((label) => label.jobId !== jobId)
    },

    /** What a reading of the odometer settles. `isIdle`: the printer is ready and holds nothing. */
    read(count: number, isIdle: boolean, now: number): Settled[] {
      // Something else prints there too, or another printer stands there.
      if (count > before + sent || count < before) return end(awaited, null)
      if (count === before + sent) return end(awaited, true)
      if (!isIdle) still = undefined
      else if (still?.count !== count) still = { count, since: now }
      if (still && now - still.since >= STILL_MS)
        return end(awaited, count === before ? false : null)
      const tooLate = awaited.filter(({ since }) => now - since >= LONGEST_MS)
      return end(tooLate, null)
    },
  }
}

export type PaperCounter = ReturnType<typeof createPaperCounter>
