import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { ScaleProtocolName, ScaleReading } from '../../../shared/weighing.ts'
import { lockable, observe, startLock } from '../../../station/weighing/weighing.ts'
import {
  noPseudoTerminal,
  type PseudoTerminal,
  startPseudoTerminal,
} from '../../pseudo-terminal.ts'
import { type Watched, watchWeighing } from './watched.ts'

if (noPseudoTerminal !== undefined)
  console.log(`Scales on serial ports were not tried: ${noPseudoTerminal}`)

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const KILO = 'S S      1.000 kg\r\n'
const HEAVIER = 'S S      2.000 kg\r\n'
/** 22 bytes by itself: stable by its letters and its lamp. */
const CAS_KILO = 'ST,GS,0D,   1.000 kg\r\n'

async function startPort(answer?: (piece: Buffer) => string): Promise<PseudoTerminal> {
  const terminal = await startPseudoTerminal(answer)
  endings.push(() => terminal.stop())
  return terminal
}

function weigh(path: string, protocol: ScaleProtocolName, line = ''): Watched {
  const watched = watchWeighing(() => ({ connection: `serial:${path}${line}`, protocol }))
  endings.push(() => watched.weighing.stop())
  return watched
}

/** Answers each question with what `answer` gives, as its single bytes. */
async function startScale(answer: (question: number) => string): Promise<PseudoTerminal> {
  let questions = 0
  const terminal = await startPort(() => {
    const reply = answer((questions += 1))
    void (async () => {
      for (const byte of Buffer.from(reply, 'latin1')) {
        terminal.send(Uint8Array.of(byte))
        await nextTurn()
      }
    })()
    return ''
  })
  return terminal
}

/** Sends the frame so often, as a scale that speaks by itself. */
function sendEvery(terminal: PseudoTerminal, frame: string, everyMs: number): () => void {
  const again = setInterval(() => terminal.send(Buffer.from(frame, 'latin1')), everyMs)
  const end = () => clearInterval(again)
  endings.push(end)
  return end
}

const weights = (seen: readonly ScaleReading[]) =>
  new Set(seen.flatMap(({ grams }) => (grams === null ? [] : [grams])))

