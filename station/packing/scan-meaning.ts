import type { Order, OrderItem } from '../../shared/orders.ts'
import type { Step } from '../../shared/packing.ts'
import type { Box, Operator } from '../../shared/settings.ts'
import type { Command, GoodsRecord } from '../../shared/scanning.ts'
import { productCode, readScan, type ReadScan } from '../scanning/scanning.ts'
import { isGood, type LedgerEntry } from '../shipping/shipping.ts'
import { stepOf, unitsLeft, type Session } from './session.ts'

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
  /** The single-item order that this product opens. */
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
  oldestSingles(codes: readonly string[]): readonly Order[]
  byLabel(text: string): LedgerEntry | undefined
  /** REPRINT or VOID waits for the scan of a label. */
  readonly wantsLabel: boolean
  /** Today's, for barcodes that write years in two digits. */
  readonly year: number
}

/**
 * What a scan may be beside a code of our own, a badge and the open parcel's own label, which stand before all else:
 * item: a product that the open order needs · item-too-many: one of it that cannot be added now · box ·
 * order: one that waits, or with an order open any · single: what opens a merchant's oldest order of just that product ·
 * label: of another parcel, bought and on no box yet · past: a shipped order, a label that is void or on its box.
 */
export const SCAN_KINDS = [
  'item',
  'item-too-many',
  'box',
  'order',
  'single',
  'label',
  'past',
] as const
export type ScanKind = (typeof SCAN_KINDS)[number]

const NOTHING_TO_ADD: readonly (readonly ScanKind[])[] = [
  ['item-too-many'],
  ['box'],
  ['order'],
  ['label'],
  ['past'],
]

/**
 * What is natural at each step: the first rank that the scan may be decides, and where it may be several things of that
 * rank the packer is asked. Ranks of one are where taking either way refuses the scan or changes nothing. At parked the
 * scan only says that the packer goes on; it is looked at again with nothing open.
 */
export const RANKS: Readonly<Record<Step, readonly (readonly ScanKind[])[]>> = {
  'scan-order': [['order', 'single', 'label'], ['box'], ['past']],
  'scan-items': [['item'], ['item-too-many', 'box'], ['order'], ['label'], ['past']],
  'choose-box': [['box'], ['item-too-many'], ['order'], ['label'], ['past']],
  weigh: [['item-too-many', 'box'], ['order'], ['label'], ['past']],
  ship: [['item-too-many', 'box'], ['order'], ['label'], ['past']],
  shipping: NOTHING_TO_ADD,
  printing: NOTHING_TO_ADD,
  'in-doubt': NOTHING_TO_ADD,
  'scan-label': [['label'], ['item-too-many'], ['box'], ['order'], ['past']],
  parked: [['order'], ['single'], ['label'], ['box'], ['item-too-many'], ['past']],
}

type Readings = Readonly<Record<ScanKind, readonly Chosen[]>>

/** Decides what a scan means at this step; the one place that does. */
export function meaningOf(text: string, session: Session | null, lookUps: LookUps): Meaning {
  const scan = readScan(text, lookUps.year)
  if (scan.starred) {
    if (scan.starred.kind === 'damaged') return { meaning: 'unknown', damaged: true }
    if (scan.starred.kind === 'parked-sticker')
      return { meaning: 'parked-sticker', id: scan.starred.id }
    return { meaning: 'command', ...withoutKind(scan.starred) }
  }
  if (scan.text === '') return { meaning: 'unknown', damaged: false }
  const label = lookUps.byLabel(text)
  if (label && (label.id === session?.shipmentId || lookUps.wantsLabel))
    return { meaning: 'label', shipment: label }
  const upper = scan.text.toUpperCase()
  const operator = lookUps.operators.find(({ badge }) => badge.toUpperCase() === upper)
  if (operator) return { meaning: 'badge', operator }

  const readings = readingsOf(scan, session, label, lookUps)
  for (const rank of RANKS[stepOf(session)]) {
    const choices = rank.flatMap((kind) => readings[kind])
    const [only, another] = choices
    if (another) return { meaning: 'ambiguous', choices }
    if (only) return only.meaning
  }
  return scan.gtin ? { meaning: 'product', item: null } : { meaning: 'unknown', damaged: false }
}

