import { useEffect, useState } from 'react'
import { useLink } from './station.ts'

/** Any `follow` of the contract, as `station.health.follow`. */
export type FollowCall<T> = (
  input: undefined,
  options: { signal: AbortSignal },
) => Promise<AsyncIterable<T>>

const LONGEST_WAIT_MS = 4000

/** Resolves when the link is up in a generation other than `seen`, or at once when `signal` aborts. */
function linkAfter(seen: number | undefined, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    let unsubscribe = () => {}
    const look = () => {
      const { state, generation } = useLink.getState()
      if (!signal.aborted && (state !== 'up' || generation === seen)) return
      unsubscribe()
      signal.removeEventListener('abort', look)
      resolve(generation)
    }
    unsubscribe = useLink.subscribe(look)
    signal.addEventListener('abort', look)
    look()
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/**
 * Follows a stream of the station for good: after a lost link it subscribes again, and the stream's
 * first value (its snapshot) makes up for what was missed. A stream that ended by itself is followed
 * again only on a new link. Returns the way to stop.
 */
export function follow<T>(call: FollowCall<T>, onValue: (value: T) => void): () => void {
  const stopper = new AbortController()
  const { signal } = stopper
  const run = async () => {
    let waitMs = 100
    let seen: number | undefined
    while (!signal.aborted) {
      const generation = await linkAfter(seen, signal)
      if (signal.aborted) return
      try {
        for await (const value of await call(undefined, { signal })) {
          if (signal.aborted) return
          waitMs = 100
          onValue(value)
        }
        seen = generation
      } catch {
        // The link broke, or the station stumbled: both heal by asking again.
        await pause(waitMs, signal)
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
      }
    }
  }
  void run()
  return () => {
    stopper.abort()
  }
}

/**
 * The newest value of a stream while the component is shown; undefined until the first one. Which stream is
 * settled by the first `call`: the client makes a new function each time it is asked for one.
 */
export function useFollowed<T>(call: FollowCall<T>): T | undefined {
  const [value, setValue] = useState<T>()
  const [first] = useState(() => call)
  useEffect(() => follow(first, setValue), [first])
  return value
}
