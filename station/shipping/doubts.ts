import { isSameService, type CarrierFailure } from '../../shared/shipping.ts'
import type { BoughtParcel, Carrier, Carriers, PurchaseAnswer } from '../carriers/carriers.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Clock, Log } from '../ports.ts'
import { waitMs } from './follow-ups.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'

export interface DoubtsDeps {
  readonly ledger: PurchaseLedger
  readonly carriers: Carriers
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
  /** The one call that buys; it throws nothing, and believes nothing that is another purchase's (P-11). */
  readonly call: (entry: LedgerEntry) => Promise<PurchaseAnswer>
  /** The account's owner has proved that a repeated idempotency-key is answered with the first purchase. */
  readonly isReplayProved: () => boolean
  /** False on records that are known to be damaged. */
  readonly mayBuy: () => boolean
  readonly onChange: () => void
  /** After this nothing is written any more. */
  readonly isStopped: () => boolean
}

/** Seconds between the look-ups of a purchase in doubt; the last one for all that follow. */
const LOOK_UP_WAITS = [2, 5, 15, 30, 60, 120, 300, 600]
/** So often, and for so long, a look-up must have said "none" before the purchase is asked for again. */
const NONES_BEFORE_REPEAT = 5
const SECONDS_BEFORE_REPEAT = 60

/** Seconds before the repeats of a call with an idempotency-key, and how long the key is taken to be remembered. */
const REPLAY_WAITS = [2, 30, 120]
const REPLAY_WINDOW_SECONDS = 15 * 60

/**
 * Ends doubts without a person where the carrier lets one: by looking the purchase up by our reference, and,
 * where a look-up has said "none" for long enough or a replay is proved, by the same call with the same bytes
 * (P-15 to P-17).
 */
export function createDoubts(deps: DoubtsDeps) {
  const { ledger, carriers, clock, log } = deps

  /** Does what is due for a purchase in doubt; says whether the doubt has ended. */
  async function followDoubt(id: string): Promise<boolean> {
    const entry = ledger.entryOf(id)
    const { find } = carriers.of(entry.carrier)
    const ended = find ? await lookUp(entry, find) : await replay(entry)
    if (!deps.isStopped()) deps.onChange()
    return ended
  }

  async function lookUp(entry: LedgerEntry, find: NonNullable<Carrier['find']>): Promise<boolean> {
    const { id } = entry
    const found = await find(entry.reference, entry.merchant)
    if (deps.isStopped() || ledger.entryOf(id).state !== 'in-doubt') return false
    if (found.ok) return adopt(entry, found.value)
    if (found.failure.code === 'shipment-not-found') {
      ledger.noteNone(id)
      if (deps.mayBuy() && mayRepeat(ledger.entryOf(id))) return repeat(entry)
    }
    askAgain(entry, LOOK_UP_WAITS)
    return false
  }

  function adopt(entry: LedgerEntry, parcel: BoughtParcel): boolean {
    // What the carrier leaves out says nothing.
    const isMeant =
      parcel.serviceLevel === null || isSameService(parcel.serviceLevel, entry.serviceLevel)
    if (!isMeant || !ledger.mayAdopt(entry, parcel)) {
      const failure: CarrierFailure = { code: 'carrier-conflict', carrier: entry.carrier }
      ledger.noteFailure(entry.id, failure)
      log.warn({ shipment: entry.id }, 'A look-up found a shipment that is not this purchase')
      // Only a person can tell what that shipment is.
      ledger.followUps.end(entry.id)
      return false
    }
    ledger.apply(entry.id, { type: 'settled-bought', parcel })
    log.info({ shipment: entry.id }, 'A look-up found a purchase that was in doubt')
    return true
  }

  /** Once only: the vendor's own rule against duplicates is the second guard, not the first. */
  function mayRepeat({ id, noneFound, calledAgainAt }: LedgerEntry): boolean {
    const isLongAgo = ledger.sinceCall(id).ms >= SECONDS_BEFORE_REPEAT * 1000
    return calledAgainAt === null && noneFound >= NONES_BEFORE_REPEAT && isLongAgo
  }

  /** Flexport has no look-up: the very call again, while the key is sure to be known, or a person. */
  async function replay(entry: LedgerEntry): Promise<boolean> {
    const isSpent = entry.tries >= REPLAY_WAITS.length
    // 409 is about this very key.
    const isConflict = entry.failure?.code === 'carrier-conflict'
    if (!deps.mayBuy() || !deps.isReplayProved() || !isFresh(entry) || isSpent || isConflict) {
      ledger.followUps.end(entry.id)
      return false
    }
    return repeat(entry)
  }

  /**
   * Whether the key is sure to be known: by the machine's own clock, which stands still while it sleeps and says
   * nothing of an earlier run, and by the one on the wall, which is put back.
   */
  function isFresh({ id, intendedAt }: LedgerEntry): boolean {
    const { ms, isExact } = ledger.sinceCall(id)
    const wallMs = clock.now().getTime() - Date.parse(intendedAt)
    return isExact && wallMs >= 0 && Math.max(ms, wallMs) <= REPLAY_WINDOW_SECONDS * 1000
  }

  /** The same reference and the same bytes. A refusal is about this call; what the first one did stays open (P-17). */
  async function repeat(entry: LedgerEntry): Promise<boolean> {
    const { id, tries } = entry
    ledger.apply(id, { type: 'called-again' })
    log.warn({ shipment: id }, 'A purchase in doubt is asked for again')
    const answer = await deps.call(entry)
    const told: PurchaseAnswer =
      answer.kind === 'refused' ? { ...answer, kind: 'in-doubt' } : answer
    await deps.writes.untilKept(() => ledger.apply(id, { type: 'answered', answer: told }))
    if (told.kind === 'bought') return true
    // A spent reference can tell no more.
    if (told.failure.code === 'already-cancelled') return false
    const waits = carriers.of(entry.carrier).find ? LOOK_UP_WAITS : REPLAY_WAITS
    ledger.followUps.resume(id, tries + 1, waitMs(waits, tries + 1))
    return false
  }

  function askAgain({ id, tries }: LedgerEntry, waits: readonly number[]): void {
    ledger.followUps.askAgain(id, waitMs(waits, tries + 1))
  }

  return followDoubt
}
