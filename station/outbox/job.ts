import type { CarrierId } from '../../shared/orders.ts'
import type { BenchProblem } from '../../shared/packing.ts'
import { unreachable } from '../../shared/outcome.ts'

/**
 * waiting: to be bought when it is due · buying: the carrier is being asked · bought: its label waits for the scan
 * of the sticker · refused: it goes back to the bench · taken: the bench has it again · closed: its label is on it.
 */
export type ParkedState = 'waiting' | 'buying' | 'bought' | 'refused' | 'taken' | 'closed'

/** What a failed try is remembered by. */
export interface JobFailure {
  readonly code: string
  /** The carrier's own words. */
  readonly said?: string
}

/** A packed box whose label is bought later: a job of the outbox. */
export interface ParkedParcel {
  /** Letters and digits; what its sticker carries. */
  readonly id: string
  readonly orderId: number
  readonly order: string
  readonly merchant: string
  readonly parcel: number
  readonly carrier: CarrierId
  /** The box as the bench left it, in the bench's own words. */
  readonly packed: string
  readonly state: ParkedState
  readonly parkedAt: string
  readonly dueAt: string
  /** When its sticker was scanned last before it was bought. */
  readonly wantedAt: string | null
  readonly attempts: number
  readonly failure: JobFailure | null
  /** Why it goes back to the bench. */
  readonly problem: BenchProblem | null
}

/**
 * What one try came to. retry: failed in a way that may pass; counts · later: could not be tried, does not count ·
 * reject: a person has to look.
 */
export type Attempt =
  | { readonly verdict: 'done' }
  | { readonly verdict: 'retry'; readonly failure: JobFailure; readonly problem: BenchProblem }
  | {
      readonly verdict: 'later'
      readonly failure: JobFailure
      readonly afterMs: number
      /** Every parcel of this carrier would come to the same: none of them is tried before. */
      readonly forAll: boolean
    }
  | { readonly verdict: 'reject'; readonly failure: JobFailure; readonly problem: BenchProblem }

/** Minutes would be lost on a line that is back after seconds; hours on one that is not. */
const RETRY_WAITS_MS = [5_000, 15_000, 60_000, 300_000]
/** After so many failed tries a person has to look. */
export const MOST_ATTEMPTS = 8
/** No due time is ever further off: one that is was written before the clock was put back. */
export const LONGEST_WAIT_MS = 15 * 60_000

/** Where a job goes after a try (O-4, O-5). Pure. */
export function afterAttempt(
  { attempts }: Pick<ParkedParcel, 'attempts'>,
  attempt: Attempt,
): {
  readonly state: ParkedState
  readonly attempts: number
  readonly afterMs: number
  readonly problem: BenchProblem | null
} {
  switch (attempt.verdict) {
    case 'done':
      return { state: 'bought', attempts, afterMs: 0, problem: null }
    case 'later': {
      const afterMs = Math.min(attempt.afterMs, LONGEST_WAIT_MS)
      return { state: 'waiting', attempts, afterMs, problem: null }
    }
    case 'retry': {
      const tried = attempts + 1
      if (tried >= MOST_ATTEMPTS)
        return { state: 'refused', attempts: tried, afterMs: 0, problem: attempt.problem }
      const afterMs = RETRY_WAITS_MS[Math.min(tried, RETRY_WAITS_MS.length) - 1] ?? 0
      return { state: 'waiting', attempts: tried, afterMs, problem: null }
    }
    case 'reject':
      return { state: 'refused', attempts, afterMs: 0, problem: attempt.problem }
    default:
      return unreachable(attempt)
  }
}
