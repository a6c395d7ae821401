import { mkdir, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { flushFolder } from './flush.ts'
import { startHelper, type HelperProcess } from './helper-process.ts'
import { storageTrouble } from './storage-trouble.ts'

const NAME = /^station-\d{4}-\d{2}-\d{2}\.sqlite$/
const PART = '.part'
const KEPT = 7
/** What a copy must leave free for the station's own work, which is worth more than the copy. */
const LEFT_FREE_BYTES = 64 * 1024 * 1024

/** The folder of the backups in a data folder. */
export const backupFolder = (dataDir: string): string => join(dataDir, 'backups')

/** Name of a day's backup, by the clock on the wall. */
export function backupName(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `station-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}.sqlite`
}

/**
 * The newest backup of a data folder, with its path. One from a day that is still to come was made by a clock that
 * went wrong, and is taken only where there is no other.
 */
export function newestBackup(dataDir: string, now: Date): string | undefined {
  const folder = backupFolder(dataDir)
  if (!existsSync(folder)) return undefined
  let names: string[]
  try {
    names = readdirSync(folder)
      .filter((name) => NAME.test(name))
      .toSorted()
  } catch {
    return undefined
  }
  const newest = names.findLast((name) => name <= backupName(now)) ?? names.at(-1)
  return newest === undefined ? undefined : join(folder, newest)
}

/**
 * Whether the backup of this day is made. One that is named after a later day was made by a clock that has been put
 * back since: it gets the time of now, so that it does not pass for that day's when the day comes.
 */
export function isBackedUp(dataDir: string, now: Date): boolean {
  const folder = backupFolder(dataDir)
  const today = backupName(now)
  try {
    for (const name of readdirSync(folder))
      if (NAME.test(name) && name > today && madeOn(join(folder, name)) > today)
        utimesSync(join(folder, name), now, now)
  } catch {
    // No folder yet, or a file that is not ours to mark: no reason to go without today's.
  }
  const path = join(folder, today)
  return existsSync(path) && madeOn(path) >= today
}

/** The name that a backup would have by the time of its file. */
function madeOn(path: string): string {
  return backupName(statSync(path).mtime)
}

export type BackupFailure =
  | { readonly code: 'copy-damaged'; readonly detail: string }
  | { readonly code: 'copy-not-made'; readonly detail: string }

export interface BackupJob {
  readonly result: Promise<Outcome<string, BackupFailure>>
  /** Ends it where it is; what it has written so far goes. */
  end(): Promise<void>
}

/**
 * Makes the backup of a day: copied beside the station's work, checked, and only then given its name, after which
 * those older than the newest seven go. Nothing goes where it fails.
 */
export function startBackup(database: string, dataDir: string, at: Date, helper: URL): BackupJob {
  const folder = backupFolder(dataDir)
  const name = backupName(at)
  const part = join(folder, `${name}${PART}`)
  let running: HelperProcess | undefined
  let ended = false

  async function work(): Promise<Outcome<string, BackupFailure>> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeParts(folder)
    const lacking = await spaceLacking(database, folder)
    if (lacking !== undefined) return failed({ code: 'copy-not-made', detail: lacking })
    if (ended) return failed({ code: 'copy-not-made', detail: 'the station stops' })
    running = startHelper(helper, { do: 'copy', file: database, to: part })
    const answer = await running.answer
    if ('failure' in answer)
      return failed({ code: 'copy-not-made', detail: `it ${storageTrouble(answer.failure).words}` })
    if (answer.found.length > 0)
      return failed({ code: 'copy-damaged', detail: answer.found.join('; ') })
    await utimes(part, at, at)
    await rename(part, join(folder, name))
    flushFolder(folder)
    await removeOld(folder, name)
    return done(join(folder, name))
  }

  const result = work()
    .catch((error: unknown) =>
      failed({ code: 'copy-not-made', detail: `it ${storageTrouble(error).words}` }),
    )
    .then(async (outcome) => {
      if (!outcome.ok) await removeParts(folder).catch(() => {})
      return outcome
    })
  return {
    result,
    async end() {
      ended = true
      await running?.end()
      await result
    },
  }
}

async function spaceLacking(database: string, folder: string): Promise<string | undefined> {
  const wal = await stat(`${database}-wal`).then(
    ({ size }) => size,
    () => 0,
  )
  const wanted = (await stat(database)).size + wal + LEFT_FREE_BYTES
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= wanted) return undefined
  return `it needs ${Math.ceil(wanted / 1_000_000)} MB of free disk`
}

/** What a copy that was cut off left behind. */
async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.includes(`.sqlite${PART}`)) await rm(join(folder, name), { force: true })
}

/** Of the days up to today only the newest stay; what a wrong clock named after a later day is nobody's to judge. */
async function removeOld(folder: string, today: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name) && name <= today)
  for (const name of names.toSorted().toReversed().slice(KEPT))
    await rm(join(folder, name), { force: true })
}
