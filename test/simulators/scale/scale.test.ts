import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { onLine } from '../../../simulators/scale/scale-fault.ts'
import {
  type ScaleSimulator,
  type ScaleSimulatorOptions,
  startScaleSimulator,
} from '../../../simulators/scale/scale.ts'
import { SCALE_PROTOCOLS } from '../../../station/weighing/protocols/protocols.ts'
import { readScale } from '../../../station/weighing/scale-meaning.ts'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function start(options?: ScaleSimulatorOptions): Promise<ScaleSimulator> {
  const simulator = await startScaleSimulator(options)
  endings.push(() => simulator.stop())
  return simulator
}

/** A client that sends a question and waits for an answer that ends as given. */
async function client(port: number): Promise<(question: string, end: string) => Promise<string>> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  endings.push(() => {
    socket.destroy()
    return Promise.resolve()
  })
  return async (question, end) => {
    let text = ''
    socket.write(question, 'latin1')
    while (!text.endsWith(end))
      text += ((await once(socket, 'data')) as [Buffer])[0].toString('latin1')
    return text
  }
}

describe('the simulated scale', () => {
  test('NCI: weight, status and a command that it does not know', async () => {
    const simulator = await start({ settleMs: 0 })
    const ask = await client(simulator.port)
    expect(await ask('W\r', '\u0003')).toBe('\n  0.000KG\r\nS20\r\u0003')
    simulator.put(1150)
    expect(simulator.grams()).toBe(1150)
    expect(await ask('W\r', '\u0003')).toBe('\n  1.150KG\r\nS00\r\u0003')
    expect(await ask('S\r', '\u0003')).toBe('\nS00\r\u0003')
    expect(await ask('Q\r', '\u0003')).toBe('\n?\r\u0003')
  })

  test('MT-SICS', async () => {
    const simulator = await start({ protocol: 'sics', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.put(12)
    expect(await ask('SI\r\n', '\n')).toBe('S S      0.012 kg\r\n')
    expect(await ask('S\r\n', '\n')).toBe('S S      0.012 kg\r\n')
    expect(await ask('XX\r\n', '\n')).toBe('ES\r\n')
  })

  test('Toledo 8217', async () => {
    const simulator = await start({ protocol: 'toledo-8217', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.put(1150)
    expect(await ask('W', '\r')).toBe('\u000201.150\r')
  })

  test('pounds', async () => {
    const simulator = await start({ unit: 'lb', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.put(1152)
    expect(await ask('W\r', '\u0003')).toBe('\n   2.54LB\r\nS00\r\u0003')
  })

  test('A&D', async () => {
    const simulator = await start({ protocol: 'a-and-d', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.put(1150)
    expect(await ask('Q\r\n', '\n')).toBe('ST,+0001.150 kg\r\n')
    expect(await ask('X\r\n', '\n')).toBe('?\r\n')
  })

  test('Ohaus', async () => {
    const simulator = await start({ protocol: 'ohaus', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.put(1150)
    expect(await ask('IP\r\n', '\n')).toBe('      1.150 kg     G  \r\n')
    expect(await ask('X\r\n', '\n')).toBe('ES\r\n')
  })

  test.each([
    ['toledo-continuous', '\u0002-0   1150000000\rM'],
    ['cas', 'ST,GS,1\u00e4,   1.150 kg\r\n'],
  ] as const)('%s, again and again without being asked', async (protocol, report) => {
    const simulator = await start({ protocol, settleMs: 0, everyMs: 5 })
    simulator.put(1150)
    const listen = await client(simulator.port)
    expect(await listen('', report)).toBe(report)
    expect(await listen('', report.repeat(3))).toContain(report)
  })

  test.each([
    ['nci', 'W\r', 'S10\r\u0003', '\n  1.150KG\r\nS00\r\u0003'],
    ['sics', 'SI\r\n', ' kg\r\n', 'S S      1.150 kg\r\n'],
    ['toledo-8217', 'W', '\u0002?a\r', '\u000201.150\r'],
    ['a-and-d', 'Q\r\n', ' kg\r\n', 'ST,+0001.150 kg\r\n'],
    ['ohaus', 'IP\r\n', '? G  \r\n', '      1.150 kg     G  \r\n'],
  ] as const)(
    '%s: it says that it moves until it settles',
    async (protocol, question, end, rest) => {
      const simulator = await start({ protocol, settleMs: Infinity })
      const ask = await client(simulator.port)
      simulator.put(1150)
      const moving = await ask(question, end)
      simulator.settle()
      expect(moving).not.toBe(rest)
      expect(await ask(question, rest)).toBe(rest)
    },
  )

  test('it comes to rest by itself', async () => {
    const simulator = await start({ protocol: 'sics', settleMs: 300 })
    const ask = await client(simulator.port)
    simulator.put(1150)
    while ((await ask('SI\r\n', '\n')).startsWith('S D'));
    expect(await ask('SI\r\n', '\n')).toBe('S S      1.150 kg\r\n')
  })

  test('it dies in the middle of a report and says nothing more until it is healed', async () => {
    const simulator = await start({ protocol: 'sics', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.fault('dies')
    expect(await ask('SI\r\nSI\r\n', 'S S      ')).toBe('S S      ')
    simulator.fault('none')
    expect(await ask('SI\r\n', '\n')).toBe('S S      0.000 kg\r\n')
  })

  test.each([
    ['nci', 'W\r', '\u0003'],
    ['sics', 'SI\r\n', '\n'],
    ['toledo-8217', 'W', '\r'],
    ['a-and-d', 'Q\r\n', '\n'],
  ] as const)(
    '%s: what is wrong is said so that the station refuses it',
    async (protocol, question, end) => {
      const simulator = await start({ protocol, settleMs: 0 })
      simulator.put(1150)
      const ask = await client(simulator.port)
      const parser = SCALE_PROTOCOLS[protocol]()
      const reasons: unknown[] = []
      for (const fault of ['over', 'under', 'unknown-unit'] as const) {
        simulator.fault(fault)
        const answer = Buffer.from(await ask(question, end), 'latin1')
        for (const frame of parser.push(answer)) reasons.push(readScale(frame, new Date()).reason)
      }
      expect(reasons).toEqual([
        'over-capacity',
        protocol === 'toledo-8217' ? 'below-zero' : 'under-capacity',
        protocol === 'toledo-8217' ? 'unit-not-stated' : 'unit-not-known',
      ])
    },
  )

  test('a wrong bit of parity, and noise', async () => {
    const simulator = await start({ protocol: 'toledo-8217', settleMs: 0 })
    const ask = await client(simulator.port)
    simulator.fault('parity')
    expect(await ask('W', '\r')).toBe('\u000200.\u00b000\r')
    expect(
      SCALE_PROTOCOLS['toledo-8217']().push(Buffer.from('\u000200.\u00b000\r', 'latin1')),
    ).toEqual([])
    simulator.fault('noise')
    const noise = onLine('\u000200.000\r', 'noise')
    expect(await ask('W', noise)).toBe(noise)
    expect(SCALE_PROTOCOLS['toledo-8217']().push(Buffer.from(noise, 'latin1'))).toEqual([])
  })

  test('several clients at once, and questions that come in pieces', async () => {
    const simulator = await start({ protocol: 'sics', settleMs: 0 })
    const [one, other] = [await client(simulator.port), await client(simulator.port)]
    simulator.put(700)
    const [first, second] = await Promise.all([one('SI\r\nSI\r\n', '\n'), other('SI\r\n', '\n')])
    expect(first).toContain('S S      0.700 kg\r\n')
    expect(second).toBe('S S      0.700 kg\r\n')
  })

  test('listeners hear of what is put on and taken off, until they leave', async () => {
    const simulator = await start()
    const seen: number[] = []
    const leave = simulator.onChange(() => seen.push(simulator.grams()))
    simulator.put(500)
    simulator.empty()
    leave()
    simulator.put(900)
    expect(seen).toEqual([500, 0])
  })

  test('a port that is taken is an error', async () => {
    const { port } = await start()
    await expect(startScaleSimulator({ port })).rejects.toThrow('EADDRINUSE')
  })

  test('stopping ends every connection', async () => {
    const simulator = await startScaleSimulator()
    const socket = connect(simulator.port, '127.0.0.1')
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    socket.resume()
    await simulator.stop()
    await closed
    expect(socket.destroyed).toBe(true)
  })
})
