import { setTimeout as sleep } from 'node:timers/promises'
import type { CarrierId } from '../../shared/orders.ts'
import { failed } from '../../shared/outcome.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../lib/http.ts'
import type { Clock, Log } from '../ports.ts'
import { createCallCeiling } from './call-ceiling.ts'
import {
  MAX_ANSWER_BYTES,
  retryAfterSeconds,
  textOf,
  type CallOutcome,
  type Deadlines,
} from './carrier-call.ts'
import { keptText, type ExchangeLog } from './exchange-log.ts'
import type { LineBreaker } from './line-breaker.ts'

/** One call to a carrier's API. */
export interface LineCall {
  /** In words, for the log and for "What the carrier said": "create parcel". */
  readonly name: string
  readonly method: HttpRequest['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /**
   * buys: may cost money; sent at most once, ahead of all else · once: sent at most once · repeatable: may be
   * asked again without harm after trouble · test: repeatable, and goes out while the carrier is down, too.
   */
  readonly kind: 'buys' | 'once' | 'repeatable' | 'test'
  /** Reference, shipment id or tracking number that this call is about. */
  readonly about?: string
  /** Kept out of the log and of what is stored. */
  readonly secrets: readonly string[]
}

export interface CarrierLine {
  /** One call, with its waits and repeats inside one deadline. Never throws. */
  send(call: LineCall): Promise<CallOutcome>
}

export interface CarrierLineDeps {
  readonly carrier: CarrierId
  readonly http: Http
  readonly breaker: LineBreaker
  readonly settings: () => Settings
  readonly log: Log
  readonly deadlines: Deadlines
  readonly clock: Clock
  /** Absent where nobody keeps them. */
  readonly exchanges?: ExchangeLog
  /** Monotonic. */
  readonly nowMs?: () => number
  readonly delay?: (ms: number) => Promise<unknown>
  /** From 0 to 1. */
  readonly random?: () => number
}

const MOST_TRIES = 3
const FIRST_DELAY_MS = 300
/** A carrier that wants a longer pause than this gets it, but no call waits for its end. */
const LONGEST_WAIT_MS = 5_000
/** What fails so fails again a moment later. */
const LASTING_REASONS = new Set([
  'ADDRESS_NOT_VALID',
  'CA_FILE_NOT_READABLE',
  'PROXY_NOT_VALID',
  'STOPPED',
])

/**
 * The way of all calls to one carrier: within our ceiling of calls a second, with the pause a 429 asked for,
 * repeated with jittered back-off where that can buy nothing, and each try kept as an exchange. While the carrier is
 * down nothing but a test is sent, and that once.
 */
export function createCarrierLine(deps: CarrierLineDeps): CarrierLine {
  const nowMs = deps.nowMs ?? (() => performance.now())
  const delay = deps.delay ?? ((ms: number) => sleep(ms))
  const random = deps.random ?? Math.random
  const ceiling = createCallCeiling(
    () => deps.settings().carriers[deps.carrier].requestsPerSecond,
    nowMs,
  )

  /** Waits until this call may go out; a number where it may not before `until`, or for too long. */
  async function waitForPlace(until: number): Promise<number | undefined> {
    for (;;) {
      const pauseMs = Math.ceil(ceiling.pauseMs())
      if (pauseMs > LONGEST_WAIT_MS || nowMs() + pauseMs >= until) return pauseMs
      if (pauseMs > 0) {
        await delay(pauseMs)
        continue
      }
      const waitMs = ceiling.takePlace()
      if (nowMs() + waitMs < until) {
        if (waitMs > 0) await delay(waitMs)
        // While this call waited, the answer to another may have asked for a pause.
        if (ceiling.pauseMs() === 0) return undefined
      }
      ceiling.giveBack()
      if (nowMs() + waitMs >= until) return waitMs
    }
  }

  async function sendOnce(call: LineCall, deadlineMs: number): Promise<CallOutcome> {
    const startedAt = deps.clock.now()
    const startedMs = nowMs()
    const outcome = await deps.http.request({
      method: call.method,
      url: call.url,
      headers: {
        ...call.headers,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: call.body }),
      deadlineMs,
      maxBytes: MAX_ANSWER_BYTES,
    })
    note(call, outcome, startedAt, Math.round(nowMs() - startedMs))
    return outcome
  }

