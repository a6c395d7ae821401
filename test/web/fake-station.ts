import { implement } from '@orpc/server'
import { contract } from '../../shared/contract.ts'
import type { ShipmentDocument } from '../../shared/documents.ts'
import type { Exchange } from '../../shared/exchange.ts'
import type { Health } from '../../shared/health.ts'
import { AddressSchema, type Order, type OrderSearch } from '../../shared/orders.ts'
import type { BenchView, ScanVerdict } from '../../shared/packing.ts'
import type { ScanRecord, ScanSearch } from '../../shared/scanning.ts'
import type { Shipment, ShipmentSearch } from '../../shared/shipping.ts'
import type { KeptTracking, TrackingStatus } from '../../shared/tracking.ts'
import { createTopic, followLatest } from '../../station/lib/topic.ts'
import type { Station } from '../../station/station.ts'

const AT = '2026-11-22T10:00:00.000Z'

export const LABEL = Buffer.from('^XA^FO20,20^A0N,40^FDTest^FS^XZ')

const ORDER: Order = {
  id: 7,
  reference: 'LK-20417',
  merchant: 'larkspur',
  state: 'packing',
  shipTo: AddressSchema.parse({
    name: 'Ines Doyle',
    street1: '3 Quay Row',
    city: 'Galway',
    country: 'IE',
  }),
  items: [
    {
      line: 1,
      sku: 'LK-PUL-M-OAT',
      barcodes: ['5391234567892'],
      description: 'Knitted cotton pullover',
      quantity: 2,
      unitGrams: 450,
      unitPrice: { minor: 6400, currency: 'USD' },
    },
  ],
  customs: undefined,
  createdAt: AT,
  updatedAt: AT,
  shippedAt: null,
}

const SHIPMENT: Shipment & { trackingStatus: TrackingStatus | null } = {
  id: 'sh-1',
  order: 'LK-20417',
  merchant: 'larkspur',
  parcel: 1,
  carrier: 'flavorcloud',
  serviceLevel: 'STANDARD',
  state: 'bought',
  reference: 'sb-0001',
  carrierShipmentId: 'fc-9',
  trackingNumber: 'FC000111222IE',
  trackingUrl: null,
  price: { minor: 2140, currency: 'USD' },
  weightGrams: 1150,
  box: 'B1',
  recipient: 'Ines Doyle',
  country: 'IE',
  operator: 'Ana',
  label: { kind: 'zpl', bytes: LABEL.byteLength, sha256: 'ab12' },
  labelPassedBy: null,
  failure: null,
  voidAcceptedAt: null,
  trackingStatus: 'in-transit',
  intendedAt: AT,
  boughtAt: AT,
  sentAt: null,
  onPaperAt: null,
  onBoxAt: null,
}

const DOCUMENT: ShipmentDocument = {
  id: 'paper-1',
  kind: 'commercial-invoice',
  copies: 3,
  state: 'out',
  at: '2026-11-22T10:00:05.000Z',
  detail: null,
  printerId: 'office',
  outAt: '2026-11-22T10:00:05.000Z',
  confirmedAt: null,
  confirmedBy: null,
  nextTryAt: null,
}

const TRACKING: KeptTracking = {
  status: 'in-transit',
  events: [{ at: AT, status: 'in-transit', words: 'Left Tacoma', place: 'Tacoma, WA' }],
  estimatedDelivery: '2026-11-27',
  trackingNumber: 'FC000111222IE',
  readAt: AT,
}

const EXCHANGE: Exchange = {
  id: 3,
  carrier: 'flavorcloud',
  call: 'create shipment',
  method: 'POST',
  path: '/Shipments',
  startedAt: AT,
  tookMs: 812,
  request: '{"Reference":"sb-0001"}',
  status: 200,
  trouble: null,
  answer: '{"ShipmentID":"fc-9"}',
  correlationId: null,
  isReplayed: false,
}

const SCAN: ScanRecord = {
  id: 4,
  at: AT,
  source: 'wedge',
  text: '<GS>0105391234567892',
  aim: ']C1',
  meaning: 'product',
  about: 'LK-PUL-M-OAT',
  code: 'item-packed',
  accepted: true,
  repeats: 1,
  stepBefore: 'scan-items',
  stepAfter: 'weigh',
  order: 'LK-20417',
  merchant: 'larkspur',
  parcel: 1,
  shipmentId: null,
  operator: 'Ana',
  goods: { gtin: '05391234567892', batch: 'B7' },
}

const VIEW: BenchView = {
  step: 'scan-items',
  order: {
    id: 7,
    reference: 'LK-20417',
    merchant: 'larkspur',
    parcel: 1,
    recipient: 'Ines Doyle',
    city: 'Galway',
    country: 'IE',
    carrier: 'flavorcloud',
    serviceLevel: 'STANDARD',
    termsOfTrade: 'DDP',
    note: null,
    shipTo: ORDER.shipTo,
    correction: null,
  },
  items: [
    {
      line: 1,
      sku: 'LK-PUL-M-OAT',
      description: 'Knitted cotton pullover',
      ordered: 2,
      scanned: 1,
      packedBefore: 0,
    },
  ],
  box: {
    id: 'B1',
    name: 'Small box',
    chosenBy: 'order',
    dimensions: { length: 30, width: 20, height: 10, unit: 'cm' },
    isCorrected: false,
  },
  weight: {
    grams: 1150,
    shown: '1.15 kg',
    state: 'locked',
    reason: null,
    expected: null,
    isTyped: false,
  },
  shipment: null,
  quote: null,
  rate: null,
  outage: null,
  parked: null,
  operator: null,
  problem: {
    code: 'no-scale',
    kind: 'attention',
    params: { reason: 'no-answer' },
    said: 'nothing',
    offers: ['HOLD'],
  },
  feedback: null,
  armed: null,
  choices: [],
  typedWeight: null,
  quantity: null,
  ready: 3,
  shippedToday: 0,
  stationName: 'Bench 1',
  demo: false,
}

