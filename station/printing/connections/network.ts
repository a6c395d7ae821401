import { connect } from 'node:net'
import {
  NOTHING_HEARD,
  type AskReport,
  type Inquiry,
  type PrinterConnection,
  type Sending,
  type SendReport,
} from '../printer-connection.ts'

const PIECE_BYTES = 16_384

export interface NetworkTimings {
  readonly connectMs: number
  /** Longest time in which the printer may take no byte at all. */
  readonly progressMs: number
  /** How long an answer to a question may take. */
  readonly answerMs: number
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
    async send({ bytes, receipt, signal }: Sending): Promise<SendReport> {
      const line = await openLine(host, port, timings.connectMs, signal)
      if (typeof line === 'string')
        return { delivery: 'not-sent', detail: line, heard: NOTHING_HEARD }
      try {
        return await sendOver(line, bytes, receipt, timings)
      } finally {
        line.destroy()
      }
    },
    async ask(inquiry, signal): Promise<AskReport> {
      const line = await openLine(host, port, timings.connectMs, signal)
      if (typeof line === 'string') return { result: 'not-reached', detail: line }
      try {
        line.write(inquiry.question)
        const answered = await line.until(
          () => inquiry.isAnswered(line.heard()) || line.isOver(),
          timings.answerMs,
        )
        const heard = line.heard()
        if (!answered || !inquiry.isAnswered(heard)) return { result: 'silent', heard }
        line.end()
        await line.until(() => line.isOver(), timings.closeMs)
        return { result: 'answered', heard }
      } finally {
        line.destroy()
      }
    },
  }
}

async function sendOver(
  line: Line,
  bytes: Uint8Array,
  receipt: Inquiry | undefined,
  timings: NetworkTimings,
): Promise<SendReport> {
  const report = (delivery: SendReport['delivery'], detail: string | null, from = 0) => ({
    delivery,
    detail,
    heard: line.heard().subarray(from),
  })
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    if (line.isOver())
      return report(
        start === 0 ? 'not-sent' : 'unknown',
        line.trouble() ?? 'The printer hung up in the middle of the label',
      )
    const flushed = line.write(bytes.subarray(start, start + PIECE_BYTES))
    const progressed = await line.until(() => flushed() || line.isOver(), timings.progressMs)
    if (!progressed) return report('unknown', 'The printer stopped taking bytes')
  }
  const heardBefore = line.heard().length
  const hasReceipt = () =>
    receipt !== undefined && receipt.isAnswered(line.heard().subarray(heardBefore))
  if (receipt !== undefined && !line.isOver()) {
    line.write(receipt.question)
    await line.until(() => hasReceipt() || line.isOver(), timings.answerMs)
  }
  if (!hasReceipt()) await line.until(() => line.isOver(), timings.settleMs)
  const hungUpEarly = line.isOver()
  line.end()
  // A printer that gave the receipt has every byte: how it hangs up no longer matters, only that the next
  // caller does not find this line still open.
  await line.until(() => line.isOver(), timings.closeMs)
  if (hasReceipt()) return report('delivered', null, heardBefore)
  if (line.trouble() !== undefined) return report('unknown', line.trouble() ?? null, heardBefore)
  if (hungUpEarly)
    return report('unknown', 'The printer hung up before the end of the label', heardBefore)
  return line.isOver()
    ? report('delivered', null, heardBefore)
    : report('unconfirmed', 'The printer did not confirm that it took every byte', heardBefore)
}

/** One TCP connection whose events have become state that can be waited for. */
interface Line {
  /** Hands bytes to the kernel; the answer tells whether it has taken them. */
  write(bytes: Uint8Array): () => boolean
  /** Says that no more bytes follow (FIN) and goes on listening. */
  end(): void
  destroy(): void
  /** All that came in; always read, because unread bytes would turn the end into a reset that loses data. */
  heard(): Uint8Array
  /** What broke the line, if something did. */
  trouble(): string | undefined
  /** The printer hung up, or the line broke. */
  isOver(): boolean
  /** Waits until `claim` holds; false when it does not within `ms`. */
  until(claim: () => boolean, ms: number): Promise<boolean>
}

/** The line, or in words why there is none. */
async function openLine(
  host: string,
  port: number,
  connectMs: number,
  signal: AbortSignal,
): Promise<Line | string> {
  if (signal.aborted) return 'The station is stopping'
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
  let heard: Buffer = Buffer.alloc(0)
  let trouble: string | undefined
  let connected = false
  let over = false
  let wake = () => {}
  const onEvent = (event: string, happened: () => void) =>
    socket.on(event, () => {
      happened()
      wake()
    })
  onEvent('connect', () => (connected = true))
  onEvent('end', () => (over = true))
  onEvent('close', () => (over = true))
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

  async function until(claim: () => boolean, ms: number): Promise<boolean> {
    const time = { isUp: false }
    const timer = setTimeout(() => {
      time.isUp = true
      wake()
    }, ms)
    while (!claim() && !time.isUp)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    clearTimeout(timer)
    return claim()
  }

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
