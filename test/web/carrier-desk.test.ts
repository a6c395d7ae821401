import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SettingsSchema } from '../../shared/settings.ts'
import {
  type FlavorCloudSimulator,
  startFlavorCloudSimulator,
} from '../../simulators/flavorcloud/flavorcloud.ts'
import {
  type FlexportSimulator,
  startFlexportSimulator,
} from '../../simulators/flexport/flexport.ts'
import { type Carriers, createCarriers } from '../../station/carriers/carriers.ts'
import { CALLS, deskHelp, readDeskArguments } from '../../web/desk/desk-arguments.ts'

const DESK = fileURLToPath(new URL('../../web/carrier-desk.ts', import.meta.url))
const CUSTOMER_KEY = 'ck-larkspur-4711'
const WEBHOOK = {
  type: 'Parcel.TrackingUpdated',
  url: 'https://hooks.harborpine.example/fx/4Tq8mZ',
  method: 'POST',
  authMethod: 'TOKEN',
  token: 'hook-secret-0815',
  tokenHeader: 'x-hook-token',
}

const folder = mkdtempSync(join(tmpdir(), 'shipbench-desk-'))
let flexport: FlexportSimulator
let flavorcloud: FlavorCloudSimulator
let settings: string

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

beforeAll(async () => {
  flexport = await startFlexportSimulator()
  flavorcloud = await startFlavorCloudSimulator()
  settings = file('settings.json', {
    carriers: {
      flexport: { baseUrl: flexport.url },
      flavorcloud: { baseUrl: flavorcloud.url },
    },
  })
})
afterAll(async () => {
  await flexport.stop()
  await flavorcloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function desk(argv: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [DESK, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  })
  const [out, said] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code: child.exitCode, out, said }
}

/** As somebody with all credentials asks. */
const ask = (...argv: string[]) =>
  desk([...argv, '--settings', settings], {
    SHIPBENCH_FLEXPORT_TOKEN: flexport.token,
    SHIPBENCH_FLAVORCLOUD_APP_ID: flavorcloud.appId,
    SHIPBENCH_FLAVORCLOUD_REST_API_KEY: flavorcloud.restApiKey,
    SHIPBENCH_FLAVORCLOUD_CUSTOMER_KEYS: JSON.stringify({ larkspur: CUSTOMER_KEY }),
  })

async function answered(...argv: string[]): Promise<unknown> {
  const { code, out, said } = await ask(...argv)
  expect({ code, said }).toEqual({ code: 0, said: '' })
  return JSON.parse(out)
}

describe('what the desk can ask', () => {
  const BUYING = ['createParcel', 'createShipment', 'createMultiPackage']
  /** Nobody says which of them charges. */
  const MAY_CHARGE = ['createBatch', 'updateBatch', 'closeBatch', 'createManifest']

  test('is every call of both clients but those that buy, or may', async () => {
    const nothing = () => {}
    const carriers = createCarriers({
      settings: () => SettingsSchema.parse({}),
      credentials: { read: () => ({}), origin: () => 'missing' },
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      version: '0.0.0',
      clock: { now: () => new Date() },
    })
    const offered = new Set<string>()
    const watched = (name: string, client: object) =>
      new Proxy(client, {
        get: (_, method: string) => () => {
          offered.add(`${name}.${method}`)
          return ''
        },
      })
    const clients = {
      flexport: watched('flexport', carriers.clients.flexport),
      flavorcloud: watched('flavorcloud', carriers.clients.flavorcloud),
    } as Carriers['clients']
    for (const call of CALLS) await call.run(clients, { body: {}, scopes: [] })
    const all = Object.entries(carriers.clients).flatMap(([name, client]) =>
      Object.keys(client)
        .filter((method) => ![...BUYING, ...MAY_CHARGE].includes(method))
        .map((method) => `${name}.${method}`),
    )
    expect([...offered].sort()).toEqual(all.sort())
    await carriers.stop()
  })

  test('is listed by --help, each with its members', async () => {
    const { code, out } = await desk(['flexport', 'parcel', '--help'])
    expect(code).toBe(0)
    expect(out).toBe(deskHelp())
    for (const { carrier, name } of CALLS)
      expect(out).toMatch(new RegExp(`^  ${carrier} ${name}( |$)`, 'm'))
    expect(out).toContain('flavorcloud invoices --from DAY --to DAY [--type TYPE]')
    expect(out).toContain('flexport create-webhook --body FILE')
  })
})

