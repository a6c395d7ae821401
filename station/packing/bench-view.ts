import type { Order } from '../../shared/orders.ts'
import type { BenchView } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { RateComparison } from '../../shared/shipping.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { ProductWeights } from '../product-weights/product-weights.ts'
import { expectedWeight, weightDoubt } from './expected-weight.ts'
import type { Armed } from './bench-state.ts'
import type { KeptQuote } from './rating.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'
import { boxOf, stepOf, unitsIn, type Session, unscannableItem } from './session.ts'

export interface BenchFacts {
  readonly session: Session | null
  readonly shipment: LedgerEntry | undefined
  readonly reading: ScaleReading | undefined
  /** Why the weight is not taken although the scale shows one ("pan-not-emptied"). */
  readonly lockRefusal: string | null
  readonly quote: KeptQuote | null
  readonly rate: RateComparison | null
  readonly parked: BenchView['parked']
  readonly operator: BenchView['operator']
  readonly feedback: BenchView['feedback']
  readonly armed: Armed | null
  readonly settings: Settings
  readonly carriers: Carriers
  readonly productWeights: Pick<ProductWeights, 'unitWeight'>
  readonly ready: number
  readonly shippedToday: number
  readonly demo: boolean
}

/** The bench as its screen shows it. Pure. */
export function benchView(facts: BenchFacts): BenchView {
  const { session, settings } = facts
  return {
    step: stepOf(session),
    order: session && orderView(session, facts),
    items: session ? itemsView(session) : [],
    box: session && boxView(session, settings),
    weight: weightView(facts),
    shipment: facts.shipment
      ? {
          id: facts.shipment.id,
          state: facts.shipment.state,
          carrier: facts.shipment.carrier,
          trackingNumber: facts.shipment.trackingNumber,
          price: facts.shipment.price,
          hasLabel: facts.shipment.label !== null,
          boughtAt: facts.shipment.boughtAt,
          sentAt: facts.shipment.sentAt,
          onPaperAt: facts.shipment.onPaperAt,
          onBoxAt: facts.shipment.onBoxAt,
        }
      : null,
    quote: facts.quote && quoteView(facts.quote),
    rate: facts.rate,
    outage: session && outageView(session, facts),
    parked: facts.parked,
    operator: facts.operator,
    problem: session ? problemView(session, facts) : null,
    feedback: facts.feedback,
    armed: facts.armed?.command ?? null,
    choices: choicesView(facts.armed),
    typedWeight: typedWeightView(facts.armed),
    quantity: session && session.quantity > 1 ? session.quantity : null,
    ready: facts.ready,
    shippedToday: facts.shippedToday,
    stationName: settings.station.name,
    demo: facts.demo,
  }
}

function typedWeightView(armed: Armed | null): BenchView['typedWeight'] {
  return armed?.command === 'WEIGHT-APPROVE' ? { grams: armed.grams, shown: armed.shown } : null
}

/** Whether the carrier of this order can be asked at all. */
function outageView({ order }: Session, { carriers }: BenchFacts): BenchView['outage'] {
  const carrier = carriers.route(order)
  const outage = carriers.outage(carrier)
  return outage ? { carrier, code: outage.code, since: outage.since } : null
}

function boxView(session: Session, settings: Settings): BenchView['box'] {
  const box = boxOf(session, settings)
  if (!session.box || !box) return null
  const { name, length, width, height, unit } = box
  const dimensions = { length, width, height, unit }
  return { ...session.box, name, dimensions, isCorrected: session.dimensions !== null }
}

function quoteView({ chosen, offers, warnings, forGrams }: KeptQuote): BenchView['quote'] {
  const { price, days, landedCost } = chosen
  return {
    price,
    days,
    landedCost,
    warnings: [...warnings],
    offers: offers.map((offer) => ({ ...offer, isChosen: offer === chosen })),
    forGrams,
  }
}

function orderView(session: Session, facts: BenchFacts): BenchView['order'] {
  const { order } = session
  const carrier = facts.carriers.route(order)
  return {
    id: order.id,
    reference: order.reference,
    merchant: order.merchant,
    parcel: session.parcel,
    recipient: order.shipTo.name,
    city: order.shipTo.city,
    country: order.shipTo.country,
    carrier,
    serviceLevel: facts.shipment?.serviceLevel ?? facts.carriers.of(carrier).serviceLevel(order),
    termsOfTrade: carrier === 'flavorcloud' ? termsOf(order, facts.settings) : null,
    note: order.note ?? null,
    shipTo: order.shipTo,
    correction: order.correction ?? null,
  }
}

