import { createHash, randomUUID } from 'node:crypto'
import type {
  LanguageName,
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
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { openConnection } from './connections/open-connection.ts'
import type { Head, LabelBytes, Labels } from '../labels/labels.ts'
import { DIALECTS } from './dialects.ts'
import { createJobStore } from './job-store.ts'
import { printableDots, type LabelLanguage } from './label-language.ts'
import { LANGUAGES } from './languages.ts'
import { createPrinter, type Printer } from './printer.ts'

export { findPrinters } from './discovery/find-printers.ts'

export interface PrintRequest {
  readonly shipmentId: string | null
  readonly purpose: PrintJob['purpose']
  readonly label: LabelBytes
  /** The first printer with role "label" where left out. */
  readonly printerId?: string
  /** Asked once more when its turn at the printer has come; absent: it always prints. */
  readonly isWanted?: () => boolean
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
  /** Our own label for a parked box, out of the first label printer. */
  printSticker(sticker: Sticker): Promise<Outcome<PrintJob, PrintFailure>>
  /** Of each printer's newest test label; its barcodes are scanned like any other. */
  testProofs(): TestProof[]
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
  readonly labels: Pick<Labels, 'prepare'>
  readonly printers: () => readonly PrinterSettings[]
  readonly clock: Clock
  readonly log: Log
}

/** A label printer that names no language speaks ZPL. */
function languageOf(settings: PrinterSettings): LanguageName | undefined {
  return settings.language ?? (settings.role === 'label' ? 'zpl' : undefined)
}

function headOf(settings: PrinterSettings): Head {
  const { width, height } = printableDots(settings)
  return {
    dpi: settings.dpi,
    widthDots: width,
    heightDots: height,
    rotation: settings.media.rotation ?? 0,
    takesZpl: languageOf(settings) === 'zpl',
  }
}

/** A set-up printer, or why its settings cannot be used. */
type Place = { readonly settings: PrinterSettings } & (
  | { readonly printer: Printer }
  | { readonly failure: PrintFailure; readonly sinceAt: string }
)

export function createPrinting({ database, labels, printers, clock, log }: PrintingDeps): Printing {
  const store = createJobStore(database)
  const changes = createTopic<void>()
  const retiring = new Map<Printer, Promise<void>>()
  let places: Place[] = []

  const leftovers = store.endLeftovers()
  if (leftovers > 0)
    log.warn({ jobs: leftovers }, 'Print jobs were cut off when the station stopped')

  function place(settings: PrinterSettings, lineFree: Promise<void>): Place {
    const connection = openConnection(settings.connection)
    if (!connection.ok)
      return { settings, failure: connection.failure, sinceAt: clock.now().toISOString() }
    const language = languageOf(settings)
    const printer = createPrinter({
      settings,
      language,
      dialect: language && DIALECTS[language],
      connection: connection.value,
      lineFree,
      store,
      clock,
      log,
      onChange: () => changes.publish(),
    })
    return { settings, printer }
  }

  function retire(printer: Printer): Promise<void> {
    const free = printer.retire().finally(() => retiring.delete(printer))
    retiring.set(printer, free)
    return free
  }

  function reconfigure(): void {
    const former = new Map(places.map((entry) => [JSON.stringify(entry.settings), entry]))
    const kept = printers().map((settings) => {
      const key = JSON.stringify(settings)
      const same = former.get(key)
      former.delete(key)
      return { settings, same }
    })
    const gone = [...former.values()].flatMap((entry) =>
      'printer' in entry ? [retire(entry.printer)] : [],
    )
    const lineFree = Promise.all(gone).then(() => {})
    places = kept.map(({ settings, same }) => same ?? place(settings, lineFree))
    changes.publish()
  }

  function find(printerId: string | undefined): Outcome<Printer, PrintFailure> {
    const found = places.find(({ settings }) =>
      printerId === undefined ? settings.role === 'label' : settings.id === printerId,
    )
    if (found === undefined)
      return failed({
        code: 'no-printer',
        ...(printerId === undefined ? {} : { detail: `No printer has the id ${printerId}` }),
      })
    return 'printer' in found ? done(found.printer) : failed(found.failure)
  }

  function languageFor(printer: Printer): Outcome<LabelLanguage, PrintFailure> {
    const name = languageOf(printer.settings)
    const language = name && LANGUAGES[name]
    if (language === undefined)
      return failed({
        code: 'label-kind-not-printable',
        detail: `The printer ${printer.settings.id} has no label language in its settings`,
      })
    return done(language)
  }

  async function send(
    printer: Printer,
    bytes: Uint8Array,
    { shipmentId, purpose }: Pick<PrintJob, 'shipmentId' | 'purpose'>,
    isWanted: () => boolean = () => true,
  ): Promise<Outcome<PrintJob, PrintFailure>> {
    const job: PrintJob = {
      id: randomUUID(),
      printerId: printer.settings.id,
      shipmentId,
      purpose,
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
    }
    try {
      store.add(job)
    } catch (error) {
      log.error({ printer: job.printerId, error }, 'A print job could not be written')
      return failed({
        code: 'print-not-kept',
        detail: storageTrouble(error).words,
        delivery: 'not-sent',
      })
    }
    return printer.run(job, bytes, isWanted)
  }

  reconfigure()
  return {
    async print({ shipmentId, purpose, label, printerId, isWanted }) {
      const printer = find(printerId)
      if (!printer.ok) return printer
      const language = languageFor(printer.value)
      if (!language.ok) return language
      const { settings } = printer.value
      const prepared = await labels.prepare(label, headOf(settings), [])
      if (!prepared.ok) return prepared
      const { print } = prepared.value
      const bytes =
        print.kind === 'zpl' ? print.bytes : await language.value.encode(print.dots, settings)
      return send(printer.value, bytes, { shipmentId, purpose }, isWanted)
    },
    async printTest(printerId) {
      const printer = find(printerId)
      if (!printer.ok) return printer
      const language = languageFor(printer.value)
      if (!language.ok) return language
      const test = { printerId, at: clock.now(), barcodes: { 2: 'TEST-2', 3: 'TEST-3' } }
      const bytes = await language.value.testLabel?.(test, printer.value.settings)
      if (!bytes?.ok) return bytes ?? failed({ code: 'label-kind-not-printable' })
      return send(printer.value, bytes.value, { shipmentId: null, purpose: 'test' })
    },
    async printSticker(sticker) {
      const printer = find(undefined)
      if (!printer.ok) return printer
      const language = languageFor(printer.value)
      if (!language.ok) return language
      const bytes = await language.value.sticker?.(sticker, printer.value.settings)
      if (!bytes?.ok) return bytes ?? failed({ code: 'label-kind-not-printable' })
      return send(printer.value, bytes.value, { shipmentId: null, purpose: 'sticker' })
    },
    testProofs: () => [],
    jobsOf: (shipmentId) => store.jobsOf(shipmentId),
    statuses: () =>
      places.map((entry) =>
        'printer' in entry
          ? entry.printer.status()
          : {
              id: entry.settings.id,
              role: entry.settings.role,
              connection: entry.settings.connection,
              condition: 'offline',
              ...(entry.failure.detail === undefined ? {} : { said: entry.failure.detail }),
              at: entry.sinceAt,
            },
      ),
    changes,
    reconfigure,
    async stop() {
      const active = places.flatMap((entry) => ('printer' in entry ? [entry.printer] : []))
      await Promise.all([...active, ...retiring.keys()].map((printer) => printer.stop()))
    },
  }
}
