import type { BenchProblem } from '../../shared/packing.ts'
import type { Order } from '../../shared/orders.ts'
import type { PrintJob } from '../../shared/printing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import type { Clock } from '../ports.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { taken } from '../weighing/weighing.ts'
import {
  carrierProblem,
  doubtProblem,
  isAboutTheLabel,
  paperProblem,
  printProblem,
  simpleProblem,
} from './bench-problem.ts'
import { no, notBought, yes, type Answer, type BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { ParcelEnd } from './parcel-end.ts'
import { mayPass, type Parking } from './parking.ts'
import type { Quoting } from './quoting.ts'
import type { ParcelToBuy } from './rating.ts'
import { boxOf, isAllIn, stepOf, unitsMissing, type Session } from './session.ts'
import type { WeightAtBench } from './weight-at-bench.ts'
import type { SessionOpener } from './session-opener.ts'

export interface ParcelWorkDeps {
  readonly orders: Orders
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly quoting: Quoting
  readonly parking: Parking
  readonly end: ParcelEnd
  readonly weight: WeightAtBench
  readonly outbox: Outbox
  readonly carriers: Carriers
  readonly operators: OperatorAtBench
  /** False on records that are known to be damaged. */
  readonly mayBuy: () => boolean
  readonly writes: SteadyWrites
  readonly settings: () => Settings
  readonly clock: Clock
}

/** What happens to the open parcel without a scan: the weight locks, the label is bought, fetched and printed. */
export function createParcelWork(state: BenchState, deps: ParcelWorkDeps) {
  const { orders, shipping, opener, quoting, parking, outbox, settings, weight } = deps
  const bringing = new Set<string>()
  let buying = false
  /** Orders whose price is being asked before they are bought. */
  const pricing = new Set<number>()

  /** Starts whatever can start by itself now. */
  function progress(): void {
    const { session } = state
    if (!session) return
    const step = stepOf(session)
    if (step === 'weigh') {
      if (weight.takeFromScale()) progress()
    } else if (step === 'ship' && weight.doubt(session)) {
      // Off by itself it is not bought; a person counts again, or says that it is right.
      if (weight.takeAgain(session)) progress()
    } else if (step === 'ship' && settings().packing.shipOnLastScan && !session.waitsForShip) {
      // A scale reports twenty times a second: a disk that takes nothing is not asked each time.
      if (!deps.writes.trouble()) purchaseBySelf(session)
    }
  }

  function purchaseBySelf(session: Session): void {
    const stopped = startPurchase(session)
    if (stopped) state.say(stopped)
  }

  function isDown(order: Order): boolean {
    return deps.carriers.outage(deps.carriers.route(order)) !== undefined
  }

  function refused(problem: BenchProblem): Answer {
    state.move({ type: 'refused', problem })
    return notBought(problem, state.session?.order.reference ?? '')
  }

  /**
   * Buys the parcel if everything for it is there; SHIP, APPROVE and the last scan all end here. The answer is why
   * that cannot be; none where it is under way.
   */
  function startPurchase(session: Session): Answer | undefined {
    if (buying || pricing.has(session.order.id)) return undefined
    const { shipFrom } = settings()
    const { order, box: chosen } = session
    const box = boxOf(session, settings())
    if (!box) {
      return chosen ? state.move({ type: 'box-gone' }) : undefined
    }
    if (!session.weight) return undefined
    if (!deps.mayBuy()) return refused(simpleProblem('records-damaged'))
    if (!shipFrom) return refused(simpleProblem('ship-from-missing'))
    if (isDown(order)) return parking.park(session)
    if (quoting.needsPrice(session)) {
      state.beside(priceFirst(session))
      return undefined
    }
    const stop = quoting.stopOf(session)
    if (stop) return refused(stop)
    const toBuy = quoting.toBuy(session)
    if (toBuy) state.beside(purchase(toBuy))
    return undefined
  }

  /** SHIP, or a person’s word that the label was not bought. */
  function ship(): Answer {
    // Whoever asks for the label by hand has seen what is said of the weight; where nothing is, nothing is confirmed.
    weight.confirm()
    const answer = state.move({ type: 'ship' })
    const stopped = answer.accepted && state.session && startPurchase(state.session)
    return stopped || answer
  }

  /** An order rated at checkout is compared at the weight of the scale, should that not be what was quoted. */
  async function priceFirst(session: Session): Promise<void> {
    const priced = await priceOnce(session)
    const now = state.session
    if (state.stopped || now?.order.id !== session.order.id) return
    if (stepOf(now) !== 'ship' || now.waitsForShip) return
    // Taken apart and weighed again meanwhile: what was said of its weight before says nothing now.
    if (weight.doubt(now)) return
    if (!quoting.isSameParcel(now, session)) progress()
    else if (!priced.ok)
      state.say(
        mayPass(priced.failure) ? parking.park(now) : refused(carrierProblem(priced.failure)),
      )
    else {
      // Asked for again and still without a price, it would be asked for without end.
      const stop = quoting.needsPrice(now) ? quoting.stopOf(now) : undefined
      if (stop) state.say(refused(stop))
      else purchaseBySelf(now)
    }
  }

  async function priceOnce(session: Session): ReturnType<Quoting['priceAsWeighed']> {
    const { id } = session.order
    pricing.add(id)
    state.say({ code: 'purchase-started', params: {} })
    try {
      return await quoting.priceAsWeighed(session)
    } finally {
      pricing.delete(id)
    }
  }

  async function purchase(toBuy: ParcelToBuy): Promise<void> {
    const result = await buy(toBuy)
    if (result.kind === 'refused' && mayPass(result.failure) && state.session) {
      state.say(parking.park(state.session))
    } else if (result.kind === 'refused') {
      if (result.failure.code === 'rate-expired') state.move({ type: 'rate-gone' })
      state.say(refused(carrierProblem(result.failure)))
      quoting.refresh()
    } else if (result.kind === 'in-doubt') {
      const problem = doubtProblem('purchase-in-doubt', result.shipment)
      state.say(state.move({ type: 'doubted', problem }))
    } else if (result.kind === 'not-kept') {
      state.say(no('not-kept'))
    } else {
      if (state.session?.shipmentId === result.shipment.id) weight.learn(state.session)
      state.move({ type: 'bought' })
      await bringOut(result.shipment.id, 'label')
    }
  }

  /** `buying` ends before anybody hears how it went: what they do then must not find it still running. */
  async function buy({ parcel, ...by }: ParcelToBuy): ReturnType<Shipping['buy']> {
    buying = true
    try {
      const onIntended = ({ id }: { readonly id: string }) => {
        state.setLock(taken(state.lock))
        state.move({ type: 'intended', shipmentId: id })
      }
      const operator = deps.operators.current()?.name ?? null
      return await shipping.buy(parcel, { ...by, operator }, onIntended)
    } finally {
      buying = false
    }
  }

  /**
   * Fetches the label where it is missing and prints it; tells the session how that went. One at a time for
   * each shipment: a second REPRINT while the first is under way prints nothing.
   */
  async function bringOut(
    shipmentId: string,
    purpose: 'label' | 'reprint',
    by?: { readonly reason: string; readonly operator: string | null },
  ): Promise<Answer> {
    if (bringing.has(shipmentId)) return no('please-wait')
    const { answer, problem } = await fetchAndPrint(shipmentId, purpose, by)
    if (!answer.accepted) {
      if (problem) state.moveFor(shipmentId, { type: 'troubled', problem })
      return answer
    }
    if (answer.code === 'printed-elsewhere') state.say(answer)
    const isOpen = state.moveFor(shipmentId, { type: 'printed' })
    if (isOpen && !settings().packing.requireScanBack) state.say(deps.end.finishParcel())
    return answer
  }

  /** Like `buying`, `bringing` ends before the session moves on. */
  async function fetchAndPrint(
    shipmentId: string,
    purpose: 'label' | 'reprint',
    by: { readonly reason: string; readonly operator: string | null } | undefined,
  ): Promise<{ answer: Answer; problem?: BenchProblem }> {
    bringing.add(shipmentId)
    try {
      const fetched = await shipping.fetchLabel(shipmentId)
      if (!fetched.ok) {
        const { failure } = fetched
        const answer = no('reprint-failed', { reason: failure.code })
        return { answer, problem: carrierProblem(failure) }
      }
      const printed = await shipping.print(shipmentId, purpose, by)
      if (printed.ok) return { answer: printedAnswer(printed.value, fetched.value.order) }
      const { failure } = printed
      const answer = no('reprint-failed', { reason: failure.code })
      if (failure.code === 'no-label' || failure.code === 'label-void') return { answer }
      if (failure.delivery !== 'unknown') return { answer, problem: printProblem(failure) }
      const printer = shipping.detail(shipmentId)?.printJobs[0]?.printerId ?? ''
      return { answer, problem: paperProblem(printer, failure.detail) }
    } finally {
      bringing.delete(shipmentId)
    }
  }

  /** Takes the ledger's word after a void or a finding, and brings out a label that is bought and not printed. */
  function refresh(): void {
    if (!state.session) return
    state.keep(opener.reconcile(state.session))
    printIfBought()
  }

  /** A label that is bought, not printed, and not stopped by a problem comes out by itself. */
  function printIfBought(): void {
    const { session } = state
    if (
      session?.purchase === 'bought' &&
      !session.printed &&
      !session.problem &&
      session.shipmentId
    )
      state.beside(bringOut(session.shipmentId, 'label'))
  }

  function open(order: Order): Answer {
    const { reference, shippedAt } = order
    const atBench = state.session?.order
    if (atBench && atBench.id !== order.id)
      return no('other-order-open', { reference: atBench.reference })
    if (order.state === 'shipped')
      return no('order-already-shipped', { reference, when: shippedAt ?? '' })
    const { session, how } = opener.open(order)
    if (session.purchase === 'none' && isAllIn(order, session.packedBefore)) {
      const count = outbox.ofOrder(order.id).length
      if (count > 0) return no('stickers-wait', { reference, count })
      // Everything is in boxes: there is nothing to open, only to find out or to say.
      if (!opener.isAllGood(order.id)) return no('order-in-doubt', { reference })
      orders.setState(order.id, 'shipped')
      return no('order-already-shipped', { reference, when: deps.clock.now().toISOString() })
    }
    orders.setState(order.id, 'packing')
    state.quote = null
    state.keep(session)
    if (!session.problem) quoting.refresh()
    printIfBought()
    return yes(how, { reference, count: unitsMissing(session) })
  }

  /** A label that could not be fetched has come after all. */
  function labelCame(shipmentId: string): void {
    const { session } = state
    if (session?.shipmentId !== shipmentId || session.printed) return
    if (session.problem && !isAboutTheLabel(session.problem.code)) return
    state.move({ type: 'troubled', problem: null })
    printIfBought()
  }

  return {
    labelCame,
    progress,
    startPurchase,
    ship,
    bringOut,
    open,
    refresh,
    printIfBought,
  }
}

export type ParcelWork = ReturnType<typeof createParcelWork>

/** What a packer hears of a label that prints; out of which printer where it is not the usual one (L-5). */
export function printedAnswer({ printerId, insteadOf }: PrintJob, reference: string): Answer {
  return insteadOf === null
    ? yes('reprint-started', { reference })
    : yes('printed-elsewhere', { printer: printerId, instead: insteadOf })
}
