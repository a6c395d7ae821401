import type { CarrierId } from '../../shared/orders.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type {
  BoughtParcel,
  Carrier,
  Carriers,
  DownloadedLabel,
  PurchaseAnswer,
  Quote,
} from '../../station/carriers/carriers.ts'
import type { FakeTime } from './fake-time.ts'
import { createLossyLine, failureOf, type Operation } from './lossy-line.ts'

type Answer<T> = Outcome<T, CarrierFailure>

/** A label that the carrier has sold, as only the carrier knows it. */
export interface Sale {
  readonly id: string
  readonly carrier: CarrierId
  readonly reference: string
  standing: 'made' | 'pending' | 'failed'
  void: 'no' | 'asked' | 'done'
  /** The carrier has refused to void it, and so refuses for ever. */
  isFixed: boolean
  /** It was cancelled in the carrier's portal: nobody told the station. */
  isCancelledOutside: boolean
}

/** How accounts and the machine are set up; the same for a whole run. */
export interface Manners {
  /** Flexport answers a repeated key with the first purchase or refusal, for a little longer than 15 minutes. */
  readonly replays: boolean
  /** Flexport gives our own reference back. */
  readonly tellsReference: boolean
  /** FlavorCloud answers a purchase before it has made the label. */
  readonly isAsync: boolean
  /** A carrier that does not answer is left alone for a while. */
  readonly hasBreaker: boolean
  /** The machine falls asleep now and then; its clock is never put back. */
  readonly sleeps: boolean
  /** The records are known to be damaged at first. */
  readonly isDamaged: boolean
  readonly trackingEveryHours: number
}

/** One run of the station, as far as the carriers meet it. */
export interface Listener {
  readonly isAlive: () => boolean
  /** A call that buys has left. */
  readonly calls: (reference: string, body: string) => void
  /** A look-up was answered. */
  readonly looked: (reference: string, answer: Answer<BoughtParcel>) => void
  /** A price was told, in cents; null where none was. */
  readonly quoted: (orderId: number, parcel: number, minor: number | null) => void
  /** A purchase of the ledger has this shipment. */
  readonly isOwned: (id: string) => boolean
}

/** Of any label, in cents; what the rates of the checkout promised. */
export const PRICE = 2140

const KEY_KEPT_MS = 17 * 60_000
const VOID_TAKES_MS = 8_000
const LABEL_TAKES_MS = 20_000

/**
 * Both carriers, honest about what they sold and careless about answering. It outlives every crash of the station;
 * answers reach only the run of the station that asked.
 */