/** All that a scan may be, whatever the step. */
function readingsOf(
  scan: ReadScan,
  session: Session | null,
  label: LedgerEntry | undefined,
  lookUps: LookUps,
): Readings {
  const codes = new Set(scan.candidates.map(productCode))
  const found = lookUps.byReference(scan.text)
  const waiting = found.filter(({ state }) => state !== 'shipped')
  const singles = singlesOf(scan, session, lookUps)
  // What is on a retail barcode is no reference and no tracking number.
  const isGoods = singles.length > 0 && scan.aim?.startsWith(']E') === true
  const isPast = label && (!isGood(label.state) || label.onBoxAt !== null)
  const ofLabel = label && !isGoods ? [labelChoice(label)] : []
  const shipped = waiting.length === 0 && found.length > 0 ? [orderChoice(found)] : []
  return {
    ...itemsOf(session, codes, scan.goods),
    box: lookUps.boxes
      .filter(({ barcode }) => codes.has(productCode(barcode)))
      .map((box) => boxChoice(box)),
    order: isGoods ? [] : ordersOf(waiting, session),
    // The reference of the very order that the product would open: it opens, and nothing counts as scanned.
    single: singles
      .filter(({ order }) => isGoods || !waiting.some(({ id }) => id === order.id))
      .map(({ choice }) => choice),
    label: isPast ? [] : ofLabel,
    past: [...shipped, ...(isPast ? ofLabel : [])].slice(0, 1),
  }
}

/** With an order open there is nothing to ask: it is that one, or none of the others opens. */
function ordersOf(waiting: readonly Order[], session: Session | null): Chosen[] {
  if (!session) return waiting.map((order) => orderChoice([order]))
  const own = waiting.filter(({ id }) => id === session.order.id)
  const meant = own.length > 0 ? own : waiting
  return meant.length > 0 ? [orderChoice(meant)] : []
}

/**
 * The products of the open order with one of these codes. Lines of one product are one: the first with room. Two
 * products with one barcode are asked even where one of them is complete, since the scan may be one too many of it.
 */
function itemsOf(
  session: Session | null,
  codes: ReadonlySet<string>,
  goods: GoodsRecord | undefined,
): Pick<Readings, 'item' | 'item-too-many'> {
  if (!session) return { item: [], 'item-too-many': [] }
  const lines = Map.groupBy(
    session.order.items.filter((item) =>
      [item.sku, ...item.barcodes].some((code) => code !== '' && codes.has(productCode(code))),
    ),
    productOf,
  )
  const hasRoom = (item: OrderItem): boolean => unitsLeft(session, item) > 0
  const products = [...lines.values()].map((same) => same.find(hasRoom) ?? same[0])
  const items = products.filter((item) => item !== undefined)
  const choices = items.map((item) =>
    itemChoice(item, { meaning: 'product', item, ...(goods && { goods }) }),
  )
  return stepOf(session) === 'scan-items' && items.some(hasRoom)
    ? { item: choices, 'item-too-many': [] }
    : { item: [], 'item-too-many': choices.slice(0, 1) }
}

/** What tells one product of an order from another: its SKU, else its barcodes. */
function productOf({ sku, barcodes }: OrderItem): string {
  return sku === '' ? barcodes.map(productCode).toSorted().join(' ') : productCode(sku)
}

/** One of each merchant that has the product: goods that two merchants call alike need not be the same. */
function singlesOf(
  { candidates, goods }: ReadScan,
  session: Session | null,
  lookUps: LookUps,
): { readonly order: Order; readonly choice: Chosen }[] {
  if (session && stepOf(session) !== 'parked') return []
  return lookUps.oldestSingles(candidates).flatMap((order) => {
    const [item] = order.items
    if (!item) return []
    const meaning = { meaning: 'product', item, single: order, ...(goods && { goods }) } as const
    const detail = [order.merchant, order.reference].filter(Boolean).join(', ')
    return [{ order, choice: { ...itemChoice(item, meaning), detail } }]
  })
}

function itemChoice(item: OrderItem, meaning: Chosen['meaning']): Chosen {
  return { name: item.description, detail: item.sku, meaning }
}

function boxChoice(box: Box): Chosen {
  return { name: box.name, detail: box.id, meaning: { meaning: 'box', box } }
}

function orderChoice(orders: readonly Order[]): Chosen {
  const [{ reference, merchant, shipTo } = { reference: '', merchant: '', shipTo: undefined }] =
    orders
  const detail = [merchant, shipTo?.name, shipTo?.city].filter(Boolean).join(', ')
  return { name: reference, detail, meaning: { meaning: 'order', orders } }
}

function labelChoice(shipment: LedgerEntry): Chosen {
  const { trackingNumber, reference, order } = shipment
  return {
    name: trackingNumber ?? reference,
    detail: order,
    meaning: { meaning: 'label', shipment },
  }
}

function withoutKind(starred: { command: Command; argument?: string }): {
  command: Command
  argument?: string
} {
  return starred.argument === undefined
    ? { command: starred.command }
    : { command: starred.command, argument: starred.argument }
}
