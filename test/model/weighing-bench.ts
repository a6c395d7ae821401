import { AddressSchema, type Order } from '../../shared/orders.ts'
import { done, failed } from '../../shared/outcome.ts'
import { SettingsSchema, type Settings } from '../../shared/settings.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { openScanLog, scanLogMigrations } from '../../station/audit/scan-log.ts'
import type { Carrier, Carriers } from '../../station/carriers/carriers.ts'
import { openDatabase } from '../../station/database/database.ts'
import type { Documents } from '../../station/documents/documents.ts'
import { createTopic } from '../../station/lib/topic.ts'
import { createOrders } from '../../station/orders/orders.ts'
import { orderMigrations } from '../../station/orders/schema.ts'
import { createOutbox } from '../../station/outbox/outbox.ts'
import { outboxMigrations } from '../../station/outbox/schema.ts'
import { createBench } from '../../station/packing/bench.ts'
import { openOperatorAtBench } from '../../station/packing/operator-at-bench.ts'
import { createParkedBuying } from '../../station/packing/parked-buying.ts'
import { createRating } from '../../station/packing/rating.ts'
import { openSessionStore, packingMigrations } from '../../station/packing/session-store.ts'
import type { Printing } from '../../station/printing/printing.ts'
import {
  createProductWeights,
  type ProductWeights,
} from '../../station/product-weights/product-weights.ts'
import { productWeightMigrations } from '../../station/product-weights/weight-store.ts'
import { shippingMigrations } from '../../station/shipping/schema.ts'
import { createShipping } from '../../station/shipping/shipping.ts'
import type { Weighing } from '../../station/weighing/weighing.ts'
import { HARBOR } from '../station/carriers/made-up-parcel.ts'
import { NO_JOURNAL, steadyWrites } from '../station/database/stand.ts'
import { BOUGHT, LABEL } from '../station/shipping/stand.ts'
import { settled, type FakeTime } from './fake-time.ts'

export const SETTINGS = SettingsSchema.parse({
  shipFrom: HARBOR,
  scale: { connection: 'tcp://127.0.0.1:4001', protocol: 'nci' },
  boxes: [
    box('B1', 90),
    // Nobody has weighed this one.
    box('B2', 0),
    box('B3', 400),
  ],
})

function box(id: string, tareGrams: number) {
  const size = { length: 12, width: 9, height: 4, unit: 'in' }
  return { id, name: id, barcode: `BOX-${id}`, ...size, tareGrams }
}

const PULLOVER = { sku: 'PUL', description: 'Pullover', weight: { value: 450, unit: 'g' } }
const BEANIE = { sku: 'BEA', description: 'Beanie', weight: { value: 120, unit: 'g' } }
/** Nothing on it can be scanned. */
const CARD = { description: 'Card', weight: { value: 80, unit: 'g' } }
/** What nobody knows the weight of. */
const MUG = { sku: 'MUG', description: 'Mug' }

const INSIDE = [
  [
    { ...PULLOVER, quantity: 2 },
    { ...BEANIE, quantity: 1 },
  ],
  [
    { ...BEANIE, quantity: 3 },
    { ...CARD, quantity: 2 },
  ],
  [{ ...PULLOVER, quantity: 1 }],
  [
    { ...MUG, quantity: 2 },
    { ...BEANIE, quantity: 2 },
  ],
]

export const REFERENCES = INSIDE.map((_, index) => `LK-${index + 1}`)

const DUBLIN = AddressSchema.parse({
  name: 'Mairead Quinlan',
  street1: '14 Castle Row',
  city: 'Dublin',
  zip: 'D02 XY12',
  country: 'IE',
})

/** How the carrier answers the next purchases. */
export type Answering = 'sells' | 'refuses' | 'is-busy'

/** What left for the carrier, and what the bench learned of weights. */
interface Watching {
  readonly bought: (order: Order, parcel: number) => void
  readonly learned: (parcel: Parameters<ProductWeights['learn']>[0]) => void
  readonly broke: (what: unknown) => void
}

/**
 * The bench itself with its ledger, outbox, audit log and one real database; carrier, printer and scale are stood in
 * for. `restart` begins the next run on what the last one left.
 */
