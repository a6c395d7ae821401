import BetterSqlite from 'better-sqlite3'

export type Database = BetterSqlite.Database

/** One forward step of the schema. `id` is never changed once released. */
export interface Migration {
  readonly id: string
  readonly sql: string
}

/** The database has a migration that this version does not know. */
export class NewerDatabase extends Error {}

/**
 * Opens the station's one database: WAL, every commit fsynced (this file promises money), foreign keys on,
 * migrations applied in order. Throws where the file is not a database of ours, comes from a newer version, or
 * cannot be written.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database {
  const database = new BetterSqlite(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('busy_timeout = 2000')
    database.pragma('cache_size = -65536')
    // SQLite opens a file that may only be read, and begins work on it, without a word: only a write finds out.
    database.exec('BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK')
    migrate(database, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The migrations that a database has, or undefined where it has no list of them. */
export function migrationsOf(database: Database): string[] | undefined {
  const isThere = database.prepare(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
  )
  if (!isThere.get()) return undefined
  return database.prepare('SELECT id FROM migrations').pluck().all() as string[]
}

/** Throws where a migration is not known. */
export function refuseNewer(applied: readonly string[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ id }) => id))
  const unknown = applied.find((id) => !known.has(id))
  if (unknown !== undefined)
    throw new NewerDatabase(
      `The data folder was written by a newer Shipbench (migration ${unknown})`,
    )
}

function migrate(database: Database, migrations: readonly Migration[]): void {
  const applied = migrationsOf(database)
  if (!applied)
    database.exec('CREATE TABLE migrations (id TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT')
  refuseNewer(applied ?? [], migrations)
  const record = database.prepare('INSERT INTO migrations (id, applied_at) VALUES (?, ?)')
  for (const { id, sql } of migrations) {
    if (applied?.includes(id)) continue
    database
      .transaction(() => {
        database.exec(sql)
        record.run(id, new Date().toISOString())
      })
      .immediate()
  }
}
