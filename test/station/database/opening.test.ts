import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../station/database/database.ts'
import { openStationDatabase } from '../../../station/database/opening.ts'
import { restoreDatabase } from '../../../station/database/restore.ts'
import { putStopMark, readStopMark } from '../../../station/database/stop-mark.ts'
import { createFolder, damage, MIGRATIONS, mountSmallDisk, type Folder } from './stand.ts'

const NOW = new Date('2026-11-22T09:30:00')
let folder: Folder
beforeEach(() => {
  folder = createFolder()
})
afterEach(() => folder.remove())

const refusal = () => {
  const opened = openStationDatabase(folder.dataDir, MIGRATIONS, NOW)
  if (!opened.ok) return opened.failure.detail
  opened.value.close(true)
  return 'opened'
}
const newer = [...MIGRATIONS, { id: '099-later', sql: 'CREATE TABLE later (x INTEGER) STRICT' }]
const named = (file: string, name: string) => {
  const database = openDatabase(file, MIGRATIONS)
  database.prepare('INSERT INTO things (name) VALUES (?)').run(name)
  database.close()
}
const names = (file: string) => {
  const database = new BetterSqlite(file)
  const all = database.prepare('SELECT name FROM things').pluck().all()
  database.close()
  return all
}

function withBackup(): string {
  const backup = join(folder.dataDir, 'backups', 'station-2026-11-21.sqlite')
  mkdirSync(join(folder.dataDir, 'backups'))
  named(backup, 'of the backup')
  return backup
}

describe('a database that cannot be opened', () => {
  test('is told in one line that names the newest backup and how to go back to it', () => {
    const backup = withBackup()
    const hint = `start with --restore "${backup}", the newest backup`
    writeFileSync(folder.file, 'no database at all, but long enough to be taken for one'.repeat(90))
    expect(refusal()).toBe(`station.sqlite is not a database; ${hint}`)

    openDatabase(`${folder.file}2`, MIGRATIONS).close()
    damage(`${folder.file}2`, 'sqlite_autoindex_migrations_1')
    copyFileSync(`${folder.file}2`, folder.file)
    expect(refusal()).toBe(`station.sqlite is damaged; ${hint}`)
  })

  test('is not made anew where there has been one: an empty one knows of no label that was bought', () => {
    const backup = withBackup()
    expect(refusal()).toBe(
      `station.sqlite is missing or empty; start with --restore "${backup}", the newest backup`,
    )
    expect(existsSync(folder.file)).toBe(false)
    named(folder.file, 'of today')
    truncateSync(folder.file)
    expect(refusal()).toContain('missing or empty')
  })

  test('without a backup says so', () => {
    folder.crash(folder.open())
    truncateSync(folder.file)
    expect(refusal()).toMatch(/missing or empty; there is no backup in the data folder/)
  })

  test('of a newer version is not to be gone back from', () => {
    const backup = withBackup()
    openDatabase(folder.file, newer).close()
    const said = refusal()
    expect(said).toContain('newer Shipbench (migration 099-later)')
    expect(said).toContain(`(newest backup: ${backup})`)
    expect(said).not.toContain('--restore')
  })

  test('on a disk that is full, or may only be read', (context) => {
    const disk = mountSmallDisk(1)
    if (typeof disk === 'string') return context.skip(disk)
    try {
      const dataDir = join(disk.folder, 'data')
      mkdirSync(dataDir)
      const open = () => {
        const opened = openStationDatabase(dataDir, MIGRATIONS, NOW)
        if (!opened.ok) return opened.failure.detail
        opened.value.close(true)
        return 'opened'
      }
      expect(open()).toBe('opened')
      disk.remount('ro')
      expect(open()).toBe(
        'station.sqlite cannot be written by this user; put that right and start again',
      )
      disk.remount('rw')
      const filler = join(disk.folder, 'filler')
      expect(() => writeFileSync(filler, Buffer.alloc(2_000_000))).toThrow('ENOSPC')
      expect(open()).toBe(
        'station.sqlite has no space left on its disk; put that right and start again',
      )
      truncateSync(filler)
      expect(open()).toBe('opened')
    } finally {
      disk.unmount()
    }
  })
})

