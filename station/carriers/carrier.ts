import type { Money } from '../../shared/measures.ts'
import type { Address, CarrierId, Order, OrderItem } from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Box } from '../../shared/settings.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'

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
}

export interface Quote {
  readonly price: Money
  readonly serviceLevel: string
  /** The carrier's own words ("5-8 business days"). */
  readonly days: string | null
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
  | { readonly kind: 'bought'; readonly parcel: BoughtParcel; readonly raw: string }
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
  /** Looks a purchase up by our reference; undefined where the carrier offers no such look-up. */
  readonly find?: (
    reference: string,
    merchant: string,
  ) => Promise<Outcome<BoughtParcel, CarrierFailure>>
  /** `already-cancelled` of the carrier counts as done. */
  void(carrierShipmentId: string, merchant: string): Promise<Outcome<null, CarrierFailure>>
  /** A call that buys nothing and fails where credentials or the line do. */
  test(): Promise<Outcome<null, CarrierFailure>>
}
