import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportProgress, IntakeResult } from '../../shared/orders.ts'
import type { FieldProblem } from '../../shared/problem.ts'
import { createTopic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { createCsvOrders } from './csv-orders.ts'
import { type Intake, type OrdersSeen, refused } from './intake.ts'
import { createJsonOrders } from './json-orders.ts'
import type { FileOrder, OrderFile } from './order-file.ts'
import type { Imports } from './orders.ts'

interface ImportsDeps {
  readonly intake: Intake
  readonly clock: Clock
  readonly log: Log
}

interface Import {
  readonly progress: ImportProgress
  readonly seen: OrdersSeen
  file: OrderFile | undefined
  /** The end of the last text, where only the next shows what it is. */
  held: string
  /** The work that was given so far; one thing after another. */
  work: Promise<void>
}

/** Characters that are read without letting a scan in between: some milliseconds of work. */
const TEXT_AT_ONCE = 32_768
/** How long orders are stored without letting a scan in between; how many those are, each machine shows. */
const STORE_AT_ONCE_MS = 10
const ORDERS_AT_ONCE = { first: 20, atLeast: 5, atMost: 200 }
/** Half a line break or half a character at the end of a text: the next text shows what it is. */
const SPLIT = /[\r\uD800-\uDBFF]$/
const REPORTS_KEPT = 1000
const IMPORTS_KEPT = 20

/** Takes files in, in slices so small that a scan never waits for them; every order whole or not at all. */
export function createImports({ intake, clock, log }: ImportsDeps): Imports & {
  /** Stops every import between two orders, and resolves when none works any more. */
  stopAll(): Promise<void>
} {
  let imports: Import[] = []
  let ordersAtOnce = ORDERS_AT_ONCE.first
  const changes = createTopic<void>()
  const runs = (one: Import) => one.progress.state === 'reading'

  function end(one: Import, state: 'done' | 'stopped' | 'failed', problem?: FieldProblem): void {
    if (!runs(one)) return
    one.progress.state = state
    if (problem) one.progress.problem = problem
    one.progress.endedAt = clock.now().toISOString()
    one.file?.close()
    one.seen.clear()
    const { id, created, updated, unchanged, refusedCount } = one.progress
    log.info({ import: id, state, created, updated, unchanged, refusedCount }, 'Order file ended')
    changes.publish()
  }

  function store(one: Import, orders: readonly FileOrder[]): void {
    const sound = orders.filter(({ problems }) => problems.length === 0)
    const results = intake(
      sound.map(({ input }) => input),
      one.seen,
    ).values()
    for (const order of orders) {
      const result =
        order.problems.length > 0
          ? refused(order.input, [...order.problems])
          : (results.next().value as IntakeResult)
      if (result.status !== 'refused') {
        one.progress[result.status] += 1
        continue
      }
      one.progress.refusedCount += 1
      if (one.progress.refused.length < REPORTS_KEPT)
        one.progress.refused.push({
          ...result,
          problems: result.problems.map((problem) => ({
            ...problem,
            line: problem.line ?? order.lineOf(problem.path),
          })),
        })
    }
  }

  /** Takes a text in, and stores what is whole by then. */
  async function take(one: Import, piece: string, last: boolean): Promise<void> {
    const text = one.held + piece
    const blank = !one.file && text.trim() === ''
    const cut = last ? text.length : blank ? 0 : text.length - (SPLIT.test(text) ? 1 : 0)
    one.held = text.slice(cut)
    let from = 0
    do {
      if (!runs(one)) return
      let to = Math.min(from + TEXT_AT_ONCE, cut)
      if (to < cut && SPLIT.test(text.slice(from, to))) to += 1
      const problem =
        to > from || last ? await read(one, text.slice(from, to), last && to === cut) : undefined
      from = to
      await storeWhole(one)
      if (problem) return end(one, 'failed', problem)
      changes.publish()
      await nextTurn()
    } while (from < cut)
    if (last) end(one, 'done')
  }

  async function read(one: Import, text: string, last: boolean): Promise<FieldProblem | undefined> {
    one.progress.bytesRead += Buffer.byteLength(text)
    if (text.includes('\uFFFD'))
      return { path: '', message: 'is not UTF-8 text: save it as "CSV UTF-8" and import it again' }
    let content = text
    if (!one.file) {
      content = text.replace(/^\uFEFF/, '')
      one.file = /^\s*[[{]/.test(content) ? createJsonOrders() : createCsvOrders()
    }
    const problem = await one.file.write(content, last)
    const format = one.file.format()
    if (format) one.progress.format = format
    one.progress.rows = one.file.rows()
    return problem
  }

  async function storeWhole(one: Import): Promise<void> {
    for (;;) {
      const startedAt = performance.now()
      const orders = runs(one) ? (one.file?.next(ordersAtOnce) ?? []) : []
      if (orders.length === 0) return
      store(one, orders)
      const perOrderMs = (performance.now() - startedAt) / orders.length
      const { atLeast, atMost } = ORDERS_AT_ONCE
      ordersAtOnce = Math.round(Math.min(atMost, Math.max(atLeast, STORE_AT_ONCE_MS / perOrderMs)))
      changes.publish()
      await nextTurn()
    }
  }

  function forgetOldest(): void {
    while (imports.length > IMPORTS_KEPT) {
      const ended = imports.findLast((one) => !runs(one))
      const oldest = ended ?? imports.at(-1)
      if (!oldest) return
      end(oldest, 'stopped')
      imports = imports.filter((one) => one !== oldest)
    }
  }

  return {
    changes,
    begin(fileName, bytes) {
      const progress: ImportProgress = {
        id: randomUUID(),
        fileName,
        state: 'reading',
        bytesRead: 0,
        bytesTotal: bytes,
        rows: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        refusedCount: 0,
        refused: [],
        startedAt: clock.now().toISOString(),
        endedAt: null,
      }
      imports.unshift({
        progress,
        seen: new Set(),
        file: undefined,
        held: '',
        work: Promise.resolve(),
      })
      forgetOldest()
      changes.publish()
      return progress.id
    },
    async piece(id, text, last) {
      const one = imports.find(({ progress }) => progress.id === id)
      if (!one || !runs(one)) return false
      one.work = one.work
        .then(() => take(one, text, last))
        .catch((error: Error) => {
          // The disk is full, or a bug: the import must not look as if it went on.
          end(one, 'failed', { path: '', message: `could not be stored: ${error.message}` })
          throw error
        })
      await one.work
      return true
    },
    stop(id) {
      const one = imports.find(({ progress }) => progress.id === id)
      if (!one || !runs(one)) return false
      end(one, 'stopped')
      return true
    },
    list: () => imports.map(({ progress }) => ({ ...progress, refused: [...progress.refused] })),
    async stopAll() {
      for (const one of imports) end(one, 'stopped')
      await Promise.allSettled(imports.map(({ work }) => work))
    },
  }
}
