import type { CarrierId } from '../../shared/orders.ts'
import type { Outage } from '../../station/carriers/carriers.ts'
import { createTopic } from '../../station/lib/topic.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { FakeTime } from './fake-time.ts'

/**
 * What becomes of a call. good: done and answered · down: nothing was sent · lost-request: never got there ·
 * lost-answer: done, no answer · late: no answer, and done up to 45 seconds later · trouble: 5xx, nothing done ·
 * trouble-after: done, 5xx · at-the-door: turned away, nothing done · refused: the carrier says no, and sticks to
 * it · odd: done in the carrier's own queer way · held: no answer yet.
 */
export const FATES = [
  'good',
  'down',
  'lost-request',
  'lost-answer',
  'late',
  'trouble',
  'trouble-after',
  'at-the-door',
  'refused',
  'odd',
  'held',
] as const
export type Fate = (typeof FATES)[number]

/** A call as the carrier could answer it. */
export interface Operation<T> {
  readonly name: string
  readonly carrier: CarrierId
  /** Does it, and says so. */
  readonly act: () => T
  readonly refuse: () => T
  readonly odd: () => T
  readonly fail: (failure: CarrierFailure) => T
}

/** A call that has no answer yet. */
export interface HeldCall {
  readonly name: string
  end(fate: Fate): void
}

const DEADLINE_MS = 45_000
const LATEST_MS = 45_000
const PROBE_MS = 30_000
/** After these the carrier is taken to be down, where the line has a breaker. */
const LINE_TROUBLE: readonly Fate[] = [
  'down',
  'lost-request',
  'lost-answer',
  'late',
  'trouble',
  'trouble-after',
]

export const failureOf = (
  carrier: CarrierId,
  code: CarrierFailureCode,
  httpStatus?: number,
): CarrierFailure => ({ code, carrier, ...(httpStatus !== undefined && { httpStatus }) })

/** The line to both carriers: what is asked and what is answered meet their fates on it. */
export function createLossyLine(time: FakeTime, hasBreaker: boolean) {
  const outages = createTopic<void>()
  const down = new Map<CarrierId, Outage>()
  /** Carriers that stay down until the line is given back. */
  const cut = new Set<CarrierId>()
  const held = new Set<HeldCall>()
  /** Calls that nobody waits for any more, and that will be done all the same. */
  const underWay: string[] = []
  let weather: readonly Fate[] = ['good']
  let turn = 0

  function perform<T>(operation: Operation<T>, fate: Exclude<Fate, 'held'>): T {
    const { act, refuse, odd, fail, carrier } = operation
    const fails = (code: CarrierFailureCode, httpStatus?: number) =>
      fail(failureOf(carrier, code, httpStatus))
    switch (fate) {
      case 'good':
        return act()
      case 'down':
        return fails('carrier-unreachable')
      case 'lost-request':
        return fails('carrier-connection-lost')
      case 'lost-answer':
        act()
        return fails('carrier-timed-out')
      case 'late':
        underWay.push(operation.name)
        time.after(1 + ((turn * 7919) % LATEST_MS), () => {
          underWay.splice(underWay.indexOf(operation.name), 1)
          act()
        })
        return fails('carrier-timed-out')
      case 'trouble':
        return fails('carrier-trouble', 503)
      case 'trouble-after':
        act()
        return fails('carrier-trouble', 500)
      case 'at-the-door':
        return turn % 2 === 0 ? fails('credentials-refused', 401) : fails('carrier-busy', 429)
      case 'refused':
        return refuse()
      case 'odd':
        return odd()
    }
  }

  function setDown(carrier: CarrierId): void {
    if (down.has(carrier)) return
    const at = time.clock.now().toISOString()
    down.set(carrier, { code: 'carrier-unreachable', since: at, nextProbeAt: at })
    outages.publish()
    time.after(PROBE_MS, () => probe(carrier))
  }

  function probe(carrier: CarrierId): void {
    if (cut.has(carrier)) return time.after(PROBE_MS, () => probe(carrier))
    down.delete(carrier)
    outages.publish()
  }

  /** One call, as one run of the station makes it: a run that is over hears no answer. */
  function ask<T>(operation: Operation<T>, isAlive: () => boolean): Promise<T> {
    const isDown = down.has(operation.carrier) || cut.has(operation.carrier)
    const fate = isDown ? 'down' : (weather[turn % weather.length] ?? 'good')
    turn += 1
    // A call that failed is answered before the station hears that the carrier is down.
    if (hasBreaker && LINE_TROUBLE.includes(fate)) time.after(1, () => setDown(operation.carrier))
    if (fate !== 'held') return Promise.resolve(perform(operation, fate))
    return new Promise((resolve) => {
      const call: HeldCall = {
        name: operation.name,
        end(ending) {
          if (!held.delete(call)) return
          const answer = perform(operation, ending === 'held' ? 'lost-request' : ending)
          if (isAlive()) resolve(answer)
        },
      }
      held.add(call)
      time.after(DEADLINE_MS, () => call.end('lost-answer'))
    })
  }

  return {
    ask,
    held,
    outage: (carrier: CarrierId) => down.get(carrier),
    outages,
    /** The line to a carrier is cut, or there again: a breaker finds out. */
    setCut(carrier: CarrierId, isCut: boolean): void {
      if (!isCut) cut.delete(carrier)
      else if (hasBreaker) {
        cut.add(carrier)
        setDown(carrier)
      }
    },
    /** Whether a call that was made may yet be done. */
    mayYetBeDone: (call: string) =>
      underWay.includes(call) || [...held].some(({ name }) => name === call),
    /** What becomes of the calls from now on, in turn and over again. */
    setWeather: (fates: readonly Fate[]) => void (weather = fates),
    /** A crash of the station cuts what is under way; some of it has reached the carrier. */
    cutOff(reached: boolean): void {
      for (const call of held) call.end(reached ? 'lost-answer' : 'lost-request')
    },
  }
}
