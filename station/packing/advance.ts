import type { Dimensions } from '../../shared/measures.ts'
import type { Order } from '../../shared/orders.ts'
import { done, failed, unreachable, type Outcome } from '../../shared/outcome.ts'
import type { BenchProblem, VerdictCode, WordParams } from '../../shared/packing.ts'
import type { GoodsRecord } from '../../shared/scanning.ts'
import type { LockedWeight } from '../../shared/weighing.ts'
import {
  openSession,
  stepOf,
  unitsLeft,
  unitsMissing,
  type Contents,
  type Session,
} from './session.ts'

export type SessionEvent =
  | { readonly type: 'item'; readonly line: number; readonly goods?: GoodsRecord | undefined }
  | { readonly type: 'quantity'; readonly quantity: number }
  | { readonly type: 'box'; readonly id: string; readonly name: string }
  /** The box was taken out of the settings meanwhile. */
  | { readonly type: 'box-gone' }
  | { readonly type: 'close-box' }
  | { readonly type: 'undo' }
  | { readonly type: 'weight'; readonly weight: LockedWeight }
  /** A person says that the weight is right although it is not what was expected. */
  | { readonly type: 'weight-confirmed' }
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

/**
 * The next session after something happened, with the verdict to show; a failure is a verdict too and leaves
 * the session as it was, so that a scan at the wrong moment loses nothing. Pure.
 */
export function advance(session: Session, event: SessionEvent): Outcome<Advance, Verdict> {
  switch (event.type) {
    case 'item':
      return addItem(session, event)
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
      return weigh(session, event.weight)
    case 'weight-confirmed':
      return to({ ...session, weightConfirmed: true }, 'weight-confirmed', {
        weight: session.weight?.shown ?? '',
      })
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
          awaited: false,
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
          awaited: false,
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
          awaited: false,
          problem: null,
        },
        'parcel-parked',
        { parcel: session.parcel, reference: session.order.reference },
      )
    case 'unparked':
      return to(
        {
          ...session,
          purchase: 'none',
          printed: false,
          awaited: false,
          waitsForShip: true,
          problem: null,
        },
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

/** What was approved, or waits to be, was the price of another weight. */
function weigh(session: Session, weight: LockedWeight): Outcome<Advance, Verdict> {
  const stop = sealed(session)
  if (stop) return stop
  const { problem } = session
  return to(
    {
      ...session,
      weight,
      weightConfirmed: false,
      rateApproved: false,
      problem: problem?.offers.includes('APPROVE') ? null : problem,
    },
    'confirmed',
  )
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

function addItem(
  session: Session,
  { line, goods }: Extract<SessionEvent, { type: 'item' }>,
): Outcome<Advance, Verdict> {
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
  if (goods?.serial !== undefined && isIn(session, goods))
    return refuse('serial-packed', { description: item.description, serial: goods.serial })
  const added = { line, quantity: session.quantity, ...(goods !== undefined && { goods }) }
  const packed: Session = {
    ...session,
    trail: [...session.trail, added],
    quantity: 1,
    weight: null,
    weightConfirmed: false,
    rateApproved: false,
  }
  if (unitsMissing(packed) === 0)
    return to(packed, 'items-complete', { reference: session.order.reference })
  return to(packed, 'item-packed', {
    ...params,
    scanned: item.quantity - unitsLeft(packed, item),
  })
}

/** One serial number is one thing: it is not in the box twice, however often its barcode is read. */
function isIn({ trail }: Session, { gtin, serial }: GoodsRecord): boolean {
  return trail.some(({ goods }) => goods?.serial === serial && goods?.gtin === gtin)
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
      // In another box the same weight says something else of the contents.
      weightConfirmed: session.weightConfirmed && session.box?.id === box.id,
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
  return {
    weight: null,
    weightConfirmed: false,
    rateApproved: false,
    problem: waitsForShip ? null : problem,
  }
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
