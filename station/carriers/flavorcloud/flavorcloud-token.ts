import { z } from 'zod'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import { failureOfCall, isSuccess, jsonOf, type CarrierDeps } from '../carrier-call.ts'
import { LIFE_UNKNOWN_SECONDS, RENEW_AFTER } from './flavorcloud-assumptions.ts'
import { flavorcloudFailure } from './flavorcloud-failures.ts'

const AuthSchema = z.object({
  Token: z.string().min(1),
  ExpiresIn: z.coerce.number().positive().catch(LIFE_UNKNOWN_SECONDS),
})

export interface FlavorCloudToken {
  /** A token that should still hold; fetched where there is none, or where the kept one grows old. */
  get(): Promise<Outcome<string, CarrierFailure>>
  /** A token other than `spent`, which the API has just refused. */
  renew(spent: string): Promise<Outcome<string, CarrierFailure>>
  /** Fetches a new token whatever is kept, and while the carrier is down, too; buys nothing. */
  fetch(): Promise<Outcome<string, CarrierFailure>>
  /** Whose tokens these are: host and keys. Secret itself. */
  account(): string
  /** The credentials and the tokens, to be kept out of whatever is shown or stored. */
  secrets(): readonly string[]
}

type FetchKind = 'repeatable' | 'test'

interface Kept {
  readonly token: string
  /** To whom it was given: other credentials or another host make it worthless. */
  readonly owner: string
  readonly renewAtMs: number
  readonly endsAtMs: number
}

/** Keeps the token of POST /Auth, and has one renewal under way at a time. `nowMs` is a monotonic clock. */
export function createFlavorCloudToken(
  deps: CarrierDeps,
  nowMs: () => number = () => performance.now(),
): FlavorCloudToken {
  let kept: Kept | undefined
  /** The one before `kept`: a call under way may still bring it back. */
  let replaced: string | undefined
  let fetching:
    | { owner: string; kind: FetchKind; token: Promise<Outcome<string, CarrierFailure>> }
    | undefined

  function identity() {
    const { baseUrl } = deps.settings().carriers.flavorcloud
    const { flavorcloudAppId, flavorcloudRestApiKey } = deps.credentials.read()
    const [appId = '', restApiKey = ''] = [flavorcloudAppId?.trim(), flavorcloudRestApiKey?.trim()]
    return { baseUrl, appId, restApiKey, owner: JSON.stringify([baseUrl, appId, restApiKey]) }
  }

  function keptFor(owner: string): Kept | undefined {
    return kept?.owner === owner && nowMs() < kept.endsAtMs ? kept : undefined
  }

  function fetchOnce(kind: FetchKind = 'repeatable'): Promise<Outcome<string, CarrierFailure>> {
    const { owner } = identity()
    // A test may go out where the fetch that is under way was held back.
    const isShared = fetching?.kind === 'test' || kind === 'repeatable'
    if (fetching?.owner === owner && isShared) return fetching.token
    const own = {
      owner,
      kind,
      token: fetchToken(kind).finally(() => {
        if (fetching === own) fetching = undefined
      }),
    }
    fetching = own
    return own.token
  }

  async function fetchToken(kind: FetchKind): Promise<Outcome<string, CarrierFailure>> {
    const { baseUrl, appId, restApiKey, owner } = identity()
    if (!appId || !restApiKey)
      return failed({ code: 'credentials-missing', carrier: 'flavorcloud' } as const)
    const askedAtMs = nowMs()
    const outcome = await deps.line.send({
      name: 'auth',
      method: 'POST',
      url: `${baseUrl}/Auth`,
      headers: { accept: 'application/json' },
      body: JSON.stringify({ AppID: appId, RestApiKey: restApiKey }),
      kind,
      secrets: [appId, restApiKey],
    })
    if (!outcome.ok) return failed(failureOfCall('flavorcloud', outcome.failure))
    const answer = outcome.value
    const auth = isSuccess(answer) ? AuthSchema.safeParse(jsonOf(answer)).data : undefined
    if (!auth) {
      const { failure, explained } = flavorcloudFailure(answer, [appId, restApiKey])
      // The one thing that POST /Auth can have against its body is who we say we are.
      const wrongKeys = explained && [400, 404, 422].includes(answer.status)
      return failed(wrongKeys ? { ...failure, code: 'credentials-refused' } : failure)
    }
    replaced = kept?.token ?? replaced
    const lifeMs = auth.ExpiresIn * 1000
    kept = {
      token: auth.Token,
      owner,
      renewAtMs: askedAtMs + lifeMs * RENEW_AFTER,
      endsAtMs: askedAtMs + lifeMs,
    }
    return done(auth.Token)
  }

  return {
    async get() {
      const current = keptFor(identity().owner)
      if (current && nowMs() < current.renewAtMs) return done(current.token)
      const fetched = await fetchOnce()
      // The early renewal may fail without harm: the old token has a fifth of its life left.
      return !fetched.ok && current && nowMs() < current.endsAtMs ? done(current.token) : fetched
    },
    async renew(spent) {
      const current = keptFor(identity().owner)
      if (current && current.token !== spent) return done(current.token)
      replaced = kept?.token
      kept = undefined
      return fetchOnce()
    },
    fetch: () => fetchOnce('test'),
    account: () => identity().owner,
    secrets() {
      const { appId, restApiKey } = identity()
      const keys = Object.values(deps.credentials.read().flavorcloudCustomerKeys ?? {})
      return [restApiKey, appId, ...keys, kept?.token, replaced].filter((one) => one !== undefined)
    },
  }
}
