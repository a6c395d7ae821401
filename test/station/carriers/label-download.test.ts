import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { NewExchange } from '../../../station/carriers/exchange-log.ts'
import { createLabelDownload } from '../../../station/carriers/label-download.ts'
import type { LabelDownloadDeps } from '../../../station/carriers/label-download.ts'
import { createHttp } from '../../../station/lib/http.ts'
import type { NetworkAddress } from '../../../station/lib/http.ts'
import { body, closedPort, cutInside, redirect, silence, startScripted } from './scripted-server.ts'
import type { Reply } from './scripted-server.ts'

const ZPL = '^XA^FO10,10^FDmade up^FS^XZ'
const HOME = 'http://127.0.0.1:1'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function server(...script: Reply[]) {
  const started = await startScripted(...script)
  stops.push(started.stop)
  return started
}

type Options = Omit<LabelDownloadDeps, 'http' | 'clock'>

function downloader(deps: Options = {}) {
  const http = createHttp({ version: '0', network: () => ({}) })
  stops.push(() => http.stop())
  const waited: number[] = []
  const delay = async (ms: number) => {
    waited.push(ms)
  }
  return { download: createLabelDownload({ http, clock, delay, ...deps }), waited }
}

async function codeOf(link: string, base = HOME, deps: Options = {}) {
  const outcome = await downloader(deps).download('flexport', link, base)
  return outcome.ok ? 'fetched' : outcome.failure.code
}

const clock = { now: () => new Date('2026-05-18T20:00:00.000Z') }

/** A made-up name service. */
const names =
  (table: Record<string, string>) =>
  async (hostname: string): Promise<readonly NetworkAddress[]> => {
    const address = table[hostname] ?? hostname
    return [{ address, family: address.includes(':') ? 6 : 4 }]
  }

describe('a label', () => {
  test('comes with its kind and checksum, and no credential goes out', async () => {
    const { url, seen } = await server(body(200, ZPL, { 'content-type': 'text/html' }))
    const outcome = await downloader().download('flexport', `${url}/l?sig=1`, HOME)
    expect(outcome).toEqual({
      ok: true,
      value: {
        kind: 'zpl',
        bytes: Buffer.from(ZPL),
        sha256: createHash('sha256').update(ZPL).digest('hex'),
      },
    })
    expect(seen[0]?.path).toBe('/l?sig=1')
    expect(seen[0]?.headers.authorization).toBeUndefined()
  })

  test('is followed over redirects, without cookies or credentials', async () => {
    const target = await server(body(200, ZPL))
    const { url, seen } = await server(redirect('/again'), redirect(`${target.url}/l`, 307))
    expect(await codeOf(url)).toBe('fetched')
    expect(seen.map(({ path }) => path)).toEqual(['/', '/again'])
    for (const request of [...seen, ...target.seen]) {
      expect(request.headers.cookie).toBeUndefined()
      expect(request.headers.authorization).toBeUndefined()
    }
  })

  test('five redirects are followed, a sixth is not', async () => {
    const five = Array.from({ length: 5 }, () => redirect('/on'))
    const { url } = await server(...five, body(200, ZPL))
    expect(await codeOf(url)).toBe('fetched')
    const endless = await server(redirect('/on'))
    expect(await codeOf(endless.url)).toBe('label-download-failed')
    expect(endless.seen).toHaveLength(6)
  })

  test('that is none is refused', async () => {
    const { url } = await server(body(200, '<html>Log in</html>', { 'content-type': 'image/png' }))
    expect(await codeOf(url)).toBe('label-not-readable')
  })

  test('of five megabytes is taken, one byte more is not', async () => {
    const most = `^XA${' '.repeat(5 * 1024 * 1024 - 3)}`
    const { url } = await server(body(200, most))
    expect(await codeOf(url)).toBe('fetched')
    const more = await server(body(200, `${most} `))
    expect(await codeOf(more.url)).toBe('label-too-large')
    expect(more.seen).toHaveLength(1)
  })
})

describe('an exchange', () => {
  test('is kept of each try and hop, with kind and size, without bytes and signature', async () => {
    const { url, seen } = await server(
      body(503, '<SignatureProvided>abc</SignatureProvided>', { 'content-type': 'text/xml' }),
      redirect('/new?sig=secret'),
      body(200, ZPL),
    )
    const exchanges: NewExchange[] = []
    const { download } = downloader({ exchanges: { keep: (one) => exchanges.push(one) } })
    expect((await download('flexport', `${url}/l?sig=secret`, HOME, 'p-1')).ok).toBe(true)
    expect(seen).toHaveLength(3)
    expect(exchanges[0]).toMatchObject({
      carrier: 'flexport',
      call: 'label download',
      method: 'GET',
      startedAt: '2026-05-18T20:00:00.000Z',
      request: `From ${new URL(url).host}`,
      trouble: null,
      about: 'p-1',
    })
    expect(exchanges.map(({ status, path, answer }) => [status, path, answer])).toEqual([
      [503, '/l?[hidden]', 'text/xml, 42 bytes'],
      [302, '/l?[hidden]', 'unknown kind, 0 bytes'],
      [200, '/new?[hidden]', `ZPL, ${ZPL.length} bytes`],
    ])
  })

  test('is kept of a line that broke, and of none that was never tried', async () => {
    const { url } = await server(cutInside)
    const exchanges: NewExchange[] = []
    const { download } = downloader({ exchanges: { keep: (one) => exchanges.push(one) } })
    await download('flexport', url, HOME)
    expect(exchanges.map(({ status, trouble }) => [status, trouble])).toEqual(
      Array.from({ length: 4 }, () => [null, 'cut-off']),
    )
    await download('flexport', 'http://10.0.0.1/l', HOME)
    expect(exchanges).toHaveLength(4)
  })
})

