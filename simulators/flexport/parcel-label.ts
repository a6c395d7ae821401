import { shippingLabelZpl } from '../labels/shipping-label.ts'
import type { FlexportAddress, ParcelOrder } from './parcel-bodies.ts'

/** The label of a parcel, with customs data where it goes abroad. */
export function parcelLabelZpl(order: ParcelOrder, trackingCode: string): string {
  const { dimensions, shipToAddress: to, returnAddress: from, customsInformation: customs } = order
  const footer = order.customLabelFooterFields
  return shippingLabelZpl({
    carrier: 'USPS',
    service: order.serviceLevel,
    sender: from
      ? compact([from.name, from.company, from.street1, from.street2, place(from)])
      : ['Flexport Parcels', order.injectionLocation ?? 'LAX'],
    recipient: compact([to.name, to.company, to.street1, to.street2, place(to)]),
    reference: compact([
      order.customerParcelId,
      footer?.customLabelFooter1,
      footer?.customLabelFooter2,
    ]).join('  '),
    weight: `${dimensions.weight} ${dimensions.weightUnit}`,
    barcode:
      to.country === 'US'
        ? { kind: 'usps', zip5: to.zip.slice(0, 5), trackingCode }
        : { kind: 'plain', text: trackingCode },
    ...(customs && to.country !== 'US' && { customs: customsBlock(customs.customsItems) }),
  })
}

function customsBlock(
  items: NonNullable<ParcelOrder['customsInformation']>['customsItems'],
): NonNullable<Parameters<typeof shippingLabelZpl>[0]['customs']> {
  const total = items.reduce((sum, { quantity, value }) => sum + quantity * value, 0)
  return {
    terms: '',
    reason: 'merchandise',
    total: `${total.toFixed(2)} USD`,
    lines: items.map(({ quantity, description, hsTariffCode, originCountry, value }) => ({
      quantity,
      description,
      hsCode: hsTariffCode,
      origin: originCountry,
      value: `${value.toFixed(2)} USD`,
    })),
  }
}

function place(address: FlexportAddress): string {
  const { city, state, zip, country } = address
  return `${city} ${state} ${zip}${country === 'US' ? '' : ` ${country}`}`
}

function compact(lines: readonly (string | undefined)[]): string[] {
  return lines.filter((line) => line !== undefined && line !== '') as string[]
}
