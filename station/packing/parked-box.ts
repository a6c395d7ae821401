import type { Order } from '../../shared/orders.ts'
import type { ParkedParcel } from '../outbox/outbox.ts'
import { sessionFrom, sessionText } from './session-text.ts'
import type { Session } from './session.ts'

/** A box as the bench handed it to the outbox. */
export interface ParkedBox {
  readonly session: Session
  /** Who packed it; null where nobody had scanned a badge. */
  readonly operator: string | null
  /** The parcel's newest purchase that had come to nothing by then; null where there was none. */
  readonly endedBefore: string | null
}

export function parkedText({ session, ...rest }: ParkedBox): string {
  return JSON.stringify({ ...rest, session: sessionText(session), way: wayOf(session.order) })
}

/** Where the box goes and how: what a supervisor approved was the price of this, and of no other (O-10). */
function wayOf({ shipTo, service }: Order): string {
  return JSON.stringify([shipTo, service])
}

/** A parked box with its order as that is now. */
export function parkedBox(
  { packed, order }: ParkedParcel,
  findOrder: (id: number) => Order | undefined,
): ParkedBox {
  const { session, way, ...rest } = JSON.parse(packed) as Omit<ParkedBox, 'session'> & {
    session: string
    way?: string
  }
  const kept = sessionFrom(session, findOrder)
  if (!kept) throw new Error(`The order ${order} of a parked box is gone`)
  const { rateApproved } = kept.session
  const isApproved = rateApproved && way === wayOf(kept.session.order)
  return { ...rest, session: { ...kept.session, rateApproved: isApproved } }
}
