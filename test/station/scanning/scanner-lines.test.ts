import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createScannerLines, type ScannerLines } from '../../../station/scanning/scanner-lines.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { createStandInHid, scanReports } from './stand-in-hid.ts'

const HID = 'hid:0c2e:0b8f'
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
  vi.useRealTimers()
})

function start(...connections: string[]) {
  const hid = createStandInHid()
  const scans: string[] = []
  const logged: string[] = []
  const events = new EventEmitter()
  let lines = connections.map((connection) => ({ connection }))
  const log = (_: object, words: string) => void logged.push(words)
  const scanners: ScannerLines = createScannerLines({
    settings: () => ({ lines }),
    hid,
    onScan(text, source) {
      scans.push(`${source} ${text}`)
      events.emit('change')
    },
    log: { debug: log, info: log, warn: log, error: log },
  })
  scanners.changes.subscribe(() => events.emit('change'))
  endings.push(() => scanners.stop())
  return {
    hid,
    scans,
    logged,
    scanners,
    set(...next: string[]) {
      lines = next.map((connection) => ({ connection }))
      scanners.reconfigure()
    },
    async until(claim: () => boolean) {
      while (!claim()) await once(events, 'change')
    },
    states: () => scanners.states().map(({ state, reason }) => `${state} ${reason}`),
  }
}

function scanWith({ hid }: ReturnType<typeof start>, text: string): void {
  for (const report of scanReports(']C0', Buffer.from(text))) hid.send(report)
}

describe('the scanners of the settings', () => {
  test('without any the station reads none', async () => {
    const bench = start()
    await bench.scanners.stop()
    expect(bench.states()).toEqual([])
    expect(bench.hid.wanted).toEqual([])
  })

  test('a connection that stands there twice is one scanner', async () => {
    const bench = start(HID, HID)
    await bench.until(() => bench.states().join() === 'ready null')
    expect(bench.hid.wanted).toHaveLength(1)
  })

  test('the plug pulled and put in again: offline at once, healed by itself, told once each', async () => {
    const bench = start(HID)
    await bench.until(() => bench.states().join() === 'ready null')
    bench.hid.pull()
    expect(bench.states()).toEqual(['offline scanner-not-reached'])
    await bench.until(() => bench.hid.wanted.length === 1)
    bench.hid.attach()
    await bench.until(() => bench.states().join() === 'ready null')
    scanWith(bench, 'BOX-B1')
    expect(bench.scans).toEqual(['hid ]C0BOX-B1'])
    expect(bench.logged).toEqual([
      'A scanner is ready',
      'A scanner cannot be read',
      'A scanner is ready',
    ])
  })

  test('one that stays away is tried every second, and logged once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const bench = start(HID)
    bench.hid.pull()
    await vi.advanceTimersByTimeAsync(5500)
    expect(bench.hid.wanted).toHaveLength(6)
    expect(bench.logged).toEqual(['A scanner cannot be read'])
  })

  test('noise is a reason until the next scan is read', async () => {
    const bench = start(HID)
    await bench.until(() => bench.states().join() === 'ready null')
    bench.hid.send(scanReports(']C0', Uint8Array.of(0x00, 0x98))[0] ?? new Uint8Array())
    expect(bench.states()).toEqual(['ready scanner-noise'])
    scanWith(bench, 'BOX-B1')
    expect(bench.states()).toEqual(['ready null'])
  })

  test('one taken out of the settings is heard no more; one that stays is not disturbed', async () => {
    const bench = start('hid:1111:2222', HID)
    await bench.until(() => bench.states().join() === 'ready null,ready null')
    bench.set(HID)
    await bench.until(() => bench.states().length === 1)
    expect(bench.hid.wanted).toHaveLength(2)
    scanWith(bench, 'STILL')
    bench.set()
    await bench.until(() => bench.states().length === 0)
    scanWith(bench, 'NONE')
    expect(bench.scans).toEqual(['hid ]C0STILL'])
  })

  test('after the stop nothing is heard and nothing is tried', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const bench = start(HID)
    await vi.advanceTimersByTimeAsync(0)
    bench.hid.pull()
    await bench.scanners.stop()
    bench.scanners.reconfigure()
    await vi.advanceTimersByTimeAsync(5000)
    expect(bench.hid.wanted).toHaveLength(1)
    expect(bench.states()).toEqual([])
  })
})

describe.skipIf(noPseudoTerminal !== undefined)('on a serial port', () => {
  test('a pulled plug is offline, and the scanner reads again when it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shipbench-scanner-'))
    const path = join(folder, 'scanner')
    endings.push(() => rmSync(folder, { recursive: true }))
    const first = await startPseudoTerminal()
    symlinkSync(first.path, path)
    const bench = start(`serial:${path}?baud=115200`)
    await bench.until(() => bench.states().join() === 'ready null')
    first.send('LK-20417\r\nLK-204')
    await bench.until(() => bench.scans.length === 1)
    const pulledAtMs = performance.now()
    first.pull()
    await bench.until(() => bench.states().join() === 'offline scanner-not-reached')
    expect(performance.now() - pulledAtMs).toBeLessThan(1000)
    await first.stop()
    const second = await startPseudoTerminal()
    endings.push(() => second.stop())
    rmSync(path)
    symlinkSync(second.path, path)
    await bench.until(() => bench.states().join() === 'ready null')
    second.send('BOX-B1\r\n')
    await bench.until(() => bench.scans.length === 2)
    expect(bench.scans).toEqual(['serial LK-20417', 'serial BOX-B1'])
  })

  test('other settings of the same port are opened once the port is free', async () => {
    const terminal = await startPseudoTerminal()
    endings.push(() => terminal.stop())
    const bench = start(`serial:${terminal.path}?baud=9600`)
    await bench.until(() => bench.states().join() === 'ready null')
    bench.set(`serial:${terminal.path}?baud=115200`)
    await bench.until(
      () =>
        bench.scanners.states()[0]?.connection.endsWith('115200') === true &&
        bench.states().join() === 'ready null',
    )
    expect(bench.logged).toEqual(['A scanner is ready', 'A scanner is ready'])
  })
})
