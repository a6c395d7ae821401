import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCupsSpoolerConnection } from '../../../station/printing/connections/cups-spooler.ts'
import { createIpp } from '../../../station/printing/ipp/ipp-client.ts'
import type { IppField } from '../../../station/printing/ipp/ipp-message.ts'
import { printerConnectionContract } from '../../contracts/printer-connection.contract.ts'
import { ippAnswer, startHttp } from '../../print-system/ipp-stand-in.ts'
import {
  noPrintSystem,
  startPrintSystem,
  type PrintSystem,
} from '../../print-system/print-system.ts'
import { startRudePrinter, type Manners } from './rude-printer.ts'

if (noPrintSystem !== undefined) console.log(`No spooler was tried: ${noPrintSystem}`)

const never = new AbortController().signal
const PATIENT = { answerMs: 10_000, fateMs: 15_000, cancelMs: 10_000 }
const HURRIED = { ...PATIENT, fateMs: 400 }
const label = Buffer.alloc(100_000, '^XA0123456789')
/** More than the kernels hold. */
const large = Buffer.alloc(24_000_000, '^XA0123456789')

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()))
})

async function printer(...options: Parameters<typeof startRudePrinter>) {
  const started = await startRudePrinter(...options)
  endings.push(() => started.stop())
  return started
}

async function closedPort(): Promise<number> {
  const started = await startRudePrinter('normal')
  await started.stop()
  return started.port
}

describe.skipIf(noPrintSystem !== undefined)('a queue of CUPS', () => {
  let cups: PrintSystem
  let queues = 0
  beforeAll(async () => {
    cups = await startPrintSystem()
  })
  afterAll(() => cups.stop())

  /** A new queue to a port of this machine. */
  async function queueTo(port: number, query = '', policy = 'retry-job'): Promise<string> {
    const name = `queue${++queues}`
    await cups.addQueue(name, `socket://127.0.0.1:${port}/${query}`, [
      `printer-error-policy=${policy}`,
    ])
    return name
  }
  const connectionTo = (name: string, timings = PATIENT) =>
    createCupsSpoolerConnection(name, cups.queueUrl(name), timings)

  printerConnectionContract('spooler, real CUPS', async () => {
    const sink = await startRudePrinter('normal')
    return {
      connection: connectionTo(await queueTo(sink.port)),
      received: sink.until,
      toNowhere: connectionTo('nowhere'),
      [Symbol.asyncDispose]: () => sink.stop(),
    }
  })

  test('what it has sent is unconfirmed: nobody asked the printer', async () => {
    const sink = await printer('normal')
    const report = await connectionTo(await queueTo(sink.port)).send({
      bytes: label,
      signal: never,
    })
    expect(report).toMatchObject({
      delivery: 'unconfirmed',
      detail: 'The print system says that it was sent',
    })
    expect(sink.read().equals(label)).toBe(true)
  })

  test('a printer that is never reached, where the queue gives up: not sent', async () => {
    const name = await queueTo(await closedPort(), '?contimeout=1', 'abort-job')
    expect(await connectionTo(name).send({ bytes: label, signal: never })).toMatchObject({
      delivery: 'not-sent',
      detail: expect.stringContaining('The printer is not responding'),
    })
  })

  /** The next label through the queue is all that the printer gets: the one before was taken back. */
  async function expectOnlyNext(name: string, port: number): Promise<void> {
    const sink = await printer('normal', { port })
    const next = Buffer.from('^XAnext^XZ')
    const report = await connectionTo(name, { ...PATIENT, fateMs: 60_000 }).send({
      bytes: next,
      signal: never,
    })
    expect(report.delivery).toBe('unconfirmed')
    expect(sink.read().toString('latin1')).toBe(next.toString())
  }

  test('a printer that is never reached: taken back, what left is not known, and it never comes out later', async () => {
    const port = await closedPort()
    const name = await queueTo(port)
    expect(await connectionTo(name, HURRIED).send({ bytes: label, signal: never })).toMatchObject({
      delivery: 'unknown',
      detail: expect.stringContaining('told to cancel'),
    })
    await expectOnlyNext(name, port)
  })

  test('a printer that was reached late and then stalled: unknown, though the job still says never reached', async () => {
    const port = await closedPort()
    const name = await queueTo(port)
    const sending = connectionTo(name, { ...PATIENT, fateMs: 60_000 })
    const calledOff = new AbortController()
    const report = sending.send({ bytes: large, signal: calledOff.signal })
    const queue = createIpp({ url: cups.queueUrl(name) })
    await expect
      .poll(() => queue.printer())
      .toMatchObject({ value: { message: expect.stringMatching(/may not exist/) } })
    const late = await printer('never-reads', { port })
    await expect.poll(() => late.connections()).toBe(1)
    calledOff.abort()
    expect((await report).delivery).toBe('unknown')
  })

  test.each<Manners>(['never-reads', 'stalls-midway'])(
    '%s: taken back, unknown',
    async (manners) => {
      const stalled = await printer(manners)
      const name = await queueTo(stalled.port)
      expect(
        (await connectionTo(name, HURRIED).send({ bytes: large, signal: never })).delivery,
      ).toBe('unknown')
      await stalled.stop()
      endings.length = 0
      await expectOnlyNext(name, stalled.port)
    },
  )

  test('behind a label that is stuck: never begun, so not sent, and never comes out later', async () => {
    const stalled = await printer('never-reads')
    const name = await queueTo(stalled.port)
    const calledOff = new AbortController()
    const first = connectionTo(name, PATIENT).send({ bytes: large, signal: calledOff.signal })
    await expect.poll(() => stalled.connections()).toBe(1)
    expect(await connectionTo(name, HURRIED).send({ bytes: label, signal: never })).toMatchObject({
      delivery: 'not-sent',
      detail: expect.stringContaining('told to cancel'),
    })
    calledOff.abort()
    expect((await first).delivery).toBe('unknown')
    await stalled.stop()
    await expectOnlyNext(name, stalled.port)
  })

  test('a queue that somebody stopped: told, not sent, and never comes out later', async () => {
    const port = await closedPort()
    const name = await queueTo(port)
    execFileSync('/usr/sbin/cupsdisable', [name], {
      env: { ...process.env, CUPS_SERVER: cups.server },
    })
    const connection = connectionTo(name, HURRIED)
    expect(await connection.condition?.(never)).toMatchObject({ condition: 'paused' })
    expect((await connection.send({ bytes: label, signal: never })).delivery).toBe('not-sent')
    execFileSync('/usr/sbin/cupsenable', [name], {
      env: { ...process.env, CUPS_SERVER: cups.server },
    })
    await expectOnlyNext(name, port)
  })

  test('a queue without complaint says nothing of its printer; one that is not there is offline', async () => {
    expect(await connectionTo(await queueTo(await closedPort())).condition?.(never)).toEqual({
      condition: 'not-asked',
    })
    expect(await connectionTo('nowhere').condition?.(never)).toMatchObject({
      condition: 'offline',
      said: expect.stringMatching(/\w/),
    })
  })

  test('a job that somebody else cancels in the middle: unknown', async () => {
    const stalled = await printer('never-reads')
    const name = await queueTo(stalled.port)
    const sending = connectionTo(name).send({ bytes: large, signal: never })
    await expect.poll(() => stalled.connections()).toBe(1)
    execFileSync('/usr/bin/cancel', ['-a', name], {
      env: { ...process.env, CUPS_SERVER: cups.server },
    })
    expect(await sending).toMatchObject({
      delivery: 'unknown',
      detail: expect.stringContaining('canceled'),
    })
  })
})

