import process from 'node:process'
import type { HidDeviceInfo, HidFailure, WantedHidDevice } from './hid.ts'

/** What the station asks of the process. `id` is of the question, and then of the device that it opened. */
export type HidRequest =
  | { readonly does: 'list'; readonly id: number }
  | { readonly does: 'open'; readonly id: number; readonly wanted: WantedHidDevice }
  | { readonly does: 'close'; readonly id: number }

export type HidAnswer = { readonly id: number } & (
  | { readonly says: 'listed'; readonly devices: HidDeviceInfo[] }
  | { readonly says: 'opened' }
  | { readonly says: 'report'; readonly bytes: Uint8Array }
  /** No list, or no device any more. */
  | { readonly says: 'lost'; readonly failure: HidFailure }
  | { readonly says: 'closed' }
)

/** What is used of node-hid. */
export interface HidLibrary {
  devicesAsync(): Promise<LibraryDevice[]>
  readonly HIDAsync: { open(path: string): Promise<OpenedDevice> }
}

export interface LibraryDevice {
  readonly vendorId: number
  readonly productId: number
  readonly path?: string | undefined
  readonly usagePage?: number | undefined
  readonly manufacturer?: string | undefined
  readonly product?: string | undefined
  readonly serialNumber?: string | undefined
}

export interface OpenedDevice {
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  close(): Promise<void>
}

/** Answers the parent process until that is gone. On Linux the library goes by hidraw, its default there. */
export function serveHid(load: () => Promise<HidLibrary>): void {
  const answer = (message: HidAnswer) => void process.send?.(message, () => {})
  /** What has been asked for and not been closed; undefined until it is open. */
  const devices = new Map<number, OpenedDevice | undefined>()

  async function list(id: number): Promise<void> {
    const found = await attached(load)
    if ('failure' in found) return answer({ id, says: 'lost', failure: found.failure })
    answer({ id, says: 'listed', devices: found.devices.map(infoOf) })
  }

  async function open(id: number, wanted: WantedHidDevice): Promise<void> {
    devices.set(id, undefined)
    const opened = await openWanted(load, wanted)
    if (!devices.has(id)) {
      // It was closed while it opened.
      if ('device' in opened) await closeQuietly(opened.device)
      return answer({ id, says: 'closed' })
    }
    if ('failure' in opened) {
      devices.delete(id)
      return answer({ id, says: 'lost', failure: opened.failure })
    }
    const { device } = opened
    devices.set(id, device)
    device.on('error', (error) => {
      if (!devices.delete(id)) return
      void closeQuietly(device)
      answer({ id, says: 'lost', failure: { code: 'no-connection', detail: textOf(error) } })
    })
    device.on('data', (bytes) => {
      if (devices.has(id)) answer({ id, says: 'report', bytes: Uint8Array.from(bytes) })
    })
    answer({ id, says: 'opened' })
  }

  async function close(id: number): Promise<void> {
    const opening = devices.has(id) && devices.get(id) === undefined
    const device = devices.get(id)
    devices.delete(id)
    if (device) await closeQuietly(device)
    if (!opening) answer({ id, says: 'closed' })
  }

  process.on('message', (message) => {
    const request = message as HidRequest
    if (request.does === 'list') void list(request.id)
    else if (request.does === 'open') void open(request.id, request.wanted)
    else void close(request.id)
  })
  // An orderly exit could wait for a read that never ends.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}

async function openWanted(
  load: () => Promise<HidLibrary>,
  wanted: WantedHidDevice,
): Promise<{ readonly device: OpenedDevice } | { readonly failure: HidFailure }> {
  const found = await attached(load)
  if ('failure' in found) return found
  const { vendorId, productId, usagePage } = wanted
  const same = found.devices.filter(
    (device) => hex(device.vendorId) === vendorId && hex(device.productId) === productId,
  )
  const path = (
    same.find((device) => device.usagePage === usagePage) ??
    same.find((device) => device.usagePage === undefined)
  )?.path
  if (path === undefined)
    return { failure: { code: 'no-connection', detail: 'no such device is attached' } }
  try {
    return { device: await found.library.HIDAsync.open(path) }
  } catch (error) {
    return { failure: openFailure(textOf(error)) }
  }
}

async function attached(
  load: () => Promise<HidLibrary>,
): Promise<
  | { readonly library: HidLibrary; readonly devices: LibraryDevice[] }
  | { readonly failure: HidFailure }
> {
  try {
    const library = await load()
    // The native part is only loaded here, and says only then which library of the system it lacks.
    return { library, devices: await library.devicesAsync() }
  } catch (error) {
    return { failure: { code: 'hid-not-available', detail: whatIsMissing(textOf(error)) } }
  }
}

function whatIsMissing(text: string): string {
  if (/libusb/.test(text))
    return `libusb 1.0 is missing. Install it (Debian, Ubuntu: libusb-1.0-0; Fedora: libusb1). ${text}`
  if (/libudev/.test(text))
    return `libudev is missing. Install it (Debian, Ubuntu: libudev1; Fedora: systemd-libs). ${text}`
  return text
}

function openFailure(text: string): HidFailure {
  if (!/permission denied|access is denied|not permitted/i.test(text))
    return { code: 'no-connection', detail: text }
  const help = process.platform === 'linux' ? ' A udev rule gives the right to open it.' : ''
  return { code: 'access-denied', detail: `${text}.${help}` }
}

function infoOf(device: LibraryDevice): HidDeviceInfo {
  return {
    vendorId: hex(device.vendorId),
    productId: hex(device.productId),
    usagePage: device.usagePage ?? null,
    manufacturer: device.manufacturer ?? '',
    product: device.product ?? '',
    serialNumber: device.serialNumber ?? '',
  }
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0')
}

async function closeQuietly(device: OpenedDevice): Promise<void> {
  try {
    await device.close()
  } catch {
    // It is gone already.
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
