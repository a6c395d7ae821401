import type { RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  createIpp,
  cupsPrinters,
  cupsQueueUrl,
  cupsUrl,
} from '../../../station/printing/ipp/ipp-client.ts'
import { ippAnswer, startHttp } from '../../print-system/ipp-stand-in.ts'
import {
  noPrintSystem,
  startPrintSystem,
  type PrintSystem,
} from '../../print-system/print-system.ts'
import { startRudePrinter } from './rude-printer.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()))
})

async function standIn(listener: RequestListener) {
  const server = await startHttp(listener)
  endings.push(() => server.stop())
  return server
}

const job = { bytes: Buffer.from('^XA^XZ'), format: 'text/plain', name: 'Label', copies: 1 }

test.each<[string, RequestListener, string, RegExp]>([
  ['wants a password', (_, to) => to.writeHead(401).end(), 'ipp-refused', /HTTP 401/],
  ['is not there', (_, to) => to.writeHead(404).end(), 'ipp-refused', /HTTP 404/],
  ['sends elsewhere', (_, to) => to.writeHead(302).end(), 'ipp-refused', /HTTP 302/],
  ['broke', (_, to) => to.writeHead(500).end(), 'ipp-no-answer', /HTTP 500/],
  ['is a web page', (_, to) => to.end('<html></html>'), 'ipp-no-answer', /not answer in IPP/],
  ['hangs up', (_, to) => to.destroy(), 'ipp-no-answer', /broke the connection|hang up/],
  [
    'hangs up in the middle',
    (_, to) => {
      to.writeHead(200, { 'content-length': '1000' }).write('x')
      setImmediate(() => to.destroy())
    },
    'ipp-no-answer',
    /\w/,
  ],
  ['never answers', () => {}, 'ipp-no-answer', /within 200 ms/],
  [
    'never ends its answer',
    (_, to) => {
      const piece = Buffer.alloc(1_000_000)
      const more = () => void (to.writable && to.write(piece, more))
      more()
    },
    'ipp-no-answer',
    /does not end/,
  ],
  [
    'refuses',
    (_, to) => to.end(ippAnswer(0x0507, 'Job was canceled')),
    'ipp-refused',
    /Job was canceled \(IPP status 0507\)/,
  ],
  ['tells nothing', (_, to) => to.end(ippAnswer(0, 'ok')), 'ipp-no-answer', /\w/],
])('a printer that %s', async (_name, listener, code, words) => {
  const { url } = await standIn(listener)
  const ipp = createIpp({ url, timeoutMs: 200 })
  for (const answer of [await ipp.printJob(job), await ipp.job(1), await ipp.printer()])
    expect(answer).toMatchObject({
      ok: false,
      failure: { code, detail: expect.stringMatching(words) },
    })
})

test.each(['ipp://127.0.0.1:1/ipp/print', 'lpd://printer/queue', 'ipp://', 'ipp://a b/'])(
  '%s is not reached',
  async (url) => {
    expect(await createIpp({ url }).printJob(job)).toMatchObject({
      ok: false,
      failure: { code: 'ipp-not-reached', detail: expect.stringMatching(/\w/) },
    })
  },
)

test('a call is ended by its signal', async () => {
  const calledOff = new AbortController()
  const { url } = await standIn(() => calledOff.abort())
  expect(await createIpp({ url, signal: calledOff.signal }).printJob(job)).toMatchObject({
    ok: false,
    failure: { code: 'ipp-no-answer', detail: 'The station is stopping' },
  })
})

test('a job that cannot be cancelled because it is over has been', async () => {
  const { url, asked } = await standIn((_, to) =>
    to.end(
      asked.length === 1
        ? ippAnswer(0x0404, 'It is completed')
        : ippAnswer(0, 'ok', [['job-state', 'enum', 9]]),
    ),
  )
  expect(await createIpp({ url }).cancel(7)).toMatchObject({ ok: true })
  expect(asked).toEqual([0x0008, 0x0009])
})

test.each([
  [undefined, 'ipp://localhost'],
  ['', 'ipp://localhost'],
  ['/run/cups/cups.sock', 'ipp://localhost'],
  ['print.example', 'ipp://print.example'],
  ['print.example:6631/version=1.1', 'ipp://print.example:6631'],
])('CUPS_SERVER %s is %s', (server, url) => {
  expect(cupsUrl(server)).toBe(url)
  expect(cupsQueueUrl('Büro 1', url)).toBe(`${url}/printers/B%C3%BCro%201`)
})

if (noPrintSystem !== undefined) console.log(`IPP was not spoken with CUPS: ${noPrintSystem}`)

describe.skipIf(noPrintSystem !== undefined)('with CUPS', () => {
  let cups: PrintSystem
  let printer: Awaited<ReturnType<typeof startRudePrinter>>
  beforeAll(async () => {
    cups = await startPrintSystem()
    printer = await startRudePrinter('normal')
  })
  afterAll(async () => {
    await printer.stop()
    await cups.stop()
  })

  test('its queues', async () => {
    expect(await cupsPrinters(cups.url)).toEqual({ ok: true, value: [] })
    await cups.addQueue('labels', `socket://127.0.0.1:${printer.port}/`)
    await cups.addQueue('others', 'socket://127.0.0.1:1/')
    expect(await cupsPrinters(cups.url)).toEqual({
      ok: true,
      value: [
        {
          name: 'labels',
          info: 'labels',
          model: 'Local Raw Printer',
          deviceUri: `socket://127.0.0.1:${printer.port}/`,
        },
        {
          name: 'others',
          info: 'others',
          model: 'Local Raw Printer',
          deviceUri: 'socket://127.0.0.1:1/',
        },
      ],
    })
  })

  test.each(['ipp', 'ipps'])('%s: a queue, its printer and a job', async (scheme) => {
    await cups.addQueue('labels', `socket://127.0.0.1:${printer.port}/`)
    const ipp = createIpp({ url: cups.queueUrl('labels').replace('ipp', scheme) })
    expect(await ipp.printer()).toMatchObject({
      ok: true,
      value: {
        name: 'labels',
        isAccepting: true,
        formats: expect.arrayContaining(['application/vnd.cups-raw']),
      },
    })
    const before = printer.read().length
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256))
    const taken = await ipp.printJob({
      bytes,
      format: 'application/vnd.cups-raw',
      name: 'Etikett für ein Paket, mit einem Namen, der länger ist, als er sein darf',
      copies: 2,
    })
    if (!taken.ok) throw new Error(taken.failure.detail)
    const { jobId } = taken.value
    await expect
      .poll(() => ipp.job(jobId))
      .toMatchObject({ ok: true, value: { state: 'completed', wasBegun: true } })
    const received = await printer.until(before + 2 * bytes.length)
    expect(received.subarray(before).equals(Buffer.concat([bytes, bytes]))).toBe(true)
    expect(await ipp.cancel(jobId)).toMatchObject({ ok: true })
  })

  test('what it does not know is refused', async () => {
    const nowhere = createIpp({ url: cups.queueUrl('nowhere') })
    expect(await nowhere.printJob(job)).toMatchObject({
      ok: false,
      failure: { code: 'ipp-refused', detail: expect.stringMatching(/0406/) },
    })
    expect(await nowhere.job(4711)).toMatchObject({ ok: false, failure: { code: 'ipp-refused' } })
    expect(await nowhere.cancel(4711)).toMatchObject({
      ok: false,
      failure: { code: 'ipp-refused' },
    })
  })
})
