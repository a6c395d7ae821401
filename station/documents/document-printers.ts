import type { PrinterCondition, PrinterStatus } from '../../shared/printing.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { DocumentPrinter } from './printers/document-printer.ts'
import { openDocumentPrinter, type ConnectionRefused } from './printers/open-document-printer.ts'

const LOOK_EVERY_MS = 30_000

type Opened = Outcome<DocumentPrinter, ConnectionRefused>

export interface DocumentPrintersDeps {
  readonly printers: () => readonly PrinterSettings[]
  readonly clock: Clock
  readonly log: Log
  /** One of them says something else than before. */
  readonly onChange: () => void
}

/** The document printers of the settings, and what each says now. */
export function createDocumentPrinters({ printers, clock, log, onChange }: DocumentPrintersDeps) {
  const opened = new Map<string, Opened>()
  const heard = new Map<string, { condition: PrinterCondition; said?: string; at: string }>()
  const asking = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const all = () => printers().filter(({ role }) => role === 'document')

  function at(connection: string): Opened {
    const known = opened.get(connection)
    if (known) return known
    const opening = openDocumentPrinter(connection)
    opened.set(connection, opening)
    return opening
  }

  async function ask({ id, connection }: PrinterSettings): Promise<void> {
    const printer = at(connection)
    const told = printer.ok
      ? await printer.value.condition(asking.signal)
      : ({ condition: 'offline', said: printer.failure.detail } as const)
    if (asking.signal.aborted) return
    const before = heard.get(connection)
    heard.set(connection, { ...told, at: clock.now().toISOString() })
    if (before?.condition === told.condition && before.said === told.said) return
    if (before?.condition !== told.condition)
      log.info({ printer: id, from: before?.condition, to: told.condition }, 'Document printer')
    onChange()
  }

  function look(): void {
    clearTimeout(timer)
    if (asking.signal.aborted) return
    for (const settings of all())
      ask(settings).catch((error: unknown) =>
        log.error({ printer: settings.id, error }, 'A document printer could not be asked'),
      )
    timer = setTimeout(look, LOOK_EVERY_MS)
    timer.unref()
  }

  look()
  return {
    /** Papers go to this one; undefined where none is set up. */
    first: (): PrinterSettings | undefined => all()[0],
    at,
    /** Asks all of them now. */
    look,
    statuses: (): PrinterStatus[] =>
      all().map(({ id, role, connection }) => {
        const { condition, said, at } = heard.get(connection) ?? {
          condition: 'not-asked' as const,
          said: undefined,
          at: clock.now().toISOString(),
        }
        return { id, role, connection, condition, ...(said !== undefined && { said }), at }
      }),
    stop(): void {
      clearTimeout(timer)
      asking.abort()
    },
  }
}

export type DocumentPrinters = ReturnType<typeof createDocumentPrinters>
