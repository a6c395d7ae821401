import type { Database } from '../database/database.ts'
import type { Clock } from '../ports.ts'

/** Whoever bought fetches the label at once; this is for when that does not happen. */
const LABEL_AFTER_MS = 5_000
const VOID_AFTER_MS = 1_000
const DOUBT_AFTER_MS = 2_000
/** No time is ever set further off: one that is was written before the clock was put back, and has come. */
export const LONGEST_WAIT_MS = 1_800_000

/** Milliseconds before the try after so many; the last of these seconds holds for all that follow. */
export function waitMs(seconds: readonly number[], tries: number): number {
  return (seconds[Math.min(tries, seconds.length - 1)] ?? 0) * 1000
}

/**
 * When the station asks the carrier again by itself, on disk: about a purchase in doubt, for a label that is bought
 * and not here, or whether a void that was taken is done. A shipment waits for one of them at a time.
 */
export function openFollowUps(database: Database, clock: Clock) {
  const track = database.prepare(
    `INSERT INTO trackings (shipment_id, carrier, bought_at, looked_at)
    SELECT id, carrier, bought_at, bought_at FROM shipments WHERE id = ? ON CONFLICT DO NOTHING`,
  )
  const begin = database.prepare(
    'UPDATE shipments SET next_attempt_at = ?, tries = 0 WHERE id = ? AND label_kind IS NULL',
  )
  const end = database.prepare('UPDATE shipments SET next_attempt_at = NULL WHERE id = ?')
  const labelKept = database.prepare(
    `UPDATE shipments SET next_attempt_at = NULL WHERE id = ? AND state <> 'void-asked'`,
  )
  const voidAsked = database.prepare(
    'UPDATE shipments SET next_attempt_at = NULL WHERE id = ? AND void_accepted_at IS NULL',
  )
  const voidAccepted = database.prepare(
    `UPDATE shipments SET void_accepted_at = coalesce(void_accepted_at, ?), next_attempt_at = ?, tries = 0,
    failure = NULL WHERE id = ?`,
  )
  const voidNotMade = database.prepare(
    'UPDATE shipments SET void_accepted_at = NULL, next_attempt_at = NULL WHERE id = ?',
  )
  const postpone = database.prepare(
    'UPDATE shipments SET next_attempt_at = ?, tries = tries + 1 WHERE id = ?',
  )
  const resume = database.prepare(
    'UPDATE shipments SET next_attempt_at = ?, tries = ? WHERE id = ?',
  )
  const due = database
    .prepare<[string, string, number], string>(
      `SELECT id FROM shipments WHERE next_attempt_at <= ? OR next_attempt_at > ?
       ORDER BY next_attempt_at LIMIT ?`,
    )
    .pluck()
  const next = database
    .prepare<[string], string>(
      'SELECT next_attempt_at FROM shipments WHERE next_attempt_at > ? ORDER BY next_attempt_at LIMIT 1',
    )
    .pluck()

  const after = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()

  return {
    /** The label is to be fetched, and the parcel to be followed on its way. */
    bought(id: string): void {
      begin.run(after(LABEL_AFTER_MS), id)
      track.run(id)
    },
    /** Nobody knows whether it was sold. */
    doubted(id: string): void {
      resume.run(after(DOUBT_AFTER_MS), 0, id)
    },
    resume(id: string, tries: number, afterMs: number): void {
      resume.run(after(afterMs), tries, id)
    },
    labelKept(id: string): void {
      labelKept.run(id)
    },
    /** A label that may be void is not fetched. */
    voidAsked(id: string): void {
      voidAsked.run(id)
    },
    voidAccepted(id: string): void {
      voidAccepted.run(after(0), after(VOID_AFTER_MS), id)
    },
    /** The label is as good as before; where it is missing, it is fetched again. */
    voidNotMade(id: string): void {
      voidNotMade.run(id)
      begin.run(after(0), id)
    },
    askAgain(id: string, afterMs: number): void {
      postpone.run(after(afterMs), id)
    },
    end(id: string): void {
      end.run(id)
    },
    /** Shipments whose time has come by then, longest due first. */
    due(by: Date, limit: number): string[] {
      const latest = new Date(by.getTime() + LONGEST_WAIT_MS)
      return due.all(by.toISOString(), latest.toISOString(), limit)
    },
    /** When the next time after that comes; undefined where nothing waits. */
    nextAfter: (instant: Date): string | undefined => next.get(instant.toISOString()),
  }
}
