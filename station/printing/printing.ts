import { createHash, randomUUID } from 'node:crypto'
import type {
  PaperProof,
  PrintFailure,
  PrintJob,
  PrinterStatus,
  Sticker,
  TestProof,
} from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Database } from '../database/database.ts'
import { storageTrouble } from '../database/storage-trouble.ts'
import type { LabelBytes, LabelExpectation, Labels } from '../labels/labels.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { openConnection } from './connections/open-connection.ts'
import { createJobStore } from './job-store.ts'
import { encodeLabel, encodeSticker, encodeTest } from './label-encoding.ts'
import { createPrinterSet, type Place } from './printer-set.ts'
import { createTestProofs } from './test-proofs.ts'

export { findPrinters } from './discovery/find-printers.ts'

export interface PrintRequest {
  readonly shipmentId: string | null
  readonly purpose: PrintJob['purpose']
  readonly label: LabelBytes
  /** What the label has to say; null for one of which nothing is known. */
  readonly expected: LabelExpectation | null
  /** A supervisor lets a label print whose barcode cannot be read. */
  readonly mayBeUnreadable?: boolean
  /** Of a reprint. */
  readonly reason?: string
  readonly operator?: string | null
  /** The label printers in their order where left out, the next where one cannot print. */
  readonly printerId?: string
  /** Asked once more when its turn at the printer has come; absent: it always prints. */
  readonly isWanted?: () => boolean
}

/** What the rules in RULES.md promise of labels on their way to paper. */
export interface Printing {
  /**
   * Compares the label with what was bought, turns it into the printer's language and sends it; one job at a time per
   * printer, each a row on disk before its first byte leaves. Done means `delivered` or `unconfirmed` (see the job);
   * every other ending is a failure, and only `not-sent` ones may be repeated without asking a person.
   */
  print(request: PrintRequest): Promise<Outcome<PrintJob, PrintFailure>>
  /** A label of our own that shows size, alignment, darkness and barcodes. */
  printTest(printerId: string): Promise<Outcome<PrintJob, PrintFailure>>
  /** Our own label for a parked box. */
  printSticker(sticker: Sticker): Promise<Outcome<PrintJob, PrintFailure>>
  /** A barcode of a test label was scanned (`TEST`'s argument); undefined where it is of none that is known. */
  proveTest(argument: string): { printer: string; dots: number } | undefined
  /** Of each printer's newest test label. */
  testProofs(): TestProof[]
  /** Newest first. */
  jobsOf(shipmentId: string): PrintJob[]
  /** Takes down whether the newest label of a shipment that was sent came out, as a scan or a person tells. */
  settlePaper(shipmentId: string, cameOut: boolean, provedBy: PaperProof): void
  /** A printer itself has told whether a label of a shipment came out. */
  readonly paperKnown: Topic<PrintJob>
  /** The settings' printers with what each says now; asked in the background, never by this call. */
  statuses(): PrinterStatus[]
  readonly changes: Topic<void>
  /** The settings' printers changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface PrintingDeps {
  readonly database: Database
  readonly labels: Pick<Labels, 'prepare'>
  readonly printers: () => readonly PrinterSettings[]
  readonly clock: Clock
  readonly log: Log
  /** Other ways to printers than those of the settings, for tests of what stands behind them. */
  readonly connect?: typeof openConnection
}

type Encode = (settings: PrinterSettings) => Promise<Outcome<Uint8Array, PrintFailure>>
type Kept = Pick<PrintJob, 'shipmentId' | 'purpose'> &
  Partial<Pick<PrintJob, 'insteadOf' | 'reason' | 'operator'>>

