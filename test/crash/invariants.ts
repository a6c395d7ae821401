import { setTimeout as wait } from 'node:timers/promises'
import type { CarrierId } from '../../shared/orders.ts'
import type { Waiting } from '../../shared/outbox.ts'
import type { BenchView } from '../../shared/packing.ts'
import type { Shipment, ShipmentState } from '../../shared/shipping.ts'
import type { SoldLabel } from '../../simulators/carrier-ledger.ts'
import type { Talk } from './crash-host.ts'
import type { Point, Step } from './points.ts'
import type { World } from './world.ts'

/** What must never be; each is counted for itself. */
export interface Violation {
  readonly what:
    | 'duplicate'
    | 'lost'
    | 'unflagged'
    | 'void-in-use'
    | 'state'
    | 'not-parked'
    | 'not-shipped'
  readonly order: string
  readonly detail: string
}

/** What the ledger may say of a purchase after a crash at a step, where it may not say much (P-1, P-2, P-6). */
const AFTERWARDS: Partial<Record<Step, readonly ShipmentState[]>> = {
  'purchase-reached-carrier': ['in-doubt'],
  // FlavorCloud can be asked, so that doubt may have ended meanwhile.
  'sold-not-answered': ['in-doubt', 'bought'],
  answered: ['in-doubt', 'bought'],
  'label-asked': ['bought'],
  'label-sent': ['bought'],
  'first-bytes-at-printer': ['bought'],
  'print-done': ['bought'],
  'scan-back-sent': ['bought'],
  'void-reached-carrier': ['void-asked'],
  'void-done-not-answered': ['void-asked', 'void'],
  'outbox-purchase-reached': ['in-doubt'],
  'outbox-sold-not-answered': ['in-doubt', 'bought'],
  'outbox-answered': ['in-doubt', 'bought'],
}
/** The line is down at these, so that the box cannot have been bought since. */
const UNBOUGHT: readonly string[] = [
  'parked-on-disk',
  'sticker-at-printer',
  'sticker-out',
] satisfies Step[]

/** A label that is under way at the bench is work and not waiting. */
const LABEL_STEPS: readonly BenchView['step'][] = ['printing', 'scan-label']
/** States in which the carrier's id must be in the ledger. */
const KNOWN: readonly ShipmentState[] = ['bought', 'void-asked', 'void-refused']
/** The outbox buys from the first moment; what is still not done after this time was left so by the crash. */
const PATIENCE_MS = 60_000
/** Between two looks: the host that is looked at has work to do. */
const BREATH_MS = 20

/** The ledgers of the carriers beside that of a station that has just started again; empty where all is right. */
export async function violationsOf(
  world: World,
  talk: Talk,
  order: string,
  point: Point | undefined,
): Promise<Violation[]> {
  await world.atRest()
  const { shipments, waiting, sales, bench } = await standing(world, talk, order)
  const found: Violation[] = []
  const tell = (what: Violation['what'], detail: string) =>
    found.push({ what, order, detail: `${point?.at ?? 'end'}: ${detail}` })
  const isFlagged = (id: string, why: Waiting['why'][]) =>
    waiting.some((one) => one.shipmentId === id && why.includes(one.why))

  const live = new Map<string, string[]>()
  for (const { carrier, sale } of sales) {
    const own = shipments.find((one) => one.carrier === carrier && one.reference === sale.reference)
    const said = `${sale.reference} (${sale.id}${sale.voidedAt ? ', void' : ''})`
    if (!own) tell('lost', `${said} is not in the ledger`)
    else if (KNOWN.includes(own.state) && own.carrierShipmentId !== sale.id)
      tell('lost', `${said} is kept as ${own.carrierShipmentId}`)
    else if (sale.voidedAt === null) {
      live.set(`P${own.parcel}`, [...(live.get(`P${own.parcel}`) ?? []), said])
      if (own.state !== 'in-doubt' && !KNOWN.includes(own.state))
        tell(own.state === 'calling' ? 'unflagged' : 'lost', `${said} is ${own.state}`)
    } else if (own.state !== 'void' && own.state !== 'void-asked')
      tell('void-in-use', `${said} is ${own.state}`)
  }
  for (const [parcel, sold] of live)
    if (sold.length > 1) tell('duplicate', `${parcel} has ${sold.join(', ')}`)

  for (const { id, state, reference, carrierShipmentId } of shipments) {
    if (state === 'in-doubt' && !isFlagged(id, ['in-doubt']))
      tell('unflagged', `${reference} is in doubt and not in the outbox`)
    if (state === 'void-asked' && !isFlagged(id, ['void-in-doubt', 'void-pending']))
      tell('unflagged', `the void of ${reference} is not in the outbox`)
    if (state === 'intended' || state === 'calling') tell('unflagged', `${reference} is ${state}`)
    if (KNOWN.includes(state) && !sales.some(({ sale }) => sale.id === carrierShipmentId))
      tell('state', `${reference} is ${state}, and the carrier never sold it`)
  }
  const expected = point && AFTERWARDS[point.at as Step]
  // Of two parked boxes the other one may have been bought meanwhile.
  const states = shipments
    .map(({ state }) => state)
    .slice(0, point?.at.startsWith('outbox') ? 2 : 1)
  if (expected && !states.some((state) => expected.includes(state)))
    tell('state', `the newest purchase is ${states.join(', ')}`)
  if (point && UNBOUGHT.includes(point.at) && !waiting.some(({ why }) => why === 'parked'))
    tell('not-parked', `what waits is ${waiting.map(({ why }) => why).join(', ')}`)
  for (const { id, parcel } of world.stickers.ofOrder(order)) {
    const isOpen = bench.order?.reference === order && bench.order.parcel === parcel
    const isAtBench = isOpen && LABEL_STEPS.includes(bench.step)
    if (!isAtBench && !waiting.some(({ stickerId }) => stickerId === id))
      tell('not-parked', `box ${parcel} has the sticker ${id}, and waits nowhere`)
  }

  for (const job of world.jobs)
    for (const { sale } of sales)
      if (job.text.includes(sale.trackingNumber) && sale.voidedAt && sale.voidedAt < job.at)
        tell('void-in-use', `${sale.reference} was printed ${job.at}, void since ${sale.voidedAt}`)
  return found
}

