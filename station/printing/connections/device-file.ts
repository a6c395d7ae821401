import { spawn } from 'node:child_process'
import type { PrinterConnection } from '../printer-connection.ts'
import { askOver, createWaiting, notSent, sendOver, type Line, type LineTimings } from './line.ts'

/** How long an ended child may take to be gone before the next job comes. */
const GONE_MS = 500

export interface DeviceTimings extends LineTimings {
  readonly openMs: number
}

const TIMINGS: DeviceTimings = { openMs: 1_500, progressMs: 10_000, answerMs: 1_000 }

const BOTH_WAYS = 'opened both ways'
const OPENED = /^opened.*\n/m

/**
 * Opens without making a file where the device is missing, says what it opened, then copies both ways. Only a device
 * is read: a pipe would give our own bytes back. A printer with nothing to say may end a read, so it is read again.
 * The first line ends all of it once the station says so on channel 4, or is gone. The path is an argument, never
 * part of the program.
 */
const PROGRAM = `( read -r _ <&4; kill -9 0 ) &
[ -e "$1" ] || { echo "$1 is not there" >&2; exit 1; }
if [ -c "$1" ]; then
  exec 3<>"$1"
  ( while :; do cat <&3; sleep 0.05; done ) &
  echo ${BOTH_WAYS} >&2
else
  exec 3>>"$1"
  echo opened >&2
fi
cat >&3`

interface DeviceLine extends Line {
  /** Whether the printer can be heard. */
  readonly hears: boolean
  /** Says that no more bytes follow. */
  end(): void
  /** The driver has taken every byte. */
  isWritten(): boolean
  /** Resolves when the device is free again, or will not be soon. */
  close(): Promise<void>
}

/**
 * A device file such as /dev/usb/lp0. Opening, reading and writing block for as long as the printer likes (out of
 * paper: for ever) and cannot be called back, so child processes do it, which can be killed. That the kernel's driver
 * took every byte is no proof that the printer did: `unconfirmed` at best without a receipt.
 */
export function createDeviceFileConnection(
  path: string,
  timings: DeviceTimings = TIMINGS,
): PrinterConnection {
  return {
    async send({ receipt, ...sending }) {
      const line = await openLine(path, timings.openMs, sending.signal)
      if (typeof line === 'string') return notSent(line)
      const asked = { ...sending, ...(line.hears && receipt ? { receipt } : {}) }
      try {
        return await sendOver(line, asked, timings, async (hasReceipt) => {
          if (hasReceipt()) return { delivery: 'delivered', detail: null }
          line.end()
          const isThrough = () => line.isWritten() || line.isOver()
          if (!(await line.until(isThrough, timings.progressMs)))
            return { delivery: 'unknown', detail: 'The printer stopped taking bytes' }
          return line.isWritten()
            ? { delivery: 'unconfirmed', detail: null }
            : { delivery: 'unknown', detail: line.trouble() ?? `Writing to ${path} ended early` }
        })
      } finally {
        await line.close()
      }
    },
    async ask(inquiry, signal) {
      const line = await openLine(path, timings.openMs, signal)
      if (typeof line === 'string') return { result: 'not-reached', detail: line }
      try {
        if (!line.hears) return { result: 'silent', heard: line.heard() }
        return await askOver(line, inquiry, timings)
      } finally {
        await line.close()
      }
    },
  }
}

/** The line, or in words why there is none. */
async function openLine(
  path: string,
  openMs: number,
  signal: AbortSignal,
): Promise<DeviceLine | string> {
  if (signal.aborted) return 'The station is stopping'
  const child = spawn('/bin/sh', ['-c', PROGRAM, 'sh', path], {
    stdio: ['pipe', 'pipe', 'pipe', 'ignore', 'pipe'],
    // A group of their own, to be ended together.
    detached: true,
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) {
    child.on('error', () => {})
    return 'This computer can start no more programs'
  }
  const { wake, until } = createWaiting()
  let heard: Buffer = Buffer.alloc(0)
  let said = ''
  let trouble: string | undefined
  let written = false
  let over = false

  // It may be gone while bytes are still on their way to it; what it said and its exit tell the story.
  for (const stream of child.stdio) stream?.on('error', () => {})
  stdout.on('data', (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes])
    wake()
  })
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    wake()
  })
  const end = (why?: string) => {
    trouble ??= why
    over = true
    wake()
  }
  child.on('exit', (code) => {
    written = code === 0
    child.stdio[4]?.destroy()
    wake()
  })
  // Once the last of them has let go of its pipes, and all that they said is here.
  const gone = new Promise<void>((resolve) => {
    child.on('close', () => {
      end()
      resolve()
    })
    child.on('error', (error) => {
      end(error.message)
      resolve()
    })
  })
  const onAbort = () => end('The station is stopping')
  signal.addEventListener('abort', onAbort)

  async function close(): Promise<void> {
    signal.removeEventListener('abort', onAbort)
    child.stdio[4]?.destroy()
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GONE_MS)
    })
    await Promise.race([gone, patience])
    clearTimeout(timer)
    for (const stream of child.stdio) stream?.destroy()
  }
  const words = () => said.replace(OPENED, '').trim() || undefined
  const isOpened = () => OPENED.test(said)

  await until(() => isOpened() || over, openMs)
  if (!isOpened() || (over && trouble !== undefined)) {
    const why = trouble ?? words()
    await close()
    return why ?? `${path} cannot be opened: another program or the printer holds it`
  }
  return {
    hears: said.includes(BOTH_WAYS),
    write(bytes) {
      let taken = false
      stdin.write(bytes, (error) => {
        if (error) return
        taken = true
        wake()
      })
      return () => taken
    },
    end: () => stdin.end(),
    heard: () => heard,
    trouble: () => trouble ?? words(),
    isOver: () => over,
    isWritten: () => written,
    until,
    close,
  }
}
