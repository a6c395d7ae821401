/** Something that others may want to hear of. Listeners run at once, in order of subscription. */
export interface Topic<T> {
  publish(value: T): void
  /** Returns the way to stop listening. */
  subscribe(listener: (value: T) => void): () => void
}

export function createTopic<T>(): Topic<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    publish(value) {
      for (const listener of listeners) listener(value)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * A stream for a screen: the snapshot first, then one value after each burst of changes. A slow reader
 * skips what has been overtaken, so nothing piles up. Ends when `signal` aborts.
 */
export async function* followLatest<T>(
  snapshot: () => T,
  topics: readonly { subscribe(listener: () => void): () => void }[],
  signal: AbortSignal,
): AsyncGenerator<T> {
  let changed = true
  let wake = () => {}
  const stir = () => {
    changed = true
    wake()
  }
  const unsubscribes = topics.map((topic) => topic.subscribe(stir))
  signal.addEventListener('abort', stir)
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false
        yield snapshot()
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    signal.removeEventListener('abort', stir)
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}
