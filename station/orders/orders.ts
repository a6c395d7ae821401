import type {
  ImportProgress,
  IntakeResult,
  Order,
  OrderRow,
  OrderSearch,
  OrderState,
} from '../../shared/orders.ts'
import type { Database } from '../database/database.ts'
import type { Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'

export interface Orders {
  /**
   * Takes orders as REST and files give them, each all or nothing, the whole call in one transaction; answers
   * in the same order. A new reference is created, a changed one updated, an order that `isFixed` is refused.
   */
  intake(inputs: readonly unknown[]): IntakeResult[]
  find(id: number): Order | undefined
  /** Exact reference without regard to case; several where merchants share it. Indexed. */
  byReference(reference: string, merchant?: string): Order[]
  /** The oldest ready order of exactly one unit whose item has one of these codes (barcode or SKU). */
  oldestSingle(codes: readonly string[]): Order | undefined
  search(query: OrderSearch): { rows: OrderRow[]; nextCursor: string | null; total: number }
  /** By state and `all`; kept, not counted, so that a million orders cost nothing. */
  counts(): Record<OrderState | 'all', number>
  setState(id: number, state: OrderState): void
  /** Something about an order changed. */
  readonly changes: Topic<void>
  readonly imports: Imports
  stop(): Promise<void>
}

export interface Imports {
  begin(fileName: string, bytes: number): string
  /** Text of the file in order, the last one marked. False where no such import runs. Resolves when taken in. */
  piece(id: string, text: string, last: boolean): Promise<boolean>
  stop(id: string): boolean
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
