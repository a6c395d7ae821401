import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { HidAccess, HidDevice, HidFailure } from '../../../station/hid/hid.ts'
import { createHidAccess } from '../../../station/hid/hid-process.ts'
import { type HidStandIn, startHidStandIn } from './hid-stand-in.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const M10 = { vendorId: 0x0922, productId: 0x8003, usagePage: 0x8d, product: 'M10' }
const WANTED = { vendorId: '0922', productId: '8003', usagePage: 0x8d }
const TWENTY_GRAMS = [3, 4, 2, 0, 20, 0]

const endings: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  for (const end of endings.splice(0).toReversed()) await end()
})

async function bus(): Promise<{ usb: HidStandIn; hid: HidAccess }> {
  const usb = await startHidStandIn()
  endings.push(() => usb.stop())
  return { usb, hid: access(usb.helper) }
}

function access(helper: URL): HidAccess {
  const hid = createHidAccess({ helper, log })
  endings.push(() => hid.stop())
  return hid
}

interface Heard {
  readonly device: HidDevice
  readonly log: string[]
  readonly failures: HidFailure[]
  until(entry: string): Promise<void>
}

function listen(hid: HidAccess, wanted = WANTED): Heard {
  const entries: string[] = []
  const failures: HidFailure[] = []
  const events = new EventEmitter()
  const note = (entry: string) => {
    entries.push(entry)
    events.emit('entry')
  }
  const device = hid.open(wanted, {
    opened: () => note('opened'),
    report: (bytes) => note(`report ${Buffer.from(bytes).toString('hex')}`),
    lost(failure) {
      failures.push(failure)
      note(`lost ${failure.code}`)
    },
  })
  return {
    device,
    log: entries,
    failures,
    async until(entry) {
      while (!entries.includes(entry)) await once(events, 'entry')
    },
  }
}

