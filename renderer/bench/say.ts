import type { TFunction } from 'i18next'
import { CarrierIdSchema } from '../../shared/orders.ts'
import { ProblemCodeSchema, type WordParams } from '../../shared/packing.ts'
import { decimalText, momentText, weightText } from './amounts.ts'
import { benchEn } from './words.en.ts'

type Reason = keyof typeof benchEn.reasons

function isReason(code: string): code is Reason {
  return code in benchEn.reasons
}

/** A code of the station as words; one that has none stays as it is, so that it can be looked up. */
export function sayReason(t: TFunction, code: string): string {
  if (isReason(code)) return t(`bench.reasons.${code}`)
  const problem = ProblemCodeSchema.safeParse(code)
  if (!problem.success) return code
  const sentence = t(`problem.${problem.data}.happened`, {
    carrier: '',
    field: '',
    reason: '',
    condition: '',
    detail: '',
    kind: '',
    weight: '',
    from: '',
    to: '',
    printer: '',
  })
  return withoutBlank(sentence)
}

/** A sentence that ends in what nobody filled in, without its colon. */
export function withoutBlank(sentence: string): string {
  return sentence.replace(/:\s*\.$/, '.')
}

function isField(name: string): name is Exclude<keyof typeof benchEn.fields, 'ofItem'> {
  return name in benchEn.fields && name !== 'ofItem'
}

/** A field of an order ("items.0.hsCode") as words; one without words stays as it is. */
export function sayField(t: TFunction, path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1)
  if (!isField(name)) return path
  const field = t(`bench.fields.${name}`)
  const item = /^items\.(\d+)\./.exec(path)?.[1]
  return item === undefined ? field : t('bench.fields.ofItem', { field, item: Number(item) + 1 })
}

/** Fields by their bare names ("zip, city"); undefined where one of them is no field. */
function sayFields(t: TFunction, list: string): string | undefined {
  const names = list.split(', ')
  return names.every(isField) ? names.map((name) => sayField(t, name)).join(', ') : undefined
}

const CODES = new Set(['reason', 'condition'])
const WEIGHTS = new Set(['weight', 'from', 'to'])
const PRICES = new Set(['price', 'now', 'atCheckout'])

function sayValue(t: TFunction, language: string, name: string, value: string | number) {
  if (typeof value === 'number') return value
  if (CODES.has(name)) return sayReason(t, value)
  if (name === 'field') return sayField(t, value)
  if (name === 'what') return sayFields(t, value) ?? value
  if (name === 'when') return momentText(value, language)
  if (name === 'carrier') {
    const carrier = CarrierIdSchema.safeParse(value)
    return carrier.success ? t(`shell.carriers.${carrier.data}`) : value
  }
  const price = PRICES.has(name) ? /^(\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) : null
  if (price?.[1] && price[2]) return decimalText(price[1], price[2], language)
  const grams = WEIGHTS.has(name) ? /^(\d+) g$/.exec(value)?.[1] : undefined
  return grams === undefined ? value : weightText(Number(grams), language)
}

/** Fills for a sentence, with codes, times and weights in the words of the reader. */
export function sayParams(t: TFunction, language: string, params: WordParams): WordParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, sayValue(t, language, name, value)]),
  )
}
