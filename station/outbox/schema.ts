import type { Migration } from '../database/database.ts'

export const outboxMigrations: Migration[] = [
  {
    id: '001-parked-parcels',
    sql: `
CREATE TABLE parked_parcels (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  order_id INTEGER NOT NULL,
  order_reference TEXT NOT NULL COLLATE NOCASE,
  merchant TEXT NOT NULL,
  parcel INTEGER NOT NULL,
  carrier TEXT NOT NULL,
  packed TEXT NOT NULL,
  state TEXT NOT NULL,
  parked_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  wanted_at TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  failure TEXT,
  problem TEXT,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX parked_one_open ON parked_parcels (order_id, parcel)
  WHERE state IN ('waiting', 'buying', 'bought', 'refused');
CREATE INDEX parked_due ON parked_parcels (carrier, due_at, number) WHERE state = 'waiting';
CREATE INDEX parked_wanted ON parked_parcels (carrier, wanted_at, number) WHERE state = 'waiting' AND wanted_at IS NOT NULL;
CREATE INDEX parked_open ON parked_parcels (state, number) WHERE state IN ('waiting', 'buying', 'bought', 'refused');
CREATE TABLE parked_history (
  number INTEGER PRIMARY KEY,
  parked_id TEXT NOT NULL,
  at TEXT NOT NULL,
  verdict TEXT NOT NULL,
  code TEXT,
  said TEXT,
  times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX parked_history_by_parcel ON parked_history (parked_id, number);
`,
  },
  {
    id: '002-parked-in-queue',
    sql: `
CREATE INDEX parked_queue ON parked_parcels (number, state, order_id, parcel, parked_at)
  WHERE state IN ('waiting', 'buying', 'bought', 'refused');
CREATE INDEX parked_stickers ON parked_parcels (order_id, parcel, state, id)
  WHERE state IN ('waiting', 'buying', 'bought', 'refused');
`,
  },
]
