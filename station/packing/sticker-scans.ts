import type { WordParams } from '../../shared/packing.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Orders } from '../orders/orders.ts'
import type { Attempt, Outbox, ParkedParcel } from '../outbox/outbox.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { CARRIER_NAMES, doubtProblem, simpleProblem } from './bench-problem.ts'
import { no, yes, type Answer, type BenchState } from './bench-state.ts'
import type { ParcelEnd } from './parcel-end.ts'
import type { ParcelWork } from './parcel-work.ts'
import { parkedBox } from './parked-box.ts'
import { stepOf } from './session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'
import { sessionText } from './session-text.ts'

export interface StickerScansDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly outbox: Outbox
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly work: ParcelWork
  readonly end: ParcelEnd
}

/** What happens to parked boxes at the bench: the packer goes on, comes back with one, or gets it back. */
export function createStickerScans(state: BenchState, deps: StickerScansDeps) {
  const { orders, sessions, outbox, carriers, shipping, opener, work, end } = deps

  function wordsOf({ order, parcel, carrier }: ParkedParcel): WordParams {
    return { reference: order, parcel, carrier: CARRIER_NAMES[carrier] }
  }

  /**
   * Whatever is scanned next ends a parked box at the bench, once its sticker is out. Undefined where none stands
   * there; an answer that is not accepted where it cannot be left yet.
   */
  function goOn(): Answer | undefined {
    const { session } = state
    if (session?.purchase !== 'parked' || session.awaited) return undefined
    return session.printed
      ? end.finishParcel()
      : no('other-order-open', { reference: session.order.reference })
  }

  /** The scan of a parked sticker, by what its box is waiting for. */
  function stickerScan(id: string, text: string): Answer {
    const parked = outbox.find(id)
    if (!parked) return no('sticker-not-known', { code: text })
    const { session } = state
    if (session?.stickerId === parked.id) {
      if (session.purchase !== 'parked') return no('wrong-label', { code: text })
      if (session.awaited) return no('please-wait')
      // The sticker in the packer's hand proves that it came out.
      if (!session.printed) state.move({ type: 'printed' })
      return parked.state === 'bought' ? bringToBench(parked) : end.finishParcel()
    }
    const ended = goOn()
    if (ended && !ended.accepted) return ended
    if (state.session) return no('other-order-open', { reference: state.session.order.reference })
    return bringToBench(parked)
  }

  function bringToBench(parked: ParkedParcel): Answer {
    switch (parked.state) {
      case 'closed':
        return no('sticker-done', wordsOf(parked))
      case 'taken': {
        const order = orders.find(parked.orderId)
        return order ? work.open(order) : no('sticker-done', wordsOf(parked))
      }
      case 'refused':
        return takeRefused(parked)
      case 'bought':
        return openAwaited(parked)
      case 'waiting':
      case 'buying':
        return awaitLabel(parked)
    }
  }

  /** It is not bought yet: it goes before all others, if its carrier can be asked at all. */
  function awaitLabel(parked: ParkedParcel): Answer {
    const isDoubted = shipping
      .ofOrder(parked.orderId)
      .some(({ parcel, state: of }) => parcel === parked.parcel && of === 'in-doubt')
    if (!isDoubted && carriers.outage(parked.carrier)) return no('still-parked', wordsOf(parked))
    const answer = openAwaited(parked)
    outbox.hurry(parked.id)
    return answer
  }

  /** The parcel stands at the bench again, with whatever the ledger knows of it. */
  function openAwaited(parked: ParkedParcel): Answer {
    const { session } = parkedBox(parked, (orderId) => orders.find(orderId))
    const other = sessions.ofOrder(parked.orderId)?.session
    const aside = other && other.parcel !== parked.parcel && other.trail.length > 0 ? other : null
    orders.setState(parked.orderId, 'packing')
    state.quote = null
    state.keep(
      opener.reconcile({
        ...session,
        purchase: 'parked',
        stickerId: parked.id,
        awaited: true,
        printed: false,
        problem: null,
        aside: aside && sessionText(aside),
      }),
    )
    work.printIfBought()
    return yes('sticker-scanned', wordsOf(parked))
  }

  /** What the carrier refused is the bench's again, with the reason; its weight is the one it was parked with. */
  function takeRefused(parked: ParkedParcel): Answer {
    const answer = openAwaited(parked)
    outbox.takeBack(parked.id)
    state.move({
      type: 'refused',
      problem: parked.problem ?? simpleProblem('label-was-voided'),
    })
    return answer
  }

  /** The outbox has tried to buy a box: the packer may be waiting for just that one. */
  function tried(parked: ParkedParcel, { verdict }: Attempt): void {
    const { session } = state
    if (session?.stickerId !== parked.id || session.purchase !== 'parked' || !session.awaited)
      return
    if (verdict === 'done') {
      state.keep(opener.reconcile(session))
      work.printIfBought()
      return
    }
    const now = outbox.find(parked.id)
    if (now?.state === 'refused') {
      giveBack(now)
      return
    }
    const reconciled = opener.reconcile(session)
    if (stepOf(reconciled) === 'in-doubt') {
      state.keep(reconciled)
      const doubt = reconciled.shipmentId ? shipping.find(reconciled.shipmentId) : undefined
      if (doubt) state.move({ type: 'doubted', problem: doubtProblem('purchase-in-doubt', doubt) })
      state.say(no('purchase-in-doubt'))
      return
    }
    putBack(parked)
  }

  /** The box that the packer waits for was refused: it is the bench's again. */
  function giveBack(parked: ParkedParcel): void {
    outbox.takeBack(parked.id)
    const problem = parked.problem ?? simpleProblem('label-was-voided')
    state.move({ type: 'refused', problem })
    state.say(
      no(problem.offers.includes('APPROVE') ? 'approval-needed' : 'order-not-ready', {
        reference: parked.order,
        reason: problem.code,
      }),
    )
  }

  /** The box that the packer waits for cannot be bought now: the bench is free for others. */
  function putBack(parked: ParkedParcel): void {
    end.leave()
    state.say(no('still-parked', wordsOf(parked)))
  }

  /** What the packer waits for may never come by itself: the line went down before its turn, or a stop came between. */
  function lookAgain(): void {
    const { session } = state
    if (session?.purchase !== 'parked' || !session.awaited || !session.stickerId) return
    const parked = outbox.find(session.stickerId)
    if (parked?.state === 'refused') giveBack(parked)
    else if (parked?.state === 'waiting' && carriers.outage(parked.carrier)) putBack(parked)
    else if (parked?.state === 'waiting') outbox.hurry(parked.id)
  }

  /** UNDO: the box is the bench's again, unless it is being bought. */
  function unpark(stickerId: string): Answer {
    if (outbox.takeBack(stickerId) !== 'taken') return no('please-wait')
    const answer = state.move({ type: 'unparked' })
    work.refresh()
    return answer
  }

  /** A person takes a box back from a list: its order goes on with it, weighed again, at the next scan. */
  function takeBack(stickerId: string): ReturnType<Outbox['takeBack']> {
    const parked = outbox.find(stickerId)
    const result = outbox.takeBack(stickerId)
    if (result !== 'taken' || !parked) return result
    if (state.session?.stickerId === parked.id) {
      state.move({ type: 'unparked' })
      work.refresh()
    } else if (!sessions.ofOrder(parked.orderId)) {
      const { session } = parkedBox(parked, (orderId) => orders.find(orderId))
      sessions.save({ ...session, problem: parked.problem, waitsForShip: true }, false)
    }
    return result
  }

  /** Its label was voided: the box has nothing to wait for any more, and goes back to the bench. */
  function voided(orderId: number, parcel: number): void {
    const { session } = state
    const isOpen = session?.order.id === orderId && session.parcel === parcel
    const parked = outbox.ofParcel(orderId, parcel)
    if (isOpen && session.awaited && parked) outbox.takeBack(parked.id)
    else outbox.refuse(orderId, parcel, simpleProblem('label-was-voided'))
  }

  /** A person or the carrier has ended a doubt: its box is bought, to be bought anew, or nobody's to buy by itself. */
  function doubtEnded(shipmentId: string): void {
    const shipment = shipping.find(shipmentId)
    if (!shipment) return
    const { orderId, parcel } = shipment
    if (shipment.state === 'given-up')
      outbox.refuse(orderId, parcel, simpleProblem('purchase-given-up'))
    else outbox.wake(orderId, parcel)
  }

  return { goOn, stickerScan, bringToBench, tried, lookAgain, unpark, takeBack, voided, doubtEnded }
}

export type StickerScans = ReturnType<typeof createStickerScans>
