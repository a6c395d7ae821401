import type { Order, OrderCorrection, OrderRow, OrderState } from '../../shared/orders.ts'

/** What of an order comes from outside and may change by giving the order again. */
export type OrderDetails = Pick<
  Order,
  'shipTo' | 'carrier' | 'service' | 'box' | 'note' | 'language' | 'items' | 'customs'
>

/** The form in which references are compared: without regard to case, composed Unicode. */
export function referenceKey(reference: string): string {
  return reference.trim().normalize('NFC').toLowerCase()
}

/** The form in which product codes are compared: GTINs (8, 12, 13 or 14 digits) as 14 digits, no case. */
export function productCodeKey(code: string): string {
  const text = code.trim()
  return /^(\d{8}|\d{12,14})$/.test(text) ? text.padStart(14, '0') : text.toLowerCase()
}

/** Always the same text for the same details, whatever the order of the members was. */
export function detailsText(details: OrderDetails): string {
  const { shipTo, carrier, service, box, note, language, items, customs } = details
  return JSON.stringify({ shipTo, carrier, service, box, note, language, items, customs })
}

export interface OrderRecord {
  id: number
  merchant: string
  reference: string
  state: OrderState
  recipient: string
  city: string
  country: string
  units: number
  details: string
  created_at: string
  updated_at: string
  shipped_at: string | null
}

/** An order with its correction, if it has one, in JSON. */
export interface WholeRecord extends OrderRecord {
  correction: string | null
}

function correctionOf({ correction }: WholeRecord): OrderCorrection | undefined {
  return correction === null ? undefined : (JSON.parse(correction) as OrderCorrection)
}

/** The details as they came from outside, in the form of `detailsText`. */
export function detailsAsGiven(record: WholeRecord): string {
  const original = correctionOf(record)?.original
  if (!original) return record.details
  const { shipTo, service } = original
  const { service: _, ...others } = JSON.parse(record.details) as OrderDetails
  return detailsText({ ...others, shipTo, ...(service !== undefined && { service }) })
}

export function orderOf(record: WholeRecord): Order {
  const correction = correctionOf(record)
  return {
    id: record.id,
    reference: record.reference,
    merchant: record.merchant,
    state: record.state,
    ...(JSON.parse(record.details) as OrderDetails),
    ...(correction && { correction }),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    shippedAt: record.shipped_at,
  }
}

export function rowOf(record: OrderRecord): OrderRow {
  return {
    id: record.id,
    reference: record.reference,
    merchant: record.merchant,
    state: record.state,
    recipient: record.recipient,
    city: record.city,
    country: record.country,
    units: record.units,
    createdAt: record.created_at,
    shippedAt: record.shipped_at,
  }
}

export function columnsOf(details: OrderDetails) {
  return {
    recipient: [details.shipTo.name, details.shipTo.company].filter(Boolean).join(', '),
    city: details.shipTo.city,
    country: details.shipTo.country,
    skus: details.items.map(({ sku }) => sku).join(' '),
    units: details.items.reduce((sum, { quantity }) => sum + quantity, 0),
    details: detailsText(details),
  }
}