describe('a restore', () => {
  const restore = (backup: string) => restoreDatabase(folder.dataDir, backup, MIGRATIONS, NOW)

  test('puts the backup in place and keeps the former database with what was only in its log', async () => {
    const running = folder.open()
    const backup = withBackup()
    running.database.prepare("INSERT INTO things (name) VALUES ('only in the log')").run()
    // As a crash leaves them: the file and its log side by side.
    for (const part of ['', '-wal'])
      copyFileSync(folder.file + part, `${folder.file}.crashed${part}`)
    await folder.close(running)
    for (const part of ['', '-wal'])
      copyFileSync(`${folder.file}.crashed${part}`, folder.file + part)
    putStopMark(folder.dataDir, { state: 'damaged', found: 'much' })

    const restored = restore(backup)
    if (!restored.ok) throw new Error(restored.failure.detail)
    expect(names(folder.file)).toEqual(['of the backup'])
    expect(names(restored.value.kept ?? '')).toEqual(['only in the log'])
    expect(restored.value.kept).toContain('replaced-2026-11-22T')
    expect(readStopMark(folder.dataDir)).toBeUndefined()
    expect(names(backup)).toEqual(['of the backup'])
    expect(refusal()).toBe('opened')
  })

  test('takes what a plain copy has in its log beside it', () => {
    const copy = join(folder.dataDir, 'copy.sqlite')
    const running = folder.open()
    running.database.prepare("INSERT INTO things (name) VALUES ('only in the log')").run()
    for (const part of ['', '-wal']) copyFileSync(folder.file + part, copy + part)
    folder.crash(running)
    expect(restore(copy).ok).toBe(true)
    expect(names(folder.file)).toEqual(['only in the log'])
  })

  test.each([
    ['there is no such file', () => join(folder.dataDir, 'nothing.sqlite')],
    ['it is not a file', () => folder.dataDir],
    ['it is the database itself', () => folder.file],
    [
      'it is not a database',
      () => {
        const file = join(folder.dataDir, 'text')
        writeFileSync(file, 'text '.repeat(2000))
        return file
      },
    ],
    [
      'it is not a database of Shipbench',
      () => {
        const file = join(folder.dataDir, 'foreign.sqlite')
        const foreign = new BetterSqlite(file)
        foreign.exec('CREATE TABLE migrations (id TEXT); CREATE TABLE orders (id INTEGER)')
        foreign.close()
        return file
      },
    ],
    [
      'it is not a database of Shipbench',
      () => {
        const file = join(folder.dataDir, 'empty.sqlite')
        writeFileSync(file, '')
        return file
      },
    ],
    [
      'newer Shipbench (migration 099-later)',
      () => {
        const file = join(folder.dataDir, 'newer.sqlite')
        openDatabase(file, newer).close()
        return file
      },
    ],
    [
      'it is damaged itself',
      () => {
        const file = withBackup()
        damage(file, 'by_name')
        return file
      },
    ],
  ])('refuses with "%s" and changes nothing', (said, made) => {
    named(folder.file, 'of today')
    const file = made()
    const before = readdirSync(folder.dataDir).toSorted()
    const restored = restore(file)
    expect(restored.ok ? 'restored' : restored.failure.detail).toContain(said)
    expect(readdirSync(folder.dataDir).toSorted()).toEqual(before)
    expect(names(folder.file)).toEqual(['of today'])
  })

  test('that is cut off is known at the next start, which does not begin anew, and can be made again', () => {
    const backup = withBackup()
    named(folder.file, 'of today')
    writeFileSync(`${folder.file}-wal`, 'its log')
    // As far as the log was moved, and no further.
    putStopMark(folder.dataDir, { state: 'restoring', kept: 'replaced-x.sqlite' })
    copyFileSync(`${folder.file}-wal`, join(folder.dataDir, 'replaced-x.sqlite-wal'))
    truncateSync(`${folder.file}-wal`)
    expect(refusal()).toBe(
      `a restore was cut off in the middle; start again with --restore "${backup}", the newest backup`,
    )
    const again = restore(backup)
    if (!again.ok) throw new Error(again.failure.detail)
    // The database comes to its log.
    expect(again.value.kept).toBe(join(folder.dataDir, 'replaced-x.sqlite'))
    expect(names(folder.file)).toEqual(['of the backup'])
  })

  test('that is cut off when all is in place does not write over what it kept', () => {
    const backup = withBackup()
    named(folder.file, 'of the backup')
    named(join(folder.dataDir, 'replaced-x.sqlite'), 'of today')
    putStopMark(folder.dataDir, { state: 'restoring', kept: 'replaced-x.sqlite' })
    expect(restore(backup).ok).toBe(true)
    expect(names(join(folder.dataDir, 'replaced-x.sqlite'))).toEqual(['of today'])
    expect(names(folder.file)).toEqual(['of the backup'])
  })
})
