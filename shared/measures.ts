import { z } from 'zod'

/** Money inside Shipbench: integer minor units of an ISO 4217 currency (cents for USD, yen for JPY). */
export const MoneySchema = z.object({ minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
export type Money = z.infer<typeof MoneySchema>

/** Money at the borders (files, REST, carriers): a decimal text such as "21.40". */
export const DecimalMoneySchema = z.object({ amount: z.string(), currency: z.string() })
export type DecimalMoney = z.infer<typeof DecimalMoneySchema>

function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}

/**
 * Reads "21.4", "21.40" or 21.4 as minor units of `currency`; undefined where it is not a plain decimal
 * number, or finer than the currency allows. Never goes through floating point for text.
 */
export function moneyFromDecimal(amount: string | number, currency: string): Money | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return undefined
  const digits = fractionDigits(currency)
  const text = typeof amount === 'number' ? amount.toFixed(digits) : amount.trim()
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return undefined
  const [, sign, whole = '0', fraction = ''] = match
  const kept = fraction.slice(0, digits).padEnd(digits, '0')
  if (/[1-9]/.test(fraction.slice(digits))) return undefined
  const minor = Number(whole + kept)
  if (!Number.isSafeInteger(minor)) return undefined
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency }
}

/** The decimal text of an amount, always with the currency's own number of decimals. */
export function moneyToDecimal(money: Money): DecimalMoney {
  const digits = fractionDigits(money.currency)
  const text = Math.abs(money.minor)
    .toString()
    .padStart(digits + 1, '0')
  const cut = text.length - digits
  const amount = digits === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`
  return { amount: money.minor < 0 ? `-${amount}` : amount, currency: money.currency }
}

export const WeightUnitSchema = z.enum(['g', 'kg', 'oz', 'lb'])
export type WeightUnit = z.infer<typeof WeightUnitSchema>

const GRAMS_PER: Record<WeightUnit, number> = {
  g: 1,
  kg: 1000,
  oz: 28.349523125,
  lb: 453.59237,
}

/** Integer grams, rounded to the nearest; inside Shipbench every weight is that. */
export function gramsFrom(value: number, unit: WeightUnit): number {
  return Math.round(value * GRAMS_PER[unit])
}

/** A weight in a unit of the outside, not rounded. */
export function gramsTo(grams: number, unit: WeightUnit): number {
  return grams / GRAMS_PER[unit]
}

export const LengthUnitSchema = z.enum(['in', 'cm', 'mm'])
export type LengthUnit = z.infer<typeof LengthUnitSchema>

/** Outer size of a box. */
export const DimensionsSchema = z.object({
  length: z.number().positive().max(10_000),
  width: z.number().positive().max(10_000),
  height: z.number().positive().max(10_000),
  unit: LengthUnitSchema,
})
export type Dimensions = z.infer<typeof DimensionsSchema>

/** The sum; null where one is unknown, or where they are not in one currency. */
export function moneySum(amounts: readonly (Money | null)[]): Money | null {
  const [first] = amounts
  if (!first) return null
  const minor = amounts.reduce(
    (sum, money) => (money?.currency === first.currency ? sum + money.minor : Number.NaN),
    0,
  )
  return Number.isSafeInteger(minor) ? { minor, currency: first.currency } : null
}
