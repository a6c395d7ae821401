import type { Migration } from '../database/database.ts'

/**
 * The tables of the orders. `reference_key` is the reference in the form that look-ups compare
 * (referenceKey), `details` the rest of the order as JSON. Three things are kept by triggers, so that none
 * of them can be forgotten: the counts by state, the search index, and which single-unit orders are ready.
 */
export const orderMigrations: Migration[] = [
  {
    id: 'orders-1',
    sql: `
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  merchant TEXT NOT NULL,
  reference TEXT NOT NULL,
  reference_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'packing', 'held', 'shipped')),
  recipient TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  skus TEXT NOT NULL,
  units INTEGER NOT NULL CHECK (units > 0),
  details TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  shipped_at TEXT
) STRICT;
CREATE UNIQUE INDEX orders_reference ON orders (reference_key, merchant);
CREATE INDEX orders_state ON orders (state, id);

CREATE TABLE order_counts (
  state TEXT PRIMARY KEY,
  orders INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO order_counts (state, orders) VALUES ('ready', 0), ('packing', 0), ('held', 0), ('shipped', 0);

-- The codes of orders of exactly one unit, ready or not; the index holds the ready ones alone, so that a
-- year of shipped singles of one product costs nothing.
CREATE TABLE single_codes (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
  PRIMARY KEY (order_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX single_codes_ready ON single_codes (code, order_id) WHERE ready = 1;

CREATE VIRTUAL TABLE order_search USING fts5 (
  state, reference, recipient, city, skus,
  content = 'orders', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

CREATE TRIGGER orders_inserted AFTER INSERT ON orders BEGIN
  UPDATE order_counts SET orders = orders + 1 WHERE state = new.state;
  INSERT INTO order_search (rowid, state, reference, recipient, city, skus)
    VALUES (new.id, new.state, new.reference, new.recipient, new.city, new.skus);
END;
CREATE TRIGGER orders_deleted AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET orders = orders - 1 WHERE state = old.state;
  INSERT INTO order_search (order_search, rowid, state, reference, recipient, city, skus)
    VALUES ('delete', old.id, old.state, old.reference, old.recipient, old.city, old.skus);
END;
CREATE TRIGGER orders_updated AFTER UPDATE OF state, recipient, city, skus ON orders BEGIN
  UPDATE order_counts SET orders = orders - 1 WHERE state = old.state;
  UPDATE order_counts SET orders = orders + 1 WHERE state = new.state;
  UPDATE single_codes SET ready = (new.state = 'ready') WHERE order_id = new.id;
  INSERT INTO order_search (order_search, rowid, state, reference, recipient, city, skus)
    VALUES ('delete', old.id, old.state, old.reference, old.recipient, old.city, old.skus);
  INSERT INTO order_search (rowid, state, reference, recipient, city, skus)
    VALUES (new.id, new.state, new.reference, new.recipient, new.city, new.skus);
END;
`,
  },
  {
    // The orders' own columns hold the corrected order; what was given stays here, in JSON, one row an order.
    id: 'orders-2',
    sql: `
CREATE TABLE order_corrections (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
  correction TEXT NOT NULL
) STRICT;
`,
  },
  {
    // Two merchants may call different goods alike: the oldest single is looked for with each merchant for itself.
    id: 'orders-3',
    sql: `
ALTER TABLE single_codes ADD COLUMN merchant TEXT NOT NULL DEFAULT '';
UPDATE single_codes SET merchant = (SELECT merchant FROM orders WHERE id = order_id);
DROP INDEX single_codes_ready;
CREATE INDEX single_codes_ready ON single_codes (code, merchant, order_id) WHERE ready = 1;
`,
  },
]
