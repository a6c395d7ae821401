import type { DescriptionProblem } from './api-description.ts'

const KEPT = 1_000

/** One call that a simulated carrier has seen. */
export interface SeenRequest {
  readonly at: string
  readonly method: string
  /** With the query. */
  readonly path: string
  /** As the description calls it, or the simulator where it is not described; null where nobody knows it. */
  readonly operationId: string | null
  /** Null while there is no answer, and where none was ever sent. */
  readonly status: number | null
  /** In what the request is not as the description says. */
  readonly problems: readonly DescriptionProblem[]
}

export interface RequestLog {
  /** Returns the way to add what is known later. */
  see(request: SeenRequest): (more: Partial<SeenRequest>) => void
  /** Oldest first; of very many only the newest. */
  rows(): SeenRequest[]
}

export function createRequestLog(): RequestLog {
  const rows: SeenRequest[] = []
  return {
    see(request) {
      const row = { ...request }
      rows.push(row)
      if (rows.length > KEPT) rows.shift()
      return (more) => void Object.assign(row, more)
    },
    rows: () => rows.map((row) => ({ ...row })),
  }
}
