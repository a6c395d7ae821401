import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure, CarrierFailureCode } from '../../../shared/shipping.ts'
import type { HttpAnswer, HttpRequest } from '../../lib/http.ts'
import { failureOfCall, isSuccess, type CallOutcome, type CarrierDeps } from '../carrier-call.ts'
import type { LineCall } from '../carrier-line.ts'
import { CUSTOMER_KEY, type AuthorizationForm } from './flavorcloud-assumptions.ts'
import { flavorcloudFailure, type FlavorCloudTrouble } from './flavorcloud-failures.ts'
import type { FlavorCloudToken } from './flavorcloud-token.ts'
import type { Read } from './flavorcloud-values.ts'

export type Answered<T> = Promise<Outcome<T, CarrierFailure>>

/** One call of the Partner API, without token and merchant's key. */
export interface FlavorCloudCall extends Pick<LineCall, 'name' | 'kind'> {
  readonly method: HttpRequest['method']
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Text goes out byte for byte. */
  readonly body?: object | string
  /** Whose key goes along; the account's own business where absent or without a key. */
  readonly merchant?: string
  readonly about?: string
  /** Kept out of what is stored, beside credentials. */
  readonly secrets?: readonly string[]
  /** The bare form of the token is never accepted here. */
  readonly bearerOnly?: true
  /** Refused unless the settings allow calls whose addresses are only supposed. */
  readonly unconfirmed?: true
}

export interface FlavorCloudCalls {
  /** A call and its bare answer. */
  send(call: FlavorCloudCall): Promise<CallOutcome>
  /** A call whose answer is `read`; one that cannot be read is a failure. */
  ask<T>(call: FlavorCloudCall, read: Read<T>): Answered<T>
  /** What an answer means that is no success, or not the one that was promised. */
  troubleOf(answer: HttpAnswer, call?: FlavorCloudCall): FlavorCloudTrouble
}

/** The way of every call but POST /Auth: token, merchant's key, and what an answer of 401 leads to. */
export function createFlavorCloudCalls(
  deps: CarrierDeps,
  token: FlavorCloudToken,
): FlavorCloudCalls {
  const settings = () => deps.settings().carriers.flavorcloud
  /** The account that takes the bare token only. */
  let rawAccount: string | undefined

  function sendAs(
    call: FlavorCloudCall,
    bearer: string,
    form: AuthorizationForm,
  ): Promise<CallOutcome> {
    const key = customerKey(call.merchant)
    const query = new URLSearchParams({ ...call.query, ...(call.method === 'GET' && key) })
    const search = query.size > 0 ? `?${query.toString()}` : ''
    return deps.line.send({
      name: call.name,
      method: call.method,
      url: settings().baseUrl + call.path + search,
      headers: {
        accept: 'application/json',
        authorization: form === 'bearer' ? `Bearer ${bearer}` : bearer,
      },
      ...(call.body !== undefined && { body: withKey(call.body, key) }),
      kind: call.kind,
      ...(call.about !== undefined && { about: call.about }),
      secrets: [...token.secrets(), ...(call.secrets ?? [])],
    })
  }

  /**
   * Only an answer of 401, which did nothing at all, is followed by the same call again: once with a new token,
   * and once with a new token in the other form of the header.
   */
  async function send(call: FlavorCloudCall): Promise<CallOutcome> {
    if (call.unconfirmed && !settings().unconfirmedCalls)
      return failed({
        code: 'held-back',
        failure: { code: 'call-switched-off', carrier: 'flavorcloud' },
      })
    const account = token.account()
    const form = !call.bearerOnly && rawAccount === account ? 'raw' : 'bearer'
    const first = await token.get()
    if (!first.ok) return failed(noAuthorization(first.failure))
    const answered = await sendAs(call, first.value, form)
    if (!isUnauthorized(answered)) return answered

    const fresh = await token.renew(first.value)
    if (!fresh.ok) return failed(noAuthorization(fresh.failure))
    const again = await sendAs(call, fresh.value, form)
    if (!isUnauthorized(again) || call.bearerOnly) return again

    const other = form === 'bearer' ? 'raw' : 'bearer'
    const last = await sendAs(call, fresh.value, other)
    if (last.ok && !isUnauthorized(last)) rawAccount = other === 'raw' ? account : undefined
    return last
  }

  /** The key of a merchant is a secret: it joins the body on its way out, and is in none that is stored. */
  function customerKey(merchant: string | undefined): Readonly<Record<string, string>> {
    const key = Object.entries(deps.credentials.read().flavorcloudCustomerKeys ?? {}).find(
      ([name]) => name === merchant,
    )?.[1]
    return key ? { [CUSTOMER_KEY]: key } : {}
  }

  function troubleOf(answer: HttpAnswer, call?: FlavorCloudCall): FlavorCloudTrouble {
    return flavorcloudFailure(answer, [...token.secrets(), ...(call?.secrets ?? [])])
  }

  return {
    send,
    troubleOf,
    async ask(call, read) {
      const outcome = await send(call)
      if (!outcome.ok) return failed(failureOfCall('flavorcloud', outcome.failure))
      const answer = outcome.value
      const value = isSuccess(answer) ? read(answer) : undefined
      return value === undefined ? failed(troubleOf(answer, call).failure) : done(value)
    },
  }
}

/** The failures with one of these statuses mean something of their own where this was asked. */
export function meaning<T>(
  outcome: Outcome<T, CarrierFailure>,
  statuses: readonly number[],
  code: CarrierFailureCode,
): Outcome<T, CarrierFailure> {
  if (outcome.ok || !statuses.includes(outcome.failure.httpStatus ?? 0)) return outcome
  const keeps = ['carrier-answer-not-understood', 'already-cancelled'].includes(
    outcome.failure.code,
  )
  return keeps ? outcome : failed({ ...outcome.failure, code })
}

function withKey(body: object | string, key: Readonly<Record<string, string>>): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const keyText = JSON.stringify(key)
  if (keyText === '{}') return text
  return text === '{}' ? keyText : `${keyText.slice(0, -1)},${text.slice(1)}`
}

function isUnauthorized(outcome: CallOutcome): boolean {
  return outcome.ok && outcome.value.status === 401
}

function noAuthorization(failure: CarrierFailure) {
  return { code: 'no-authorization', failure } as const
}
