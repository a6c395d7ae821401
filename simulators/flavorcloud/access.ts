import { randomUUID } from 'node:crypto'
import { jsonAnswer } from '../carrier-http.ts'
import type { CarrierAnswer } from '../carrier-http.ts'
import type { CarrierRequest } from '../carrier-server.ts'
import { refused } from './errors.ts'
import type { FlavorCloudSwitches } from './switches.ts'

const BEARER_ONLY = new Set(['getInvoices', 'getInvoiceDetail'])
const KEYS_IN_PATH = new Set(['getShipmentLegacy', 'getTrackingLegacy'])

export interface Access {
  readonly appId: string
  readonly restApiKey: string
  /** Answers `POST /Auth`. */
  issueToken(request: CarrierRequest): CarrierAnswer
  admits(request: CarrierRequest): boolean
  /** Ends the life of every token issued so far. */
  expireTokens(): void
}

/** The keys and tokens of a simulated account. */
export function createAccess(switches: FlavorCloudSwitches): Access {
  const appId = `app-${randomUUID()}`
  const restApiKey = `key-${randomUUID()}`
  const tokens = new Map<string, number>()
  const isOurs = (given: unknown) => {
    const keys = given as { AppID?: unknown; RestApiKey?: unknown } | undefined
    return keys?.AppID === appId && keys.RestApiKey === restApiKey
  }
  const isAlive = (token: string | undefined) => (tokens.get(token ?? '') ?? 0) > Date.now()

  return {
    appId,
    restApiKey,
    issueToken({ json }) {
      if (!isOurs(json)) return refused('AUTHENTICATION_ERROR', { message: 'The keys are wrong' })
      const token = `sim.${randomUUID()}.${randomUUID()}`
      const { tokenSeconds } = switches
      tokens.set(token, Date.now() + tokenSeconds * 1000)
      return jsonAnswer(200, { Token: token, ExpiresIn: tokenSeconds, RootRequestId: randomUUID() })
    },
    admits({ call = '', json, params, header }) {
      if (KEYS_IN_PATH.has(call)) return isOurs(params)
      const accepted = BEARER_ONLY.has(call)
        ? switches.accepts.filter((way) => way === 'bearer')
        : switches.accepts
      const authorization = header('authorization')
      return accepted.some((way) => {
        if (way === 'bearer') return isAlive(/^Bearer (.+)$/.exec(authorization ?? '')?.[1])
        return way === 'raw' ? isAlive(authorization) : isOurs(json)
      })
    },
    expireTokens: () => tokens.clear(),
  }
}
