/** A burst of this many calls goes out at once; after it the ceiling holds. */
const BURST = 5
/** No pause that a carrier asks for is longer than this for us. */
const LONGEST_PAUSE_MS = 600_000

/** When the next call to a carrier may go out. Times are of one monotonic clock. */
export interface CallCeiling {
  /** How long the carrier wants no calls at all; 0 where it wants none. */
  pauseMs(): number
  /** The carrier asks for a pause. */
  pauseFor(ms: number): void
  /** Takes the next free place and says how long to wait for it. */
  takePlace(): number
  /** Takes a place although none is free: later calls wait the longer for it. */
  takePlaceAhead(): void
  /** Gives a place back that was not used. */
  giveBack(): void
}

/** A bucket of tokens that fills with so many a second, as the settings say at the moment. */
export function createCallCeiling(perSecond: () => number, nowMs: () => number): CallCeiling {
  let tokens = BURST
  let filledAtMs = nowMs()
  let pausedUntilMs = -Infinity

  function take(): void {
    const now = nowMs()
    tokens = Math.min(BURST, tokens + ((now - filledAtMs) / 1000) * perSecond()) - 1
    filledAtMs = now
  }

  return {
    pauseMs: () => Math.max(0, pausedUntilMs - nowMs()),
    pauseFor(ms) {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + Math.min(ms, LONGEST_PAUSE_MS))
    },
    takePlace() {
      take()
      return tokens >= 0 ? 0 : (-tokens / perSecond()) * 1000
    },
    takePlaceAhead: take,
    giveBack() {
      tokens = Math.min(BURST, tokens + 1)
    },
  }
}
