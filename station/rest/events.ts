import type { Station } from '../station.ts'
import { packingAnswer, shipmentAnswer } from './views.ts'

const NEWEST_SHIPMENTS = 20
/** A change must not cost the bench thousands of rows; `GET /outbox` has the rest. */
const FIRST_WAITING = 100

interface EventSource {
  readonly changes: { subscribe(listener: () => void): () => void }
  snapshot(): unknown
}

/**
 * The station as server-sent events: a snapshot of each source first, then the whole of what changed. A slow
 * reader gets the newest state only, so nothing piles up. A comment every `heartbeatMs` keeps proxies and
 * readers sure of the line. Ends when `signal` aborts.
 */
export async function* stationEvents(
  station: Station,
  signal: AbortSignal,
  heartbeatMs: number,
): AsyncGenerator<string> {
  const sources: Readonly<Record<string, EventSource>> = {
    bench: { changes: station.bench.changes, snapshot: () => packingAnswer(station.bench.view()) },
    outbox: {
      changes: station.queue.changes,
      snapshot: () => {
        const { total, groups } = station.queue.counts()
        return { waiting: station.queue.list(FIRST_WAITING), total, groups }
      },
    },
    health: { changes: station.health.changes, snapshot: () => station.health.view() },
    orders: { changes: station.orders.changes, snapshot: () => station.orders.counts() },
    shipments: {
      changes: station.shipments.changes,
      snapshot: () => ({
        shipments: station.shipments.search({ limit: NEWEST_SHIPMENTS }).rows.map(shipmentAnswer),
      }),
    },
  }
  const changed = new Set(Object.keys(sources))
  let beat = false
  let wake = () => {}
  const unsubscribes = Object.entries(sources).map(([name, { changes }]) =>
    changes.subscribe(() => {
      changed.add(name)
      wake()
    }),
  )
  const heart = setInterval(() => {
    beat = true
    wake()
  }, heartbeatMs)
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  try {
    yield 'retry: 2000\n\n'
    while (!signal.aborted) {
      const [name] = changed
      if (name !== undefined) {
        changed.delete(name)
        yield `event: ${name}\ndata: ${JSON.stringify(sources[name]?.snapshot())}\n\n`
      } else if (beat) {
        beat = false
        yield ': alive\n\n'
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    clearInterval(heart)
    signal.removeEventListener('abort', onAbort)
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}
