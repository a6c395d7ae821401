import type { Money } from '../../shared/measures.ts'
import { moneySum } from '../../shared/measures.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { BenchProblem } from '../../shared/packing.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CarrierFailure, PackedGoods, RateComparison } from '../../shared/shipping.ts'
import type { Carriers, ParcelToShip, Quote } from '../carriers/carriers.ts'
import type { Shipping } from '../shipping/shipping.ts'
import { rateProblem } from './bench-problem.ts'
import type { ProductWeights } from '../product-weights/product-weights.ts'
import { contentsOf, contentsWhenClosed, goodsOf } from './contents.ts'
import { expectedWeight } from './expected-weight.ts'
import { compareRate, tellsWeight } from './rate-guard.ts'
import { boxOf, unitsLeft, type Session } from './session.ts'

/** A quote with what it was asked for. */
export interface KeptQuote extends Quote {
  readonly forGrams: number
  /** Of the parcel as it was quoted: another text is another parcel, and its quote says nothing of this one. */
  readonly key: string
}

export interface RatingDeps {
  readonly carriers: Carriers
  readonly shipping: Shipping
  readonly productWeights: Pick<ProductWeights, 'unitWeight'>
  readonly settings: () => Settings
}

export type Quoted = Omit<ParcelToShip, 'attempt'>

/** What is bought, and what the ledger keeps of it beside. */
export interface ParcelToBuy {
  readonly parcel: Quoted
  /** The scale's own bytes and time behind the weight. */
  readonly weightLineage: string
  readonly goods: readonly PackedGoods[]
  readonly quoted: Money | null
}

/**
 * What a parcel costs today and what it was to cost at checkout. Of each session it is told which quote is known;
 * by itself it keeps only what the carrier said of the rates of the checkout.
 */
export function createRating({ carriers, shipping, productWeights, settings }: RatingDeps) {
  /** By hash key of the checkout: what the carrier said of it. */
  const ratedPrices = new Map<string, Money | null>()
  const learning = new Map<string, Promise<void>>()

  /** Null where the weight of a unit is not known. */
  function expectedGrams(session: Session): number | null {
    return expectedWeight(session, settings(), productWeights)?.grams ?? null
  }

  /** The parcel as it will be when it is closed; undefined while something that a price needs is unknown. */
  function parcelOf(session: Session, grams: number | null): Quoted | undefined {
    const { shipFrom } = settings()
    const box = boxOf(session, settings())
    if (!shipFrom || !box || !grams) return undefined
    const { order, parcel } = session
    return { order, parcel, contents: contentsWhenClosed(session), box, grams, shipFrom }
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

  /** The kept quote where it is of just this parcel; `chosen` is the offer of its service also where another was. */
  function quoteOf(session: Session, kept: KeptQuote | null): KeptQuote | null {
    const parcel = parcelOf(session, kept?.forGrams ?? null)
    if (!kept || !parcel || kept.key !== keyOf(parcel)) return null
    const service = serviceOf(session.order)
    if (kept.chosen.service === service) return kept
    const chosen = kept.offers.find((offer) => offer.service === service)
    return chosen ? { ...kept, chosen } : null
  }

  /** Whether the price that was quoted holds for what the scale says. */
  function holdsFor(quotedGrams: number, grams: number): boolean {
    return Math.abs(quotedGrams - grams) <= settings().packing.weightToleranceGrams
  }

  /** Asks the carrier for the price of a parcel, and for that of its checkout where the order does not say it. */
  async function ask(parcel: Quoted): Promise<Outcome<KeptQuote, CarrierFailure>> {
    const [quoted] = await Promise.all([shipping.quote(parcel), learnRatedPrice(parcel)])
    return quoted.ok
      ? done({ ...quoted.value, forGrams: parcel.grams, key: keyOf(parcel) })
      : quoted
  }

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

  /** The quoted price of the parcel as weighed; null where it was not quoted. */
  function priceFor(session: Session, kept: KeptQuote | null): Money | null {
    const quote = quoteOf(session, kept)
    return quote && session.weight && holdsFor(quote.forGrams, session.weight.grams)
      ? quote.chosen.price
      : null
  }

  /** Today's price beside that of the checkout; null where the order was not rated there. */
  function rateOf(session: Session, kept: KeptQuote | null): RateComparison | null {
    const { order, weight } = session
    if (!order.customs?.hashKey) return null
    const quote = quoteOf(session, kept)
    const grams = weight?.grams ?? quote?.forGrams ?? expectedGrams(session)
    const parcel = parcelOf(session, grams)
    if (!parcel) return null
    const price = weight ? priceFor(session, kept) : (quote?.chosen.price ?? null)
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
  function needsPrice(session: Session, kept: KeptQuote | null): boolean {
    const rate = rateOf(session, kept)
    if (!rate || rate.isApproved || priceFor(session, kept)) return false
    const { carrier } = session.order.customs?.rated ?? {}
    return !isAsRated(session, rate) || (carrier !== undefined && !quoteOf(session, kept))
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
  function priceToKeep(session: Session, kept: KeptQuote | null): Money | null {
    const rate = rateOf(session, kept)
    const then = rate && isAsRated(session, rate) ? rate.atCheckout : null
    return then ?? priceFor(session, kept)
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
  function withoutCheckoutRate(session: Session, kept: KeptQuote | null): boolean {
    const changes = rateOf(session, kept)?.changes ?? []
    return (
      isRateUseless(session) ||
      changes.some(({ what }) => what === 'service-code' || what === 'terms-of-trade')
    )
  }

  /** Why a parcel is not bought at what is known of its price: a supervisor has to let it pass. */
  function stopOf(session: Session, kept: KeptQuote | null): BenchProblem | undefined {
    const rate = rateOf(session, kept)
    if (!rate || rate.isApproved) return undefined
    if (needsPrice(session, kept)) return rateProblem({ ...rate, verdict: 'unknown' })
    return rate.verdict === 'within' ? undefined : rateProblem(rate)
  }

  /** The packed parcel as it is bought; undefined while something of it is not known. */
  function toBuy(session: Session, kept: KeptQuote | null): ParcelToBuy | undefined {
    const { weight } = session
    const parcel = parcelOf(session, weight?.grams ?? null)
    if (!parcel) return undefined
    return {
      parcel: {
        ...parcel,
        contents: contentsOf(session),
        withoutCheckoutRate: withoutCheckoutRate(session, kept),
      },
      weightLineage: JSON.stringify(weight),
      goods: goodsOf(session),
      quoted: priceToKeep(session, kept),
    }
  }

  return {
    expectedGrams,
    parcelOf,
    keyOf,
    serviceOf,
    quoteOf,
    holdsFor,
    ask,
    rateOf,
    needsPrice,
    stopOf,
    toBuy,
  }
}

export type Rating = ReturnType<typeof createRating>
