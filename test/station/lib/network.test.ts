import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NetworkSettings } from '../../../shared/settings.ts'
import { createHttp, type HttpRequest } from '../../../station/lib/http.ts'
import { body, startScripted } from '../carriers/scripted-server.ts'
import { MADE_UP_HOST, startSecureServer, startTunnel } from './tunnel.ts'

const stops: (() => Promise<unknown>)[] = []
let folder: string
let caFile: string
let secure: Awaited<ReturnType<typeof startSecureServer>>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipbench-network-'))
  caFile = join(folder, 'authority.pem')
  secure = await startSecureServer()
  await writeFile(caFile, `words before it\n${secure.cert}`)
  stops.push(secure.stop, () => rm(folder, { recursive: true }))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function tunnel() {
  const started = await startTunnel(secure.port)
  stops.push(started.stop)
  return started
}

/** A line whose settings can change while it runs. */
function line(network: NetworkSettings) {
  let current = network
  const http = createHttp({ version: '1', network: () => current })
  stops.push(() => http.stop())
  return {
    get: async (path = '/', call: Partial<HttpRequest> = {}) => {
      const url = `https://${MADE_UP_HOST}${path}`
      const outcome = await http.request({
        method: 'GET',
        url,
        deadlineMs: 10_000,
        maxBytes: 1000,
        ...call,
      })
      if (outcome.ok) return Buffer.from(outcome.value.bytes).toString()
      return `${outcome.failure.code} ${outcome.failure.reason}`
    },
    change: (next: NetworkSettings) => {
      current = next
    },
  }
}

test('an authority of the settings is trusted beside the usual ones, through the proxy of the settings', async () => {
  const proxy = await tunnel()
  expect(await line({ caFile, proxy: proxy.url }).get('/labels/1')).toBe('/labels/1')
  expect(proxy.asked).toEqual([`${MADE_UP_HOST}:443`])
})

test('without it the same server is not trusted: nothing is sent', async () => {
  const proxy = await tunnel()
  expect(await line({ proxy: proxy.url }).get()).toMatch(/^not-sent .*(SELF_SIGNED|CERT)/)
})

test('the proxy of the settings goes before that of the environment and NO_PROXY', async () => {
  const [proxy, other] = [await tunnel(), await tunnel()]
  vi.stubEnv('HTTPS_PROXY', other.url)
  vi.stubEnv('NO_PROXY', MADE_UP_HOST)
  expect(await line({ caFile, proxy: proxy.url }).get('/a')).toBe('/a')
  expect([proxy.asked.length, other.asked.length]).toEqual([1, 0])
})

test('the authority holds through the proxy of the environment too', async () => {
  const proxy = await tunnel()
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  expect(await line({ caFile }).get('/a')).toBe('/a')
})

test('a call bound to addresses takes authority and proxy as well', async () => {
  const proxy = await tunnel()
  const addresses = [{ address: '127.0.0.1', family: 4 as const }]
  expect(await line({ caFile, proxy: proxy.url }).get('/a', { addresses })).toBe('/a')
  const url = `https://${MADE_UP_HOST}:${secure.port}/direct`
  expect(await line({ caFile }).get('', { url, addresses })).toBe('/direct')
})

test('this machine is reached without the proxy, and without the authorities', async () => {
  const proxy = await tunnel()
  const { url, stop } = await startScripted(body(200, 'here'))
  stops.push(stop)
  const here = line({ caFile: join(folder, 'none.pem'), proxy: proxy.url })
  expect(await here.get('', { url })).toBe('here')
  expect(proxy.asked).toEqual([])
})

test.each([
  ['is missing', async () => {}],
  ['holds no certificate', () => writeFile(caFile, 'made up')],
  [
    'holds a broken certificate',
    () => writeFile(caFile, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
  ],
])('a file that %s is told and not passed over', async (_, spoil) => {
  const proxy = await tunnel()
  await rm(caFile)
  await spoil()
  const { get } = line({ caFile, proxy: proxy.url })
  expect(await get()).toBe('not-sent CA_FILE_NOT_READABLE')
  expect(proxy.asked).toEqual([])
  await writeFile(caFile, secure.cert)
  expect(await get('/mended')).toBe('/mended')
})

test('a change of the settings holds with the next call, and lets calls under way end', async () => {
  const [first, second] = [await tunnel(), await tunnel()]
  const { get, change } = line({ caFile, proxy: first.url })
  secure.hold()
  const underWay = get('/under-way')
  await expect.poll(() => secure.waiting()).toBe(1)
  change({ caFile, proxy: second.url })
  const next = get('/next')
  await expect.poll(() => secure.waiting()).toBe(2)
  expect([first.asked.length, second.asked.length]).toEqual([1, 1])
  secure.release()
  expect(await Promise.all([underWay, next])).toEqual(['/under-way', '/next'])
  // What the earlier settings had opened is closed once its last call has ended.
  await expect.poll(() => first.openConnections()).toBe(0)
  expect(second.openConnections()).toBeGreaterThan(0)
})

test('a proxy that is no address is told', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://[nonsense')
  expect(await line({}).get()).toBe('not-sent PROXY_NOT_VALID')
})
