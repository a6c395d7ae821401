import { setImmediate as nextTurn } from 'node:timers/promises'
import type {
  ImportProgress,
  IntakeResult,
  Order,
  OrderRow,
  OrderSearch,
  OrderState,
} from '../../shared/orders.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Database } from '../database/database.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { type CorrectionFailure, type CorrectionOfOrder, createCorrecting } from './correcting.ts'
import { createImports } from './imports.ts'
import { createIntake, type OrdersSeen } from './intake.ts'
import { createOrderStore } from './order-store.ts'
import { createWatchFolder } from './watch-folder.ts'

export interface Orders {
  /**
   * Takes orders as REST and files give them, each all or nothing, the whole call in one transaction; answers
   * in the same order. A new reference is created, a changed one updated; a changed one that is open at the
   * bench, shipped or `isFixed` is refused, as is what the same call gave before with other content.
   */
  intake(inputs: readonly unknown[]): IntakeResult[]
  /**
   * As `intake`, for as many as one likes: a hundred in one transaction, with a turn for scans after each. Should
   * one fail (the disk is full), those before it are stored, and giving all again is safe.
   */
  intakeAll(inputs: readonly unknown[]): Promise<IntakeResult[]>
  find(id: number): Order | undefined
  /** Exact reference without regard to case; several where merchants share it. Indexed. */
  byReference(reference: string, merchant?: string): Order[]
  /** Each merchant's oldest ready order of exactly one unit whose item has one of these codes (barcode or SKU); oldest first. */
  oldestSingles(codes: readonly string[]): Order[]
  /**
   * Newest first. Every word of the text must begin a word of the reference, recipient, city or a SKU, without
   * regard to case and accents. `total` is exact up to 1,000 and stays there where a search finds more.
   */
  search(query: OrderSearch): { rows: OrderRow[]; nextCursor: string | null; total: number }
  /** By state and `all`; kept, not counted, so that a million orders cost nothing. */
  counts(): Record<OrderState | 'all', number>
  setState(id: number, state: OrderState): void
  /**
   * Corrects address and service; the whole address must then be valid. Every look-up sees the corrected order,
   * which keeps what it said first until it is corrected back to that, or given again with other content.
   */
  correct(id: number, correction: CorrectionOfOrder): Outcome<Order, CorrectionFailure>
  /** Something about an order changed. */
  readonly changes: Topic<void>
  readonly imports: Imports
  /** Watches the folder that `watchFolder` names now, or none. To be called when that changes. */
  watch(): void
  stop(): Promise<void>
}

export interface Imports {
  begin(fileName: string, bytes: number): string
  /**
   * Text of the file in order, the last one marked. False where no such import runs. Resolves when taken in:
   * for the last one when every order is stored or reported.
   */
  piece(id: string, text: string, last: boolean): Promise<boolean>
  /** Ends between two orders: what is stored by then stays, and is whole. False where no such import runs. */
  stop(id: string): boolean
  /** The last 20 of this run, newest first. */
  list(): ImportProgress[]
  readonly changes: Topic<void>
}

export interface OrdersDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Why this order may not be changed now ("its label is bought", "it is open at the bench"), or undefined. */
  readonly isFixed: (orderId: number) => string | undefined
  readonly watchFolder: () => string | undefined
}

/** How many orders are taken in without letting a scan in between: some milliseconds of work. */
const TAKEN_AT_ONCE = 100

/** Starts the orders of the station; the folder is watched from the first moment on. */
export function createOrders({ database, clock, log, isFixed, watchFolder }: OrdersDeps): Orders {
  const store = createOrderStore(database)
  const changes = createTopic<void>()
  const takeIn = createIntake({ database, clock, store, isFixed })
  const correct = createCorrecting({ database, clock, store })

  function intake(inputs: readonly unknown[], seen?: OrdersSeen): IntakeResult[] {
    const results = takeIn(inputs, seen)
    if (results.some(({ status }) => status === 'created' || status === 'updated'))
      changes.publish()
    return results
  }

  const underWay = new Set<Promise<IntakeResult[]>>()

  async function takeAll(inputs: readonly unknown[]): Promise<IntakeResult[]> {
    const seen: OrdersSeen = new Set()
    const results: IntakeResult[] = []
    for (let from = 0; from < inputs.length; from += TAKEN_AT_ONCE) {
      if (from > 0) await nextTurn()
      results.push(...intake(inputs.slice(from, from + TAKEN_AT_ONCE), seen))
    }
    return results
  }

  const imports = createImports({ intake, clock, log })
  const folder = createWatchFolder({ imports, log })
  folder.watch(watchFolder())

  return {
    intake: (inputs) => intake(inputs),
    async intakeAll(inputs) {
      const taking = takeAll(inputs)
      underWay.add(taking)
      try {
        return await taking
      } finally {
        underWay.delete(taking)
      }
    },
    find: (id) => store.find(id),
    byReference: (reference, merchant) => store.byReference(reference, merchant),
    oldestSingles: (codes) => store.oldestSingles(codes),
    search: (query) => store.search(query),
    counts: () => store.counts(),
    setState(id, state) {
      store.setState(id, state, clock.now().toISOString())
      changes.publish()
    },
    correct(id, correction) {
      const corrected = correct(id, correction)
      if (corrected.ok) changes.publish()
      return corrected
    },
    changes,
    imports,
    watch: () => folder.watch(watchFolder()),
    async stop() {
      // The folder first, so that a file whose import is cut short stays where it is.
      const folderStopped = folder.stop()
      await imports.stopAll()
      await folderStopped
      await Promise.allSettled(underWay)
    },
  }
}
