import type BetterSqlite from 'better-sqlite3'
import { openDatabase, type Database, type Migration } from '../../station/database/database.ts'
import { outboxMigrations } from '../../station/outbox/schema.ts'
import { shippingMigrations } from '../../station/shipping/schema.ts'

/** Every step of a purchase and of a parked box is noted by the database itself, so that none can hide between two looks. */
const NOTING: Migration = {
  id: 'model-moves',
  sql: `
CREATE TABLE moves (number INTEGER PRIMARY KEY, what TEXT NOT NULL, step TEXT NOT NULL) STRICT;
CREATE TRIGGER noted_intent AFTER INSERT ON shipments BEGIN
  INSERT INTO moves (what, step) VALUES ('purchase', 'null ' || new.state);
END;
CREATE TRIGGER noted_purchase AFTER UPDATE OF state ON shipments WHEN new.state <> old.state BEGIN
  INSERT INTO moves (what, step) VALUES ('purchase', old.state || ' ' || new.state);
END;
CREATE TRIGGER noted_parking AFTER INSERT ON parked_parcels BEGIN
  INSERT INTO moves (what, step) VALUES ('parked', 'null ' || new.state);
END;
CREATE TRIGGER noted_parked AFTER UPDATE OF state ON parked_parcels WHEN new.state <> old.state BEGIN
  INSERT INTO moves (what, step) VALUES ('parked', old.state || ' ' || new.state);
END;`,
}

type Statement = BetterSqlite.Statement

export interface KeptDatabase {
  readonly database: Database
  empty(): void
  /** The database as one process has it open: when that is dead, nothing of it reads or writes any more. */
  openFor(isAlive: () => boolean): Database
  close(): void
}

/**
 * One real database in memory for thousands of runs: to open it and to prepare what a station asks of it takes
 * longer than a run.
 */
export function keepOneDatabase(
  migrations: Migration[] = [...shippingMigrations, ...outboxMigrations, NOTING],
): KeptDatabase {
  const database: Database = openDatabase(':memory:', migrations)
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations'")
    .pluck()
    .all() as string[]
  const emptying = tables.map((name) => database.prepare(`DELETE FROM ${name}`))
  const prepared = new Map<string, Statement>()

  function statementOf(sql: string, isPlucked: boolean): Statement {
    const key = `${isPlucked} ${sql}`
    const kept = prepared.get(key)
    if (kept) return kept
    const made: Statement = database.prepare(sql)
    prepared.set(key, isPlucked ? made.pluck() : made)
    return made
  }

  return {
    database,
    empty() {
      for (const each of emptying) each.run()
    },
    openFor(isAlive) {
      const living = <T>(work: () => T): T => {
        if (!isAlive()) throw new TypeError('The database connection is not open')
        return work()
      }
      const guarded = (sql: string, isPlucked: boolean): object => {
        const statement = statementOf(sql, isPlucked)
        return {
          run: (...values: unknown[]) => living(() => statement.run(...values)),
          get: (...values: unknown[]) => living(() => statement.get(...values)),
          all: (...values: unknown[]) => living(() => statement.all(...values)),
          pluck: () => guarded(sql, true),
        }
      }
      return {
        prepare: (sql: string) => guarded(sql, false),
        transaction: (work: (...values: unknown[]) => unknown) =>
          living(() => database.transaction(work)),
        exec: (sql: string) => living(() => database.exec(sql)),
        get open() {
          return isAlive()
        },
        get inTransaction() {
          return database.inTransaction
        },
      } as unknown as Database
    },
    close: () => void database.close(),
  }
}
