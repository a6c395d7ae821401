import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { Migration } from '../../../station/database/database.ts'
import { keepDatabase, type DatabaseKeeping } from '../../../station/database/keeping.ts'
import { databaseFile, openStationDatabase } from '../../../station/database/opening.ts'
import { createSteadyWrites, type SteadyWrites } from '../../../station/database/steady-writes.ts'
import type { IntentJournal } from '../../../station/shipping/intent-journal.ts'

export const MIGRATIONS: Migration[] = [
  {
    id: '001-things',
    sql: 'CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; CREATE INDEX by_name ON things (name)',
  },
]

export const HELPER = new URL('../../../station/database/database-helper.ts', import.meta.url)

/** What goes on when the disk takes nothing, on a database that nobody keeps. */
export function steadyWrites(database: BetterSqlite.Database): SteadyWrites {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  return createSteadyWrites({ database, log, onDamage() {} })
}

export const NO_JOURNAL: Pick<IntentJournal, 'intended' | 'ended'> = { intended() {}, ended() {} }

/** Overwrites the first page of a table or an index of a closed database, as a failing disk would. */
export function damage(file: string, name: string): void {
  const database = new BetterSqlite(file)
  const page = database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck()
  const root = page.get(name) as number
  const size = database.pragma('page_size', { simple: true }) as number
  database.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(64, 'garbage'), 0, 64, (root - 1) * size)
  closeSync(handle)
}

export interface Kept {
  readonly keeping: DatabaseKeeping
  readonly database: BetterSqlite.Database
  readonly logged: { level: string; message: string; context: object }[]
}

/** A data folder of its own, with a station's database and what watches over it, and no station. */
export function createFolder(dataDir = mkdtempSync(join(tmpdir(), 'shipbench-keep-'))) {
  const running = new Set<Kept>()
  return {
    dataDir,
    file: databaseFile(dataDir),
    open(now = () => new Date(), backups = false): Kept {
      const opened = openStationDatabase(dataDir, MIGRATIONS, now())
      if (!opened.ok) throw new Error(opened.failure.detail)
      const logged: Kept['logged'] = []
      const log = (level: string) => (context: object, message: string) =>
        logged.push({ level, message, context })
      const keeping = keepDatabase({
        opened: opened.value,
        dataDir,
        helper: HELPER,
        backups,
        clock: { now },
        log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      })
      const { database } = opened.value
      const kept = { keeping, database, logged }
      running.add(kept)
      return kept
    },
    /** What a crash leaves: the database is let go, and nothing is said about it. */
    crash(kept: Kept): void {
      running.delete(kept)
      kept.database.close()
    },
    async close(kept: Kept): Promise<void> {
      running.delete(kept)
      await kept.keeping.close()
    },
    async remove(): Promise<void> {
      for (const { keeping } of running) await keeping.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type Folder = ReturnType<typeof createFolder>

/** A small disk of its own, or why there is none here. */
export function mountSmallDisk(
  megabytes: number,
): { folder: string; remount(how: 'ro' | 'rw'): void; unmount(): void } | string {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-disk-'))
  mkdirSync(folder, { recursive: true })
  const mount = (...args: string[]) => spawnSync('mount', args, { encoding: 'utf8' })
  const mounted = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder)
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    return `no small disk can be mounted: ${mounted.error?.message ?? mounted.stderr.trim()}`
  }
  return {
    folder,
    remount: (how) => void mount('-o', `remount,${how}`, folder),
    unmount() {
      spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
