import type { CarrierId } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { BoughtParcel, Carrier, Carriers, Quote } from '../../station/carriers/carriers.ts'
import { createTopic } from '../../station/lib/topic.ts'
import type { FakeTime } from '../model/fake-time.ts'

type Answer<T> = Outcome<T, CarrierFailure>

/** Of a call that went wrong: what was lost, and what the carrier said. */
const FAULTS = [
  'lost-request',
  'lost-answer',
  'trouble',
  'trouble-after',
  'busy',
  'refused',
] as const

const CALL_TAKES_MS = 400
const LABEL = { kind: 'zpl', bytes: Buffer.alloc(2048, '^XA^XZ'), sha256: 'ab12' } as const

export interface Sold {
  readonly id: string
  readonly reference: string
}

/** Both carriers with everything sold by reference, so that a hundred thousand sales are found as fast as one. */
export function backlogCarriers(time: FakeTime, faultShare: number) {
  const sales = new Map<string, Sold[]>()
  const byId = new Map<string, Sold>()
  const outages = createTopic<void>()
  let isDown = true
  let faults = 0
  let seed = 20_261_122

  /** The same on every machine. */
  function random(): number {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }

  function sell(carrier: CarrierId, reference: string): Sold {
    const earlier = sales.get(reference) ?? []
    // Flexport answers a repeated key with the first purchase.
    if (carrier === 'flexport' && earlier[0]) return earlier[0]
    const sale = { id: `${carrier}-${byId.size + 1}`, reference }
    byId.set(sale.id, sale)
    sales.set(reference, [...earlier, sale])
    return sale
  }

  function parcelOf({ id, reference }: Sold): BoughtParcel {
    return {
      standing: 'made',
      reference,
      carrierShipmentId: id,
      trackingNumber: `TN-${id}`,
      carrierBarcode: null,
      trackingUrl: null,
      price: { minor: 2140, currency: 'USD' },
      serviceLevel: null,
      labelUrl: `https://labels.example/${id}`,
      documentUrls: [],
    }
  }

  /** Takes its time, and goes wrong now and then. */
  async function call<T>(
    carrier: CarrierId,
    act: () => T,
    fail: (failure: CarrierFailure) => T,
  ): Promise<T> {
    const fault = random() < faultShare ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined
    if (fault) faults += 1
    await new Promise<void>((resolve) => time.after(CALL_TAKES_MS, resolve))
    const fails = (code: CarrierFailureCode, httpStatus?: number) =>
      fail({ code, carrier, ...(httpStatus !== undefined && { httpStatus }) })
    switch (fault) {
      case undefined:
        return act()
      case 'lost-request':
        return fails('carrier-connection-lost')
      case 'lost-answer':
        act()
        return fails('carrier-timed-out')
      case 'trouble':
        return fails('carrier-trouble', 503)
      case 'trouble-after':
        act()
        return fails('carrier-trouble', 500)
      case 'busy':
        return fails('carrier-busy', 429)
      case 'refused':
        return fails('address-refused', 422)
    }
  }

  function adapter(id: CarrierId): Carrier {
    const missing = () =>
      failed({ code: 'shipment-not-found', carrier: id, httpStatus: 404 } as const)
    const read = <T>(act: () => Answer<T>) => call(id, act, (failure) => failed(failure))
    const found = (sale: Sold | undefined) => (sale ? done(parcelOf(sale)) : missing())
    return {
      id,
      check: () => [],
      serviceLevel: () => 'STANDARD',
      prepare: ({ order, parcel, attempt }) => ({
        reference: `${order.reference}-P${parcel}-A${attempt}`,
        body: JSON.stringify([order.id, parcel]),
        serviceLevel: 'STANDARD',
      }),
      quote: () =>
        read((): Answer<Quote> => {
          const price = { minor: 2140, currency: 'USD' }
          const nothing = { termsOfTrade: null, landedCost: null, days: null, carriedBy: null }
          const offer = { service: 'STANDARD', price, ...nothing }
          return done({ chosen: offer, offers: [offer], warnings: [] })
        }),
      buy: ({ reference }) =>
        call<Awaited<ReturnType<Carrier['buy']>>>(
          id,
          () => ({ kind: 'bought', parcel: parcelOf(sell(id, reference)), raw: '{}' }),
          (failure) => {
            const isNothing = [422, 429].includes(failure.httpStatus ?? 0)
            return { kind: isNothing ? 'refused' : 'in-doubt', failure, raw: '' }
          },
        ),
      readBack: (shipmentId) => read(() => found(byId.get(shipmentId))),
      byTrackingNumber: (number) => read(() => found(byId.get(number.slice(3)))),
      ...(id === 'flavorcloud' && {
        find: (reference: string) => read(() => found(sales.get(reference)?.[0])),
      }),
      void: () => read(() => done('done' as const)),
      track: () => read(() => missing()),
      test: () => Promise.resolve(done(null)),
    }
  }

  const both = { flexport: adapter('flexport'), flavorcloud: adapter('flavorcloud') }
  const carriers: Carriers = {
    of: (id) => both[id],
    clients: undefined as unknown as Carriers['clients'],
    route: (order) => order.carrier ?? 'flavorcloud',
    download: (id) =>
      call<Awaited<ReturnType<Carriers['download']>>>(
        id,
        () => done(LABEL),
        (failure) => failed({ ...failure, code: 'label-download-failed' }),
      ),
    outage: () =>
      isDown ? { code: 'carrier-unreachable', since: '', nextProbeAt: '' } : undefined,
    outages,
    reconfigure() {},
    stop: async () => {},
  }

  return {
    carriers,
    /** Everything sold, by reference. */
    sales,
    faults: () => faults,
    lineBack(): void {
      isDown = false
      outages.publish()
    },
  }
}
