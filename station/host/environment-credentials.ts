import { z } from 'zod'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { Credentials, CredentialStore } from '../ports.ts'
import { cannotStart, type CannotStart } from './arguments.ts'
import { parseJson } from './json-text.ts'

const CUSTOMER_KEYS = 'SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS'

/** The credentials that the environment gives. Their values never go into a message. */
export function readEnvironmentCredentials(
  env: Readonly<Record<string, string | undefined>>,
): Outcome<Credentials, CannotStart> {
  const flexportToken = filled(env['SHIPBENCH_FLEXPORT_TOKEN'])
  const flavorcloudAppId = filled(env['SHIPBENCH_FLAVORCLOUD_APP_ID'])
  const flavorcloudRestApiKey = filled(env['SHIPBENCH_FLAVORCLOUD_REST_API_KEY'])
  const keysText = filled(env[CUSTOMER_KEYS])
  let flavorcloudCustomerKeys: Record<string, string> | undefined
  if (keysText !== undefined) {
    const json = parseJson(keysText)
    if (!json.ok) return cannotStart(`${CUSTOMER_KEYS} ${json.failure.message}`)
    const keys = z.record(z.string(), z.string().min(1)).safeParse(json.value)
    if (!keys.success)
      return cannotStart(`${CUSTOMER_KEYS} must be a JSON object of merchant to customer_key`)
    flavorcloudCustomerKeys = keys.data
  }
  return done({
    ...(flexportToken !== undefined && { flexportToken }),
    ...(flavorcloudAppId !== undefined && { flavorcloudAppId }),
    ...(flavorcloudRestApiKey !== undefined && { flavorcloudRestApiKey }),
    ...(flavorcloudCustomerKeys !== undefined && { flavorcloudCustomerKeys }),
  })
}

/** A store of what does not change while the station runs; it cannot keep anything. */
export function fixedCredentials(
  credentials: Credentials,
  from: 'environment' | 'kept',
): CredentialStore {
  return {
    read: () => credentials,
    origin: (name) => (credentials[name] === undefined ? 'missing' : from),
  }
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}
