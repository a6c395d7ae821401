import type { Order } from '../../shared/orders.ts'
import type { Database, Migration } from '../database/database.ts'
import type { Session } from './session.ts'
import { sessionFrom, sessionText, type KeptSession } from './session-text.ts'

export const packingMigrations: Migration[] = [
  {
    id: '001-sessions',
    sql: `
CREATE TABLE sessions (
  order_id INTEGER PRIMARY KEY,
  is_open INTEGER NOT NULL,
  session TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sessions_one_open ON sessions (is_open) WHERE is_open = 1;
CREATE TABLE pan (is_emptied INTEGER NOT NULL) STRICT;
INSERT INTO pan VALUES (1);
`,
  },
  {
    id: '002-operator-at-bench',
    sql: `
CREATE TABLE operator_at_bench (operator_id TEXT) STRICT;
INSERT INTO operator_at_bench VALUES (NULL);
`,
  },
]

export interface SessionStore {
  /** The session that was open when the station last stopped, by order id. */
  open(): KeptSession | undefined
  /** What was done of an order that was set aside; undefined where it never was. */
  ofOrder(orderId: number): KeptSession | undefined
  save(session: Session, isOpen: boolean): void
  /** Whether the pan of the scale was seen empty since the last weight taken; true before the first one. */
  isPanEmptied(): boolean
  keepPanEmptied(isEmptied: boolean): void
  forget(orderId: number): void
}

/** Sessions on disk, so that a power cut at the bench costs no scan. Each save is a commit of its own. */
export function openSessionStore(
  database: Database,
  now: () => Date,
  findOrder: (id: number) => Order | undefined,
): SessionStore {
  const selectOpen = database.prepare<[], { session: string }>(
    'SELECT session FROM sessions WHERE is_open = 1',
  )
  const selectOrder = database.prepare<[number], { session: string }>(
    'SELECT session FROM sessions WHERE order_id = ?',
  )
  const upsert = database.prepare(
    `INSERT INTO sessions (order_id, is_open, session, saved_at) VALUES (@orderId, @isOpen, @session, @now)
     ON CONFLICT (order_id) DO UPDATE SET is_open = excluded.is_open, session = excluded.session, saved_at = excluded.saved_at`,
  )
  const remove = database.prepare('DELETE FROM sessions WHERE order_id = ?')
  const readPan = database.prepare('SELECT is_emptied FROM pan').pluck()
  const keepPan = database.prepare('UPDATE pan SET is_emptied = ?')

  function read(row: { session: string } | undefined): KeptSession | undefined {
    return row && sessionFrom(row.session, findOrder)
  }

  return {
    open: () => read(selectOpen.get()),
    ofOrder: (orderId) => read(selectOrder.get(orderId)),
    save(session, isOpen) {
      upsert.run({
        orderId: session.order.id,
        isOpen: isOpen ? 1 : 0,
        session: sessionText(session),
        now: now().toISOString(),
      })
    },
    isPanEmptied: () => readPan.get() === 1,
    keepPanEmptied(isEmptied) {
      keepPan.run(isEmptied ? 1 : 0)
    },
    forget(orderId) {
      remove.run(orderId)
    },
  }
}
