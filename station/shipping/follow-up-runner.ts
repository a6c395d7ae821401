import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Carriers, Outage } from '../carriers/carriers.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import type { createDoubts } from './doubts.ts'
import type { createLabelFetching } from './label-fetching.ts'
import { isGood } from './purchase.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'
import type { createVoiding } from './voiding.ts'

export interface FollowUpRunner {
  /** Shipments whose label came after all. */
  readonly labelsCame: Topic<string>
  /** Shipments whose void is done after all. */
  readonly voidsDone: Topic<string>
  /** Purchases that were in doubt and are bought after all. */
  readonly doubtsEnded: Topic<string>
  stop(): void
}

export interface FollowUpRunnerDeps {
  readonly ledger: PurchaseLedger
  readonly carriers: Pick<Carriers, 'outage'>
  readonly fetchLabel: ReturnType<typeof createLabelFetching>
  readonly confirmVoid: ReturnType<typeof createVoiding>['confirmVoid']
  readonly followDoubt: ReturnType<typeof createDoubts>
  /** After each of these something may be due at another time. */
  readonly changes: Topic<void>
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
}

/** One that hangs must not hold up the label that somebody waits for. */
const MOST_AT_ONCE = 4
/** A timer is set anew at least so often, since clocks are put right. */
const LONGEST_TIMER_MS = 600_000
const AFTER_A_BUG_MS = 600_000
const LONGEST_OUTAGE_WAIT_MS = 30_000

/** Asks the carriers again when it is time, also for what an earlier run of the station left open (P-12, P-13, P-15). */
export function runFollowUps(deps: FollowUpRunnerDeps): FollowUpRunner {
  const { ledger, writes, clock, log } = deps
  const labelsCame = createTopic<string>()
  const voidsDone = createTopic<string>()
  const doubtsEnded = createTopic<string>()
  const running = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function plan(): void {
    clearTimeout(timer)
    if (stopped) return
    // One look at the clock: what became due between two would be neither due nor next.
    const now = clock.now()
    for (const id of ledger.followUps.due(now, MOST_AT_ONCE + running.size))
      if (!running.has(id) && running.size < MOST_AT_ONCE) void run(id)
    const next = ledger.followUps.nextAfter(now)
    if (next === undefined) return
    const ms = Math.min(Date.parse(next) - now.getTime(), LONGEST_TIMER_MS)
    timer = setTimeout(plan, ms)
    timer.unref()
  }

  async function run(id: string): Promise<void> {
    running.add(id)
    try {
      await followUp(id)
    } catch (error) {
      const isOfTheDisk = writes.note(error)
      if (!isOfTheDisk) log.error({ error, shipment: id }, 'A shipment could not be followed up')
      const afterMs = isOfTheDisk ? 0 : AFTER_A_BUG_MS
      // Until then it counts as running: without a time on disk it would be due at once, again and again.
      if (!stopped)
        await writes.untilKept(() => ledger.followUps.askAgain(id, afterMs)).catch(() => {})
    } finally {
      running.delete(id)
      plan()
    }
  }

  /** Until just after the next probe: what could not be asked counts as no try. */
  function waitOut({ nextProbeAt }: Outage): number {
    const ms = Date.parse(nextProbeAt) - clock.now().getTime()
    return Math.min(Math.max(0, ms), LONGEST_OUTAGE_WAIT_MS) + 1_000
  }

  async function followUp(id: string): Promise<void> {
    const { state, label, carrier, tries } = ledger.entryOf(id)
    const outage = deps.carriers.outage(carrier)
    // The link of a label may lead to a host that is there.
    if (outage && (state === 'void-asked' || state === 'in-doubt')) {
      ledger.followUps.resume(id, tries, waitOut(outage))
    } else if (state === 'void-asked') {
      if (await deps.confirmVoid(id)) voidsDone.publish(id)
    } else if (isGood(state) && !label) {
      const fetched = await deps.fetchLabel(id)
      if (fetched.ok) labelsCame.publish(id)
    } else if (state === 'in-doubt') {
      if (await deps.followDoubt(id)) doubtsEnded.publish(id)
    } else ledger.followUps.end(id)
  }

  const stopListening = deps.changes.subscribe(plan)
  plan()

  return {
    labelsCame,
    voidsDone,
    doubtsEnded,
    stop() {
      stopped = true
      clearTimeout(timer)
      stopListening()
    },
  }
}