export function openWeighingBench(time: FakeTime, watching: Watching) {
  const database = openDatabase(':memory:', [
    ...orderMigrations,
    ...shippingMigrations,
    ...packingMigrations,
    ...outboxMigrations,
    ...productWeightMigrations,
    ...scanLogMigrations,
  ])
  const { clock } = time
  const log = { debug() {}, info() {}, warn() {}, error: watching.broke }
  let settings: Settings = SETTINGS
  let answering: Answering = 'sells'
  let sold = 0
  let newest: ScaleReading | undefined
  let running = open()
  const items = INSIDE.map((each, index) => ({
    reference: REFERENCES[index],
    merchant: 'larkspur',
    shipTo: DUBLIN,
    items: each,
  }))
  running.orders.intake(items)

  function fails(code: CarrierFailure['code']): CarrierFailure {
    return { code, carrier: 'flavorcloud' }
  }

  function openCarriers(): Carriers {
    const carrier = {
      id: 'flavorcloud',
      check: () => [],
      serviceLevel: () => 'STANDARD',
      prepare: ({ order, parcel, attempt }: Parameters<Carrier['prepare']>[0]) => {
        watching.bought(order, parcel)
        const reference = `${order.reference}-P${parcel}-${attempt}`
        return { reference, body: '{}', serviceLevel: 'STANDARD' }
      },
      buy() {
        const code = answering === 'is-busy' ? 'carrier-busy' : 'service-not-available'
        if (answering !== 'sells')
          return Promise.resolve({ kind: 'refused', failure: fails(code), raw: '{}' })
        sold += 1
        const parcel = { ...BOUGHT, carrierShipmentId: `S-${sold}`, trackingNumber: `GM-${sold}` }
        return Promise.resolve({ kind: 'bought', parcel, raw: '{}' })
      },
      quote: () => Promise.resolve(failed(fails('carrier-trouble'))),
      readBack: () => Promise.resolve(failed(fails('shipment-not-found'))),
      byTrackingNumber: () => Promise.resolve(failed(fails('shipment-not-found'))),
      void: () => Promise.resolve(done('done')),
      track: () => Promise.resolve(failed(fails('shipment-not-found'))),
      test: () => Promise.resolve(done(null)),
    } as unknown as Carrier
    return {
      of: () => carrier,
      clients: undefined as unknown as Carriers['clients'],
      route: () => 'flavorcloud',
      download: () => Promise.resolve(done(LABEL)),
      outage: () => undefined,
      outages: createTopic(),
      reconfigure() {},
      stop: () => Promise.resolve(),
    }
  }

  function open() {
    const carriers = openCarriers()
    const writes = steadyWrites(database)
    const current = () => settings
    const printing = {
      jobsOf: () => [],
      paperKnown: createTopic(),
      settlePaper() {},
      print: () => Promise.resolve(done({ printerId: 'label', insteadOf: null } as never)),
      printSticker: () => Promise.resolve(done({ printerId: 'label', insteadOf: null } as never)),
      proveTest: () => undefined,
    } as unknown as Printing
    const shipping = createShipping({
      postcodes: () => ({ to: null, from: null }),
      database,
      carriers,
      printing,
      journal: NO_JOURNAL,
      writes,
      exchanges: { about: () => [] },
      trackingEveryHours: () => 0,
      mayBuy: () => true,
      isReplayProved: () => false,
      clock,
      log,
    })
    const isFixed = () => undefined
    const orders = createOrders({ database, clock, log, isFixed, watchFolder: () => undefined })
    const learning = createProductWeights({ database, writes, clock })
    const productWeights: ProductWeights = {
      ...learning,
      learn(parcel) {
        watching.learned(parcel)
        learning.learn(parcel)
      },
    }
    const rating = createRating({ carriers, shipping, productWeights, settings: current })
    const mayBuy = () => true
    const work = createParkedBuying({ orders, shipping, rating, settings: current, mayBuy })
    const outbox = createOutbox({ database, carriers, work, writes, clock, log })
    const readings = createTopic<ScaleReading>()
    const weighing = { reading: () => newest, readings } as unknown as Weighing
    const scanLog = openScanLog({ database, clock, log })
    const documents = {
      want: () => true,
      standing: () => ({ state: 'clear' }),
      ofShipment: () => [],
      changes: createTopic(),
    } as unknown as Documents
    const findOrder = (id: number) => orders.find(id)
    const bench = createBench({
      orders,
      sessions: openSessionStore(database, () => clock.now(), findOrder),
      operators: openOperatorAtBench(database, () => settings.operators),
      carriers,
      shipping,
      outbox,
      printing,
      documents,
      rating,
      weighing,
      productWeights,
      scanLog,
      settings: current,
      clock,
      log,
      writes,
      mayBuy,
      demo: false,
    })
    return { bench, shipping, orders, outbox, productWeights, readings, scanLog }
  }

  async function end(): Promise<void> {
    await running.bench.stop()
    await running.outbox.stop()
    running.shipping.stop()
    running.scanLog.stop()
    await running.orders.stop()
    await settled()
  }

  return {
    now: () => running,
    settings: () => settings,
    change(patch: Partial<Settings>, packing: Partial<Settings['packing']> = {}): void {
      settings = { ...settings, ...patch, packing: { ...settings.packing, ...packing } }
    },
    answer: (how: Answering) => void (answering = how),
    report(reading: ScaleReading): void {
      newest = reading
      running.readings.publish(reading)
    },
    async restart(): Promise<void> {
      await end()
      newest = undefined
      running = open()
    },
    async stop(): Promise<void> {
      await end()
      database.close()
    },
  }
}

export type WeighingBench = ReturnType<typeof openWeighingBench>
