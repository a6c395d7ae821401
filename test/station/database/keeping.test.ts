import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import BetterSqlite from 'better-sqlite3'
import { newestBackup } from '../../../station/database/backups.ts'
import { openDatabase } from '../../../station/database/database.ts'
import { createFolder, damage, MIGRATIONS, mountSmallDisk, type Folder } from './stand.ts'

let folder: Folder
beforeEach(() => {
  folder = createFolder()
})
afterEach(() => folder.remove())

const mark = () => join(folder.dataDir, 'station.unclean')

describe('the stop before', () => {
  test('a clean one is followed by no check', async () => {
    const first = folder.open()
    expect(existsSync(mark())).toBe(true)
    await folder.close(first)
    expect(existsSync(mark())).toBe(false)
    const second = folder.open()
    expect(second.keeping.health()).toEqual({ light: 'good' })
    await second.keeping.idle()
    expect(second.logged).toEqual([])
  })

  test('after an unclean one the database is checked while it works, and the light says so', async () => {
    folder.crash(folder.open())
    const again = folder.open()
    expect(again.keeping.health()).toMatchObject({
      light: 'attention',
      code: 'database-checking',
    })
    expect(again.keeping.isDamaged()).toBe(false)
    again.database.prepare("INSERT INTO things (name) VALUES ('while it is checked')").run()
    await again.keeping.idle()
    expect(again.keeping.health()).toEqual({ light: 'good' })
    await folder.close(again)
    expect(existsSync(mark())).toBe(false)
  })

  test('a check that a stop cuts off is made at the next start', async () => {
    folder.crash(folder.open())
    const cut = folder.open()
    await folder.close(cut)
    const next = folder.open()
    expect(next.keeping.health()).toMatchObject({ code: 'database-checking' })
    await next.keeping.idle()
    expect(next.keeping.health()).toEqual({ light: 'good' })
  })

  test('a mark that was not written to its end is an unclean stop', () => {
    folder.crash(folder.open())
    writeFileSync(mark(), '')
    expect(folder.open().keeping.health()).toMatchObject({ code: 'database-checking' })
  })
})

describe('what the check finds', () => {
  test('is bad, in words that name the backup, and stands from the first moment of the next start', async () => {
    const whole = folder.open(() => new Date(), true)
    await whole.keeping.idle()
    folder.crash(whole)
    const backup = newestBackup(folder.dataDir, new Date()) ?? 'none'
    damage(folder.file, 'by_name')

    const found = folder.open()
    let heard = 0
    found.keeping.changes.subscribe(() => (heard += 1))
    await found.keeping.idle()
    expect(heard).toBeGreaterThan(0)
    expect(found.keeping.isDamaged()).toBe(true)
    expect(found.keeping.health()).toMatchObject({ light: 'bad', code: 'database-damaged' })
    expect(found.keeping.health().detail).toContain(`--restore "${backup}"`)
    await folder.close(found)

    const next = folder.open()
    expect(next.keeping.isDamaged()).toBe(true)
    expect(next.keeping.health()).toMatchObject({ light: 'bad' })
    folder.crash(next)
    const third = folder.open()
    expect(third.keeping.isDamaged()).toBe(true)
    await third.keeping.idle()
    expect(third.keeping.isDamaged()).toBe(true)
  })

  test('may be met by a statement first: nothing is bought from then on, unless the check knows better', async () => {
    const whole = folder.open()
    whole.keeping.noteError(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }))
    expect(whole.keeping.isDamaged()).toBe(false)
    whole.keeping.noteError(Object.assign(new Error('a bit fell'), { code: 'SQLITE_CORRUPT' }))
    expect(whole.keeping.isDamaged()).toBe(true)
    await whole.keeping.idle()
    expect(whole.keeping.isDamaged()).toBe(false)
    await folder.close(whole)

    damage(folder.file, 'by_name')
    const met = folder.open()
    try {
      met.database.prepare("SELECT * FROM things WHERE name = 'x'").all()
    } catch (error) {
      met.keeping.noteError(error)
    }
    expect(met.keeping.isDamaged()).toBe(true)
    await met.keeping.idle()
    await folder.close(met)
    expect(existsSync(mark())).toBe(true)
  })

  test('is over when a later check finds nothing', async () => {
    folder.crash(folder.open())
    damage(folder.file, 'by_name')
    const found = folder.open()
    await found.keeping.idle()
    await folder.close(found)
    // What a person does by hand: the index is made anew from its table.
    const byHand = new BetterSqlite(folder.file)
    byHand.unsafeMode(true)
    byHand.exec(
      "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'by_name'; VACUUM; CREATE INDEX by_name ON things (name)",
    )
    byHand.close()
    const mended = folder.open()
    expect(mended.keeping.isDamaged()).toBe(true)
    await mended.keeping.idle()
    expect(mended.keeping.isDamaged()).toBe(false)
    await folder.close(mended)
    expect(existsSync(mark())).toBe(false)
  })

  test('lets no backup be made, so that no damaged copy pushes out a good one', async () => {
    folder.crash(folder.open())
    damage(folder.file, 'by_name')
    const found = folder.open(() => new Date(), true)
    await found.keeping.idle()
    expect(existsSync(join(folder.dataDir, 'backups'))).toBe(false)
  })
})

