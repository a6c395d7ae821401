/** One page of an endless list, as the station answers it. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
  readonly total: number
}

/** What an endless list shows, and which answer it waits for. */
export interface PagedRows<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
  /** Null until the first answer. */
  readonly total: number | null
  /** first: another question was asked, the rows are of the old one · more: the next page is on its way ·
   *  again: the same question was asked once more · idle · failed. */
  readonly phase: 'first' | 'more' | 'again' | 'idle' | 'failed'
  /** Number of the question whose answer counts; every other answer comes too late. */
  readonly awaited: number
}

export type PagedRowsAction<Row> =
  | { readonly do: 'ask'; readonly number: number; readonly what: 'first' | 'more' | 'again' }
  | { readonly do: 'answer'; readonly number: number; readonly page: Page<Row> }
  | { readonly do: 'fail'; readonly number: number }
  /** A row was changed from here, and the station said what it is now. */
  | { readonly do: 'change'; readonly row: Row }

export const NO_ROWS: PagedRows<never> = {
  rows: [],
  nextCursor: null,
  total: null,
  phase: 'first',
  awaited: 0,
}

/** The newest question wins: an answer to an older one changes nothing, in whatever order they arrive. */
export function pagedRows<Row extends { readonly id: string | number }>(
  state: PagedRows<Row>,
  action: PagedRowsAction<Row>,
): PagedRows<Row> {
  if (action.do === 'ask') return { ...state, phase: action.what, awaited: action.number }
  if (action.do === 'change')
    return {
      ...state,
      rows: state.rows.map((row) => (row.id === action.row.id ? action.row : row)),
    }
  if (action.number !== state.awaited) return state
  if (action.do === 'fail') return { ...state, phase: 'failed' }
  const { page } = action
  const { nextCursor, total } = page
  if (state.phase === 'more')
    return {
      ...state,
      rows: withoutDoubles(state.rows, page.rows),
      nextCursor,
      total,
      phase: 'idle',
    }
  const rest = state.phase === 'again' ? rowsBelow(state.rows, page) : []
  const rows = rest.length > 0 ? withoutDoubles(page.rows, rest) : page.rows
  return {
    ...state,
    rows,
    nextCursor: rest.length > 0 ? state.nextCursor : nextCursor,
    total,
    phase: 'idle',
  }
}

/** Of a long list only the top is asked for again; what was read of it below stays as it was. */
function rowsBelow<Row extends { readonly id: string | number }>(
  shown: readonly Row[],
  { rows, nextCursor }: Page<Row>,
): readonly Row[] {
  const last = rows.at(-1)
  if (!last || nextCursor === null) return []
  const at = shown.findIndex(({ id }) => id === last.id)
  return at === -1 ? [] : shown.slice(at + 1)
}

/** Rows may have moved between two pages while orders came in; each is shown once. */
function withoutDoubles<Row extends { readonly id: string | number }>(
  shown: readonly Row[],
  next: readonly Row[],
): readonly Row[] {
  const known = new Set(shown.map((row) => row.id))
  return [...shown, ...next.filter((row) => !known.has(row.id))]
}
