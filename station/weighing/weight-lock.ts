import type { LockedWeight, ScaleReading } from '../../shared/weighing.ts'
import { NOTHING_GRAMS, stepGrams } from './scale-meaning.ts'

/** How many reports in a row must agree. */
const REPORTS = 3
/** They must be spread over this time, so that answers which piled up on the line do not count as three. */
const SPREAD_MS = 100
const AGREE_GRAMS = 2
const AGREE_GRAMS_AT_MOST = 20
const FRESH_MS = 1500

/** What has been seen of the scale; the rules are W1 to W9 in RULES.md. */
export interface LockState {
  readonly newest: ScaleReading | undefined
  /** Three at most of the stable reports that follow one another and agree, oldest first, with the newest. */
  readonly agreeing: readonly Heard[]
  /** Whether the pan was seen empty since the last weight was taken. */
  readonly emptied: boolean
}

/** A report, and when it came by the machine's own clock, which nobody puts right. */
interface Heard {
  readonly reading: ScaleReading
  readonly atMs: number
}

/** Why no weight can be taken now. */
export type LockRefusal =
  | 'no-reading'
  | 'pan-not-emptied'
  | 'pan-empty'
  | 'too-light'
  | 'not-stable'

/** A lock that has seen nothing yet but knows whether the pan was emptied since the last weight taken (W6). */
export function startLock(emptied: boolean): LockState {
  return { newest: undefined, agreeing: [], emptied }
}

/** Takes a report that came at `atMs` (of `performance.now()`) into account; one that was seen already changes nothing. */
export function observe(state: LockState, reading: ScaleReading, atMs: number): LockState {
  if (state.newest?.at === reading.at && state.newest.raw === reading.raw) return state
  return {
    newest: reading,
    agreeing: agreeing(state.agreeing, { reading, atMs }),
    emptied: state.emptied || isNothing(reading),
  }
}

/** The weight that may be taken now. */
export function lockable(state: LockState, now: Date): LockedWeight | undefined {
  const { newest } = state
  if (!newest || newest.grams === null || lockRefusal(state, now) !== null) return undefined
  const { grams, shown, raw, at } = newest
  const reports = state.agreeing.map(({ reading }) => ({
    grams: reading.grams ?? 0,
    shown: reading.shown,
    raw: reading.raw,
    at: reading.at,
  }))
  return { grams, shown, raw, at, reports }
}

/** Why no weight may be taken now, the first reason that a person can do something about; null where one may. */
export function lockRefusal(state: LockState, now: Date): LockRefusal | null {
  const { newest } = state
  if (!newest || newest.state === 'unknown' || newest.state === 'fault') return 'no-reading'
  // A clock that was put right since makes this wait for the next report; that the scale fell silent, its watch says.
  if (Math.abs(now.getTime() - Date.parse(newest.at)) > FRESH_MS) return 'no-reading'
  if (!state.emptied) return 'pan-not-emptied'
  if (newest.state === 'empty') return 'pan-empty'
  if (isNothing(newest)) return 'too-light'
  return settled(state.agreeing) ? null : 'not-stable'
}

/** An order was opened: what was read before says nothing of it (W3). */
export function orderOpened(state: LockState): LockState {
  return { ...state, agreeing: [] }
}

/** A parcel has used the weight: the pan must be seen empty before the next one (W6). */
export function taken(state: LockState): LockState {
  return { ...state, agreeing: [], emptied: false }
}

function settled(reports: readonly Heard[]): boolean {
  const [first] = reports
  const last = reports.at(-1)
  if (!first || !last || reports.length < REPORTS) return false
  return last.atMs - first.atMs >= SPREAD_MS
}

function agreeing(before: readonly Heard[], heard: Heard): Heard[] {
  const { state, grams, shown } = heard.reading
  if (state !== 'stable' || grams === null) return []
  const within = Math.min(AGREE_GRAMS_AT_MOST, Math.max(AGREE_GRAMS, stepGrams(shown)))
  const agrees = before.every(
    ({ reading }) => Math.abs((reading.grams ?? Infinity) - grams) <= within,
  )
  if (!agrees) return [heard]
  if (before.length < REPORTS) return [...before, heard]
  // The three newest of a fast scale are never spread enough: the newest takes the place of the one before it.
  const newest = [...before.slice(1), heard]
  return settled(newest) ? newest : [...before.slice(0, -1), heard]
}

function isNothing(reading: ScaleReading): boolean {
  return (
    reading.state === 'empty' ||
    (reading.state === 'stable' && reading.grams !== null && reading.grams <= NOTHING_GRAMS)
  )
}
