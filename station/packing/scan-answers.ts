import { moneyToDecimal } from '../../shared/measures.ts'
import type { Order } from '../../shared/orders.ts'
import { unreachable } from '../../shared/outcome.ts'
import type { Command } from '../../shared/scanning.ts'
import type { Orders } from '../orders/orders.ts'
import type { LedgerEntry, Shipping } from '../shipping/shipping.ts'
import { taken } from '../weighing/weight-lock.ts'
import { no, yes, type Answer, type Armed, type BenchState } from './bench-state.ts'
import type { ParcelWork } from './parcel-work.ts'
import type { Meaning } from './scan-meaning.ts'
import { stepOf, unitsMissing } from './session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'

export interface ScanAnswersDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly work: ParcelWork
}

/** What a scan does, once its meaning is known. */
export function createScanAnswers(state: BenchState, deps: ScanAnswersDeps) {
  const { orders, sessions, shipping, opener, work } = deps

  function confirmLabel(shipment: LedgerEntry): Answer {
    shipping.confirmOnBox(shipment.id)
    return work.finishParcel()
  }

  /** A label scanned with no order open: an unfinished parcel is taken up again and closed by this very scan. */
  function labelWhenIdle(shipment: LedgerEntry): Answer {
    const order = orders.find(shipment.orderId)
    if (!order || shipment.state !== 'bought')
      return no('label-not-known', { code: shipment.trackingNumber ?? '' })
    const opened = work.open(order)
    if (!opened.accepted) return opened
    return state.session?.shipmentId === shipment.id ? confirmLabel(shipment) : opened
  }

  async function armedScan(what: Armed, shipment: LedgerEntry): Promise<Answer> {
    if (what.command === 'REPRINT') {
      state.armed = null
      const reprinted = await shipping.reprint(shipment.id, 'scanned at the bench')
      return reprinted.ok
        ? yes('reprint-started', { reference: shipment.order })
        : no('reprint-failed', { reason: reprinted.failure.code })
    }
    return askToVoid(shipment)
  }

  function askToVoid(shipment: LedgerEntry): Answer {
    if (shipment.state !== 'bought' && shipment.state !== 'void-refused')
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
    if (!outcome.ok) return outcome
    const { orderId } = outcome.value
    if (!state.moveFor(id, { type: 'voided' }) && state.session?.order.id !== orderId) {
      sessions.forget(orderId)
      orders.setState(orderId, 'held')
    }
    return outcome
  }

  async function voidNow(shipment: LedgerEntry): Promise<Answer> {
    state.armed = null
    const answer = await voidShipment(shipment.id)
    if (!answer.ok)
      return no('void-failed', { reason: answer.failure.carrier?.code ?? answer.failure.code })
    return yes('voided', { tracking: shipment.trackingNumber ?? shipment.reference })
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
    if (!session) return no('wrong-moment', { code: 'HOLD' })
    if (session.purchase === 'running') return no('please-wait')
    const { order } = session
    if (session.weight) state.lock = taken(state.lock)
    sessions.save(session, false)
    orders.setState(order.id, 'held')
    state.keep(null)
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
    const answer = state.move({ type: 'undo' })
    const untouched =
      answer.code === 'nothing-to-undo' &&
      session.packedBefore.length === 0 &&
      session.purchase === 'none'
    if (!untouched) return answer
    const { order } = session
    orders.setState(order.id, 'ready')
    sessions.forget(order.id)
    state.keep(null)
    return yes('undone', { what: order.reference })
  }

  async function reprint(): Promise<Answer> {
    const shipmentId = state.session?.shipmentId
    if (!shipmentId || state.session?.purchase !== 'bought') {
      state.armed = { command: 'REPRINT' }
      return yes('reprint-armed')
    }
    const sentBefore = shipping.find(shipmentId)?.sentAt
    return work.bringOut(shipmentId, sentBefore ? 'reprint' : 'label')
  }

  function ship(): Answer {
    const answer = state.move({ type: 'ship' })
    if (answer.accepted && state.session) work.startPurchase(state.session)
    return answer
  }

  function quantityScan(text: string): Answer {
    state.armed = null
    return state.session
      ? state.move({ type: 'quantity', quantity: /^\d{1,5}$/.test(text) ? Number(text) : 0 })
      : no('wrong-moment', { code: 'QTY' })
  }

  async function command(asked: Command, argument: string | undefined): Promise<Answer> {
    switch (asked) {
      case 'SHIP':
        return ship()
      case 'UNDO':
        return undo()
      case 'BOX':
        return state.move({ type: 'close-box' })
      case 'REPRINT':
        return reprint()
      case 'HOLD':
        return hold()
      case 'HELP':
        return yes('help-shown')
      case 'QTY':
        if (argument !== undefined) return quantityScan(argument)
        if (!state.session) return no('wrong-moment', { code: 'QTY' })
        state.armed = { command: 'QTY' }
        return yes('quantity-set', { count: 0 })
      case 'VOID': {
        const bought = state.session?.shipmentId
          ? shipping.find(state.session.shipmentId)
          : undefined
        if (bought && state.session?.purchase === 'bought') return askToVoid(bought)
        state.armed = { command: 'VOID' }
        return yes('void-armed')
      }
      case 'CONFIRM':
        if (state.armed?.command === 'VOID-CONFIRM') return voidNow(state.armed.shipment)
        return confirmUnscannable()
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
    return work.open(waiting[0] ?? first)
  }

  function productScan(meaning: Extract<Meaning, { meaning: 'product' }>, text: string): Answer {
    if ('single' in meaning) {
      const opened = work.open(meaning.single)
      return opened.accepted ? state.move({ type: 'item', line: meaning.item.line }) : opened
    }
    const { session } = state
    if (!session) return no('no-order-for-product', { description: text })
    if (meaning.item) return state.move({ type: 'item', line: meaning.item.line })
    const code = session.purchase === 'none' ? 'wrong-item' : 'wrong-moment'
    return no(code, { code: text, reference: session.order.reference })
  }

  function labelScan(shipment: LedgerEntry, text: string): Answer {
    const { session } = state
    if (!session) return labelWhenIdle(shipment)
    if (session.purchase !== 'bought') return no('wrong-moment', { code: text })
    return session.shipmentId === shipment.id
      ? confirmLabel(shipment)
      : no('wrong-label', { code: text })
  }

  async function answerTo(meaning: Meaning, text: string): Promise<Answer> {
    if (meaning.meaning === 'command') {
      if (
        state.armed?.command === 'VOID-CONFIRM' &&
        meaning.command !== 'CONFIRM' &&
        meaning.command !== 'UNDO'
      )
        state.armed = null
      return command(meaning.command, meaning.argument)
    }
    if (state.armed?.command === 'QTY') return quantityScan(text)
    if (state.armed?.command === 'REPRINT' || state.armed?.command === 'VOID')
      return meaning.meaning === 'label'
        ? armedScan(state.armed, meaning.shipment)
        : no('label-not-known', { code: text })
    state.armed = null
    switch (meaning.meaning) {
      case 'order':
        return orderScan(meaning.orders)
      case 'product':
        return productScan(meaning, text)
      case 'box':
        opener.rememberBox(meaning.box.id)
        return state.move({ type: 'box', id: meaning.box.id, name: meaning.box.name })
      case 'label':
        return labelScan(meaning.shipment, text)
      case 'parked-sticker':
        return no('wrong-moment', { code: text })
      case 'unknown':
        if (meaning.damaged) return no('damaged-code', { code: text })
        return no(stepOf(state.session) === 'scan-label' ? 'wrong-label' : 'unknown-code', {
          code: text,
        })
      default:
        return unreachable(meaning)
    }
  }

  return { answerTo, voidShipment }
}
