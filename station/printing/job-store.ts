import {
  PrintJobSchema,
  type Delivery,
  type PaperProof,
  type PrintJob,
} from '../../shared/printing.ts'
import type { Database } from '../database/database.ts'

export interface JobEnd {
  readonly state: 'sent' | 'failed'
  readonly delivery: Delivery
  readonly detail: string | null
  readonly sentAt: string | null
}

/** The print jobs on disk, and which connections have ever answered a status question. */
export interface JobStore {
  add(job: PrintJob): void
  /**
   * `over` is the connection; `countedBefore` the printer's odometer before its first byte, null where it has none or
   * where it alone could not tell of this label.
   */
  sending(id: string, over: string, countedBefore: number | null): void
  /** Whether a label came out; what is known already stays. True where this was news. */
  settle(id: string, cameOut: boolean, provedBy: PaperProof): boolean
  find(id: string): PrintJob | undefined
  /** The newest job that went over a connection, if only an odometer can tell whether a label came out. */
  newestUncounted(over: string): { id: string; countedBefore: number } | undefined
  end(id: string, end: JobEnd): void
  /** Ends what a stopped process left behind, and says how many there were: nothing of it is sent again. */
  endLeftovers(): number
  /** Newest first. */
  jobsOf(shipmentId: string): PrintJob[]
  hasAnswered(connection: string): boolean
  rememberAnswer(connection: string): void
}

const COLUMNS = `id, printer_id AS printerId, shipment_id AS shipmentId, purpose, state, delivery, bytes,
  sha256, detail, created_at AS createdAt, sent_at AS sentAt, came_out AS cameOut, proved_by AS provedBy,
  instead_of AS insteadOf, reason, operator`

export function createJobStore(database: Database): JobStore {
  const insert = database.prepare(
    `INSERT INTO print_jobs (id, printer_id, shipment_id, purpose, state, delivery, bytes, sha256, detail, created_at, sent_at, instead_of, reason, operator)
     VALUES (@id, @printerId, @shipmentId, @purpose, @state, @delivery, @bytes, @sha256, @detail, @createdAt, @sentAt, @insteadOf, @reason, @operator)`,
  )
  const sending = database.prepare(
    "UPDATE print_jobs SET state = 'sending', sent_over = ?, counted_before = ? WHERE id = ?",
  )
  const settle = database.prepare(
    'UPDATE print_jobs SET came_out = ?, proved_by = ? WHERE id = ? AND came_out IS NULL',
  )
  const byId = database.prepare(`SELECT ${COLUMNS} FROM print_jobs WHERE id = ?`)
  const newest = database.prepare<
    [string],
    { id: string; counted: number | null; out: number | null }
  >(
    `SELECT id, counted_before AS counted, came_out AS out FROM print_jobs
     WHERE sent_over = ? AND delivery IS NOT 'not-sent' ORDER BY number DESC LIMIT 1`,
  )
  const end = database.prepare(
    'UPDATE print_jobs SET state = @state, delivery = @delivery, detail = @detail, sent_at = @sentAt WHERE id = @id',
  )
  const endLeftovers = database.prepare(
    `UPDATE print_jobs SET
       delivery = CASE state WHEN 'sending' THEN 'unknown' ELSE 'not-sent' END,
       detail = CASE state WHEN 'sending' THEN 'The station stopped while this was being sent'
                ELSE 'The station stopped before this was sent' END,
       state = 'failed'
     WHERE state IN ('waiting', 'sending')`,
  )
  const ofShipment = database.prepare(
    `SELECT ${COLUMNS} FROM print_jobs WHERE shipment_id = ? ORDER BY number DESC`,
  )
  const answered = database.prepare('SELECT 1 FROM answering_printers WHERE connection = ?').pluck()
  const remember = database.prepare(
    'INSERT OR IGNORE INTO answering_printers (connection) VALUES (?)',
  )
  return {
    add: (job) => void insert.run(job),
    sending: (id, over, countedBefore) => void sending.run(over, countedBefore, id),
    settle: (id, cameOut, provedBy) => settle.run(Number(cameOut), provedBy, id).changes > 0,
    find(id) {
      const row = byId.get(id)
      return row === undefined ? undefined : jobFrom(row)
    },
    newestUncounted(over) {
      const row = newest.get(over)
      return row?.out === null && row.counted !== null
        ? { id: row.id, countedBefore: row.counted }
        : undefined
    },
    end: (id, ending) => void end.run({ id, ...ending }),
    endLeftovers: () => endLeftovers.run().changes,
    jobsOf: (shipmentId) => ofShipment.all(shipmentId).map(jobFrom),
    hasAnswered: (connection) => answered.get(connection) !== undefined,
    rememberAnswer: (connection) => void remember.run(connection),
  }
}

function jobFrom(row: unknown): PrintJob {
  const { cameOut, ...rest } = row as { readonly cameOut: number | null }
  return PrintJobSchema.parse({ ...rest, cameOut: cameOut === null ? null : cameOut === 1 })
}
