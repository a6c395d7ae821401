import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { storageTrouble } from './storage-trouble.ts'

export interface FolderLock {
  release(): void
}

/**
 * Makes the data folder this process's own. The lock is SQLite's exclusive lock on a file of its own, which
 * the operating system drops with the process: a crash leaves nothing to clean up.
 */
export function lockFolder(
  folder: string,
): Outcome<FolderLock, { code: 'folder-in-use' } | { code: 'folder-not-usable'; detail: string }> {
  try {
    mkdirSync(folder, { recursive: true })
    const lock = new BetterSqlite(join(folder, 'station.lock'), { timeout: 0 })
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    } catch (error) {
      lock.close()
      if ((error as { code?: string }).code === 'SQLITE_BUSY')
        return failed({ code: 'folder-in-use' })
      throw error
    }
    return done({ release: () => lock.close() })
  } catch (error) {
    return failed({ code: 'folder-not-usable', detail: `it ${storageTrouble(error).words}` })
  }
}
