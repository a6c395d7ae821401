import type { LabelKind, PrintFailure, PrintJob, PrinterStatus } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Database } from '../database/database.ts'
import type { Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'

export interface PrintRequest {
  readonly shipmentId: string | null
  readonly purpose: PrintJob['purpose']
  readonly label: { readonly kind: LabelKind; readonly bytes: Uint8Array }
  /** The first printer with role "label" where left out. */
  readonly printerId?: string
}

export interface Printing {
  /**
   * Turns the label into the printer's language and sends it; one job at a time per printer, each a row on disk
   * before its first byte leaves. Done means `delivered` or `unconfirmed` (see the job); every other ending is a
   * failure, and only `not-sent` ones may be repeated without asking a person.
   */
  print(request: PrintRequest): Promise<Outcome<PrintJob, PrintFailure>>
  /** A label of our own that shows size, alignment and a barcode. */
  printTest(printerId: string): Promise<Outcome<PrintJob, PrintFailure>>
  /** Newest first. */
  jobsOf(shipmentId: string): PrintJob[]
  /** The settings' printers with what each says now; asked in the background, never by this call. */
  statuses(): PrinterStatus[]
  readonly changes: Topic<void>
  /** The settings' printers changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface PrintingDeps {
  readonly database: Database
  readonly printers: () => readonly PrinterSettings[]
  readonly clock: Clock
  readonly log: Log
}
