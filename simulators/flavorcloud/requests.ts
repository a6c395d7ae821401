/**
 * What calls send, as their handlers read it. The description has checked it before, so these are the
 * members that matter here, with a default where the vendor has one.
 */
export type Terms = 'DDP' | 'DDU'
export const SERVICES = ['STANDARD', 'EXPRESS', 'STANDARD-ECONOMY', 'EXPRESS-ECONOMY'] as const
export type ServiceCode = (typeof SERVICES)[number]
/** `ECONOMY` is the name that the vendor's kit of 2023 has. */
export type RatedService = ServiceCode | 'ECONOMY'

export interface FlavorCloudAddress {
  readonly Name?: string
  readonly AttentionName?: string
  readonly AddressLine1?: string
  readonly AddressLine2?: string
  readonly AddressLine3?: string
  readonly City?: string
  readonly State?: string
  readonly Country: string
  readonly Zip?: string
  readonly Phone?: string
  readonly Email?: string
}

export interface Piece {
  readonly Quantity: number
  readonly Weight: number
  readonly SalePrice: number
  readonly HSCode?: string
  readonly OriginCountryCode?: string
  readonly Description?: string
  readonly SKU?: string
  readonly Material?: string
}

export interface Parcel {
  readonly Piece: readonly Piece[]
  readonly Package: { readonly Weight: number; readonly Reference?: string }
}

interface Common {
  readonly CustomerKey?: string
  readonly Reference: string
  readonly WeightUnit?: 'LB' | 'KG'
  readonly Currency?: string
  readonly ShipFromAddress: FlavorCloudAddress
  readonly ShipToAddress: FlavorCloudAddress
}

/** Of rates and quotes alike, for one parcel or for several. */
export interface RateRequest extends Common {
  readonly ServiceCode?: readonly RatedService[]
  readonly TermsOfTrade?: readonly Terms[]
  readonly IncludeLandedCost?: boolean
  readonly Pieces?: readonly Piece[]
  readonly Package?: { readonly Weight: number }
  readonly Shipments?: readonly {
    readonly Piece: readonly Piece[]
    readonly Package?: { readonly Weight: number }
  }[]
}

export interface ShipmentRequest extends Common {
  readonly HashKey?: string
  readonly DutyHashKey?: string
  readonly Async?: boolean
  readonly LabelFormat?: 'PDF' | 'ZPL'
  readonly ServiceCode?: ServiceCode
  readonly TermsOfTrade?: Terms
  readonly IsReturn?: 'Y' | 'N'
  readonly ReasonForExport?: string
  readonly Shipments: readonly Parcel[]
}

export interface BatchRequest extends Omit<
  ShipmentRequest,
  'Shipments' | 'Async' | 'HashKey' | 'DutyHashKey'
> {
  readonly BatchID: string
  readonly ServiceCode: ServiceCode
  readonly Shipments?: readonly Parcel[]
}

export interface BatchUpdate {
  readonly ShipmentsToAdd?: readonly Parcel[]
  readonly ReferencesToRemove?: readonly string[]
}

export interface LandedCostRequest extends Common {
  readonly Pieces: readonly Piece[]
}

export interface ClassificationRequest {
  readonly Reference?: string
  readonly Products: readonly { readonly Title?: string; readonly Description?: string }[]
}

export interface SubscribeRequest {
  readonly Reference?: string
  readonly WebHooksList: readonly { readonly EventName: string; readonly URL: string }[]
}

export interface UnSubscribeRequest {
  readonly Reference?: string
  readonly Events: readonly string[]
}

export interface ManifestRequest {
  readonly Async: boolean
  readonly ShipmentIDs: readonly string[]
}

export interface CustomerRequest {
  readonly AppID?: string
  readonly RestApiKey?: string
}
