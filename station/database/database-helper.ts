import { constants, setPriority } from 'node:os'
import BetterSqlite from 'better-sqlite3'
import { flushFile } from './flush.ts'
import { findDamage } from './integrity.ts'

/*
 * The process beside the station that reads the whole database: it checks it, or copies it and checks the copy. A
 * process and no thread, since SQLite cannot be interrupted in the middle of a check: a thread would hold up the
 * stop of the station until it is through, where a process is simply ended. And it gives way to the scans.
 */

export type HelperTask =
  | { readonly do: 'check'; readonly file: string }
  | { readonly do: 'copy'; readonly file: string; readonly to: string }

/** What is wrong with the file, or with the copy; or why the work could not be done. */
export type HelperAnswer =
  | { readonly found: readonly string[] }
  | { readonly failure: { readonly code?: string; readonly message: string } }

/** Pages between two looks at whether the station is still there; 2 MB. */
const PAGES_AT_ONCE = 512
/** So often the copy is put on disk: all of it at once at the end would hold up the station's own commits. */
const STEPS_BETWEEN_FLUSHES = 4

async function copy(file: string, to: string): Promise<readonly string[]> {
  const source = new BetterSqlite(file, { readonly: true, fileMustExist: true })
  try {
    // One view of the database to the end: else each commit of the station would start the copy anew.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    await source.backup(to, { progress: flushing(to) })
  } finally {
    source.close()
  }
  // One file that needs no other beside it.
  const made = new BetterSqlite(to)
  try {
    made.pragma('journal_mode = DELETE')
  } finally {
    made.close()
  }
  return findDamage(to)
}

/** What the copy does between two steps. */
function flushing(to: string): () => number {
  let steps = 0
  return () => {
    steps += 1
    if (steps % STEPS_BETWEEN_FLUSHES === 0) flushFile(to)
    return PAGES_AT_ONCE
  }
}

async function answerTo(task: HelperTask): Promise<HelperAnswer> {
  try {
    return { found: task.do === 'check' ? findDamage(task.file) : await copy(task.file, task.to) }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return { failure: { ...(code !== undefined && { code }), message } }
  }
}

function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW)
  } catch {
    // Where the system does not allow it, the work is done all the same.
  }
}

process.once('disconnect', () => process.exit(0))
process.once('message', (task: HelperTask) => {
  giveWay()
  void answerTo(task).then((answer) => process.send?.(answer, () => process.disconnect()))
})