describe('an answer', () => {
  test('is JSON on standard output: a subscription made, listed, read and ended', async () => {
    const made = await answered('flexport', 'create-webhook', '--body', file('hook.json', WEBHOOK))
    const { token: _, tokenHeader: __, ...public_ } = WEBHOOK
    expect(made).toEqual({ id: expect.any(Number), ...public_ })
    const { id } = made as { id: number }
    expect(await answered('flexport', 'webhooks')).toEqual([made])
    expect(await answered('flexport', 'webhook', String(id))).toEqual(made)
    expect(await answered('flexport', 'delete-webhook', '--webhook', String(id))).toBe('done')
    expect(await answered('flexport', 'webhooks')).toEqual([])
  })

  test('to a body and to members of every kind', async () => {
    const body = file('classify.json', { Products: [{ Title: 'Mug', Description: 'Stoneware' }] })
    expect(
      await answered('flavorcloud', 'classify', '--body', body, '--merchant', 'larkspur'),
    ).toMatchObject({ Products: [{ Title: 'Mug' }] })
    expect(
      await answered('flavorcloud', 'invoices', '--from', '2026-11-01', '--to', '2026-11-30'),
    ).toEqual([])
    expect(
      await answered('flexport', 'events', '--after', '2026-11-01T00:00:00Z', '--limit', '5'),
    ).toEqual({ events: [], next: null })
  })

  test('shows the token that was asked for, and no other secret', async () => {
    const url = new URL(
      (await answered(
        'flexport',
        'oauth-url',
        'read_logistics_parcels,write_logistics_parcels',
      )) as string,
    )
    expect(url.searchParams.get('scope')).toBe('read_logistics_parcels write_logistics_parcels')
    const allowed = await fetch(url, { redirect: 'manual' })
    const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code') ?? ''
    // Whoever asks for a first token has none yet.
    const { out } = await desk(['flexport', 'oauth-token', code, '--settings', settings])
    const { access_token } = JSON.parse(out) as { access_token: string }
    expect(access_token).toMatch(/^[^[]{10,}/)
    const own = { SHIPBENCH_FLEXPORT_TOKEN: access_token }
    const used = await desk(['flexport', 'test', '--settings', settings], own)
    expect(used).toEqual({ code: 0, out: '"done"\n', said: '' })
  })

  test('hides a key that comes back with what was asked for', async () => {
    const unconfirmed = file('unconfirmed.json', {
      carriers: { flavorcloud: { baseUrl: flavorcloud.url, unconfirmedCalls: true } },
    })
    const place = {
      AddressLine1: '77 Weaver St',
      City: 'Portland',
      State: 'OR',
      Country: 'US',
      Zip: '97209',
      Phone: '+15035550127',
      Email: 'accounts@larkspur.example',
    }
    const body = file('customer.json', {
      PaymentKey: 'pay-secret-0815',
      AccountInformation: { ...place, Name: 'Larkspur', AttentionName: 'Ines Ribeiro' },
      ShippingOrigin: { ...place, LocationName: 'Portland' },
    })
    const env = {
      SHIPBENCH_FLAVORCLOUD_APP_ID: flavorcloud.appId,
      SHIPBENCH_FLAVORCLOUD_REST_API_KEY: flavorcloud.restApiKey,
    }
    const made = await desk(
      ['flavorcloud', 'create-customer', '--body', body, '--settings', unconfirmed],
      env,
    )
    expect(made.out).not.toContain('pay-secret-0815')
    const { customerKey } = JSON.parse(made.out) as { customerKey: string }
    const key = file('key.json', { CustomerKey: customerKey })
    const read = await desk(
      ['flavorcloud', 'customer', '--body', key, '--settings', unconfirmed],
      env,
    )
    expect(read.code).toBe(0)
    expect(read.out).toContain('77 Weaver St')
    expect(read.out).not.toContain(customerKey)
    expect(read.out).not.toContain('pay-secret-0815')
  })
})

describe('a failure', () => {
  test('of the carrier ends with 1, in our words and the carrier’s', async () => {
    const { code, out, said } = await ask('flexport', 'parcel', 'no-such-parcel')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(said).toMatch(/^shipbench: Flexport does not know this shipment\.\nFlexport said: .+\n/)
  })

  test('without credentials, or of a call that is switched off, asks nothing', async () => {
    const without = await desk(['flavorcloud', 'invoice', 'FLCL-1', '--settings', settings])
    expect(without).toMatchObject({
      code: 1,
      said: 'shipbench: This station has no credentials for FlavorCloud.\n',
    })
    expect(await ask('flavorcloud', 'batch', 'B-1')).toMatchObject({
      code: 1,
      said: 'shipbench: This call to FlavorCloud is switched off.\n',
    })
  })

  test('names no credential', async () => {
    const { said } = await desk(['flexport', 'webhooks', '--settings', settings], {
      SHIPBENCH_FLEXPORT_TOKEN: 'not-this-secret',
    })
    expect(said).toMatch(/^shipbench: Flexport does not accept our credentials\./)
    expect(said).not.toContain('not-this-secret')
  })
})

describe('wrong use ends with 2 and one line', () => {
  const missing = join(folder, 'missing.json')
  test.each([
    [[], 'nothing is no call that the desk has. See --help'],
    [['flexport'], 'flexport is no call that the desk has. See --help'],
    [
      ['flexport', 'create-parcel'],
      'flexport create-parcel is no call that the desk has. See --help',
    ],
    [['flexport', 'parcel'], '--parcel is missing'],
    [['flexport', 'parcel', 'a', 'b'], '"b" is one word too many. See --help'],
    [['flexport', 'parcel', 'a', '--parcel', 'b'], '"a" is one word too many. See --help'],
    [['flexport', 'webhooks', 'a'], '"a" is one word too many. See --help'],
    [['flexport', 'events', '--limit', '0'], '--limit must be at least 1'],
    [['flexport', 'events', '--fast', '1'], "Unknown option '--fast'. See --help"],
    [
      ['flavorcloud', 'invoices', '--from', 'May', '--to', '2026-11-30'],
      '--from must be a day such as 2026-11-30',
    ],
    [['flavorcloud', 'classify', '--body', missing], `${missing} cannot be read: ENOENT`],
    [
      ['flavorcloud', 'auth', '--settings', missing],
      `settings file ${missing}: there is no such file`,
    ],
  ])('%j', (argv, message) => {
    expect(readDeskArguments(argv)).toMatchObject({ failure: { message: `shipbench: ${message}` } })
  })

  test('on standard error alone', async () => {
    expect(await desk(['flexport', 'events', '--limit', '0'])).toEqual({
      code: 2,
      out: '',
      said: 'shipbench: --limit must be at least 1\n',
    })
  })

  test('a body that lacks what the call needs is named by file and field', () => {
    const hook = file('bad-hook.json', {
      ...WEBHOOK,
      authMethod: 'BASIC_AUTH',
      url: 'http://a.example',
    })
    expect(readDeskArguments(['flexport', 'create-webhook', '--body', hook])).toMatchObject({
      failure: {
        message: `shipbench: ${hook}: url must be https; ${hook}: username is missing; ${hook}: password is missing`,
      },
    })
    const here = file('here.json', { ...WEBHOOK, url: 'http://127.0.0.1:9900/hook' })
    expect(readDeskArguments(['flexport', 'create-webhook', '--body', here])).toMatchObject({
      ok: true,
    })
    const broken = file('broken.json', '{"Products": [')
    expect(readDeskArguments(['flavorcloud', 'classify', '--body', broken])).toMatchObject({
      failure: {
        message: `shipbench: ${broken} is not JSON: it ends too early at line 1, column 15`,
      },
    })
  })
})
