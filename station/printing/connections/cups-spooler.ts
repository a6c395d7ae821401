import { hostname } from 'node:os'
import type { PrinterCondition } from '../../../shared/printing.ts'
import {
  createIpp,
  cupsQueueUrl,
  isOver,
  type Ipp,
  type IppJob,
  type IppPrinter,
} from '../ipp/ipp-client.ts'
import { NOTHING_HEARD, type PrinterConnection, type SendReport } from '../printer-connection.ts'
import { createWaiting, notSent, type Ending } from './line.ts'

/** Bytes for the printer as they are; what `lp -o raw` says. */
const RAW = 'application/vnd.cups-raw'
const FIRST_LOOK_MS = 40
const LATEST_LOOK_MS = 500
/** Said by a backend of CUPS that gives up because it never got a connection; it has sent nothing. */
const NEVER_CONNECTED = 'The printer is not responding.'

export interface SpoolerTimings {
  /** How long one answer of the print system may take. */
  readonly answerMs: number
  /** How long the print system may have the label before it is told to give it up. */
  readonly fateMs: number
  /** How long it may take to give it up. */
  readonly cancelMs: number
}

const TIMINGS: SpoolerTimings = { answerMs: 5_000, fateMs: 15_000, cancelMs: 5_000 }

/**
 * A queue of CUPS. It is asked over IPP and not through `lp`: `lp` only says that a job was queued, and its fate has
 * to be asked over IPP all the same. `completed` means that the print system has sent the label, so `unconfirmed` at
 * best. A label that it does not get rid of is taken back, so that it cannot come out when it has been printed
 * elsewhere. Not sent is then only what CUPS never began, or gave up without a connection; a job's own message is no
 * proof, since a warning stays there though the printer was reached later.
 */
export function createCupsSpoolerConnection(
  name: string,
  url = cupsQueueUrl(name),
  timings: SpoolerTimings = TIMINGS,
): PrinterConnection {
  const ippWith = (signal?: AbortSignal) =>
    createIpp({ url, timeoutMs: timings.answerMs, ...(signal && { signal }) })
  return {
    async send({ bytes, signal }): Promise<SendReport> {
      if (signal.aborted) return notSent('The station is stopping')
      const taken = await ippWith(signal).printJob({
        bytes,
        format: RAW,
        name: `Label from ${hostname()}`,
        copies: 1,
      })
      if (taken.ok) {
        const ending = await fateOf(ippWith(), taken.value.jobId, signal, timings)
        return { ...ending, heard: NOTHING_HEARD }
      }
      const { code, detail } = taken.failure
      return code === 'ipp-no-answer'
        ? { delivery: 'unknown', detail, heard: NOTHING_HEARD }
        : notSent(detail)
    },
    async condition(signal) {
      const printer = await ippWith(signal).printer()
      return printer.ok
        ? conditionOf(printer.value)
        : { condition: 'offline', said: printer.failure.detail }
    },
  }
}

async function fateOf(
  ipp: Ipp,
  jobId: number,
  signal: AbortSignal,
  { fateMs, cancelMs }: SpoolerTimings,
): Promise<Ending> {
  const ended = await watch(ipp, jobId, fateMs, signal)
  if (ended) return ended
  const why = signal.aborted
    ? 'The station is stopping'
    : `The print system still had it after ${Math.round(fateMs / 1000)} s`
  const cancelled = await ipp.cancel(jobId)
  if (!cancelled.ok)
    return {
      delivery: 'unknown',
      detail: `${why} and did not cancel job ${jobId}: ${cancelled.failure.detail}`,
    }
  const after = await watch(ipp, jobId, cancelMs)
  if (after?.delivery === 'unconfirmed') return after
  return { delivery: after?.delivery ?? 'unknown', detail: `${why} and was told to cancel it` }
}

/** What became of the job once it is over; undefined where that is not within `ms`. */
async function watch(
  ipp: Ipp,
  jobId: number,
  ms: number,
  signal?: AbortSignal,
): Promise<Ending | undefined> {
  const { wake, until } = createWaiting()
  signal?.addEventListener('abort', wake)
  const end = performance.now() + ms
  try {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, LATEST_LOOK_MS)) {
      const job = await ipp.job(jobId)
      if (job.ok && isOver(job.value)) return endingOf(job.value)
      if (!job.ok && job.failure.code === 'ipp-refused')
        return { delivery: 'unknown', detail: `Nothing is told of its job: ${job.failure.detail}` }
      if (performance.now() + pause > end || signal?.aborted) return undefined
      await until(() => signal?.aborted === true, pause)
    }
  } finally {
    signal?.removeEventListener('abort', wake)
  }
}

function endingOf({ state, wasBegun, message }: IppJob): Ending {
  if (state === 'completed')
    return { delivery: 'unconfirmed', detail: 'The print system says that it was sent' }
  const leftNothing = wasBegun === false || (state === 'aborted' && message === NEVER_CONNECTED)
  return {
    delivery: leftNothing ? 'not-sent' : 'unknown',
    detail: `The print system ${state} it${message && `: ${message}`}`,
  }
}

const CONDITIONS: readonly (readonly [PrinterCondition, RegExp])[] = [
  ['offline', /^(offline|shutdown|timed-out)$/],
  ['head-open', /^(cover|door|interlock)-open$/],
  ['paper-jam', /^media-jam$/],
  ['paper-out', /^media-(empty|needed)$/],
  ['ribbon-out', /^marker-supply-empty$/],
  ['paused', /^(paused|moving-to-paused)$/],
  ['needs-attention', /-error$/],
]

/**
 * What a queue tells of its printer (printer-state-reasons of RFC 8011). Without a complaint it is `not-asked`: an idle
 * queue says nothing of the printer itself.
 */
function conditionOf({ state, isAccepting, reasons, message }: IppPrinter) {
  // Warnings and reports stop no label.
  const errors = reasons.filter((reason) => !/-(warning|report)$/.test(reason))
  const found = CONDITIONS.find(([, pattern]) =>
    errors.some((reason) => pattern.test(reason) || pattern.test(reason.replace(/-error$/, ''))),
  )
  const condition = found?.[0] ?? (state === 'stopped' || !isAccepting ? 'paused' : 'not-asked')
  if (condition === 'not-asked') return { condition }
  const said = [...errors, message].filter((words) => words !== '').join(', ')
  return { condition, ...(said !== '' && { said }) }
}
