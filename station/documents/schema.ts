import type { Migration } from '../database/database.ts'

export const documentMigrations: Migration[] = [
  {
    id: '001-documents',
    // The bytes stand last, so that no row is read over them.
    sql: `
CREATE TABLE documents (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  shipment_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  link INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  is_wanted INTEGER NOT NULL DEFAULT 0,
  is_by_hand INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  at TEXT NOT NULL,
  detail TEXT,
  printer_id TEXT,
  connection TEXT,
  job TEXT,
  out_at TEXT,
  confirmed_at TEXT,
  confirmed_by TEXT,
  next_try_at TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  pdf BLOB
) STRICT;
CREATE UNIQUE INDEX documents_once ON documents (shipment_id, kind, link);
CREATE INDEX documents_due ON documents (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX documents_handed_over ON documents (number) WHERE state = 'printing';
CREATE INDEX documents_with_bytes ON documents (at) WHERE pdf IS NOT NULL;
`,
  },
]
