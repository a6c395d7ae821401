import { isDeepStrictEqual } from 'node:util'
import { parseTypedWeight } from '../../shared/typed-weight.ts'
import type { Order } from '../../shared/orders.ts'
import { unreachable } from '../../shared/outcome.ts'
import type { Command } from '../../shared/scanning.ts'
import type { Box } from '../../shared/settings.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Printing } from '../printing/printing.ts'
import type { LedgerEntry, Shipping } from '../shipping/shipping.ts'
import { taken } from '../weighing/weighing.ts'
import { lacksOnlyTheLabel } from './bench-problem.ts'
import { no, yes, type Answer, type Armed, type BenchState } from './bench-state.ts'
import type { Corrections } from './corrections.ts'
import type { Parking } from './parking.ts'
import type { BenchLabels } from './bench-labels.ts'
import type { LabelPrints } from './label-prints.ts'
import type { PapersAtBench } from './papers-at-bench.ts'
import type { ParcelEnd } from './parcel-end.ts'
import type { ParcelWork } from './parcel-work.ts'
import type { Quoting } from './quoting.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { Chosen, Meaning } from './scan-meaning.ts'
import type { WeightAtBench } from './weight-at-bench.ts'
import type { StickerScans } from './sticker-scans.ts'
import { stepOf, unitsMissing, unscannableItem, type Session } from './session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { SessionStore } from './session-store.ts'

export interface ScanAnswersDeps {
  readonly orders: Orders
  readonly sessions: SessionStore
  readonly shipping: Pick<Shipping, 'find'>
  readonly labels: BenchLabels
  readonly prints: LabelPrints
  readonly opener: SessionOpener
  readonly work: ParcelWork
  readonly end: ParcelEnd
  readonly corrections: Corrections
  readonly papers: PapersAtBench
  readonly quoting: Quoting
  readonly parking: Parking
  readonly stickers: StickerScans
  readonly outbox: Outbox
  readonly operators: OperatorAtBench
  readonly printing: Pick<Printing, 'proveTest'>
  readonly weight: WeightAtBench
}

/** A label is what REPRINT and VOID wait for, whatever else the scan may mean. */
function labelAmong(meaning: Meaning): LedgerEntry | undefined {
  const meanings =
    meaning.meaning === 'ambiguous' ? meaning.choices.map(({ meaning: one }) => one) : [meaning]
  const labels = meanings.flatMap((one) => (one.meaning === 'label' ? [one.shipment] : []))
  return labels.length === 1 ? labels[0] : undefined
}

/** A digit chooses one. */
const MOST_CHOICES = 9
const DIGIT = /^[1-9]$/

/** Commands that answer what an armed one asks, or only take back what was scanned before. */
const KEEP_ARMED: readonly Command[] = ['CONFIRM', 'UNDO', 'APPROVE']

