import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SpokenProtocolSchema } from '../../../simulators/scale/scale-speech.ts'
import { startScaleSimulator } from '../../../simulators/scale/scale.ts'
import { noHid } from './no-hid.ts'
import type { ScaleSettings } from '../../../shared/settings.ts'
import type { ScaleReading } from '../../../shared/weighing.ts'
import type { Log } from '../../../station/ports.ts'
import { createWeighing, type Weighing } from '../../../station/weighing/weighing.ts'
import {
  lockable,
  lockRefusal,
  observe,
  startLock,
  taken,
} from '../../../station/weighing/weight-lock.ts'

const QUICK = { pollMs: 5, askAgainMs: 50, silence: { leastMs: 300, mostMs: 300 }, reconnectMs: 10 }
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => new Date() }

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function weigh(scale: () => ScaleSettings | undefined, timing = QUICK): Weighing {
  const weighing = createWeighing({ hid: noHid, scale, clock, log: silent }, timing)
  endings.push(() => weighing.stop())
  return weighing
}

function until(
  weighing: Weighing,
  wanted: (reading: ScaleReading) => boolean,
): Promise<ScaleReading> {
  return new Promise((resolve) => {
    const leave = weighing.readings.subscribe((reading) => {
      if (!wanted(reading)) return
      leave()
      resolve(reading)
    })
  })
}

/** A scale of the test's own: answers each question with what `answer` gives, or not at all. */
async function startScale(
  answer: (question: number, connection: number) => string | undefined,
  port = 0,
): Promise<{ server: Server; port: number; sockets: Set<Socket>; connections: () => number }> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    const connection = (connections += 1)
    let questions = 0
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', () => {
      const reply = answer((questions += 1), connection)
      if (reply !== undefined) socket.write(reply)
    })
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  endings.push(async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return {
    server,
    sockets,
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
  }
}

const sics = (port: number): ScaleSettings => ({
  connection: `tcp://127.0.0.1:${port}`,
  protocol: 'sics',
})
const kilograms = (amount: string) => `S S ${amount.padStart(10)} kg\r\n`

