import { done } from '../../../../shared/outcome.ts'
import { SettingsSchema, type Settings } from '../../../../shared/settings.ts'
import type { LineCall } from '../../../../station/carriers/carrier-line.ts'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import type { Credentials } from '../../../../station/ports.ts'
import { carrierDeps, HARBOR, MADE_UP_CREDENTIALS } from '../made-up-parcel.ts'
import { json, startScripted } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'

export type FlavorCloudSettings = Partial<Settings['carriers']['flavorcloud']>

export function settingsFor(baseUrl: string, flavorcloud: FlavorCloudSettings = {}): Settings {
  return SettingsSchema.parse({
    shipFrom: HARBOR,
    carriers: { flavorcloud: { baseUrl, ...flavorcloud } },
  })
}

/** FlavorCloud on a line of its own: gives out token-1, token-2 …; every other call goes to `reply`. */
export async function scriptedFlavorCloud(
  reply: Reply,
  options: {
    readonly auth?: Reply
    readonly deadlineMs?: number
    readonly credentials?: Credentials
    readonly settings?: FlavorCloudSettings
  } = {},
) {
  let tokens = 0
  const auth: Reply =
    options.auth ??
    ((response, request) => {
      tokens += 1
      json(200, { Token: `token-${tokens}`, ExpiresIn: 43_200 })(response, request)
    })
  const server = await startScripted((response, request) =>
    (request.path === '/Auth' ? auth : reply)(response, request),
  )
  const { deps, logged, exchanges, stop } = carrierDeps('flavorcloud', server.url, {
    ...options,
    settings: (baseUrl) => settingsFor(baseUrl, options.settings),
  })
  return {
    ...createFlavorCloud(deps),
    logged,
    exchanges,
    calls: () => server.seen.filter(({ path }) => path !== '/Auth'),
    auths: () => server.seen.filter(({ path }) => path === '/Auth'),
    stop: async () => {
      await Promise.all([stop(), server.stop()])
    },
  }
}

/** FlavorCloud without a network: every call but for the token meets `answer`, and is noted. */
export function answeringFlavorCloud(
  answer: () => { readonly status: number; readonly body: Uint8Array | string },
  settings: FlavorCloudSettings = {},
) {
  const sent: LineCall[] = []
  const all = settingsFor('http://127.0.0.1:1', settings)
  const made = createFlavorCloud({
    settings: () => all,
    credentials: { read: () => MADE_UP_CREDENTIALS, origin: () => 'environment' },
    line: {
      async send(call) {
        if (call.name === 'auth')
          return done({ status: 200, headers: {}, bytes: Buffer.from('{"Token":"token-1"}') })
        sent.push(call)
        const { status, body } = answer()
        return done({ status, headers: {}, bytes: Buffer.from(body) })
      },
    },
  })
  return { ...made, sent }
}
