import type { PrinterCondition } from '../../shared/printing.ts'
import type { PrinterSettings } from '../../shared/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { Settled } from './paper-counter.ts'
import type { Inquiry, PrinterConnection } from './printer-connection.ts'
import type { PrinterDialect, PrinterReport } from './printer-dialect.ts'
import type { PrinterLine } from './printer-line.ts'

const POLL_MS = 3_000
const POLL_AFTER_JOB_MS = 500
/** A printer that has never answered is asked seldom: each try keeps its line for a second. */
const POLL_MUTE_MS = 30_000
/** It may have been busy, or have been switched on with the station. */
const TRIES_BEFORE_MUTE = 3

/** In these a label would wait in the printer's memory, to come out when nobody expects it. */
const NOT_READY: ReadonlySet<PrinterCondition> = new Set([
  'paper-out',
  'paper-jam',
  'head-open',
  'ribbon-out',
  'paused',
  'take-label',
  'wrong-dpi',
  'needs-attention',
])

export interface PrinterWatchDeps {
  readonly settings: PrinterSettings
  /** How this printer is asked; absent where it is not. */
  readonly dialect: PrinterDialect | undefined
  readonly connection: PrinterConnection
  /** What was learned of the printer at this connection in its life. */
  readonly memory: {
    readonly hasAnswered: boolean
    remember(): void
  }
  readonly line: PrinterLine
  readonly isBusy: () => boolean
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
  readonly onSettled: (settled: Settled) => void
}

