import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock } from '../ports.ts'

/** The last cut-off as the queue sees it: labels bought before it and on no box are listed for void. */
export interface CutOff {
  /** UTC; null where no time of day is set. */
  at(): string | null
  /** A cut-off has passed, or the time of day is another. */
  readonly changes: Topic<void>
  /** The settings changed. */
  reconfigure(): void
  stop(): void
}

export interface CutOffDeps {
  /** Local time of day ("17:30"). */
  readonly cutOff: () => string | undefined
  readonly clock: Clock
}

/** A timer is set anew at least so often, since clocks are put right. */
const LONGEST_TIMER_MS = 3_600_000

/** Says when the day's cut-off passes. */
export function followCutOff({ cutOff, clock }: CutOffDeps): CutOff {
  const changes = createTopic<void>()
  let last = lastCutOff(cutOff(), clock.now())
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    clearTimeout(timer)
    const now = clock.now()
    const newest = lastCutOff(cutOff(), now)
    const isOther = newest?.getTime() !== last?.getTime()
    last = newest
    if (isOther) changes.publish()
    const next = nextCutOff(cutOff(), now)
    if (!next) return
    timer = setTimeout(look, Math.min(next.getTime() - now.getTime(), LONGEST_TIMER_MS))
    timer.unref()
  }

  look()
  return {
    at: () => last?.toISOString() ?? null,
    changes,
    reconfigure: look,
    stop: () => clearTimeout(timer),
  }
}

/**
 * The newest instant, `now` included, at which the clock of this machine showed that time of day; null where none is
 * set. There is one on every day: a time that is there twice counts the first time, and one that is skipped when the
 * clock is put forward is as much later (02:30 is 03:30).
 */
export function lastCutOff(cutOff: string | undefined, now: Date): Date | null {
  const today = cutOffOf(cutOff, now, 0)
  return today && today > now ? cutOffOf(cutOff, now, -1) : today
}

function nextCutOff(cutOff: string | undefined, now: Date): Date | null {
  const today = cutOffOf(cutOff, now, 0)
  return today && today <= now ? cutOffOf(cutOff, now, 1) : today
}

function cutOffOf(cutOff: string | undefined, now: Date, days: number): Date | null {
  if (cutOff === undefined) return null
  const [hour = 0, minute = 0] = cutOff.split(':').map(Number)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, minute)
}
