import { randomUUID } from 'node:crypto'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { problem } from './problems.ts'
import { ACCOUNT_ID } from './tracking-events.ts'

const CODE_LIFE_MS = 5 * 60_000
/** Where the browser ends for an own account; a partner gives an address of his own. */
const OWN_REDIRECT = 'https://app.harborpine.example/oauth/flexport'

const WRITES = new Set(['createParcel', 'cancelParcel', 'createBulkParcelJob'])
const SCOPES = [
  'read_logistics_parcels',
  'write_logistics_parcels',
  'read_logistics_webhooks',
  'write_logistics_webhooks',
  'read_logistics_events',
]

export interface Access {
  /** Of the portal: has every scope. */
  readonly token: string
  authorize(request: CarrierRequest): CarrierAnswer
  exchange(request: CarrierRequest): CarrierAnswer
  /** The answer for a caller that may not make this call; undefined where it may. */
  refusal(request: CarrierRequest): CarrierAnswer | undefined
}

/** Tokens: that of the portal, and those that the authorisation code flow gives. */
export function createAccess(): Access {
  const token = `flexport-token-${randomUUID()}`
  const scopesOf = new Map<string, readonly string[]>([[token, SCOPES]])
  const codes = new Map<
    string,
    { readonly scopes: readonly string[]; readonly redirect: string | null; readonly until: number }
  >()

  return {
    token,
    authorize(request) {
      const { query } = request
      const redirect = query.get('redirect_uri')
      const clientId = query.get('client_id') ?? ''
      if (clientId !== 'identity' && !/^partner-\w+$/.test(clientId))
        return wrong(request, 405_002, 'The client id is not known')
      const target = redirect ?? OWN_REDIRECT
      if (!URL.canParse(target) || (clientId === 'identity' && target !== OWN_REDIRECT))
        return wrong(request, 405_001, 'The redirect URI is not the registered one')
      const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean)
      if (scopes.length === 0) return wrong(request, 405_003, 'Scopes are missing')
      if (scopes.some((scope) => !SCOPES.includes(scope)))
        return wrong(request, 405_004, 'There is no such scope')
      const code = randomUUID()
      codes.set(code, { scopes, redirect, until: Date.now() + CODE_LIFE_MS })
      const location = new URL(target)
      location.searchParams.set('code', code)
      const state = query.get('state')
      if (state !== null) location.searchParams.set('state', state)
      return { status: 301, type: 'text/plain', body: '', headers: { location: location.href } }
    },
    exchange(request) {
      const asked = request.json as { code: string; redirect_uri?: string }
      const given = codes.get(asked.code)
      if (!given || given.until < Date.now())
        return wrong(request, 405_005, 'The code is not valid, or was used')
      if (given.redirect !== null && given.redirect !== asked.redirect_uri)
        return wrong(request, 405_001, 'The redirect URI is not the one of the code')
      codes.delete(asked.code)
      const accessToken = `flexport-token-${randomUUID()}`
      scopesOf.set(accessToken, given.scopes)
      return jsonAnswer(200, { access_token: accessToken, logisticsAccountId: ACCOUNT_ID })
    },
    refusal(request) {
      const scopes = scopesOf.get(
        /^Bearer (.+)$/.exec(request.header('authorization') ?? '')?.[1] ?? '',
      )
      if (!scopes) return tokenProblem(request)
      const needed = scopeOf(request)
      return scopes.includes(needed)
        ? undefined
        : problem(request, 403, `${needed} scope is missing`)
    },
  }
}

export function tokenProblem(request: CarrierRequest): CarrierAnswer {
  const extra = { code: 401, message: 'Unauthorized' }
  return problem(request, 401, 'The access token is not valid', extra)
}

function wrong(request: CarrierRequest, code: number, words: string): CarrierAnswer {
  return problem(request, 400, `${code}: ${words}`)
}

function scopeOf({ call = '', path, method }: CarrierRequest): string {
  if (path[3] === 'events') return 'read_logistics_events'
  if (path[3] === 'webhooks')
    return method === 'GET' ? 'read_logistics_webhooks' : 'write_logistics_webhooks'
  return WRITES.has(call) ? 'write_logistics_parcels' : 'read_logistics_parcels'
}
