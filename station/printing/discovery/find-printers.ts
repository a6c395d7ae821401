import type { FoundPrinter } from '../../../shared/printing.ts'
import { PrinterSettingsSchema } from '../../../shared/settings.ts'
import type { Log } from '../../ports.ts'

/** One way of looking: tells of each printer as it finds it, and ends by itself or with the signal. */
export type SearchWay = (
  tell: (printer: FoundPrinter) => void,
  signal: AbortSignal,
) => Promise<void>

const SEARCH_MS = 5_000
/** Whoever announces more is no network of printers. */
const MOST_PRINTERS = 100

/** Loaded when somebody looks, which most stations do once in their life. */
const WAYS: Readonly<Record<FoundPrinter['by'], SearchWay>> = {
  mdns: async (...looking) => (await import('./find-by-mdns.ts')).findByMdns(...looking),
  zebra: async (...looking) => (await import('./find-zebras.ts')).findZebras(...looking),
  cups: async (...looking) => (await import('./find-queues.ts')).findQueues(...looking),
  device: async (...looking) =>
    (await import('./find-device-files.ts')).findDeviceFiles(...looking),
}

/**
 * Looks for printers near by: network announcements, Zebra's own question, the print system of this computer, device
 * files. Each value has all that were found so far; ends after some seconds, or with the signal. A way that cannot
 * look here leaves the others alone.
 */
export async function* findPrinters(
  signal: AbortSignal,
  log: Pick<Log, 'info'>,
  ways: Readonly<Partial<Record<FoundPrinter['by'], SearchWay>>> = WAYS,
): AsyncGenerator<FoundPrinter[]> {
  const found = new Map<string, FoundPrinter>()
  const leaving = new AbortController()
  const until = AbortSignal.any([signal, leaving.signal, AbortSignal.timeout(SEARCH_MS)])
  const progress = { hasNews: false, isOver: false }
  let moved = Promise.withResolvers<void>()

  function tell(printer: FoundPrinter): void {
    // What the settings would not take cannot be set up either.
    if (!PrinterSettingsSchema.shape.connection.safeParse(printer.connection).success) return
    const known = found.get(printer.connection)
    if (known === undefined && found.size >= MOST_PRINTERS) return
    const model = known?.model ?? printer.model
    const language = known?.language ?? printer.language
    if (known?.model === model && known.language === language) return
    found.set(printer.connection, { ...(known ?? printer), model, language })
    progress.hasNews = true
    moved.resolve()
  }

  async function look(by: string, way: SearchWay): Promise<void> {
    try {
      await way(tell, until)
    } catch (error) {
      log.info({ by, error }, 'One way of looking for printers does not work here')
    }
  }

  const search = Promise.all(Object.entries(ways).map(([by, way]) => look(by, way))).then(() => {
    progress.isOver = true
    moved.resolve()
  })
  try {
    yield []
    while (!progress.isOver) {
      await moved.promise
      moved = Promise.withResolvers()
      if (!progress.hasNews) continue
      progress.hasNews = false
      yield [...found.values()]
    }
    if (progress.hasNews) yield [...found.values()]
  } finally {
    leaving.abort()
    await search
  }
}
