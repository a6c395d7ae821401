import { createHash } from 'node:crypto'
import { gramsTo, moneyToDecimal, type LengthUnit } from '../../../shared/measures.ts'
import type { Address, Order } from '../../../shared/orders.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { ParcelToShip, PreparedPurchase } from '../carrier.ts'
import { DEFAULT_REASON_FOR_EXPORT, MAX_REFERENCE_LENGTH } from './flavorcloud-assumptions.ts'
import type { Consignment, Piece, RateRequest, ShipmentRequest } from './flavorcloud-bodies.ts'

type FlavorCloudSettings = Settings['carriers']['flavorcloud']
type Declared = Omit<ParcelToShip, 'grams' | 'box'>

const CENTIMETRES_PER: Record<LengthUnit, number> = { cm: 1, mm: 0.1, in: 2.54 }

export function serviceCode(order: Order, settings: FlavorCloudSettings): string {
  return order.service ?? settings.serviceCode
}

function termsOfTrade(order: Order, settings: FlavorCloudSettings): 'DDP' | 'DDU' {
  return order.customs?.termsOfTrade ?? settings.termsOfTrade
}

/**
 * What the API needs and the order or the station lacks. Fields are those of the order file, items counted
 * from 0 within the order. Without an HS code a parcel would silently go DDU, hence it is never let through.
 */
export function checkForFlavorCloud({ order, contents, shipFrom }: Declared): CarrierFailure[] {
  const lacks: CarrierFailure[] = []
  const lack = (code: CarrierFailureCode, field: string, carrierSaid: string) =>
    lacks.push({ code, carrier: 'flavorcloud', field, carrierSaid })
  for (const [name, address] of Object.entries({ shipTo: order.shipTo, shipFrom })) {
    if (!address.phone) lack('address-refused', `${name}.phone`, 'A telephone number is needed')
    if (!address.email) lack('address-refused', `${name}.email`, 'An e-mail address is needed')
  }
  const currency = currencyOf(contents)
  for (const { item } of contents) {
    const customs = (field: string, words: string) =>
      lack('customs-incomplete', `items.${item.line - 1}.${field}`, words)
    if (!item.unitGrams) customs('weight', 'The weight of one piece is needed')
    if (!item.unitPrice) customs('price', 'The price of one piece is needed')
    else if (item.unitPrice.currency !== currency)
      customs('price', 'All prices of a parcel must be in one currency')
    if (!item.hsCode) customs('hsCode', 'The HS code is needed')
    if (!item.originCountry) customs('originCountry', 'The country of origin is needed')
  }
  return lacks
}

/** The purchase as bytes, without credentials. Units are always KG and CM. */
export function prepareFlavorCloud(parcel: ParcelToShip, settings: Settings): PreparedPurchase {
  const { flavorcloud } = settings.carriers
  const { order } = parcel
  const reference = flavorcloudReference(parcel)
  const service = serviceCode(order, flavorcloud)
  const { hashKey, dutyHashKey } = (!parcel.withoutCheckoutRate && order.customs) || {}
  const request: ShipmentRequest = {
    ...(hashKey && { HashKey: hashKey }),
    ...(dutyHashKey && { DutyHashKey: dutyHashKey }),
    Async: flavorcloud.async,
    ...common(parcel, reference, flavorcloud),
    ServiceCode: service,
    TermsOfTrade: termsOfTrade(order, flavorcloud),
    Shipments: [
      { Piece: piecesOf(parcel), Package: { ...packageOf(parcel), Reference: reference } },
    ],
  }
  return { reference, body: JSON.stringify(request), serviceLevel: service }
}

/** What is asked of POST /Rates: the service that would be bought, and those shown beside it. */
export function ratesAsked(order: Order, contents: ParcelToShip['contents'], settings: Settings) {
  const { flavorcloud } = settings.carriers
  const service = serviceCode(order, flavorcloud)
  const beside = flavorcloud.quoteServiceCodes.filter((code) => code !== service)
  return {
    services: [service, ...new Set(beside)] as const,
    terms: termsOfTrade(order, flavorcloud),
    currency: currencyOf(contents),
  }
}

