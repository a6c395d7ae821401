import { connect } from 'node:net'
import type { PrinterConnection } from '../printer-connection.ts'
import {
  askOver,
  createWaiting,
  notSent,
  sendOver,
  type Ending,
  type Line,
  type LineTimings,
} from './line.ts'

export interface NetworkTimings extends LineTimings {
  readonly connectMs: number
  /** How long to watch for a hang-up before ours, so that one is not taken for an answer to the other. */
  readonly settleMs: number
  /** How long the printer may take to hang up after us. */
  readonly closeMs: number
}

const TIMINGS: NetworkTimings = {
  connectMs: 1_500,
  progressMs: 10_000,
  answerMs: 1_000,
  settleMs: 50,
  closeMs: 2_000,
}

/**
 * Raw TCP, usually port 9100: a byte pipe without acknowledgement, so that "written" only means that the kernel
 * has it. Each job and each question is one short connection, since many printers serve one caller at a time.
 */
export function createNetworkConnection(
  host: string,
  port: number,
  timings: NetworkTimings = TIMINGS,
): PrinterConnection {
  return {
    async send(sending) {
      const line = await openLine(host, port, timings.connectMs, sending.signal)
      if (typeof line === 'string') return notSent(line)
      try {
        return await sendOver(line, sending, timings, (hasReceipt) =>
          hangUp(line, hasReceipt, timings),
        )
      } finally {
        line.destroy()
      }
    },
    async ask(inquiry, signal) {
      const line = await openLine(host, port, timings.connectMs, signal)
      if (typeof line === 'string') return { result: 'not-reached', detail: line }
      try {
        const report = await askOver(line, inquiry, timings)
        if (report.result === 'answered') {
          line.end()
          await line.until(() => line.isOver(), timings.closeMs)
        }
        return report
      } finally {
        line.destroy()
      }
    },
  }
}

async function hangUp(
  line: NetworkLine,
  hasReceipt: () => boolean,
  timings: NetworkTimings,
): Promise<Ending> {
  if (!hasReceipt()) await line.until(() => line.isOver(), timings.settleMs)
  const hungUpEarly = line.isOver()
  line.end()
  // A printer that gave the receipt has every byte: how it hangs up no longer matters, only that the next
  // caller does not find this line still open.
  await line.until(() => line.isOver(), timings.closeMs)
  if (hasReceipt()) return { delivery: 'delivered', detail: null }
  const trouble = line.trouble()
  if (trouble !== undefined) return { delivery: 'unknown', detail: trouble }
  if (hungUpEarly)
    return { delivery: 'unknown', detail: 'The printer hung up before the end of the label' }
  return line.isOver()
    ? { delivery: 'delivered', detail: null }
    : { delivery: 'unconfirmed', detail: 'The printer did not confirm that it took every byte' }
}

interface NetworkLine extends Line {
  /** Says that no more bytes follow (FIN) and goes on listening. */
  end(): void
  destroy(): void
}

/** The line, or in words why there is none. */
async function openLine(
  host: string,
  port: number,
  connectMs: number,
  signal: AbortSignal,
): Promise<NetworkLine | string> {
  if (signal.aborted) return 'The station is stopping'
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
  let heard: Buffer = Buffer.alloc(0)
  let trouble: string | undefined
  let connected = false
  let over = false
  const { wake, until } = createWaiting()
  const onEvent = (event: string, happened: () => void) =>
    socket.on(event, () => {
      happened()
      wake()
    })
  onEvent('connect', () => (connected = true))
  onEvent('end', () => (over = true))
  onEvent('close', () => (over = true))
  // Always read: unread bytes would turn the end into a reset that loses data.
  socket.on('data', (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes])
    wake()
  })
  socket.on('error', (error) => {
    trouble ??= wordsOf(error, host, port)
    over = true
    wake()
  })
  const onAbort = () => {
    trouble ??= 'The station is stopping'
    over = true
    socket.destroy()
    wake()
  }
  signal.addEventListener('abort', onAbort)

  function destroy(): void {
    signal.removeEventListener('abort', onAbort)
    socket.destroy()
  }

  await until(() => connected || over, connectMs)
  if (!connected || over) {
    destroy()
    return trouble ?? `${host}:${port} does not answer`
  }
  return {
    write(bytes) {
      let flushed = false
      socket.write(bytes, () => {
        flushed = true
        wake()
      })
      return () => flushed
    },
    end: () => void socket.end(),
    destroy,
    heard: () => heard,
    trouble: () => trouble,
    isOver: () => over,
    until,
  }
}

function wordsOf(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${host}:${port} refuses the connection`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${host} is not known`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `No way leads to ${host}`
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The printer broke the connection'
    case undefined:
    default:
      return `${host}:${port}: ${error.message}`
  }
}
