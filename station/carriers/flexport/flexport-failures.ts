import type { CarrierFailure } from '../../../shared/shipping.ts'
import type { HttpAnswer } from '../../lib/http.ts'
import { codeOfStatus, jsonOf, retryAfterSeconds, textOf, wordsForPeople } from '../carrier-call.ts'
import { BUSINESS_CODES, PROBLEM_TEXTS } from './flexport-assumptions.ts'

/** Statuses whose meaning is the same whatever the body says. */
const PLAIN_STATUSES = new Set([401, 403, 409, 423, 429])

export interface FlexportTrouble {
  readonly failure: CarrierFailure
  /** Whether the body is a problem of the carrier's own making. */
  readonly explained: boolean
  /** The published business code, where one was found. */
  readonly businessCode: string | undefined
}

/** What an answer means that is no success, or a success without what was promised. */
export function flexportFailure(answer: HttpAnswer, secrets: readonly string[]): FlexportTrouble {
  const json = jsonOf(answer)
  const texts = problemTexts(json)
  const all = texts.join(' ')
  const business = PLAIN_STATUSES.has(answer.status)
    ? undefined
    : BUSINESS_CODES.find(([token]) => new RegExp(`\\b${token}\\b`).test(all))
  const [businessCode, code = codeOfStatus(answer.status), field] = business ?? []
  // JSON that explains nothing may hold the order's own data, and says nothing to people.
  const said = wordsForPeople(json === undefined ? textOf(answer) : saidOf(json), secrets)
  const seconds = retryAfterSeconds(answer)
  const correlationId = answer.headers['x-correlation-id']
  return {
    explained: texts.length > 0,
    businessCode,
    failure: {
      code,
      carrier: 'flexport',
      httpStatus: answer.status,
      ...(field !== undefined && { field }),
      ...(said !== undefined && { carrierSaid: said }),
      ...(correlationId !== undefined && { correlationId }),
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    },
  }
}

function problemTexts(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([name, value]) =>
    PROBLEM_TEXTS.includes(name) ? flatTexts(value) : [],
  )
}

function flatTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  return Array.isArray(value) ? value.flatMap(flatTexts) : []
}

/** Title and detail read like a sentence; the rest only where these are missing. */
function saidOf(json: unknown): string {
  const members = Object.entries(json ?? {})
  const of = (names: readonly string[]) =>
    members.filter(([name]) => names.includes(name)).flatMap(([, value]) => flatTexts(value))
  const words = of(['title', 'detail', 'errorMessage'])
  return (words.length > 0 ? words : of(PROBLEM_TEXTS)).join(': ')
}