test('a print system that is not there: not sent', async () => {
  const connection = createCupsSpoolerConnection(
    'labels',
    `ipp://127.0.0.1:${await closedPort()}/printers/labels`,
  )
  expect(await connection.send({ bytes: label, signal: never })).toMatchObject({
    delivery: 'not-sent',
    detail: expect.stringContaining('refuses the connection'),
  })
})

test('a print system that forgets its jobs, or will not cancel them: unknown', async () => {
  let state: readonly IppField[] = []
  const server = await startHttp((_, to) => {
    const operation = server.asked.at(-1)
    if (operation === 0x0002) to.end(ippAnswer(0, 'ok', [['job-id', 'integer', 5]]))
    else if (operation === 0x0008) to.end(ippAnswer(0x0403, 'Forbidden'))
    else to.end(state.length > 0 ? ippAnswer(0, 'ok', state) : ippAnswer(0x0406, 'No such job'))
  })
  endings.push(() => server.stop())
  const connection = createCupsSpoolerConnection('labels', server.url, HURRIED)
  expect(await connection.send({ bytes: label, signal: never })).toMatchObject({
    delivery: 'unknown',
    detail: expect.stringContaining('No such job'),
  })
  state = [['job-state', 'enum', 5]]
  expect(await connection.send({ bytes: label, signal: never })).toMatchObject({
    delivery: 'unknown',
    detail: expect.stringContaining('did not cancel job 5: Forbidden'),
  })
})

test.each([
  [['media-empty-error'], 'paper-out'],
  [['media-needed'], 'paper-out'],
  [['media-jam'], 'paper-jam'],
  [['cover-open-error', 'media-empty-error'], 'head-open'],
  [['marker-supply-empty-error'], 'ribbon-out'],
  [['paused'], 'paused'],
  [['offline-error'], 'offline'],
  [['com.example-fuser-error'], 'needs-attention'],
  [['media-low-warning', 'media-empty-report', 'none'], 'not-asked'],
])('a queue whose reasons are %s: %s', async (reasons, condition) => {
  const server = await startHttp((_, to) =>
    to.end(
      ippAnswer(0, 'ok', [
        ['printer-state', 'enum', 3],
        ['printer-state-reasons', 'keyword', ...reasons],
      ]),
    ),
  )
  endings.push(() => server.stop())
  const said = await createCupsSpoolerConnection('labels', server.url).condition?.(never)
  expect(said?.condition).toBe(condition)
})
