import type { Order, OrderItem } from '../../shared/orders.ts'
import type { Box, Operator } from '../../shared/settings.ts'
import type { Command, GoodsRecord } from '../../shared/scanning.ts'
import { productCode, readScan } from '../scanning/scanning.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'
import { unitsLeft, type Session } from './session.ts'

/** What a scan means at this moment. */
export type Meaning =
  | { readonly meaning: 'command'; readonly command: Command; readonly argument?: string }
  | { readonly meaning: 'parked-sticker'; readonly id: string }
  | { readonly meaning: 'badge'; readonly operator: Operator }
  | { readonly meaning: 'box'; readonly box: Box }
  | { readonly meaning: 'product'; readonly item: OrderItem; readonly goods?: GoodsRecord }
  /** A product, but not of the open order. */
  | { readonly meaning: 'product'; readonly item: null }
  | { readonly meaning: 'order'; readonly orders: readonly Order[] }
  | { readonly meaning: 'label'; readonly shipment: LedgerEntry }
  /** The one single-item order that this product opens. */
  | {
      readonly meaning: 'product'
      readonly item: OrderItem
      readonly single: Order
      readonly goods?: GoodsRecord
    }
  /** It may be any of these: the packer is asked. Two at least. */
  | { readonly meaning: 'ambiguous'; readonly choices: readonly Chosen[] }
  | { readonly meaning: 'unknown'; readonly damaged: boolean }

/** One of several things that a scan may mean, with the words to tell it from the others. */
export interface Chosen {
  readonly name: string
  readonly detail: string
  readonly meaning: Exclude<Meaning, { meaning: 'ambiguous' | 'unknown' }>
}

export interface LookUps {
  readonly boxes: readonly Box[]
  readonly operators: readonly Operator[]
  byReference(reference: string): readonly Order[]
  oldestSingle(codes: readonly string[]): Order | undefined
  byLabel(text: string): LedgerEntry | undefined
}

/** The line of an order that a product scan is for: one with room before one that is full. */
export function itemOf(
  items: readonly OrderItem[],
  codes: readonly string[],
  hasRoom: (item: OrderItem) => boolean,
): OrderItem | undefined {
  const wanted = new Set(codes.map(productCode))
  const matching = items.filter((item) =>
    [item.sku, ...item.barcodes].some((code) => code !== '' && wanted.has(productCode(code))),
  )
  return matching.find(hasRoom) ?? matching[0]
}

/**
 * Decides what a scan means, by the step: a code of ours first, then the open parcel's own label, then
 * badges, then its items, then boxes, then orders and labels of others.
 */
export function meaningOf(text: string, session: Session | null, lookUps: LookUps): Meaning {
  const scan = readScan(text)
  if (scan.starred) {
    if (scan.starred.kind === 'damaged') return { meaning: 'unknown', damaged: true }
    if (scan.starred.kind === 'parked-sticker')
      return { meaning: 'parked-sticker', id: scan.starred.id }
    return { meaning: 'command', ...withoutKind(scan.starred) }
  }
  const label = lookUps.byLabel(text)
  if (label && label.id === session?.shipmentId) return { meaning: 'label', shipment: label }
  const upper = scan.text.toUpperCase()
  const operator = lookUps.operators.find(({ badge }) => badge.toUpperCase() === upper)
  if (operator) return { meaning: 'badge', operator }

  if (session) {
    const item = itemOf(
      session.order.items,
      scan.candidates,
      (line) => unitsLeft(session, line) > 0,
    )
    if (item) return { meaning: 'product', item }
  }
  const box = lookUps.boxes.find(({ barcode }) => barcode.toUpperCase() === upper)
  if (box) return { meaning: 'box', box }
  const orders = lookUps.byReference(scan.text)
  if (orders.length > 0) return { meaning: 'order', orders }
  if (label) return { meaning: 'label', shipment: label }
  if (!session) {
    const single = lookUps.oldestSingle(scan.candidates)
    const [item] = single?.items ?? []
    if (single && item) return { meaning: 'product', item, single }
  }
  if (scan.gtin) return { meaning: 'product', item: null }
  return { meaning: 'unknown', damaged: false }
}

function withoutKind(starred: { command: Command; argument?: string }): {
  command: Command
  argument?: string
} {
  return starred.argument === undefined
    ? { command: starred.command }
    : { command: starred.command, argument: starred.argument }
}
