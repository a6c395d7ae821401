import type { CarrierId } from '../../shared/orders.ts'
import type { LabelKind } from '../../shared/printing.ts'
import type { TrackingStatus } from '../../shared/tracking.ts'
import {
  CarrierFailureSchema,
  type PackedGoods,
  type Shipment,
  type ShipmentState,
} from '../../shared/shipping.ts'

/** A row of the table shipments, without the bytes of its label. */
export interface Row {
  number: number
  id: string
  order_id: number
  order_reference: string
  merchant: string
  parcel: number
  attempt: number
  carrier: CarrierId
  service_level: string
  state: ShipmentState
  reference: string
  request_body: string
  contents: string
  weight_grams: number
  box: string | null
  recipient: string
  country: string
  intended_at: string
  failure: string | null
  carrier_shipment_id: string | null
  tracking_number: string | null
  carrier_barcode: string | null
  tracking_url: string | null
  label_url: string | null
  price_minor: number | null
  price_currency: string | null
  label_kind: LabelKind | null
  label_size: number | null
  label_sha256: string | null
  bought_at: string | null
  sent_at: string | null
  on_paper_at: string | null
  on_box_at: string | null
  document_urls: string | null
  void_accepted_at: string | null
  next_attempt_at: string | null
  tries: number
  none_found: number
  called_again_at: string | null
  operator: string | null
  label_passed_by: string | null
  tracking_status: TrackingStatus | null
}

/** A shipment as the ledger keeps it: what screens see, and what only the station needs. */
export interface LedgerEntry extends Shipment {
  readonly orderId: number
  readonly attempt: number
  readonly requestBody: string
  readonly carrierBarcode: string | null
  readonly labelUrl: string | null
  readonly documentUrls: string[]
  /** When the station by itself asks the carrier again: for the label, or whether a void is done. */
  readonly nextAttemptAt: string | null
  /** How often it has asked so far. */
  readonly tries: number
  /** How often a look-up of this purchase in doubt has said that there is none. */
  readonly noneFound: number
  /** When the station asked for it once more; null where it never did. */
  readonly calledAgainAt: string | null
  /** What the carrier said last of the parcel's way. */
  readonly trackingStatus: TrackingStatus | null
  readonly contents: Packed
}

/** The units of each line, with what their barcodes said of them. */
export type Packed = readonly {
  readonly line: number
  readonly quantity: number
  readonly goods?: readonly PackedGoods[] | undefined
}[]

/** What a row is selected with. */
export const COLUMNS = `number, id, order_id, order_reference, merchant, parcel, attempt, carrier, service_level, state,
  reference, request_body, contents, weight_grams, box, recipient, country, intended_at, failure,
  carrier_shipment_id, tracking_number, carrier_barcode, tracking_url, label_url, price_minor, price_currency,
  label_kind, length(label_bytes) AS label_size, label_sha256, bought_at, sent_at, on_paper_at, on_box_at,
  document_urls, void_accepted_at, next_attempt_at, tries, none_found, called_again_at, operator, label_passed_by,
  (SELECT status FROM trackings WHERE shipment_id = shipments.id) AS tracking_status`

export function toEntry(row: Row): LedgerEntry {
  return {
    id: row.id,
    orderId: row.order_id,
    order: row.order_reference,
    merchant: row.merchant,
    parcel: row.parcel,
    attempt: row.attempt,
    carrier: row.carrier,
    serviceLevel: row.service_level,
    state: row.state,
    reference: row.reference,
    requestBody: row.request_body,
    contents: JSON.parse(row.contents) as LedgerEntry['contents'],
    carrierShipmentId: row.carrier_shipment_id,
    trackingNumber: row.tracking_number,
    carrierBarcode: row.carrier_barcode,
    trackingUrl: row.tracking_url,
    labelUrl: row.label_url,
    price:
      row.price_minor === null || row.price_currency === null
        ? null
        : { minor: row.price_minor, currency: row.price_currency },
    weightGrams: row.weight_grams,
    box: row.box,
    recipient: row.recipient,
    country: row.country,
    label:
      row.label_kind && row.label_sha256
        ? { kind: row.label_kind, bytes: row.label_size ?? 0, sha256: row.label_sha256 }
        : null,
    failure: row.failure ? CarrierFailureSchema.parse(JSON.parse(row.failure)) : null,
    documentUrls: JSON.parse(row.document_urls ?? '[]') as string[],
    voidAcceptedAt: row.void_accepted_at,
    nextAttemptAt: row.next_attempt_at,
    tries: row.tries,
    noneFound: row.none_found,
    calledAgainAt: row.called_again_at,
    operator: row.operator,
    labelPassedBy: row.label_passed_by,
    trackingStatus: row.tracking_status,
    intendedAt: row.intended_at,
    boughtAt: row.bought_at,
    sentAt: row.sent_at,
    onPaperAt: row.on_paper_at,
    onBoxAt: row.on_box_at,
  }
}