export function createCarrierModel(time: FakeTime, manners: Manners) {
  const line = createLossyLine(time, manners.hasBreaker)
  const { ask } = line
  const sales: Sale[] = []
  /** What a key of Flexport's was answered with first. */
  const keys = new Map<string, { readonly atMs: number; readonly answer: PurchaseAnswer }>()
  function sell(carrier: CarrierId, reference: string, standing: Sale['standing']): Sale {
    const id = `${carrier}-${sales.length + 1}`
    const rest = { isFixed: false, isCancelledOutside: false }
    const sale: Sale = { id, carrier, reference, standing, void: 'no', ...rest }
    sales.push(sale)
    return sale
  }

  function parcelOf({ id, carrier, reference, standing, void: voided }: Sale): BoughtParcel {
    const isFlavorCloud = carrier === 'flavorcloud'
    const isMade = standing === 'made'
    const isCancelled = isFlavorCloud && voided === 'done'
    return {
      standing: isCancelled ? 'cancelled' : standing,
      ...((isCancelled || standing === 'failed') && { said: 'No more' }),
      reference: isFlavorCloud || manners.tellsReference ? reference : null,
      carrierShipmentId: id,
      trackingNumber: isMade ? `TN-${id}` : null,
      carrierBarcode: null,
      trackingUrl: null,
      price: isFlavorCloud ? null : { minor: PRICE, currency: 'USD' },
      serviceLevel: null,
      labelUrl: isMade ? `https://labels.example/${id}` : null,
      documentUrls: [],
    }
  }

  const bought = (sale: Sale): PurchaseAnswer => ({
    kind: 'bought',
    parcel: parcelOf(sale),
    raw: '{}',
  })

  function remembered(carrier: CarrierId, key: string): PurchaseAnswer | undefined {
    const kept = carrier === 'flexport' && manners.replays ? keys.get(key) : undefined
    return kept && time.ms() - kept.atMs <= KEY_KEPT_MS ? kept.answer : undefined
  }

  function remember(key: string, answer: PurchaseAnswer): PurchaseAnswer {
    keys.set(key, { atMs: time.ms(), answer })
    return answer
  }

  function buying(
    carrier: CarrierId,
    reference: string,
    isOwned: (id: string) => boolean,
  ): Operation<PurchaseAnswer> {
    const replayOr = (judge: () => PurchaseAnswer) =>
      remembered(carrier, reference) ?? remember(reference, judge())
    const isAsync = carrier === 'flavorcloud' && manners.isAsync
    /** The label comes later, or never. */
    function sellPending(end: Sale['standing']): PurchaseAnswer {
      const sale = sell(carrier, reference, 'pending')
      const answer = bought(sale)
      time.after(LABEL_TAKES_MS, () => (sale.standing = end))
      return answer
    }
    return {
      name: `buy ${reference}`,
      carrier,
      act: () =>
        replayOr(() => (isAsync ? sellPending('made') : bought(sell(carrier, reference, 'made')))),
      refuse: () =>
        replayOr(() => ({
          kind: 'refused',
          failure: failureOf(carrier, 'address-refused', 422),
          raw: '{}',
        })),
      /** Asynchronous: given up later. Otherwise sold, and answered with another's shipment. */
      odd() {
        if (isAsync) return sellPending('failed')
        const other = sales.find((sale) => sale.carrier === carrier && isOwned(sale.id))
        const answer = replayOr(() => bought(sell(carrier, reference, 'made')))
        return other && answer.kind === 'bought' ? bought(other) : answer
      },
      fail(failure) {
        const isNothing =
          failure.code === 'carrier-unreachable' || [401, 429].includes(failure.httpStatus ?? 0)
        return { kind: isNothing ? 'refused' : 'in-doubt', failure, raw: '' }
      },
    }
  }

  function voiding(carrier: CarrierId, id: string): Operation<Answer<'done' | 'accepted'>> {
    const sale = sales.find((one) => one.id === id)
    const refuses = () => failed(failureOf(carrier, 'request-refused', 422))
    /** FlavorCloud takes a void and does it later, or thinks better of it. */
    function take(end: 'done' | 'no'): Answer<'done' | 'accepted'> {
      if (!sale) return refuses()
      if (sale.void === 'done') return done('done')
      if (sale.isFixed || sale.standing === 'failed') return refuses()
      if (carrier === 'flexport') {
        sale.void = 'done'
        return done('done')
      }
      if (sale.void === 'no') {
        sale.void = 'asked'
        time.after(VOID_TAKES_MS, () => {
          if (sale.void !== 'asked') return
          sale.void = end
          sale.isFixed = end === 'no'
        })
      }
      return done('accepted')
    }
    return {
      name: `void ${id}`,
      carrier,
      act: () => take('done'),
      refuse() {
        if (sale?.void === 'done') return done('done')
        if (sale?.void === 'asked') return failed(failureOf(carrier, 'carrier-conflict', 409))
        if (sale) sale.isFixed = true
        return refuses()
      },
      odd: () => take('no'),
      fail: (failure) => failed(failure),
    }
  }

  function reading<T>(
    name: string,
    carrier: CarrierId,
    act: () => Answer<T>,
    odd: CarrierFailureCode = 'carrier-answer-not-understood',
  ): Operation<Answer<T>> {
    return {
      name,
      carrier,
      act,
      refuse: () => failed(failureOf(carrier, 'permission-missing', 403)),
      odd: () => failed(failureOf(carrier, odd)),
      fail: (failure) => failed(failure),
    }
  }

  const missing = (carrier: CarrierId) => failed(failureOf(carrier, 'shipment-not-found', 404))

  function found(carrier: CarrierId, sale: Sale | undefined): Answer<BoughtParcel> {
    return sale ? done(parcelOf(sale)) : missing(carrier)
  }

  function lookUp(reference: string): Answer<BoughtParcel> {
    const ours = sales.filter((sale) => sale.reference === reference)
    const goes = ours.find((sale) => sale.void !== 'done' && sale.standing === 'made')
    const comes = ours.find((sale) => sale.void !== 'done' && sale.standing === 'pending')
    if (goes ?? comes) return found('flavorcloud', goes ?? comes)
    return ours.length > 0
      ? failed(failureOf('flavorcloud', 'not-found-yet'))
      : missing('flavorcloud')
  }

  function quoted(minor: number): Answer<Quote> {
    const price = { minor, currency: 'USD' }
    const nothing = { termsOfTrade: null, landedCost: null, days: null, carriedBy: null }
    const offer = { service: 'STANDARD', price, ...nothing }
    return done({ chosen: offer, offers: [offer], warnings: [] })
  }

  const LABEL: DownloadedLabel = { kind: 'zpl', bytes: Buffer.from('^XA^XZ'), sha256: 'ab12' }

  function adapter(id: CarrierId, listener: Listener): Carrier {
    const { isAlive } = listener
    const byId = (shipmentId: string) => sales.find((sale) => sale.id === shipmentId)
    return {
      id,
      check: () => [],
      serviceLevel: () => 'STANDARD',
      prepare: (parcel) => ({
        reference: `${parcel.order.reference}-P${parcel.parcel}-A${parcel.attempt}`,
        body: JSON.stringify([parcel.order.id, parcel.parcel, parcel.grams]),
        serviceLevel: 'STANDARD',
      }),
      buy({ reference, body }) {
        listener.calls(reference, body)
        return ask(buying(id, reference, listener.isOwned), listener.isAlive)
      },
      quote: ({ order, parcel }) =>
        ask(
          {
            ...reading('quote', id, () => quoted(PRICE)),
            // Much dearer than it was.
            odd: () => quoted(3 * PRICE),
            refuse: () => failed(failureOf(id, 'no-rates', 422)),
          },
          isAlive,
        ).then((answer) => {
          listener.quoted(order.id, parcel, answer.ok ? answer.value.chosen.price.minor : null)
          return answer
        }),
      readBack: (shipmentId) =>
        ask(
          reading(`read ${shipmentId}`, id, () => found(id, byId(shipmentId))),
          isAlive,
        ),
      byTrackingNumber: (number) =>
        ask(
          reading(`track back ${number}`, id, () => found(id, byId(number.slice(3)))),
          isAlive,
        ),
      ...(id === 'flavorcloud' && {
        async find(reference: string) {
          const looking = reading(`find ${reference}`, id, () => lookUp(reference), 'not-found-yet')
          const answer = await ask(looking, isAlive)
          listener.looked(reference, answer)
          return answer
        },
      }),
      void: (shipmentId) => ask(voiding(id, shipmentId), isAlive),
      track: () =>
        ask(
          reading(
            'track',
            id,
            () =>
              done({
                status: 'in-transit',
                events: [],
                estimatedDelivery: null,
                trackingNumber: null,
              }),
            'not-found-yet',
          ),
          isAlive,
        ),
      test: () => Promise.resolve(done(null)),
    }
  }

  return {
    sales,
    line,
    /** Somebody cancels a label in the carrier's own portal. */
    cancelOutside(index: number): void {
      const sale = sales.length > 0 ? sales[index % sales.length] : undefined
      if (!sale || sale.standing === 'failed' || sale.isFixed) return
      sale.void = 'done'
      sale.isCancelledOutside = true
    },
    /** Both carriers as one run of the station sees them. */
    carriers(listener: Listener): Carriers {
      const { isAlive } = listener
      const both = {
        flexport: adapter('flexport', listener),
        flavorcloud: adapter('flavorcloud', listener),
      }
      return {
        of: (id) => both[id],
        clients: undefined as unknown as Carriers['clients'],
        route: (order) => order.carrier ?? 'flavorcloud',
        download: (id, url) =>
          ask(
            reading(`download ${url}`, id, () => done(LABEL), 'label-not-readable'),
            isAlive,
          ),
        outage: line.outage,
        outages: line.outages,
        reconfigure() {},
        stop: async () => {},
      }
    },
  }
}

export type CarrierModel = ReturnType<typeof createCarrierModel>
