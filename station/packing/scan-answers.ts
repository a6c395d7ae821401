import { moneyToDecimal } from '../../shared/measures.ts'
import type { Order } from '../../shared/orders.ts'
import { unreachable } from '../../shared/outcome.ts'
import type { Command } from '../../shared/scanning.ts'
import type { Box } from '../../shared/settings.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Settlement } from '../../shared/shipping.ts'
import { isGood, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import { taken } from '../weighing/weighing.ts'
import { no, yes, type Answer, type Armed, type BenchState } from './bench-state.ts'
import type { Corrections } from './corrections.ts'
import type { Parking } from './parking.ts'
import type { ParcelWork } from './parcel-work.ts'
import type { Quoting } from './quoting.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { Meaning } from './scan-meaning.ts'
import type { StickerScans } from './sticker-scans.ts'
import { stepOf, unitsMissing, unscannableItem, type Session } from './session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'

export interface ScanAnswersDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly work: ParcelWork
  readonly corrections: Corrections
  readonly quoting: Quoting
  readonly parking: Parking
  readonly stickers: StickerScans
  readonly outbox: Outbox
  readonly operators: OperatorAtBench
}

/** What a scan does, once its meaning is known. */
export function createScanAnswers(state: BenchState, deps: ScanAnswersDeps) {
  const { orders, sessions, shipping, opener, work, corrections, quoting } = deps
  const { parking, stickers, outbox } = deps

  function confirmLabel(shipment: LedgerEntry): Answer {
    shipping.confirmOnBox(shipment.id)
    return work.finishParcel()
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
    if (what.command !== 'REPRINT') return askToVoid(shipment)
    state.armed = null
    if (!isGood(shipment.state))
      return no('label-void', { code: shipment.trackingNumber ?? shipment.reference })
    const printed = shipping.reprint(shipment.id, 'scanned at the bench')
    state.beside(
      printed.then((outcome) => {
        if (!outcome.ok) state.say(no('reprint-failed', { reason: outcome.failure.code }))
      }),
    )
    return yes('reprint-started', { reference: shipment.order })
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
      state.say(ship())
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

  /** CONFIRM stands in for the scan of an item that has nothing to scan. */
  function confirmItem(): Answer | undefined {
    const { session } = state
    const item = session && stepOf(session) === 'scan-items' ? unscannableItem(session) : undefined
    return item && state.move({ type: 'item', line: item.line })
  }

  /** CONFIRM stands in for the scan-back of a label whose barcode text the carrier did not tell. */
  function confirmUnscannable(): Answer {
    const shipment = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    const unscannable = shipment && !shipment.trackingNumber && !shipment.carrierBarcode
    return unscannable && stepOf(state.session) === 'scan-label'
      ? confirmLabel(shipment)
      : no('nothing-to-confirm')
  }

  function hold(): Answer {
    const { session } = state
    if (!session) return no('wrong-moment')
    if (session.purchase === 'running') return no('please-wait')
    if (session.purchase === 'in-doubt' && !session.awaited) return parking.park(session)
    if (session.purchase === 'parked') return holdParked(session)
    const { order } = session
    // Whatever stands on the pan now is this order's: the next one waits until it was emptied.
    state.setLock(taken(state.lock))
    sessions.save(session, false)
    orders.setState(order.id, 'held')
    state.keep(null)
    return yes('order-held', { reference: order.reference })
  }

  /** The outbox has this box: the bench is free, or has the rest of the order to set aside. */
  function holdParked({ order, awaited }: Session): Answer {
    if (awaited) work.leave()
    else {
      work.finishParcel()
      if (state.session) return hold()
    }
    return yes('order-held', { reference: order.reference })
  }

  function undo(): Answer {
    if (state.armed) {
      const what = state.armed.command
      state.armed = null
      return yes('undone', { what })
    }
    const { session } = state
    if (!session) return no('nothing-to-undo')
    if (session.purchase === 'parked')
      return session.awaited ? hold() : stickers.unpark(session.stickerId ?? '')
    const answer = state.move({ type: 'undo' })
    if (answer.accepted) quoting.refresh()
    const untouched =
      answer.code === 'nothing-to-undo' &&
      session.packedBefore.length === 0 &&
      session.purchase === 'none'
    if (!untouched) return answer
    const { order } = session
    state.setLock(taken(state.lock))
    orders.setState(order.id, 'ready')
    sessions.forget(order.id)
    state.keep(null)
    return yes('undone', { what: order.reference })
  }

  /** The sticker again, for one that was torn or never came out; nothing is bought. */
  function reprintSticker(stickerId: string): Answer {
    const parked = outbox.find(stickerId)
    if (!parked) return no('sticker-not-known', { code: stickerId })
    state.beside(
      parking.printSticker(parked.id).then((outcome) => {
        if (!outcome.ok) state.say(no('reprint-failed', { reason: outcome.failure.code }))
      }),
    )
    return yes('sticker-printed', { reference: parked.order, parcel: parked.parcel })
  }

  function reprint(): Answer {
    const { session } = state
    if (session?.purchase === 'parked' && session.stickerId && !session.awaited)
      return reprintSticker(session.stickerId)
    const shipment = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    if (!shipment || state.session?.purchase !== 'bought') {
      state.armed = { command: 'REPRINT' }
      return yes('reprint-armed')
    }
    if (!isGood(shipment.state))
      return no('label-void', { code: shipment.trackingNumber ?? shipment.reference })
    const out = work.bringOut(shipment.id, shipment.sentAt ? 'reprint' : 'label')
    state.beside(
      out.then((answer) => {
        if (!answer.accepted) state.say(answer)
      }),
    )
    return yes('reprint-started', { reference: shipment.order })
  }

  function closeBox(): Answer {
    const answer = state.move({ type: 'close-box' })
    if (answer.accepted) quoting.refresh()
    return answer
  }

  function ship(): Answer {
    const answer = state.move({ type: 'ship' })
    const stopped = answer.accepted && state.session && work.startPurchase(state.session)
    return stopped || answer
  }

  function quantityScan(text: string): Answer {
    state.armed = null
    return state.session
      ? state.move({ type: 'quantity', quantity: /^\d{1,5}$/.test(text) ? Number(text) : 0 })
      : no('wrong-moment')
  }

  function command(asked: Command, argument: string | undefined): Answer {
    switch (asked) {
      case 'SHIP':
        return ship()
      case 'UNDO':
        return undo()
      case 'BOX':
        return closeBox()
      case 'CORRECT':
        return corrections.show()
      case 'SERVICE':
        return corrections.chooseService(argument)
      case 'APPROVE':
        return corrections.approve(argument)
      case 'REPRINT':
        return reprint()
      case 'HOLD':
        return hold()
      case 'HELP':
        return yes('help-shown')
      case 'QTY':
        if (argument !== undefined) return quantityScan(argument)
        if (!state.session) return no('wrong-moment')
        state.armed = { command: 'QTY' }
        return yes('quantity-armed')
      case 'VOID': {
        const bought = state.session?.shipmentId
          ? shipping.find(state.session.shipmentId)
          : undefined
        if (bought && state.session?.purchase === 'bought') return askToVoid(bought)
        state.armed = { command: 'VOID' }
        return yes('void-armed')
      }
      case 'CONFIRM':
        if (state.armed?.command === 'VOID-CONFIRM') return voidBeside(state.armed.shipment)
        return confirmItem() ?? confirmUnscannable()
      default:
        return unreachable(asked)
    }
  }

  function orderScan(found: readonly Order[]): Answer {
    const [first] = found
    if (!first) throw new Error('An order scan without an order')
    const { session } = state
    if (session) {
      const { id, reference } = session.order
      return found.some((order) => order.id === id)
        ? yes('order-resumed', { reference, count: unitsMissing(session) })
        : no('other-order-open', { reference })
    }
    const waiting = found.filter(({ state }) => state !== 'shipped')
    if (waiting.length > 1)
      return no('ambiguous-order', { reference: first.reference, count: waiting.length })
    return openOrder(waiting[0] ?? first)
  }

  /** Where all of an order is packed and one box of it is parked, its reference is as good as that box's sticker. */
  function openOrder(order: Order): Answer {
    const answer = work.open(order)
    const [parked, another] = outbox.ofOrder(order.id)
    return answer.code === 'stickers-wait' && parked && !another
      ? stickers.bringToBench(parked)
      : answer
  }

  function productScan(meaning: Extract<Meaning, { meaning: 'product' }>, text: string): Answer {
    if ('single' in meaning) {
      const opened = work.open(meaning.single)
      return opened.accepted ? state.move({ type: 'item', line: meaning.item.line }) : opened
    }
    const { session } = state
    if (!session) return no('no-order-for-product', { description: text })
    if (meaning.item) return state.move({ type: 'item', line: meaning.item.line })
    return session.purchase === 'none'
      ? no('wrong-item', { code: text, reference: session.order.reference })
      : no('wrong-moment')
  }

  function boxScan({ id, name }: Box): Answer {
    opener.rememberBox(id)
    const answer = state.move({ type: 'box', id, name })
    if (answer.accepted) quoting.refresh()
    return answer
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

  /** A scan that an armed command waits for; undefined where it is about something else, which disarms. */
  function armedAnswer(meaning: Meaning, text: string): Answer | undefined {
    const { armed } = state
    if (armed?.command === 'QTY' && /^\d{1,5}$/.test(text)) return quantityScan(text)
    if (armed?.command === 'REPRINT' || armed?.command === 'VOID') {
      if (meaning.meaning === 'label') return armedScan(armed, meaning.shipment)
      if (meaning.meaning === 'parked-sticker' && armed.command === 'REPRINT') {
        state.armed = null
        return reprintSticker(meaning.id)
      }
      if (meaning.meaning === 'unknown') return no('label-not-known', { code: text })
    }
    state.armed = null
    return undefined
  }

  function answerTo(meaning: Meaning, text: string): Answer {
    if (meaning.meaning === 'command') {
      if (meaning.command !== 'CONFIRM' && meaning.command !== 'UNDO') state.armed = null
      return command(meaning.command, meaning.argument)
    }
    const answer = armedAnswer(meaning, text)
    if (answer) return answer
    switch (meaning.meaning) {
      case 'order':
        return orderScan(meaning.orders)
      case 'product':
        return productScan(meaning, text)
      case 'box':
        return boxScan(meaning.box)
      case 'badge':
        deps.operators.change(meaning.operator)
        return yes('operator-changed', { name: meaning.operator.name })
      case 'label':
        return labelScan(meaning.shipment, text)
      case 'parked-sticker':
        return stickers.stickerScan(meaning.id, text)
      case 'unknown':
        if (meaning.damaged) return no('damaged-code', { code: text })
        return no(stepOf(state.session) === 'scan-label' ? 'wrong-label' : 'unknown-code', {
          code: text,
        })
      default:
        return unreachable(meaning)
    }
  }

  return { answerTo, voidShipment, voidDone, doubtEnded, settleShipment }
}
