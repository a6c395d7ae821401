import type { BenchProblem, BenchView, VerdictCode, WordParams } from '../../shared/packing.ts'
import { FEEDBACK_KINDS } from '../../shared/words.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'
import { orderOpened, startLock, type LockState } from '../weighing/weighing.ts'
import type { KeptQuote } from './rating.ts'
import { advance, type SessionEvent, type Verdict } from './advance.ts'
import type { Chosen } from './scan-meaning.ts'
import { stepOf, type Session } from './session.ts'
import type { SessionStore } from './session-store.ts'

/** What came of a scan: a verdict, and whether it did something. */
export interface Answer extends Verdict {
  readonly accepted: boolean
}

export function yes(code: VerdictCode, params: WordParams = {}): Answer {
  return { accepted: true, code, params }
}

export function no(code: VerdictCode, params: WordParams = {}): Answer {
  return { accepted: false, code, params }
}

/** A parcel is not bought for this reason; some of them wait for a supervisor. */
export function notBought({ code, offers }: BenchProblem, reference: string): Answer {
  return offers.includes('APPROVE')
    ? no('approval-needed', { reference })
    : no('order-not-ready', { reference, reason: code })
}

/** A command that waits for the scan it applies to. */
export type Armed =
  | { readonly command: 'VOID' | 'QTY' }
  | { readonly command: 'REPRINT'; readonly reason: string }
  /** The label was scanned on its box: a supervisor is asked. */
  | { readonly command: 'REPRINT-APPROVE'; readonly shipment: LedgerEntry; readonly reason: string }
  | { readonly command: 'VOID-CONFIRM'; readonly shipment: LedgerEntry }
  /** A weight is typed next. */
  | { readonly command: 'WEIGHT' }
  /** A typed weight waits for a supervisor. */
  | { readonly command: 'WEIGHT-APPROVE'; readonly grams: number; readonly shown: string }
  /** A scan may mean several things. */
  | { readonly command: 'CHOOSE'; readonly text: string; readonly choices: readonly Chosen[] }

/** Everything the bench remembers. The open session is on disk after each change. */
export interface BenchState {
  session: Session | null
  readonly lock: LockState
  armed: Armed | null
  quote: KeptQuote | null
  feedback: BenchView['feedback']
  readonly changes: Topic<void>
  keep(session: Session | null): void
  /** Moves the open session on; a refusal changes nothing. */
  move(event: SessionEvent): Answer
  /** The same, but only while the session is about this shipment: work beside the scans may come back late. */
  moveFor(shipmentId: string, event: SessionEvent): boolean
  /** What the scale's reports come to; whether the pan was emptied is on disk with each change. */
  setLock(lock: LockState): void
  /** Makes a verdict the newest one to show and to sound. */
  say(verdict: Verdict): void
  /** Runs work beside the scans; it is waited for at the stop, and its bugs are logged. */
  beside(work: Promise<unknown>): void
  /** The same for work that nobody needs to wait for and that must look at `stopped` before it writes. */
  aside(work: Promise<unknown>): void
  stopped: boolean
  /** Resolves when nothing that must end well runs beside the scans any more. */
  stop(): Promise<void>
}

function isSameParcel(a: Session, b: Session | null): boolean {
  return a.order.id === b?.order.id && a.parcel === b.parcel
}

function mayBeWeighed(session: Session): boolean {
  const step = stepOf(session)
  return step === 'weigh' || step === 'ship'
}

/** A weight is typed for one parcel, before that is bought. */
function withoutWeight(armed: Armed | null): Armed | null {
  return armed?.command === 'WEIGHT' || armed?.command === 'WEIGHT-APPROVE' ? null : armed
}

export function createBenchState(
  session: Session | null,
  deps: {
    readonly sessions: SessionStore
    readonly writes: SteadyWrites
    readonly clock: Clock
    readonly log: Log
  },
): BenchState {
  const changes = createTopic<void>()
  const running = new Set<Promise<unknown>>()

  function logged(work: Promise<unknown>): Promise<unknown> {
    return work.catch((error: unknown) => {
      if (deps.writes.note(error)) state.say(no('not-kept'))
      else deps.log.error({ err: error }, 'Work at the bench broke off')
    })
  }

  let lock = startLock(deps.sessions.isPanEmptied())
  const state: BenchState = {
    session,
    get lock() {
      return lock
    },
    setLock(next) {
      if (next.emptied !== lock.emptied) deps.sessions.keepPanEmptied(next.emptied)
      lock = next
    },
    armed: null,
    quote: null,
    feedback: null,
    changes,
    keep(next) {
      // Disk first: what could not be kept has not happened.
      if (next) deps.sessions.save(next, true)
      const isSame = next !== null && isSameParcel(next, state.session)
      if (next && !isSame) state.setLock(orderOpened(lock))
      if (!isSame || !mayBeWeighed(next)) state.armed = withoutWeight(state.armed)
      state.session = next
      changes.publish()
    },
    move(event) {
      if (!state.session) return no('wrong-moment')
      const outcome = advance(state.session, event)
      if (!outcome.ok) return no(outcome.failure.code, outcome.failure.params)
      state.keep(outcome.value.session)
      return yes(outcome.value.code, outcome.value.params)
    },
    moveFor(shipmentId, event) {
      if (state.session?.shipmentId !== shipmentId) return false
      state.move(event)
      return true
    },
    say(verdict) {
      state.feedback = {
        sequence: (state.feedback?.sequence ?? 0) + 1,
        kind: FEEDBACK_KINDS[verdict.code],
        code: verdict.code,
        params: verdict.params,
        at: deps.clock.now().toISOString(),
      }
      changes.publish()
    },
    beside(work) {
      const watched = logged(work).finally(() => running.delete(watched))
      running.add(watched)
    },
    aside(work) {
      void logged(work)
    },
    stopped: false,
    async stop() {
      while (running.size > 0) await Promise.all(running)
      state.stopped = true
    },
  }
  return state
}
