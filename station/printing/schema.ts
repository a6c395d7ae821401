import type { Migration } from '../database/database.ts'

export const printingMigrations: Migration[] = [
  {
    id: 'printing-1',
    sql: `
      CREATE TABLE print_jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        printer_id TEXT NOT NULL,
        shipment_id TEXT,
        purpose TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
        delivery TEXT CHECK (delivery IN ('not-sent', 'delivered', 'unconfirmed', 'unknown')),
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        detail TEXT,
        created_at TEXT NOT NULL,
        sent_at TEXT
      ) STRICT;
      CREATE INDEX print_jobs_by_shipment ON print_jobs (shipment_id, number);
      CREATE INDEX print_jobs_open ON print_jobs (state) WHERE state IN ('waiting', 'sending');
      CREATE TABLE answering_printers (connection TEXT PRIMARY KEY) STRICT;
    `,
  },
  {
    id: 'printing-2',
    sql: `
      ALTER TABLE print_jobs ADD COLUMN came_out INTEGER CHECK (came_out IN (0, 1));
      ALTER TABLE print_jobs ADD COLUMN proved_by TEXT;
      ALTER TABLE print_jobs ADD COLUMN counted_before INTEGER;
      CREATE INDEX print_jobs_by_printer ON print_jobs (printer_id, number);
      ALTER TABLE print_jobs ADD COLUMN instead_of TEXT;
      ALTER TABLE print_jobs ADD COLUMN reason TEXT;
      ALTER TABLE print_jobs ADD COLUMN operator TEXT;
    `,
  },
  {
    id: 'printing-3',
    sql: `
      DROP INDEX print_jobs_by_printer;
      ALTER TABLE print_jobs ADD COLUMN sent_over TEXT;
      CREATE INDEX print_jobs_by_line ON print_jobs (sent_over, number);
    `,
  },
]
