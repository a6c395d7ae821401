import { shippingLabelZpl } from '../labels/shipping-label.ts'
import { parcelOfShipment } from './rate-book.ts'
import { carrierOf } from './rates.ts'
import type { FlavorCloudAddress } from './requests.ts'
import type { StoredShipment } from './shipments.ts'

export function addressLines(address: FlavorCloudAddress): string[] {
  const { Name, AddressLine1, AddressLine2, AddressLine3, City, State, Zip, Country } = address
  const place = [City, State, Zip].filter(Boolean).join(' ')
  return [Name, AddressLine1, AddressLine2, AddressLine3, place, Country].filter(
    (line) => line !== undefined && line !== '',
  ) as string[]
}

/** Who sends and who receives: a return is asked for with the outbound addresses, and goes the other way. */
export function endsOf({ asked, isReturn }: StoredShipment) {
  const { ShipFromAddress: from, ShipToAddress: to } = asked
  return isReturn ? { from: to, to: from } : { from, to }
}

export function shipmentLabelZpl(shipment: StoredShipment): string {
  const { asked, index, service, terms } = shipment
  const { pieces, packageWeight, currency, weightUnit } = parcelOfShipment(asked, index)
  const total = pieces.reduce((sum, piece) => sum + piece.Quantity * piece.SalePrice, 0)
  const ends = endsOf(shipment)
  const recipient = addressLines(ends.to)
  return shippingLabelZpl({
    carrier: carrierOf(service) === 'DHL Express' ? 'DHL EXPRESS' : 'DHL ECOM',
    service: `${service} ${terms}`,
    sender: addressLines(ends.from),
    // The country is never the line that is left out.
    recipient: [...recipient.slice(0, -1).slice(0, 4), ...recipient.slice(-1)],
    reference: shipment.reference,
    weight: `${packageWeight} ${weightUnit.toLowerCase()}`,
    barcode: { kind: 'plain', text: shipment.trackingNumber },
    customs: {
      terms,
      reason: asked.ReasonForExport ?? 'merchandise',
      total: `${total.toFixed(2)} ${currency}`,
      lines: pieces.map((piece) => ({
        quantity: piece.Quantity,
        description: piece.Description ?? '',
        hsCode: piece.HSCode ?? '',
        origin: piece.OriginCountryCode ?? '',
        value: `${(piece.Quantity * piece.SalePrice).toFixed(2)} ${currency}`,
      })),
    },
  })
}
