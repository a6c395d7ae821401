import {
  chmodSync,
  copyFileSync,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { migrationsOf, refuseNewer, type Migration } from './database.ts'
import { flushFile, flushFolder } from './flush.ts'
import { findDamage } from './integrity.ts'
import { databaseFile } from './opening.ts'
import { clearStopMark, putStopMark, readStopMark } from './stop-mark.ts'
import { storageTrouble } from './storage-trouble.ts'

export interface Restored {
  /** Where the former database is kept; null where there was none. */
  readonly kept: string | null
  /** When the backup was written: what came after it is not in it. */
  readonly backupOf: string
}

export interface RestoreFailure {
  readonly code: 'not-restored'
  readonly detail: string
}

/**
 * Puts a backup in place of the database of a data folder that this process has locked; the former one is kept
 * with its log. All is copied and checked before anything is changed, and what a crash cuts off afterwards is
 * known by its mark.
 */
export function restoreDatabase(
  dataDir: string,
  backup: string,
  migrations: readonly Migration[],
  now: Date,
): Outcome<Restored, RestoreFailure> {
  const file = databaseFile(dataDir)
  const copy = `${file}.restoring`
  try {
    const about = statSync(backup, { throwIfNoEntry: false })
    if (!about) return refused('there is no such file')
    if (!about.isFile()) return refused('it is not a file')
    if (existsSync(file) && realpathSync(file) === realpathSync(backup))
      return refused('it is the database itself')
    removeDatabase(copy)
    takeCopy(backup, copy)
    const problem = problemOf(copy, migrations)
    if (problem !== undefined) return refused(problem)
    const kept = putInPlace(dataDir, file, copy, now)
    return done({ kept, backupOf: about.mtime.toISOString() })
  } catch (error) {
    return refused(`it ${storageTrouble(error).words}`)
  } finally {
    // Where all went well it has another name by now.
    removeDatabase(copy)
  }
}

function refused(detail: string) {
  return failed<RestoreFailure>({ code: 'not-restored', detail })
}

/** A copy in one file, whatever was still in the log of the original. */
function takeCopy(from: string, to: string): void {
  for (const part of ['', '-wal']) {
    if (!existsSync(from + part)) continue
    copyFileSync(from + part, to + part)
    chmodSync(to + part, 0o600)
  }
}

/** Why this is nothing to start from, or undefined. */
function problemOf(copy: string, migrations: readonly Migration[]): string | undefined {
  const known = new Set(migrations.map(({ id }) => id))
  try {
    const database = new BetterSqlite(copy)
    try {
      const applied = migrationsOf(database)
      if (!applied?.some((id) => known.has(id))) return 'it is not a database of Shipbench'
      refuseNewer(applied, migrations)
      database.pragma('journal_mode = DELETE')
    } finally {
      database.close()
    }
    const [damage] = findDamage(copy)
    return damage === undefined ? undefined : `it is damaged itself (${damage})`
  } catch (error) {
    return `it ${storageTrouble(error).words}`
  }
}

function putInPlace(dataDir: string, file: string, copy: string, now: Date): string | null {
  flushFile(copy)
  const before = readStopMark(dataDir)
  // A restore that was cut off may have moved the log and not yet the database: they stay together.
  const begun = before?.state === 'restoring' && !existsSync(join(dataDir, before.kept))
  const name = begun ? before.kept : `replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
  const kept = join(dataDir, name)
  putStopMark(dataDir, { state: 'restoring', kept: name })
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`)
  rmSync(`${file}-shm`, { force: true })
  const wasThere = existsSync(file)
  if (wasThere) renameSync(file, kept)
  renameSync(copy, file)
  flushFolder(dataDir)
  clearStopMark(dataDir)
  return wasThere ? kept : null
}

function removeDatabase(file: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(file + part, { force: true })
}
