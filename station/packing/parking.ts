import type { BenchView } from '../../shared/packing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { BoxCount, PrintFailure, PrintJob } from '../../shared/printing.ts'
import { parkedStickerBarcode } from '../../shared/scanning.ts'
import type { Settings } from '../../shared/settings.ts'
import { isOfTheLine, type CarrierFailure } from '../../shared/shipping.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox, ParkedParcel } from '../outbox/outbox.ts'
import type { Printing } from '../printing/printing.ts'
import { isLive, type Shipping } from '../shipping/shipping.ts'
import { taken } from '../weighing/weighing.ts'
import { CARRIER_NAMES, printProblem } from './bench-problem.ts'
import type { Answer, BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import { parkedText } from './parked-box.ts'
import { isAllIn, type Session } from './session.ts'
import type { WeightAtBench } from './weight-at-bench.ts'
import type { SessionOpener } from './session-opener.ts'

export interface ParkingDeps {
  readonly orders: Orders
  readonly outbox: Outbox
  readonly printing: Pick<Printing, 'printSticker'>
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly operators: OperatorAtBench
  readonly weight: WeightAtBench
  readonly settings: () => Settings
}

/** Whether a purchase that was refused so sold nothing and may go through a little later: the box need not wait. */
export function mayPass({ code }: CarrierFailure): boolean {
  return isOfTheLine(code) || code === 'carrier-busy'
}

/** Hands packed boxes over to the outbox, and puts a sticker of our own on each. */
export function createParking(state: BenchState, deps: ParkingDeps) {
  const { outbox, orders, carriers, shipping, opener } = deps

  /** The open box waits for its carrier from here on: on disk first, then the sticker. */
  function park(session: Session): Answer {
    const { order, parcel } = session
    const parked = outbox.park({
      orderId: order.id,
      order: order.reference,
      merchant: order.merchant,
      parcel,
      carrier: carriers.route(order),
      packed: parkedText({
        session,
        operator: deps.operators.current()?.name ?? null,
        endedBefore: lastEnded(session),
      }),
    })
    deps.weight.learn(session)
    state.setLock(taken(state.lock))
    const answer = state.move({ type: 'parked', stickerId: parked.id })
    state.beside(printSticker(parked.id))
    return answer
  }

  function lastEnded({ order, parcel }: Session): string | null {
    const ended = shipping
      .ofOrder(order.id)
      .findLast((entry) => entry.parcel === parcel && !isLive(entry.state))
    return ended?.id ?? null
  }

  /** Prints the sticker of a parked box, and tells the bench where that box is open. */
  async function printSticker(
    stickerId: string,
  ): Promise<Outcome<PrintJob, PrintFailure | { readonly code: 'not-parked' }>> {
    const parked = outbox.find(stickerId)
    if (!parked) return failed({ code: 'not-parked' })
    const printed = await deps.printing.printSticker({
      barcode: parkedStickerBarcode(parked.id),
      order: parked.order,
      boxes: boxesOf(parked),
      carrier: CARRIER_NAMES[parked.carrier],
      parkedAt: new Date(parked.parkedAt),
      stationName: deps.settings().station.name,
    })
    if (isAtBench(parked.id))
      state.move(
        printed.ok
          ? { type: 'printed' }
          : { type: 'troubled', problem: printProblem(printed.failure) },
      )
    return printed.ok ? done(printed.value) : printed
  }

  function isAtBench(stickerId: string): boolean {
    const { session } = state
    return session?.stickerId === stickerId && session.purchase === 'parked' && !session.awaited
  }

  /** Which box of its order a parked one is, as far as the order is packed. */
  function boxesOf({ orderId, parcel }: ParkedParcel): BoxCount {
    const order = orders.find(orderId)
    const { packed, parcels } = opener.standing(orderId)
    return {
      number: parcel,
      of: Math.max(parcel, ...parcels),
      more: order !== undefined && !isAllIn(order, packed),
    }
  }

  /** The sticker of the open box, while the outbox has it. */
  function view(): BenchView['parked'] {
    const { session } = state
    const parked =
      session?.purchase === 'parked' && session.stickerId ? outbox.find(session.stickerId) : null
    if (!session || !parked) return null
    return {
      sticker: parkedStickerBarcode(parked.id),
      boxes: boxesOf(parked),
      parkedAt: parked.parkedAt,
      isPrinted: session.printed,
      isAwaited: session.awaited,
    }
  }

  return { park, printSticker, view }
}

export type Parking = ReturnType<typeof createParking>