  function note(
    call: LineCall,
    outcome: Awaited<ReturnType<Http['request']>>,
    startedAt: Date,
    tookMs: number,
  ): void {
    const answer: HttpAnswer | undefined = outcome.ok ? outcome.value : undefined
    const trouble: HttpFailure | undefined = outcome.ok ? undefined : outcome.failure
    const correlationId = answer?.headers['x-correlation-id'] ?? null
    const isReplayed = answer?.headers['idempotent-replayed'] !== undefined
    const address = URL.parse(call.url)
    deps.exchanges?.keep({
      carrier: deps.carrier,
      call: call.name,
      method: call.method,
      path: keptText(address ? address.pathname + address.search : '', call.secrets),
      startedAt: startedAt.toISOString(),
      tookMs,
      request: keptText(call.body ?? '', call.secrets),
      status: answer?.status ?? null,
      trouble: trouble?.code ?? null,
      answer: answer ? keptText(textOf(answer), call.secrets) : '',
      correlationId,
      isReplayed,
      about: call.about ?? null,
    })
    deps.log.info(
      {
        carrier: deps.carrier,
        call: call.name,
        tookMs,
        ...(answer && { status: answer.status, correlationId, ...(isReplayed && { isReplayed }) }),
        ...(trouble && { trouble: trouble.code, reason: trouble.reason }),
      },
      'carrier call',
    )
  }

  /** How long to wait before the next try; undefined where there is none. */
  function waitAfter(call: LineCall, outcome: CallOutcome, tries: number): number | undefined {
    if (call.kind === 'once' || tries >= MOST_TRIES || deps.breaker.outage()) return undefined
    // Full jitter over a window that doubles.
    const backOff = random() * FIRST_DELAY_MS * 2 ** tries
    if (!outcome.ok) {
      const { failure } = outcome
      if ('failure' in failure || failure.code === 'too-large') return undefined
      return LASTING_REASONS.has(failure.reason) ? undefined : backOff
    }
    const { status } = outcome.value
    if (status === 429) return Math.max(ceiling.pauseMs(), backOff)
    return status === 408 || status >= 500 ? backOff : undefined
  }

  function notePause(outcome: CallOutcome): void {
    if (!outcome.ok || outcome.value.status !== 429) return
    const seconds = retryAfterSeconds(outcome.value, deps.clock.now())
    if (seconds !== undefined) ceiling.pauseFor(seconds * 1000)
  }

  function isStoppedByOutage(call: LineCall): boolean {
    return call.kind !== 'test' && deps.breaker.outage() !== undefined
  }

  /** A purchase waits for nothing: it goes out now, or an outage or a pause forbids it. */
  async function buy(call: LineCall): Promise<CallOutcome> {
    if (isStoppedByOutage(call)) return failed(notAskedWhileDown(deps.carrier))
    const pauseMs = ceiling.pauseMs()
    if (pauseMs > 0) return failed(heldBack(deps.carrier, pauseMs))
    ceiling.takePlaceAhead()
    const outcome = await sendOnce(call, deps.deadlines.purchaseMs)
    notePause(outcome)
    return outcome
  }

  async function ask(call: LineCall): Promise<CallOutcome> {
    const until = nowMs() + deps.deadlines.readMs
    let last: CallOutcome | undefined
    for (let tries = 1; ; tries++) {
      if (isStoppedByOutage(call)) return last ?? failed(notAskedWhileDown(deps.carrier))
      const forbiddenMs = await waitForPlace(until)
      if (forbiddenMs !== undefined) return last ?? failed(heldBack(deps.carrier, forbiddenMs))
      // While this call waited, another may have met the trouble.
      if (isStoppedByOutage(call)) {
        ceiling.giveBack()
        return last ?? failed(notAskedWhileDown(deps.carrier))
      }
      last = await sendOnce(call, Math.max(1, until - nowMs()))
      notePause(last)
      const nextMs = waitAfter(call, last, tries)
      if (nextMs === undefined || nextMs > LONGEST_WAIT_MS || nowMs() + nextMs >= until) return last
      await delay(nextMs)
    }
  }

  return {
    async send(call) {
      const end = deps.breaker.begin()
      const outcome = await (call.kind === 'buys' ? buy(call) : ask(call))
      end(outcome)
      return outcome
    },
  }
}

/** The one code that always means that not a byte was sent, whatever it was that opened the breaker. */
function notAskedWhileDown(carrier: CarrierId) {
  const failure = { code: 'carrier-unreachable', carrier } as const
  return { code: 'held-back', failure } as const
}

/** The carrier, or our own ceiling, wants no call now: nothing is sent. */
function heldBack(carrier: CarrierId, waitMs: number) {
  const failure = {
    code: 'carrier-busy',
    carrier,
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  } as const
  return { code: 'held-back', failure } as const
}
