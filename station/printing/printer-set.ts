import type { LanguageName, PrintFailure, PrinterStatus } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import { openConnection } from './connections/open-connection.ts'
import { DIALECTS } from './dialects.ts'
import type { JobStore } from './job-store.ts'
import { createPrinter, type Printer, type PrinterDeps } from './printer.ts'

export interface PrinterSetDeps {
  readonly printers: () => readonly PrinterSettings[]
  readonly store: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
  readonly onPaper: PrinterDeps['onPaper']
}

/** A set-up printer, or why its settings cannot be used. */
export type Place = { readonly settings: PrinterSettings } & (
  | { readonly printer: Printer }
  | { readonly failure: PrintFailure; readonly sinceAt: string }
)

/** A label printer that names no language speaks ZPL. */
export function languageOf(settings: PrinterSettings): LanguageName | undefined {
  return settings.language ?? (settings.role === 'label' ? 'zpl' : undefined)
}

/** The printers of the settings that this station speaks to itself; those for documents are asked elsewhere. */
export function createPrinterSet(deps: PrinterSetDeps) {
  const retiring = new Map<Printer, Promise<void>>()
  let places: Place[] = []

  function place(settings: PrinterSettings, lineFree: Promise<void>): Place {
    const connection = openConnection(settings.connection)
    if (!connection.ok)
      return {
        settings,
        failure: { ...connection.failure, delivery: 'not-sent' },
        sinceAt: deps.clock.now().toISOString(),
      }
    const language = languageOf(settings)
    const printer = createPrinter({
      ...deps,
      settings,
      language,
      dialect: language && DIALECTS[language],
      connection: connection.value,
      lineFree,
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
    const kept = deps.printers().map((settings) => {
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
    deps.onChange()
  }

  const active = () => places.flatMap((entry) => ('printer' in entry ? [entry.printer] : []))

  reconfigure()
  return {
    reconfigure,
    /** The printers for labels in the order of the settings: the next takes over where one cannot print. */
    forLabels: (): readonly Place[] => places.filter(({ settings }) => settings.role === 'label'),
    all: (): readonly Place[] => places,
    forget(jobId: string): void {
      for (const printer of active()) printer.forget(jobId)
    },
    statuses: (): PrinterStatus[] =>
      places.map((entry) =>
        'printer' in entry
          ? entry.printer.status()
          : {
              id: entry.settings.id,
              role: entry.settings.role,
              connection: entry.settings.connection,
              condition: 'offline',
              ...(entry.failure.detail !== undefined && { said: entry.failure.detail }),
              at: entry.sinceAt,
            },
      ),
    async stop(): Promise<void> {
      await Promise.all([...active(), ...retiring.keys()].map((printer) => printer.stop()))
    },
  }
}
