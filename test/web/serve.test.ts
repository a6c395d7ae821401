import { once } from 'node:events'
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Contract } from '../../shared/contract.ts'
import { serve, type Served } from '../../web/serve.ts'
import { fakeStation, silentLog } from './fake-station.ts'

let served: Served
const fake = fakeStation()

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'shipbench-page-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Shipbench</title>')
  writeFileSync(join(root, 'assets', 'main-1.js'), 'export {}')
  writeFileSync(join(root, '..', 'outside.json'), '{"secret":true}')
  served = await serve({
    station: fake.station,
    port: 0,
    pageRoot: root,
    version: '0.0.0',
    log: silentLog,
  })
})
afterAll(() => served.close())

/** A request with exactly these headers; fetch would not let Host and Origin be chosen. */
async function call(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const request = httpRequest({ host: '127.0.0.1', port: served.port, path, ...options })
  request.end(options.body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const body = await text(response)
  return { status: response.statusCode, headers: response.headers, body }
}

const json = (body: string) => JSON.parse(body) as { status: number; type: string; detail: string }

describe('the page', () => {
  test('comes without a token, with a strict policy, and is never kept', async () => {
    const page = await call('/')
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>Shipbench</title>')
    expect(page.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws://127.0.0.1:${served.port}; font-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    )
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-type': 'text/html; charset=utf-8',
    })
  })

  test('its hashed files may be kept', async () => {
    const script = await call('/assets/main-1.js')
    expect(script.headers['cache-control']).toContain('immutable')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  test.each([
    '/../outside.json',
    '/%2e%2e/outside.json',
    '/assets/..%2f..%2foutside.json',
    '/%00',
    '/%',
  ])('nothing outside its folder is served: %s', async (path) => {
    const answer = await call(path)
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toContain('secret')
  })
})

describe('gates', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '10.0.0.1:4000'])(
    'a Host that is not ours is refused before anything else: %j',
    async (host) => {
      for (const path of ['/', '/api/v1/health', '/rpc']) {
        const answer = await call(path, {
          headers: { host, authorization: `Bearer ${served.token}` },
        })
        expect(answer.status).toBe(403)
      }
    },
  )

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'a foreign Origin is refused even with the token: %s',
    async (origin) => {
      const answer = await call('/api/v1/scans', {
        method: 'POST',
        headers: {
          origin,
          authorization: `Bearer ${served.token}`,
          'content-type': 'application/json',
        },
        body: '{"text":"FOREIGN"}',
      })
      expect(answer.status).toBe(403)
      expect(fake.scans).not.toContain('FOREIGN')
    },
  )

  test('our own Origin and the name localhost pass', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const host = `${name}:${served.port}`
      const answer = await call('/api/v1/health', {
        headers: { host, origin: `http://${host}`, authorization: `Bearer ${served.token}` },
      })
      expect(answer.status).toBe(200)
    }
  })

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: 'Basic abc' }],
  ])('REST needs the token: %s', async (_name, headers) => {
    const paths = ['/api/v1/health', '/api/v1/openapi.json', '/api/v1/nothing', '/%61pi/v1/health']
    for (const path of paths) {
      const answer = await call(path, { headers })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
      expect(json(answer.body).type).toBe('urn:shipbench:problem:not-allowed')
    }
  })

  test('the token in the query opens no REST', async () => {
    expect((await call(`/api/v1/health?token=${served.token}`)).status).toBe(401)
  })

  test('it listens on 127.0.0.1 only', () => {
    expect(served.url).toBe(`http://127.0.0.1:${served.port}/#token=${served.token}`)
    expect(Buffer.from(served.token, 'base64url')).toHaveLength(32)
  })
})

describe('the WebSocket of the screen', () => {
  const address = (token: string) => `ws://127.0.0.1:${served.port}/rpc?token=${token}`

  async function refusal(socket: WebSocket): Promise<number | undefined> {
    socket.on('error', () => {})
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    return response.statusCode
  }

  test('is refused without the token, with a wrong one, and to a foreign page', async () => {
    expect(await refusal(new WebSocket(`ws://127.0.0.1:${served.port}/rpc`))).toBe(401)
    expect(await refusal(new WebSocket(address('wrong')))).toBe(401)
    const foreign = new WebSocket(address(served.token), { origin: 'http://evil.example' })
    expect(await refusal(foreign)).toBe(403)
    const rebound = new WebSocket(address(served.token), { headers: { host: 'evil.example' } })
    expect(await refusal(rebound)).toBe(403)
  })

  test('is said to be one to whoever asks for it as a page', async () => {
    expect((await call(`/rpc?token=${served.token}`)).status).toBe(426)
    const elsewhere = new WebSocket(`ws://127.0.0.1:${served.port}/other?token=${served.token}`)
    expect(await refusal(elsewhere)).toBe(404)
  })

  test('carries calls and streams; a stream ends with the line', async () => {
    const socket = new WebSocket(address(served.token), {
      origin: `http://127.0.0.1:${served.port}`,
    })
    const client: ContractRouterClient<Contract> = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    )
    const stream = await client.bench.follow()
    const first = await stream.next()
    expect(first.value).toMatchObject({ step: 'scan-items', stationName: 'Bench 1' })
    const verdict = await client.bench.scan({ text: 'LK-20417' })
    expect(verdict).toMatchObject({ accepted: true, code: 'order-opened' })
    expect((await stream.next()).value).toMatchObject({ step: 'weigh' })
    expect(fake.streamsOpen()).toBe(1)

    await expect(client.bench.scan({ text: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(client.bench.scan({ text: 'BUG' })).rejects.toMatchObject({
      message: 'Internal server error',
    })
    socket.close()
    await expect(stream.next()).rejects.toThrow()
    await expect.poll(() => fake.streamsOpen()).toBe(0)
  })
})
