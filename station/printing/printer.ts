import type { LanguageName, PrintFailure, PrintJob, PrinterStatus } from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { JobEnd, JobStore } from './job-store.ts'
import type { PrinterConnection, SendReport } from './printer-connection.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import type { PrinterLine } from './printer-line.ts'
import { createPrinterWatch } from './printer-watch.ts'

/** How long a job may go on once the station stops. */
const STOP_MS = 3_000
/** How long a printer that answers only when the label is out may take for it. */
const PRINTING_MS = 8_000

/** One printer at work: its jobs one after another, its condition asked for in between. */
export interface Printer {
  readonly settings: PrinterSettings
  /**
   * Sends `bytes` as `job`, whose row stands in the store as `waiting`. `isWanted` is asked when the job's turn has
   * come, before its first byte.
   */
  run(
    job: PrintJob,
    bytes: Uint8Array,
    isWanted: () => boolean,
  ): Promise<Outcome<PrintJob, PrintFailure>>
  status(): PrinterStatus
  /** Asks no more; the jobs that wait are still sent. Resolves when the line is free. */
  retire(): Promise<void>
  /** Sends no more; a job under way gets a few seconds to end. */
  stop(): Promise<void>
}

export interface PrinterDeps {
  readonly settings: PrinterSettings
  readonly language: LanguageName | undefined
  /** How this printer is asked; absent where it is not. */
  readonly dialect: PrinterDialect | undefined
  readonly connection: PrinterConnection
  readonly line: PrinterLine
  readonly store: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
  /** The printer itself told whether a label came out. */
  readonly onPaper: (jobId: string, cameOut: boolean, provedBy: 'odometer' | 'printer') => void
}

export function createPrinter(deps: PrinterDeps): Printer {
  const { settings, language, dialect, connection, line, store, clock, log } = deps
  const sending = new AbortController()
  let waiting = 0
  let stopped = false

  /** A disk that takes nothing more is no reason to forget what became of a label, or to end the station. */
  function isKept(write: () => void): boolean {
    try {
      write()
      return true
    } catch (error) {
      log.error({ printer: settings.id, error }, 'A print record could not be written')
      return false
    }
  }

  const watch = createPrinterWatch({
    settings,
    dialect,
    connection,
    memory: {
      hasAnswered: store.hasAnswered(settings.connection),
      remember: () => isKept(() => store.rememberAnswer(settings.connection)),
    },
    line,
    isBusy: () => waiting > 0,
    clock,
    log,
    onChange: deps.onChange,
    onSettled({ jobId, cameOut }) {
      if (cameOut !== null) deps.onPaper(jobId, cameOut, 'odometer')
    },
  })

  async function checkReady(): Promise<Outcome<null, PrintFailure>> {
    const isReady = stopped || (await watch.isReady())
    if (stopped) return failed(notSent('printer-not-reached', 'The station is stopping'))
    if (isReady) return done(null)
    const { condition, said } = watch.now()
    const code = condition === 'offline' ? 'printer-not-reached' : 'printer-not-ready'
    return failed({ ...notSent(code, said), condition })
  }

  function end(job: PrintJob, ending: JobEnd): PrintJob {
    isKept(() => store.end(job.id, ending))
    log.info(
      { job: job.id, printer: settings.id, bytes: job.bytes, ...ending },
      ending.state === 'sent' ? 'Print job sent' : 'Print job failed',
    )
    deps.onChange()
    return { ...job, ...ending }
  }

  function refuse(
    job: PrintJob,
    failure: PrintFailure,
    detail: string,
  ): Outcome<never, PrintFailure> {
    end(job, { state: 'failed', delivery: 'not-sent', detail, sentAt: null })
    return failed(failure)
  }

  async function send(
    job: PrintJob,
    bytes: Uint8Array,
    isWanted: () => boolean,
  ): Promise<Outcome<PrintJob, PrintFailure>> {
    const ready = await checkReady()
    if (!ready.ok) {
      const { condition, detail, code } = ready.failure
      return refuse(job, ready.failure, condition ?? detail ?? code)
    }
    const before = await watch.countBefore()
    // It may have been voided while it waited for its turn or for the printer's word.
    if (!isWanted()) return refuse(job, notSent('print-called-off'), 'called-off')
    const counted = line.counter.isWaiting() ? undefined : before
    if (!isKept(() => store.sending(job.id, settings.connection, counted ?? null)))
      return refuse(job, notSent('print-not-kept'), 'not-kept')
    line.counter.expect(job.id, before, performance.now())
    deps.onChange()
    const receipt = watch.receipt()
    const report = await connection.send({
      bytes,
      ...(receipt && { receipt: receipt.inquiry }),
      ...(receipt?.proves === 'printed' && { receiptMs: PRINTING_MS }),
      signal: sending.signal,
    })
    watch.learnFrom(report.heard)
    const ended = conclude(job, report)
    if (receipt?.proves === 'printed' && receipt.inquiry.isAnswered(report.heard))
      deps.onPaper(job.id, true, 'printer')
    return ended
  }

  function conclude(
    job: PrintJob,
    { delivery, detail }: SendReport,
  ): Outcome<PrintJob, PrintFailure> {
    const reason = detail === null ? {} : { detail }
    switch (delivery) {
      case 'delivered':
      case 'unconfirmed':
        if (connection.ask === undefined && !connection.condition)
          watch.learn('not-asked', undefined)
        return done(
          end(job, { state: 'sent', delivery, detail, sentAt: clock.now().toISOString() }),
        )
      case 'not-sent':
        line.counter.unsent(job.id)
        watch.learn('offline', detail ?? undefined)
        end(job, { state: 'failed', delivery, detail, sentAt: null })
        return failed({ code: 'printer-not-reached', delivery, ...reason })
      case 'unknown':
        end(job, { state: 'failed', delivery, detail, sentAt: null })
        return failed({ code: 'printer-interrupted', delivery, ...reason })
      default:
        return unreachable(delivery)
    }
  }

  watch.start()
  return {
    settings,
    async run(job, bytes, isWanted) {
      waiting++
      watch.makeWay()
      try {
        return await line.inTurn(() => send(job, bytes, isWanted))
      } finally {
        waiting--
        watch.askSoon()
      }
    },
    status() {
      const { condition, said, at } = watch.now()
      return {
        id: settings.id,
        role: settings.role,
        connection: settings.connection,
        ...(language && { language }),
        condition,
        ...(said !== undefined && { said }),
        at: at.toISOString(),
      }
    },
    async retire() {
      watch.rest()
      await line.isFree()
    },
    async stop() {
      stopped = true
      watch.stop()
      const patience = setTimeout(() => sending.abort(), STOP_MS)
      await line.isFree()
      clearTimeout(patience)
    },
  }
}

function notSent(code: PrintFailure['code'], detail?: string): PrintFailure {
  return { code, delivery: 'not-sent', ...(detail !== undefined && { detail }) }
}
