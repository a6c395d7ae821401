import { useCallback, useEffect, useReducer, useRef } from 'react'
import {
  NO_ROWS,
  pagedRows,
  type Page,
  type PagedRows,
  type PagedRowsAction,
} from './paged-rows.ts'

const PAGE = 100
const LARGEST_PAGE = 500

/** Asks the station for one page; `signal` falls when nobody waits for the answer any more. */
export type AskPage<Row> = (
  query: { limit: number; cursor?: string },
  signal: AbortSignal,
) => Promise<Page<Row>>

export interface PagedList<Row> extends PagedRows<Row> {
  /** Asks for the next page, unless one is on its way or there is none. */
  readonly more: () => void
  /** Asks the same question again without a flicker; of a long list its top only. */
  readonly again: () => void
  /** Puts a row in the place of its older self. */
  readonly change: (row: Row) => void
}

/** An endless list. A new `ask` is a new question: keep it stable with useCallback. */
export function usePagedRows<Row extends { readonly id: string | number }>(
  ask: AskPage<Row>,
): PagedList<Row> {
  const [state, dispatch] = useReducer(
    pagedRows as (state: PagedRows<Row>, action: PagedRowsAction<Row>) => PagedRows<Row>,
    NO_ROWS,
  )
  const newest = useRef(0)
  const pending = useRef<AbortController | null>(null)
  const now = useRef(state)
  useEffect(() => {
    now.current = state
  }, [state])

  const send = useCallback(
    (what: 'first' | 'more' | 'again', query: { limit: number; cursor?: string }) => {
      pending.current?.abort()
      const controller = new AbortController()
      pending.current = controller
      newest.current += 1
      const number = newest.current
      dispatch({ do: 'ask', number, what })
      ask(query, controller.signal).then(
        (page) => dispatch({ do: 'answer', number, page }),
        () => dispatch({ do: 'fail', number }),
      )
    },
    [ask],
  )

  useEffect(() => {
    send('first', { limit: PAGE })
    return () => pending.current?.abort()
  }, [send])

  const more = useCallback(() => {
    const { nextCursor, phase } = now.current
    if (phase !== 'idle' || nextCursor === null) return
    // Who reads on reads a lot: few long pages let a scroll run through.
    send('more', { limit: LARGEST_PAGE, cursor: nextCursor })
  }, [send])

  const again = useCallback(() => {
    const { phase, rows } = now.current
    if (phase === 'first' || phase === 'more') return
    send('again', { limit: Math.min(LARGEST_PAGE, Math.max(PAGE, rows.length)) })
  }, [send])

  const change = useCallback((row: Row) => dispatch({ do: 'change', row }), [])

  return { ...state, more, again, change }
}
