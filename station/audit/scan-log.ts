import type { ScanRecord, ScanSearch } from '../../shared/scanning.ts'
import type { Database, Migration } from '../database/database.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'

export const scanLogMigrations: Migration[] = []

/** What is kept of one scan; `orderId` is the order that was open after it, or else before it. */
export type NewScanRecord = Omit<ScanRecord, 'id' | 'repeats'> & { readonly orderId: number | null }

/** The audit log of scans: every one, what it meant and what came of it. */
export interface ScanLog {
  /** Takes a scan down; never throws, never waits for the disk. */
  keep(record: NewScanRecord): void
  /** The scan kept last came once more within the window and counted once. */
  keepRepeat(): void
  /** Newest first. */
  search(query: ScanSearch): { rows: ScanRecord[]; nextCursor: string | null; total: number }
  /** The newest twenty, newest first. */
  newest(): ScanRecord[]
  readonly changes: Topic<void>
  /** Writes what is still queued; what comes later is not kept. */
  stop(): void
}

export interface ScanLogDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

export function openScanLog(_deps: ScanLogDeps): ScanLog {
  return {
    keep() {},
    keepRepeat() {},
    search: () => ({ rows: [], nextCursor: null, total: 0 }),
    newest: () => [],
    changes: createTopic<void>(),
    stop() {},
  }
}
