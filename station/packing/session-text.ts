import type { Order } from '../../shared/orders.ts'
import type { Session } from './session.ts'

/** The order stands in its own table; its items as they were tell whether it was changed since. */
type StoredSession = Omit<Session, 'order'> & { orderId: number; items: string }

/** What sessions kept by an earlier version lack. */
const ADDED_SINCE = {
  dimensions: null,
  rateApproved: false,
  rateGone: false,
  stickerId: null,
  awaited: false,
  aside: null,
  weightConfirmed: false,
}

export interface KeptSession {
  readonly session: Session
  /** The order's items were changed since: what was scanned may be something else now. */
  readonly isStale: boolean
}

/** A session as it is kept on disk. */
export function sessionText({ order, ...rest }: Session): string {
  const stored: StoredSession = {
    ...rest,
    orderId: order.id,
    items: JSON.stringify(order.items),
  }
  return JSON.stringify(stored)
}

/** A kept session with its order as that is now; undefined where the order is gone. */
export function sessionFrom(
  text: string,
  findOrder: (id: number) => Order | undefined,
): KeptSession | undefined {
  const { orderId, items, ...rest } = JSON.parse(text) as StoredSession
  const order = findOrder(orderId)
  if (!order) return undefined
  const session = { ...ADDED_SINCE, ...rest, order }
  return { session, isStale: items !== JSON.stringify(order.items) }
}
