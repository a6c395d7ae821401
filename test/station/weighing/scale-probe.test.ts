import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SpokenProtocolSchema } from '../../../simulators/scale/scale-speech.ts'
import { startScaleSimulator } from '../../../simulators/scale/scale.ts'
import type { ScaleProbe } from '../../../shared/weighing.ts'
import { createHidAccess } from '../../../station/hid/hid-process.ts'
import { openSerialLine } from '../../../station/weighing/lines/serial-line.ts'
import { probeScale } from '../../../station/weighing/scale-probe.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { startHidStandIn } from '../hid/hid-stand-in.ts'
import { noHid } from './no-hid.ts'

const QUICK = { windowMs: 400, askAgainMs: 100 }
const never = new AbortController().signal

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function probe(
  connection: string,
  { hid = noHid, timing = QUICK, signal = never } = {},
): Promise<ScaleProbe[]> {
  const told: ScaleProbe[] = []
  for await (const step of probeScale(connection, signal, hid, timing)) told.push(step)
  return told
}

/** Whoever connects hears what `speak` sends. */
async function startSpeaker(speak: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    speak(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

describe('finding out how a scale speaks', () => {
  test('every protocol is found, none is taken for another', async () => {
    const found = await Promise.all(
      SpokenProtocolSchema.options.map(async (protocol) => {
        const simulator = await startScaleSimulator({ protocol, settleMs: 0, everyMs: 30 })
        endings.push(() => simulator.stop())
        simulator.put(1150)
        const told = await probe(`tcp://127.0.0.1:${simulator.port}`)
        const { answer } = told.at(-1)!
        expect(answer?.connection).toBe(`tcp://127.0.0.1:${simulator.port}`)
        expect(answer?.shown).toMatch(/1\.150/)
        return answer?.protocol
      }),
    )
    expect(found).toEqual(SpokenProtocolSchema.options)
  })

  test('a line that is heard from the middle of a frame is not taken for a looser protocol', async () => {
    const frame = 'ST,GS,0D,   1.150 kg\r\n'
    expect(frame).toHaveLength(22)
    const port = await startSpeaker((socket) => {
      // The end of a frame alone is a whole line of another protocol.
      socket.write('    1.150 kg ?\r\n    1.150 kg ?\r\n')
      socket.write(frame, 'latin1')
      const again = setInterval(() => socket.write(frame, 'latin1'), QUICK.windowMs * 1.5)
      socket.on('close', () => clearInterval(again))
    })
    const told = await probe(`tcp://127.0.0.1:${port}`)
    expect(told.at(-1)?.answer).toMatchObject({ protocol: 'cas' })
  })

  test('it says what it tries, and ends where nothing is understood', async () => {
    const port = await startSpeaker((socket) => socket.on('data', () => socket.write('what?\r\n')))
    const told = await probe(`tcp://127.0.0.1:${port}`, {
      timing: { windowMs: 30, askAgainMs: 10 },
    })
    const of = told.length - 1
    expect(told.map(({ tried }) => tried)).toEqual(Array.from({ length: of + 1 }, (_, at) => at))
    expect(told.map(({ trying }) => trying)).toEqual([
      'toledo-continuous, cas',
      'a-and-d',
      'sics',
      'nci',
      'toledo-8217',
      'ohaus',
      '',
    ])
    for (const step of told) expect(step).toMatchObject({ of, answer: null })
    expect(told.at(-1)).not.toHaveProperty('reason')
  })

  test('one answer alone is an accident', async () => {
    const port = await startSpeaker((socket) =>
      socket.once('data', () => socket.write('S S      1.150 kg\r\n')),
    )
    const told = await probe(`tcp://127.0.0.1:${port}`, {
      timing: { windowMs: 50, askAgainMs: 20 },
    })
    expect(told.at(-1)?.answer).toBeNull()
  })

  test('leaving ends it, and closes the line', async () => {
    let left: Promise<unknown> | undefined
    const leave = new AbortController()
    const port = await startSpeaker((socket) => {
      left = once(socket, 'close')
      leave.abort()
    })
    const told = await probe(`tcp://127.0.0.1:${port}`, {
      signal: leave.signal,
      timing: { windowMs: 60_000, askAgainMs: 60_000 },
    })
    expect(told.at(-1)).toMatchObject({ tried: 0, answer: null })
    await left
  })

  test('a USB scale is listened to', async () => {
    const usb = await startHidStandIn()
    endings.push(() => usb.stop())
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const hid = createHidAccess({ helper: usb.helper, log })
    endings.push(() => hid.stop())
    const path = usb.plug({ vendorId: 0x0922, productId: 0x8003, usagePage: 0x8d })
    const finding = probe('hid:0922:8003', { hid, timing: { windowMs: 10_000, askAgainMs: 1000 } })
    await usb.until(() => usb.open.size === 1)
    const again = setInterval(() => usb.report(path, [3, 4, 2, 0, 20, 0]), 5)
    endings.push(() => clearInterval(again))
    expect((await finding).at(-1)?.answer).toEqual({
      connection: 'hid:0922:8003',
      protocol: 'hid-pos',
      shown: '20 g',
    })
  })

  test.each([
    ['simulated:', 'connection-not-supported'],
    ['hid:0922:8003', 'no-connection'],
    ['serial:/dev/shipbench-no-such-port', 'no-connection'],
    ['serial:/dev/null?baud=fast', 'connection-not-valid'],
  ])('%s cannot be asked: %s', async (connection, reason) => {
    expect((await probe(connection)).at(-1)).toMatchObject({ answer: null, reason })
  })

  describe.skipIf(noPseudoTerminal !== undefined)('on a serial port', () => {
    test('the line is found with the protocol; the line that was set is tried first', async () => {
      const asked: string[] = []
      const terminal = await startPseudoTerminal((piece) => {
        const { stdout } = spawnSync('stty', ['-F', terminal.path, 'speed'])
        const baud = stdout.toString().trim()
        asked.push(`${baud} ${piece.toString()}`)
        return baud === '2400' && piece.toString() === 'Q\r\n' ? 'ST,+0001.150 kg\r\n' : ''
      })
      endings.push(() => terminal.stop())
      const told = await probe(`serial:${terminal.path}?baud=4800`, {
        timing: { windowMs: 150, askAgainMs: 1000 },
      })
      expect(told.at(-1)?.answer).toEqual({
        connection: `serial:${terminal.path}?baud=2400&bits=7&parity=even`,
        protocol: 'a-and-d',
        shown: '+0001.150 kg',
      })
      expect(told[0]?.trying).toBe('toledo-continuous, cas, 4800 8N1')
      expect(told.map(({ trying }) => trying)).toContain('nci, 9600 7E1')
      expect(asked[0]).toBe('4800 Q\r\n')
    })

    test('a port that something else has open is said to be in use', async () => {
      const terminal = await startPseudoTerminal()
      endings.push(() => terminal.stop())
      await new Promise<void>((resolve) => {
        const line = openSerialLine(`serial:${terminal.path}`, {
          opened: resolve,
          bytes() {},
          lost() {},
        })
        endings.push(() => line.close())
      })
      expect((await probe(`serial:${terminal.path}`)).at(-1)).toMatchObject({
        answer: null,
        reason: 'connection-in-use',
      })
    })
  })
})
