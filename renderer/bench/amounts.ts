import { moneyToDecimal, type Money } from '../../shared/measures.ts'

/** A weight as the bench shows it: grams below a kilogram, else kilograms with two decimals. */
export function weightText(grams: number, language: string): string {
  return grams < 1000 ? `${grams} g` : `${kilograms(grams, language)} kg`
}

function kilograms(grams: number, language: string): string {
  return (grams / 1000).toLocaleString(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
}

/** A range in one unit, that of its upper end. */
export function rangeTexts(from: number, to: number, language: string): [string, string] {
  return to < 1000
    ? [`${from} g`, `${to} g`]
    : [kilograms(from, language), `${kilograms(to, language)} kg`]
}

export function moneyText(money: Money, language: string): string {
  const { amount, currency } = moneyToDecimal(money)
  return decimalText(amount, currency, language)
}

/** What the station wrote as "21.40 USD", as the language writes it. */
export function decimalText(amount: string, currency: string, language: string): string {
  const digits = /\.(\d+)$/.exec(amount)?.[1]?.length ?? 0
  const text = Number(amount).toLocaleString(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${text} ${currency}`
}

/** The local time of day of a UTC time, to the second. */
export function clockText(at: string, language: string): string {
  return new Date(at).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
}

/** Since when: the time of day, with the date where that is another day than now. */
export function sinceText(at: string, language: string, now = new Date()): string {
  const since = new Date(at)
  const isToday = since.toDateString() === now.toDateString()
  return since.toLocaleString(language, {
    ...(!isToday && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
}

export function momentText(at: string, language: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? at
    : date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })
}

export function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
  } catch {
    // Not a code that any language knows: shown as it came.
    return code
  }
}