/** What is only true of an order that is done: each box has one good label, which was proved on it. */
export async function violationsAtEnd(
  world: World,
  talk: Talk,
  order: string,
  boxes: number,
): Promise<Violation[]> {
  const found = await violationsOf(world, talk, order, undefined)
  const tell = (detail: string) => found.push({ what: 'not-shipped', order, detail })
  const { state } = (await talk.rest('GET', `/orders/${order}`)) as { state: string }
  if (state !== 'shipped') tell(`the order is ${state}`)
  const { shipments, waiting, sales } = await standing(world, talk, order)
  const good = shipments.filter((one) => one.state === 'bought' && one.onBoxAt !== null)
  const paid = sales.filter(({ sale }) => sale.voidedAt === null)
  if (good.length !== boxes || paid.length !== boxes)
    tell(`${boxes} boxes have ${good.length} labels on them, and ${paid.length} are paid for`)
  if (waiting.length > 0) tell(`${waiting.map(({ why }) => why).join(', ')} still waits`)
  return found
}

/** Ledgers, outbox and bench of one moment: what the station settles and buys by itself meanwhile is read again. */
async function standing(world: World, talk: Talk, order: string) {
  const read = async () => {
    const { rows } = await talk.station.shipments.search({ order, limit: 500 })
    return { shipments: rows, sales: salesOf(world, order) }
  }
  const textOf = ({ shipments, sales }: { shipments: Shipment[]; sales: unknown }) =>
    JSON.stringify([shipments.map(({ id, state }) => `${id} ${state}`), sales])
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const before = await read()
    const [outbox, bench] = await Promise.all([
      talk.rest('GET', '/outbox'),
      talk.rest('GET', '/packing'),
    ])
    const { shipments, sales } = await read()
    const isBuying = shipments.some(({ state }) => state === 'intended' || state === 'calling')
    if (isBuying && performance.now() < until) {
      await wait(BREATH_MS)
      continue
    }
    if (textOf(before) !== textOf({ shipments, sales })) continue
    const { waiting } = outbox as { waiting: Waiting[] }
    return {
      shipments,
      sales,
      waiting: waiting.filter((one) => one.order === order),
      bench: bench as Pick<BenchView, 'order' | 'step'>,
    }
  }
}

function salesOf(world: World, order: string): { carrier: CarrierId; sale: SoldLabel }[] {
  return Object.entries(world.carriers).flatMap(([carrier, simulator]) =>
    simulator
      .ledger()
      .filter(({ reference }) => reference.includes(order))
      .map((sale) => ({ carrier: carrier as CarrierId, sale })),
  )
}
