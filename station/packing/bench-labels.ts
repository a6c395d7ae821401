import { moneyToDecimal } from '../../shared/measures.ts'
import type { Settlement } from '../../shared/shipping.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { isGood, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import { no, yes, type Answer, type Armed, type BenchState } from './bench-state.ts'
import type { LabelPrints } from './label-prints.ts'
import type { ParcelEnd } from './parcel-end.ts'
import type { ParcelWork } from './parcel-work.ts'
import { stepOf } from './session.ts'
import type { StickerScans } from './sticker-scans.ts'

export interface BenchLabelsDeps {
  readonly orders: Orders
  readonly shipping: Shipping
  readonly outbox: Outbox
  readonly work: ParcelWork
  readonly end: ParcelEnd
  readonly stickers: StickerScans
  readonly prints: LabelPrints
}

/** Labels at the bench: their scan-back, their void, and the end of their doubts. */
export function createBenchLabels(state: BenchState, deps: BenchLabelsDeps) {
  const { orders, shipping, outbox, work, end, stickers, prints } = deps

  function confirmLabel(shipment: LedgerEntry): Answer {
    shipping.confirmOnBox(shipment.id)
    return end.finishParcel()
  }

  /** A label scanned with no order open: an unfinished parcel is taken up again and closed by this very scan. */
  function labelWhenIdle(shipment: LedgerEntry, text: string): Answer {
    const order = orders.find(shipment.orderId)
    if (!order) return no('label-not-known', { code: text })
    const parked = outbox.ofParcel(shipment.orderId, shipment.parcel)
    const opened = parked ? stickers.bringToBench(parked) : work.open(order)
    if (!opened.accepted) return opened
    return state.session?.shipmentId === shipment.id ? confirmLabel(shipment) : opened
  }

  function armedScan(what: Armed, shipment: LedgerEntry): Answer {
    return what.command === 'REPRINT'
      ? prints.reprintScanned(shipment, what.reason)
      : askToVoid(shipment)
  }

  function askToVoid(shipment: LedgerEntry): Answer {
    if (shipping.isVoiding(shipment.id)) return no('please-wait')
    if (!isGood(shipment.state) && shipment.state !== 'void-asked')
      return no('void-failed', { reason: 'not-bought' })
    state.armed = { command: 'VOID-CONFIRM', shipment }
    const price = shipment.price && moneyToDecimal(shipment.price)
    return yes('void-needs-confirm', {
      tracking: shipment.trackingNumber ?? shipment.reference,
      price: price ? `${price.amount} ${price.currency}` : '–',
    })
  }

  async function voidShipment(id: string): ReturnType<Shipping['void']> {
    const outcome = await shipping.void(id)
    const entry = shipping.find(id)
    if (!entry) return outcome
    const { orderId } = entry
    if (outcome.ok) stickers.voided(orderId, entry.parcel)
    if (state.session?.order.id === orderId) {
      if (!outcome.ok || !state.moveFor(id, { type: 'voided' })) work.refresh()
    } else if (outcome.ok && orders.find(orderId)?.state === 'shipped')
      orders.setState(orderId, 'held')
    return outcome
  }

  /** A void that the carrier only took at first is done now. */
  function voidDone(id: string): void {
    const entry = shipping.find(id)
    if (!entry) return
    const { orderId } = entry
    stickers.voided(orderId, entry.parcel)
    if (state.session?.order.id === orderId) {
      if (state.moveFor(id, { type: 'voided' }))
        state.say(yes('voided', { tracking: shipping.find(id)?.trackingNumber ?? id }))
      else work.refresh()
    } else if (orders.find(orderId)?.state === 'shipped') orders.setState(orderId, 'held')
  }

  /** The carrier told what became of a purchase in doubt: the open order goes on by itself. */
  function doubtEnded(id: string): void {
    stickers.doubtEnded(id)
    if (state.session?.shipmentId === id) work.refresh()
  }

  async function settleShipment(
    id: string,
    settlement: Settlement,
  ): ReturnType<Shipping['settle']> {
    const outcome = await shipping.settle(id, settlement)
    if (!outcome.ok) return outcome
    stickers.doubtEnded(id)
    if (state.session?.order.id !== outcome.value.orderId) return outcome
    const wasOpen = state.session.shipmentId === id
    work.refresh()
    // Whoever says that it was not bought wants it bought: anew, under a new key.
    if (wasOpen && settlement.finding === 'not-bought' && stepOf(state.session) === 'ship')
      state.say(work.ship())
    return outcome
  }

  /** The carrier may take its time: the bench is told when it has answered. */
  function voidBeside(shipment: LedgerEntry): Answer {
    state.armed = null
    const tracking = shipment.trackingNumber ?? shipment.reference
    state.beside(
      voidShipment(shipment.id).then((outcome) => {
        if (outcome.ok) return state.say(yes('voided', { tracking }))
        const { code, carrier } = outcome.failure
        if (code === 'void-accepted') return state.say(yes('void-accepted', { tracking }))
        if (code === 'void-in-doubt') return state.say(no('void-in-doubt', { tracking }))
        return state.say(no('void-failed', { reason: carrier?.code ?? code }))
      }),
    )
    return yes('void-started', { tracking })
  }

  /** CONFIRM stands in for the scan-back of a label whose barcode text the carrier did not tell. */
  function confirmUnscannable(): Answer {
    const shipment = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    const unscannable = shipment && !shipment.trackingNumber && !shipment.carrierBarcode
    return unscannable && stepOf(state.session) === 'scan-label'
      ? confirmLabel(shipment)
      : no('nothing-to-confirm')
  }

  function labelScan(shipment: LedgerEntry, text: string): Answer {
    const { session } = state
    if (!isGood(shipment.state)) return no('label-void', { code: text })
    if (!session) return labelWhenIdle(shipment, text)
    if (session.purchase !== 'bought') return no('wrong-moment')
    return session.shipmentId === shipment.id
      ? confirmLabel(shipment)
      : no('wrong-label', { code: text })
  }

  return {
    armedScan,
    askToVoid,
    confirmUnscannable,
    doubtEnded,
    labelScan,
    settleShipment,
    voidBeside,
    voidDone,
    voidShipment,
  }
}

export type BenchLabels = ReturnType<typeof createBenchLabels>