describe('trouble', () => {
  test('404, 5xx and a cut line pass: it is asked again after a wait', async () => {
    const { url, seen } = await server(body(404, ''), body(503, ''), cutInside, body(200, ZPL))
    const { download, waited } = downloader()
    expect((await download('flexport', url, HOME)).ok).toBe(true)
    expect(seen).toHaveLength(4)
    expect(waited).toHaveLength(3)
  })

  test('that stays is told in the end', async () => {
    const { url, seen } = await server(body(404, ''))
    const outcome = await downloader().download('flexport', url, HOME)
    expect(outcome).toMatchObject({
      failure: { code: 'label-download-failed', httpStatus: 404, carrier: 'flexport' },
    })
    expect(seen).toHaveLength(4)
  })

  test('403 is final', async () => {
    const { url, seen } = await server(body(403, ''))
    expect(await codeOf(url)).toBe('label-download-failed')
    expect(seen).toHaveLength(1)
  })

  test('silence ends at the deadline, nobody there after the last try', async () => {
    const { url } = await server(silence)
    expect(await codeOf(url, HOME, { deadlineMs: 60 })).toBe('label-download-failed')
    expect(await codeOf(`http://127.0.0.1:${await closedPort()}`)).toBe('label-download-failed')
  })

  test('a name that nobody knows', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await codeOf('https://labels.example/l', HOME, { resolve })).toBe(
      'label-download-failed',
    )
  })
})

describe('a forbidden place', () => {
  const OUTSIDE = 'https://api.example'
  const resolve = names({
    'api.example': '8.8.8.8',
    'inside.example': '192.168.1.7',
    'meta.example': '169.254.169.254',
    'mapped.example': '::ffff:10.0.0.1',
    'home.example': '127.0.0.1',
  })

  test.each([
    'nonsense',
    'ftp://api.example/l',
    'file:///etc/hosts',
    'data:text/plain,^XA',
    'http://api.example/l',
    'https://user:secret@api.example/l',
    'https://inside.example/l',
    'https://meta.example/l',
    'https://mapped.example/l',
    'https://home.example/l',
    'https://10.0.0.1/l',
    'https://0x7f.1/l',
    'https://[::1]/l',
    'https://0.0.0.0/l',
    'http://127.0.0.1/l',
  ])('%s', async (link) => {
    expect(await codeOf(link, OUTSIDE, { resolve })).toBe('label-link-forbidden')
  })

  test('a carrier in one private network opens no other', async () => {
    const base = 'https://inside.example'
    for (const link of ['https://home.example/l', 'https://10.0.0.1/l', 'https://meta.example/l'])
      expect(await codeOf(link, base, { resolve })).toBe('label-link-forbidden')
  })

  test('one private address among public ones is enough', async () => {
    const mixed = async (hostname: string): Promise<readonly NetworkAddress[]> =>
      hostname === 'api.example'
        ? [{ address: '8.8.8.8', family: 4 }]
        : [
            { address: '8.8.4.4', family: 4 },
            { address: '127.0.0.1', family: 4 },
          ]
    expect(await codeOf('https://labels.example/l', OUTSIDE, { resolve: mixed })).toBe(
      'label-link-forbidden',
    )
  })

  test('a redirect into one is not followed', async () => {
    const { url, seen } = await server(redirect('http://192.168.1.7/l'))
    expect(await codeOf(url)).toBe('label-link-forbidden')
    const toPrivate = await server(redirect('https://10.0.0.1/l'))
    expect(await codeOf(toPrivate.url)).toBe('label-link-forbidden')
    expect(seen).toHaveLength(1)
  })

  test('plain http to a name that only claims to be this machine', async () => {
    const elsewhere = names({ localhost: '8.8.8.8' })
    expect(await codeOf('http://localhost/l', HOME, { resolve: elsewhere })).toBe(
      'label-link-forbidden',
    )
  })

  test('the address that was checked is the one that is called', async () => {
    const { port, seen } = await server(body(200, ZPL))
    const asked: string[] = []
    const onlyOnce = async (hostname: string): Promise<readonly NetworkAddress[]> => {
      asked.push(hostname)
      return [{ address: '127.0.0.1', family: 4 }]
    }
    expect(await codeOf(`http://localhost:${port}/l`, HOME, { resolve: onlyOnce })).toBe('fetched')
    expect(asked.filter((name) => name === 'localhost')).toHaveLength(1)
    expect(seen).toHaveLength(1)

    const another = names({ localhost: '127.0.0.2' })
    const link = `http://localhost:${port}/l`
    expect(await codeOf(link, HOME, { resolve: another, deadlineMs: 2000 })).toBe(
      'label-download-failed',
    )
    expect(seen).toHaveLength(1)
  })
})
