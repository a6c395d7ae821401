import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSteadyWrites, type SteadyWrites } from '../../../station/database/steady-writes.ts'
import { createFolder, damage, type Folder, type Kept } from './stand.ts'

let folder: Folder
let kept: Kept
let writes: SteadyWrites
let errors: { level: string }[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  folder = createFolder()
  kept = folder.open()
  writes = kept.keeping.writes
  errors = kept.logged
})
afterEach(async () => {
  vi.useRealTimers()
  await folder.remove()
})

const insert = (name: string) =>
  kept.database.prepare('INSERT INTO things (name) VALUES (?)').run(name)
const names = () => kept.database.prepare('SELECT name FROM things ORDER BY id').pluck().all()
const fill = () => void kept.database.pragma('max_page_count = 1')
const free = () => void kept.database.pragma('max_page_count = 1000000')
const long = 'x'.repeat(9000)
const look = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

test('a write that the disk does not take is a failure, and one that breaks otherwise is a bug', () => {
  expect(writes.attempt(() => insert('fits').changes)).toEqual({ ok: true, value: 1 })
  fill()
  expect(writes.attempt(() => insert(long))).toEqual({ ok: false, failure: { code: 'not-kept' } })
  expect(() => writes.attempt(() => kept.database.exec('no SQL'))).toThrow('syntax error')
  expect(names()).toEqual(['fits'])
})

test('what must not be lost is written as soon as there is space, in order, and is told of once', async () => {
  let recovered = 0
  writes.recovered.subscribe(() => (recovered += 1))
  fill()
  const first = writes.untilKept(() => insert(`1${long}`))
  const second = writes.untilKept(() => insert(`2${long}`))
  expect(writes.waiting()).toBe(2)
  await look(120)
  expect(names()).toEqual([])
  expect(errors.filter(({ level }) => level === 'error')).toHaveLength(1)
  free()
  await look(30)
  await Promise.all([first, second])
  expect(names()).toEqual([`1${long}`, `2${long}`])
  expect(recovered).toBe(1)
  expect(writes.trouble()).toBeUndefined()
  insert('goes on')
})

test('a write that breaks of itself is told to who asked for it, and holds up nobody', async () => {
  fill()
  const bug = expect(
    writes.untilKept(() => {
      insert(long)
      throw new Error('a bug')
    }),
  ).rejects.toThrow('a bug')
  const other = writes.untilKept(() => insert(`2${long}`))
  free()
  await look(1)
  await Promise.all([bug, other])
  expect(writes.waiting()).toBe(0)
})

test('the light says that nothing is bought, what to do, and when an answer waits', async () => {
  let heard = 0
  kept.keeping.changes.subscribe(() => (heard += 1))
  fill()
  writes.attempt(() => insert(long))
  expect(heard).toBe(1)
  expect(kept.keeping.health()).toEqual({
    light: 'bad',
    code: 'database-not-written',
    detail:
      'The file of the records has no space left on its disk. No label is bought meanwhile, and nothing is lost. Free space on the disk of the data folder. It goes on by itself.',
  })
  const waiting = writes.untilKept(() => insert(long))
  expect(kept.keeping.health().detail).toContain('leave the station running')
  free()
  await look(1)
  await waiting
  expect(kept.keeping.health()).toEqual({ light: 'good' })
})

test('a damaged page bars purchases, and keeps no other write from the disk', async () => {
  for (let index = 0; index < 50; index += 1) insert(`${index}${long}`)
  await folder.close(kept)
  damage(folder.file, 'by_name')
  kept = folder.open()
  writes = kept.keeping.writes
  const met = expect(writes.untilKept(() => insert('met'))).rejects.toMatchObject({
    code: 'SQLITE_CORRUPT',
  })
  expect(kept.keeping.isDamaged()).toBe(true)
  expect(kept.keeping.health()).toMatchObject({ light: 'bad', code: 'database-damaged' })
  const other = writes.untilKept(() => kept.database.pragma('user_version = 7'))
  await look(60)
  await other
  expect(writes.waiting()).toBe(1)
  writes.giveUp()
  await met
})

test('a stop tries a last time, and holds up nothing', async () => {
  fill()
  const lost = expect(writes.untilKept(() => insert(long))).rejects.toMatchObject({
    code: 'SQLITE_FULL',
  })
  writes.giveUp()
  await lost
  await expect(writes.untilKept(() => insert(long))).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  free()
  await writes.untilKept(() => insert('in time'))
  expect(names()).toEqual(['in time'])
})

test('a write in the middle of something leaves no half of it', () => {
  fill()
  const half = writes.attempt(() => {
    kept.database.exec('BEGIN')
    kept.database.exec("INSERT INTO things (name) VALUES ('half')")
    insert(long)
  })
  expect(half.ok).toBe(false)
  expect(kept.database.inTransaction).toBe(false)
  expect(names()).toEqual([])
})

test('a database that is only read is no less survived than one that is full', () => {
  kept.database.pragma('query_only = ON')
  const { log, database } = { log: { debug() {}, info() {}, warn() {}, error() {} }, ...kept }
  const others = createSteadyWrites({ database, log, onDamage: () => expect.unreachable() })
  expect(others.attempt(() => insert('x')).ok).toBe(false)
  expect(others.trouble()?.todo).toContain('Let this user write')
  others.giveUp()
})
