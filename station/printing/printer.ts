import type {
  LanguageName,
  PrintFailure,
  PrintJob,
  PrinterCondition,
  PrinterStatus,
} from '../../shared/printing.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { JobEnd, JobStore } from './job-store.ts'
import type { PrinterConnection } from './printer-connection.ts'
import type { PrinterDialect } from './printer-dialect.ts'

const POLL_MS = 3_000
const POLL_AFTER_JOB_MS = 500
/** A printer that has never answered is asked seldom: each try keeps its line for a second. */
const POLL_MUTE_MS = 30_000
/** How long a job may go on once the station stops. */
const STOP_MS = 3_000

/** In these a label would wait in the printer's memory, to come out when nobody expects it. */
const NOT_READY: ReadonlySet<PrinterCondition> = new Set([
  'paper-out',
  'head-open',
  'ribbon-out',
  'paused',
  'needs-attention',
])

/** One printer at work: its jobs one after another, its condition asked for in between. */
export interface Printer {
  readonly settings: PrinterSettings
  /** Sends `bytes` as `job`, whose row stands in the store as `waiting`. */
  /** `isWanted` is asked when the job's turn has come, before its first byte. */
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
  /** Resolves when nobody else uses the line. */
  readonly lineFree: Promise<void>
  readonly store: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
}

