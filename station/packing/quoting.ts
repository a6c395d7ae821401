import type { Money } from '../../shared/measures.ts'
import { moneySum } from '../../shared/measures.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CarrierFailure, RateComparison } from '../../shared/shipping.ts'
import type { Carriers, ParcelToShip } from '../carriers/carriers.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { carrierProblem } from './bench-problem.ts'
import type { BenchState, KeptQuote } from './bench-state.ts'
import { boxOf, expectedGrams } from './bench-view.ts'
import { compareRate } from './rate-guard.ts'
import { unitsLeft, type Session } from './session.ts'
import type { SessionOpener } from './session-opener.ts'

export interface QuotingDeps {
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly opener: SessionOpener
  readonly settings: () => Settings
}

type Quoted = Omit<ParcelToShip, 'attempt'>

/**
 * What the label will cost, asked while the packer scans, so that one call remains after the weight; and the
 * comparison with the rate that was chosen at checkout.
 */
export function createQuoting(state: BenchState, deps: QuotingDeps) {
  const { carriers, shipping, opener, settings } = deps
  /** By hash key of the checkout; asked once. */
  const ratedPrices = new Map<string, Money | null>()
  let asking: {
    readonly key: string
    readonly answer: Promise<Outcome<null, CarrierFailure>>
  } | null = null

  /** The open parcel as it will be when it is closed; undefined while something that a price needs is unknown. */
  function parcelOf(session: Session, grams: number | null): Quoted | undefined {
    const { shipFrom } = settings()
    const box = boxOf(session, settings())
    if (!shipFrom || !box || !grams) return undefined
    const { order, parcel } = session
    const contents = opener.contentsWhenClosed(session)
    return { order, parcel, contents, box, grams, shipFrom }
  }

  /** All that a price depends on but the weight. */
  function keyOf({ order, parcel, contents, box, shipFrom }: Quoted): string {
    const { shipTo, service, customs } = order
    const { length, width, height, unit } = box
    const lines = contents.map(({ item, quantity }) => [item.line, quantity])
    const size = [length, width, height, unit]
    return JSON.stringify([order.id, parcel, shipTo, service, customs, lines, size, shipFrom])
  }

  function quoteOf(session: Session): KeptQuote | null {
    const parcel = parcelOf(session, state.quote?.forGrams ?? null)
    return parcel && state.quote?.key === keyOf(parcel) ? state.quote : null
  }

  /** Whether the price that was quoted holds for what the scale says. */
  function holdsFor(quote: KeptQuote, grams: number): boolean {
    return Math.abs(quote.forGrams - grams) <= settings().packing.weightToleranceGrams
  }

  async function ask(parcel: Quoted, key: string): Promise<Outcome<null, CarrierFailure>> {
    const [quoted] = await Promise.all([shipping.quote(parcel), learnRatedPrice(parcel)])
    if (!quoted.ok) return quoted
    if (!state.stopped && state.session?.order.id === parcel.order.id) {
      state.quote = { ...quoted.value, forGrams: parcel.grams, key }
      state.changes.publish()
    }
    return done(null)
  }

  /** The price at checkout, where the order does not say it and the carrier still knows. */
  async function learnRatedPrice({ order }: Quoted): Promise<void> {
    const { hashKey, rated } = order.customs ?? {}
    if (!hashKey || rated?.price || ratedPrices.has(hashKey)) return
    ratedPrices.set(hashKey, null)
    const price = await carriers.of(carriers.route(order)).ratedPrice?.(hashKey, order.merchant)
    if (price?.ok) ratedPrices.set(hashKey, price.value)
  }

  function askOnce(parcel: Quoted): Promise<Outcome<null, CarrierFailure>> {
    const key = `${keyOf(parcel)} ${parcel.grams}`
    if (asking?.key === key) return asking.answer
    const answer = ask(parcel, keyOf(parcel)).finally(() => {
      if (asking?.key === key) asking = null
    })
    asking = { key, answer }
    return answer
  }

  /** Asks for a quote of what is packed now, unless the kept one is of just this. */
  function refresh(): void {
    const { session } = state
    if (!session || session.purchase !== 'none') return
    const parcel = parcelOf(session, session.weight?.grams ?? expectedGrams(session, settings()))
    if (!parcel) return
    const kept = state.quote
    if (kept?.key === keyOf(parcel) && holdsFor(kept, parcel.grams)) return
    state.aside(askOnce(parcel).then((answer) => answer.ok || tellEarly(parcel, answer.failure)))
  }

  /** Early word of what a carrier will refuse; trouble of the line is none. */
  function tellEarly({ order }: Quoted, failure: CarrierFailure): void {
    const now = state.session
    if (state.stopped || now?.order.id !== order.id || now.purchase !== 'none' || now.problem)
      return
    if (failure.httpStatus && failure.httpStatus < 429)
      state.move({ type: 'troubled', problem: carrierProblem(failure, 'attention') })
  }

  /** The quoted price of the parcel as weighed; null where it was not quoted. */
  function priceFor(session: Session): Money | null {
    const quote = quoteOf(session)
    return quote && session.weight && holdsFor(quote, session.weight.grams)
      ? quote.chosen.price
      : null
  }

  /** Today's price beside that of the checkout; null where the order was not rated there. */
  function rateOf(session: Session): RateComparison | null {
    const { order, weight } = session
    if (!order.customs?.hashKey) return null
    const quote = quoteOf(session)
    const grams = weight?.grams ?? quote?.forGrams ?? expectedGrams(session, settings())
    const parcel = parcelOf(session, grams)
    if (!parcel) return null
    const price = weight ? priceFor(session) : (quote?.chosen.price ?? null)
    const earlier = shipping
      .ofOrder(order.id)
      .filter((entry) => entry.boughtAt && entry.state !== 'void' && entry.parcel !== parcel.parcel)
      .map((entry) => entry.price)
    return compareRate({
      parcel,
      service: carriers.of(carriers.route(order)).serviceLevel(order),
      termsOfTrade: order.customs?.termsOfTrade ?? settings().carriers.flavorcloud.termsOfTrade,
      carriedBy: quote?.chosen.carriedBy ?? null,
      looksUp: ratedPrices.get(order.customs?.hashKey ?? '') ?? null,
      // What the checkout promised was the price of the whole order.
      price: moneySum([price, ...earlier]),
      isRateGone: session.rateGone,
      increasePercent: settings().packing.rateIncreasePercent,
      isApproved: session.rateApproved,
    })
  }

  /** Whether the guard needs a fresh price before the parcel is bought. */
  function needsPrice(session: Session): boolean {
    return Boolean(session.order.customs?.hashKey) && !session.rateApproved && !priceFor(session)
  }

  /** Asks for the price of the parcel as weighed. */
  async function priceAsWeighed(session: Session): Promise<Outcome<null, CarrierFailure>> {
    const parcel = parcelOf(session, session.weight?.grams ?? null)
    return parcel ? askOnce(parcel) : done(null)
  }

  /** A box of several holds less than what was rated, and a rate may be used once. */
  function withoutCheckoutRate(session: Session): boolean {
    return (
      session.rateGone ||
      session.packedBefore.length > 0 ||
      session.order.items.some((item) => unitsLeft(session, item) > 0)
    )
  }

  return { refresh, quoteOf, priceFor, rateOf, needsPrice, priceAsWeighed, withoutCheckoutRate }
}

export type Quoting = ReturnType<typeof createQuoting>
