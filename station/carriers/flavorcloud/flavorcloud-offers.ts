import type { Money } from '../../../shared/measures.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { Offer } from '../../../shared/shipping.ts'
import type { Quote } from '../carrier.ts'
import { SERVICE_CODES } from './flavorcloud-assumptions.ts'
import type { Rating } from './flavorcloud-rating.ts'
import { moneyOf } from './flavorcloud-values.ts'

export interface Asked {
  /** The one that would be bought, first, and those beside it. */
  readonly services: readonly [string, ...string[]]
  readonly terms: 'DDP' | 'DDU'
  readonly currency: string
}

/**
 * The offers of a rating under the terms asked for. A level is one of the asked services where the names agree but
 * for case, `-`, `_` and spaces; one that nobody asked for is an offer too. `price` is the carriage (`ShippingCost`);
 * duties and taxes stand beside it.
 */
export function quoteFromRating(
  rating: Rating,
  asked: Asked,
): Outcome<
  Quote,
  { code: 'no-rates' | 'service-not-available' | 'carrier-answer-not-understood' }
> {
  const [service] = asked.services
  const currency = rating.Currency ?? asked.currency
  const rated = rating.levels.flatMap((level) => {
    const trade = level[asked.terms]
    return trade ? [{ service: serviceOf(level.name, asked.services), trade }] : []
  })
  if (rated.length === 0) return failed({ code: 'no-rates' })
  if (!rated.some((one) => one.service === service))
    return failed({ code: 'service-not-available' })
  const offers = rated
    .flatMap(({ service, trade }): Offer[] => {
      const price = moneyOf(trade.ShippingCost, currency)
      if (!price || price.minor < 0) return []
      const landedCost = moneyOf(trade.LandedCostDetail?.LandedCost ?? null, currency)
      return [
        {
          service,
          termsOfTrade: asked.terms,
          price,
          landedCost: asked.terms === 'DDP' ? landedCost : null,
          days: trade.Days,
          carriedBy: trade.Carrier,
        },
      ]
    })
    .toSorted((one, other) => one.price.minor - other.price.minor)
  const chosen = offers.find((offer) => offer.service === service)
  if (!chosen) return failed({ code: 'carrier-answer-not-understood' })
  const isIncomplete = chosen.termsOfTrade === 'DDP' && !chosen.landedCost
  return done({
    chosen,
    offers,
    warnings: isIncomplete ? ['The carrier names no duties and taxes for DDP'] : [],
  })
}

/** The price of one rate by its key, or of the only one there is; undefined where there is no such price. */
export function priceOfRate(rating: Rating, hashKey: string): Money | undefined {
  const trades = rating.levels.flatMap(({ DDP, DDU }) => [DDP, DDU]).filter((trade) => !!trade)
  const trade =
    trades.find((one) => one.HashKey === hashKey) ??
    (trades.length === 1 && trades[0]?.HashKey === null ? trades[0] : undefined)
  return moneyOf(trade?.ShippingCost ?? null, rating.Currency) ?? undefined
}

/** A level's name as an order's `service` would have it: as it was asked, as a known code, or "NEW-LEVEL". */
function serviceOf(level: string, asked: readonly string[]): string {
  const known = [...asked, ...SERVICE_CODES].find((code) => plain(code) === plain(level))
  const words = level.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').replaceAll(/[_\s]+/g, '-')
  return known ?? words.toUpperCase()
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '')
}
