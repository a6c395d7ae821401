import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Log } from '../ports.ts'
import type { Database } from './database.ts'
import { isStorageTrouble, storageTrouble, type StorageTrouble } from './storage-trouble.ts'

/** The disk did not take it down, or did not give it. */
export interface NotKept {
  readonly code: 'not-kept'
}

/** How a running station works on while its disk takes nothing down. */
export interface SteadyWrites {
  /** Does what writes or reads; that the disk did not do its part is a failure, and a bug is thrown on. */
  attempt<T>(work: () => T): Outcome<T, NotKept>
  /**
   * Does a write that must not be lost: at once, and where the disk does not take it, again and again until it does.
   * Rejects at the stop of the station, and with a bug.
   */
  untilKept<T>(write: () => T): Promise<T>
  /** What the disk has last said; undefined while it takes what is written. */
  trouble(): StorageTrouble | undefined
  /** How many writes wait for it. */
  waiting(): number
  readonly changes: Topic<void>
  /** The disk takes things down again, and what waited is on it. */
  readonly recovered: Topic<void>
  /** What a statement threw; true where it was the disk. */
  note(error: unknown): boolean
  /** Tries a last time what waits, and waits no more. */
  giveUp(): void
}

export interface SteadyWritesDeps {
  readonly database: Database
  readonly log: Log
  /** The file itself is at fault. */
  readonly onDamage: (error: Error) => void
}

interface Waiting {
  /** Throws what the disk says to it. */
  write(): void
  giveUp(error: unknown): void
}

const WAITS_MS = [1000, 2000, 5000, 10_000, 30_000]
/** A label and what belongs to it: with less than that the next purchase would only fail in the middle. */
const ROOM_BYTES = 1024 * 1024

export function createSteadyWrites({ database, log, onDamage }: SteadyWritesDeps): SteadyWrites {
  const changes = createTopic<void>()
  const recovered = createTopic<void>()
  let trouble: StorageTrouble | undefined
  let waiting: Waiting[] = []
  let tries = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function note(error: unknown): boolean {
    if (!isStorageTrouble(error)) return false
    const said = storageTrouble(error)
    if (said.isDamage) onDamage(error as Error)
    const isNews = trouble?.words !== said.words
    trouble = said
    if (isNews) {
      const { code, message } = error as { code?: string; message: string }
      log.error({ code, reason: message }, 'The disk takes nothing down')
      changes.publish()
    }
    if (!stopped) timer ??= setTimeout(look, WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]).unref()
    return true
  }

  /** Looks whether the disk is well again; a person has freed space, and nobody tells. */
  function look(): void {
    timer = undefined
    tries += 1
    if (!attempt(takeRoom).ok) return
    // One that meets a damaged page must not keep the others from the disk.
    waiting = waiting.filter((each) => !attempt(() => each.write()).ok)
    if (waiting.length > 0) return
    tries = 0
    trouble = undefined
    log.info({}, 'The disk takes things down again')
    changes.publish()
    recovered.publish()
  }

  /** A small write may still find room where the next answer of a carrier would not. */
  function takeRoom(): void {
    database.exec('DROP TABLE IF EXISTS room')
    database.exec(
      `BEGIN IMMEDIATE; CREATE TABLE room (bytes BLOB); INSERT INTO room VALUES (zeroblob(${ROOM_BYTES})); COMMIT`,
    )
    database.exec('DROP TABLE room')
  }

  function attempt<T>(work: () => T): Outcome<T, NotKept> {
    try {
      return done(work())
    } catch (error) {
      if (!note(error)) throw error
      if (database.open && database.inTransaction) database.exec('ROLLBACK')
      return failed({ code: 'not-kept' })
    }
  }

  return {
    changes,
    recovered,
    attempt,
    note,
    trouble: () => trouble,
    waiting: () => waiting.length,
    async untilKept<T>(write: () => T): Promise<T> {
      if (stopped) return write()
      const kept = attempt(write)
      if (kept.ok) return kept.value
      return new Promise<T>((resolve, reject) => {
        waiting.push({
          write() {
            try {
              resolve(write())
            } catch (error) {
              if (isStorageTrouble(error)) throw error
              reject(error)
            }
          },
          giveUp: reject,
        })
        changes.publish()
      })
    },
    giveUp() {
      stopped = true
      clearTimeout(timer)
      for (const each of waiting) {
        try {
          each.write()
        } catch (error) {
          each.giveUp(error)
        }
      }
      waiting = []
    },
  }
}
