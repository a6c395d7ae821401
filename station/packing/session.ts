import type { Dimensions } from '../../shared/measures.ts'
import type { Order, OrderItem } from '../../shared/orders.ts'
import type { BenchProblem, Step } from '../../shared/packing.ts'
import type { GoodsRecord } from '../../shared/scanning.ts'
import type { Box, Settings } from '../../shared/settings.ts'
import type { LockedWeight } from '../../shared/weighing.ts'

/** What is in one box by line of the order. */
export type Contents = readonly { readonly line: number; readonly quantity: number }[]

/** Additions to a box, each with what the barcode said of the goods beside their GTIN. */
export type Trail = readonly {
  readonly line: number
  readonly quantity: number
  readonly goods?: GoodsRecord
}[]

/** One open parcel at the bench. Every step follows from these facts; nothing else is kept. */
export interface Session {
  readonly order: Order
  readonly parcel: number
  /** What earlier boxes of this order hold. */
  readonly packedBefore: Contents
  /** Additions to this box in the order they were made, so that UNDO can take the last one back. */
  readonly trail: Trail
  /** NEW BOX: this box is complete though items of the order remain. */
  readonly closed: boolean
  readonly box: { readonly id: string; readonly chosenBy: 'order' | 'suggestion' | 'scan' } | null
  /** The size of this parcel where it was corrected; else that of the box. */
  readonly dimensions: Dimensions | null
  readonly weight: LockedWeight | null
  /** A person said that the weight is right although it is not what was expected. */
  readonly weightConfirmed: boolean
  /** parked: the outbox has the box and buys its label later. */
  readonly purchase: 'none' | 'running' | 'in-doubt' | 'bought' | 'parked'
  readonly shipmentId: string | null
  /** The printer took the label, or the sticker of a parked box: the packer can be asked for it. */
  readonly printed: boolean
  /** What the parked sticker of this box carries; null where it never had one. */
  readonly stickerId: string | null
  /** The sticker was scanned: the packer waits for the label. */
  readonly awaited: boolean
  /** Another box of the order that was set aside half packed when this one's sticker was scanned. */
  readonly aside: string | null
  /** Something went wrong or was taken back: the purchase waits for SHIP even with shipOnLastScan. */
  readonly waitsForShip: boolean
  readonly problem: BenchProblem | null
  /** What the next item scan counts; 1 where no QTY was scanned. */
  readonly quantity: number
  /** A supervisor takes today's price for what is packed now. */
  readonly rateApproved: boolean
  /** The carrier does not know the rate of the checkout any more: the parcel is bought at today's. */
  readonly rateGone: boolean
}

export function unitsIn(contents: Contents, line?: number): number {
  return contents.reduce(
    (sum, entry) => (line === undefined || entry.line === line ? sum + entry.quantity : sum),
    0,
  )
}

/** How many units of a line are still to be packed. */
export function unitsLeft(session: Session, item: OrderItem): number {
  return (
    item.quantity - unitsIn(session.packedBefore, item.line) - unitsIn(session.trail, item.line)
  )
}

/** Whether these contents hold every unit of the order. */
export function isAllIn(order: Order, contents: Contents): boolean {
  return order.items.every(({ line, quantity }) => unitsIn(contents, line) >= quantity)
}

export function unitsMissing(session: Session): number {
  return session.order.items.reduce((sum, item) => sum + unitsLeft(session, item), 0)
}

/** The first item still to be packed that has neither barcode nor SKU. */
export function unscannableItem(session: Session): OrderItem | undefined {
  return session.order.items.find(
    (item) => item.sku === '' && item.barcodes.length === 0 && unitsLeft(session, item) > 0,
  )
}

/** The contents of the open box, one entry a line. */
export function boxContents(session: Session): { line: number; quantity: number }[] {
  return session.order.items
    .map(({ line }) => ({ line, quantity: unitsIn(session.trail, line) }))
    .filter(({ quantity }) => quantity > 0)
}

/** What is expected next. Pure: the step is never stored, so it cannot contradict the facts. */
export function stepOf(session: Session | null): Step {
  if (!session) return 'scan-order'
  switch (session.purchase) {
    case 'in-doubt':
      return 'in-doubt'
    case 'running':
      return 'shipping'
    case 'parked':
      return session.awaited ? 'shipping' : 'parked'
    case 'bought':
      return session.printed ? 'scan-label' : 'printing'
    case 'none':
  }
  if (unitsMissing(session) > 0 && !session.closed) return 'scan-items'
  if (!session.box) return 'choose-box'
  if (!session.weight) return 'weigh'
  return 'ship'
}

export interface Opening {
  readonly order: Order
  readonly parcel: number
  readonly packedBefore: Contents
  readonly box: Session['box']
  /** requireItemScans is off: everything that is left counts as packed. */
  readonly allPacked: boolean
}

export function openSession(opening: Opening): Session {
  const empty: Session = {
    order: opening.order,
    parcel: opening.parcel,
    packedBefore: opening.packedBefore,
    trail: [],
    closed: false,
    box: opening.box,
    weight: null,
    weightConfirmed: false,
    purchase: 'none',
    shipmentId: null,
    printed: false,
    stickerId: null,
    awaited: false,
    aside: null,
    waitsForShip: false,
    problem: null,
    quantity: 1,
    dimensions: null,
    rateApproved: false,
    rateGone: false,
  }
  return opening.allPacked ? { ...empty, trail: everythingLeft(empty) } : empty
}

function everythingLeft(session: Session): Contents {
  return session.order.items
    .map((item) => ({ line: item.line, quantity: unitsLeft(session, item) }))
    .filter(({ quantity }) => quantity > 0)
}

/** The box of the open parcel in the size that holds for it; undefined where none is chosen or known. */
export function boxOf(session: Session, settings: Settings): Box | undefined {
  const box = settings.boxes.find(({ id }) => id === session.box?.id)
  return box && { ...box, ...session.dimensions }
}
