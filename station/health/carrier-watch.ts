import type { CarrierId } from '../../shared/orders.ts'
import { failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { Carrier, Carriers } from '../carriers/carriers.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock } from '../ports.ts'

export interface CarrierWatch {
  /** The carriers, every call of which is noted. */
  readonly carriers: Carriers
  /** When a carrier last answered or failed to; `code` only where the line or the account is to blame. */
  last(id: CarrierId): { readonly at: string; readonly code?: CarrierFailureCode } | undefined
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

/** Notes how each carrier answers while the bench works, so that its light costs no call of its own. */
export function watchCarriers(carriers: Carriers, clock: Clock): CarrierWatch {
  const changes = createTopic<void>()
  const last = new Map<CarrierId, { at: string; code?: CarrierFailureCode }>()
  const watched = new Map<CarrierId, Carrier>()

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
    if (outcome.ok || outcome.failure.code !== 'credentials-missing')
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

  function watch(carrier: Carrier): Carrier {
    const { id } = carrier
    return {
      id,
      check: (parcel) => carrier.check(parcel),
      serviceLevel: (order) => carrier.serviceLevel(order),
      prepare: (parcel) => carrier.prepare(parcel),
      quote: (parcel) => noted(id, carrier.quote(parcel)),
      readBack: (shipment, merchant) => noted(id, carrier.readBack(shipment, merchant)),
      void: (shipment, merchant) => noted(id, carrier.void(shipment, merchant)),
      test: () => noted(id, carrier.test()),
      ...(carrier.find && { find: (reference, merchant) => lookUp(carrier, reference, merchant) }),
      async buy(prepared, merchant) {
        const answer = await carrier.buy(prepared, merchant)
        note(id, answer.kind === 'bought' ? undefined : answer.failure)
        return answer
      },
    }
  }

  return {
    changes,
    last: (id) => last.get(id),
    carriers: {
      of(id) {
        const known = watched.get(id) ?? watch(carriers.of(id))
        watched.set(id, known)
        return known
      },
      route: (order) => carriers.route(order),
      download: (id, url) => carriers.download(id, url),
      stop: () => carriers.stop(),
    },
  }
}
