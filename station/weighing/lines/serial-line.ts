import type { SerialPort } from 'serialport'
import { z } from 'zod'
import type { LineListener, LineTrouble, ScaleLine } from './scale-line.ts'

const SerialSettingsSchema = z.strictObject({
  baud: z.coerce.number().int().min(300).max(921_600).default(9600),
  bits: z.enum(['7', '8']).default('8'),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stop: z.enum(['1', '2']).default('1'),
})

/**
 * A scale at `serial:PATH?baud=9600&bits=8&parity=none&stop=1` (those are the defaults). The native module is
 * loaded only when a serial scale is set up; where it cannot be loaded the line is lost as
 * `serial-not-available`.
 */
export function openSerialLine(connection: string, listener: LineListener): ScaleLine {
  let port: SerialPort | undefined
  let over = false
  const lose = (reason: LineTrouble['reason'], detail: string) => {
    if (over) return
    over = true
    listener.lost({ reason, detail })
  }

  const opening = open()
  async function open(): Promise<void> {
    const [, path = '', query = ''] = /^serial:([^?]+)(?:\?(.*))?$/.exec(connection) ?? []
    const settings = SerialSettingsSchema.safeParse(Object.fromEntries(new URLSearchParams(query)))
    if (path === '' || !settings.success)
      return lose(
        'connection-not-valid',
        settings.success ? connection : z.prettifyError(settings.error),
      )
    const library = await import('serialport').catch((error: unknown) => {
      lose('serial-not-available', String(error))
    })
    if (!library || over) return
    const { baud, bits, parity, stop } = settings.data
    const opened = new library.SerialPort({
      path,
      baudRate: baud,
      dataBits: bits === '7' ? 7 : 8,
      parity,
      stopBits: stop === '2' ? 2 : 1,
      autoOpen: false,
    })
    port = opened
    opened.on('data', (bytes: Buffer) => {
      if (!over) listener.bytes(bytes)
    })
    opened.on('error', (error: Error) => lose('no-connection', error.message))
    opened.on('close', () => lose('no-connection', 'the port went away'))
    await new Promise<void>((resolve) => {
      opened.open((error) => {
        if (error) lose('no-connection', error.message)
        else if (!over) listener.opened()
        resolve()
      })
    })
  }

  return {
    write(bytes) {
      if (!over && port?.isOpen) port.write(bytes)
    },
    async close() {
      over = true
      await opening
      const opened = port
      if (opened?.isOpen)
        await new Promise<void>((resolve) => {
          opened.close(() => resolve())
        })
    },
  }
}
