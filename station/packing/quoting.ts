import type { Money } from '../../shared/measures.ts'
import { moneySum } from '../../shared/measures.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CarrierFailure, RateComparison } from '../../shared/shipping.ts'
import type { Carriers, ParcelToShip } from '../carriers/carriers.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { carrierProblem, isInTheParcel } from './bench-problem.ts'
import type { BenchState, KeptQuote } from './bench-state.ts'
import { boxOf, expectedGrams } from './bench-view.ts'
import { compareRate, tellsWeight } from './rate-guard.ts'
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
  /** By hash key of the checkout: what the carrier said of it. */
  const ratedPrices = new Map<string, Money | null>()
  const learning = new Map<string, Promise<void>>()
  let asking: {
    readonly key: string
    readonly grams: number
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

  /** All that a price depends on but the weight and, as several are quoted at once, the service. */
  function keyOf({ order, parcel, contents, box, shipFrom }: Quoted): string {
    const { shipTo, customs } = order
    const { length, width, height, unit } = box
    const lines = contents.map(({ item, quantity }) => [item.line, quantity])
    const size = [length, width, height, unit]
    const carrier = carriers.route(order)
    return JSON.stringify([order.id, parcel, carrier, shipTo, customs, lines, size, shipFrom])
  }

  function serviceOf(order: Quoted['order']): string {
    return carriers.of(carriers.route(order)).serviceLevel(order)
  }

  /** The quote of just this parcel; `chosen` is the offer of its service also where another was chosen first. */
  function quoteOf(session: Session): KeptQuote | null {
    const { quote } = state
    const parcel = parcelOf(session, quote?.forGrams ?? null)
    if (!quote || !parcel || quote.key !== keyOf(parcel)) return null
    const service = serviceOf(session.order)
    if (quote.chosen.service === service) return quote
    const chosen = quote.offers.find((offer) => offer.service === service)
    return chosen ? { ...quote, chosen } : null
  }

  /** Whether what was asked about one is true of the other too. */
  function isSameParcel(one: Session, other: Session): boolean {
    const [first, second] = [one, other].map((session) => {
      const parcel = parcelOf(session, session.weight?.grams ?? null)
      return parcel && askKeyOf(parcel) + parcel.grams
    })
    return first === second
  }

  function askKeyOf(parcel: Quoted): string {
    return `${keyOf(parcel)} ${serviceOf(parcel.order)}`
  }

  /** Whether the open parcel is still the one that was asked about, at whatever weight. */
  function isStillOpen(asked: Quoted): boolean {
    const { session } = state
    if (state.stopped || session?.purchase !== 'none') return false
    const parcel = parcelOf(session, asked.grams)
    return parcel !== undefined && askKeyOf(parcel) === askKeyOf(asked)
  }

  /** Whether the price that was quoted holds for what the scale says. */
  function holdsFor(quotedGrams: number, grams: number): boolean {
    return Math.abs(quotedGrams - grams) <= settings().packing.weightToleranceGrams
  }

  async function ask(parcel: Quoted): Promise<Outcome<null, CarrierFailure>> {
    const [quoted] = await Promise.all([shipping.quote(parcel), learnRatedPrice(parcel)])
    if (!quoted.ok) return quoted
    if (isStillOpen(parcel)) {
      state.quote = { ...quoted.value, forGrams: parcel.grams, key: keyOf(parcel) }
      state.changes.publish()
    }
    return done(null)
  }

  /** The price at checkout, where the order does not say it and the carrier still knows. */
  async function learnRatedPrice({ order }: Quoted): Promise<void> {
    const { hashKey, rated } = order.customs ?? {}
    if (!hashKey || rated?.price || ratedPrices.has(hashKey)) return
    const running = learning.get(hashKey) ?? askRatedPrice(order, hashKey)
    learning.set(hashKey, running)
    await running
  }

  /** After trouble of the line it is asked again with the next quote. */
  async function askRatedPrice(order: Quoted['order'], hashKey: string): Promise<void> {
    const price = await carriers.of(carriers.route(order)).ratedPrice?.(hashKey, order.merchant)
    if (!price || price.ok || price.failure.code === 'rate-expired')
      ratedPrices.set(hashKey, price?.ok ? price.value : null)
    learning.delete(hashKey)
  }

  function askOnce(parcel: Quoted): Promise<Outcome<null, CarrierFailure>> {
    const key = askKeyOf(parcel)
    if (asking?.key === key && holdsFor(asking.grams, parcel.grams)) return asking.answer
    const answer = ask(parcel).finally(() => {
      if (asking?.answer === answer) asking = null
    })
    asking = { key, grams: parcel.grams, answer }
    return answer
  }

  /** Asks for a quote of what is packed now, unless the kept one is of just this. */
  function refresh(): void {
    const { session } = state
    if (!session || session.purchase !== 'none') return
    const parcel = parcelOf(session, session.weight?.grams ?? expectedGrams(session, settings()))
    if (!parcel) return
    const kept = quoteOf(session)
    if (kept && holdsFor(kept.forGrams, parcel.grams)) return
    state.aside(askOnce(parcel).then((answer) => answer.ok || tellEarly(parcel, answer.failure)))
  }

  /** Early word of what a carrier will refuse; trouble of the line is none. */
  function tellEarly(parcel: Quoted, failure: CarrierFailure): void {
    if (!isStillOpen(parcel) || state.session?.problem) return
    const { code, httpStatus = 0 } = failure
    if ((httpStatus > 0 && httpStatus < 429) || isInTheParcel(code))
      state.move({ type: 'troubled', problem: carrierProblem(failure, 'attention') })
  }

  /** The quoted price of the parcel as weighed; null where it was not quoted. */
  function priceFor(session: Session): Money | null {
    const quote = quoteOf(session)
    return quote && session.weight && holdsFor(quote.forGrams, session.weight.grams)
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
    const { original } = order.correction ?? {}
    const { service: _, ...unserviced } = order
    return compareRate({
      parcel,
      service: serviceOf(order),
      ...(original && {
        serviceAsGiven: serviceOf({
          ...unserviced,
          ...(original.service !== undefined && { service: original.service }),
        }),
      }),
      termsOfTrade: order.customs?.termsOfTrade ?? settings().carriers.flavorcloud.termsOfTrade,
      carriedBy: quote?.chosen.carriedBy ?? null,
      looksUp: ratedPrices.get(order.customs?.hashKey ?? '') ?? null,
      // What the checkout promised was the price of the whole order.
      price: moneySum([price, ...earlier]),
      isRateGone: isRateUseless(session),
      increasePercent: settings().packing.rateIncreasePercent,
      isApproved: session.rateApproved,
    })
  }

  /** Whether the guard needs a fresh price before the parcel is bought. */
  function needsPrice(session: Session): boolean {
    const rate = rateOf(session)
    if (!rate || rate.isApproved || priceFor(session)) return false
    const { carrier } = session.order.customs?.rated ?? {}
    return !isAsRated(session, rate) || (carrier !== undefined && !quoteOf(session))
  }

  /** Whether the carrier is known to sell just what was rated, and so at the price of the checkout. */
  function isAsRated(session: Session, rate: RateComparison): boolean {
    return (
      rate.changes.length === 0 &&
      !isRateUseless(session) &&
      tellsWeight(session.order.customs?.rated ?? {})
    )
  }

  /** What the label will have cost, where the carrier's own answer does not tell; null where nobody knows. */
  function priceToKeep(session: Session): Money | null {
    const rate = rateOf(session)
    const then = rate && isAsRated(session, rate) ? rate.atCheckout : null
    return then ?? priceFor(session)
  }

  /** Asks for the price of the parcel as weighed. */
  async function priceAsWeighed(session: Session): Promise<Outcome<null, CarrierFailure>> {
    const parcel = parcelOf(session, session.weight?.grams ?? null)
    return parcel ? askOnce(parcel) : done(null)
  }

  /** A box of several holds less than what was rated, and a rate may be used once. */
  function isRateUseless(session: Session): boolean {
    const { rateGone, packedBefore, closed, order } = session
    if (rateGone || packedBefore.length > 0) return true
    return (closed && order.items.some((item) => unitsLeft(session, item) > 0)) || isSpent(session)
  }

  /** Whether an earlier purchase of the order has used the rate up, or found it dead. */
  function isSpent({ order, shipmentId }: Session): boolean {
    const { hashKey } = order.customs ?? {}
    if (!hashKey) return false
    return shipping
      .ofOrder(order.id)
      .some(
        ({ id, state, boughtAt, failure, requestBody }) =>
          id !== shipmentId &&
          (boughtAt !== null || state === 'given-up' || failure?.code === 'rate-expired') &&
          requestBody.includes(JSON.stringify(hashKey)),
      )
  }

  /** A rate that the parcel cannot use is not sent; nor one of another service, lest the carrier sell that. */
  function withoutCheckoutRate(session: Session): boolean {
    const changes = rateOf(session)?.changes ?? []
    return (
      isRateUseless(session) ||
      changes.some(({ what }) => what === 'service-code' || what === 'terms-of-trade')
    )
  }

  return {
    refresh,
    quoteOf,
    isSameParcel,
    priceToKeep,
    rateOf,
    needsPrice,
    priceAsWeighed,
    withoutCheckoutRate,
  }
}

export type Quoting = ReturnType<typeof createQuoting>