function termsOf(order: Order, settings: Settings): 'DDP' | 'DDU' {
  return order.customs?.termsOfTrade ?? settings.carriers.flavorcloud.termsOfTrade
}

function itemsView(session: Session): BenchView['items'] {
  return session.order.items.map((item) => ({
    line: item.line,
    sku: item.sku,
    ...(item.barcodes[0] !== undefined && { barcode: item.barcodes[0] }),
    description: item.description,
    ordered: item.quantity,
    scanned: unitsIn(session.trail, item.line),
    packedBefore: unitsIn(session.packedBefore, item.line),
  }))
}

function expectedRange(facts: BenchFacts): BenchView['weight']['expected'] {
  const { session, settings, productWeights } = facts
  const expected = session && expectedWeight(session, settings, productWeights)
  if (!expected) return null
  const { grams, items } = expected
  const { weightToleranceGrams } = settings.packing
  const given = items.filter(({ from }) => from === 'given').length
  return {
    fromGrams: Math.max(0, grams - weightToleranceGrams),
    toGrams: grams + weightToleranceGrams,
    whence: given === items.length ? 'given' : given === 0 ? 'known' : 'both',
  }
}

function weightView(facts: BenchFacts): BenchView['weight'] {
  const { session, reading } = facts
  const expected = expectedRange(facts)
  if (session?.weight) {
    const { grams, shown } = session.weight
    const isTyped = session.weight.typed !== undefined
    return { grams, shown, state: 'locked', reason: null, expected, isTyped }
  }
  if (!reading)
    return {
      grams: null,
      shown: '–',
      state: 'unknown',
      reason: 'no-scale-set-up',
      expected,
      isTyped: false,
    }
  return {
    grams: reading.grams,
    shown: reading.shown,
    state: reading.state,
    reason: reading.reason ?? facts.lockRefusal,
    expected,
    isTyped: false,
  }
}

/** The stored problem; else what can be told from the facts: no box set up, a weight that is off. */
function problemView(session: Session, facts: BenchFacts): BenchView['problem'] {
  // Before whatever else stands in the way: SHIP says that the weight is right, so it must have been seen.
  const offWeight = weightProblem(session, facts)
  if (offWeight) return offWeight
  if (session.problem) return session.problem
  if (!session.box && facts.settings.boxes.length === 0)
    return { code: 'no-boxes', kind: 'wrong', params: {}, offers: ['HOLD'] }
  const unscannable = stepOf(session) === 'scan-items' ? unscannableItem(session) : undefined
  if (unscannable)
    return {
      code: 'item-without-barcode',
      kind: 'attention',
      params: { description: unscannable.description },
      offers: ['CONFIRM'],
    }
  if (stepOf(session) === 'weigh' && (!facts.reading || facts.reading.grams === null))
    return {
      code: 'no-scale',
      kind: 'attention',
      params: { reason: facts.reading?.reason ?? 'no-scale-set-up' },
      offers: ['WEIGHT', 'HOLD'],
    }
  return null
}

/** A weight that is not what was expected stops the purchase until a person has counted or confirmed it. */
function weightProblem(session: Session, facts: BenchFacts): BenchView['problem'] {
  const doubt = weightDoubt(session, facts.settings, facts.productWeights)
  const expected = doubt ? expectedRange(facts) : null
  if (!doubt || !expected || !session.weight) return null
  return {
    code: doubt.says === 'off' ? 'weight-off' : `weight-${doubt.says}`,
    kind: 'attention',
    params: {
      weight: `${session.weight.grams} g`,
      from: `${expected.fromGrams} g`,
      to: `${expected.toGrams} g`,
      item: 'item' in doubt ? doubt.item : '',
    },
    offers: ['CONFIRM', 'UNDO', 'HOLD'],
  }
}

/** What a person may choose between, as the screen shows it. */
function choicesView(armed: Armed | null): BenchView['choices'] {
  if (armed?.command !== 'CHOOSE') return []
  return armed.choices.map(({ name, detail, meaning }, index) => ({
    number: index + 1,
    meaning: meaning.meaning,
    name,
    detail,
  }))
}
