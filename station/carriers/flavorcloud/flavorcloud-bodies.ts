import type { MANIFEST_SHIPMENTS, SEVERAL_PARCELS } from './flavorcloud-assumptions.ts'

/** What goes out to the Partner API, member by member as it is published. Merchant keys join on the way out. */
interface Address {
  readonly Name: string
  readonly AttentionName: string
  readonly AddressLine1: string
  readonly AddressLine2?: string | undefined
  readonly AddressLine3?: string | undefined
  readonly City: string
  readonly State?: string | undefined
  readonly Country: string
  readonly Zip?: string | undefined
  readonly Phone?: string | undefined
  readonly Email?: string | undefined
}

/** Weight and price of one unit. */
export interface Piece {
  readonly Quantity: number
  readonly Weight?: number | undefined
  readonly SalePrice?: number | undefined
  readonly HSCode?: string | undefined
  readonly OriginCountryCode?: string | undefined
  readonly Description: string
  readonly SKU?: string | undefined
  readonly Material?: string | undefined
}

interface Package {
  readonly Weight: number
  readonly Length: number
  readonly Width: number
  readonly Height: number
}

/** One parcel of a purchase; its contents stand under `Piece` here and under `Pieces` in rates. */
interface Parcel {
  readonly Piece: readonly Piece[]
  readonly Package: Package & { readonly Reference?: string }
}

/** What rates and purchases have in common. */
export interface Consignment {
  readonly Reference: string
  readonly LabelFormat: 'PDF' | 'ZPL'
  readonly WeightUnit: 'KG' | 'LB'
  readonly DimensionUnit: 'CM' | 'IN'
  readonly Currency: string
  readonly Insurance: 'Y' | 'N'
  readonly IsReturn?: 'Y' | 'N'
  readonly ReasonForExport: string
  readonly ShipFromAddress: Address
  readonly ShipToAddress: Address
}

interface Rated extends Consignment {
  readonly ServiceCode?: readonly string[]
  readonly TermsOfTrade?: readonly ('DDP' | 'DDU')[]
  readonly IncludeLandedCost?: boolean
}

export interface RateRequest extends Rated {
  readonly Pieces: readonly Piece[]
  readonly Package: Package
}

export interface MultiRateRequest extends Rated {
  readonly [SEVERAL_PARCELS]: readonly Parcel[]
}

type Estimate = Pick<
  Rated,
  'Reference' | 'Currency' | 'WeightUnit' | 'DimensionUnit' | 'IncludeLandedCost'
> & {
  readonly ShipFromAddress: Partial<Address> & { readonly Country: string }
  readonly ShipToAddress: Partial<Address> & { readonly Country: string }
}

export type QuoteRequest = Estimate & {
  readonly Pieces: readonly Piece[]
  readonly Package: Partial<Package>
}

export type MultiQuoteRequest = Estimate & {
  readonly [SEVERAL_PARCELS]: readonly {
    readonly Piece: readonly Piece[]
    readonly Package: Partial<Package>
  }[]
}

export interface ShipmentRequest extends Consignment {
  readonly HashKey?: string
  readonly DutyHashKey?: string
  readonly Async: boolean
  readonly ServiceCode: string
  readonly TermsOfTrade: 'DDP' | 'DDU'
  readonly Shipments: readonly Parcel[]
}

export interface LandedCostRequest {
  readonly Reference: string
  readonly Currency: string
  readonly WeightUnit: 'KG' | 'LB'
  readonly ShippingCost?: number
  readonly RateHashKey?: string
  readonly ShipFromAddress: Address
  readonly ShipToAddress: Address
  readonly Pieces: readonly Piece[]
}

export interface ClassificationRequest {
  readonly Reference?: string
  readonly Products: readonly {
    readonly Title?: string
    readonly Description?: string
    readonly Image?: string
  }[]
}

export interface SubscribeRequest {
  readonly Reference?: string
  readonly WebHooksList: readonly { readonly EventName: string; readonly URL: string }[]
}

export interface UnsubscribeRequest {
  readonly Reference?: string
  readonly Events: readonly string[]
}

export interface BatchRequest extends Consignment {
  readonly BatchID: string
  readonly ServiceCode: string
  readonly TermsOfTrade?: 'DDP' | 'DDU'
  readonly Shipments: readonly Parcel[]
}

export interface BatchUpdate {
  readonly ShipmentsToAdd?: readonly Parcel[]
  readonly ReferencesToRemove?: readonly string[]
}

export interface ManifestRequest {
  readonly Async: boolean
  readonly [MANIFEST_SHIPMENTS]: readonly string[]
}

interface Place {
  readonly AddressLine1: string
  readonly AddressLine2?: string
  readonly AddressLine3?: string
  readonly City: string
  readonly State?: string
  readonly Country: string
  readonly Zip: string
  readonly Phone: string
  readonly Email: string
}

export interface CustomerRequest {
  readonly PaymentKey: string
  readonly LabelFormat?: 'PDF' | 'ZPL'
  readonly WeightUnit?: 'KG' | 'LB'
  readonly DimensionUnit?: 'CM' | 'IN'
  readonly Insurance?: 'Y' | 'N'
  readonly ServiceCode?: readonly string[]
  readonly TermsOfTrade?: readonly ('DDP' | 'DDU')[]
  readonly AccountInformation: Place & {
    readonly Name: string
    readonly AttentionName: string
    readonly TaxID?: string
  }
  readonly ShippingOrigin: Place & { readonly LocationName: string }
  readonly AveragePackageSettings?: Partial<Package> & { readonly OriginCountryCode?: string }
}