describe('the daily backup', () => {
  const on = (day: string) => () => new Date(`${day}T09:30:00`)
  const backups = () => readdirSync(join(folder.dataDir, 'backups')).toSorted()

  async function run(day: string): Promise<void> {
    const kept = folder.open(on(day), true)
    await kept.keeping.idle()
    await folder.close(kept)
  }

  test('is made at the first start of a day and holds all that was committed by then', async () => {
    const first = folder.open(on('2026-11-22'))
    first.database.prepare("INSERT INTO things (name) VALUES ('kept')").run()
    await folder.close(first)
    await run('2026-11-22')
    expect(backups()).toEqual(['station-2026-11-22.sqlite'])
    const file = join(folder.dataDir, 'backups', 'station-2026-11-22.sqlite')
    const madeAt = statSync(file).mtimeMs
    const copy = new BetterSqlite(file, { readonly: true })
    expect(copy.prepare('SELECT name FROM things').pluck().all()).toEqual(['kept'])
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete')
    copy.close()
    await run('2026-11-22')
    expect(statSync(file).mtimeMs).toBe(madeAt)
  })

  test('is made again when a day begins while the station runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      let day = '2026-11-22'
      const kept = folder.open(() => on(day)(), true)
      await kept.keeping.idle()
      vi.advanceTimersByTime(3_600_000)
      await kept.keeping.idle()
      expect(backups()).toEqual(['station-2026-11-22.sqlite'])
      day = '2026-11-23'
      vi.advanceTimersByTime(3_600_000)
      await kept.keeping.idle()
      expect(backups()).toEqual(['station-2026-11-22.sqlite', 'station-2026-11-23.sqlite'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('holds one moment of the database, whatever is written while it is made', async () => {
    const kept = folder.open(on('2026-11-22'))
    const insert = kept.database.prepare('INSERT INTO things (name) VALUES (?)')
    kept.database.transaction(() => {
      for (let index = 0; index < 20_000; index += 1) insert.run(`${index} ${'x'.repeat(500)}`)
    })()
    await folder.close(kept)
    const again = folder.open(on('2026-11-22'), true)
    const state = { isIdle: false }
    void again.keeping.idle().then(() => (state.isIdle = true))
    let written = 0
    while (!state.isIdle) {
      again.database.prepare('INSERT INTO things (name) VALUES (?)').run(`beside ${(written += 1)}`)
      await new Promise(setImmediate)
    }
    expect(again.keeping.health()).toEqual({ light: 'good' })
    const [name = ''] = backups()
    const copy = new BetterSqlite(join(folder.dataDir, 'backups', name), { readonly: true })
    const all = copy.prepare("SELECT name FROM things WHERE name LIKE 'beside %' ORDER BY id")
    const beside = all.pluck().all()
    expect(beside).toEqual(beside.map((_, index) => `beside ${index + 1}`))
    expect(beside.length).toBeLessThan(written)
    copy.close()
  })

  test('seven days are kept; what has another name, or a day that is to come, is left alone', async () => {
    mkdirSync(join(folder.dataDir, 'backups'))
    const own = join(folder.dataDir, 'backups', 'before-the-move.sqlite')
    writeFileSync(own, 'mine')
    for (const name of ['station-2099-01-01.sqlite', 'station-2026-11-01.sqlite.part'])
      writeFileSync(join(folder.dataDir, 'backups', name), '')
    // A folder with backups and no database is one that lost it.
    openDatabase(folder.file, MIGRATIONS).close()
    for (let day = 10; day <= 18; day += 1) await run(`2026-11-${day}`)
    expect(backups()).toEqual([
      'before-the-move.sqlite',
      ...[12, 13, 14, 15, 16, 17, 18].map((day) => `station-2026-11-${day}.sqlite`),
      'station-2099-01-01.sqlite',
    ])
    expect(newestBackup(folder.dataDir, on('2026-11-18')())).toContain('2026-11-18')
  })

  test('a clock that ran a day ahead does not take the backup of that day', async () => {
    const file = (day: string) => join(folder.dataDir, 'backups', `station-${day}.sqlite`)
    await run('2026-11-22')
    await run('2026-11-23')
    // Right again: today is there already, and tomorrow's is known for what it is.
    const before = statSync(file('2026-11-22')).mtimeMs
    await run('2026-11-22')
    expect(statSync(file('2026-11-22')).mtimeMs).toBe(before)
    expect(backups()).toEqual(['station-2026-11-22.sqlite', 'station-2026-11-23.sqlite'])
    const tomorrow = folder.open(on('2026-11-23'))
    tomorrow.database.prepare("INSERT INTO things (name) VALUES ('of the day itself')").run()
    await folder.close(tomorrow)
    await run('2026-11-23')
    const copy = new BetterSqlite(file('2026-11-23'), { readonly: true })
    expect(copy.prepare('SELECT name FROM things').pluck().all()).toEqual(['of the day itself'])
    copy.close()
  })

  test('that cannot be made is a warning, and the older ones stay', async () => {
    for (let day = 10; day <= 17; day += 1) await run(`2026-11-${day}`)
    const before = backups()
    // Something of this name that no copy can be written to.
    mkdirSync(join(folder.dataDir, 'backups', 'station-2026-11-18.sqlite.part', 'x'), {
      recursive: true,
    })
    const kept = folder.open(on('2026-11-18'), true)
    await kept.keeping.idle()
    expect(kept.keeping.health()).toMatchObject({ light: 'attention', code: 'backup-failed' })
    expect(kept.keeping.isDamaged()).toBe(false)
    expect(kept.logged.some(({ level }) => level === 'warn')).toBe(true)
    expect(backups().filter((name) => !name.endsWith('.part'))).toEqual(before)
  })

  test('of a database that is damaged finds that out, and is not kept', async () => {
    await run('2026-11-10')
    damage(folder.file, 'by_name')
    const kept = folder.open(on('2026-11-11'), true)
    expect(kept.keeping.isDamaged()).toBe(false)
    await kept.keeping.idle()
    expect(kept.keeping.isDamaged()).toBe(true)
    expect(backups()).toEqual(['station-2026-11-10.sqlite'])
  })

  test('a stop in the middle leaves nothing behind', async () => {
    const kept = folder.open(on('2026-11-10'), true)
    await folder.close(kept)
    await run('2026-11-11')
    expect(backups().filter((name) => name.endsWith('.part'))).toEqual([])
    expect(existsSync(mark())).toBe(false)
  })

  test('on a disk without room for it nothing is copied, and the older ones stay', async (context) => {
    const disk = mountSmallDisk(8)
    if (typeof disk === 'string') return context.skip(disk)
    const small = createFolder(join(disk.folder, 'data'))
    try {
      mkdirSync(join(small.dataDir, 'backups'), { recursive: true })
      openDatabase(small.file, MIGRATIONS).close()
      const old = join(small.dataDir, 'backups', 'station-2026-11-01.sqlite')
      writeFileSync(old, 'an older one')
      const kept = small.open(on('2026-11-18'), true)
      await kept.keeping.idle()
      expect(kept.keeping.health()).toMatchObject({ light: 'attention', code: 'backup-failed' })
      expect(kept.keeping.health().detail).toContain('MB of free disk')
      expect(readdirSync(join(small.dataDir, 'backups'))).toEqual(['station-2026-11-01.sqlite'])
      expect(readFileSync(old, 'utf8')).toBe('an older one')
      await small.close(kept)
    } finally {
      await small.remove()
      disk.unmount()
    }
  })
})
