import { randomUUID } from 'node:crypto'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import { landedCost, landedCostMembers } from './rates.ts'
import type { ClassificationRequest, LandedCostRequest } from './requests.ts'

const HS_CODES: readonly (readonly [words: RegExp, code: string])[] = [
  [/pullover|sweater|cardigan|jumper/i, '611020'],
  [/beanie|hat|cap/i, '650500'],
  [/scarf|shawl/i, '611710'],
  [/sock/i, '611595'],
  [/mug|cup|bowl|plate/i, '691200'],
  [/candle/i, '340600'],
  [/towel/i, '630260'],
  [/blanket|throw/i, '630130'],
]

/** Answers `POST /Classifications` with a made-up code by a word in the text: six digits. */
export function classification({ Reference, Products }: ClassificationRequest): CarrierAnswer {
  return jsonAnswer(200, {
    Reference,
    Products: Products.map((product) => {
      const text = `${product.Title ?? ''} ${product.Description ?? ''}`
      const code = HS_CODES.find(([words]) => words.test(text))?.[1] ?? '630790'
      return { ...product, Classification: code }
    }),
    RootRequestId: randomUUID(),
  })
}

/** Answers `POST /LandedCost`. */
export function landedCostAnswer(asked: LandedCostRequest): CarrierAnswer {
  const currency = asked.Currency ?? 'USD'
  const cost = landedCost({
    country: asked.ShipToAddress.Country,
    currency,
    weightUnit: asked.WeightUnit ?? 'KG',
    packageWeight: 0,
    pieces: asked.Pieces,
  })
  return jsonAnswer(200, {
    Reference: asked.Reference,
    Currency: currency,
    DutyHashKey: randomUUID(),
    ...landedCostMembers(cost),
    RootRequestId: randomUUID(),
  })
}
