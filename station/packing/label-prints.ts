import { failed, type Outcome } from '../../shared/outcome.ts'
import type { PrintJob } from '../../shared/printing.ts'
import type { Settings } from '../../shared/settings.ts'
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
import { no, yes, type Answer, type BenchState } from './bench-state.ts'
import type { OperatorAtBench } from './operator-at-bench.ts'
import { printedAnswer, type ParcelWork } from './parcel-work.ts'
import type { Parking } from './parking.ts'
import { stepOf } from './session.ts'

export interface LabelPrintsDeps {
  readonly shipping: Shipping
  readonly outbox: Outbox
  readonly work: ParcelWork
  readonly parking: Parking
  readonly operators: Pick<OperatorAtBench, 'current'>
  readonly settings: () => Settings
  readonly log: Log
}

/** Labels and stickers that print again, with whoever has to agree, and whether what was sent came out. Buys nothing. */
export function createLabelPrints(state: BenchState, deps: LabelPrintsDeps) {
  const { shipping, outbox, work, parking, log } = deps

  /** The scan of a label after REPRINT. */
  function reprintScanned(shipment: LedgerEntry, reason: string): Answer {
    state.armed = null
    if (!isGood(shipment.state))
      return no('label-void', { code: shipment.trackingNumber ?? shipment.reference })
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

  return {
    approve,
    confirmCameOut,
    paperKnown,
    reprint,
    reprintFromList,
    reprintScanned,
    reprintSticker,
  }
}

export type LabelPrints = ReturnType<typeof createLabelPrints>
