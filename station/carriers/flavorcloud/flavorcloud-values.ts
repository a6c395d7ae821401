import { z } from 'zod'
import { moneyFromDecimal, type Money } from '../../../shared/measures.ts'
import { jsonOf } from '../carrier-call.ts'
import type { HttpAnswer } from '../../lib/http.ts'

/** A text that may be missing, empty or of another kind: all of that is null. */
export const text = z.string().trim().min(1).nullable().catch(null)

/** An id, which may come as a number. */
export const id = z.union([z.string().trim().min(1), z.number().transform(String)])

const DecimalSchema = z
  .union([z.string().trim(), z.number().transform(String)])
  .pipe(z.string().regex(/^-?\d+(\.\d+)?$/))

/** An amount as decimal text, whether it came as a number or as a text; null where it is neither. */
export const decimal = DecimalSchema.nullable().catch(null)

/** An amount that must be there. */
export const neededDecimal = DecimalSchema

/** An amount in a currency, rounded where it is finer; null where one of the two is missing. */
export function moneyOf(amount: string | null, currency: string | null): Money | null {
  if (amount === null || currency === null) return null
  const code = currency.toUpperCase()
  return moneyFromDecimal(amount, code) ?? moneyFromDecimal(Number(amount), code) ?? null
}

/** The vendor shows several things now as an array, now as one object. An empty object is none. */
export function listOf<T>(schema: z.ZodType<T>) {
  return z.preprocess((json) => {
    if (Array.isArray(json)) return json as unknown[]
    const isEmpty = typeof json === 'object' && json !== null && Object.keys(json).length === 0
    return isEmpty ? [] : [json]
  }, z.array(schema))
}

/** How an answer is read: what it says, or undefined where it says something else. */
export type Read<T> = (answer: HttpAnswer) => T | undefined

export function reading<T>(schema: z.ZodType<T>): Read<T> {
  return (answer) => schema.safeParse(jsonOf(answer)).data
}
