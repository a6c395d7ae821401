import { failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { HttpAnswer } from '../../lib/http.ts'
import {
  codeOfStatus,
  jsonOf,
  needsWords,
  retryAfterSeconds,
  textOf,
  wordsForPeople,
} from '../carrier-call.ts'
import { BUSINESS_CODES, PROBLEM_TEXTS } from './flexport-assumptions.ts'

/** Statuses whose meaning is the same whatever the body says. */
const PLAIN_STATUSES = new Set([401, 403, 423, 429])

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
  const all = [...texts, codeNumber(json)].join(' ')
  const business = PLAIN_STATUSES.has(answer.status)
    ? undefined
    : BUSINESS_CODES.find(([token]) => new RegExp(`\\b${token}\\b`).test(all))
  const explained = texts.length > 0
  const [businessCode, code = codeOf(answer.status, explained), field] = business ?? []
  // JSON that explains nothing may hold the order's own data, and says nothing to people.
  const said = wordsForPeople(json === undefined ? textOf(answer) : saidOf(json), secrets)
  const seconds = retryAfterSeconds(answer)
  const correlationId = answer.headers['x-correlation-id']
  return {
    explained,
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

/** A refusal that nothing explains is of a gateway or of a wrong address, and tells nothing of a parcel. */
function codeOf(status: number, explained: boolean): CarrierFailureCode {
  return needsWords(status) && !explained ? 'carrier-answer-not-understood' : codeOfStatus(status)
}

/** Whether a body says in a success that the call failed. */
export function saysError(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'status' in json && json.status === 'ERROR'
}

/** For calls that are about no shipment: what is missing there is something else. */
export function notOfAShipment<T>(outcome: Outcome<T, CarrierFailure>): Outcome<T, CarrierFailure> {
  if (outcome.ok || outcome.failure.code !== 'shipment-not-found') return outcome
  return failed({ ...outcome.failure, code: 'request-refused' })
}

/** Six-digit codes may be numbers. */
function codeNumber(json: unknown): string {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : ''
  return typeof code === 'number' ? String(code) : ''
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