/** What a scan does, once its meaning is known. */
export function createScanAnswers(state: BenchState, deps: ScanAnswersDeps) {
  const { orders, sessions, shipping, opener, work, corrections, quoting } = deps
  const { end, labels, prints, parking, stickers, outbox, printing, papers, weight } = deps

  /** CONFIRM stands in for the scan of an item that has nothing to scan. */
  function confirmItem(): Answer | undefined {
    const { session } = state
    const item = session && stepOf(session) === 'scan-items' ? unscannableItem(session) : undefined
    return item && state.move({ type: 'item', line: item.line })
  }

  function hold(): Answer {
    const { session } = state
    if (!session) return no('wrong-moment')
    if (session.purchase === 'running') return no('please-wait')
    if (!session.awaited && hasNothingOnIt(session)) return parking.park(session)
    if (session.purchase === 'parked' || session.awaited) return holdParked(session)
    const { order } = session
    // Whatever stands on the pan now is this order's: the next one waits until it was emptied.
    state.setLock(taken(state.lock))
    sessions.save(session, false)
    orders.setState(order.id, 'held')
    state.keep(null)
    return yes('order-held', { reference: order.reference })
  }

  /** Packed, perhaps paid for, and with no label to tell it by: it is set aside with a sticker. */
  function hasNothingOnIt({ purchase, problem }: Session): boolean {
    return (
      purchase === 'in-doubt' ||
      (purchase === 'bought' && problem !== null && lacksOnlyTheLabel(problem.code))
    )
  }

  /** The outbox has this box until its label is on it: the bench is free, or has the rest of the order to set aside. */
  function holdParked({ order, awaited }: Session): Answer {
    if (awaited) end.leave()
    else {
      end.finishParcel()
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

  function closeBox(): Answer {
    const answer = state.move({ type: 'close-box' })
    if (answer.accepted) quoting.refresh()
    return answer
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
        return work.ship()
      case 'UNDO':
        return undo()
      case 'BOX':
        return closeBox()
      case 'CORRECT':
        return corrections.show()
      case 'SERVICE':
        return corrections.chooseService(argument)
      case 'APPROVE':
        return weight.approve(argument) ?? prints.approve(argument) ?? corrections.approve(argument)
      case 'REPRINT':
        return prints.reprint(argument)
      case 'TEST':
        return provedTest(argument)
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
        if (bought && state.session?.purchase === 'bought') return labels.askToVoid(bought)
        state.armed = { command: 'VOID' }
        return yes('void-armed')
      }
      case 'CONFIRM':
        if (state.armed?.command === 'VOID-CONFIRM') return labels.voidBeside(state.armed.shipment)
        return (
          papers.confirm() ??
          prints.confirmCameOut() ??
          confirmItem() ??
          weight.confirm() ??
          labels.confirmUnscannable()
        )
      case 'WEIGHT':
        return weight.ask(argument)
      case 'CHOOSE':
        return no('wrong-moment')
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
    return openOrder(found.find(({ state }) => state !== 'shipped') ?? first)
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
      const { item, goods } = meaning
      return opened.accepted ? state.move({ type: 'item', line: item.line, goods }) : opened
    }
    const { session } = state
    if (!session) return no('no-order-for-product', { description: text })
    if (meaning.item)
      return state.move({ type: 'item', line: meaning.item.line, goods: meaning.goods })
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

  /** A barcode of a test label: it shows that the printer prints bars so narrow well. */
  function provedTest(argument = ''): Answer {
    const proved = printing.proveTest(argument)
    return proved ? yes('test-label-read', proved) : no('label-not-known', { code: argument })
  }

  /** A scan that an armed command waits for; undefined where it is about something else, which disarms. */
  function armedAnswer(meaning: Meaning, text: string): Answer | undefined {
    const { armed } = state
    if (armed?.command === 'CHOOSE' && DIGIT.test(text)) return choiceNotValid(armed, text)
    if (armed?.command === 'WEIGHT' && parseTypedWeight(text)) return weight.ask(text)
    if (armed?.command === 'QTY' && /^\d{1,5}$/.test(text)) return quantityScan(text)
    if (armed?.command === 'REPRINT' || armed?.command === 'VOID') {
      const label = labelAmong(meaning)
      if (label) return labels.armedScan(armed, label)
      if (meaning.meaning === 'parked-sticker' && armed.command === 'REPRINT') {
        state.armed = null
        return prints.reprintSticker(meaning.id)
      }
      if (meaning.meaning === 'unknown') return no('label-not-known', { code: text })
    }
    state.armed = null
    return undefined
  }

  /** What a scan means is asked, not guessed; what was armed before is given up. */
  function askWhich(choices: readonly Chosen[], text: string): Answer {
    const offered = choices.slice(0, MOST_CHOICES)
    state.armed = { command: 'CHOOSE', text, choices: offered }
    const count = offered.length
    return offered.every(({ meaning }) => meaning.meaning === 'order')
      ? no('ambiguous-order', { reference: text, count })
      : no('choice-asked', { code: text, count })
  }

  function choiceNotValid({ choices }: Extract<Armed, { command: 'CHOOSE' }>, number = ''): Answer {
    return no('choice-not-valid', { number, count: choices.length })
  }

  /** Takes the answer to a question: from here on what was asked about stands for the scan. Undefined where it is none. */
  function takeChoice(
    meaning: Meaning,
    text: string,
  ): { meaning: Meaning; text: string } | undefined {
    const { armed } = state
    if (armed?.command !== 'CHOOSE') return undefined
    const isCommand = meaning.meaning === 'command'
    if (isCommand && meaning.command !== 'CHOOSE') return undefined
    const number = isCommand ? (meaning.argument ?? '') : text
    const chosen = DIGIT.test(number) ? armed.choices[Number(number) - 1] : undefined
    if (!chosen) return undefined
    state.armed = null
    return { meaning: asItIsNow(chosen.meaning), text: armed.text }
  }

  /** Since a packer was asked, the order may have been sent again, or the label voided. */
  function asItIsNow(meaning: Chosen['meaning']): Chosen['meaning'] {
    if (meaning.meaning === 'label')
      return { ...meaning, shipment: shipping.find(meaning.shipment.id) ?? meaning.shipment }
    if (meaning.meaning === 'order')
      return { ...meaning, orders: meaning.orders.map((order) => orders.find(order.id) ?? order) }
    if (!('single' in meaning)) return meaning
    const single = orders.find(meaning.single.id) ?? meaning.single
    // With other goods in it by now the order opens, and what was scanned does not count for it.
    return isDeepStrictEqual(single.items, meaning.single.items)
      ? { ...meaning, single }
      : { meaning: 'order', orders: [single] }
  }

  function answerTo(meaning: Meaning, text: string): Answer {
    if (meaning.meaning === 'command') {
      if (meaning.command === 'CHOOSE' && state.armed?.command === 'CHOOSE')
        return choiceNotValid(state.armed, meaning.argument)
      if (!KEEP_ARMED.includes(meaning.command)) state.armed = null
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
        return labels.labelScan(meaning.shipment, text)
      case 'parked-sticker':
        return stickers.stickerScan(meaning.id, text)
      case 'ambiguous':
        return askWhich(meaning.choices, text)
      case 'unknown':
        if (meaning.damaged) return no('damaged-code', { code: text })
        return no(stepOf(state.session) === 'scan-label' ? 'wrong-label' : 'unknown-code', {
          code: text,
        })
      default:
        return unreachable(meaning)
    }
  }

  return { answerTo, takeChoice }
}
