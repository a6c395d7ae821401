import { randomUUID } from 'node:crypto'
import type { DocumentKind, DocumentState, ShipmentDocument } from '../../shared/documents.ts'
import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'

/** A document with what only the station needs to know of it. */
export interface DocumentEntry extends ShipmentDocument {
  readonly shipmentId: string
  /** Which of the carrier's links leads to it; 0 for our own. */
  readonly link: number
  /** Its box is at the bench, so that it may print. */
  readonly isWanted: boolean
  /** A person asked for it once more. */
  readonly isByHand: boolean
  /** The way by which it was handed over; asked there, whatever the settings say now. */
  readonly connection: string | null
  /** The printer's own name for it. */
  readonly job: string | null
  readonly tries: number
}

interface Row {
  id: string
  shipment_id: string
  kind: DocumentKind
  link: number
  copies: number
  is_wanted: number
  is_by_hand: number
  state: DocumentState
  at: string
  detail: string | null
  printer_id: string | null
  connection: string | null
  job: string | null
  out_at: string | null
  confirmed_at: string | null
  confirmed_by: string | null
  next_try_at: string | null
  tries: number
}

const COLUMNS = `id, shipment_id, kind, link, copies, is_wanted, is_by_hand, state, at, detail, printer_id, connection,
  job, out_at, confirmed_at, confirmed_by, next_try_at, tries`

/** No time is ever set further off: one that is was written before the clock was put back, and has come. */
export const LONGEST_WAIT_MS = 120_000