export function ratesRequest(parcel: ParcelToShip, settings: Settings): RateRequest {
  const asked = ratesAsked(parcel.order, parcel.contents, settings)
  return {
    ...common(parcel, flavorcloudReference(parcel), settings.carriers.flavorcloud),
    ServiceCode: asked.services,
    TermsOfTrade: [asked.terms],
    IncludeLandedCost: true,
    Pieces: piecesOf(parcel),
    Package: packageOf(parcel),
  }
}

function common(
  parcel: ParcelToShip,
  reference: string,
  settings: FlavorCloudSettings,
): Consignment {
  const { order, contents, shipFrom } = parcel
  return {
    Reference: reference,
    LabelFormat: settings.labelFormat,
    WeightUnit: 'KG',
    DimensionUnit: 'CM',
    Currency: currencyOf(contents),
    Insurance: 'N',
    IsReturn: 'N',
    ReasonForExport: order.customs?.reasonForExport ?? DEFAULT_REASON_FOR_EXPORT,
    ShipFromAddress: addressOf(shipFrom),
    ShipToAddress: addressOf(order.shipTo),
  }
}

function currencyOf(contents: ParcelToShip['contents']): string {
  return contents.find(({ item }) => item.unitPrice)?.item.unitPrice?.currency ?? 'USD'
}

function piecesOf({ contents }: ParcelToShip): Piece[] {
  return contents.map(({ item, quantity }) => ({
    Quantity: quantity,
    Weight: item.unitGrams === undefined ? undefined : gramsTo(item.unitGrams, 'kg'),
    SalePrice: item.unitPrice && Number(moneyToDecimal(item.unitPrice).amount),
    HSCode: item.hsCode,
    OriginCountryCode: item.originCountry,
    Description: item.description,
    SKU: item.sku === '' ? undefined : item.sku,
    Material: item.material,
  }))
}

function packageOf({ box, grams }: ParcelToShip) {
  const centimetres = (length: number) => {
    // Rounded up to a tenth of a millimetre; the inner rounding takes away the dust of binary fractions.
    const hundredths = Number((length * CENTIMETRES_PER[box.unit] * 100).toFixed(6))
    return Math.ceil(hundredths) / 100
  }
  return {
    Weight: gramsTo(grams, 'kg'),
    Length: centimetres(box.length),
    Width: centimetres(box.width),
    Height: centimetres(box.height),
  }
}

/** `Name` and `AttentionName` are always sent: the vendor fills an absent one with a test text. */
function addressOf(address: Address) {
  return {
    Name: address.company ?? address.name,
    AttentionName: address.name,
    AddressLine1: address.street1,
    AddressLine2: address.street2,
    City: address.city,
    State: address.state,
    Zip: address.zip,
    Country: address.country,
    Phone: address.phone,
    Email: address.email,
  }
}

/**
 * `merchant-reference-P1`, with `-R1` for the first deliberate re-buy; letters, digits and `-`, at most 30
 * characters. A repeated reference is answered with the earlier shipment, so no two parcels may share one: where
 * the plain form would be too long, lose characters, or be readable in two ways, a stable hash tells them apart.
 */
export function flavorcloudReference({
  order,
  parcel,
  attempt,
}: Pick<ParcelToShip, 'order' | 'parcel' | 'attempt'>): string {
  const { merchant, reference } = order
  const suffix = `-P${parcel}${attempt > 1 ? `-R${attempt - 1}` : ''}`
  const owner = merchant === '' ? reference : `${merchant}-${reference}`
  // The first dash ends the merchant; so a merchant has none, and neither has a reference without a merchant.
  const readableOneWay = !(merchant === '' ? reference : merchant).includes('-')
  const fits = owner.length + suffix.length <= MAX_REFERENCE_LENGTH
  if (readableOneWay && fits && /^[A-Za-z0-9-]+$/.test(owner)) return owner + suffix
  const hash = hashOf(JSON.stringify([merchant, reference]))
  const room = MAX_REFERENCE_LENGTH - suffix.length - hash.length - 1
  const start = owner
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, room)
    .replace(/-$/, '')
  return [start, hash].filter((part) => part !== '').join('-') + suffix
}

/** Ten letters and digits, fifty bits. */
function hashOf(text: string): string {
  const digest = createHash('sha256').update(text).digest()
  return (digest.readBigUInt64BE() % 36n ** 10n).toString(36).padStart(10, '0')
}
