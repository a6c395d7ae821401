import { CarrierIdSchema, type CarrierId } from '../../shared/orders.ts'
import { failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { Carrier, Carriers } from '../carriers/carriers.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock } from '../ports.ts'

export interface CarrierWatch {
  /** The carriers, every call of which is noted. */
  readonly carriers: Carriers
  /**
   * When a carrier last answered or failed to; `code` only where the line or the account is to blame. What fails
   * while it is down is not noted: that tells `outage`.
   */
  last(id: CarrierId): { readonly at: string; readonly code?: CarrierFailureCode } | undefined
  /** Whether the work of the bench, not a test of the line, has had an answer or a failure within this time. */
  isHeardWithin(id: CarrierId, ms: number): boolean
  readonly changes: Topic<void>
}

/** Failures that say something of the carrier's line or our account, not of one parcel. */
const TELLING: readonly CarrierFailureCode[] = [
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-connection-lost',
  'carrier-trouble',
  'carrier-busy',
  'credentials-refused',
  'permission-missing',
  'account-locked',
  'account-not-ready',
]

/** Nothing was sent: the credentials are missing, or the settings switch the call off. */
const NOT_SENT: readonly CarrierFailureCode[] = ['credentials-missing', 'call-switched-off']

/** Notes how each carrier answers while the bench works, so that its light costs no call of its own. */
export function watchCarriers(carriers: Carriers, clock: Clock): CarrierWatch {
  const changes = createTopic<void>()
  const last = new Map<CarrierId, { at: string; code?: CarrierFailureCode }>()
  /** By the machine's own clock, which nobody puts right. */
  const workedAtMs = new Map<CarrierId, number>()
  const watched = new Map<CarrierId, Carrier>()
  const down = new Set<CarrierId>()

  carriers.outages.subscribe(() => {
    for (const id of CarrierIdSchema.options) {
      if (carriers.outage(id)) down.add(id)
      // The station's own probe was answered, and that did not go through here.
      else if (down.delete(id)) note(id, undefined)
    }
    changes.publish()
  })

  function note(id: CarrierId, failure: CarrierFailure | undefined): void {
    const code = failure && TELLING.includes(failure.code) ? failure.code : undefined
    const before = last.get(id)
    last.set(id, { at: clock.now().toISOString(), ...(code && { code }) })
    if (!before || before.code !== code) changes.publish()
  }

  async function noted<T>(
    id: CarrierId,
    call: Promise<Outcome<T, CarrierFailure>>,
  ): Promise<Outcome<T, CarrierFailure>> {
    const outcome = await call
    if (!outcome.ok && (NOT_SENT.includes(outcome.failure.code) || carriers.outage(id)))
      return outcome
    workedAtMs.set(id, performance.now())
    note(id, outcome.ok ? undefined : outcome.failure)
    return outcome
  }

  function lookUp(carrier: Carrier, reference: string, merchant: string) {
    const missing = { code: 'shipment-not-found', carrier: carrier.id } as const
    return noted(
      carrier.id,
      carrier.find?.(reference, merchant) ?? Promise.resolve(failed(missing)),
    )
  }

  function ratedPriceOf(carrier: Carrier): Pick<Carrier, 'ratedPrice'> {
    if (!carrier.ratedPrice) return {}
    const missing = { code: 'shipment-not-found', carrier: carrier.id } as const
    return {
      ratedPrice: (hashKey, merchant) =>
        noted(
          carrier.id,
          carrier.ratedPrice?.(hashKey, merchant) ?? Promise.resolve(failed(missing)),
        ),
    }
  }

  function watch(carrier: Carrier): Carrier {
    const { id } = carrier
    return {
      id,
      check: (parcel) => carrier.check(parcel),
      serviceLevel: (order) => carrier.serviceLevel(order),
      prepare: (parcel) => carrier.prepare(parcel),
      quote: (parcel) => noted(id, carrier.quote(parcel)),
      readBack: (shipment, merchant) => noted(id, carrier.readBack(shipment, merchant)),
      byTrackingNumber: (number, merchant) => noted(id, carrier.byTrackingNumber(number, merchant)),
      void: (shipment, merchant) => noted(id, carrier.void(shipment, merchant)),
      track: (parcel) => noted(id, carrier.track(parcel)),
      async test() {
        const tested = await carrier.test()
        if (tested.ok) note(id, undefined)
        else if (!NOT_SENT.includes(tested.failure.code) && !carriers.outage(id))
          note(id, tested.failure)
        return tested
      },
      ...ratedPriceOf(carrier),
      ...(carrier.find && { find: (reference, merchant) => lookUp(carrier, reference, merchant) }),
      async buy(prepared, merchant) {
        const answer = await carrier.buy(prepared, merchant)
        if (answer.kind !== 'bought' && carriers.outage(id)) return answer
        workedAtMs.set(id, performance.now())
        note(id, answer.kind === 'bought' ? undefined : answer.failure)
        return answer
      },
    }
  }

  return {
    changes,
    last: (id) => last.get(id),
    isHeardWithin(id, ms) {
      const at = workedAtMs.get(id)
      return at !== undefined && performance.now() - at < ms
    },
    carriers: {
      of(id) {
        const known = watched.get(id) ?? watch(carriers.of(id))
        watched.set(id, known)
        return known
      },
      route: (order) => carriers.route(order),
      download: (id, url, about) => carriers.download(id, url, about),
      clients: carriers.clients,
      outage: (id) => carriers.outage(id),
      outages: carriers.outages,
      reconfigure: () => carriers.reconfigure(),
      stop: () => carriers.stop(),
    },
  }
}
