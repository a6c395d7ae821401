import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AttachedScales, FoundScale } from '../../shared/weighing.ts'
import type { HidAccess, HidDeviceInfo } from '../hid/hid.ts'
import { loadSerialPort } from '../serial/serial-port.ts'
import { SCALES_PAGE } from './lines/hid-line.ts'

const LOOK_MS = 1000
/** Linux: a link for each serial port, by the serial number of what is plugged in; they stay when cables are moved. */
const LINKS = '/dev/serial/by-id'

/** What may be a scale on this machine: HID scales and serial ports; a new value whenever that changes. */
export async function* attachedScales(
  hid: HidAccess,
  signal: AbortSignal,
  { links = LINKS, lookMs = LOOK_MS } = {},
): AsyncGenerator<AttachedScales> {
  let told = ''
  while (!signal.aborted) {
    const [usb, serial] = await Promise.all([hidScales(hid), serialPorts(links)])
    const attached = {
      found: [...usb.found, ...serial.found],
      troubles: [...usb.troubles, ...serial.troubles],
    }
    if (signal.aborted) return
    if (JSON.stringify(attached) !== told) yield attached
    told = JSON.stringify(attached)
    await sleep(lookMs, undefined, { signal }).catch(() => {})
  }
}

/** Only for names, and where the operating system tells no usage page. */
const KNOWN_SCALES = new Map([
  ['0922:8003', 'DYMO M10'],
  ['0922:8004', 'DYMO M25'],
  ['0922:8009', 'DYMO S100'],
  ['6096:0158', 'DYMO 10 lb'],
  ['2474:0550', 'Stamps.com 5 lb'],
  ['2474:3550', 'Stamps.com 35 lb'],
  ['1446:6a73', 'Stamps.com 510'],
  ['0b67:555e', 'Fairbanks SCB-R9000'],
  ['0eb8:f000', 'Mettler Toledo PS60'],
  ['0eb8:f001', 'Mettler Toledo PS60'],
  ['7b7c:0100', 'Elane UParcel 30 lb'],
  ['0d8f:0200', 'Pitney Bowes 397-B'],
  ['04d9:8010', 'AccuPost PP-10'],
])

async function hidScales(hid: HidAccess): Promise<AttachedScales> {
  const listed = await hid.list()
  if (!listed.ok) {
    const { code, detail } = listed.failure
    return { found: [], troubles: code === 'hid-not-available' ? [{ code, detail }] : [] }
  }
  // Two of the same model have the same connection: it opens the first.
  const found = new Map<string, FoundScale>()
  for (const device of listed.value) {
    const ids = `${device.vendorId}:${device.productId}`
    if (!(device.usagePage === SCALES_PAGE || (device.usagePage === null && KNOWN_SCALES.has(ids))))
      continue
    const connection = `hid:${ids}`
    if (found.has(connection)) continue
    found.set(connection, {
      connection,
      kind: 'hid',
      name: nameOf(device) || KNOWN_SCALES.get(ids) || ids,
      serialNumber: device.serialNumber || null,
      protocol: 'hid-pos',
    })
  }
  return { found: [...found.values()], troubles: [] }
}

function nameOf({ manufacturer, product }: HidDeviceInfo): string {
  const [maker, model] = [manufacturer.trim(), product.trim()]
  return model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`.trim()
}

interface Port {
  readonly path: string
  readonly name: string
  readonly serialNumber: string | null
}

async function serialPorts(links: string): Promise<AttachedScales> {
  const [linked, listed] = await Promise.all([linkedPorts(links), listedPorts()])
  const troubles: AttachedScales['troubles'] =
    'trouble' in listed ? [{ code: 'serial-not-available', detail: listed.trouble }] : []
  const ports = new Map<string, Port>('trouble' in listed ? [] : listed.ports)
  // A link wins: its path stays the same.
  for (const [device, port] of linked) {
    const known = ports.get(device)
    ports.set(device, known ? { ...known, path: port.path } : port)
  }
  const found = Array.from(ports.values(), ({ path, name, serialNumber }): FoundScale => ({
    connection: `serial:${path}`,
    kind: 'serial',
    name,
    serialNumber,
    protocol: null,
  }))
  return { found: found.sort((a, b) => (a.connection < b.connection ? -1 : 1)), troubles }
}

/** By the device that each link leads to; none where the system has no such folder. */
async function linkedPorts(folder: string): Promise<Map<string, Port>> {
  const ports = new Map<string, Port>()
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const device = await realpath(path).catch(() => undefined)
    if (device !== undefined) ports.set(device, { path, name: linkName(name), serialNumber: null })
  }
  return ports
}

/** `usb-FTDI_FT232R_USB_UART_A9007UX1-if00-port0` reads `FTDI FT232R USB UART A9007UX1`. */
function linkName(link: string): string {
  return link
    .replace(/^usb-/, '')
    .replace(/-if\d\d(-port\d+)?$/, '')
    .replaceAll('_', ' ')
}

async function listedPorts(): Promise<
  { readonly ports: [string, Port][] } | { readonly trouble: string }
> {
  const library = await loadSerialPort()
  if (!library.ok) return { trouble: library.failure.detail }
  try {
    const listed: (Awaited<ReturnType<typeof library.value.list>>[number] & {
      /** Windows only. */
      readonly friendlyName?: string
    })[] = await library.value.list()
    return {
      ports: listed
        .filter(({ path, pnpId }) => !isEmptySocket(path, pnpId))
        .map(({ path, friendlyName, manufacturer, pnpId, serialNumber }) => [
          path,
          {
            path,
            name:
              friendlyName ??
              (pnpId && path.startsWith('/') ? linkName(pnpId) : manufacturer) ??
              path,
            serialNumber: serialNumber ?? null,
          },
        ]),
    }
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) }
  }
}

/** Linux has a ttyS for every port that a computer could have; only what is plugged in has an id. */
function isEmptySocket(path: string, pnpId: string | undefined): boolean {
  return pnpId === undefined && /\/ttyS\d+$/.test(path)
}