export function createPrinter({
  settings,
  language,
  dialect,
  connection,
  lineFree,
  store,
  clock,
  log,
  onChange,
}: PrinterDeps): Printer {
  const ask = dialect === undefined ? undefined : connection.ask
  const asking = new AbortController()
  const sending = new AbortController()
  /**
   * Whether `~HS` gets answers here. A printer that fell silent wants a person; one that never answered in its life
   * may not know the question, and gets its labels without being asked.
   */
  let isKnownToAnswer = ask !== undefined && store.hasAnswered(settings.connection)
  let condition: PrinterCondition = 'not-asked'
  let said: string | undefined
  let at = clock.now()
  let lastTurn = lineFree
  let waiting = 0
  let stopped = false
  let polling = true
  let timer: NodeJS.Timeout | undefined

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work)
    lastTurn = turn.then(
      () => {},
      () => {},
    )
    return turn
  }

  function learn(newCondition: PrinterCondition, newSaid: string | undefined): void {
    const changed = newCondition !== condition || newSaid !== said
    if (newCondition !== condition)
      log.info({ printer: settings.id, from: condition, to: newCondition }, 'Printer condition')
    condition = newCondition
    said = newSaid
    at = clock.now()
    if (changed) onChange()
  }

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

  function learnFrom(heard: Uint8Array): void {
    const status = dialect?.readStatus(heard)
    if (status === undefined) return
    if (ask !== undefined && !isKnownToAnswer) {
      isKnownToAnswer = true
      isKept(() => store.rememberAnswer(settings.connection))
    }
    learn(status.condition, status.said)
  }

  async function refreshCondition(): Promise<void> {
    const report = dialect && (await ask?.(dialect.status, asking.signal))
    if (report === undefined || asking.signal.aborted) return
    switch (report.result) {
      case 'answered':
        return learnFrom(report.heard)
      case 'silent':
        return learn(isKnownToAnswer ? 'needs-attention' : 'not-asked', undefined)
      case 'not-reached':
        return learn('offline', report.detail)
    }
  }

  function pollIn(ms: number): void {
    clearTimeout(timer)
    if (ask === undefined || !polling) return
    timer = setTimeout(() => void poll(), ms)
    timer.unref()
  }

  async function poll(): Promise<void> {
    if (waiting === 0)
      await inTurn(refreshCondition).catch((error: unknown) =>
        log.error({ printer: settings.id, error }, 'A printer could not be asked'),
      )
    pollIn(condition === 'not-asked' ? POLL_MUTE_MS : POLL_MS)
  }

  async function checkReady(): Promise<Outcome<null, PrintFailure>> {
    const notSent = { delivery: 'not-sent' } as const
    const asks = !stopped && isKnownToAnswer
    if (asks) await refreshCondition()
    if (stopped)
      return failed({ code: 'printer-not-reached', detail: 'The station is stopping', ...notSent })
    if (!asks) return done(null)
    if (condition === 'offline')
      return failed({
        code: 'printer-not-reached',
        condition,
        ...(said === undefined ? {} : { detail: said }),
        ...notSent,
      })
    if (NOT_READY.has(condition))
      return failed({
        code: 'printer-not-ready',
        condition,
        ...(said === undefined ? {} : { detail: said }),
        ...notSent,
      })
    return done(null)
  }

  function end(job: PrintJob, ending: JobEnd): PrintJob {
    isKept(() => store.end(job.id, ending))
    log.info(
      { job: job.id, printer: settings.id, bytes: job.bytes, ...ending },
      ending.state === 'sent' ? 'Print job sent' : 'Print job failed',
    )
    onChange()
    return { ...job, ...ending }
  }

  async function send(
    job: PrintJob,
    bytes: Uint8Array,
    isWanted: () => boolean,
  ): Promise<Outcome<PrintJob, PrintFailure>> {
    const ready = await checkReady()
    if (!ready.ok) {
      const detail = ready.failure.condition ?? ready.failure.detail ?? null
      end(job, { state: 'failed', delivery: 'not-sent', detail, sentAt: null })
      return ready
    }
    // It may have been voided while it waited for its turn or for the printer's word.
    if (!isWanted()) {
      end(job, { state: 'failed', delivery: 'not-sent', detail: 'called-off', sentAt: null })
      return failed({ code: 'print-called-off', delivery: 'not-sent' })
    }
    if (!isKept(() => store.sending(job.id))) {
      end(job, { state: 'failed', delivery: 'not-sent', detail: 'not-kept', sentAt: null })
      return failed({ code: 'print-not-kept', delivery: 'not-sent' })
    }
    onChange()
    const { delivery, detail, heard } = await connection.send({
      bytes,
      ...(isKnownToAnswer && dialect?.receipt ? { receipt: dialect.receipt.inquiry } : {}),
      signal: sending.signal,
    })
    learnFrom(heard)
    const reason = detail === null ? {} : { detail }
    switch (delivery) {
      case 'delivered':
      case 'unconfirmed':
        if (ask === undefined) learn('not-asked', undefined)
        return done(
          end(job, { state: 'sent', delivery, detail, sentAt: clock.now().toISOString() }),
        )
      case 'not-sent':
        learn('offline', detail ?? undefined)
        end(job, { state: 'failed', delivery, detail, sentAt: null })
        return failed({ code: 'printer-not-reached', delivery, ...reason })
      case 'unknown':
        end(job, { state: 'failed', delivery, detail, sentAt: null })
        return failed({ code: 'printer-interrupted', delivery, ...reason })
      default:
        return unreachable(delivery)
    }
  }

  async function lineIsFree(): Promise<void> {
    let turn
    do {
      turn = lastTurn
      await turn
    } while (turn !== lastTurn)
  }

  void poll()
  return {
    settings,
    async run(job, bytes, isWanted) {
      waiting++
      try {
        return await inTurn(() => send(job, bytes, isWanted))
      } finally {
        waiting--
        pollIn(POLL_AFTER_JOB_MS)
      }
    },
    status: () => ({
      id: settings.id,
      role: settings.role,
      connection: settings.connection,
      ...(language === undefined ? {} : { language }),
      condition,
      ...(said === undefined ? {} : { said }),
      at: at.toISOString(),
    }),
    async retire() {
      polling = false
      clearTimeout(timer)
      await lineIsFree()
    },
    async stop() {
      stopped = true
      polling = false
      clearTimeout(timer)
      asking.abort()
      const patience = setTimeout(() => sending.abort(), STOP_MS)
      await lineIsFree()
      clearTimeout(patience)
    },
  }
}
