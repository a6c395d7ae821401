import type { Dimensions } from '../../shared/measures.ts'
import type { Order, OrderItem } from '../../shared/orders.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import type { BenchProblem, Step, VerdictCode, WordParams } from '../../shared/packing.ts'
import type { LockedWeight } from '../../shared/weighing.ts'

/** What is in one box by line of the order. */
export type Contents = readonly { readonly line: number; readonly quantity: number }[]

/** One open parcel at the bench. Every step follows from these facts; nothing else is kept. */
export interface Session {
  readonly order: Order
  readonly parcel: number
  /** What earlier boxes of this order hold. */
  readonly packedBefore: Contents
  /** Additions to this box in the order they were made, so that UNDO can take the last one back. */
  readonly trail: Contents
  /** NEW BOX: this box is complete though items of the order remain. */
  readonly closed: boolean
  readonly box: { readonly id: string; readonly chosenBy: 'order' | 'suggestion' | 'scan' } | null
  /** The size of this parcel where it was corrected; else that of the box. */
  readonly dimensions: Dimensions | null
  readonly weight: LockedWeight | null
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

export type SessionEvent =
  | { readonly type: 'item'; readonly line: number }
  | { readonly type: 'quantity'; readonly quantity: number }
  | { readonly type: 'box'; readonly id: string; readonly name: string }
  /** The box was taken out of the settings meanwhile. */
  | { readonly type: 'box-gone' }
  | { readonly type: 'close-box' }
  | { readonly type: 'undo' }
  | { readonly type: 'weight'; readonly weight: LockedWeight }
  | { readonly type: 'ship' }
  /** The order (and perhaps the size of this box) as a person has corrected it. */
  | {
      readonly type: 'corrected'
      readonly order: Order
      readonly dimensions: Dimensions | null
      readonly problem: BenchProblem | null
    }
  | { readonly type: 'approved' }
  | { readonly type: 'rate-gone' }
  | { readonly type: 'intended'; readonly shipmentId: string }
  | { readonly type: 'bought' }
  | { readonly type: 'refused'; readonly problem: BenchProblem }
  | { readonly type: 'doubted'; readonly problem: BenchProblem }
  | { readonly type: 'voided' }
  /** The outbox has the box now. */
  | { readonly type: 'parked'; readonly stickerId: string }
  /** The outbox gave it back before it was bought. */
  | { readonly type: 'unparked' }
  | { readonly type: 'printed' }
  | { readonly type: 'troubled'; readonly problem: BenchProblem | null }
  /** Number and earlier contents come from the ledger, which has the last word on what is packed. */
  | { readonly type: 'next-parcel'; readonly parcel: number; readonly packedBefore: Contents }

export interface Verdict {
  readonly code: VerdictCode
  readonly params: WordParams
}

export interface Advance extends Verdict {
  readonly session: Session
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

/**
 * The next session after something happened, with the verdict to show; a failure is a verdict too and leaves
 * the session as it was, so that a scan at the wrong moment loses nothing. Pure.
 */
export function advance(session: Session, event: SessionEvent): Outcome<Advance, Verdict> {
  switch (event.type) {
    case 'item':
      return addItem(session, event.line)
    case 'quantity':
      return setQuantity(session, event.quantity)
    case 'box':
      return chooseBox(session, event)
    case 'box-gone':
      return to({ ...session, box: null }, 'box-missing')
    case 'close-box':
      return closeBox(session)
    case 'undo':
      return undo(session)
    case 'ship':
      return ship(session)
    case 'corrected':
      return correct(session, event)
    case 'approved':
      return to({ ...session, rateApproved: true, waitsForShip: false, problem: null }, 'approved')
    case 'rate-gone':
      return to({ ...session, rateGone: true }, 'confirmed')
    case 'next-parcel':
      return nextParcel(session, event)
    case 'weight':
      // What was approved was the price of another weight.
      return to({ ...session, weight: event.weight, rateApproved: false }, 'confirmed')
    case 'intended':
      return to(
        { ...session, purchase: 'running', shipmentId: event.shipmentId, problem: null },
        'purchase-started',
      )
    case 'bought':
      return to({ ...session, purchase: 'bought', problem: null }, 'confirmed')
    case 'refused':
      return to(
        {
          ...session,
          purchase: 'none',
          shipmentId: null,
          waitsForShip: true,
          problem: event.problem,
        },
        'confirmed',
      )
    case 'doubted':
      return to({ ...session, purchase: 'in-doubt', problem: event.problem }, 'purchase-in-doubt')
    case 'voided':
      return to(
        {
          ...session,
          purchase: 'none',
          shipmentId: null,
          printed: false,
          waitsForShip: true,
          problem: null,
        },
        'voided',
      )
    case 'parked':
      return to(
        {
          ...session,
          purchase: 'parked',
          stickerId: event.stickerId,
          shipmentId: null,
          printed: false,
          problem: null,
        },
        'parcel-parked',
        { parcel: session.parcel, reference: session.order.reference },
      )
    case 'unparked':
      return to(
        { ...session, purchase: 'none', printed: false, waitsForShip: true, problem: null },
        'undone',
        { what: session.order.reference },
      )
    case 'printed':
      return to({ ...session, printed: true, problem: null }, 'confirmed')
    case 'troubled':
      return to({ ...session, problem: event.problem }, 'confirmed')
    default:
      return unreachable(event)
  }
}

function to(
  session: Session,
  code: VerdictCode,
  params: WordParams = {},
): Outcome<Advance, Verdict> {
  return done({ session, code, params })
}

function refuse(code: VerdictCode, params: WordParams = {}): Outcome<Advance, Verdict> {
  return failed({ code, params })
}

/** Refuses what would change a parcel whose label is being bought, is bought, or may be. */
function sealed(session: Session): Outcome<Advance, Verdict> | undefined {
  switch (session.purchase) {
    case 'running':
      return refuse('please-wait')
    case 'in-doubt':
      return refuse('purchase-in-doubt')
    case 'bought':
    case 'parked':
      return refuse(session.awaited ? 'please-wait' : 'wrong-moment')
    case 'none':
      return undefined
  }
}

/** What was approved was this address, this service and this size, and no other. */
function correct(
  session: Session,
  { order, dimensions, problem }: Extract<SessionEvent, { type: 'corrected' }>,
): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  return to({ ...session, order, dimensions, problem, rateApproved: false }, 'corrected')
}

function addItem(session: Session, line: number): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  const item = session.order.items.find((candidate) => candidate.line === line)
  if (!item) throw new Error(`Order ${session.order.reference} has no line ${line}`)
  const left = unitsLeft(session, item)
  const params = { description: item.description, ordered: item.quantity }
  if (left === 0) return refuse('over-scan', params)
  if (session.quantity > left)
    return refuse('quantity-not-valid', { quantity: session.quantity, left })
  if (session.closed) return refuse('wrong-moment')
  const packed: Session = {
    ...session,
    trail: [...session.trail, { line, quantity: session.quantity }],
    quantity: 1,
    weight: null,
    rateApproved: false,
  }
  if (unitsMissing(packed) === 0)
    return to(packed, 'items-complete', { reference: session.order.reference })
  return to(packed, 'item-packed', {
    ...params,
    scanned: item.quantity - unitsLeft(packed, item),
  })
}