const HEALTH: Health = {
  carriers: [],
  printers: [],
  scale: { light: 'off', reading: null },
  scanners: [],
  database: { light: 'good' },
  waiting: 0,
}

/** A station that does nothing but answer, for the tests of what stands in front of it. */
export function fakeStation() {
  const benchTopic = createTopic<void>()
  let benchListeners = 0
  const benchChanges: typeof benchTopic = {
    publish: (value) => benchTopic.publish(value),
    subscribe(listener) {
      benchListeners += 1
      const unsubscribe = benchTopic.subscribe(listener)
      return () => {
        benchListeners -= 1
        unsubscribe()
      }
    },
  }
  const topics = { outbox: createTopic<void>(), shipments: createTopic<void>() }
  const orderChanges = createTopic<void>()
  const healthChanges = createTopic<void>()
  const scans: string[] = []
  const searches: (OrderSearch | ShipmentSearch | ScanSearch)[] = []
  const intakes: number[] = []
  let step: BenchView['step'] = 'scan-items'
  let streamsOpen = 0
  const view = (): BenchView => ({ ...VIEW, step })

  async function scan(text: string): Promise<ScanVerdict> {
    scans.push(text)
    if (text === 'BUG') throw new Error('a bug that names Ines Doyle')
    step = 'weigh'
    benchChanges.publish()
    return {
      meaning: 'order',
      accepted: true,
      code: 'order-opened',
      kind: 'good',
      params: { reference: text, count: 3 },
      message: `Order ${text}: scan 3 items`,
      step,
    }
  }

  const on = implement(contract)
  const router = {
    bench: {
      scan: on.bench.scan.handler(({ input }) => scan(input.text)),
      follow: on.bench.follow.handler(async function* ({ signal }) {
        streamsOpen += 1
        try {
          yield* followLatest(view, [benchChanges], signal ?? new AbortController().signal)
        } finally {
          streamsOpen -= 1
        }
      }),
    },
  }

  function intake(inputs: readonly { reference?: string }[]) {
    intakes.push(inputs.length)
    return inputs.map((input) => ({
      reference: input.reference ?? '',
      merchant: '',
      status: input.reference ? 'created' : 'refused',
      problems: input.reference ? [] : [{ path: 'reference', message: 'must not be empty' }],
    }))
  }

  const station = {
    router,
    orders: {
      changes: orderChanges,
      counts: () => ({ all: 1, ready: 0, packing: 1, held: 0, shipped: 0 }),
      intake,
      intakeAll: async (inputs: readonly { reference?: string }[]) => intake(inputs),
      byReference: (reference: string, merchant?: string) =>
        reference === 'TWICE' && merchant === undefined
          ? [ORDER, { ...ORDER, merchant: 'other' }]
          : reference === ORDER.reference
            ? [ORDER]
            : [],
      search(query: OrderSearch) {
        searches.push(query)
        const { id, reference, merchant, state, createdAt, shippedAt } = ORDER
        const row = { id, reference, merchant, state, createdAt, shippedAt }
        return {
          rows: [{ ...row, recipient: 'Ines Doyle', city: 'Galway', country: 'IE', units: 2 }],
          nextCursor: null,
          total: 1,
        }
      },
    },
    bench: { view, changes: benchChanges, scan },
    shipments: {
      changes: topics.shipments,
      find: (id: string) =>
        id === SHIPMENT.id
          ? SHIPMENT
          : id === 'sh-2'
            ? { ...SHIPMENT, id, label: null }
            : undefined,
      trackingOf: (id: string) => ({
        tracking: id === SHIPMENT.id ? TRACKING : null,
        failure: id === SHIPMENT.id ? null : { code: 'not-found-yet', carrier: 'flavorcloud' },
      }),
      exchanges: (id: string) => (id === SHIPMENT.id ? [EXCHANGE] : undefined),
      labelOf: (id: string) =>
        id === SHIPMENT.id ? { kind: 'zpl', bytes: LABEL, sha256: 'ab12' } : undefined,
      search(query: ShipmentSearch) {
        searches.push(query)
        return { rows: [SHIPMENT], nextCursor: null, total: 1 }
      },
    },
    documents: {
      ofShipment: (id: string) => (id === SHIPMENT.id ? [DOCUMENT] : []),
      noPapersBecause: (id: string) => (id === SHIPMENT.id ? null : 'paperless'),
    },
    queue: {
      list: () => [],
      count: () => 0,
      counts: () => ({ total: 0, groups: [] }),
      changes: topics.outbox,
    },
    health: { view: () => HEALTH, changes: healthChanges },
    scanLog: {
      search(query: ScanSearch) {
        searches.push(query)
        return { rows: [SCAN], nextCursor: '3', total: 1 }
      },
    },
  } as unknown as Station
  return {
    station,
    scans,
    searches,
    intakes,
    streamsOpen: () => streamsOpen,
    benchListeners: () => benchListeners,
    benchChanges,
  }
}

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} }
