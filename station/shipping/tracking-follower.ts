import type { CarrierId } from '../../shared/orders.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { Clock, Log } from '../ports.ts'
import { isGood, isLive } from './purchase.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'
import type { createTracking } from './tracking.ts'
import type { TrackingStore } from './tracking-store.ts'

export interface TrackingFollowerDeps {
  readonly store: TrackingStore
  readonly ledger: PurchaseLedger
  readonly track: ReturnType<typeof createTracking>
  /** Hours between two looks at a parcel; 0 looks at none. Read before each look. */
  readonly everyHours: () => number
  readonly clock: Clock
  readonly log: Log
}

const CARRIERS: readonly CarrierId[] = ['flexport', 'flavorcloud']
const HOUR_MS = 3_600_000
/** A parcel that is still on its way after so long is lost, or nobody tells any more. */
const FOLLOWED_FOR_MS = 60 * 24 * HOUR_MS
/** Between two looks: what people wait for goes first at the carrier. */
const GAP_MS = 2_000
const IDLE_MS = 60_000
/** Minutes that a carrier is left alone after one trouble, two in a row, and so on. */
const RESTS = [1, 2, 5, 15, 30, 60]

/** Failures that say something of one parcel; after all others the carrier is left alone for a while. */
const ABOUT_THE_PARCEL: readonly CarrierFailureCode[] = [
  'not-found-yet',
  'shipment-not-found',
  'already-cancelled',
  'request-refused',
]

/**
 * Looks after parcels on their way, one at a time, the one first that was not looked at the longest (P-14). When
 * each was looked at is on disk, so that a restart asks nothing twice. Returns the way to stop it.
 */
export function followTrackings(deps: TrackingFollowerDeps): () => void {
  const { store, ledger, clock, log } = deps
  /** Until when a carrier is left alone, by the machine's own clock. */
  const resting = new Map<CarrierId, { readonly troubles: number; readonly untilMs: number }>()
  let timer: NodeJS.Timeout
  let stopped = false

  function wait(ms: number): void {
    timer = setTimeout(() => void turn(), ms)
    timer.unref()
  }

  async function turn(): Promise<void> {
    let looked = false
    try {
      looked = await lookAtNext()
    } catch (error) {
      log.error({ error }, 'A parcel could not be followed')
    }
    if (!stopped) wait(looked ? GAP_MS : IDLE_MS)
  }

  /** Whether there was something to look at. */
  async function lookAtNext(): Promise<boolean> {
    const next = oldestDue()
    if (!next) return false
    const { id, carrier } = next
    const { state } = ledger.entryOf(id)
    const tooLongAgo = new Date(nowMs() - FOLLOWED_FOR_MS)
    if (!isLive(state) || store.isBoughtBefore(id, tooLongAgo)) store.close(id)
    else if (!isGood(state)) store.skip(id)
    else {
      // Should this look break, the next turn is not for the same parcel again.
      store.skip(id)
      const tracked = await deps.track(id)
      noteAnswer(carrier, tracked.ok ? undefined : tracked.failure.carrier)
    }
    return true
  }

  function oldestDue() {
    const hours = deps.everyHours()
    if (hours === 0) return undefined
    const before = new Date(nowMs() - hours * HOUR_MS).toISOString()
    return CARRIERS.filter((carrier) => (resting.get(carrier)?.untilMs ?? 0) <= performance.now())
      .flatMap((carrier) => {
        const oldest = store.oldest(carrier, before)
        return oldest ? [{ ...oldest, carrier }] : []
      })
      .toSorted((a, b) => a.lookedAt.localeCompare(b.lookedAt))[0]
  }

  function noteAnswer(carrier: CarrierId, failure: CarrierFailure | undefined): void {
    if (!failure || ABOUT_THE_PARCEL.includes(failure.code)) {
      resting.delete(carrier)
      return
    }
    const troubles = (resting.get(carrier)?.troubles ?? 0) + 1
    const minutes = RESTS[Math.min(troubles, RESTS.length) - 1] ?? 0
    const seconds = Math.max(minutes * 60, failure.retryAfterSeconds ?? 0)
    resting.set(carrier, { troubles, untilMs: performance.now() + seconds * 1000 })
  }

  function nowMs(): number {
    return clock.now().getTime()
  }

  wait(GAP_MS)

  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
