import type { Order } from '../../shared/orders.ts'
import type { BenchProblem } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { isGood, isLive, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import { carrierProblem, doubtProblem, noLabelProblem, paperProblem } from './bench-problem.ts'
import { openSession, unitsLeft, type Contents, type Session } from './session.ts'
import { parkedBox } from './parked-box.ts'
import type { SessionStore } from './session-store.ts'

export interface SessionOpenerDeps {
  readonly sessions: SessionStore
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly outbox: Pick<Outbox, 'ofOrder' | 'ofParcel'>
  readonly findOrder: (id: number) => Order | undefined
  readonly settings: () => Settings
}

/** Opens orders at the bench: anew, as they were set aside, or as a crash left them; the ledger has the last word. */
export function createSessionOpener(deps: SessionOpenerDeps) {
  const { sessions, carriers, shipping, outbox } = deps
  let lastBox: string | undefined

  function suggestBox(order: Order): Session['box'] {
    const { boxes } = deps.settings()
    const named = order.box?.toUpperCase()
    const asked = boxes.find(
      ({ id, barcode }) => id.toUpperCase() === named || barcode.toUpperCase() === named,
    )
    if (asked) return { id: asked.id, chosenBy: 'order' }
    const suggested = boxes.find(({ id }) => id === lastBox) ?? boxes[0]
    return suggested ? { id: suggested.id, chosenBy: 'suggestion' } : null
  }

  /** What ledger and outbox have of an order, one parcel left out: what is packed, and the first number free. */
  function standing(
    orderId: number,
    except?: number,
  ): { readonly packed: Contents; readonly parcels: number[]; readonly free: number } {
    const bought = shipping.ofOrder(orderId).filter(({ state }) => isLive(state))
    const parked = outbox
      .ofOrder(orderId)
      .filter(({ parcel }) => !bought.some((entry) => entry.parcel === parcel))
      .map((entry) => ({
        parcel: entry.parcel,
        contents: parkedBox(entry, deps.findOrder).session.trail,
      }))
    const boxes = [...bought, ...parked].filter(({ parcel }) => parcel !== except)
    const parcels = boxes.map(({ parcel }) => parcel)
    let free = 1
    while (parcels.includes(free)) free += 1
    return { packed: boxes.flatMap(({ contents }): Contents => contents), parcels, free }
  }

  function fresh(order: Order): Session {
    const { packed, free } = standing(order.id)
    const session = openSession({
      order,
      parcel: free,
      packedBefore: packed,
      box: suggestBox(order),
      allPacked: !deps.settings().packing.requireItemScans,
    })
    return { ...session, problem: lacking(session) }
  }

  /** What the order lacks for its carrier, told when it opens and not when the tape is on. */
  function lacking(session: Session): BenchProblem | null {
    const { shipFrom } = deps.settings()
    if (!shipFrom) return { code: 'ship-from-missing', kind: 'wrong', params: {}, offers: ['HOLD'] }
    const { order, parcel } = session
    const contents = order.items.map((item) => ({ item, quantity: item.quantity }))
    const [failure] = carriers
      .of(carriers.route(order))
      .check({ order, parcel, attempt: 1, contents, shipFrom })
    return failure ? withoutShip(carrierProblem(failure)) : null
  }

  /** The session as the ledger has it: purchases may have been voided or settled since it was kept. */
  function reconcile(session: Session): Session {
    const { packed } = standing(session.order.id, session.parcel)
    const current: Session = { ...session, packedBefore: packed }
    const parked = outbox.ofParcel(session.order.id, session.parcel)
    if (parked && !session.awaited) return asParked(current, parked.id)
    const own = shipping
      .ofOrder(session.order.id)
      .findLast(({ parcel, state }) => parcel === session.parcel && isLive(state))
    if (!own && parked)
      return {
        ...current,
        purchase: 'parked',
        stickerId: parked.id,
        shipmentId: null,
        problem: null,
      }
    if (!own) {
      const isLost = session.purchase !== 'none'
      return {
        ...current,
        purchase: 'none',
        shipmentId: null,
        printed: false,
        awaited: false,
        waitsForShip: isLost || session.waitsForShip,
        problem: isLost ? lacking(session) : session.problem,
      }
    }
    if (own.state === 'intended' || own.state === 'calling') return current
    if (own.state === 'in-doubt')
      return {
        ...current,
        purchase: 'in-doubt',
        shipmentId: own.id,
        problem: doubtProblem('purchase-in-doubt', own),
      }
    return {
      ...current,
      purchase: 'bought',
      shipmentId: own.id,
      printed: own.sentAt !== null || own.onPaperAt !== null,
      problem: own.state === 'void-asked' ? doubtProblem('void-in-doubt', own) : printDoubt(own),
    }
  }

  /** The outbox has the box. Whether its sticker came out before a crash, nobody knows. */
  function asParked(session: Session, stickerId: string): Session {
    const isOut = session.purchase === 'parked' && session.printed
    return {
      ...session,
      purchase: 'parked',
      stickerId,
      shipmentId: null,
      printed: isOut,
      problem: isOut ? null : paperProblem(''),
    }
  }

  /** A print that a crash cut off is not repeated by itself: a label may lie in the printer already. */
  function printDoubt(entry: LedgerEntry): BenchProblem | null {
    if (entry.sentAt ?? entry.onPaperAt) return null
    const jobs = shipping.detail(entry.id)?.printJobs ?? []
    // Jobs that wait or are being sent are this run's own and will tell how they end.
    const ended = jobs.filter(({ state }) => state === 'sent' || state === 'failed')
    const [newest] = ended.filter(({ delivery }) => delivery !== 'not-sent')
    if (!newest) return null
    return newest.cameOut === false
      ? noLabelProblem()
      : paperProblem(newest.printerId, newest.detail ?? undefined)
  }

  /** Whether what was packed still fits the order, which may have been sent again meanwhile. */
  function fits(session: Session): boolean {
    return session.order.items.every((item) => unitsLeft(session, item) >= 0)
  }

  return {
    standing,

    /** Whether every live label of an order is certainly bought and not void, and none of its boxes waits for one. */
    isAllGood: (orderId: number): boolean =>
      outbox.ofOrder(orderId).length === 0 &&
      shipping.ofOrder(orderId).every(({ state }) => !isLive(state) || isGood(state)),

    lacking,
    reconcile,

    /** The session that a stop or a crash left open. */
    reopen(): Session | null {
      const kept = sessions.open()
      return kept ? reconcile(kept.session) : null
    },

    /** An order as it was set aside, or anew where that is no longer true of it. */
    open(order: Order): {
      session: Session
      how: 'order-opened' | 'order-resumed' | 'order-changed'
    } {
      const kept = sessions.ofOrder(order.id)
      const session = kept && reconcile({ ...kept.session, order })
      if (session && !kept.isStale && fits(session)) {
        if (session.purchase !== 'none') return { session, how: 'order-resumed' }
        const resumed = {
          ...session,
          weight: null,
          problem: lacking(session),
          // The order may come with another rate now; that an old one is dead, the ledger knows.
          rateGone: false,
          rateApproved: false,
        }
        return { session: resumed, how: 'order-resumed' }
      }
      const opened = fresh(order)
      if (session && session.trail.length > 0) return { session: opened, how: 'order-changed' }
      return { session: opened, how: opened.parcel > 1 ? 'order-resumed' : 'order-opened' }
    },

    rememberBox(id: string): void {
      lastBox = id
    },
  }
}

/** What our own check found is found again however often SHIP is scanned. */
function withoutShip(problem: BenchProblem): BenchProblem {
  return { ...problem, offers: problem.offers.filter((offer) => offer !== 'SHIP') }
}

export type SessionOpener = ReturnType<typeof createSessionOpener>
