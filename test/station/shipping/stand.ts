import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Money } from '../../../shared/measures.ts'
import type { CarrierId } from '../../../shared/orders.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { Tracking } from '../../../shared/tracking.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type {
  BoughtParcel,
  Carrier,
  Carriers,
  DownloadedLabel,
  Outage,
  PurchaseAnswer,
  Quote,
} from '../../../station/carriers/carriers.ts'
import { openDatabase } from '../../../station/database/database.ts'
import type { Printing } from '../../../station/printing/printing.ts'
import { createTopic } from '../../../station/lib/topic.ts'
import { shippingMigrations } from '../../../station/shipping/schema.ts'
import { createShipping } from '../../../station/shipping/shipping.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'
import { NO_JOURNAL, steadyWrites } from '../database/stand.ts'

type Answer<T> = Outcome<T, CarrierFailure>

export const BOUGHT: BoughtParcel = {
  standing: 'made',
  reference: null,
  carrierShipmentId: 'FCS-1',
  trackingNumber: 'GM605112874003000001',
  carrierBarcode: null,
  trackingUrl: null,
  price: { minor: 2140, currency: 'USD' },
  serviceLevel: null,
  labelUrl: 'https://labels.example/1',
  documentUrls: [],
}

export const LABEL: DownloadedLabel = {
  kind: 'zpl',
  bytes: Buffer.from('^XA^XZ'),
  sha256: 'ab12',
}

export const ON_ITS_WAY: Tracking = {
  status: 'in-transit',
  events: [],
  estimatedDelivery: null,
  trackingNumber: null,
}

export function fails(code: CarrierFailureCode, more: Partial<CarrierFailure> = {}) {
  return failed<CarrierFailure>({ code, carrier: 'flavorcloud', ...more })
}

/** What the carriers answer from now on; a test changes it as it goes. */
export interface Script {
  buy: PurchaseAnswer
  readBack: Answer<BoughtParcel>
  byTrackingNumber: Answer<BoughtParcel>
  download: Answer<DownloadedLabel>
  void: Answer<'done' | 'accepted'>
  track: Answer<Tracking>
  quote: Answer<Quote>
  /** Null: this carrier has no look-up. */
  find: Answer<BoughtParcel> | null
  isReplayProved: boolean
  mayBuy: boolean
  /** Set: both carriers are down. */
  outage: Outage | undefined
}

