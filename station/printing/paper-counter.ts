/** A printer's counter that has not moved for so long while nothing waits in it: no label came out. */
const STILL_MS = 8_000
/** A label may wait for paper so long; after that nobody takes the counter's word for it. */
const LONGEST_MS = 600_000

export interface Settled {
  readonly jobId: string
  /** Null where the counter cannot tell: something else prints there too, or it took too long. */
  readonly cameOut: boolean | null
}

/**
 * Tells by a printer's label odometer which labels came out: each is awaited as one more than was counted before its
 * first byte. Pure but for what it remembers; times are milliseconds of a clock that never jumps.
 */
export function createPaperCounter() {
  let awaited: { readonly jobId: string; readonly target: number; readonly since: number }[] = []

  return {
    isWaiting: () => awaited.length > 0,

    /** `before` is the odometer right before the label; labels that are awaited already come out first. */
    expect(jobId: string, before: number, now: number): void {
      const target = Math.max(before, awaited.at(-1)?.target ?? 0) + 1
      awaited.push({ jobId, target, since: now })
    },

    /** A job that was not sent after all, or whose fate is known otherwise. */
    forget(jobId: string): void {
      awaited = awaited.filter((label) => label.jobId !== jobId)
    },

    /** What a reading of the odometer settles. `isIdle`: the printer is ready and holds nothing. */
    read(count: number, isIdle: boolean, now: number): Settled[] {
      const last = awaited.at(-1)
      if (last === undefined) return []
      const out = awaited.filter(({ target }) => target <= count)
      const left = awaited.filter(({ target }) => target > count)
      if (count > last.target) {
        awaited = []
        return out.map(({ jobId }) => ({ jobId, cameOut: null }))
      }
      const isStill = isIdle && left.every(({ since }) => now - since >= STILL_MS)
      const tooLate = left.filter(({ since }) => now - since >= LONGEST_MS)
      awaited = isStill ? [] : left.filter((label) => !tooLate.includes(label))
      const ended = isStill ? left : tooLate
      return [
        ...out.map(({ jobId }) => ({ jobId, cameOut: true })),
        ...ended.map(({ jobId }) => ({ jobId, cameOut: isStill ? false : null })),
      ]
    },
  }
}

export type PaperCounter = ReturnType<typeof createPaperCounter>
