import type { Money } from '../../shared/measures.ts'
import type { Address, CarrierId, Order, OrderItem } from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Box } from '../../shared/settings.ts'
import type { CarrierFailure, Offer } from '../../shared/shipping.ts'
import type { Tracking } from '../../shared/tracking.ts'

/** What a carrier needs to say where a parcel is. */
export interface TrackedParcel {
  readonly carrierShipmentId: string
  readonly trackingNumber: string | null
  readonly merchant: string
}

/** One physical parcel, complete enough to be bought. */
export interface ParcelToShip {
  readonly order: Order
  /** Counts from 1 within the order. */
  readonly parcel: number
  /** 1 for the first purchase; a deliberate re-buy counts on, and with it the reference changes. */
  readonly attempt: number
  /** What is in this box. */
  readonly contents: readonly { readonly item: OrderItem; readonly quantity: number }[]
  readonly box: Box
  /** Gross weight of the parcel in grams. */
  readonly grams: number
  readonly shipFrom: Address
  /** The rate chosen at checkout is not to be used: it has expired, or this is not its parcel any more. */
  readonly withoutCheckoutRate?: boolean
}

export interface Quote {
  /** What `prepare` would buy, at today's price. */
  readonly chosen: Offer
  /** Every way that was quoted, `chosen` among them, cheapest first. */
  readonly offers: readonly Offer[]
  readonly warnings: readonly string[]
}

/** The exact purchase, ready to be written to disk and then sent, byte for byte. */
export interface PreparedPurchase {
  /** FlavorCloud: Reference (≤ 30 characters). Flexport: idempotency-key. Same parcel and attempt, same text. */
  readonly reference: string
  readonly body: string
  readonly serviceLevel: string
}

export interface BoughtParcel {
  /**
   * made: there is a label, or soon a link to it · pending: bought, and the carrier still makes the label ·
   * failed: the carrier gave up making it · cancelled: void at the carrier.
   */
  readonly standing: 'made' | 'pending' | 'failed' | 'cancelled'
  /** What the carrier says about `failed` or `cancelled`, in its own words. */
  readonly said?: string
  /** Our reference as the carrier gives it back; null where it does not. */
  readonly reference: string | null
  readonly carrierShipmentId: string
  readonly trackingNumber: string | null
  /** Exact text of the label's barcode where the carrier tells it. */
  readonly carrierBarcode: string | null
  readonly trackingUrl: string | null
  /** Null where the purchase answer names no price (FlavorCloud). */
  readonly price: Money | null
  readonly serviceLevel: string | null
  /** Null while the carrier has not made it yet. */
  readonly labelUrl: string | null
  readonly documentUrls: readonly string[]
}

/**
 * What came of the one call that can buy. `refused` only where the carrier certainly sold nothing;
 * whatever leaves room for a sale is `in-doubt`. `raw` is the answer as received, empty where none came.
 */
export type PurchaseAnswer =
  | {
      readonly kind: 'bought'
      readonly parcel: BoughtParcel
      readonly raw: string
    }
  | { readonly kind: 'refused'; readonly failure: CarrierFailure; readonly raw: string }
  | { readonly kind: 'in-doubt'; readonly failure: CarrierFailure; readonly raw: string }

/**
 * A carrier, as far as a bench needs one. Every method but `check` and `prepare` makes HTTP calls; only
 * `buy` can cost money, and it sends what `prepare` made, once: no implementation ever repeats it.
 */
export interface Carrier {
  readonly id: CarrierId
  /** What this carrier needs and the parcel lacks; empty when complete. Pure. */
  check(parcel: Omit<ParcelToShip, 'grams' | 'box'>): readonly CarrierFailure[]
  /** The service level that `prepare` would ask for. Pure. */
  serviceLevel(order: Order): string
  quote(parcel: ParcelToShip): Promise<Outcome<Quote, CarrierFailure>>
  /** Pure: same parcel, same bytes. */
  prepare(parcel: ParcelToShip): PreparedPurchase
  buy(prepared: PreparedPurchase, merchant: string): Promise<PurchaseAnswer>
  /** Reads a purchase back by the carrier's own id; also the way to a fresh label link. */
  readBack(
    carrierShipmentId: string,
    merchant: string,
  ): Promise<Outcome<BoughtParcel, CarrierFailure>>
  /** Finds a purchase by the number on a label in hand. */
  byTrackingNumber(
    trackingNumber: string,
    merchant: string,
  ): Promise<Outcome<BoughtParcel, CarrierFailure>>
  /** Looks a purchase up by our reference; undefined where the carrier offers no such look-up. */
  readonly find?: (
    reference: string,
    merchant: string,
  ) => Promise<Outcome<BoughtParcel, CarrierFailure>>
  /**
   * `done`: void, or was so before. `accepted`: the carrier took the wish and may finish later, which
   * `readBack` then tells by `standing`.
   */
  void(
    carrierShipmentId: string,
    merchant: string,
  ): Promise<Outcome<'done' | 'accepted', CarrierFailure>>
  /** Where the parcel is. Failure `not-found-yet`: the carrier has nothing to tell yet. */
  track(parcel: TrackedParcel): Promise<Outcome<Tracking, CarrierFailure>>
  /** The price of a rate chosen at checkout, by its key; undefined where the carrier keeps none. */
  readonly ratedPrice?: (
    hashKey: string,
    merchant: string,
  ) => Promise<Outcome<Money, CarrierFailure>>
  /** A call that buys nothing and fails where credentials or the line do. */
  test(): Promise<Outcome<null, CarrierFailure>>
}
