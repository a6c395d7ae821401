import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { taken } from '../weighing/weighing.ts'
import { no, yes, type Answer, type BenchState } from './bench-state.ts'
import type { PapersAtBench } from './papers-at-bench.ts'
import type { Quoting } from './quoting.ts'
import { isAllIn, unitsMissing, type Session } from './session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'
import { sessionFrom } from './session-text.ts'

export interface ParcelEndDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly outbox: Outbox
  readonly opener: SessionOpener
  readonly quoting: Quoting
  readonly papers: PapersAtBench
}

/** How the bench comes away from a parcel: done with it, or leaving it to the outbox. */
export function createParcelEnd(state: BenchState, deps: ParcelEndDeps) {
  const { orders, sessions, outbox, opener, quoting, papers } = deps

  /**
   * The parcel is done: on to what the ledger says is not packed yet, or the order is shipped. Where its customs papers
   * are not out it stays, and closes by itself when they are.
   */
  function finishParcel(): Answer {
    const { session } = state
    if (!session) return no('wrong-moment')
    const heldUp = papers.holdUp(session)
    if (heldUp) return heldUp
    const { order, parcel } = session
    const { reference } = order
    panIsUsed(session)
    if (session.purchase === 'bought') outbox.close(order.id, parcel)
    if (session.aside !== null) return backToAside(session)
    const { packed, free } = opener.standing(order.id)
    if (!isAllIn(order, packed)) {
      const answer = state.move({ type: 'next-parcel', parcel: free, packedBefore: packed })
      quoting.refresh()
      return answer
    }
    const isDone = opener.isAllGood(order.id)
    orders.setState(order.id, isDone ? 'shipped' : 'held')
    sessions.forget(order.id)
    state.armed = null
    state.keep(null)
    if (isDone) return yes('order-done', { reference })
    return yes(outbox.ofOrder(order.id).length > 0 ? 'order-parked' : 'order-in-doubt', {
      reference,
    })
  }

  /** Another box of the order was half packed when this one's sticker was scanned: it is set aside again as it was. */
  function backToAside({ order, parcel }: Session): Answer {
    const aside = leave()
    const count = aside ? unitsMissing(aside) : 0
    return yes('parcel-done', { parcel, reference: order.reference, count })
  }

  /** The bench is free again; what the open box is waiting for, the outbox has. Gives the box that is set aside anew. */
  function leave(): Session | undefined {
    const { session } = state
    if (!session) return undefined
    panIsUsed(session)
    const { order } = session
    const aside = session.aside === null ? undefined : sessionFrom(session.aside, () => order)
    state.armed = null
    if (aside) sessions.save(aside.session, false)
    else sessions.forget(order.id)
    orders.setState(order.id, 'held')
    state.keep(null)
    return aside?.session
  }

  /** A box that came back by its sticker may lie on the pan: its weight is not the next one's. */
  function panIsUsed({ awaited }: Session): void {
    if (awaited) state.setLock(taken(state.lock))
  }

  return { finishParcel, leave }
}

export type ParcelEnd = ReturnType<typeof createParcelEnd>
