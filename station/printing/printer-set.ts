import type { LanguageName, PrintFailure, PrinterStatus } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { openConnection } from './connections/open-connection.ts'
import { DIALECTS } from './dialects.ts'
import type { JobStore } from './job-store.ts'
import { createPrinter, type Printer, type PrinterDeps } from './printer.ts'
import { createPrinterLine, type PrinterLine } from './printer-line.ts'

export interface PrinterSetDeps {
  readonly printers: () => readonly PrinterSettings[]
  readonly connect: typeof openConnection
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
  const lines = new Map<string, PrinterLine>()
  const retiring = new Set<Printer>()
  let places: Place[] = []

  /** The line of a connection, for as long as the station runs. */
  function lineOf(connection: string): PrinterLine {
    // Of a serial port, how it is set stands behind its name.
    const key = connection.startsWith('serial:') ? connection.replace(/\?.*$/, '') : connection
    const known = lines.get(key)
    if (known) return known
    const line = createPrinterLine()
    lines.set(key, line)
    // A label that a stop cut off may have come out since.
    const cutOff = deps.store.newestUncounted(connection)
    if (cutOff) line.counter.expect(cutOff.id, cutOff.countedBefore, performance.now())
    return line
  }

  function place(settings: PrinterSettings): Place {
    const connection = deps.connect(settings.connection)
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
      line: lineOf(settings.connection),
    })
    return { settings, printer }
  }

  function retire(printer: Printer): void {
    retiring.add(printer)
    void printer.retire().finally(() => retiring.delete(printer))
  }

  function reconfigure(): void {
    const former = new Map(places.map((entry) => [JSON.stringify(entry.settings), entry]))
    const kept = deps.printers().map((settings) => {
      const key = JSON.stringify(settings)
      const same = former.get(key)
      former.delete(key)
      return { settings, same }
    })
    for (const entry of former.values()) if ('printer' in entry) retire(entry.printer)
    places = kept.map(({ settings, same }) => same ?? place(settings))
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
      for (const { counter } of lines.values()) counter.forget(jobId)
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
      await Promise.all([...active(), ...retiring].map((printer) => printer.stop()))
    },
  }
}
