import type { ScaleSettings } from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { createTopic, followLatest, type Topic } from '../lib/topic.ts'
import type { Clock } from '../ports.ts'
import { samePlug } from './lines/open-line.ts'
import { noReading } from './scale-meaning.ts'
import type { ScaleWatch } from './scale-watch.ts'

export interface ScaleListening {
  listen(wanted: ScaleSettings, signal: AbortSignal): AsyncGenerator<ScaleReading>
  /** Closes every line that is listened to; then each listener looks anew what it may listen to. */
  letGo(): Promise<void>
  stop(): Promise<void>
}

export interface ScaleListeningDeps {
  /** The station's own scale, which has its plug to itself. */
  readonly own: () => ScaleSettings | undefined
  /** Whether the plug of a connection is being probed. */
  readonly isLent: (connection: string) => boolean
  readonly reading: () => ScaleReading | undefined
  readonly readings: Topic<ScaleReading>
  readonly watch: (settings: ScaleSettings, report: (reading: ScaleReading) => void) => ScaleWatch
  readonly clock: Clock
}

/** Readings of scales that are not in the settings yet, for whoever sets one up. */
export function createScaleListening(deps: ScaleListeningDeps): ScaleListening {
  const { clock } = deps
  const watches = new Set<ScaleWatch>()
  const rounds = new Set<AbortController>()
  const stopping = new AbortController()

  function source(
    wanted: ScaleSettings,
    signal: AbortSignal,
  ): AsyncIterable<ScaleReading | undefined> {
    const own = deps.own()
    if (own?.connection === wanted.connection && own.protocol === wanted.protocol)
      return followLatest(deps.reading, [deps.readings], signal)
    const taken = own !== undefined && samePlug(own.connection, wanted.connection)
    if (!taken && !deps.isLent(wanted.connection)) return listenAside(wanted, signal)
    const inUse = noReading('unknown', 'connection-in-use', clock.now())
    return followLatest(() => inUse, [], signal)
  }

  async function* listenAside(
    wanted: ScaleSettings,
    signal: AbortSignal,
  ): AsyncGenerator<ScaleReading> {
    const readings = createTopic<ScaleReading>()
    let newest = noReading('unknown', 'no-answer', clock.now())
    const watch = deps.watch(wanted, (reading) => {
      newest = reading
      readings.publish(reading)
    })
    watches.add(watch)
    try {
      yield* followLatest(() => newest, [readings], signal)
    } finally {
      watches.delete(watch)
      await watch.stop()
    }
  }

  async function letGo(): Promise<void> {
    for (const round of rounds) round.abort()
    await Promise.all(Array.from(watches, (watch) => watch.stop()))
  }

  return {
    async *listen(wanted, signal) {
      const ended = AbortSignal.any([signal, stopping.signal])
      while (!ended.aborted) {
        const round = new AbortController()
        rounds.add(round)
        try {
          for await (const reading of source(wanted, AbortSignal.any([ended, round.signal])))
            if (reading) yield reading
        } finally {
          rounds.delete(round)
        }
      }
    },
    letGo,
    async stop() {
      stopping.abort()
      await letGo()
    },
  }
}
