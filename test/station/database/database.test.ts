import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../station/database/database.ts'
import { lockFolder } from '../../../station/database/folder-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipbench-db-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const first = { id: '001-a', sql: 'CREATE TABLE a (x INTEGER) STRICT' }
const second = { id: '002-b', sql: 'CREATE TABLE b (x INTEGER) STRICT' }

test('migrations are applied once, in order, also to a file of an older version', () => {
  const file = join(folder, 'x.sqlite')
  openDatabase(file, [first]).close()
  const database = openDatabase(file, [first, second])
  expect(database.prepare('SELECT id FROM migrations').pluck().all()).toEqual(['001-a', '002-b'])
  database.close()
})

test('a migration that fails leaves nothing half done', () => {
  const file = join(folder, 'x.sqlite')
  const broken = { id: '002-b', sql: 'CREATE TABLE b (x INTEGER) STRICT; CREATE TABLE a (y)' }
  expect(() => openDatabase(file, [first, broken])).toThrow('already exists')
  const database = openDatabase(file, [first])
  expect(
    database.prepare("SELECT name FROM sqlite_master WHERE name = 'b'").pluck().get(),
  ).toBeUndefined()
  database.close()
})

test('a file of a newer version is not touched', () => {
  const file = join(folder, 'x.sqlite')
  openDatabase(file, [first, second]).close()
  expect(() => openDatabase(file, [first])).toThrow('newer Shipbench (migration 002-b)')
})

test('what promises money is fsynced', () => {
  const database = openDatabase(join(folder, 'x.sqlite'), [first])
  expect(database.pragma('synchronous', { simple: true })).toBe(2)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  database.close()
})

test('a folder is one station’s; the next gets it when the first lets go', () => {
  const lock = lockFolder(folder)
  expect(lock.ok).toBe(true)
  expect(lockFolder(folder)).toEqual({ ok: false, failure: { code: 'folder-in-use' } })
  if (lock.ok) lock.value.release()
  const again = lockFolder(folder)
  expect(again.ok).toBe(true)
  if (again.ok) again.value.release()
})

test('a station that was killed leaves no lock behind', async () => {
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { lockFolder } = await import(process.argv[1]); const lock = lockFolder(process.argv[2]); console.log('held'); setInterval(() => lock, 1e6)`,
      new URL('../../../station/database/folder-lock.ts', import.meta.url).href,
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void holder.kill('SIGKILL'))
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  expect(lockFolder(folder)).toEqual({ ok: false, failure: { code: 'folder-in-use' } })
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  holder.kill('SIGKILL')
  await gone
  const lock = lockFolder(folder)
  expect(lock.ok).toBe(true)
  if (lock.ok) lock.value.release()
})

test('a folder that cannot be made is told in words', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(lockFolder(join(file, 'inside'))).toMatchObject({
    ok: false,
    failure: { code: 'folder-not-usable' },
  })
})
