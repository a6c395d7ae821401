import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyToDecimal, type Money } from '../../shared/measures.ts'

/** Numbers, money, weights and times as the chosen language writes them. */
export interface Formats {
  readonly language: string
  number(value: number): string
  money(money: Money): string
  /** Grams below a kilogram, kilograms above. */
  weight(grams: number): string
  bytes(count: number): string
  /** Local, hours and minutes. */
  clock(at: string): string
  /** Local: the time alone where it is of today, else with its day. */
  time(at: string): string
  /** Local, always with day and seconds. */
  moment(at: string): string
  /** A calendar day ("2026-05-27"), the same in every time zone. */
  day(day: string): string
  /** The country's name; its code where there is none. */
  country(code: string): string
}

export function createFormats(language: string): Formats {
  const number = new Intl.NumberFormat(language)
  const gram = new Intl.NumberFormat(language, { style: 'unit', unit: 'gram' })
  const kilogram = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'kilogram',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const dayTime = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const moment = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' })
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
  return {
    language,
    number: (value) => number.format(value),
    money: (value) => {
      const { amount, currency } = moneyToDecimal(value)
      const digits = /\.(\d+)$/.exec(amount)?.[1]?.length ?? 0
      return new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
      })
        .formatToParts(amount as Intl.StringNumericLiteral)
        .filter(({ type }) => type !== 'currency' && type !== 'literal')
        .map(({ value: part }) => part)
        .concat(` ${currency}`)
        .join('')
    },
    weight: (grams) => (grams < 1000 ? gram.format(grams) : kilogram.format(grams / 1000)),
    bytes: (count) => {
      const unit = count < 1000 ? 'byte' : count < 1_000_000 ? 'kilobyte' : 'megabyte'
      const scaled = unit === 'byte' ? count : count / (unit === 'kilobyte' ? 1000 : 1_000_000)
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
      }).format(scaled)
    },
    clock: (at) => time.format(new Date(at)),
    time: (at) => {
      const date = new Date(at)
      return (date.toDateString() === new Date().toDateString() ? time : dayTime).format(date)
    },
    moment: (at) => moment.format(new Date(at)),
    day: (at) => day.format(new Date(`${at}T00:00:00Z`)),
    country: (code) => {
      try {
        return countries.of(code) ?? code
      } catch {
        return code
      }
    },
  }
}

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  return useMemo(() => createFormats(i18n.language), [i18n.language])
}

/** A moment in local time; the hover shows it whole and in UTC. A quiet dash where there is none. */
export function Time({ at, full = false }: { at: string | null; full?: boolean }) {
  const formats = useFormats()
  if (at === null) return <span aria-hidden="true">–</span>
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace('T', ' ')} UTC`}>
      {full ? formats.moment(at) : formats.time(at)}
    </time>
  )
}
