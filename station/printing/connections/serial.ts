import type { SerialPort } from 'serialport'
import { closeSerialPort, openSerialPort, type SerialSettings } from '../../serial/serial-port.ts'
import type { PrinterConnection } from '../printer-connection.ts'
import { askOver, createWaiting, notSent, sendOver, type Line, type LineTimings } from './line.ts'

const TIMINGS: LineTimings = { progressMs: 10_000, answerMs: 1_500 }

interface SerialLine extends Line {
  close(): Promise<void>
}

/**
 * A printer on a serial port, opened for each job and each question. The port has sent every byte when it is drained,
 * which no printer confirms: `unconfirmed` at best without a receipt. A printer that is switched off looks like one
 * that takes everything, but with `flow=rtscts` or `flow=xonxoff` one that is full holds the line up.
 */
export function createSerialConnection(
  settings: SerialSettings,
  timings: LineTimings = TIMINGS,
): PrinterConnection {
  return {
    async send(sending) {
      const line = await openLine(settings, sending.signal)
      if (typeof line === 'string') return notSent(line)
      try {
        return await sendOver(line, sending, timings, async (hasReceipt) => {
          if (hasReceipt()) return { delivery: 'delivered', detail: null }
          return line.isOver()
            ? { delivery: 'unknown', detail: line.trouble() ?? null }
            : { delivery: 'unconfirmed', detail: null }
        })
      } finally {
        await line.close()
      }
    },
    async ask(inquiry, signal) {
      const line = await openLine(settings, signal)
      if (typeof line === 'string') return { result: 'not-reached', detail: line }
      try {
        return await askOver(line, inquiry, timings)
      } finally {
        await line.close()
      }
    },
  }
}

/** The line, or in words why there is none. */
async function openLine(
  settings: SerialSettings,
  signal: AbortSignal,
): Promise<SerialLine | string> {
  if (signal.aborted) return 'The station is stopping'
  const { wake, until } = createWaiting()
  let heard: Buffer = Buffer.alloc(0)
  let trouble: string | undefined
  let over = false
  let unsent = 0
  const end = (why: string) => {
    trouble ??= why
    over = true
    wake()
  }
  const opened = await openSerialPort(settings, (port) => {
    port.on('data', (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes])
      wake()
    })
    port.on('error', (error: Error) => end(error.message))
    port.on('close', () => end(`${settings.path} went away`))
  })
  if (!opened.ok) return opened.failure.detail
  const port = opened.value
  const onAbort = () => end('The station is stopping')
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  return {
    write(bytes) {
      let taken = false
      unsent++
      send(port, bytes, () => {
        taken = true
        unsent--
        wake()
      })
      return () => taken
    },
    heard: () => heard,
    trouble: () => trouble,
    isOver: () => over,
    until,
    async close() {
      signal.removeEventListener('abort', onAbort)
      // What the port has not sent must not come out later, nor hold the closing up.
      if (over || unsent > 0) port.flush(() => {})
      await closeSerialPort(port)
    },
  }
}

/** Writes, and tells when the port has sent it all; trouble comes as the port's own event. */
function send(port: SerialPort, bytes: Uint8Array, whenSent: () => void): void {
  port.write(Buffer.from(bytes), (error) => {
    if (error) return
    port.drain((error) => {
      if (!error) whenSent()
    })
  })
}
