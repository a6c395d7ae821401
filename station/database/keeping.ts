import type { Health } from '../../shared/health.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { isBackedUp, newestBackup, startBackup, type BackupJob } from './backups.ts'
import { startHelper, type HelperProcess } from './helper-process.ts'
import { databaseFile, restoreHint, type OpenedDatabase } from './opening.ts'
import { createSteadyWrites, type SteadyWrites } from './steady-writes.ts'
import { putStopMark } from './stop-mark.ts'

/**
 * Watches over the database of a running station: its check after an unclean stop, its daily backup, what it cannot
 * write down, its end.
 */
export interface DatabaseKeeping {
  /** What must survive a disk that takes nothing down goes through this. */
  readonly writes: SteadyWrites
  /** Known to be damaged: nothing may be bought that it would have to remember. */
  isDamaged(): boolean
  /**
   * To be told of what a statement threw. That the file is damaged bars purchases until a check knows better; a disk
   * that takes nothing is looked at again and again.
   */
  noteError(error: unknown): void
  health(): Health['database']
  readonly changes: Topic<void>
  /** Resolves when nothing is checked or copied any more. */
  idle(): Promise<void>
  /** Ends what runs, closes the database, and marks the stop as clean where the database is known to be sound. */
  close(): Promise<void>
}

export interface KeepingDeps {
  readonly opened: OpenedDatabase
  readonly dataDir: string
  /** Module of the process that reads the whole database: `database-helper.ts`, or what it was bundled into. */
  readonly helper: URL
  /** Off in the demo. */
  readonly backups: boolean
  readonly clock: Clock
  readonly log: Log
}

/** How often is looked whether a day has begun, and whether a failed backup can be made. */
const LOOK_EVERY_MS = 3_600_000

export function keepDatabase(deps: KeepingDeps): DatabaseKeeping {
  const { opened, dataDir, helper, clock, log } = deps
  const { lastStop } = opened
  const file = databaseFile(dataDir)
  const changes = createTopic<void>()
  let isSound = lastStop === undefined
  let damage = lastStop?.state === 'damaged' ? lastStop.found : undefined
  // From the first moment on: what is asked before the check begins is told the truth.
  let checking = lastStop !== undefined
  let checkFailed: string | undefined
  let backupFailed: string | undefined
  let running: HelperProcess | BackupJob | undefined
  let stopped = false
  const writes = createSteadyWrites({ database: opened.database, log, onDamage: noteDamage })
  writes.changes.subscribe(() => changes.publish())

  function noteDamage(error: Error): void {
    if (damage !== undefined || stopped) return
    damage = error.message
    isSound = false
    keepMark()
    log.error({ found: damage }, 'The database is damaged: nothing is bought any more')
    changes.publish()
    queue(check)
  }

  async function check(): Promise<void> {
    if (stopped) return
    checking = true
    isSound = false
    changes.publish()
    const process = startHelper(helper, { do: 'check', file })
    running = process
    const answer = await process.answer
    running = undefined
    checking = false
    if (stopped) return
    if ('failure' in answer) {
      checkFailed = answer.failure.message
      log.error({ reason: checkFailed }, 'The database could not be checked')
    } else if (answer.found.length === 0) {
      isSound = true
      damage = undefined
      checkFailed = undefined
      keepMark()
      log.info({}, 'The database was checked and is sound')
    } else {
      damage = answer.found.join('; ')
      keepMark()
      log.error({ found: damage }, 'The database is damaged: nothing is bought any more')
    }
    changes.publish()
  }

  function keepMark(): void {
    try {
      putStopMark(
        dataDir,
        damage === undefined ? { state: 'running' } : { state: 'damaged', found: damage },
      )
    } catch (error) {
      // The mark of this run stands, so the next start checks anew.
      log.warn({ reason: (error as Error).message }, 'What the check found could not be kept')
    }
  }

  async function backUpIfDue(): Promise<void> {
    // A damaged copy must never push out a good one.
    if (!deps.backups || damage !== undefined || stopped) return
    if (isBackedUp(dataDir, clock.now())) return
    const job = startBackup(file, dataDir, clock.now(), helper)
    running = job
    const made = await job.result
    running = undefined
    if (stopped) return
    backupFailed = made.ok ? undefined : made.failure.detail
    changes.publish()
    if (made.ok) return log.info({ file: made.value }, 'A backup was made')
    log.warn({ code: made.failure.code, reason: backupFailed }, 'No backup was made')
    // The copy is the database page by page: what is wrong with it may be wrong with the database.
    if (made.failure.code === 'copy-damaged') await check()
  }

  async function atStart(): Promise<void> {
    if (lastStop) {
      log.warn({ mark: lastStop }, 'The last stop was not clean; the database is checked')
      await check()
    }
    await backUpIfDue()
  }

  /** One thing after another: two that read the whole database at once would only be in each other's way. */
  function queue(work: () => Promise<void>): void {
    working = working
      .then(work)
      .catch((error: unknown) => log.error({ err: error }, 'Keeping the database broke off'))
  }

  let working = Promise.resolve()
  queue(atStart)
  const looking = setInterval(() => queue(backUpIfDue), LOOK_EVERY_MS)
  looking.unref()

  return {
    changes,
    isDamaged: () => damage !== undefined,
    writes,
    noteError: (error) => void writes.note(error),
    idle: () => working,
    health() {
      if (damage !== undefined)
        return {
          light: 'bad',
          code: 'database-damaged',
          detail: `The records are damaged. No label is bought. Stop the station, then ${restoreHint(newestBackup(dataDir, clock.now()))}.`,
        }
      const trouble = writes.trouble()
      if (trouble)
        return {
          light: 'bad',
          code: 'database-not-written',
          detail: `The file of the records ${trouble.words}. ${
            writes.waiting() > 0
              ? 'What a carrier answered waits to be written: leave the station running.'
              : 'No label is bought meanwhile, and nothing is lost.'
          } ${trouble.todo} It goes on by itself.`,
        }
      if (checking)
        return {
          light: 'attention',
          code: 'database-checking',
          detail: 'The records are being checked. Packing goes on.',
        }
      if (checkFailed !== undefined)
        return {
          light: 'attention',
          code: 'database-not-checked',
          detail: `The records could not be checked (${checkFailed}). Packing goes on; the next start tries again.`,
        }
      if (backupFailed !== undefined)
        return {
          light: 'attention',
          code: 'backup-failed',
          detail: `No backup of the records today: ${backupFailed}. Older backups are kept; it is tried again within the hour.`,
        }
      return { light: 'good' }
    },
    async close() {
      stopped = true
      writes.giveUp()
      clearInterval(looking)
      await running?.end()
      await working
      opened.close(isSound)
    },
  }
}
