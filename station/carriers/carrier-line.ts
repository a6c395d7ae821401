import { setTimeout as sleep } from 'node:timers/promises'
import type { CarrierId } from '../../shared/orders.ts'
import { failed } from '../../shared/outcome.ts'
import type { HttpRequest } from '../lib/http.ts'
import type { Clock } from '../ports.ts'
import {
  MAX_ANSWER_BYTES,
  retryAfterSeconds,
  textOf,
  type CallOutcome,
  type CarrierDeps,
} from './carrier-call.ts'
import { hideSecrets } from './exchange-log.ts'

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
   * asked again without harm after trouble.
   */
  readonly kind: 'buys' | 'once' | 'repeatable'
  /** Reference, shipment id or tracking number that this call is about. */
  readonly about?: string
  /** Kept out of the log and of what is stored. */
  readonly secrets: readonly string[]
}

export interface CarrierLine {
  send(call: LineCall): Promise<CallOutcome>
}

export interface CarrierLineDeps extends CarrierDeps {
  readonly carrier: CarrierId
  readonly clock: Clock
  /** Monotonic. */
  readonly nowMs?: () => number
  readonly delay?: (ms: number) => Promise<unknown>
  /** From 0 to 1. */
  readonly random?: () => number
}

/** A burst of this many calls goes out at once; after it the ceiling holds. */
const BURST = 5
const MOST_TRIES = 3
const FIRST_DELAY_MS = 300
/** A carrier that wants a longer pause than this gets it, but no call waits for its end. */
const LONGEST_WAIT_MS = 5_000

/**
 * The way of all calls to one carrier: within our ceiling of calls a second, with the pause a 429 asked for,
 * repeated with jittered back-off where that can buy nothing, and each try kept as an exchange.
 */
export function createCarrierLine(deps: CarrierLineDeps): CarrierLine {
  const nowMs = deps.nowMs ?? (() => performance.now())
  const delay = deps.delay ?? ((ms: number) => sleep(ms))
  const random = deps.random ?? Math.random
  let tokens = BURST
  let filledAtMs = nowMs()
  let pausedUntilMs = 0

  const perSecond = () => deps.settings().carriers[deps.carrier].requestsPerSecond

  /** Takes the next free place and says how long to wait for it. A purchase never waits for reads before it. */
  function takePlace(buys: boolean): number {
    const now = nowMs()
    tokens = Math.min(BURST, tokens + ((now - filledAtMs) / 1000) * perSecond())
    filledAtMs = now
    tokens -= 1
    return tokens >= 0 || buys ? 0 : (-tokens / perSecond()) * 1000
  }

  async function sendOnce(call: LineCall, deadlineMs: number): Promise<CallOutcome> {
    const startedAt = deps.clock.now()
    const startedMs = performance.now()
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
    const tookMs = Math.round(performance.now() - startedMs)
    const answer = outcome.ok ? outcome.value : undefined
    const correlationId = answer?.headers['x-correlation-id'] ?? null
    const isReplayed = answer?.headers['idempotent-replayed'] !== undefined
    const { pathname, search } = new URL(call.url)
    deps.exchanges?.keep({
      carrier: deps.carrier,
      call: call.name,
      method: call.method,
      path: hideSecrets(pathname + search, call.secrets),
      startedAt: startedAt.toISOString(),
      tookMs,
      request: hideSecrets(call.body ?? '', call.secrets),
      status: answer?.status ?? null,
      trouble: outcome.ok ? null : outcome.failure.code,
      answer: answer ? hideSecrets(textOf(answer), call.secrets) : '',
      correlationId,
      isReplayed,
      about: call.about ?? null,
    })
    deps.log.info(
      {
        carrier: deps.carrier,
        call: call.name,
        tookMs,
        ...(outcome.ok
          ? { status: outcome.value.status, correlationId, ...(isReplayed && { isReplayed }) }
          : { trouble: outcome.failure.code, reason: outcome.failure.reason }),
      },
      'carrier call',
    )
    return outcome
  }

  /** How long to wait before the next try; undefined where there is none. */
  function waitAfter(outcome: CallOutcome, tries: number): number | undefined {
    if (tries >= MOST_TRIES) return undefined
    if (!outcome.ok) return outcome.failure.code === 'too-large' ? undefined : backOff(tries)
    const { status } = outcome.value
    if (status === 429) {
      const seconds = retryAfterSeconds(outcome.value)
      return seconds === undefined ? backOff(tries) : seconds * 1000
    }
    return status === 408 || status >= 500 ? backOff(tries) : undefined
  }

  /** Full jitter over a window that doubles. */
  function backOff(tries: number): number {
    return random() * FIRST_DELAY_MS * 2 ** tries
  }

  function notePause(outcome: CallOutcome): void {
    if (!outcome.ok || outcome.value.status !== 429) return
    const seconds = retryAfterSeconds(outcome.value)
    if (seconds !== undefined)
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + Math.min(seconds, 600) * 1000)
  }

  return {
    async send(call) {
      const buys = call.kind === 'buys'
      const deadlineMs = buys ? deps.deadlines.purchaseMs : deps.deadlines.readMs
      const until = nowMs() + deadlineMs
      for (let tries = 1; ; tries++) {
        const pauseMs = pausedUntilMs - nowMs()
        if (pauseMs > (buys ? 0 : LONGEST_WAIT_MS)) return failed(paused(deps.carrier, pauseMs))
        const waitMs = Math.max(pauseMs, takePlace(buys))
        if (waitMs > 0) await delay(waitMs)
        const outcome = await sendOnce(call, Math.max(1, until - nowMs()))
        notePause(outcome)
        const next = call.kind === 'repeatable' ? waitAfter(outcome, tries) : undefined
        if (next === undefined || next > LONGEST_WAIT_MS || nowMs() + next >= until) return outcome
        await delay(next)
      }
    },
  }
}

/** The carrier asked for a pause that has not ended: nothing is sent. */
function paused(carrier: CarrierId, pauseMs: number) {
  const failure = {
    code: 'carrier-busy',
    carrier,
    retryAfterSeconds: Math.ceil(pauseMs / 1000),
  } as const
  return { code: 'held-back', failure } as const
}
