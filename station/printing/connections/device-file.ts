import { spawn } from 'node:child_process'
import {
  NOTHING_HEARD,
  type PrinterConnection,
  type Sending,
  type SendReport,
} from '../printer-connection.ts'

const PIECE_BYTES = 16_384
const OPENED = 'opened'

export interface DeviceTimings {
  readonly openMs: number
  /** Longest time in which the device may take no byte at all. */
  readonly progressMs: number
}

const TIMINGS: DeviceTimings = { openMs: 1_500, progressMs: 10_000 }

/**
 * Opens without making a file where the device is missing, says so, then copies. The path is an argument, never
 * part of the program.
 */
const PROGRAM = `[ -e "$1" ] || { echo "$1 is not there" >&2; exit 1; }
exec >>"$1" && echo ${OPENED} >&2 && exec cat`

/**
 * A device file such as /dev/usb/lp0. Opening and writing block for as long as the printer likes (out of paper:
 * for ever) and cannot be called back, so a child process does it, which can be killed. That the kernel's driver
 * took every byte is no proof that the printer did: `unconfirmed` at best.
 */
export function createDeviceFileConnection(
  path: string,
  timings: DeviceTimings = TIMINGS,
): PrinterConnection {
  return { send: (sending) => sendThroughChild(path, sending, timings) }
}

function sendThroughChild(
  path: string,
  { bytes, signal }: Sending,
  timings: DeviceTimings,
): Promise<SendReport> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', PROGRAM, 'sh', path], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let opened = false
    let said = ''
    let ending: string | undefined
    let timer: NodeJS.Timeout

    function stop(why: string): void {
      ending ??= why
      child.kill('SIGKILL')
    }
    function expectProgress(ms: number, otherwise: string): void {
      clearTimeout(timer)
      timer = setTimeout(() => stop(otherwise), ms)
    }
    function writeFrom(start: number): void {
      expectProgress(timings.progressMs, 'The printer stopped taking bytes')
      if (start >= bytes.length) child.stdin.end()
      else
        child.stdin.write(bytes.subarray(start, start + PIECE_BYTES), (error) => {
          if (!error) writeFrom(start + PIECE_BYTES)
        })
    }
    const onAbort = () => stop('The station is stopping')
    function finish(report: Omit<SendReport, 'heard'>): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve({ ...report, heard: NOTHING_HEARD })
    }

    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    expectProgress(
      timings.openMs,
      `${path} cannot be opened: another program or the printer holds it`,
    )
    // The child may be gone while bytes are still on their way to it; its exit tells the story.
    child.stdin.on('error', () => {})
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (opened || ending !== undefined || !said.includes(`${OPENED}\n`)) return
      opened = true
      said = ''
      writeFrom(0)
    })
    child.on('error', (error) => finish({ delivery: 'not-sent', detail: error.message }))
    child.on('close', (code) => {
      const why = ending ?? (said.trim() || `Writing to ${path} ended with code ${code}`)
      if (!opened) finish({ delivery: 'not-sent', detail: why })
      else if (code === 0) finish({ delivery: 'unconfirmed', detail: null })
      else finish({ delivery: 'unknown', detail: why })
    })
  })
}
