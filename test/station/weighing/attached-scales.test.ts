import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { done, failed } from '../../../shared/outcome.ts'
import type { AttachedScales } from '../../../shared/weighing.ts'
import type { HidAccess, HidDeviceInfo } from '../../../station/hid/hid.ts'
import { attachedScales } from '../../../station/weighing/attached-scales.ts'
import { openSerialLine } from '../../../station/weighing/lines/serial-line.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { noHid } from './no-hid.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const scale: HidDeviceInfo = {
  vendorId: '0922',
  productId: '8003',
  usagePage: 0x8d,
  manufacturer: '',
  product: '',
  serialNumber: '',
}

/** A bus whose devices change in the test's hands. */
function bus(devices: HidDeviceInfo[]): HidAccess {
  return { ...noHid, list: () => Promise.resolve(done([...devices])) }
}

function linksFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-links-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function follow(hid: HidAccess, links: string): AsyncGenerator<AttachedScales> {
  const leave = new AbortController()
  endings.push(() => leave.abort())
  return attachedScales(hid, leave.signal, { links, lookMs: 10 })
}

async function next(values: AsyncGenerator<AttachedScales>): Promise<AttachedScales> {
  const { value } = await values.next()
  if (value === undefined) throw new Error('it ended')
  return value as AttachedScales
}

/** USB scales only: the machine of the test may have serial ports. */
const usb = ({ found }: AttachedScales) => found.filter(({ kind }) => kind === 'hid')

describe('what may be a scale', () => {
  test('USB scales are known by their usage page, and named by what they say of themselves', async () => {
    const values = follow(
      bus([
        { ...scale, manufacturer: 'DYMO', product: 'M25 25 lb', serialNumber: '0071' },
        { ...scale, productId: '8004', manufacturer: 'DYMO', product: 'DYMO M25' },
        { ...scale, vendorId: '1234', productId: '5678' },
        { ...scale, vendorId: '0c2e', productId: '0b61', usagePage: 0x8c, product: 'Xenon' },
        { ...scale, vendorId: '046d', productId: 'c31c', usagePage: 1, product: 'Keyboard' },
      ]),
      linksFolder(),
    )
    expect(usb(await next(values))).toEqual([
      {
        connection: 'hid:0922:8003',
        kind: 'hid',
        name: 'DYMO M25 25 lb',
        serialNumber: '0071',
        protocol: 'hid-pos',
      },
      {
        connection: 'hid:0922:8004',
        kind: 'hid',
        name: 'DYMO M25',
        serialNumber: null,
        protocol: 'hid-pos',
      },
      {
        connection: 'hid:1234:5678',
        kind: 'hid',
        name: '1234:5678',
        serialNumber: null,
        protocol: 'hid-pos',
      },
    ])
  })

  test('a scale that says no name has its known one, also where the system tells no usage page', async () => {
    const mouse = { ...scale, vendorId: '046d', productId: 'c077' }
    const silent = [scale, { ...scale, productId: '8004' }, mouse]
    const values = follow(
      bus(silent.map((device) => ({ ...device, usagePage: null }))),
      linksFolder(),
    )
    expect(usb(await next(values)).map(({ name }) => name)).toEqual(['DYMO M10', 'DYMO M25'])
  })

  test('two interfaces or two scales of one model are one connection', async () => {
    const values = follow(bus([scale, { ...scale, serialNumber: '2' }]), linksFolder())
    expect(usb(await next(values))).toHaveLength(1)
  })

  test('only what changes is told, and it ends with its signal', async () => {
    const devices: HidDeviceInfo[] = []
    let looks = 0
    const hid: HidAccess = {
      ...noHid,
      list() {
        looks += 1
        // Four looks find the same.
        if (looks === 5) devices.push(scale)
        return Promise.resolve(done([...devices]))
      },
    }
    const leave = new AbortController()
    const values = attachedScales(hid, leave.signal, { links: linksFolder(), lookMs: 1 })
    expect(usb(await next(values))).toEqual([])
    expect(usb(await next(values))).toHaveLength(1)
    expect(looks).toBe(5)
    const end = values.next()
    leave.abort()
    expect(await end).toEqual({ done: true, value: undefined })
  })

  test('a missing part is a trouble with what to install, and hides nothing else', async () => {
    const missing: HidAccess = {
      ...noHid,
      list: () =>
        Promise.resolve(failed({ code: 'hid-not-available', detail: 'Install libusb-1.0-0' })),
    }
    const folder = linksFolder()
    symlinkSync('/dev/null', join(folder, 'usb-Some_Cable-if00-port0'))
    const { found, troubles } = await next(follow(missing, folder))
    expect(troubles).toContainEqual({ code: 'hid-not-available', detail: 'Install libusb-1.0-0' })
    expect(found).toContainEqual(
      expect.objectContaining({ connection: `serial:${folder}/usb-Some_Cable-if00-port0` }),
    )
  })

  test('a process that died for the moment is no trouble', async () => {
    const dead: HidAccess = {
      ...noHid,
      list: () => Promise.resolve(failed({ code: 'no-connection', detail: 'it ended' })),
    }
    const { troubles } = await next(follow(dead, linksFolder()))
    expect(troubles.filter(({ code }) => code === 'hid-not-available')).toEqual([])
  })

  test('ports that nothing is plugged into are left out', async () => {
    const { found } = await next(follow(bus([]), linksFolder()))
    expect(found.filter(({ connection }) => connection.includes('/ttyS'))).toEqual([])
  })

  test.skipIf(noPseudoTerminal !== undefined)(
    'a serial port has the name that stays when cables are moved; it comes and goes',
    async () => {
      const terminal = await startPseudoTerminal()
      endings.push(() => terminal.stop())
      const folder = linksFolder()
      const values = follow(bus([]), folder)
      const serial = ({ found }: AttachedScales) =>
        found.filter(({ connection }) => connection.includes(folder))
      expect(serial(await next(values))).toEqual([])

      const link = join(folder, 'usb-FTDI_FT232R_USB_UART_A9007UX1-if00-port0')
      symlinkSync(terminal.path, link)
      const [port] = serial(await next(values))
      expect(port).toEqual({
        connection: `serial:${link}`,
        kind: 'serial',
        name: 'FTDI FT232R USB UART A9007UX1',
        serialNumber: null,
        protocol: null,
      })
      // What is told can be opened.
      await new Promise<void>((resolve, reject) => {
        const line = openSerialLine(port!.connection, {
          opened: resolve,
          bytes() {},
          lost: ({ detail }) => reject(new Error(detail)),
        })
        endings.push(() => line.close())
      })

      unlinkSync(link)
      expect(serial(await next(values))).toEqual([])
    },
  )
})
