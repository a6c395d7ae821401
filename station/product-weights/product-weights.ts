import { done, failed, type Outcome } from '../../shared/outcome.ts'
import type { ProductWeight } from '../../shared/weighing.ts'
import type { Database } from '../database/database.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import { productCodeKey } from '../orders/order-record.ts'
import type { Clock } from '../ports.ts'
import { estimateUnit, unitSample } from './unit-estimate.ts'
import { openWeightStore, rowOf, type WeightRecord } from './weight-store.ts'

/** One product in a parcel, as far as its weight goes. */
export interface WeighedProduct {
  readonly merchant: string
  /** The SKU; where an item has none, its first barcode. A product with neither is not known by its weight. */
  readonly sku: string
  readonly description: string
  readonly units: number
  /** What the order says one unit weighs, in grams. */
  readonly givenGrams: number | undefined
}

/** What one unit weighs, and whence that is known. */
export interface UnitWeight {
  readonly milligrams: number
  /** How far single units may stray from it. */
  readonly spreadMilligrams: number
  readonly from: 'set' | 'learned' | 'given'
}

/** What this station knows of the weights of products: set by a person, learned at the scale, or given by orders. */
export interface ProductWeights {
  /** Set before learned before given; undefined where nothing is known. One look-up by index, made anew each time. */
  unitWeight(product: Omit<WeighedProduct, 'units'>): UnitWeight | undefined
  /**
   * Learns from a parcel that the scale weighed: `grams` less the tare of its box. Only a parcel with one unknown
   * teaches anything. The same shipment teaches once. What the disk does not take is not learned, and nothing else.
   */
  learn(parcel: {
    readonly shipmentId: string
    readonly grams: number
    readonly tareGrams: number
    readonly products: readonly WeighedProduct[]
  }): void
  search(query: { readonly search?: string | undefined; readonly cursor?: string | undefined }): {
    rows: ProductWeight[]
    nextCursor: string | null
    total: number
  }
  set(
    merchant: string,
    sku: string,
    milligrams: number | null,
  ): Outcome<ProductWeight, { code: 'product-not-known' }>
  forget(merchant: string, sku: string): Outcome<null, { code: 'product-not-known' }>
  readonly changes: Topic<void>
}

export interface ProductWeightsDeps {
  readonly database: Database
  readonly writes: Pick<SteadyWrites, 'attempt'>
  readonly clock: Clock
}

type Parcel = Parameters<ProductWeights['learn']>[0]

/** What is known of a product without its order; undefined where that is nothing (K7). */
function knownWeight(record: WeightRecord | undefined): UnitWeight | undefined {
  if (!record) return undefined
  const { set_milligrams, learned_milligrams, spread_milligrams } = record
  const milligrams = set_milligrams ?? learned_milligrams
  if (milligrams === null) return undefined
  return {
    milligrams,
    spreadMilligrams: spread_milligrams ?? 0,
    from: set_milligrams === null ? 'learned' : 'set',
  }
}

/** The products of a parcel, each once: an order may have one on two lines. */
function eachOnce(products: readonly WeighedProduct[]): WeighedProduct[] {
  const merged = new Map<string, WeighedProduct>()
  for (const product of products) {
    const key = JSON.stringify([product.merchant, productCodeKey(product.sku)])
    merged.set(key, { ...product, units: product.units + (merged.get(key)?.units ?? 0) })
  }
  return [...merged.values()]
}

/** The rules are K1 to K8 in RULES.md. */
export function createProductWeights({
  database,
  writes,
  clock,
}: ProductWeightsDeps): ProductWeights {
  const store = openWeightStore(database)
  const changes = createTopic<void>()

  /** The one product whose weight the parcel tells, and what the others in it weigh together (K1). */
  function lesson(products: readonly WeighedProduct[]) {
    const known = products.map(({ merchant, sku }) => knownWeight(store.find(merchant, sku)))
    const unknown = products.filter((_, index) => !known[index])
    const taught = products.length === 1 ? products[0] : unknown[0]
    if (!taught || taught.sku.trim() === '' || unknown.length > 1) return undefined
    const others = products.reduce(
      (sum, product, index) =>
        product === taught ? sum : sum + product.units * (known[index]?.milligrams ?? 0),
      0,
    )
    return { taught, others }
  }

  const learnAtOnce = database.transaction(
    ({ shipmentId, grams, tareGrams, ...parcel }: Parcel) => {
      const products = eachOnce(parcel.products.filter(({ units }) => units > 0))
      for (const product of products) if (product.sku.trim() !== '') store.meet(product)
      const found = lesson(products)
      if (!found) return
      const { taught, others } = found
      const sample = unitSample((grams - tareGrams) * 1000 - others, taught.units)
      const record = store.find(taught.merchant, taught.sku)
      if (sample === undefined || !record || !store.isNewShipment(shipmentId)) return
      const samples = store.addSample(record.id, sample)
      store.learned(record.id, estimateUnit(samples), clock.now().toISOString())
    },
  )

  const forgetAtOnce = database.transaction((id: number) => store.forget(id))

  return {
    changes,
    unitWeight({ merchant, sku, givenGrams }) {
      const known = knownWeight(store.find(merchant, sku))
      if (known || givenGrams === undefined) return known
      return { milligrams: givenGrams * 1000, spreadMilligrams: 0, from: 'given' }
    },
    learn(parcel) {
      if (writes.attempt(() => learnAtOnce.immediate(parcel)).ok) changes.publish()
    },
    search: (query) => store.search(query),
    set(merchant, sku, milligrams) {
      const record = store.find(merchant, sku)
      if (!record) return failed({ code: 'product-not-known' })
      store.set(record.id, milligrams)
      changes.publish()
      return done(rowOf({ ...record, set_milligrams: milligrams }))
    },
    forget(merchant, sku) {
      const record = store.find(merchant, sku)
      if (!record) return failed({ code: 'product-not-known' })
      forgetAtOnce.immediate(record.id)
      changes.publish()
      return done(null)
    },
  }
}