/** Asks one printer how it is, at rest every few seconds, and which labels came out of it. */
export function createPrinterWatch(deps: PrinterWatchDeps) {
  const { settings, dialect, connection, clock, log } = deps
  const { counter } = deps.line
  const ask = dialect === undefined ? undefined : connection.ask
  const asking = new AbortController()
  /**
   * Whether questions get answers here. A printer that fell silent wants a person; one that never answered in its
   * life may not know the question, and gets its labels without being asked.
   */
  let isKnownToAnswer = ask !== undefined && deps.memory.hasAnswered
  /** Undefined until asked; the head does not change while the printer is on. */
  let headDpi: number | null | undefined
  /** Null where the printer answers but has no such counter. */
  let odometer: number | null | undefined
  let condition: PrinterCondition = 'not-asked'
  let said: string | undefined
  let waiting: number | undefined
  let at = clock.now()
  let polling = true
  /** Questions in a row without an answer to them. */
  let silences = 0
  let resting = new AbortController()
  let timer: NodeJS.Timeout | undefined

  function learn(newCondition: PrinterCondition, newSaid: string | undefined): void {
    const isRight = newCondition !== 'ready' || headDpi == null || headDpi === settings.dpi
    const known = isRight ? newCondition : 'wrong-dpi'
    const words = isRight
      ? newSaid
      : `The head has ${headDpi} dpi, the settings say ${settings.dpi}`
    const isNews = known !== condition || words !== said
    if (known !== condition)
      log.info({ printer: settings.id, from: condition, to: known }, 'Printer condition')
    condition = known
    said = words
    at = clock.now()
    if (isNews) deps.onChange()
  }

  function learnReport(report: PrinterReport): void {
    if (ask !== undefined && !isKnownToAnswer) {
      isKnownToAnswer = true
      deps.memory.remember()
    }
    silences = 0
    waiting = report.waiting
    learn(report.condition, report.said)
  }

  /** One answer may hold what several questions asked for. */
  function learnFrom(heard: Uint8Array): void {
    const report = dialect?.readStatus(heard)
    if (report !== undefined) learnReport(report)
  }

  async function askOnce(inquiry: Inquiry): Promise<Uint8Array | undefined> {
    const report = await ask?.(inquiry, asking.signal)
    return report?.result === 'answered' ? report.heard : undefined
  }

  /** It was asked time and again and said nothing, and never has: a label need not wait for that any more. */
  const isMute = () => !isKnownToAnswer && silences >= TRIES_BEFORE_MUTE

  /** What is asked once in the life of a line, of printers that answer at all. */
  async function learnAbilities(): Promise<void> {
    if (headDpi === undefined && dialect?.resolution) {
      const heard = await askOnce(dialect.resolution.inquiry)
      headDpi = (heard && dialect.resolution.read(heard)) ?? null
    }
    if (odometer === undefined && dialect?.odometer) {
      const heard = await askOnce(dialect.odometer.inquiry)
      odometer = (heard && dialect.odometer.read(heard)) ?? null
    }
  }

  async function refresh(): Promise<void> {
    waiting = undefined
    if (ask === undefined || dialect === undefined) {
      const report = await connection.condition?.(asking.signal)
      if (report !== undefined && !asking.signal.aborted) learn(report.condition, report.said)
      return
    }
    const signal = AbortSignal.any([asking.signal, resting.signal])
    const report = await ask(dialect.status, signal)
    if (signal.aborted) return
    if (report.result === 'not-reached') {
      // Another printer may stand there when the line is back.
      headDpi = undefined
      odometer = undefined
      return learn('offline', report.detail)
    }
    if (report.result === 'silent') {
      silences += 1
      return learn(isKnownToAnswer ? 'needs-attention' : 'not-asked', undefined)
    }
    const read = dialect.readStatus(report.heard)
    if (read === undefined) {
      silences += 1
      return
    }
    learnReport(read)
    if (headDpi === undefined || odometer === undefined) {
      await learnAbilities()
      if (!asking.signal.aborted) learn(read.condition, read.said)
    }
  }

  const isIdle = () => condition === 'ready' && waiting === 0

  async function count(): Promise<number | undefined> {
    if (odometer == null || !dialect?.odometer) return undefined
    const heard = await askOnce(dialect.odometer.inquiry)
    const counted = heard && dialect.odometer.read(heard)
    if (counted !== undefined)
      for (const settled of counter.read(counted, isIdle(), performance.now()))
        deps.onSettled(settled)
    return counted
  }

  /** The odometer right before a label; undefined where it is not heard, or what the printer still holds would count too. */
  async function countBefore(): Promise<number | undefined> {
    const counted = await count()
    return isIdle() ? counted : undefined
  }

  const pollMs = () => (isMute() ? POLL_MUTE_MS : POLL_MS)

  function pollIn(ms: number): void {
    clearTimeout(timer)
    if ((ask === undefined && !connection.condition) || !polling) return
    timer = setTimeout(() => void poll(), ms)
    timer.unref()
  }

  async function poll(): Promise<void> {
    if (!deps.isBusy())
      await deps.line
        .inTurn(async () => {
          await refresh()
          if (counter.isWaiting()) await count()
        })
        .catch((error: unknown) =>
          log.error({ printer: settings.id, error }, 'A printer could not be asked'),
        )
    if (counter.isWaiting()) return pollIn(POLL_AFTER_JOB_MS)
    pollIn(pollMs())
  }

  return {
    start: () => void poll(),
    /** The dialect's receipt, for printers that are known to answer. */
    receipt: () => (isKnownToAnswer ? dialect?.receipt : undefined),
    /** Asks before a label, where the printer answers at all; true where it may get one. */
    async isReady(): Promise<boolean> {
      const asks = isKnownToAnswer || (ask === undefined && connection.condition !== undefined)
      if (!asks) return true
      await refresh()
      // An answer may only have been late, and a label is worth a second question.
      if (condition === 'needs-attention') await refresh()
      return condition !== 'offline' && !NOT_READY.has(condition)
    },
    countBefore,
    learn,
    learnFrom,
    /** A label is here: a question that nobody answers is given up. */
    makeWay(): void {
      if (!isMute()) return
      resting.abort()
      resting = new AbortController()
    },
    /** Asks again soon: a job has just ended. One that has never answered would only keep the next label waiting. */
    askSoon: () => pollIn(silences > 0 && !isKnownToAnswer ? pollMs() : POLL_AFTER_JOB_MS),
    now: () => ({ condition, said, at }),
    /** Asks no more at rest. */
    rest(): void {
      polling = false
      clearTimeout(timer)
    },
    stop(): void {
      polling = false
      clearTimeout(timer)
      asking.abort()
    },
  }
}
