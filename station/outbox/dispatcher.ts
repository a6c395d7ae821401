import { CarrierIdSchema, type CarrierId } from '../../shared/orders.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { LONGEST_WAIT_MS, type Attempt, type ParkedParcel } from './job.ts'
import type { JobStore } from './job-store.ts'

/** Tries to buy one parked parcel; may be asked again for the same one whatever came of it before. */
export type Work = (parcel: ParkedParcel) => Promise<Attempt>

export interface Dispatcher {
  /** A person asks for it: whatever a carrier's parcels wait for is tried anew. */
  hurry(carrier: CarrierId): void
  /** Something may be due now that was not before. */
  stir(): void
  /** A try has ended, and is on disk. */
  readonly ended: Topic<{ readonly parcel: ParkedParcel; readonly attempt: Attempt }>
  /** Resolves when no try is under way any more. */
  stop(): Promise<void>
}

export interface DispatcherDeps {
  readonly jobs: JobStore
  readonly work: Work
  readonly carriers: Pick<Carriers, 'outage' | 'outages'>
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
}

/** A timer is set anew at least so often, since clocks are put right. */
const LONGEST_TIMER_MS = 600_000
const AFTER_A_DISK_MS = 5_000

/**
 * Lets one parked parcel of each carrier be tried at a time, in turn, while that carrier can be asked at all: a
 * carrier that is down costs no try (O-1, O-3).
 */
export function runDispatcher(deps: DispatcherDeps): Dispatcher {
  const { jobs, carriers, writes, clock, log } = deps
  const ended = createTopic<{ parcel: ParkedParcel; attempt: Attempt }>()
  const running = new Map<CarrierId, Promise<void>>()
  /** Until when a carrier's parcels would all come to the same, in ms of the clock. */
  const heldUntil = new Map<CarrierId, number>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function plan(): void {
    clearTimeout(timer)
    if (stopped) return
    const planned = writes.attempt(() =>
      CarrierIdSchema.options.flatMap((carrier) => waitOf(carrier) ?? []),
    )
    // A disk that takes nothing is planned anew when it takes things down again.
    if (!planned.ok || planned.value.length === 0) return
    timer = setTimeout(plan, Math.min(...planned.value, LONGEST_TIMER_MS))
    timer.unref()
  }

  /** Starts what a carrier is free for; otherwise milliseconds until something of it is due, if anything is. */
  function waitOf(carrier: CarrierId): number | undefined {
    if (running.has(carrier) || carriers.outage(carrier)) return undefined
    const heldMs = (heldUntil.get(carrier) ?? 0) - clock.now().getTime()
    if (heldMs > 0 && heldMs <= LONGEST_WAIT_MS) return heldMs
    jobs.heal(carrier)
    const parcel = jobs.next(carrier)
    if (parcel && jobs.begin(parcel.id)) {
      const trying = attempt(parcel)
        .catch((error: unknown) => {
          if (!writes.note(error)) log.error({ error, parked: parcel.id }, 'A try broke off')
        })
        .finally(() => {
          running.delete(carrier)
          plan()
        })
      running.set(carrier, trying)
      return undefined
    }
    const dueAt = jobs.nextDueAt(carrier)
    return dueAt === undefined ? undefined : Date.parse(dueAt) - clock.now().getTime()
  }

  async function attempt(parcel: ParkedParcel): Promise<void> {
    const outcome = await tried(parcel)
    // Whatever it was, the next start finds it in the ledger.
    if (stopped) return
    if (outcome.verdict === 'later' && outcome.forAll)
      heldUntil.set(parcel.carrier, clock.now().getTime() + outcome.afterMs)
    await writes.untilKept(() => jobs.conclude(parcel.id, outcome))
    ended.publish({ parcel, attempt: outcome })
  }

  async function tried(parcel: ParkedParcel): Promise<Attempt> {
    try {
      return await deps.work(parcel)
    } catch (error) {
      if (writes.note(error)) {
        const failure = { code: 'not-kept' }
        return { verdict: 'later', failure, afterMs: AFTER_A_DISK_MS, forAll: true }
      }
      log.error({ error, parked: parcel.id }, 'A parked parcel met a bug')
      const problem = { code: 'carrier-answer-not-understood', kind: 'wrong' } as const
      const failure = { code: 'carrier-answer-not-understood' }
      return {
        verdict: 'retry',
        failure,
        problem: { ...problem, params: { carrier: parcel.carrier }, offers: ['SHIP', 'HOLD'] },
      }
    }
  }

  const stopListening = [carriers.outages.subscribe(plan), writes.recovered.subscribe(plan)]
  plan()

  return {
    stir: plan,
    hurry(carrier) {
      heldUntil.delete(carrier)
      plan()
    },
    ended,
    async stop() {
      stopped = true
      clearTimeout(timer)
      for (const stop of stopListening) stop()
      await Promise.all(running.values())
    },
  }
}
