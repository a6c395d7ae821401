import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type ScaleSimulator,
  type ScaleSimulatorOptions,
  startScaleSimulator,
} from '../../../simulators/scale/scale.ts'

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
    while (!text.endsWith(end)) text += (await once(socket, 'data')).map(String).join('')
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

  test('it says that it moves, and comes to rest', async () => {
    const [nci, sics, toledo] = await Promise.all([
      start({ settleMs: 300 }),
      start({ protocol: 'sics', settleMs: 300 }),
      start({ protocol: 'toledo-8217', settleMs: 300 }),
    ])
    const asks = await Promise.all([nci, sics, toledo].map(({ port }) => client(port)))
    for (const simulator of [nci, sics, toledo]) simulator.put(1150)
    const answers = () =>
      Promise.all([asks[0]!('W\r', '\u0003'), asks[1]!('SI\r\n', '\n'), asks[2]!('W', '\r')])
    const first = await answers()
    expect(first[0]).toContain('S10')
    expect(first[1]).toMatch(/^S D/)
    expect(first[2]).toBe('\u0002?a\r')
    let now = first
    while (now[0].includes('S10') || now[1].startsWith('S D') || now[2].includes('?'))
      now = await answers()
    expect(now).toEqual(['\n  1.150KG\r\nS00\r\u0003', 'S S      1.150 kg\r\n', '\u000201.150\r'])
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
