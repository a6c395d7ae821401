import { moneyToDecimal } from '../../shared/measures.ts'
import { failed, type Outcome } from '../../shared/outcome.ts'
import type { PrintJob } from '../../shared/printing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Settlement } from '../../shared/shipping.ts'
import type { Orders } from '../orders/orders.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Log } from '../ports.ts'
import {
  isGood,
  type LedgerEntry,
  type ReprintFailure,
  type Shipping,
} from '../shipping/shipping.ts'
import { isApproval } from './approval.ts'
import { noLabelProblem, reasonOf } from './bench-problem.ts'
import { no, yes, type Answer, type Armed, type BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import type { ParcelEnd } from './parcel-end.ts'
import { printedAnswer, type ParcelWork } from './parcel-work.ts'
import type { Parking } from './parking.ts'
import { stepOf } from './session.ts'
import type { StickerScans } from './sticker-scans.ts'

export interface BenchLabelsDeps {
  readonly orders: Orders
  readonly shipping: Shipping
  readonly outbox: Outbox
  readonly work: ParcelWork
  readonly end: ParcelEnd
  readonly parking: Parking
  readonly stickers: StickerScans
  readonly operators: Pick<OperatorAtBench, 'current'>
  readonly settings: () => Settings
  readonly log: Log
}

/** Labels at the bench: their scan-back, their print again, their void, and the end of their doubts. */
export function createBenchLabels(state: BenchState, deps: BenchLabelsDeps) {
  const { orders, shipping, outbox, work, end, parking, stickers, log } = deps

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
    if (what.command !== 'REPRINT') return askToVoid(shipment)
    state.armed = null
    if (!isGood(shipment.state))
      return no('label-void', { code: shipment.trackingNumber ?? shipment.reference })
    const { reason } = what
    return shipment.onBoxAt === null
      ? reprintBeside(shipment, reason, false)
      : askForApproval(shipment, reason)
  }

  /** Another label of a box that has its own may end on another box (L-7). */
  function askForApproval(shipment: LedgerEntry, reason: string): Answer {
    state.armed = { command: 'REPRINT-APPROVE', shipment, reason }
    return no('approval-needed', { reference: shipment.order })
  }

  function reprintBeside(shipment: LedgerEntry, reason: string, isApproved: boolean): Answer {
    const by = { reason, isApproved, operator: packer() }
    state.beside(
      shipping.reprint(shipment.id, by).then((outcome) => {
        if (!outcome.ok) state.say(no('reprint-failed', { reason: reasonOf(outcome.failure) }))
        else if (outcome.value.insteadOf !== null)
          state.say(printedAnswer(outcome.value, shipment.order))
      }),
    )
    return yes('reprint-started', { reference: shipment.order })
  }

  /** APPROVE for labels: another one of a box that has its own, or one that cannot be read; undefined where neither waits. */
  function approve(code: string | undefined): Answer | undefined {
    const { armed, session } = state
    const isReprint = armed?.command === 'REPRINT-APPROVE'
    const unread = session?.problem?.code === 'label-unreadable' ? session.shipmentId : null
    if (!isReprint && unread === null) return undefined
    if (!isApproval(deps.settings(), code)) {
      log.warn({ shipment: unread ?? undefined }, 'An approval was refused')
      return no('approval-refused')
    }
    if (isReprint) {
      state.armed = null
      return reprintBeside(armed.shipment, armed.reason, true)
    }
    if (unread) {
      shipping.letLabelPass(unread, packer() ?? 'a supervisor')
      state.beside(work.bringOut(unread, 'label'))
    }
    return yes('approved')
  }

  async function reprintFromList(
    id: string,
    reason: string,
    approval: string | undefined,
  ): Promise<Outcome<PrintJob, ReprintFailure | { readonly code: 'approval-refused' }>> {
    const isApproved = approval !== undefined
    if (isApproved && !isApproval(deps.settings(), approval))
      return failed({ code: 'approval-refused' })
    return shipping.reprint(id, { reason, operator: packer(), isApproved })
  }

  function packer(): string | null {
    return deps.operators.current()?.name ?? null
  }

  /** CONFIRM: a person saw the label come out, or the sticker. */
  function confirmCameOut(): Answer | undefined {
    const { session } = state
    if (session?.problem?.code !== 'print-in-doubt') return undefined
    if (session.shipmentId) shipping.settlePaper(session.shipmentId, true)
    state.move({ type: 'printed' })
    return yes('label-came-out')
  }

  /** The printer's own counter tells whether the open parcel's label came out (L-6). */
  function paperKnown({ id, shipmentId, cameOut }: PrintJob): void {
    const { session } = state
    if (shipmentId === null || session?.shipmentId !== shipmentId) return
    const isAsked = session.problem?.code === 'print-in-doubt'
    if (cameOut === true && isAsked) {
      state.move({ type: 'printed' })
      state.say(yes('label-came-out'))
    } else if (
      cameOut === false &&
      isNewest(shipmentId, id) &&
      (isAsked || stepOf(session) === 'scan-label')
    ) {
      const problem = noLabelProblem()
      state.moveFor(shipmentId, { type: 'troubled', problem })
      state.say(no('reprint-failed', { reason: problem.code }))
    }
  }

  /** Another one that came after it may be out, or be on its way. */
  function isNewest(shipmentId: string, jobId: string): boolean {
    return sentJobs(shipmentId)[0]?.id === jobId
  }

  /** Newest first: all but those of which certainly nothing left. */
  function sentJobs(shipmentId: string): PrintJob[] {
    const jobs = shipping.detail(shipmentId)?.printJobs ?? []
    return jobs.filter(({ delivery }) => delivery !== 'not-sent')
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

  /** The sticker again, for one that was torn or never came out; nothing is bought. */
  function reprintSticker(stickerId: string): Answer {
    const parked = outbox.find(stickerId)
    if (!parked) return no('sticker-not-known', { code: stickerId })
    const { order: reference, parcel } = parked
    if (parked.state === 'closed') return no('sticker-done', { reference, parcel })
    state.beside(
      parking.printSticker(parked.id).then((outcome) => {
        if (!outcome.ok) state.say(no('reprint-failed', { reason: reasonOf(outcome.failure) }))
      }),
    )
    return yes('sticker-printed', { reference, parcel })
  }

  function reprint(argument: string | undefined): Answer {
    const reason = argument ?? 'OTHER'
    const { session } = state
    if (session?.purchase === 'parked' && session.stickerId && !session.awaited)
      return reprintSticker(session.stickerId)
    const shipment = state.session?.shipmentId ? shipping.find(state.session.shipmentId) : undefined
    if (!shipment || state.session?.purchase !== 'bought') {
      state.armed = { command: 'REPRINT', reason }
      return yes('reprint-armed')
    }
    if (!isGood(shipment.state))
      return no('label-void', { code: shipment.trackingNumber ?? shipment.reference })
    // The box waits for its papers only.
    if (shipment.onBoxAt !== null) return askForApproval(shipment, reason)
    // Whoever wants it again says that none came out, or none that is of use.
    if (state.session.problem?.code === 'print-in-doubt') shipping.settlePaper(shipment.id, false)
    const isAgain = shipment.sentAt ?? shipment.onPaperAt ?? sentJobs(shipment.id)[0]
    const by = { reason, operator: packer() }
    const out = work.bringOut(shipment.id, isAgain ? 'reprint' : 'label', isAgain ? by : undefined)
    state.beside(
      out.then((answer) => {
        if (!answer.accepted) state.say(answer)
      }),
    )
    return yes('reprint-started', { reference: shipment.order })
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
    approve,
    armedScan,
    askToVoid,
    confirmCameOut,
    paperKnown,
    confirmUnscannable,
    doubtEnded,
    labelScan,
    reprint,
    reprintFromList,
    reprintSticker,
    settleShipment,
    voidBeside,
    voidDone,
    voidShipment,
  }
}

export type BenchLabels = ReturnType<typeof createBenchLabels>
