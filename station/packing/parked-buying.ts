import type { BenchProblem } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import { isOfTheLine, type CarrierFailure } from '../../shared/shipping.ts'
import type { Orders } from '../orders/orders.ts'
import type { Attempt, Work } from '../outbox/outbox.ts'
import { isGood, isLive, type LedgerEntry, type Shipping } from '../shipping/shipping.ts'
import { carrierProblem, simpleProblem } from './bench-problem.ts'
import { parkedBox, type ParkedBox } from './parked-box.ts'
import type { ParcelToBuy, Quoted, Rating } from './rating.ts'

export interface ParkedBuyingDeps {
  readonly orders: Pick<Orders, 'find'>
  readonly shipping: Shipping
  readonly rating: Rating
  readonly settings: () => Settings
  /** False on records that are known to be damaged. */
  readonly mayBuy: () => boolean
}

/** Meanwhile the carrier is known to be down, and the outbox waits for its return. */
const LINE_MS = 2_000
const BUSY_MS = 30_000
const ACCOUNT_MS = 60_000
/** A doubt that ends wakes its parcel by itself. */
const DOUBT_MS = 60_000

/** No parcel of this carrier gets through before somebody has mended that. */
const OF_THE_ACCOUNT: readonly string[] = [
  'credentials-missing',
  'credentials-refused',
  'permission-missing',
  'account-locked',
  'account-not-ready',
  'call-switched-off',
]

/**
 * Buys parked boxes: what the outbox runs. The ledger is asked first, so that a try may be made again whatever became
 * of the one before (O-2); then the same guards as at the bench, a quote, and one purchase.
 */
export function createParkedBuying(deps: ParkedBuyingDeps): Work {
  const { shipping, rating, settings } = deps

  return async (parked) => {
    const box = parkedBox(parked, (id) => deps.orders.find(id))
    const earlier = shipping
      .ofOrder(parked.orderId)
      .filter(({ parcel }) => parcel === parked.parcel)
    const live = earlier.find(({ state }) => isLive(state))
    if (live) return attemptFrom(live)
    const ended = endedSince(box, earlier.at(-1))
    if (ended) return rejected(ended)
    if (!deps.mayBuy()) return later({ code: 'records-damaged' }, ACCOUNT_MS, true)
    if (!settings().shipFrom) return rejected(simpleProblem('ship-from-missing'))
    const asked = rating.parcelOf(box.session, box.session.weight?.grams ?? null)
    return asked ? quoteAndBuy(box, asked) : rejected(simpleProblem('no-boxes'))
  }

  async function attemptFrom(live: LedgerEntry): Promise<Attempt> {
    if (!isGood(live.state)) {
      const code = live.state === 'void-asked' ? 'void-in-doubt' : 'purchase-in-doubt'
      return later({ code }, DOUBT_MS, false)
    }
    // Should it not come now, it is fetched again beside all this (P-12).
    if (!live.label) await shipping.fetchLabel(live.id)
    return { verdict: 'done' }
  }

  async function quoteAndBuy(box: ParkedBox, asked: Quoted): Promise<Attempt> {
    const quoted = await rating.ask(asked)
    const putOff = quoted.ok ? undefined : whenToTryAgain(quoted.failure)
    if (putOff) return putOff
    const quote = quoted.ok ? quoted.value : null
    const { session } = box
    if (!quoted.ok && rating.needsPrice(session, quote))
      return rejected(carrierProblem(quoted.failure))
    const stop = rating.stopOf(session, quote)
    if (stop) return rejected(stop)
    if (!deps.mayBuy()) return later({ code: 'records-damaged' }, ACCOUNT_MS, true)
    const toBuy = rating.toBuy(session, quote)
    return toBuy ? buy(toBuy, box.operator) : rejected(simpleProblem('no-boxes'))
  }

  async function buy(
    { parcel, ...by }: ParcelToBuy,
    operator: ParkedBox['operator'],
  ): Promise<Attempt> {
    const result = await shipping.buy(parcel, { ...by, operator })
    switch (result.kind) {
      case 'bought':
        return attemptFrom(result.shipment)
      case 'in-doubt':
        return later({ code: 'purchase-in-doubt' }, DOUBT_MS, true)
      case 'refused':
        return whenToTryAgain(result.failure) ?? rejected(carrierProblem(result.failure))
      case 'not-kept':
        return later({ code: 'not-kept' }, LINE_MS, true)
    }
  }
}

/** Why a box goes back to the bench although nobody refused it: a person ended its purchase since it was parked. */
function endedSince({ endedBefore }: ParkedBox, newest: LedgerEntry | undefined) {
  if (!newest || newest.id === endedBefore) return undefined
  if (newest.state === 'void') return simpleProblem('label-was-voided')
  return newest.state === 'given-up' ? simpleProblem('purchase-given-up') : undefined
}

/** What may pass is tried again; undefined where this parcel would meet the same again. */
function whenToTryAgain(failure: CarrierFailure): Attempt | undefined {
  const { code, carrierSaid, retryAfterSeconds } = failure
  const told = { code, ...(carrierSaid !== undefined && { said: carrierSaid }) }
  if (code === 'carrier-busy')
    return later(told, retryAfterSeconds === undefined ? BUSY_MS : retryAfterSeconds * 1000, true)
  // Trouble may be the carrier's own with just this parcel, and a dead rate is bought anew without it: both count.
  if (code === 'carrier-trouble' || code === 'rate-expired')
    return { verdict: 'retry', failure: told, problem: carrierProblem(failure) }
  if (isOfTheLine(code)) return later(told, LINE_MS, true)
  return OF_THE_ACCOUNT.includes(code) ? later(told, ACCOUNT_MS, true) : undefined
}

function later(
  failure: { readonly code: string; readonly said?: string },
  afterMs: number,
  forAll: boolean,
): Attempt {
  return { verdict: 'later', failure, afterMs, forAll }
}

function rejected(problem: BenchProblem): Attempt {
  const said = problem.said === undefined ? {} : { said: problem.said }
  return { verdict: 'reject', failure: { code: problem.code, ...said }, problem }
}
