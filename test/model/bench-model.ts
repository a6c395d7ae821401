import type { Order } from '../../shared/orders.ts'
import { SettingsSchema } from '../../shared/settings.ts'
import type { Settlement } from '../../shared/shipping.ts'
import type { Carriers } from '../../station/carriers/carriers.ts'
import type { Database } from '../../station/database/database.ts'
import type { SteadyWrites } from '../../station/database/steady-writes.ts'
import { createOutbox, type Outbox, type ParkedParcel } from '../../station/outbox/outbox.ts'
import { simpleProblem } from '../../station/packing/bench-problem.ts'
import { parkedText } from '../../station/packing/parked-box.ts'
import { createParkedBuying } from '../../station/packing/parked-buying.ts'
import { createRating } from '../../station/packing/rating.ts'
import { openSession } from '../../station/packing/session.ts'
import type { Clock, Log } from '../../station/ports.ts'
import { isGood, isLive, type Shipping } from '../../station/shipping/shipping.ts'
import { HARBOR, parcelFor } from '../station/carriers/made-up-parcel.ts'
import { PRICE } from './carrier-model.ts'

const BOX = { id: 'B1', name: 'Small', barcode: 'BOX-B1', length: 12, width: 9, height: 4.5 }

const SETTINGS = SettingsSchema.parse({
  shipFrom: HARBOR,
  boxes: [{ ...BOX, unit: 'in', tareGrams: 90 }],
})

/** Orders with an even number go by Flexport; every fifth was rated at checkout (O-10). */
export function orderOf(id: number): Order {
  const carrier = id % 2 === 0 ? 'flexport' : 'flavorcloud'
  const { order } = parcelFor(carrier, { id, reference: `LK-${id}`, carrier })
  const rated = { price: { amount: (PRICE / 100).toFixed(2), currency: 'USD' } }
  return id % 5 === 0 ? { ...order, customs: { hashKey: `hash-${id}`, rated } } : order
}

export interface BenchModelDeps {
  readonly database: Database
  readonly shipping: Shipping
  readonly carriers: Carriers
  readonly writes: SteadyWrites
  readonly mayBuy: () => boolean
  /** A try of the outbox begins. */
  readonly onTry: (parked: ParkedParcel) => void
  readonly onTried: (parked: ParkedParcel) => void
  /** A label is scanned on its box. */
  readonly onScan: (shipmentId: string) => void
  readonly clock: Clock
  readonly log: Log
}

/**
 * What the bench does about purchases and parked boxes, without scanner, scale and screen: parking, stickers, and what
 * becomes of a box whose doubt or whose label has ended. The words of it stand in `packing/sticker-scans.ts`.
 */
export function openBenchModel(deps: BenchModelDeps) {
  const { shipping, carriers } = deps
  const rating = createRating({
    carriers,
    shipping,
    productWeights: { unitWeight: () => undefined },
    settings: () => SETTINGS,
  })
  const buyParked = createParkedBuying({
    orders: { find: orderOf },
    shipping,
    rating,
    settings: () => SETTINGS,
    mayBuy: deps.mayBuy,
  })
  const outbox: Outbox = createOutbox({
    ...deps,
    async work(parked) {
      deps.onTry(parked)
      return buyParked(parked)
    },
  })

  function voided(id: string): void {
    const { orderId, parcel } = shipping.find(id) ?? { orderId: 0, parcel: 0 }
    outbox.refuse(orderId, parcel, simpleProblem('label-was-voided'))
  }

  function doubtEnded(id: string): void {
    const { orderId, parcel, state } = shipping.find(id) ?? { orderId: 0, parcel: 0 }
    if (state === 'given-up') outbox.refuse(orderId, parcel, simpleProblem('purchase-given-up'))
    else outbox.wake(orderId, parcel)
  }

  outbox.ended.subscribe(({ parcel }) => deps.onTried(parcel))
  shipping.doubtsEnded.subscribe(doubtEnded)
  shipping.voidsDone.subscribe(voided)

  return {
    outbox,

    /** Hands a box over that the bench has and that nothing was bought for. */
    park(orderId: number, parcel: number): ParkedParcel | undefined {
      const earlier = shipping.ofOrder(orderId).filter((entry) => entry.parcel === parcel)
      if (earlier.some(({ state }) => isLive(state)) || outbox.ofParcel(orderId, parcel)) return
      const order = orderOf(orderId)
      const box = { id: BOX.id, chosenBy: 'suggestion' as const }
      const at = deps.clock.now().toISOString()
      const session = {
        ...openSession({ order, parcel, packedBefore: [], box, allPacked: true }),
        weight: { grams: 1151, shown: '1.151 kg', raw: '', at },
      }
      return outbox.park({
        orderId,
        order: order.reference,
        merchant: order.merchant,
        parcel,
        carrier: carriers.route(order),
        packed: parkedText({ session, operator: null, endedBefore: earlier.at(-1)?.id ?? null }),
      })
    },

    /** The scan of a sticker: its label prints and goes on the box, or it is bought next, or the bench has it again. */
    async scanSticker(stickerId: string): Promise<void> {
      const parked = outbox.find(stickerId)
      if (parked?.state === 'refused') outbox.takeBack(stickerId)
      else if (parked?.state === 'bought') await labelOnBox(parked)
      else if (parked && !carriers.outage(parked.carrier)) outbox.hurry(stickerId)
    },

    async void(id: string): Promise<void> {
      const outcome = await shipping.void(id)
      if (outcome.ok) voided(id)
    },

    async settle(id: string, settlement: Settlement): ReturnType<Shipping['settle']> {
      const outcome = await shipping.settle(id, settlement)
      if (outcome.ok) doubtEnded(id)
      return outcome
    },
  }

  async function labelOnBox({ orderId, parcel }: ParkedParcel): Promise<void> {
    const good = shipping
      .ofOrder(orderId)
      .find((entry) => entry.parcel === parcel && isGood(entry.state))
    if (!good) return
    const fetched = await shipping.fetchLabel(good.id)
    const printed = fetched.ok && (await shipping.print(good.id, 'label'))
    if (!printed || !printed.ok || !isGood(shipping.find(good.id)?.state ?? 'void')) return
    deps.onScan(good.id)
    shipping.confirmOnBox(good.id)
    outbox.close(orderId, parcel)
  }
}