/** Papers beside the labels, on disk. Each write is a commit of its own. */
export function openDocumentStore(database: Database, clock: Clock) {
  const some = (where: string) =>
    database.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM documents WHERE ${where}`)
  const byId = some('id = ?')
  const byShipment = some('shipment_id = ? ORDER BY number')
  const cutOff = some(`state = 'printing' AND job IS NULL`)
  const insert = database.prepare(
    `INSERT INTO documents (id, shipment_id, kind, link, copies, state, at, next_try_at)
     VALUES (@id, @shipmentId, @kind, @link, @copies, 'waiting', @now, @now) ON CONFLICT DO NOTHING`,
  )
  const change = database.prepare(
    `UPDATE documents SET state = @state, at = CASE state WHEN @state THEN at ELSE @now END, detail = @detail,
     next_try_at = @nextTryAt, tries = @tries, out_at = CASE @state WHEN 'out' THEN coalesce(out_at, @now) ELSE out_at END
     WHERE id = @id`,
  )
  const handOver = database.prepare(
    `UPDATE documents SET state = 'printing', at = @now, detail = NULL, printer_id = @printerId, connection = @connection,
     job = NULL, next_try_at = NULL, tries = 0 WHERE id = @id`,
  )
  const keepJob = database.prepare(
    `UPDATE documents SET job = ?, next_try_at = CASE state WHEN 'printing' THEN ? ELSE next_try_at END WHERE id = ?`,
  )
  const want = database.prepare(
    `UPDATE documents SET is_wanted = 1, next_try_at = @now WHERE shipment_id = @shipmentId AND is_wanted = 0`,
  )
  const askByHand = database.prepare(
    `UPDATE documents SET state = 'waiting', at = @now, detail = NULL, is_wanted = 1, is_by_hand = 1, next_try_at = @now,
     tries = 0 WHERE id = @id`,
  )
  const confirm = database.prepare(
    `UPDATE documents SET state = 'confirmed', at = @now, detail = NULL, confirmed_at = @now, confirmed_by = @by,
     next_try_at = NULL WHERE id = @id`,
  )
  const keepBytes = database.prepare('UPDATE documents SET pdf = ? WHERE id = ?')
  const bytes = database.prepare('SELECT pdf FROM documents WHERE id = ?').pluck()
  const forgetBytes = database.prepare(
    'UPDATE documents SET pdf = NULL WHERE pdf IS NOT NULL AND at < ?',
  )
  const due = database
    .prepare<[string, string, number], string>(
      `SELECT id FROM documents WHERE next_try_at <= ? OR next_try_at > ? ORDER BY next_try_at LIMIT ?`,
    )
    .pluck()
  const next = database
    .prepare<[string], string>(
      'SELECT next_try_at FROM documents WHERE next_try_at > ? ORDER BY next_try_at LIMIT 1',
    )
    .pluck()
  const wake = database.prepare(
    `UPDATE documents SET next_try_at = ? WHERE state = 'failed' AND next_try_at IS NOT NULL`,
  )
  const now = () => clock.now().toISOString()
  const after = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()

  return {
    find(id: string): DocumentEntry | undefined {
      const row = byId.get(id)
      return row && toEntry(row)
    },

    ofShipment: (shipmentId: string): DocumentEntry[] => byShipment.all(shipmentId).map(toEntry),

    /** Once for each kind and link of a shipment; its bytes are due at once. False where it is there already. */
    add: (of: Pick<DocumentEntry, 'shipmentId' | 'kind' | 'link' | 'copies'>): boolean =>
      insert.run({ ...of, id: randomUUID(), now: now() }).changes > 0,

    /** The box of these is at the bench. False where that is known already. */
    want: (shipmentId: string): boolean => want.run({ shipmentId, now: now() }).changes > 0,

    askByHand(id: string): void {
      askByHand.run({ id, now: now() })
    },

    /** `afterMs`: when something is to be done about it again; null leaves it as it is. */
    change(
      id: string,
      to: {
        readonly state: DocumentState
        readonly detail?: string | null
        readonly afterMs?: number | null
        readonly tries?: number
      },
    ): void {
      const { state, detail = null, afterMs = null, tries = 0 } = to
      const nextTryAt = afterMs === null ? null : after(afterMs)
      change.run({ id, state, detail, tries, nextTryAt, now: now() })
    },

    /** Before the first byte leaves: whatever comes of it, a paper may be out from here on. */
    handOver(id: string, to: { readonly printerId: string; readonly connection: string }): void {
      handOver.run({ ...to, id, now: now() })
    },

    keepJob(id: string, job: string): void {
      keepJob.run(job, now(), id)
    },

    confirm(id: string, by: string | null): void {
      confirm.run({ id, by, now: now() })
    },

    keepBytes(id: string, pdf: Uint8Array): void {
      keepBytes.run(pdf, id)
    },

    bytesOf: (id: string): Uint8Array | undefined =>
      (bytes.get(id) as Buffer | null | undefined) ?? undefined,

    forgetBytesBefore(instant: Date): void {
      forgetBytes.run(instant.toISOString())
    },

    /** Handed over, and the station stopped before the printer had answered. */
    cutOff: (): DocumentEntry[] => cutOff.all().map(toEntry),

    /** What failed is tried now, not later. */
    wake(): void {
      wake.run(now())
    },

    /** Those whose time has come by then, longest due first. */
    due(by: Date, limit: number): string[] {
      const latest = new Date(by.getTime() + LONGEST_WAIT_MS)
      return due.all(by.toISOString(), latest.toISOString(), limit)
    },

    /** When the next time after that comes; undefined where nothing waits. */
    nextAfter: (instant: Date): string | undefined => next.get(instant.toISOString()),
  }
}

export type DocumentStore = ReturnType<typeof openDocumentStore>

function toEntry(row: Row): DocumentEntry {
  return {
    id: row.id,
    shipmentId: row.shipment_id,
    kind: row.kind,
    link: row.link,
    copies: row.copies,
    isWanted: row.is_wanted === 1,
    isByHand: row.is_by_hand === 1,
    state: row.state,
    at: row.at,
    detail: row.detail,
    printerId: row.printer_id,
    connection: row.connection,
    job: row.job,
    outAt: row.out_at,
    confirmedAt: row.confirmed_at,
    confirmedBy: row.confirmed_by,
    nextTryAt: row.next_try_at,
    tries: row.tries,
  }
}