describe('USB HID devices, by a process of their own', () => {
  test('what is attached is listed, and nothing runs before that is asked', async () => {
    const { usb, hid } = await bus()
    usb.plug({ ...M10, manufacturer: 'DYMO', serialNumber: '0071' })
    usb.plug({ vendorId: 0x0c2e, productId: 0x0b61 })
    expect(usb.pids).toEqual([])
    expect(await hid.list()).toEqual({
      ok: true,
      value: [
        {
          vendorId: '0922',
          productId: '8003',
          usagePage: 0x8d,
          manufacturer: 'DYMO',
          product: 'M10',
          serialNumber: '0071',
        },
        {
          vendorId: '0c2e',
          productId: '0b61',
          usagePage: null,
          manufacturer: '',
          product: '',
          serialNumber: '',
        },
      ],
    })
    await hid.list()
    expect(usb.pids).toHaveLength(1)
  })

  test('of a device with several interfaces the one with the usage page is opened', async () => {
    const { usb, hid } = await bus()
    usb.plug({ ...M10, usagePage: 1 })
    const scale = usb.plug(M10)
    const heard = listen(hid)
    await heard.until('opened')
    expect([...usb.open]).toEqual([scale])
    usb.report(scale, TWENTY_GRAMS)
    await heard.until('report 030402001400')
  })

  test('where the system tells no usage page, the ids decide', async () => {
    const { usb, hid } = await bus()
    usb.plug({ vendorId: 0x0922, productId: 0x8003 })
    await listen(hid).until('opened')
    const scanner = listen(hid, { ...WANTED, productId: '8004' })
    await scanner.until('lost no-connection')
    expect(scanner.failures[0]?.detail).toBe('no such device is attached')
  })

  test('a device of another usage page is not opened', async () => {
    const { usb, hid } = await bus()
    usb.plug({ ...M10, usagePage: 1 })
    await listen(hid).until('lost no-connection')
    expect(usb.open.size).toBe(0)
  })

  test('a device that this user may not open is told with what gives the right', async () => {
    const { usb, hid } = await bus()
    usb.plug(M10)
    usb.refuseOpen('Permission denied')
    const heard = listen(hid)
    await heard.until('lost access-denied')
    if (process.platform === 'linux') expect(heard.failures[0]?.detail).toContain('udev rule')
    usb.refuseOpen('Input/output error')
    await listen(hid).until('lost no-connection')
  })

  test('a pulled plug is told once; plugged in again it opens in the same process', async () => {
    const { usb, hid } = await bus()
    const path = usb.plug(M10)
    const heard = listen(hid)
    await heard.until('opened')
    usb.pull(path)
    await heard.until('lost no-connection')
    expect(heard.failures[0]?.detail).toContain('disconnected')
    await heard.device.close()
    expect(heard.log).toEqual(['opened', 'lost no-connection'])

    const back = usb.plug(M10)
    const again = listen(hid)
    await again.until('opened')
    usb.report(back, TWENTY_GRAMS)
    await again.until('report 030402001400')
    expect(usb.pids).toHaveLength(1)
    expect(heard.log).toHaveLength(2)
  })

  test.each(['SIGKILL', 'SIGSEGV'] as const)(
    'a process that dies of %s loses its devices, and the next call starts another',
    async (signal) => {
      const { usb, hid } = await bus()
      usb.plug(M10)
      usb.plug({ ...M10, productId: 0x8004 })
      const heard = [listen(hid), listen(hid, { ...WANTED, productId: '8004' })]
      for (const each of heard) await each.until('opened')
      process.kill(usb.pids[0]!, signal)
      for (const each of heard) await each.until('lost no-connection')
      expect(heard[0]?.failures[0]?.detail).toContain(signal)
      await listen(hid).until('opened')
      expect(usb.pids).toHaveLength(2)
      for (const each of heard) expect(each.log).toHaveLength(2)
    },
  )

  test('a process that does not answer is ended, and what it was asked fails', async () => {
    const { usb, hid } = await bus()
    await hid.list()
    usb.hang()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const listed = hid.list()
    await vi.advanceTimersByTimeAsync(5000)
    expect(await listed).toMatchObject({ ok: false, failure: { code: 'no-connection' } })
  })

  test('a driver that hangs in closing is ended, also where reports still come', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shipbench-hid-'))
    endings.push(() => rmSync(folder, { recursive: true, force: true }))
    const helper = join(folder, 'helper.mjs')
    writeFileSync(
      helper,
      `process.on('message', ({ id, does }) => {
  process.send(does === 'open' ? { id, says: 'opened' } : { id, says: 'report', bytes: new Uint8Array(6) })
})
process.on('disconnect', () => process.exit())
`,
    )
    const hid = access(pathToFileURL(helper))
    const heard = listen(hid)
    await heard.until('opened')
    // Told behind the report, by the order of the pipe.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const closed = heard.device.close()
    const other = listen(hid)
    await other.until('opened')
    await vi.advanceTimersByTimeAsync(5000)
    await closed
    await other.until('lost no-connection')
    expect(heard.log).toEqual(['opened'])
  })

  test('after closing nothing is heard, also where it was closed before it opened', async () => {
    const { usb, hid } = await bus()
    const path = usb.plug(M10)
    const early = listen(hid)
    await early.device.close()
    expect(usb.open.size).toBe(0)
    const heard = listen(hid)
    await heard.until('opened')
    await Promise.all([heard.device.close(), heard.device.close()])
    expect(usb.open.size).toBe(0)
    usb.report(path, TWENTY_GRAMS)
    usb.pull(path)
    await hid.list()
    expect(heard.log).toEqual(['opened'])
    expect(early.log).toEqual([])
  })

  test('stopping ends the process, and none starts after that', async () => {
    const { usb, hid } = await bus()
    usb.plug(M10)
    await listen(hid).until('opened')
    await hid.stop()
    await usb.until(() => usb.running() === 0)
    expect(await hid.list()).toMatchObject({ ok: false })
    await listen(hid).until('lost no-connection')
    expect(usb.pids).toHaveLength(1)
  })

  test('the process ends when the station is killed', async () => {
    const { usb } = await bus()
    const folder = mkdtempSync(join(tmpdir(), 'shipbench-hid-'))
    endings.push(() => rmSync(folder, { recursive: true, force: true }))
    const module = new URL('../../../station/hid/hid-process.ts', import.meta.url).href
    const station = join(folder, 'station.mjs')
    writeFileSync(
      station,
      `import { createHidAccess } from '${module}'
const log = { debug() {}, info() {}, warn() {}, error() {} }
await createHidAccess({ helper: new URL('${usb.helper.href}'), log }).list()
`,
    )
    const parent = spawn(process.execPath, [station], { stdio: 'ignore' })
    endings.push(() => parent.kill('SIGKILL'))
    await usb.until(() => usb.running() === 1)
    parent.kill('SIGKILL')
    await usb.until(() => usb.running() === 0)
  })

  test('a process that cannot start is told', async () => {
    const hid = access(new URL('file:///no-such-helper.js'))
    expect(await hid.list()).toMatchObject({ ok: false, failure: { code: 'no-connection' } })
  })
})

describe('the native part of USB HID devices', () => {
  const helper = new URL('../../../station/hid/hid-helper.ts', import.meta.url)

  test('it loads and looks for devices, or says what has to be installed', async () => {
    const hid = access(helper)
    const listed = await hid.list()
    if (listed.ok) {
      expect(listed.value).toBeInstanceOf(Array)
      const heard = listen(hid, { vendorId: 'ffff', productId: 'ffff', usagePage: 0x8d })
      await heard.until('lost no-connection')
    } else {
      expect(listed.failure).toMatchObject({ code: 'hid-not-available' })
      expect(listed.failure.detail).toMatch(/Install it|No native build/)
    }
  })

  test.skipIf(process.platform !== 'linux')(
    'without libusb it says which package to install',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'shipbench-hid-'))
      endings.push(() => rmSync(folder, { recursive: true, force: true }))
      writeFileSync(join(folder, 'libusb-1.0.so.0'), '')
      vi.stubEnv('LD_LIBRARY_PATH', folder)
      const hid = access(helper)
      const listed = await hid.list()
      expect(listed).toMatchObject({ ok: false, failure: { code: 'hid-not-available' } })
      if (!listed.ok) expect(listed.failure.detail).toContain('libusb-1.0-0')
      await listen(hid).until('lost hid-not-available')

      // Once it is installed the same process finds it.
      rmSync(join(folder, 'libusb-1.0.so.0'))
      const again = await hid.list()
      if (!again.ok) expect(again.failure.detail).toContain('No such file')
    },
  )
})
