import type { SerialPort } from 'serialport'
import { closeSerialPort, openSerialPort, serialSettings } from '../serial/serial-port.ts'
import { createScanSplitter } from './scan-splitter.ts'
import type { ScannerLine, ScannerListener, ScannerTrouble } from './scanner-line.ts'

/** A scanner on a serial port, or on USB as one (CDC), at `serial:PATH?baud=9600&bits=8&parity=none&stop=1`. */
export function openSerialScanner(connection: string, listener: ScannerListener): ScannerLine {
  const splitter = createScanSplitter(listener)
  let port: SerialPort | undefined
  let over = false
  const lose = (reason: ScannerTrouble['reason'], detail: string) => {
    if (over) return
    over = true
    splitter.drop()
    listener.lost({ reason, detail })
  }

  const opening = open()
  async function open(): Promise<void> {
    const settings = serialSettings(connection)
    if (!settings.ok) return lose('connection-not-valid', settings.failure.detail)
    const opened = await openSerialPort(settings.value, (port) => {
      port.on('data', (bytes: Buffer) => {
        if (!over) splitter.take(bytes)
      })
      port.on('error', (error: Error) => lose('scanner-not-reached', error.message))
      port.on('close', () => lose('scanner-not-reached', 'the port went away'))
    })
    if (!opened.ok) {
      const { code, detail } = opened.failure
      return lose(code === 'no-connection' ? 'scanner-not-reached' : code, detail)
    }
    port = opened.value
    if (!over) listener.opened()
  }

  return {
    async close() {
      over = true
      splitter.drop()
      await opening
      if (port) await closeSerialPort(port)
    },
  }
}
