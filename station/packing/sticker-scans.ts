import type { BenchProblem, WordParams } from '../../shared/packing.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Orders } from '../orders/orders.ts'
import type { Attempt, Outbox, ParkedParcel } from '../outbox/outbox.ts'
import { isLive, type Shipping } from '../shipping/shipping.ts'
import { CARRIER_NAMES, simpleProblem } from './bench-problem.ts'
import { no, notBought, yes, type Answer, type BenchState } from './bench-state.ts'
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
      case 'bought':
        return openAwaited(parked)
      case 'waiting':
      case 'buying':
        return awaitLabel(parked)
    }
  }

  /** It is not bought yet: it goes before all others, if its carrier can be asked at all. */
  function awaitLabel(parked: ParkedParcel): Answer {
    if (!isLiveOf(parked) && carriers.outage(parked.carrier))
      return no('still-parked', wordsOf(parked))
    const answer = openAwaited(parked)
    outbox.hurry(parked.id)
    return answer
  }

  /** Whether it is bought, or may be. */
  function isLiveOf({ orderId, parcel }: ParkedParcel): boolean {
    return shipping.ofOrder(orderId).some((entry) => entry.parcel === parcel && isLive(entry.state))
  }

  /** The parcel stands at the bench again, with whatever the ledger knows of it. */
  function openAwaited(parked: ParkedParcel): Answer {
    const { session } = parkedBox(parked, (orderId) => orders.find(orderId))
    const other = sessions.ofOrder(parked.orderId)?.session
    // Of the same box, what it had set aside itself.
    const isHalfPacked = other && other.parcel !== parked.parcel && other.trail.length > 0
    const aside = isHalfPacked ? sessionText(other) : (other?.aside ?? null)
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
        aside,
      }),
    )
    giveBackIfOver()
    work.printIfBought()
    return yes('sticker-scanned', wordsOf(parked))
  }

  /** The outbox has tried to buy a box: the packer may be waiting for just that one. */
  function tried(parked: ParkedParcel, attempt: Attempt): void {
    const awaited = awaitedBox()
    if (!awaited) return
    if (awaited.id !== parked.id) {
      const isHeld = attempt.verdict === 'later' && attempt.forAll
      if (isHeld && awaited.carrier === parked.carrier && awaited.state === 'waiting')
        putBack(awaited)
      return
    }
    if (attempt.verdict === 'done') {
      seeAgain()
      return
    }
    if (tellIfOver()) return
    work.refresh()
    if (stepOf(state.session) === 'in-doubt') state.say(no('purchase-in-doubt'))
    else putBack(parked)
  }

  /** The parked box whose label the packer waits for. */
  function awaitedBox(): ParkedParcel | undefined {
    const { session } = state
    const isAwaited = session?.purchase === 'parked' && session.awaited && session.stickerId
    return isAwaited ? outbox.find(isAwaited) : undefined
  }

  /**
   * What the outbox buys no more is the bench's again, with the reason; its weight is the one it was parked with. A
   * box that counts as bought and has no live purchase any more is one whose label was voided.
   */
  function giveBackIfOver(): BenchProblem | undefined {
    const parked = awaitedBox()
    if (!parked || isLiveOf(parked)) return undefined
    if (parked.state !== 'refused' && parked.state !== 'bought') return undefined
    const problem = parked.problem ?? simpleProblem('label-was-voided')
    outbox.takeBack(parked.id)
    state.move({ type: 'refused', problem })
    return problem
  }

  function tellIfOver(): boolean {
    const problem = giveBackIfOver()
    if (!problem) return false
    state.say(notBought(problem, state.session?.order.reference ?? ''))
    return true
  }

  /** The open parcel as ledger and outbox have it now. */
  function seeAgain(): void {
    work.refresh()
    tellIfOver()
  }

  /** The box that the packer waits for cannot be bought now: the bench is free for others. */
  function putBack(parked: ParkedParcel): void {
    end.leave()
    state.say(no('still-parked', wordsOf(parked)))
  }

  /** What the packer waits for may never come by itself: the line went down before its turn, or a stop came between. */
  function lookAgain(): void {
    if (tellIfOver()) return
    const parked = awaitedBox()
    if (parked?.state !== 'waiting') return
    if (carriers.outage(parked.carrier) && !isLiveOf(parked)) putBack(parked)
    else outbox.hurry(parked.id)
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
    // Without its sticker nobody would find the label of a box that is bought, or may be.
    if (parked && isLiveOf(parked)) return 'under-way'
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
    if (isOpen && session.awaited && parked) {
      // The outbox may still be at it, fetching the label that is void now: its end gives the box back.
      if (outbox.takeBack(parked.id) !== 'taken') seeAgain()
    } else outbox.refuse(orderId, parcel, simpleProblem('label-was-voided'))
  }

  /** A person or the carrier has ended a doubt: its box is bought, to be bought anew, or nobody's to buy by itself. */
  function doubtEnded(shipmentId: string): void {
    const shipment = shipping.find(shipmentId)
    if (!shipment) return
    const { orderId, parcel } = shipment
    const { session } = state
    const isAwaited = session?.shipmentId === shipmentId && session.awaited
    if (shipment.state === 'given-up')
      outbox.refuse(orderId, parcel, simpleProblem('purchase-given-up'))
    else outbox.wake(orderId, parcel)
    if (!isAwaited) return
    seeAgain()
    const parked = awaitedBox()
    if (parked) outbox.hurry(parked.id)
  }

  return { goOn, stickerScan, bringToBench, tried, lookAgain, unpark, takeBack, voided, doubtEnded }
}

export type StickerScans = ReturnType<typeof createStickerScans>
