import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NetworkSettings } from '../../../shared/settings.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createHttp } from '../../../station/lib/http.ts'
import type { HttpRequest } from '../../../station/lib/http.ts'
import {
  body,
  closedPort,
  cutBefore,
  cutInside,
  redirect,
  silence,
  startScripted,
} from '../carriers/scripted-server.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

function line(network: () => NetworkSettings = () => ({})) {
  const http = createHttp({ version: '1.2.3', network })
  stops.push(() => http.stop())
  return (call: Partial<HttpRequest> & { url: string }) =>
    http.request({ method: 'GET', deadlineMs: 10_000, maxBytes: 1000, ...call })
}

async function server(...script: Parameters<typeof startScripted>) {
  const started = await startScripted(...script)
  stops.push(started.stop)
  return started
}

const reasonOf = async (outcome: ReturnType<ReturnType<typeof line>>) => {
  const ended = await outcome
  return ended.ok ? 'answered' : ended.failure.code
}

describe('http', () => {
  test.each(['GET', 'POST', 'PUT', 'DELETE'] as const)('%s goes out as it is', async (method) => {
    const { url, seen } = await server(body(204, ''))
    const outcome = await line()({ url, method })
    expect(outcome.ok && outcome.value.status).toBe(204)
    expect(seen[0]?.method).toBe(method)
  })

  test('gives status, headers in lower case and bytes, and says who asks', async () => {
    const { url, seen } = await server(body(418, 'short', { 'X-Made-Up': 'yes' }))
    const outcome = await line()({ url: `${url}/a?b=c`, method: 'POST', body: 'sent' })
    expect(outcome.ok && outcome.value.status).toBe(418)
    expect(outcome.ok && outcome.value.headers['x-made-up']).toBe('yes')
    expect(outcome.ok && Buffer.from(outcome.value.bytes).toString()).toBe('short')
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/a?b=c', body: 'sent' })
    expect(seen[0]?.headers['user-agent']).toBe('Shipbench/1.2.3')
  })

  test('follows no redirect', async () => {
    const { url, seen } = await server(redirect('/elsewhere'))
    const outcome = await line()({ url })
    expect(outcome.ok && outcome.value.status).toBe(302)
    expect(seen).toHaveLength(1)
  })

  test('nobody listens: not sent', async () => {
    expect(await reasonOf(line()({ url: `http://127.0.0.1:${await closedPort()}` }))).toBe(
      'not-sent',
    )
  })

  test('a name that does not resolve: not sent', async () => {
    expect(await reasonOf(line()({ url: 'http://nowhere.invalid/' }))).toBe('not-sent')
  })

  test('TLS that fails before the request: not sent', async () => {
    const { port } = await server(silence)
    expect(await reasonOf(line()({ url: `https://127.0.0.1:${port}/`, method: 'POST' }))).toBe(
      'not-sent',
    )
  })

  test('no address and headers that HTTP forbids: not sent', async () => {
    const { url, seen } = await server(body(200, ''))
    expect(await reasonOf(line()({ url: 'nonsense' }))).toBe('not-sent')
    expect(await reasonOf(line()({ url, headers: { 'x-bad': 'a\r\nb: c' } }))).toBe('not-sent')
    expect(seen).toHaveLength(0)
  })

  test('cut before and inside the answer: cut off, and sent once', async () => {
    const before = await server(cutBefore)
    expect(await reasonOf(line()({ url: before.url, method: 'POST', body: '{}' }))).toBe('cut-off')
    expect(before.seen).toHaveLength(1)
    const inside = await server(cutInside)
    expect(await reasonOf(line()({ url: inside.url, method: 'POST', body: '{}' }))).toBe('cut-off')
    expect(inside.seen).toHaveLength(1)
  })

  test('silence beyond the deadline: timed out', async () => {
    const { url } = await server(silence)
    expect(await reasonOf(line()({ url, deadlineMs: 500 }))).toBe('timed-out')
  })

  test('a body above the limit is given up while it comes', async () => {
    const { url } = await server(body(200, 'x'.repeat(1001)))
    expect(await reasonOf(line()({ url }))).toBe('too-large')
    const { url: fits } = await server(body(200, 'x'.repeat(1000)))
    expect(await reasonOf(line()({ url: fits }))).toBe('answered')
  })

  test('goes to the given addresses, whatever the name says', async () => {
    const { port, seen } = await server(body(200, 'here'))
    const outcome = await line()({
      url: `http://labels.example:${port}/x`,
      addresses: [{ address: '127.0.0.1', family: 4 }],
    })
    expect(outcome.ok).toBe(true)
    expect(seen[0]?.headers.host).toBe(`labels.example:${port}`)
  })

  test('goes through the proxy of the environment; one that refuses: not sent', async () => {
    const asked: (string | undefined)[] = []
    const proxy = createServer()
    proxy.on('connect', (request, socket) => {
      asked.push(request.url)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve)
    })
    stops.push(async () => {
      proxy.closeAllConnections()
      proxy.close()
    })
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    const outcome = line()({ url: 'https://carrier.invalid/x', method: 'POST', body: '{}' })
    expect(await reasonOf(outcome)).toBe('not-sent')
    expect(asked).toEqual(['carrier.invalid:443'])
    const { url } = await server(body(200, 'direct'))
    expect(await reasonOf(line()({ url }))).toBe('answered')
  })

  test.each([undefined, [{ address: '127.0.0.1', family: 4 as const }]])(
    'stop ends what is under way, to given addresses too: %j',
    async (addresses) => {
      const { url, seen } = await server(silence)
      const http = createHttp({ version: '1', network: () => ({}) })
      const call = { method: 'GET', url, deadlineMs: 60_000, maxBytes: 10 } as const
      const outcome = http.request({ ...call, ...(addresses && { addresses }) })
      await expect.poll(() => seen.length).toBeGreaterThan(0)
      await http.stop()
      expect(await reasonOf(outcome)).toBe('cut-off')
    },
  )

  test.each(['two\r\nlines', 'tok\u20acn', 'null\u0000'])(
    'a header that cannot be sent is a failure: %j',
    async (token) => {
      const { url, seen } = await server(body(200, ''))
      const outcome = line()({ url, headers: { authorization: `Bearer ${token}` } })
      expect(await reasonOf(outcome)).toBe('not-sent')
      expect(seen).toHaveLength(0)
    },
  )

  test('after stop nothing is sent', async () => {
    const { url, seen } = await server(body(200, ''))
    const http = createHttp({ version: '1', network: () => ({}) })
    await http.stop()
    const outcome = await http.request({ method: 'GET', url, deadlineMs: 1000, maxBytes: 10 })
    expect(outcome.ok ? '' : outcome.failure.code).toBe('not-sent')
    expect(seen).toHaveLength(0)
  })
})
