/** What a label says of itself. */
export interface LabelReading {
  /** The content of each barcode, as a scanner would send it without AIM identifier; GS between GS1 elements is kept. */
  readonly codes: readonly string[]
  /** Words in the order in which they stand; empty where the label is a picture, whose words nobody reads here. */
  readonly texts: readonly string[]
}

/** What a label must say to be the one that was bought. */
export interface LabelExpectation {
  readonly trackingNumber: string | null
  /** The whole content of the carrier's barcode, where the carrier told it. */
  readonly carrierBarcode: string | null
  /** Of the destination, as in the order; null where the country has none. */
  readonly zip: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Of the place that the parcel leaves from: it stands on the label too, and is not the destination's. */
  readonly shipFromZip: string | null
  /** Which box of its order it is. A carrier that sold one parcel may say "1 of 1". */
  readonly box: { readonly number: number; readonly of: number }
}
