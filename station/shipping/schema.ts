import type { Migration } from '../database/database.ts'
import { LIVE_STATES } from './purchase.ts'

const live = LIVE_STATES.map((state) => `'${state}'`).join(', ')

export const shippingMigrations: Migration[] = [
  {
    id: '001-shipments',
    sql: `
CREATE TABLE shipments (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  order_id INTEGER NOT NULL,
  order_reference TEXT NOT NULL COLLATE NOCASE,
  merchant TEXT NOT NULL,
  parcel INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  carrier TEXT NOT NULL,
  service_level TEXT NOT NULL,
  state TEXT NOT NULL,
  reference TEXT NOT NULL,
  request_body TEXT NOT NULL,
  request_sha256 TEXT NOT NULL,
  contents TEXT NOT NULL,
  weight_grams INTEGER NOT NULL,
  weight_lineage TEXT NOT NULL,
  box TEXT,
  recipient TEXT NOT NULL COLLATE NOCASE,
  country TEXT NOT NULL,
  intended_at TEXT NOT NULL,
  called_at TEXT,
  answered_at TEXT,
  answer TEXT,
  failure TEXT,
  carrier_shipment_id TEXT,
  tracking_number TEXT COLLATE NOCASE,
  carrier_barcode TEXT,
  tracking_url TEXT,
  label_url TEXT,
  document_urls TEXT,
  price_minor INTEGER,
  price_currency TEXT,
  label_kind TEXT,
  label_bytes BLOB,
  label_sha256 TEXT,
  bought_at TEXT,
  sent_at TEXT,
  on_paper_at TEXT,
  on_box_at TEXT,
  settled_at TEXT,
  void_asked_at TEXT,
  void_answered_at TEXT
) STRICT;
CREATE UNIQUE INDEX shipments_one_live ON shipments (order_id, parcel) WHERE state IN (${live});
CREATE INDEX shipments_by_order ON shipments (order_id, parcel, attempt);
CREATE INDEX shipments_by_order_reference ON shipments (order_reference);
CREATE INDEX shipments_by_carrier_id ON shipments (carrier_shipment_id);
CREATE INDEX shipments_by_recipient ON shipments (recipient);
CREATE INDEX shipments_by_tracking ON shipments (tracking_number);
CREATE INDEX shipments_by_barcode ON shipments (carrier_barcode);
CREATE INDEX shipments_by_state ON shipments (state, number);
CREATE INDEX shipments_open ON shipments (number) WHERE state IN ('bought', 'void-refused') AND on_box_at IS NULL;
CREATE INDEX shipments_by_bought ON shipments (bought_at) WHERE state IN ('bought', 'void-refused');
`,
  },
  {
    id: '002-shipment-follow-ups',
    sql: `
ALTER TABLE shipments ADD COLUMN void_accepted_at TEXT;
ALTER TABLE shipments ADD COLUMN next_attempt_at TEXT;
ALTER TABLE shipments ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX shipments_due ON shipments (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
UPDATE shipments SET next_attempt_at = bought_at WHERE state IN ('bought', 'void-refused') AND label_kind IS NULL;
CREATE TABLE trackings (
  shipment_id TEXT PRIMARY KEY,
  carrier TEXT NOT NULL,
  bought_at TEXT NOT NULL,
  looked_at TEXT NOT NULL,
  is_open INTEGER NOT NULL DEFAULT 1,
  status TEXT,
  tracking TEXT,
  read_at TEXT,
  failure TEXT
) STRICT;
CREATE INDEX trackings_open ON trackings (carrier, looked_at) WHERE is_open = 1;
INSERT INTO trackings (shipment_id, carrier, bought_at, looked_at)
  SELECT id, carrier, bought_at, bought_at FROM shipments WHERE state IN ('bought', 'void-refused') AND bought_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-60 days');
`,
  },
  {
    id: '003-doubts-followed',
    sql: `
ALTER TABLE shipments ADD COLUMN none_found INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shipments ADD COLUMN called_again_at TEXT;
UPDATE shipments SET next_attempt_at = intended_at, tries = 0 WHERE state = 'in-doubt';
`,
  },
  {
    id: '004-operators',
    sql: `
ALTER TABLE shipments ADD COLUMN operator TEXT;
CREATE INDEX shipments_by_operator ON shipments (operator, bought_at, state) WHERE operator IS NOT NULL AND state IN ('bought', 'void-refused');
`,
  },
  {
    // All that the queue groups by stands in the indexes, so that no row is read over the bytes of its label.
    id: '005-shipments-in-queue',
    sql: `
DROP INDEX shipments_open;
CREATE INDEX shipments_open ON shipments
  (number, state, on_box_at, order_id, parcel, sent_at, bought_at, label_kind)
  WHERE state IN ('bought', 'void-refused') AND on_box_at IS NULL;
DROP INDEX shipments_by_order;
CREATE INDEX shipments_by_order ON shipments (order_id, parcel, attempt, state);
`,
  },
  {
    id: '006-labels-let-pass',
    sql: `
ALTER TABLE shipments ADD COLUMN label_passed_by TEXT;
ALTER TABLE shipments ADD COLUMN label_passed_at TEXT;
`,
  },
]
