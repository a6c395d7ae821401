import type { Migration } from '../database/database.ts'

export const scanLogMigrations: Migration[] = [
  {
    id: 'scans-1',
    sql: `
      CREATE TABLE scans (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        source TEXT NOT NULL,
        text TEXT NOT NULL,
        aim TEXT,
        meaning TEXT NOT NULL,
        about TEXT,
        code TEXT NOT NULL,
        is_accepted INTEGER NOT NULL,
        repeats INTEGER NOT NULL,
        step_before TEXT NOT NULL,
        step_after TEXT NOT NULL,
        order_id INTEGER,
        order_reference TEXT,
        merchant TEXT,
        parcel INTEGER,
        shipment_id TEXT,
        operator TEXT,
        goods TEXT,
        is_traced INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX scans_by_order ON scans (order_id, id) WHERE order_id IS NOT NULL;
      CREATE INDEX scans_to_forget ON scans (id) WHERE is_traced = 0;
    `,
  },
]
