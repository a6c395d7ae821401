import { useCallback, useEffect, useMemo, useState } from 'react'

type Ask<T> = (signal: AbortSignal) => Promise<T>

export interface Answer<T> {
  /** Undefined until the answer to this question is here; kept while it is asked again. */
  readonly value: T | undefined
  readonly failed: boolean
  readonly again: () => void
}

/** Asks the station one question; a new `ask` is a new one (keep it stable), null asks nothing. */
export function useAnswer<T>(ask: Ask<T> | null): Answer<T> {
  const [round, setRound] = useState(0)
  const question = useMemo(() => ({ ask, round }), [ask, round])
  const [held, setHeld] = useState<{ ask: Ask<T>; value: T | undefined; failed: boolean }>()
  useEffect(() => {
    const { ask } = question
    if (!ask) return
    const controller = new AbortController()
    ask(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setHeld({ ask, value, failed: false })
      },
      () => {
        if (controller.signal.aborted) return
        setHeld((before) => ({
          ask,
          value: before?.ask === ask ? before.value : undefined,
          failed: true,
        }))
      },
    )
    return () => controller.abort()
  }, [question])
  const again = useCallback(() => setRound((before) => before + 1), [])
  const current = held && held.ask === ask ? held : undefined
  return { value: current?.value, failed: current?.failed ?? false, again }
}
