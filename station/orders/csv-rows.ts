import BetterSqlite from 'better-sqlite3'

/** A row of an order file as it waits for the other rows of its order. */
export interface CsvRow {
  readonly line: number
  readonly reference: string
  /** Text of the order-level fields that are not empty, by dotted path. */
  readonly order: Readonly<Record<string, string>>
  /** Text of the items' fields that are not empty. */
  readonly items: readonly Readonly<Record<string, string>>[]
  /** Why the row cannot be read: its path and what is wrong. */
  readonly problem?: { readonly path: string; readonly message: string }
}

interface CsvRows {
  add(rows: readonly CsvRow[]): void
  /** The rows of the next references, at most `limit` of them, those that stand first in the file first. */
  next(limit: number): CsvRow[][]
  close(): void
}

/**
 * Where the rows of a file wait until it has ended, since only then the last order is known to be whole:
 * a temporary database of its own, so that memory stays small however long the file is. SQLite deletes it
 * when it closes or the process ends.
 */
export function createCsvRows(keyOf: (reference: string) => string): CsvRows {
  const database = new BetterSqlite('')
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.exec(`
    CREATE TABLE waiting (first_line INTEGER, line INTEGER, key TEXT, row TEXT,
      PRIMARY KEY (first_line, line)) STRICT, WITHOUT ROWID;
    CREATE INDEX waiting_key ON waiting (key);`)
  const firstLine = database
    .prepare<[string], number>('SELECT first_line FROM waiting WHERE key = ? LIMIT 1')
    .pluck()
  const insert = database.prepare<[number, number, string, string]>(
    'INSERT INTO waiting (first_line, line, key, row) VALUES (?, ?, ?, ?)',
  )
  const after = database.prepare<[number, number], { first_line: number; row: string }>(
    `SELECT first_line, row FROM waiting WHERE first_line IN
       (SELECT DISTINCT first_line FROM waiting WHERE first_line > ? ORDER BY first_line LIMIT ?)
     ORDER BY first_line, line`,
  )
  let taken = 0

  return {
    add: database.transaction((rows: readonly CsvRow[]) => {
      for (const row of rows) {
        // A row without a reference belongs to no other.
        const key = row.reference === '' ? `\n${row.line}` : keyOf(row.reference)
        insert.run(firstLine.get(key) ?? row.line, row.line, key, JSON.stringify(row))
      }
    }),
    next(limit) {
      const groups = Map.groupBy(after.all(taken, limit), ({ first_line }) => first_line)
      taken = Math.max(taken, ...groups.keys())
      return [...groups.values()].map((rows) => rows.map(({ row }) => JSON.parse(row) as CsvRow))
    },
    close: () => database.close(),
  }
}
