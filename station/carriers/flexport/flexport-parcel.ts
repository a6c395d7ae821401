import { createHash } from 'node:crypto'
import type { Address, Order } from '../../../shared/orders.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { ParcelToShip, PreparedPurchase } from '../carrier.ts'
import { LEAST_KILOGRAMS, MAX_KEY_LENGTH, SERVICE_LEVELS } from './flexport-assumptions.ts'

type FlexportSettings = Settings['carriers']['flexport']

/** The level the order asks for, else the station's; known names in the API's own spelling. */
export function flexportServiceLevel(order: Order, settings: FlexportSettings): string {
  const asked = order.service ?? settings.serviceLevel
  const known = [settings.serviceLevel, ...SERVICE_LEVELS]
  return known.find((level) => level.toLowerCase() === asked.toLowerCase()) ?? asked
}

/** What the stable versions of the API need: a US address whole enough to be verified. */
export function checkForFlexport(order: Order): CarrierFailure[] {
  const lacks: CarrierFailure[] = []
  const lack = (code: CarrierFailureCode, field: string, carrierSaid: string) =>
    lacks.push({ code, carrier: 'flexport', field, carrierSaid })
  const { country, state, zip } = order.shipTo
  if (country !== 'US') {
    lack(
      'service-not-available',
      'shipTo.country',
      'This station ships within the US with Flexport',
    )
    return lacks
  }
  if (!state || !/^[A-Za-z]{2}$/.test(state))
    lack('address-refused', 'shipTo.state', 'The state must be two letters')
  if (!zip || !/^\d{5}(-?\d{4})?$/.test(zip))
    lack('address-refused', 'shipTo.zip', 'The ZIP code must have five or nine digits')
  return lacks
}

/**
 * The purchase as bytes. Weight goes out in kilograms with three decimals: grams exactly, so that no rounding
 * can take it below the truth. Dimensions go out in the box's own unit.
 */
export function prepareFlexport(parcel: ParcelToShip, settings: Settings): PreparedPurchase {
  const { flexport } = settings.carriers
  const reference = flexportKey(parcel)
  const serviceLevel = flexportServiceLevel(parcel.order, flexport)
  const { shipFrom } = parcel
  const body = JSON.stringify({
    customerParcelId: reference,
    ...whatAndWhere(parcel, serviceLevel, flexport),
    ...(shipFrom.state && shipFrom.zip && { returnAddress: addressOf(shipFrom) }),
    customerCustomField: settings.station.id,
    labelFormat: flexport.labelFormat,
    ...(parcel.order.correction?.trustAddress && { skipAddressValidation: true }),
  })
  return { reference, body, serviceLevel }
}

export function flexportQuoteBody(
  parcel: ParcelToShip,
  serviceLevel: string,
  settings: Settings,
): string {
  return JSON.stringify(whatAndWhere(parcel, serviceLevel, settings.carriers.flexport))
}

/** The level that would be bought, first, and those to compare it with. */
export function flexportQuoteLevels(order: Order, settings: FlexportSettings): readonly string[] {
  const levels = new Map<string, string>()
  for (const level of [flexportServiceLevel(order, settings), ...settings.quoteServiceLevels])
    if (!levels.has(level.toLowerCase())) levels.set(level.toLowerCase(), level)
  return [...levels.values()]
}

function whatAndWhere(parcel: ParcelToShip, serviceLevel: string, settings: FlexportSettings) {
  const { box } = parcel
  return {
    serviceLevel,
    ...(settings.injectionLocation && { injectionLocation: settings.injectionLocation }),
    shipToAddress: addressOf(parcel.order.shipTo),
    dimensions: {
      height: box.height,
      length: box.length,
      width: box.width,
      lengthUnit: box.unit,
      weight: Math.max(LEAST_KILOGRAMS, parcel.grams / 1000),
      weightUnit: 'kg',
    },
  }
}

function addressOf(address: Address) {
  const { name, company, street1, street2, city, zip, state, country, phone, email } = address
  return {
    name,
    company,
    street1,
    street2,
    city,
    zip,
    state: state?.toUpperCase(),
    country,
    phone,
    email,
    isResidential: address.residential,
  }
}

/**
 * `merchant/reference/P1`, with `-R1` for the first deliberate re-buy. Parts are percent-encoded, so that any
 * text may be a header and no two orders share a key.
 */
export function flexportKey({ order, parcel, attempt }: ParcelToShip): string {
  const owner = [order.merchant, order.reference].map((part) =>
    encodeURIComponent(part.toWellFormed()),
  )
  const suffix = `P${parcel}${attempt > 1 ? `-R${attempt - 1}` : ''}`
  const key = [...(order.merchant === '' ? owner.slice(1) : owner), suffix].join('/')
  if (key.length <= MAX_KEY_LENGTH) return key
  const hash = createHash('sha256').update(owner.join('/')).digest('hex').slice(0, 32)
  return `${key.slice(0, MAX_KEY_LENGTH - hash.length - suffix.length - 2)}~${hash}/${suffix}`
}
