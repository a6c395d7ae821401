import { existsSync } from 'node:fs'
import type { SerialPort } from 'serialport'
import { z } from 'zod'
import { done, failed, type Outcome } from '../../shared/outcome.ts'

/** `detail` holds the words of the settings' check or of the operating system. */
export interface SerialFailure {
  readonly code:
    | 'connection-not-valid'
    | 'serial-not-available'
    | 'access-denied'
    | 'connection-in-use'
    | 'no-connection'
  readonly detail: string
}

const SerialSettingsSchema = z.strictObject({
  baud: z.coerce.number().int().min(300).max(921_600).default(9600),
  bits: z.enum(['7', '8']).default('8'),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stop: z.enum(['1', '2']).default('1'),
  flow: z.enum(['none', 'xonxoff', 'rtscts']).default('none'),
})

/** What a connection such as `serial:/dev/ttyUSB0?baud=9600` sets. */
export interface SerialSettings extends z.infer<typeof SerialSettingsSchema> {
  readonly path: string
}

/** Reads `serial:PATH?baud=9600&bits=8&parity=none&stop=1&flow=none` (those are the defaults). */
export function serialSettings(connection: string): Outcome<SerialSettings, SerialFailure> {
  const [, path = '', query = ''] = /^serial:([^?]+)(?:\?(.*))?$/.exec(connection) ?? []
  const settings = SerialSettingsSchema.safeParse(Object.fromEntries(new URLSearchParams(query)))
  if (path === '') return failed({ code: 'connection-not-valid', detail: connection })
  return settings.success
    ? done({ path, ...settings.data })
    : failed({ code: 'connection-not-valid', detail: z.prettifyError(settings.error) })
}

/** The native module, which is loaded only where serial ports are set up or looked for. */
export async function loadSerialPort(): Promise<Outcome<typeof SerialPort, SerialFailure>> {
  try {
    return done((await import('serialport')).SerialPort)
  } catch (error) {
    const detail = `The part for serial ports is missing or does not fit this system: install Shipbench anew. ${String(error)}`
    return failed({ code: 'serial-not-available', detail })
  }
}

/**
 * Opens a port, which nobody else can open then. `prepare` hangs the listeners on before the port opens: one
 * that is read only a little later may miss that its plug is pulled.
 */
export async function openSerialPort(
  settings: SerialSettings,
  prepare: (port: SerialPort) => void,
): Promise<Outcome<SerialPort, SerialFailure>> {
  const library = await loadSerialPort()
  if (!library.ok) return library
  const { path, baud, bits, parity, stop, flow } = settings
  const port = new library.value({
    path,
    baudRate: baud,
    dataBits: bits === '7' ? 7 : 8,
    parity,
    stopBits: stop === '2' ? 2 : 1,
    xon: flow === 'xonxoff',
    xoff: flow === 'xonxoff',
    rtscts: flow === 'rtscts',
    autoOpen: false,
  })
  prepare(port)
  return new Promise((resolve) =>
    port.open((error) => {
      if (error) return resolve(failed({ code: openFailure(error.message), detail: error.message }))
      closeWhenGone(port, path)
      resolve(done(port))
    }),
  )
}

/** The operating system tells more than that there is no connection, in its own words. */
function openFailure(words: string): SerialFailure['code'] {
  if (/permission denied/i.test(words)) return 'access-denied'
  // Windows has no other words for a port that another program has open.
  return /cannot lock port|resource busy|access denied/i.test(words)
    ? 'connection-in-use'
    : 'no-connection'
}

const GONE_MS = 500

/** A pulled plug takes the device file along; the library may read on from what is not there any more, and say nothing. */
function closeWhenGone(port: SerialPort, path: string): void {
  // Windows has no file for it, and ends the read by itself.
  if (!path.startsWith('/')) return
  const looking = setInterval(() => {
    if (!existsSync(path)) void closeSerialPort(port)
  }, GONE_MS)
  looking.unref()
  port.once('close', () => clearInterval(looking))
}

/** Closes a port; one that is gone already is closed. */
export function closeSerialPort(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) port.close(() => resolve())
    else resolve()
  })
}
