import type { ScaleSettings } from '../../shared/settings.ts'
import type { ScaleProbe, ScaleReading } from '../../shared/weighing.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { HidAccess } from '../hid/hid.ts'
import type { Clock, Log } from '../ports.ts'
import { samePlug } from './lines/open-line.ts'
import { createScaleListening } from './scale-listening.ts'
import { noReading } from './scale-meaning.ts'
import { probeScale } from './scale-probe.ts'
import { type ScaleTiming, type ScaleWatch, watchScale } from './scale-watch.ts'

export {
  lockable,
  lockRefusal,
  observe,
  orderOpened,
  startLock,
  taken,
  type LockState,
} from './weight-lock.ts'

export interface Weighing {
  /** The newest reading; undefined where no scale is set up. Silence becomes `unknown`, never an old weight. */
  reading(): ScaleReading | undefined
  /** Every report of the scale, some twenty a second or as many as it sends, and each reading without a weight. */
  readonly readings: Topic<ScaleReading>
  /** What a scale says that is not in the settings; each reading as it comes, until `signal` aborts. */
  listen(settings: ScaleSettings, signal: AbortSignal): AsyncGenerator<ScaleReading>
  /** Finds out how the scale at a connection speaks. Meanwhile the station's own is not read, where it is that one. */
  probe(connection: string, signal: AbortSignal): AsyncGenerator<ScaleProbe>
  /** The settings' scale changed. */
  reconfigure(): void
  stop(): Promise<void>
}

export interface WeighingDeps {
  readonly scale: () => ScaleSettings | undefined
  readonly hid: HidAccess
  readonly clock: Clock
  readonly log: Log
}

const TIMING: ScaleTiming = {
  pollMs: 50,
  askAgainMs: 400,
  silence: { leastMs: 900, mostMs: 3000 },
  reconnectMs: 1000,
}

/** Reads the scale of the settings from now on; a scale that cannot be reached is tried again for ever. */
export function createWeighing(deps: WeighingDeps, timing: ScaleTiming = TIMING): Weighing {
  const { clock, log } = deps
  const readings = createTopic<ScaleReading>()
  let settings: ScaleSettings | undefined
  let newest: ScaleReading | undefined
  let newestAtMs = 0
  let watch: ScaleWatch | undefined
  let stopped = false
  const stopping = new AbortController()
  /** Connections that are being probed. */
  const lent = new Set<string>()
  /** One change after the other: a serial port must be closed before it can be opened again. */
  let changing: Promise<void> = Promise.resolve()

  function take(reading: ScaleReading): void {
    newest = reading
    newestAtMs = performance.now()
    readings.publish(reading)
  }

  function reconfigure(): void {
    const wanted = deps.scale()
    if (stopped || JSON.stringify(wanted) === JSON.stringify(settings)) return
    settings = wanted
    restart()
  }

  /** Watches the scale of the settings anew, once nobody else has its plug. */
  function restart(): void {
    const wanted = settings
    const inUse = wanted !== undefined && isLent(wanted.connection)
    newest = undefined
    if (wanted)
      take(noReading('unknown', inUse ? 'connection-in-use' : 'no-connection', clock.now()))
    changing = changing.then(async () => {
      await watch?.stop()
      watch = undefined
      await listening.letGo()
      if (stopped || !wanted || inUse || settings !== wanted) return
      watch = watchOne(wanted, (reading) => {
        if (!stopped && settings === wanted) take(reading)
      })
    })
  }

  function watchOne(scale: ScaleSettings, report: (reading: ScaleReading) => void): ScaleWatch {
    return watchScale(scale, { hid: deps.hid, clock, log, timing, report })
  }

  function reading(): ScaleReading | undefined {
    // The watch says so by itself; this holds where the process was held up for long.
    if (newest && newest.grams !== null && performance.now() - newestAtMs > timing.silence.mostMs)
      return noReading('unknown', 'no-answer', clock.now())
    return newest
  }

  const listening = createScaleListening({
    own: () => settings,
    isLent,
    reading,
    readings,
    watch: watchOne,
    clock,
  })

  async function* probe(connection: string, signal: AbortSignal): AsyncGenerator<ScaleProbe> {
    const isOwn = () => settings !== undefined && samePlug(settings.connection, connection)
    const again = async () => {
      if (isOwn()) restart()
      await changing
      await listening.letGo()
    }
    const own = isLent(connection) ? undefined : connection
    if (own !== undefined) {
      lent.add(own)
      await again()
    }
    try {
      yield* probeScale(connection, AbortSignal.any([signal, stopping.signal]), deps.hid)
    } finally {
      if (own !== undefined) {
        lent.delete(own)
        await again()
      }
    }
  }

  function isLent(connection: string): boolean {
    return Array.from(lent).some((each) => samePlug(each, connection))
  }

  reconfigure()
  return {
    reading,
    readings,
    listen: (wanted, signal) => listening.listen(wanted, signal),
    probe,
    reconfigure,
    async stop() {
      stopped = true
      stopping.abort()
      changing = changing.then(async () => {
        await watch?.stop()
        await listening.stop()
      })
      await changing
    },
  }
}
