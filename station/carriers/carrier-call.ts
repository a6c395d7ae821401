import type { CarrierId } from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../shared/shipping.ts'
import type { HttpAnswer, HttpFailure } from '../lib/http.ts'
import type { CredentialStore } from '../ports.ts'
import type { CarrierLine } from './carrier-line.ts'
import type { PurchaseAnswer } from './carrier.ts'
import { withoutContacts, withoutSecrets } from './hidden-texts.ts'

/** What both carriers' adapters are made of. Settings and credentials are read at every call. */
export interface CarrierDeps {
  /** The way of every call to this carrier. */
  readonly line: CarrierLine
  readonly settings: () => Settings
  readonly credentials: CredentialStore
}

/** How long a call may take, its waits and repeats among it. */
export interface Deadlines {
  /** The call that buys: long, since giving up leaves a purchase in doubt. */
  readonly purchaseMs: number
  /** Every other call. */
  readonly readMs: number
}

export const DEADLINES: Deadlines = { purchaseMs: 45_000, readMs: 15_000 }

/** An answer longer than this is none of a carrier's API. */
export const MAX_ANSWER_BYTES = 1_000_000

/**
 * A call that was never sent (for want of credentials, in a pause that the carrier asked for, while the carrier is
 * down), or whose answer never came whole.
 */
export type CallFailure =
  | { readonly code: 'no-authorization' | 'held-back'; readonly failure: CarrierFailure }
  | HttpFailure

export type CallOutcome = Outcome<HttpAnswer, CallFailure>

const LINE_CODES: Record<HttpFailure['code'], CarrierFailureCode> = {
  'not-sent': 'carrier-unreachable',
  'timed-out': 'carrier-timed-out',
  'cut-off': 'carrier-connection-lost',
  'too-large': 'carrier-answer-not-understood',
}

export function failureOfCall(carrier: CarrierId, failure: CallFailure): CarrierFailure {
  if ('failure' in failure) return failure.failure
  return { code: LINE_CODES[failure.code], carrier, carrierSaid: `No answer (${failure.reason})` }
}

/** What a purchase without an answer came to: refused only where not a byte of it was sent. */
export function purchaseWithoutAnswer(
  carrier: CarrierId,
  failure: CallFailure,
): Exclude<PurchaseAnswer, { readonly kind: 'bought' }> {
  const nothingSent = 'failure' in failure || failure.code === 'not-sent'
  return {
    kind: nothingSent ? 'refused' : 'in-doubt',
    failure: failureOfCall(carrier, failure),
    raw: '',
  }
}

/**
 * Whether an answer proves that nothing was sold. 401, 403 and 429 come from the guard at the door, before any
 * work; the other refusals count only where the carrier itself explains them (a gateway's page proves nothing).
 */
export function soldNothing(status: number, explained: boolean): boolean {
  if (status === 401 || status === 403 || status === 429) return true
  return explained && (status === 400 || status === 404 || status === 422 || status === 423)
}

/** The meaning of a status where the body tells no more. */
export function codeOfStatus(status: number): CarrierFailureCode {
  switch (status) {
    case 401:
      return 'credentials-refused'
    case 403:
      return 'permission-missing'
    case 404:
      return 'shipment-not-found'
    case 409:
      return 'carrier-conflict'
    case 408:
      return 'carrier-trouble'
    case 423:
      return 'account-locked'
    case 429:
      return 'carrier-busy'
    default:
      if (status >= 500) return 'carrier-trouble'
      return status >= 400 ? 'request-refused' : 'carrier-answer-not-understood'
  }
}

/** What the body of a refusal has to explain; the other statuses speak for themselves, whoever answers them. */
export function needsWords(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 409, 423, 429].includes(status)
}

/** A page of a gateway or of a proxy, whatever status it comes with: it is none of the carrier's answers. */
export function isPage(answer: HttpAnswer): boolean {
  const type = answer.headers['content-type'] ?? ''
  return /\bhtml\b/i.test(type) || textOf(answer).trimStart().startsWith('<')
}

export function isSuccess(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status < 300
}

export function textOf(answer: HttpAnswer): string {
  return new TextDecoder().decode(answer.bytes)
}

/** The JSON of an answer; undefined where it is none. */
export function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(textOf(answer)) as unknown
  } catch {
    return undefined
  }
}

/** Nobody waits longer for what a header says, and no number of it breaks a clock. */
const LONGEST_RETRY_AFTER = 24 * 3600

/**
 * Seconds of a Retry-After header, given as a number or as a date; undefined where there is none. A date is read by
 * the clock of who gives it, which need not be ours.
 */
export function retryAfterSeconds(answer: HttpAnswer, now = new Date()): number | undefined {
  const text = answer.headers['retry-after']?.trim()
  if (!text) return undefined
  const theirs = Date.parse(answer.headers['date'] ?? '')
  const from = Number.isNaN(theirs) ? now.getTime() : theirs
  const isNumber = /^\d+$/.test(text)
  const seconds = isNumber ? Number(text) : Math.ceil((Date.parse(text) - from) / 1000)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), LONGEST_RETRY_AFTER)
}

/** A page of a gateway may be long; what it says to people stands near its beginning. */
const LONGEST_PAGE = 20_000

/** A carrier's words for people: no markup, no secrets, no contact data, at most 300 characters. */
export function wordsForPeople(text: string, secrets: readonly string[]): string | undefined {
  const plain = withoutSecrets(text, secrets)
    .slice(0, LONGEST_PAGE)
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^<>]{0,1000}>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const scrubbed = withoutContacts(plain)
  if (scrubbed === '') return undefined
  return scrubbed.length > 300 ? `${scrubbed.slice(0, 299)}…` : scrubbed
}
