import { unreachable } from '../../shared/outcome.ts'
import type { CarrierFailure, ShipmentState } from '../../shared/shipping.ts'
import type { BoughtParcel, PurchaseAnswer } from '../carriers/carriers.ts'

/** What can happen to a purchase; the rules stand in PURCHASES.md. */
export type PurchaseEvent =
  | { readonly type: 'called' }
  /** What must be on disk before the call could not be written. */
  | { readonly type: 'never-left' }
  | { readonly type: 'answered'; readonly answer: PurchaseAnswer }
  | { readonly type: 'found-at-start' }
  /** The same call once more, under the rules P-15 to P-17. */
  | { readonly type: 'called-again' }
  | { readonly type: 'settled-bought'; readonly parcel: BoughtParcel }
  | { readonly type: 'settled-not-bought' }
  | { readonly type: 'given-up' }
  | { readonly type: 'void-asked' }
  /** The carrier took the wish to void and may finish later. */
  | { readonly type: 'void-accepted' }
  | { readonly type: 'void-answered'; readonly refused: CarrierFailure | null }
  /** The carrier certainly did not void it, and has not said anything about the label itself. */
  | { readonly type: 'void-not-made' }

/** States in which the parcel may have cost money: no second purchase beside one of these (P-3). */
export const LIVE_STATES = [
  'intended',
  'calling',
  'in-doubt',
  'bought',
  'void-asked',
  'void-refused',
] as const satisfies readonly ShipmentState[]

/** A void whose answer got lost may be asked again: asking twice costs nothing. */
const MAY_BE_VOIDED: readonly ShipmentState[] = ['bought', 'void-asked', 'void-refused']

/** Statuses of a carrier that has not looked at what was asked: who asks is not known or not allowed, or too often. */
const AT_THE_DOOR = [401, 403, 429]

/** Whether a label is paid for and certainly not void: only such a one is printed and shipped (P-10). */
export function isGood(state: ShipmentState): boolean {
  return state === 'bought' || state === 'void-refused'
}

export function isLive(state: ShipmentState): boolean {
  return (LIVE_STATES as readonly ShipmentState[]).includes(state)
}

/** The next state, or undefined where the event has no meaning in this one. Pure. */
export function nextState(state: ShipmentState, event: PurchaseEvent): ShipmentState | undefined {
  switch (event.type) {
    case 'called':
      return state === 'intended' ? 'calling' : undefined
    case 'never-left':
      return state === 'intended' ? 'refused' : undefined
    case 'answered':
      return state === 'calling' ? event.answer.kind : undefined
    case 'found-at-start':
      if (state === 'intended') return 'refused'
      if (state === 'calling') return 'in-doubt'
      return undefined
    case 'called-again':
      return state === 'in-doubt' ? 'calling' : undefined
    case 'settled-bought':
      return state === 'in-doubt' ? 'bought' : undefined
    case 'settled-not-bought':
      return state === 'in-doubt' ? 'not-bought' : undefined
    case 'given-up':
      return state === 'in-doubt' ? 'given-up' : undefined
    case 'void-asked':
      return MAY_BE_VOIDED.includes(state) ? 'void-asked' : undefined
    case 'void-accepted':
      return state === 'void-asked' ? 'void-asked' : undefined
    case 'void-answered':
      if (state !== 'void-asked') return undefined
      return event.refused ? 'void-refused' : 'void'
    case 'void-not-made':
      return state === 'void-asked' ? 'bought' : undefined
    default:
      return unreachable(event)
  }
}

/**
 * The attempt a new purchase of a parcel gets after these earlier ones (P-8): it counts on once a carrier has
 * judged it, since a spent reference may be refused and a stored refusal may be replayed. A call that never left
 * keeps its number, and so does one turned away at the door: should that have been sold all the same, the same
 * reference finds it.
 */
export function nextAttempt(
  earlier: readonly {
    readonly attempt: number
    readonly state: ShipmentState
    readonly failure: CarrierFailure | null
  }[],
): number {
  const newest = earlier.reduce((highest, { attempt }) => Math.max(highest, attempt), 0)
  if (newest === 0) return 1
  const neverJudged = earlier
    .filter(({ attempt }) => attempt === newest)
    .every(({ state, failure }) => state === 'refused' && !isJudged(failure?.httpStatus))
  return neverJudged ? newest : newest + 1
}

function isJudged(httpStatus: number | undefined): boolean {
  return httpStatus !== undefined && !AT_THE_DOOR.includes(httpStatus)
}
