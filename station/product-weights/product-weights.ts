import { failed, type Outcome } from '../../shared/outcome.ts'
import type { ProductWeight } from '../../shared/weighing.ts'
import type { Database, Migration } from '../database/database.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock } from '../ports.ts'

export const productWeightMigrations: Migration[] = []

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
  /** Set before learned before given; undefined where nothing is known. */
  unitWeight(product: Omit<WeighedProduct, 'units'>): UnitWeight | undefined
  /**
   * Learns from a parcel that the scale weighed: `grams` less the tare of its box. Only a parcel with one unknown
   * teaches anything. The same shipment teaches once.
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
  readonly clock: Clock
}

export function createProductWeights(_deps: ProductWeightsDeps): ProductWeights {
  return {
    unitWeight: ({ givenGrams }) =>
      givenGrams === undefined
        ? undefined
        : { milligrams: givenGrams * 1000, spreadMilligrams: 0, from: 'given' },
    learn() {},
    search: () => ({ rows: [], nextCursor: null, total: 0 }),
    set: () => failed({ code: 'product-not-known' }),
    forget: () => failed({ code: 'product-not-known' }),
    changes: createTopic<void>(),
  }
}
