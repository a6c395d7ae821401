import type { ScaleSettings } from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import type { Clock, Log } from '../ports.ts'
import type { HidAccess } from '../hid/hid.ts'
import { lineOpener } from './lines/open-line.ts'
import type { LineTrouble, OpenScaleLine, ScaleLine } from './lines/scale-line.ts'
import { printable } from './protocols/frame-splitter.ts'
import { hexOf, NON_STANDARD_SCALES } from './protocols/hid-pos.ts'
import { SCALE_PROTOCOLS } from './protocols/protocols.ts'
import type { ScaleProtocol, ScaleReason } from './scale-frame.ts'
import { noReading, readScale } from './scale-meaning.ts'
import { createScalePace, type PaceLimits } from './scale-pace.ts'

export interface ScaleTiming {
  /** From one question to the next, where the answer came in time. */
  readonly pollMs: number
  /** How long an answer may take before the question is put again. */
  readonly askAgainMs: number
  /** How long a scale may say nothing before its weight is unknown: by its own pace, between these two. */
  readonly silence: PaceLimits
  readonly reconnectMs: number
}

export interface ScaleWatchDeps {
  readonly hid: HidAccess
  readonly clock: Clock
  readonly log: Log
  readonly timing: ScaleTiming
  /** Gets every reading, those without a weight too. */
  readonly report: (reading: ScaleReading) => void
}

export interface ScaleWatch {
  stop(): Promise<void>
}

/** Keeps asking one scale, and heals by itself: a lost or silent line is opened again until `stop`. */
export function watchScale(settings: ScaleSettings, deps: ScaleWatchDeps): ScaleWatch {
  const { clock, log, timing, report } = deps
  const { connection } = settings
  const found = lineFor(settings, deps.hid)
  if ('reason' in found) {
    log.warn({ connection, reason: found.reason }, 'This scale cannot be used')
    report(noReading('fault', found.reason, clock.now()))
    return { stop: () => Promise.resolve() }
  }

  const { open } = found
  let line: ScaleLine | undefined
  let protocol: ScaleProtocol = SCALE_PROTOCOLS[settings.protocol]()
  let stopped = false
  let firstReport = true
  let pace = createScalePace(timing.silence)
  /** The newest bytes of which nothing was understood, for whoever sets the scale up. */
  let notUnderstood = Buffer.alloc(0)
  let askedAtMs = 0
  let loggedReason: ScaleReason | undefined
  let askTimer: NodeJS.Timeout | undefined
  let silenceTimer: NodeJS.Timeout | undefined
  let reconnectTimer: NodeJS.Timeout | undefined

  connect()

  function connect(): void {
    protocol = SCALE_PROTOCOLS[settings.protocol]()
    firstReport = true
    pace = createScalePace(timing.silence)
    notUnderstood = Buffer.alloc(0)
    line = open(connection, {
      opened() {
        listen()
        ask()
      },
      bytes: hear,
      lost: (trouble) => giveUp(trouble),
    })
  }

  function ask(): void {
    if (!protocol.query) return
    askedAtMs = performance.now()
    line?.write(protocol.query)
    askTimer = setTimeout(ask, timing.askAgainMs)
  }

  function listen(): void {
    clearTimeout(silenceTimer)
    const silenceMs = pace.silenceMs()
    silenceTimer = setTimeout(() => {
      // Where it was this process that stood still, what came meanwhile is heard first and ends this wait.
      silenceTimer = setTimeout(() => {
        giveUp({
          reason: notUnderstood.length > 0 ? 'answer-not-understood' : 'no-answer',
          detail: `nothing for ${silenceMs} ms`,
        })
      }, 1)
    }, silenceMs)
  }

  function hear(bytes: Uint8Array): void {
    const frames = protocol.push(bytes)
    if (frames.length === 0) {
      notUnderstood = Buffer.concat([notUnderstood, bytes]).subarray(-SHOWN_BYTES)
      return
    }
    notUnderstood = Buffer.alloc(0)
    // W8: what comes after a gap may have been under way since before it.
    if (pace.heard(performance.now())) firstReport = true
    listen()
    clearTimeout(askTimer)
    askTimer = setTimeout(ask, Math.max(0, timing.pollMs - (performance.now() - askedAtMs)))
    for (const frame of frames) {
      // W8: the first report of a connection may belong to the weighing before.
      if (firstReport) {
        firstReport = false
        continue
      }
      if (loggedReason) log.info({ connection }, 'The scale answers')
      loggedReason = undefined
      report(readScale(frame, clock.now()))
    }
  }

  /** The line is closed also where it was only silent, so that nothing late on it is taken for an answer. */
  function giveUp(trouble: { readonly reason: ScaleReason; readonly detail: string }): void {
    clearTimers()
    const { reason, detail } = trouble
    if (reason !== loggedReason)
      log.warn({ connection, reason, detail }, 'No weight from the scale')
    loggedReason = reason
    const state = FAULTS.has(reason) ? 'fault' : 'unknown'
    const closing = line?.close()
    const raw = connection.startsWith('hid:')
      ? hexOf(notUnderstood)
      : printable(notUnderstood.toString('latin1'))
    report({ ...noReading(state, reason, clock.now()), raw })
    reconnectTimer = setTimeout(() => {
      void Promise.resolve(closing).then(() => {
        if (!stopped) connect()
      })
    }, timing.reconnectMs)
  }

  function clearTimers(): void {
    clearTimeout(askTimer)
    clearTimeout(silenceTimer)
    clearTimeout(reconnectTimer)
  }

  return {
    async stop() {
      stopped = true
      clearTimers()
      await line?.close()
    },
  }
}

/** Enough to tell a protocol by. */
const SHOWN_BYTES = 60

/** Troubles that time alone does not heal. */
const FAULTS: ReadonlySet<ScaleReason> = new Set<LineTrouble['reason']>([
  'serial-not-available',
  'hid-not-available',
  'access-denied',
  'connection-not-valid',
])

function lineFor(
  { connection, protocol }: ScaleSettings,
  hid: HidAccess,
): { readonly open: OpenScaleLine } | { readonly reason: ScaleReason } {
  const open = lineOpener(connection, hid)
  if (!open) return { reason: 'connection-not-supported' }
  if (NON_STANDARD_SCALES.has(connection.toLowerCase())) return { reason: 'report-not-standard' }
  // HID reports have no marks of their own to find them in a stream of bytes.
  const fits = connection.startsWith('hid:') === (protocol === 'hid-pos')
  return fits ? { open } : { reason: 'protocol-does-not-fit' }
}
