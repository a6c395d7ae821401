/** What the calls are given, once it is as the description says. Members of `unstable` are marked so. */
export interface FlexportAddress {
  readonly name: string
  readonly company?: string
  readonly street1: string
  readonly street2?: string
  readonly city: string
  readonly zip: string
  readonly state: string
  readonly country: string
}

export interface ParcelDimensions {
  readonly height: number
  readonly length: number
  readonly width: number
  readonly lengthUnit: 'in' | 'cm' | 'mm' | 'm'
  readonly weight: number
  readonly weightUnit: 'oz' | 'kg' | 'lb' | 'g'
}

export interface QuoteBody {
  readonly serviceLevel: string
  readonly shipToAddress: FlexportAddress
  readonly dimensions: ParcelDimensions
  readonly injectionLocation?: string
}

export interface CreateBody extends Omit<QuoteBody, 'serviceLevel'> {
  /** Optional in every version but those up to 2023-07. */
  readonly serviceLevel?: string
  readonly customerParcelId?: string
  readonly returnAddress?: FlexportAddress
  readonly skipAddressValidation?: boolean
  readonly customerCustomField?: string
  readonly labelFormat?: string
  /** Unstable. */
  readonly isReturn?: boolean
  /** Unstable. */
  readonly customLabelFooterFields?: {
    readonly customLabelFooter1: string
    readonly customLabelFooter2?: string
  }
  /** Unstable. */
  readonly customsInformation?: {
    readonly customsItems: readonly {
      readonly description: string
      readonly quantity: number
      readonly value: number
      readonly hsTariffCode: string
      readonly originCountry: string
    }[]
  }
}

/** A parcel as it is sold: what was left out is filled in, what the version does not know is left out. */
export type ParcelOrder = CreateBody & {
  readonly serviceLevel: string
  readonly labelFormat: string
}

export function parcelOrder(version: string, asked: CreateBody): ParcelOrder {
  const { isReturn, customLabelFooterFields, customsInformation, ...known } = asked
  const order = { ...known, serviceLevel: asked.serviceLevel ?? 'Standard' }
  const labelFormat = asked.labelFormat ?? 'ZPL203'
  if (version !== 'unstable') return { ...order, labelFormat }
  return {
    ...order,
    labelFormat,
    ...(isReturn !== undefined && { isReturn }),
    ...(customLabelFooterFields && { customLabelFooterFields }),
    ...(customsInformation && { customsInformation }),
  }
}
