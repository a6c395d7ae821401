import { z } from 'zod'
import { failed } from '../../../shared/outcome.ts'
import { meaning, type Answered, type FlavorCloudCalls } from './flavorcloud-call.ts'
import { LandedCostSchema, PATHS } from './flavorcloud-assumptions.ts'
import type {
  LandedCostRequest,
  MultiQuoteRequest,
  MultiRateRequest,
  QuoteRequest,
  RateRequest,
} from './flavorcloud-bodies.ts'
import { decimal, listOf, reading, text } from './flavorcloud-values.ts'

/** One service level under one of the terms; amounts are decimal text. */
const TradeSchema = z.object({
  HashKey: text,
  ShippingCost: decimal,
  Days: text,
  Carrier: text,
  LandedCostDetail: z
    .object({
      DutyHashKey: text,
      LandedCost: decimal,
      Duty: decimal,
      SalesTax: decimal,
      AIT: decimal,
    })
    .nullable()
    .catch(null),
})
const trade = TradeSchema.optional().catch(undefined)

/** Any member of an answer that is an object with one of these is a service level, whatever its name. */
const LevelSchema = z
  .object({ DDP: trade, DDU: trade })
  .refine((level) => level.DDP !== undefined || level.DDU !== undefined)

const RatingSchema = z.looseObject({ Reference: text, Currency: text }).transform((rating) => ({
  Reference: rating.Reference,
  Currency: rating.Currency,
  levels: Object.entries(rating).flatMap(([name, member]) => {
    const level = LevelSchema.safeParse(member).data
    return level ? [{ name, ...level }] : []
  }),
}))
/** Prices of the service levels that are to be had. */
export type Rating = z.infer<typeof RatingSchema>

export type LandedCost = z.infer<typeof LandedCostSchema>

const readRating = reading(RatingSchema)

const MOST_LANDED_COST_PIECES = 20

export interface FlavorCloudRating {
  /** POST /Rates. */
  rates(body: RateRequest, merchant: string): Answered<Rating>
  /** Several parcels between the same two addresses. */
  multiRates(body: MultiRateRequest, merchant: string): Answered<readonly Rating[]>
  /** GET /Rate/Get/Detail: a rate that was given before, with `rate-expired` where it is not known any more. */
  rateDetail(hashKey: string): Answered<Rating>
  /** An estimate that needs less than a rate. */
  quote(body: QuoteRequest, merchant: string): Answered<Rating>
  multiQuote(body: MultiQuoteRequest, merchant: string): Answered<readonly Rating[]>
  /** POST /LandedCost, of at most 20 pieces. */
  landedCost(body: LandedCostRequest, merchant: string): Answered<LandedCost>
}

/** Prices and duties. Nothing here buys. */
export function createFlavorCloudRating(calls: FlavorCloudCalls): FlavorCloudRating {
  const post = { method: 'POST', kind: 'repeatable' } as const
  return {
    rates: (body, merchant) =>
      calls.ask(
        { ...post, name: 'rates', path: '/Rates', body, merchant, about: body.Reference },
        readRating,
      ),
    multiRates: (body, merchant) =>
      calls.ask(
        {
          ...post,
          name: 'multi rates',
          path: PATHS.multiRates,
          body,
          merchant,
          about: body.Reference,
        },
        reading(listOf(RatingSchema)),
      ),
    async rateDetail(hashKey) {
      const path = `/Rate/Get/Detail/${encodeURIComponent(hashKey)}`
      const outcome = await calls.ask(
        { name: 'rate detail', method: 'GET', path, kind: 'repeatable', about: hashKey },
        readRating,
      )
      return meaning(outcome, [404, 422], 'rate-expired')
    },
    quote: (body, merchant) =>
      calls.ask(
        { ...post, name: 'quote', path: PATHS.quote, body, merchant, unconfirmed: true },
        readRating,
      ),
    multiQuote: (body, merchant) =>
      calls.ask(
        { ...post, name: 'multi quote', path: PATHS.multiQuote, body, merchant, unconfirmed: true },
        reading(listOf(RatingSchema)),
      ),
    async landedCost(body, merchant) {
      if (body.Pieces.length > MOST_LANDED_COST_PIECES)
        return failed({
          code: 'request-refused',
          carrier: 'flavorcloud',
          field: 'items',
          carrierSaid: `At most ${MOST_LANDED_COST_PIECES} pieces can be asked for at once`,
        })
      return calls.ask(
        {
          ...post,
          name: 'landed cost',
          path: '/LandedCost',
          body,
          merchant,
          about: body.Reference,
        },
        reading(LandedCostSchema),
      )
    },
  }
}
