import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { ScaleSettings } from '../../../shared/settings.ts'
import type { ScaleProbe, ScaleReading } from '../../../shared/weighing.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { type Watched, watchWeighing } from './watched.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function watch(scale: () => ScaleSettings | undefined): Watched {
  const watched = watchWeighing(scale)
  endings.push(() => watched.weighing.stop())
  return watched
}

interface Listener {
  /** Resolves with the next reading that fits. */
  until(fits: (reading: ScaleReading) => boolean): Promise<ScaleReading>
  leave(): Promise<void>
}

function listen({ weighing }: Watched, settings: ScaleSettings): Listener {
  const leaving = new AbortController()
  const readings = weighing.listen(settings, leaving.signal)
  const leave = async () => {
    leaving.abort()
    while ((await readings.next()).done !== true);
  }
  endings.push(leave)
  return {
    leave,
    async until(fits) {
      for (;;) {
        const { value, done } = await readings.next()
        if (done === true) throw new Error('it ended')
        if (fits(value)) return value
      }
    },
  }
}

/** Answers every question with `answer`. */
async function startScale(answer: string): Promise<{ port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', () => socket.write(answer, 'latin1'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return { sockets, port: typeof address === 'object' && address ? address.port : 0 }
}

const KILO = 'S S      1.000 kg\r\n'
const sics = (port: number): ScaleSettings => ({
  connection: `tcp://127.0.0.1:${port}`,
  protocol: 'sics',
})

describe('listening to a scale that is not set up', () => {
  test("it is read beside the station's own, until its listener leaves", async () => {
    const own = await startScale(KILO)
    const other = await startScale('S S      2.000 kg\r\n')
    const station = watch(() => sics(own.port))
    const listener = listen(station, sics(other.port))
    await listener.until(({ grams }) => grams === 2000)
    await station.until(({ grams }) => grams === 1000)
    expect(station.seen.map(({ grams }) => grams)).not.toContain(2000)

    const [socket] = other.sockets
    // Also by a reset, where an answer was under way.
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    await listener.leave()
    await closed
    await station.until(({ grams }) => grams === 1000)
  })

  test('where nothing is understood the bytes are shown', async () => {
    const { port } = await startScale('\u0002\u0091what?\r')
    const listener = listen(
      watch(() => undefined),
      sics(port),
    )
    const reading = await listener.until(({ reason }) => reason === 'answer-not-understood')
    expect(reading).toMatchObject({ state: 'unknown', grams: null })
    expect(reading.raw).toContain('<STX><91>what?<CR>')
  })

  test("the station's own scale is not opened twice: its own readings are given", async () => {
    const own = await startScale(KILO)
    const station = watch(() => sics(own.port))
    await station.until(({ grams }) => grams === 1000)
    await listen(station, sics(own.port)).until(({ grams }) => grams === 1000)
    expect(own.sockets.size).toBe(1)
  })

  test("on the station's own connection another protocol cannot be heard", async () => {
    const own = await startScale(KILO)
    const station = watch(() => sics(own.port))
    await station.until(({ grams }) => grams === 1000)
    const listener = listen(station, { ...sics(own.port), protocol: 'nci' })
    await listener.until(({ reason }) => reason === 'connection-in-use')
    expect(own.sockets.size).toBe(1)
  })

  test('what is listened to and then saved is let go first, and listened to on', async () => {
    const scale = await startScale(KILO)
    let settings: ScaleSettings | undefined
    const station = watch(() => settings)
    const listener = listen(station, sics(scale.port))
    await listener.until(({ grams }) => grams === 1000)
    const [socket] = scale.sockets
    // Also by a reset, where an answer was under way.
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    settings = sics(scale.port)
    station.weighing.reconfigure()
    // Nobody reads the stream while the settings are saved; the line is let go all the same.
    await closed
    await station.until(({ grams }) => grams === 1000)
    await listener.until(({ grams }) => grams === 1000)
    expect(scale.sockets.size).toBe(1)

    settings = undefined
    station.weighing.reconfigure()
    await listener.until(({ grams }) => grams === null)
    await listener.until(({ grams }) => grams === 1000)
  })

  test("stopping the station ends it, and closes the listener's line", async () => {
    const scale = await startScale(KILO)
    const station = watch(() => undefined)
    const listener = listen(station, sics(scale.port))
    await listener.until(({ grams }) => grams === 1000)
    const [socket] = scale.sockets
    // Also by a reset, where an answer was under way.
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    await station.weighing.stop()
    await closed
    await expect(listener.until(() => false)).rejects.toThrow('it ended')
  })

  test('stopping the station ends a search, and closes its line', async () => {
    const scale = await startScale('what nobody understands')
    const station = watch(() => undefined)
    const leave = new AbortController()
    endings.push(() => leave.abort())
    const told = station.weighing.probe(sics(scale.port).connection, leave.signal)
    const tried: number[] = []
    for await (const step of told) {
      tried.push(step.tried)
      if (step.tried !== 1) continue
      const [socket] = scale.sockets
      // Also by a reset, where an answer was under way.
      const closed = new Promise((resolve) => socket?.once('close', resolve))
      await station.weighing.stop()
      endings.push(() => closed)
    }
    expect(tried).toEqual([0, 1])
  })

  describe.skipIf(noPseudoTerminal !== undefined)('on a serial port', () => {
    test('a port that is listened to is taken over by the station at once when it is saved', async () => {
      const terminal = await startPseudoTerminal(() => KILO)
      endings.push(() => terminal.stop())
      const wanted: ScaleSettings = { connection: `serial:${terminal.path}`, protocol: 'sics' }
      let settings: ScaleSettings | undefined
      const station = watch(() => settings)
      const listener = listen(station, wanted)
      await listener.until(({ grams }) => grams === 1000)
      settings = wanted
      station.weighing.reconfigure()
      await station.until(({ grams }) => grams === 1000)
      expect(station.seen.map(({ reason }) => reason)).not.toContain('connection-in-use')
    })

    test('the search takes the port from the station and gives it back', async () => {
      const terminal = await startPseudoTerminal((piece) =>
        piece.toString() === 'SI\r\n' ? KILO : '',
      )
      endings.push(() => terminal.stop())
      // Set up wrongly: the search is what helps.
      const wrong: ScaleSettings = { connection: `serial:${terminal.path}`, protocol: 'nci' }
      let settings = wrong
      const station = watch(() => settings)
      const leave = new AbortController()
      const steps = station.weighing.probe(wrong.connection, leave.signal)
      const answers: NonNullable<ScaleProbe['answer']>[] = []
      for await (const step of steps) {
        expect(step.reason).toBeUndefined()
        expect(station.weighing.reading()).toMatchObject({ reason: 'connection-in-use' })
        if (step.answer) answers.push(step.answer)
      }
      expect(answers).toMatchObject([{ protocol: 'sics', shown: '1.000 kg' }])
      const [{ connection, protocol }] = answers as [(typeof answers)[number]]
      settings = { connection, protocol }
      station.weighing.reconfigure()
      await station.until(({ grams }) => grams === 1000)
    })
  })
})
