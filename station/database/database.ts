import BetterSqlite from 'better-sqlite3'

export type Database = BetterSqlite.Database

/** One forward step of the schema. `id` is never changed once released. */
export interface Migration {
  readonly id: string
  readonly sql: string
}

/**
 * Opens the station's one database: WAL, every commit fsynced (this file promises money), foreign keys on,
 * migrations applied in order. Throws where the file is not a database of ours or comes from a newer version.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database {
  const database = new BetterSqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 2000')
  database.pragma('cache_size = -65536')
  migrate(database, migrations)
  return database
}

function migrate(database: Database, migrations: readonly Migration[]): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT',
  )
  const applied = new Set(database.prepare('SELECT id FROM migrations').pluck().all() as string[])
  const known = new Set(migrations.map(({ id }) => id))
  for (const id of applied)
    if (!known.has(id))
      throw new Error(`The data folder was written by a newer Shipbench (migration ${id})`)
  const record = database.prepare('INSERT INTO migrations (id, applied_at) VALUES (?, ?)')
  for (const { id, sql } of migrations) {
    if (applied.has(id)) continue
    database
      .transaction(() => {
        database.exec(sql)
        record.run(id, new Date().toISOString())
      })
      .immediate()
  }
}
