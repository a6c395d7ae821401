import type { CarrierLedger } from '../carrier-ledger.ts'
import { nextSerial } from '../carrier-ledger.ts'
import { shippingLabelZpl } from '../labels/shipping-label.ts'
import { shippingPrice } from './rates.ts'
import type { RatedParcel } from './rates.ts'
import type { FlavorCloudAddress, ServiceCode, ShipmentBody, Terms } from './shipment-bodies.ts'

/** One parcel that was bought, with what its papers are drawn from. */
export interface StoredShipment {
  readonly shipmentId: string
  /** The reference of the call; the parcel's own may differ where one call bought several. */
  readonly callReference: string
  readonly reference: string
  readonly trackingNumber: string
  readonly soldAt: string
  readonly isReturn: boolean
  readonly isCancelled: boolean
  readonly asked: ShipmentBody
  readonly index: number
  readonly service: ServiceCode
  readonly terms: Terms
}

export interface Shipments {
  /** Sells one label for each parcel; a reference known before answers with the earlier shipments, unless they are cancelled. */
  create(asked: ShipmentBody, service: ServiceCode, terms: Terms): readonly StoredShipment[]
  /** The shipments made with this reference, cancelled ones too. */
  byReference(reference: string): readonly StoredShipment[]
  byId(shipmentId: string): StoredShipment | undefined
  byTrackingNumber(trackingNumber: string): StoredShipment | undefined
  /** False where there is no such shipment. Again is fine. */
  cancel(shipmentId: string): boolean
  all(): readonly StoredShipment[]
}

/** The shipments of a simulated account; every sale goes into `ledger`. */
export function createShipments(ledger: CarrierLedger): Shipments {
  const stored = new Map<string, StoredShipment>()
  const all = () => [...stored.values()]
  const byReference = (reference: string) =>
    all().filter((one) => one.callReference === reference || one.reference === reference)

  function sell(
    asked: ShipmentBody,
    index: number,
    service: ServiceCode,
    terms: Terms,
    shipmentId: string,
  ): StoredShipment {
    const reference =
      (asked.Shipments.length > 1 ? asked.Shipments[index]?.Package.Reference : undefined) ??
      asked.Reference
    const shipment: StoredShipment = {
      shipmentId,
      callReference: asked.Reference,
      reference,
      trackingNumber: `GM6051${String(nextSerial()).padStart(14, '0')}`,
      soldAt: new Date().toISOString(),
      isReturn: asked.IsReturn === 'Y',
      isCancelled: false,
      asked,
      index,
      service,
      terms,
    }
    stored.set(shipmentId, shipment)
    const price = shippingPrice(ratedParcel(asked, index), service, terms)
    ledger.book({ id: shipmentId, reference, trackingNumber: shipment.trackingNumber, price })
    return shipment
  }

  return {
    create(asked, service, terms) {
      const earlier = byReference(asked.Reference)
      if (earlier.some((one) => !one.isCancelled)) return earlier
      // After a cancellation the repeat buys again: the same id, a new tracking number.
      return asked.Shipments.map((_, index) =>
        sell(asked, index, service, terms, earlier[index]?.shipmentId ?? `FCS-${nextSerial()}`),
      )
    },
    byReference,
    byId: (shipmentId) => stored.get(shipmentId),
    byTrackingNumber: (trackingNumber) =>
      all().find((one) => one.trackingNumber === trackingNumber),
    cancel(shipmentId) {
      const shipment = stored.get(shipmentId)
      if (!shipment) return false
      ledger.void(shipmentId)
      stored.set(shipmentId, { ...shipment, isCancelled: true })
      return true
    },
    all,
  }
}

/** What the price of one parcel of a shipment depends on. */
export function ratedParcel(asked: ShipmentBody, index: number): RatedParcel {
  const parcel = asked.Shipments[index]
  return {
    country: asked.ShipToAddress.Country,
    currency: asked.Currency,
    weightUnit: asked.WeightUnit,
    packageWeight: parcel?.Package.Weight ?? 0,
    pieces: parcel?.Piece ?? [],
  }
}

/** A shipment as create and read show it; without tracking number and links once it is cancelled. */
export function shipmentMembers(shipment: StoredShipment, url: string) {
  const { shipmentId, reference, trackingNumber, asked, isCancelled } = shipment
  const base = { ShipmentID: shipmentId, Reference: reference }
  if (isCancelled) return { ...base, Status: 'Cancelled', Message: 'The shipment was cancelled' }
  return {
    ...base,
    Status: 'Completed',
    Message: '',
    TrackingNumber: trackingNumber,
    TrackingUrl: `https://tracking.carrier.example/${trackingNumber}`,
    LabelUrl: `${url}/labels/${shipmentId}.${asked.LabelFormat.toLowerCase()}`,
    CommercialInvoiceUrl: `${url}/invoices/${shipmentId}.pdf`,
  }
}

export function addressLines(address: FlavorCloudAddress): string[] {
  const { Name, AddressLine1, AddressLine2, AddressLine3, City, State, Zip, Country } = address
  const place = [City, State, Zip].filter(Boolean).join(' ')
  return [Name, AddressLine1, AddressLine2, AddressLine3, place, Country].filter(
    (line) => line !== undefined && line !== '',
  ) as string[]
}

export function shipmentLabelZpl(shipment: StoredShipment): string {
  const { asked, index, service, terms } = shipment
  const { pieces, packageWeight, currency, weightUnit } = ratedParcel(asked, index)
  const total = pieces.reduce((sum, piece) => sum + piece.Quantity * piece.SalePrice, 0)
  const recipient = addressLines(asked.ShipToAddress)
  return shippingLabelZpl({
    carrier: service.startsWith('EXPRESS') ? 'DHL EXPRESS' : 'DHL ECOM',
    service: `${service} ${terms}`,
    sender: addressLines(asked.ShipFromAddress),
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
        description: piece.Description,
        hsCode: piece.HSCode,
        origin: piece.OriginCountryCode ?? '',
        value: `${(piece.Quantity * piece.SalePrice).toFixed(2)} ${currency}`,
      })),
    },
  })
}
