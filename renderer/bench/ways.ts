import type { BenchView } from '../../shared/packing.ts'
import { isSealed } from './sealed.ts'
import type { ShownOffers } from './use-offers.ts'

export type OfferView = NonNullable<BenchView['quote']>['offers'][number]

/** What the carrier offers and what differs from checkout, as far as there is something to say. */
export interface Ways {
  /** Only where there is a choice. */
  readonly offers: readonly OfferView[]
  readonly moreOffers: number
  readonly isOld: boolean
  readonly warnings: readonly string[]
  readonly rate: BenchView['rate']
}

/** So many fit into the label's place: offers alone, and offers above a list of differences. */
const MOST_OFFERS = 8
const MOST_OFFERS_BESIDE_RATE = 3

/** The cheapest ones, the chosen one always among them, in the order they came. */
function shown(offers: readonly OfferView[], most: number): readonly OfferView[] {
  if (offers.length <= most) return offers
  const chosen = offers.find((offer) => offer.isChosen)
  const others = offers.filter((offer) => offer !== chosen).slice(0, chosen ? most - 1 : most)
  return offers.filter((offer) => offer === chosen || others.includes(offer))
}

/** Undefined where the label's place stays the label's, or tells of its carrier's outage. Pure. */
export function waysOf(
  { order, step, quote, rate, problem, outage }: BenchView,
  { offers: known, isOld }: ShownOffers,
): Ways | undefined {
  if (!order || isSealed(step)) return undefined
  // Nothing is bought now that could be chosen; only a supervisor who is asked has to see the prices.
  if (outage && !problem?.offers.includes('APPROVE')) return undefined
  const differs = rate && (rate.changes.length > 0 || rate.verdict !== 'within') ? rate : null
  // Where the new ones were refused, the old ones hold no more.
  const choice = known.length > 1 && !(isOld && problem) ? known : []
  const offers = shown(choice, differs ? MOST_OFFERS_BESIDE_RATE : MOST_OFFERS)
  const warnings = quote?.warnings ?? []
  if (offers.length === 0 && warnings.length === 0 && !differs) return undefined
  return { offers, moreOffers: choice.length - offers.length, isOld, warnings, rate: differs }
}
