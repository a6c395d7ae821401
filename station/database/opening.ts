import { statSync } from 'node:fs'
import { join } from 'node:path'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { newestBackup } from './backups.ts'
import { openDatabase, type Database, type Migration } from './database.ts'
import { clearStopMark, putStopMark, readStopMark, type StopMark } from './stop-mark.ts'
import { storageTrouble } from './storage-trouble.ts'

/** Where the database of a data folder is. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'station.sqlite')

export interface DatabaseNotUsable {
  readonly code: 'database-not-usable'
  /** What is wrong and what to do about it, in one line. */
  readonly detail: string
}

export interface OpenedDatabase {
  readonly database: Database
  /** How the last run ended; undefined where that was clean. */
  readonly lastStop: StopMark | undefined
  /** Closes it; the stop counts as clean only where the database is known to be sound. */
  close(isSound: boolean): void
}

/**
 * Opens the database of a data folder and marks on disk that it is in use. Refuses to begin anew where a database
 * has been: an empty one knows of no label that was bought.
 */
export function openStationDatabase(
  dataDir: string,
  migrations: readonly Migration[],
  now: Date,
): Outcome<OpenedDatabase, DatabaseNotUsable> {
  const file = databaseFile(dataDir)
  const backup = newestBackup(dataDir, now)
  let database: Database | undefined
  try {
    const lastStop = readStopMark(dataDir)
    if (lastStop?.state === 'restoring')
      return refused('a restore was cut off in the middle', restoreHint(backup, 'again '))
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size === 0 && (lastStop || backup !== undefined))
      return refused('station.sqlite is missing or empty', restoreHint(backup))
    const open = openDatabase(file, migrations)
    database = open
    putStopMark(dataDir, lastStop?.state === 'damaged' ? lastStop : { state: 'running' })
    return done({
      database,
      lastStop,
      close(isSound) {
        open.close()
        if (isSound) clearStopMark(dataDir)
      },
    })
  } catch (error) {
    database?.close()
    const { words, isDamage } = storageTrouble(error)
    const hint = isDamage
      ? restoreHint(backup)
      : `put that right and start again${backup === undefined ? '' : ` (newest backup: ${backup})`}`
    return refused(`station.sqlite ${words}`, hint)
  }
}

function refused(what: string, hint: string) {
  return failed<DatabaseNotUsable>({ code: 'database-not-usable', detail: `${what}; ${hint}` })
}

/** What to do about a database that cannot be helped. */
export function restoreHint(backup: string | undefined, again = ''): string {
  return backup === undefined
    ? 'there is no backup in the data folder: keep the folder as it is, and start with --restore FILE if there is a copy elsewhere'
    : `start ${again}with --restore "${backup}", the newest backup`
}
