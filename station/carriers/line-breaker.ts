import type { CarrierId } from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { isOfTheLine, type CarrierFailure, type CarrierFailureCode } from '../../shared/shipping.ts'
import type { Clock, Log } from '../ports.ts'
import { codeOfStatus, failureOfCall, type CallOutcome } from './carrier-call.ts'

export interface Outage {
  /** As of the call that failed. */
  readonly code: CarrierFailureCode
  /** UTC. */
  readonly since: string
  /** When the station next asks whether it is back. */
  readonly nextProbeAt: string
}

export interface LineBreaker {
  /** Why nothing but a test is to be sent; undefined while calls go out. */
  outage(): Outage | undefined
  /** A call begins; what it came to in the end is told to the function that this returns. */
  begin(): (outcome: CallOutcome) => void
  /** The settings or the credentials are others: a carrier that is down is asked at once. */
  probeNow(): void
  /** Ends the probes; what calls come to counts no more. */
  stop(): void
}

export interface LineBreakerDeps {
  readonly carrier: CarrierId
  /** The carrier's `test`, which goes over the line that this breaker is of. */
  readonly probe: () => Promise<Outcome<null, CarrierFailure>>
  readonly onChange: () => void
  readonly clock: Clock
  readonly log: Log
}

/** Seconds between the probes of a carrier that is down; the last one for all that follow. */
const PROBE_WAITS = [2, 5, 10, 15, 30]
/**
 * Seconds before the first of them, by how often the carrier was back only to let a call time out again: one that
 * answers probes and nothing else must not cost that time-out over and over.
 */
const RELAPSE_WAITS = [2, 5, 15, 60, 300]
/** A carrier that was back for so long has not relapsed. */
const CALM_MS = 600_000

/**
 * Opens after the first trouble of a carrier's line and closes with the first answer, so that nobody waits for the
 * same time-out twice. While it is open, calls that buy nothing ask whether the carrier is back.
 */
export function createLineBreaker(deps: LineBreakerDeps): LineBreaker {
  const { carrier, clock, log } = deps
  let outage: Outage | undefined
  /** How often the carrier came back. */
  let returns = 0
  let probes = 0
  let relapses = 0
  let backAtMs = -Infinity
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function open(code: CarrierFailureCode): void {
    log.warn({ carrier, code }, 'A carrier is down')
    const backForMs = clock.now().getTime() - backAtMs
    const isRelapse = code === 'carrier-timed-out' && backForMs >= 0 && backForMs < CALM_MS
    relapses = isRelapse ? relapses + 1 : 0
    probes = 0
    planProbe(code, clock.now().toISOString())
  }

  function close(): void {
    if (!outage) return
    log.info({ carrier, since: outage.since }, 'A carrier is back')
    clearTimeout(timer)
    outage = undefined
    backAtMs = clock.now().getTime()
    returns += 1
    deps.onChange()
  }

  function planProbe(code: CarrierFailureCode, since: string): void {
    const [waits, step] = probes === 0 ? [RELAPSE_WAITS, relapses] : [PROBE_WAITS, probes]
    const waitMs = (waits[Math.min(step, waits.length - 1)] ?? 0) * 1000
    probes += 1
    clearTimeout(timer)
    timer = setTimeout(() => void probe(), waitMs)
    timer.unref()
    outage = {
      code,
      since,
      nextProbeAt: new Date(clock.now().getTime() + waitMs).toISOString(),
    }
    deps.onChange()
  }

  async function probe(): Promise<void> {
    const returnsBefore = returns
    const tested = await deps.probe()
    if (stopped || !outage || returns !== returnsBefore) return
    // Without credentials no call goes out anyway, and none would ever tell that the carrier is back.
    if (!tested.ok && tested.failure.code === 'credentials-missing') close()
    else planProbe(outage.code, outage.since)
  }

  return {
    outage: () => outage,
    begin() {
      const returnsBefore = returns
      return (outcome) => {
        if (stopped || saysNothing(outcome)) return
        const code = outcome.ok
          ? codeOfStatus(outcome.value.status)
          : failureOfCall(carrier, outcome.failure).code
        if (!isOfTheLine(code)) close()
        // Trouble of a call that began before the carrier came back says nothing of now.
        else if (!outage && returns === returnsBefore) open(code)
      }
    },
    probeNow() {
      if (stopped || !outage) return
      clearTimeout(timer)
      probes = 0
      void probe()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Nothing was sent, by our own will. */
function saysNothing(outcome: CallOutcome): boolean {
  if (outcome.ok) return false
  return 'failure' in outcome.failure || outcome.failure.reason === 'STOPPED'
}
