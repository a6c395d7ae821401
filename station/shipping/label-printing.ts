import { failed, type Outcome } from '../../shared/outcome.ts'
import type { PrintFailure, PrintJob } from '../../shared/printing.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic } from '../lib/topic.ts'
import type { Log } from '../ports.ts'
import type { Printing } from '../printing/printing.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { isGood } from './purchase.ts'
import type { PurchaseLedger } from './purchase-ledger.ts'

/** Where an order goes and where it leaves from, as its label says it; null where it is not known. */
export interface Postcodes {
  readonly to: string | null
  readonly from: string | null
}

export interface LabelPrintingDeps {
  readonly ledger: PurchaseLedger
  readonly printing: Printing
  readonly writes: SteadyWrites
  readonly postcodes: (orderId: number) => Postcodes
  readonly fetchLabel: (id: string) => Promise<Outcome<LedgerEntry, CarrierFailure>>
  readonly onChange: () => void
  readonly isStopped: () => boolean
  readonly log: Log
}

/** Why a label does not print: it is not here, it is or may be void, or the printer's own reason. */
export type LabelFailure =
  | { readonly code: 'no-label' }
  | { readonly code: 'label-void' }
  | PrintFailure

export type ReprintFailure =
  | { readonly code: 'shipment-not-found' }
  /** It was scanned on its box: another one of it may end on another box. */
  | { readonly code: 'approval-needed' }
  | LabelFailure

/** Why a label prints again, and who wants it. */
export interface ReprintBy {
  readonly reason: string
  readonly operator: string | null
  /** A supervisor lets a label print that was scanned on its box already. */
  readonly isApproved: boolean
}

/** Bought labels on their way to paper: what prints, and what is known of what came out. Buys nothing. */
export function createLabelPrinting(deps: LabelPrintingDeps) {
  const { ledger, printing, writes, onChange, log } = deps
  const paperKnown = createTopic<PrintJob>()

  /** Prints the label as bought. Failures: no-label (fetch it first), label-void (P-10), the printer's own. */
  async function print(
    id: string,
    purpose: 'label' | 'reprint',
    by?: Omit<ReprintBy, 'isApproved'>,
  ): Promise<Outcome<PrintJob, LabelFailure>> {
    const entry = ledger.entryOf(id)
    if (!isGood(entry.state)) return failed({ code: 'label-void' })
    const label = ledger.labelOf(id)
    if (!label) return failed({ code: 'no-label' })
    const printed = await printing.print({
      ...by,
      shipmentId: id,
      purpose,
      label,
      expected: expectationOf(entry),
      mayBeUnreadable: entry.labelPassedBy !== null,
      isWanted: () => isGood(ledger.entryOf(id).state),
    })
    if (!printed.ok && printed.failure.code === 'print-called-off')
      return failed({ code: 'label-void' })
    if (printed.ok) await writes.untilKept(() => ledger.stamp(id, 'sent_at'))
    onChange()
    return printed
  }

  function expectationOf({
    orderId,
    parcel,
    trackingNumber,
    carrierBarcode,
    country,
  }: LedgerEntry) {
    const { to, from } = deps.postcodes(orderId)
    const parcels = ledger.ofOrder(orderId).map((entry) => entry.parcel)
    return {
      trackingNumber,
      carrierBarcode,
      country,
      zip: to,
      shipFromZip: from,
      box: { number: parcel, of: Math.max(parcel, ...parcels) },
    }
  }

  /** A label again: nothing is bought, and it says why and by whom. */
  async function reprint(
    id: string,
    { isApproved, ...by }: ReprintBy,
  ): Promise<Outcome<PrintJob, ReprintFailure>> {
    const entry = ledger.find(id)
    if (!entry) return failed({ code: 'shipment-not-found' })
    if (!isGood(entry.state)) return failed({ code: 'label-void' })
    if (entry.onBoxAt !== null && !isApproved) return failed({ code: 'approval-needed' })
    const fetched = await deps.fetchLabel(id)
    if (!fetched.ok) return failed({ code: 'no-label' })
    log.info({ shipment: id, ...by }, 'A label is printed again')
    return print(id, 'reprint', by)
  }

  const stopHearing = printing.paperKnown.subscribe((job) => {
    const { shipmentId } = job
    if (shipmentId === null || deps.isStopped()) return
    if (job.cameOut === true) writes.attempt(() => ledger.stamp(shipmentId, 'on_paper_at'))
    onChange()
    paperKnown.publish(job)
  })

  /** A supervisor lets a label print whose barcode cannot be read; it stays marked with who that was (L-2). */
  function letPass(id: string, by: string): void {
    ledger.letLabelPass(id, by)
    log.warn({ shipment: id, by }, 'A label that cannot be read may print')
    onChange()
  }

  /** A person answers whether the label came out. */
  function settlePaper(id: string, cameOut: boolean): void {
    printing.settlePaper(id, cameOut, 'operator')
    if (cameOut) ledger.stamp(id, 'on_paper_at')
    onChange()
  }

  /** The label was scanned on its box: proof of paper and of box (P-9). */
  function confirmOnBox(id: string): void {
    ledger.stamp(id, 'on_paper_at')
    ledger.stamp(id, 'on_box_at')
    printing.settlePaper(id, true, 'scan')
    onChange()
  }

  return {
    print,
    reprint,
    letPass,
    settlePaper,
    confirmOnBox,
    /** The printer itself has told whether the label of a shipment came out. */
    paperKnown,
    stop: stopHearing,
  }
}