/** Shipping on a real database, with carriers that say what a test wants, and a clock that a test moves. */
export function startStand(trackingEveryHours = 6, now = () => new Date()) {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-shipping-'))
  const clock = { now }
  const calls: string[] = []
  const script: Script = {
    buy: { kind: 'bought', parcel: BOUGHT, raw: '{}' },
    readBack: done(BOUGHT),
    byTrackingNumber: fails('shipment-not-found'),
    download: done(LABEL),
    void: done('done'),
    track: done(ON_ITS_WAY),
    quote: fails('carrier-unreachable'),
    find: null,
    isReplayProved: false,
    mayBuy: true,
    outage: undefined,
  }
  /** What went out with each purchase. */
  const sent: { readonly reference: string; readonly body: string }[] = []
  let bought = 0
  let broken = false

  function called<T>(name: string, answer: T): Promise<T> {
    calls.push(name)
    return Promise.resolve(answer)
  }

  const carrier = (id: CarrierId): Carrier => ({
    id,
    check: () => [],
    serviceLevel: () => 'STANDARD',
    prepare: (parcel) => ({
      reference: `${parcel.order.reference}-P${parcel.parcel}`,
      body: '{}',
      serviceLevel: 'STANDARD',
    }),
    buy: ({ reference, body }) => {
      sent.push({ reference, body })
      if (broken) throw new Error('A bug in a client')
      bought += 1
      const { buy } = script
      if (buy.kind !== 'bought' || bought === 1) return called('buy', buy)
      const carrierShipmentId = `FCS-${bought}`
      const trackingNumber = buy.parcel.trackingNumber && `GM-${bought}`
      const parcel = { ...buy.parcel, carrierShipmentId, trackingNumber }
      return called('buy', { ...buy, parcel })
    },
    quote: () => called('quote', script.quote),
    readBack: () => called('readBack', script.readBack),
    byTrackingNumber: (number) => called(`byTracking ${number}`, script.byTrackingNumber),
    void: () => called('void', script.void),
    track: ({ carrierShipmentId }) => called(`track ${carrierShipmentId}`, script.track),
    test: () => called('test', done(null)),
    ...(script.find && {
      find: () => called('find', script.find ?? fails('shipment-not-found')),
    }),
  })
  const carriers: Carriers = {
    of: (id) => carrier(id),
    clients: undefined as unknown as Carriers['clients'],
    route: (order) => order.carrier ?? 'flavorcloud',
    download: (_id, _url, about) => called(`download ${about}`, script.download),
    outage: () => script.outage,
    outages: createTopic(),
    reconfigure: () => {},
    stop: async () => {},
  }

  function open() {
    const database = openDatabase(join(folder, 'station.sqlite'), shippingMigrations)
    const shipping = createShipping({
      postcodes: () => ({ to: null, from: null }),
      database,
      carriers,
      printing: {
        jobsOf: () => [],
        paperKnown: createTopic(),
        settlePaper() {},
      } as unknown as Printing,
      journal: NO_JOURNAL,
      writes: steadyWrites(database),
      exchanges: { about: (texts) => (asked.push(texts), []) },
      trackingEveryHours: () => trackingEveryHours,
      mayBuy: () => script.mayBuy,
      isReplayProved: () => script.isReplayProved,
      clock,
      log: { debug() {}, info() {}, warn() {}, error: (context) => errors.push(context) },
    })
    shipping.labelsCame.subscribe((id) => calls.push(`label came ${id}`))
    shipping.doubtsEnded.subscribe((id) => calls.push(`doubt ended ${id}`))
    shipping.voidsDone.subscribe((id) => calls.push(`void done ${id}`))
    return { database, shipping }
  }

  const asked: (readonly string[])[] = []
  const errors: object[] = []
  let running = open()

  return {
    script,
    calls,
    asked,
    errors,
    sent,
    shipping: () => running.shipping,
    /** Calls since the last time this was asked. */
    newCalls: () => calls.splice(0),
    /** Buys a parcel of its own and gives its shipment's id. */
    async buy(
      parcel = 1,
      carrierId: CarrierId = 'flavorcloud',
      quoted: Money | null = null,
    ): Promise<string> {
      const order = { ...parcelFor('flavorcloud').order, carrier: carrierId }
      const asked = { ...parcelFor('flavorcloud'), order, parcel }
      const result = await running.shipping.buy(asked, {
        weightLineage: '{}',
        goods: [],
        operator: null,
        quoted,
      })
      if (result.kind !== 'bought') throw new Error(result.kind)
      return result.shipment.id
    },
    /** Asks for a parcel whose purchase ends in doubt, and gives its shipment's id. */
    async doubt(carrierId: CarrierId = 'flavorcloud'): Promise<string> {
      const order = { ...parcelFor('flavorcloud').order, carrier: carrierId }
      const asked = { ...parcelFor('flavorcloud'), order }
      const result = await running.shipping.buy(asked, {
        weightLineage: '{}',
        goods: [],
        operator: null,
        quoted: null,
      })
      if (result.kind !== 'in-doubt') throw new Error(result.kind)
      return result.shipment.id
    },
    /** The next purchase is answered with the shipment of the first one. */
    sellAgain(): void {
      bought = 0
    },
    /** Purchases meet a bug from now on. */
    breakPurchases(): void {
      broken = true
    },
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
    crash(): void {
      running.shipping.stop()
      running.database.close()
    },
    start(): void {
      running = open()
    },
    stop(): void {
      running.shipping.stop()
      running.database.close()
      rmSync(folder, { recursive: true })
      vi.useRealTimers()
    },
  }
}

export type Stand = ReturnType<typeof startStand>