function setQuantity(session: Session, quantity: number): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  const most = Math.max(...session.order.items.map((item) => unitsLeft(session, item)))
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > most)
    return refuse('quantity-not-valid', { quantity, left: most })
  return to({ ...session, quantity }, 'quantity-set', { count: quantity })
}

function chooseBox(
  session: Session,
  box: { readonly id: string; readonly name: string },
): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  return to(
    {
      ...session,
      box: { id: box.id, chosenBy: 'scan' },
      dimensions: null,
      rateApproved: false,
      problem: null,
    },
    'box-chosen',
    { box: box.name },
  )
}

function closeBox(session: Session): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  if (session.trail.length === 0) return refuse('box-empty')
  if (session.closed || unitsMissing(session) === 0) return refuse('wrong-moment')
  return to({ ...session, closed: true }, 'box-closed', { parcel: session.parcel })
}

function undo(session: Session): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  if (session.quantity > 1)
    return to({ ...session, quantity: 1 }, 'undone', { what: `QTY ${session.quantity}` })
  if (session.closed)
    return to({ ...session, ...unweighed(session), closed: false }, 'undone', { what: 'NEW BOX' })
  const last = session.trail.at(-1)
  if (!last) return refuse('nothing-to-undo')
  const item = session.order.items.find(({ line }) => line === last.line)
  return to(
    {
      ...session,
      ...unweighed(session),
      trail: session.trail.slice(0, -1),
      waitsForShip: false,
    },
    'undone',
    { what: `${last.quantity} × ${item?.description ?? ''}` },
  )
}

/** Once something is taken out again, neither its weight nor what was said of its purchase holds any more. */
function unweighed({ waitsForShip, problem }: Session) {
  return { weight: null, rateApproved: false, problem: waitsForShip ? null : problem }
}

/** SHIP by hand: everything must be there; the purchase itself is the bench's to start. */
function ship(session: Session): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  switch (stepOf(session)) {
    case 'scan-items':
      return refuse('items-missing', { count: unitsMissing(session) })
    case 'choose-box':
      return refuse('box-missing')
    case 'weigh':
      return refuse('weight-missing')
    default:
      return to({ ...session, waitsForShip: false, problem: null }, 'purchase-started')
  }
}

/** After a box is done: the next one of the same order, empty, with what is left to pack. */
function nextParcel(
  session: Session,
  { parcel, packedBefore }: { readonly parcel: number; readonly packedBefore: Contents },
): Outcome<Advance, Verdict> {
  const next = openSession({
    order: session.order,
    parcel,
    packedBefore,
    box: session.box && { ...session.box, chosenBy: 'suggestion' },
    allPacked: false,
  })
  return to(next, 'parcel-done', {
    parcel: session.parcel,
    reference: session.order.reference,
    count: unitsMissing(next),
  })
}
