import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { Carriers } from '../carriers/carriers.ts'
import { waitMs } from './follow-ups.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { isGood } from './purchase.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'

export interface VoidingDeps {
  readonly ledger: PurchaseLedger
  readonly carriers: Carriers
  readonly onChange: () => void
  /** After this nothing is written any more. */
  readonly isStopped: () => boolean
}

export interface VoidFailure {
  readonly code:
    | 'shipment-not-found'
    | 'not-bought'
    | 'void-refused'
    | 'void-in-doubt'
    | 'void-accepted'
  readonly carrier?: CarrierFailure
}

/** After these nobody knows whether the carrier did what was asked. */
const LOST_ANSWERS: readonly CarrierFailureCode[] = [
  'carrier-timed-out',
  'carrier-connection-lost',
  'carrier-trouble',
  'carrier-answer-not-understood',
]

/** HTTP statuses that leave open whether the label was voided, as they leave open whether one was sold. */
const LEAVES_OPEN = [408, 409]

/** HTTP statuses that speak of the account or of too many calls, not of the label. */
const NOT_ABOUT_THE_LABEL = [401, 403, 423, 429]

/** Seconds between the questions whether a void is done. */
const WAITS = [1, 2, 5, 15, 30, 60, 600]

/** What a failed void says of the label: the carrier refused, nothing was voided, or nobody knows. */
function voidFailed({ code, httpStatus = 0 }: CarrierFailure): 'refused' | 'not-made' | 'unknown' {
  if (LOST_ANSWERS.includes(code) || LEAVES_OPEN.includes(httpStatus) || httpStatus >= 500)
    return 'unknown'
  const isAnswer = httpStatus >= 400 && !NOT_ABOUT_THE_LABEL.includes(httpStatus)
  return isAnswer ? 'refused' : 'not-made'
}

/**
 * What a read tells of a shipment that may be void; `gone` is what is there no more. A refusal to read it, as of a
 * merchant's key, tells nothing.
 */
type Standing = 'cancelled' | 'gone' | 'given-up' | 'stands' | 'not-told'

/** Only the carrier's own word counts; that it knows the shipment no more only where it took the void. */
function isEnded(standing: Standing, { voidAcceptedAt }: LedgerEntry): boolean {
  return standing === 'cancelled' || (standing === 'gone' && voidAcceptedAt !== null)
}

/** Voids labels: asks the carrier, and where it only takes the wish, asks until it says that it is done (P-13). */
export function createVoiding({ ledger, carriers, onChange, isStopped }: VoidingDeps) {
  const voiding = new Set<string>()

  async function voidLabel(id: string): Promise<Outcome<LedgerEntry, VoidFailure>> {
    const entry = ledger.find(id)
    if (!entry) return failed({ code: 'shipment-not-found' })
    const { state, carrierShipmentId } = entry
    if (!(isGood(state) || state === 'void-asked') || !carrierShipmentId || voiding.has(id))
      return failed({ code: 'not-bought' })
    voiding.add(id)
    ledger.apply(id, { type: 'void-asked' })
    onChange()
    const outcome = await askToVoid(entry, carrierShipmentId).finally(() => voiding.delete(id))
    onChange()
    return outcome
  }

  async function askToVoid(
    before: LedgerEntry,
    shipmentId: string,
  ): Promise<Outcome<LedgerEntry, VoidFailure>> {
    const { id } = before
    const answer = await carriers.of(before.carrier).void(shipmentId, before.merchant)
    if (isStopped()) return failed({ code: 'void-in-doubt' })
    if (isVoid(id)) return done(ledger.entryOf(id))
    if (answer.ok && answer.value === 'done') return done(end(id, null))
    if (answer.ok) ledger.apply(id, { type: 'void-accepted' })
    const outcome = answer.ok ? 'accepted' : voidFailed(answer.failure)
    const mayBeVoid = before.state === 'void-asked'
    let standing: Standing = 'not-told'
    const isUnmade = before.trackingNumber === null && before.label === null
    const isRefused = outcome === 'refused'
    if (answer.ok || before.voidAcceptedAt !== null || (isRefused && (mayBeVoid || isUnmade))) {
      standing = await standingAtCarrier(before, shipmentId)
      if (isStopped()) return failed({ code: 'void-accepted' })
      if (isVoid(id)) return done(ledger.entryOf(id))
      // What was given up cannot be voided, and there is nothing to void: else the parcel could never be bought.
      const isNothing = isRefused && isUnmade && standing === 'given-up'
      if (isNothing || isEnded(standing, ledger.entryOf(id))) return done(end(id, null))
      if (answer.ok) return failed({ code: 'void-accepted' })
    }
    const { failure } = answer
    // A label that may be void is not good for a refusal alone: an earlier void may be what it is refused for.
    const stands = standing === 'stands' || standing === 'given-up'
    if (isRefused && (!mayBeVoid || stands)) {
      end(id, failure)
      return failed({ code: 'void-refused', carrier: failure })
    }
    if (before.voidAcceptedAt !== null) return failed({ code: 'void-accepted', carrier: failure })
    // An earlier void may have been made though its answer got lost: only the carrier's word ends that doubt.
    if (outcome === 'unknown' || mayBeVoid) {
      ledger.noteFailure(id, failure)
      return failed({ code: 'void-in-doubt', carrier: failure })
    }
    ledger.apply(id, { type: 'void-not-made' })
    return failed({ code: 'void-refused', carrier: failure })
  }

  /** An earlier void may be confirmed while a second one is under way. */
  function isVoid(id: string): boolean {
    return ledger.entryOf(id).state === 'void'
  }

  function end(id: string, refused: CarrierFailure | null): LedgerEntry {
    return ledger.apply(id, { type: 'void-answered', refused })
  }

  async function standingAtCarrier(entry: LedgerEntry, shipmentId: string): Promise<Standing> {
    const read = await carriers.of(entry.carrier).readBack(shipmentId, entry.merchant)
    if (read.ok) {
      const { standing } = read.value
      if (standing === 'failed') return 'given-up'
      return standing === 'cancelled' ? 'cancelled' : 'stands'
    }
    const { code, httpStatus = 404 } = read.failure
    if (code === 'already-cancelled') return 'cancelled'
    return code === 'shipment-not-found' && httpStatus === 404 ? 'gone' : 'not-told'
  }

  /** Asks once more whether a void that was taken is done; says whether it is. */
  async function confirmVoid(id: string): Promise<boolean> {
    const entry = ledger.entryOf(id)
    const isDone =
      !voiding.has(id) &&
      entry.carrierShipmentId !== null &&
      isEnded(await standingAtCarrier(entry, entry.carrierShipmentId), entry)
    if (isStopped() || ledger.entryOf(id).state !== 'void-asked') return false
    if (isDone) end(id, null)
    else ledger.followUps.askAgain(id, waitMs(WAITS, entry.tries + 1))
    onChange()
    return isDone
  }

  return {
    voidLabel,
    confirmVoid,
    /** Whether the carrier is being asked to void this label right now. */
    isVoiding: (id: string): boolean => voiding.has(id),
  }
}
