import { z } from 'zod'
import { moneyFromDecimal, moneyToDecimal } from '../../../shared/measures.ts'
import type { Quote } from '../carrier.ts'

const AmountSchema = z.union([z.number(), z.string()])

const TradeSchema = z.object({
  ShippingCost: AmountSchema,
  Days: z.string().nullable().catch(null),
  LandedCostDetail: z.object({ LandedCost: AmountSchema }).optional().catch(undefined),
})

/** Any member of the answer that is an object with one of these is a service level, whatever its name. */
const LevelSchema = z
  .object({ DDP: z.unknown().optional(), DDU: z.unknown().optional() })
  .refine((level) => level.DDP !== undefined || level.DDU !== undefined)

/**
 * The price of one service level and terms out of a rates answer: "no-rates" where the answer has no such rate,
 * undefined where it cannot be read. A level is the asked one where the names agree but for case, `-`, `_` and
 * spaces. The price is `ShippingCost`; duties come on top and are told as a warning.
 */
export function quoteFromRates(
  json: unknown,
  asked: { readonly service: string; readonly terms: 'DDP' | 'DDU'; readonly currency: string },
): Quote | 'no-rates' | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const level = Object.entries(json)
    .filter(([name]) => plain(name) === plain(asked.service))
    .map(([, value]) => LevelSchema.safeParse(value).data)
    .find((found) => found !== undefined)
  const trade = level?.[asked.terms]
  if (trade === undefined || trade === null) return 'no-rates'

  const rate = TradeSchema.safeParse(trade).data
  const named = 'Currency' in json && typeof json.Currency === 'string' ? json.Currency : undefined
  const currency = named ?? asked.currency
  const price = rate && moneyFromDecimal(rate.ShippingCost, currency)
  if (!rate || !price) return undefined
  const landed =
    rate.LandedCostDetail && moneyFromDecimal(rate.LandedCostDetail.LandedCost, currency)
  return {
    price,
    serviceLevel: asked.service,
    days: rate.Days,
    warnings:
      asked.terms === 'DDP' && landed
        ? [`Duties and taxes: ${moneyToDecimal(landed).amount} ${currency}`]
        : [],
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '')
}
