import type { Clock } from '../ports.ts'

/** A clock that was put elsewhere by more than this is believed, as to what is too old, when it has stood this long. */
const STEADY_MS = 3_600_000

/** Tells whether the clock on the wall has not been put elsewhere lately: ask it often. */
export function createSteadyClock(clock: Clock): () => boolean {
  /** How far it is ahead of the machine's own, which nobody sets; and since when. */
  let aheadMs = clock.now().getTime() - performance.now()
  let aheadSinceMs = performance.now()
  return () => {
    const nowMs = performance.now()
    const isAheadMs = clock.now().getTime() - nowMs
    if (Math.abs(isAheadMs - aheadMs) > STEADY_MS) {
      aheadMs = isAheadMs
      aheadSinceMs = nowMs
    }
    return nowMs - aheadSinceMs >= STEADY_MS
  }
}