describe('weighing', () => {
  test.each(SpokenProtocolSchema.options)('a box on a scale that speaks %s', async (protocol) => {
    const simulator = await startScaleSimulator({ protocol, settleMs: Infinity, everyMs: 15 })
    endings.push(() => simulator.stop())
    const weighing = weigh(() => ({ connection: `tcp://127.0.0.1:${simulator.port}`, protocol }))
    await until(weighing, (reading) => reading.state === 'empty')
    const moving = until(weighing, (reading) => reading.state === 'moving')
    simulator.put(1150)
    await moving
    const stable = until(weighing, (reading) => reading.state === 'stable')
    simulator.settle()
    expect(await stable).toMatchObject({ grams: 1150 })
    expect(weighing.reading()).toMatchObject({ state: 'stable', grams: 1150 })
    const empty = until(weighing, (reading) => reading.state === 'empty')
    simulator.empty()
    simulator.settle()
    expect(await empty).toMatchObject({ grams: 0 })
  })

  test("a weight is taken once, at the station's own pace", async () => {
    const simulator = await startScaleSimulator({ settleMs: 10 })
    endings.push(() => simulator.stop())
    const weighing = createWeighing({
      hid: noHid,
      scale: () => ({ connection: `tcp://127.0.0.1:${simulator.port}`, protocol: 'nci' }),
      clock,
      log: silent,
    })
    endings.push(() => weighing.stop())
    let lock = startLock(false)
    weighing.readings.subscribe((reading) => {
      lock = observe(lock, reading, performance.now())
    })
    await until(weighing, (reading) => reading.state === 'empty')
    simulator.put(1150)
    await until(weighing, () => lockable(lock, new Date()) !== undefined)
    expect(lockable(lock, new Date())).toMatchObject({ grams: 1150, shown: '1.150KG' })
    lock = taken(lock)
    simulator.put(1160)
    await until(weighing, (reading) => reading.grams === 1160 && reading.state === 'stable')
    expect(lockRefusal(lock, new Date())).toBe('pan-not-emptied')
  })

  test('without a scale there is no reading', async () => {
    const weighing = weigh(() => undefined)
    expect(weighing.reading()).toBeUndefined()
    await weighing.stop()
    expect(weighing.reading()).toBeUndefined()
  })

  test('before the first report the weight is unknown', async () => {
    const { port } = await startScale(() => undefined)
    expect(weigh(() => sics(port)).reading()).toMatchObject({ state: 'unknown', grams: null })
  })

  test('a scale that never answers is unknown, and so is one that babbles', async () => {
    const mute = await startScale(() => undefined)
    const babbler = await startScale(() => 'what?')
    const one = weigh(() => sics(mute.port))
    const other = weigh(() => sics(babbler.port))
    await Promise.all([
      until(one, (reading) => reading.reason === 'no-answer'),
      until(other, (reading) => reading.reason === 'answer-not-understood'),
    ])
    expect(one.reading()).toMatchObject({ state: 'unknown', grams: null, reason: 'no-answer' })
  })

  test('a scale that falls silent is unknown, never its last weight; it heals by itself', async () => {
    const scale = await startScale((question, connection) =>
      connection > 1 || question <= 3 ? kilograms('1.150') : undefined,
    )
    const weighing = weigh(() => sics(scale.port))
    await until(weighing, (reading) => reading.grams === 1150)
    const silence = until(weighing, (reading) => reading.state === 'unknown')
    expect(await silence).toMatchObject({ grams: null, reason: 'no-answer' })
    await until(weighing, (reading) => reading.grams === 1150)
    expect(scale.connections()).toBe(2)
  })

  test('the first report of every connection is dropped', async () => {
    const seen: (number | null)[] = []
    const scale = await startScale((question) => kilograms(question === 1 ? '9.000' : '1.150'))
    const weighing = weigh(() => sics(scale.port))
    weighing.readings.subscribe((reading) => seen.push(reading.grams))
    await until(weighing, (reading) => reading.grams === 1150)
    for (const socket of scale.sockets) socket.resetAndDestroy()
    await until(weighing, (reading) => reading.reason === 'no-connection')
    await until(weighing, (reading) => reading.grams === 1150)
    expect(scale.connections()).toBe(2)
    expect(seen).not.toContain(9000)
  })

  test('an answer that is lost is asked for again on the same line', async () => {
    const scale = await startScale((question) =>
      question % 2 === 0 ? kilograms('1.150') : undefined,
    )
    const weighing = weigh(() => sics(scale.port))
    await until(weighing, (reading) => reading.grams === 1150)
    expect(scale.connections()).toBe(1)
  })

  test('a scale that is switched on later is found', async () => {
    const first = await startScale(() => undefined)
    await new Promise((resolve) => first.server.close(resolve))
    const weighing = weigh(() => sics(first.port))
    await until(weighing, (reading) => reading.reason === 'no-connection')
    await startScale(() => kilograms('1.150'), first.port)
    await until(weighing, (reading) => reading.grams === 1150)
  })

  test.each<[ScaleSettings, string]>([
    [{ connection: 'hid:0922:8003', protocol: 'nci' }, 'protocol-does-not-fit'],
    [{ connection: 'hid:1446:6A73', protocol: 'hid-pos' }, 'report-not-standard'],
    [{ connection: 'simulated:', protocol: 'nci' }, 'connection-not-supported'],
    [{ connection: 'tcp://127.0.0.1:1', protocol: 'hid-pos' }, 'protocol-does-not-fit'],
    [{ connection: 'serial:/dev/ttyUSB0?bits=9', protocol: 'nci' }, 'connection-not-valid'],
  ])('%j is a fault with its reason', async (settings, reason) => {
    const weighing = weigh(() => settings)
    await until(weighing, (reading) => reading.state === 'fault')
    expect(weighing.reading()).toMatchObject({ state: 'fault', grams: null, reason })
  })

  test('new settings take the new scale and let go of the old; the same settings change nothing', async () => {
    const old = await startScale(() => kilograms('1.000'))
    const next = await startScale(() => kilograms('2.000'))
    let settings: ScaleSettings | undefined = sics(old.port)
    const weighing = weigh(() => settings)
    await until(weighing, (reading) => reading.grams === 1000)
    settings = sics(old.port)
    weighing.reconfigure()
    await until(weighing, (reading) => reading.grams === 1000)
    expect(old.connections()).toBe(1)

    const [socket] = old.sockets
    const left = once(socket!, 'close')
    settings = sics(next.port)
    const seen: (number | null)[] = []
    weighing.readings.subscribe((reading) => seen.push(reading.grams))
    weighing.reconfigure()
    expect(weighing.reading()).toMatchObject({ state: 'unknown', grams: null })
    await until(weighing, (reading) => reading.grams === 2000)
    await left
    expect(seen).not.toContain(1000)

    settings = undefined
    weighing.reconfigure()
    expect(weighing.reading()).toBeUndefined()
  })

  test('stopping closes the line, and nothing is published after', async () => {
    const scale = await startScale(() => kilograms('1.150'))
    const weighing = weigh(() => sics(scale.port))
    await until(weighing, (reading) => reading.grams === 1150)
    let published = 0
    weighing.readings.subscribe(() => (published += 1))
    const [socket] = scale.sockets
    const left = once(socket!, 'close')
    await weighing.stop()
    const atStop = published
    await left
    expect(published).toBe(atStop)
  })
})