export function createPrinting({
  database,
  labels,
  printers,
  clock,
  log,
  connect = openConnection,
}: PrintingDeps): Printing {
  const store = createJobStore(database)
  const changes = createTopic<void>()
  const paperKnown = createTopic<PrintJob>()
  const proofs = createTestProofs(clock)

  const leftovers = store.endLeftovers()
  if (leftovers > 0)
    log.warn({ jobs: leftovers }, 'Print jobs were cut off when the station stopped')

  const set = createPrinterSet({
    printers,
    connect,
    store,
    clock,
    log,
    onChange: () => changes.publish(),
    onPaper(jobId, cameOut, provedBy) {
      const job = settle(jobId, cameOut, provedBy)
      if (job) paperKnown.publish(job)
    },
  })

  /** The job, where this was news. */
  function settle(jobId: string, cameOut: boolean, provedBy: PaperProof): PrintJob | undefined {
    set.forget(jobId)
    try {
      if (!store.settle(jobId, cameOut, provedBy)) return undefined
      changes.publish()
      return store.find(jobId)
    } catch (error) {
      log.error({ job: jobId, error }, 'Whether a label came out could not be written down')
      return undefined
    }
  }

  /** The printers that may print it, in their order. */
  function candidates(printerId: string | undefined): Outcome<readonly string[], PrintFailure> {
    const found = (printerId === undefined ? set.forLabels() : set.all())
      .map(({ settings }) => settings.id)
      .filter((id) => printerId === undefined || id === printerId)
    if (found.length > 0) return done(found)
    const detail = printerId === undefined ? {} : { detail: `No printer has the id ${printerId}` }
    return failed({ code: 'no-printer', delivery: 'not-sent', ...detail })
  }

  async function send(
    place: Place,
    bytes: Uint8Array,
    kept: Kept,
    isWanted: () => boolean = () => true,
  ): Promise<Outcome<PrintJob, PrintFailure>> {
    if ('failure' in place) return failed(place.failure)
    const job: PrintJob = {
      id: randomUUID(),
      printerId: place.settings.id,
      state: 'waiting',
      delivery: null,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      detail: null,
      createdAt: clock.now().toISOString(),
      sentAt: null,
      cameOut: null,
      provedBy: null,
      insteadOf: null,
      reason: null,
      operator: null,
      ...kept,
    }
    try {
      store.add(job)
    } catch (error) {
      log.error({ printer: job.printerId, error }, 'A print job could not be written')
      const detail = storageTrouble(error).words
      return failed({ code: 'print-not-kept', detail, delivery: 'not-sent' })
    }
    return place.printer.run(job, bytes, isWanted)
  }

  /**
   * Gives the label to the first printer that can take it (L-5). One that certainly got nothing is passed by, and since
   * its job has ended it will not print it later; what happened there is told where no other can print either.
   */
  async function sendToFirst(
    printers: ReturnType<typeof candidates>,
    encode: Encode,
    kept: Kept,
    isWanted?: () => boolean,
  ): Promise<Outcome<PrintJob, PrintFailure>> {
    if (!printers.ok) return printers
    let first: { readonly failure: PrintFailure; readonly printerId: string } | undefined
    for (const printerId of printers.value) {
      const ready = await makeReady(printerId, encode)
      if (!ready) continue
      const { place, bytes } = ready
      const insteadOf = first?.printerId ?? null
      const sent = bytes.ok
        ? await send(place, bytes.value, { ...kept, insteadOf }, isWanted)
        : bytes
      if (sent.ok || !mayPassOn(sent.failure)) return sent
      first ??= { failure: sent.failure, printerId }
    }
    return failed(first?.failure ?? { code: 'no-printer', delivery: 'not-sent' })
  }

  /** The label for a printer as it is set up now, even where that changes meanwhile; undefined where it is gone. */
  async function makeReady(printerId: string, encode: Encode) {
    for (;;) {
      const place = set.all().find(({ settings }) => settings.id === printerId)
      if (!place) return undefined
      const bytes = await encode(place.settings)
      if (set.all().includes(place)) return { place, bytes }
    }
  }

  return {
    async print({ shipmentId, purpose, label, printerId, isWanted, ...request }) {
      const { reason = null, operator = null } = request
      return sendToFirst(
        candidates(printerId),
        (settings) => encodeLabel(labels, label, settings, request),
        { shipmentId, purpose, reason, operator },
        isWanted,
      )
    },
    async printTest(printerId) {
      const test = proofs.begin(printerId)
      const sent = await sendToFirst(
        candidates(printerId),
        (settings) => encodeTest(labels, test, settings),
        { shipmentId: null, purpose: 'test' },
      )
      if (sent.ok) {
        proofs.printed(test)
        changes.publish()
      }
      return sent
    },
    printSticker: (sticker) =>
      sendToFirst(candidates(undefined), (settings) => encodeSticker(labels, sticker, settings), {
        shipmentId: null,
        purpose: 'sticker',
      }),
    proveTest(argument) {
      const proved = proofs.prove(argument)
      if (proved) changes.publish()
      return proved
    },
    testProofs: () => proofs.list(),
    jobsOf: (shipmentId) => store.jobsOf(shipmentId),
    settlePaper(shipmentId, cameOut, provedBy) {
      const jobs = store.jobsOf(shipmentId)
      // One that waits, or is on its way just now, is no label that anybody holds or misses.
      const newest =
        jobs.find(({ delivery }) => delivery !== null && delivery !== 'not-sent') ??
        jobs.find(({ state }) => state === 'sending')
      if (newest) settle(newest.id, cameOut, provedBy)
    },
    paperKnown,
    statuses: () => set.statuses(),
    changes,
    reconfigure: () => set.reconfigure(),
    stop: () => set.stop(),
  }
}

/** Failures of one printer after which another may print the label: it certainly does not have it. */
const OF_ONE_PRINTER: ReadonlySet<PrintFailure['code']> = new Set([
  'printer-not-reached',
  'printer-not-ready',
  'connection-not-supported',
  'label-kind-not-printable',
  'label-does-not-fit',
  'label-dpi-differs',
])

function mayPassOn({ code, delivery }: PrintFailure): boolean {
  return OF_ONE_PRINTER.has(code) && (delivery === undefined || delivery === 'not-sent')
}