describe.skipIf(noPseudoTerminal !== undefined)('a scale on a serial port', () => {
  test.each<[ScaleProtocolName, string]>([
    ['sics', KILO],
    ['nci', '\n1.000KG\r\nS00\r\u0003'],
    ['toledo-8217', '\u000201.000\r'],
    ['a-and-d', 'ST,+0001.000 kg\r\n'],
    ['ohaus', '    1.000 kg  \r\n'],
  ])('%s: frames that come byte by byte are read', async (protocol, frame) => {
    const terminal = await startScale(() => frame)
    const watched = weigh(terminal.path, protocol)
    for (let count = 0; count < 3; count += 1)
      await watched.until(({ state, grams }) => state === 'stable' && grams === 1000)
    expect(weights(watched.seen)).toEqual(new Set([1000]))
  })

  test.each<[ScaleProtocolName, string]>([
    // Three decimals, kilograms, gross, at rest.
    ['toledo-continuous', '\u0002-0 001000000000\r'],
    ['cas', CAS_KILO],
  ])('%s: what the scale sends by itself is read', async (protocol, frame) => {
    const terminal = await startPort()
    const watched = weigh(terminal.path, protocol)
    sendEvery(terminal, frame, 50)
    expect(await watched.until(({ state }) => state === 'stable')).toMatchObject({ grams: 1000 })
  })

  test('frames glued together, and cut in the middle of the next, are all read', async () => {
    const terminal = await startPort()
    const watched = weigh(terminal.path, 'cas')
    const frame = (grams: number) => `ST,GS,0D,${(grams / 1000).toFixed(3).padStart(8)} kg\r\n`
    const stream = [1, 2, 3, 4, 5, 6, 7].map((grams) => frame(grams * 1000)).join('')
    const quiet = sendEvery(terminal, frame(9000), 20)
    await watched.until(({ grams }) => grams === 9000)
    quiet()
    const last = watched.until(({ grams }) => grams === 7000)
    terminal.send(Buffer.from(stream.slice(0, 75), 'latin1'))
    await watched.until(({ grams }) => grams === 3000)
    terminal.send(Buffer.from(stream.slice(75), 'latin1'))
    await last
    expect([...weights(watched.seen)]).toEqual([9000, 1000, 2000, 3000, 4000, 5000, 6000, 7000])
  })

  test('noise between the frames takes none away and adds none', async () => {
    const noise = ['\u0000\u00ff', 'S S\r\n', '\u0003\u0002', '1.234 kg', 'E', '\r\n']
    const terminal = await startScale(
      (question) => `${noise[question % noise.length]!}\r\n${question % 4 === 0 ? HEAVIER : KILO}`,
    )
    const watched = weigh(terminal.path, 'sics')
    for (let count = 0; count < 8; count += 1) await watched.until(({ grams }) => grams !== null)
    expect(weights(watched.seen)).toEqual(new Set([1000, 2000]))
  })

  test('frames with wrong parity are no weight, and their bytes are shown', async () => {
    // Bit 7 of one digit is set, as no parity would have it.
    const terminal = await startScale(() => KILO.replace('1', String.fromCharCode(0x31 | 0x80)))
    const watched = weigh(terminal.path, 'sics')
    const { raw } = await watched.until(({ reason }) => reason === 'answer-not-understood')
    expect(raw).toContain('S S')
    expect(weights(watched.seen)).toEqual(new Set())
  })

  test('seven bits with even parity are understood on a line set to eight', async () => {
    const even = Array.from(KILO, (character) => {
      const code = character.charCodeAt(0)
      const odd = code.toString(2).replaceAll('0', '').length % 2
      return String.fromCharCode(code | (odd << 7))
    }).join('')
    const terminal = await startScale(() => even)
    await weigh(terminal.path, 'sics').until(({ grams }) => grams === 1000)
  })

  test('a scale that dies in the middle of a frame: no weight, and nothing is glued to its half', async () => {
    const DIES_AT = 4
    let back = false
    const terminal = await startScale((question) => {
      if (question < DIES_AT) return KILO
      if (question === DIES_AT) return KILO.slice(0, 12)
      if (!back) return ''
      return HEAVIER
    })
    const watched = weigh(terminal.path, 'sics')
    await watched.until(({ grams }) => grams === 1000)
    const gone = await watched.until(({ state }) => state === 'unknown')
    expect(gone).toMatchObject({ grams: null, reason: 'answer-not-understood' })
    expect(gone.raw).toContain('S S')
    expect(watched.weighing.reading()).toMatchObject({ grams: null })
    // What was still under way comes now, and would make the half a whole frame of another weight.
    terminal.send('99 kg\r\n')
    back = true
    await watched.until(({ grams }) => grams === 2000)
    expect(weights(watched.seen)).toEqual(new Set([1000, 2000]))
  })

  test('W10: a pulled plug shows within a second, and heals when it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shipbench-plug-'))
    endings.push(() => rmSync(folder, { recursive: true, force: true }))
    const path = join(folder, 'usb-Some_Cable-if00-port0')
    const first = await startPort(() => KILO)
    symlinkSync(first.path, path)
    const watched = weigh(path, 'sics')
    await watched.until(({ grams }) => grams === 1000)
    const gone = watched.until(({ state }) => state === 'unknown')
    const atMs = performance.now()
    unlinkSync(path)
    first.pull()
    expect(await gone).toMatchObject({ grams: null, reason: 'no-connection' })
    expect(performance.now() - atMs).toBeLessThan(1000)

    const second = await startPort(() => HEAVIER)
    symlinkSync(second.path, path)
    await watched.until(({ grams }) => grams === 2000)
  })

  test('a port that another program has open is said to be in use, and taken when it is free', async () => {
    const terminal = await startPort(() => KILO)
    const other = weigh(terminal.path, 'sics')
    await other.until(({ grams }) => grams === 1000)
    const watched = weigh(terminal.path, 'sics')
    await watched.until(({ reason }) => reason === 'connection-in-use')
    await other.weighing.stop()
    await watched.until(({ grams }) => grams === 1000)
  })

  describe.each([
    ['one report a second', 1000],
    ['sixty reports a second', 1000 / 60],
  ] as const)('%s', (_name, everyMs) => {
    test('it locks by three reports, and its silence is unknown', async () => {
      const terminal = await startPort()
      const watched = weigh(terminal.path, 'cas')
      // The pan was seen empty.
      let lock = startLock(true)
      watched.weighing.readings.subscribe((reading) => {
        lock = observe(lock, reading, performance.now())
      })
      const quiet = sendEvery(terminal, CAS_KILO, everyMs)
      let reports = 0
      await watched.until((reading) => {
        reports += reading.state === 'stable' ? 1 : 0
        return lockable(lock, new Date()) !== undefined
      })
      await watched.until(({ state }) => state === 'stable')
      expect(lockable(lock, new Date())?.reports).toHaveLength(3)
      expect(reports).toBeGreaterThanOrEqual(3)
      // Slow is not silent: nothing was unknown in between.
      const first = watched.seen.findIndex(({ state }) => state === 'stable')
      expect(watched.seen.slice(first).map(({ state }) => state)).not.toContain('unknown')

      quiet()
      expect(await watched.until(({ state }) => state === 'unknown')).toMatchObject({
        grams: null,
        reason: 'no-answer',
      })
      expect(lockable(lock, new Date())).toBeUndefined()
    })
  })
})
