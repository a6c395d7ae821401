import type { SerialPort } from 'serialport'
import { closeSerialPort, openSerialPort, serialSettings } from '../../serial/serial-port.ts'
import type { LineListener, LineTrouble, ScaleLine } from './scale-line.ts'

/** A scale at `serial:PATH?baud=9600&bits=8&parity=none&stop=1` (those are the defaults). */
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
    const settings = serialSettings(connection)
    if (!settings.ok) return lose('connection-not-valid', settings.failure.detail)
    const opened = await openSerialPort(settings.value, (port) => {
      port.on('data', (bytes: Buffer) => {
        if (!over) listener.bytes(bytes)
      })
      port.on('error', (error: Error) => lose('no-connection', error.message))
      port.on('close', () => lose('no-connection', 'the port went away'))
    })
    if (!opened.ok) return lose(opened.failure.code, opened.failure.detail)
    port = opened.value
    if (!over) listener.opened()
  }

  return {
    write(bytes) {
      if (!over && port?.isOpen) port.write(bytes)
    },
    async close() {
      over = true
      await opening
      if (port) await closeSerialPort(port)
    },
  }
}
