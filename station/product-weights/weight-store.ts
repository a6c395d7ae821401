import type { ProductWeight } from '../../shared/weighing.ts'
import type { Database, Migration } from '../database/database.ts'
import { productCodeKey } from '../orders/order-record.ts'
import type { UnitEstimate } from './unit-estimate.ts'

/**
 * `sku_key` is the code in the form that scans compare (productCodeKey), `search_text` what a search looks in, and
 * `weighed_at` empty where no parcel taught anything yet. A shipment stays in the last table for good: it teaches once,
 * also when its sample has been overtaken or forgotten.
 */
export const productWeightMigrations: Migration[] = [
  {
    id: 'product-weights-1',
    sql: `
CREATE TABLE product_weights (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  merchant TEXT NOT NULL,
  sku_key TEXT NOT NULL,
  sku TEXT NOT NULL,
  description TEXT NOT NULL,
  search_text TEXT NOT NULL,
  set_milligrams INTEGER CHECK (set_milligrams > 0),
  learned_milligrams INTEGER,
  spread_milligrams INTEGER,
  parcels INTEGER NOT NULL DEFAULT 0,
  weighed_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX product_weights_product ON product_weights (sku_key, merchant);
CREATE INDEX product_weights_newest ON product_weights (weighed_at, id);

CREATE TABLE product_weight_samples (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES product_weights (id) ON DELETE CASCADE,
  milligrams INTEGER NOT NULL CHECK (milligrams > 0)
) STRICT;
CREATE INDEX product_weight_samples_product ON product_weight_samples (product_id, id);

CREATE TABLE product_weight_shipments (shipment_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`,
  },
]

export interface WeightRecord {
  readonly id: number
  readonly merchant: string
  readonly sku: string
  readonly description: string
  readonly set_milligrams: number | null
  readonly learned_milligrams: number | null
  readonly spread_milligrams: number | null
  readonly parcels: number
  readonly weighed_at: string
}

/** A product as the screen shows it. */
export function rowOf(record: WeightRecord): ProductWeight {
  return {
    merchant: record.merchant,
    sku: record.sku,
    description: record.description,
    learnedMilligrams: record.learned_milligrams,
    spreadMilligrams: record.spread_milligrams,
    parcels: record.parcels,
    lastWeighedAt: record.weighed_at === '' ? null : record.weighed_at,
    setMilligrams: record.set_milligrams,
  }
}

const NEWEST = 31
const PAGE = 100
const MOST_WORDS = 10
/** Counting the matches of a search ends here. */
const COUNT_AT_MOST = 1000
const COLUMNS = `id, merchant, sku, description, set_milligrams, learned_milligrams, spread_milligrams, parcels,
  weighed_at`

/** Without regard to case and accents. */
function searchText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** The only SQL of the tables of product weights. */
export function openWeightStore(database: Database) {
  const statements = {
    find: database.prepare<[string, string], WeightRecord>(
      `SELECT ${COLUMNS} FROM product_weights WHERE sku_key = ? AND merchant = ?`,
    ),
    meet: database.prepare(
      `INSERT INTO product_weights (merchant, sku_key, sku, description, search_text)
       VALUES (@merchant, @key, @sku, @description, @text)
       ON CONFLICT (sku_key, merchant) DO UPDATE SET
         sku = excluded.sku, description = excluded.description, search_text = excluded.search_text`,
    ),
    taught: database.prepare<[string]>(
      'INSERT OR IGNORE INTO product_weight_shipments (shipment_id) VALUES (?)',
    ),
    addSample: database.prepare<[number, number]>(
      'INSERT INTO product_weight_samples (product_id, milligrams) VALUES (?, ?)',
    ),
    dropOld: database.prepare<[number, number]>(
      `DELETE FROM product_weight_samples WHERE product_id = ? AND id NOT IN (
         SELECT id FROM product_weight_samples WHERE product_id = ? ORDER BY id DESC LIMIT ${NEWEST})`,
    ),
    samples: database
      .prepare<[number], number>(
        'SELECT milligrams FROM product_weight_samples WHERE product_id = ?',
      )
      .pluck(),
    learned: database.prepare(
      `UPDATE product_weights SET learned_milligrams = @milligrams, spread_milligrams = @spreadMilligrams,
         parcels = parcels + 1, weighed_at = @at WHERE id = @id`,
    ),
    set: database.prepare<[number | null, number]>(
      'UPDATE product_weights SET set_milligrams = ? WHERE id = ?',
    ),
    dropSamples: database.prepare<[number]>(
      'DELETE FROM product_weight_samples WHERE product_id = ?',
    ),
    forget: database.prepare<[number]>(
      `UPDATE product_weights SET learned_milligrams = NULL, spread_milligrams = NULL, parcels = 0, weighed_at = ''
       WHERE id = ?`,
    ),
  }

  return {
    find: (merchant: string, sku: string) => statements.find.get(productCodeKey(sku), merchant),
    /** Takes a product down as it is called now. */
    meet(product: { merchant: string; sku: string; description: string }): void {
      const { merchant, sku, description } = product
      const key = productCodeKey(sku)
      const text = searchText(`${sku} ${description}`)
      statements.meet.run({ merchant, key, sku, description, text })
    },
    /** True the first time, and takes it down. */
    isNewShipment: (shipmentId: string) => statements.taught.run(shipmentId).changes > 0,
    /** Keeps one more sample of a product, and returns the newest there are. */
    addSample(id: number, milligrams: number): number[] {
      statements.addSample.run(id, milligrams)
      statements.dropOld.run(id, id)
      return statements.samples.all(id)
    },
    learned(id: number, estimate: UnitEstimate | undefined, at: string): void {
      const { milligrams = null, spreadMilligrams = null } = estimate ?? {}
      statements.learned.run({ id, milligrams, spreadMilligrams, at })
    },
    set(id: number, milligrams: number | null): void {
      statements.set.run(milligrams, id)
    },
    forget(id: number): void {
      statements.dropSamples.run(id)
      statements.forget.run(id)
    },
    /** By every word, each any part of the SKU or the description; the newest weighed first. */
    search(query: { readonly search?: string | undefined; readonly cursor?: string | undefined }) {
      const words = searchText(query.search ?? '')
        .split(/\s+/)
        .filter((word) => word !== '')
        .slice(0, MOST_WORDS)
      const matches = words.map(() => 'instr(search_text, ?) > 0').join(' AND ') || 'true'
      const [at = '', id = '0'] = query.cursor?.split(' ') ?? ['~']
      const records = database
        .prepare<(string | number)[], WeightRecord>(
          `SELECT ${COLUMNS} FROM product_weights WHERE (weighed_at, id) < (?, ?) AND ${matches}
             ORDER BY weighed_at DESC, id DESC LIMIT ${PAGE + 1}`,
        )
        .all(at, Number(id), ...words)
      // Where the first page holds all, they are counted already.
      const total =
        query.cursor === undefined && records.length <= PAGE
          ? records.length
          : database
              .prepare<string[], number>(
                `SELECT count(*) FROM (SELECT 1 FROM product_weights WHERE ${matches}
                   ${words.length > 0 ? `LIMIT ${COUNT_AT_MOST}` : ''})`,
              )
              .pluck()
              .get(...words)
      const shown = records.slice(0, PAGE)
      const last = shown.at(-1)
      return {
        rows: shown.map(rowOf),
        nextCursor: records.length > PAGE && last ? `${last.weighed_at} ${last.id}` : null,
        total: total ?? 0,
      }
    },
  }
}
