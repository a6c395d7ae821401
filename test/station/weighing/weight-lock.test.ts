import { describe, expect, test } from 'vitest'
import type { ScaleReading } from '../../../shared/weighing.ts'
import {
  lockable,
  lockRefusal,
  type LockState,
  observe,
  orderOpened,
  startLock,
  taken,
} from '../../../station/weighing/weight-lock.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')
const time = (ms: number) => new Date(START + ms)
const iso = (ms: number) => time(ms).toISOString()

/** A report at a time in ms: a number is a stable weight in grams. */
type Said = number | 'empty' | 'moving' | 'unknown' | 'fault'

function reading(said: Said, atMs: number, shown?: string): ScaleReading {
  const at = iso(atMs)
  const base = { shown: shown ?? String(said), raw: `<STX>${said}<CR>`, at }
  if (typeof said === 'number')
    return { ...base, state: 'stable', grams: said, shown: shown ?? `${said} g` }
  if (said === 'empty') return { ...base, state: 'empty', grams: 0 }
  if (said === 'moving') return { ...base, state: 'moving', grams: 1000 }
  return { ...base, state: said, grams: null, reason: 'no-answer' }
}

/** Takes in a report that comes when the clock on the wall says so. */
function hear(lock: LockState, said: ScaleReading): LockState {
  return observe(lock, said, Date.parse(said.at) - START)
}

/** Reports 80 ms apart from `fromMs` on; the state behind them and the time of the newest. */
function watched(says: readonly Said[], fromMs = 80, before: LockState = startLock(false)) {
  const state = says.reduce(
    (lock, said, index) => hear(lock, reading(said, fromMs + 80 * index)),
    before,
  )
  return { state, nowMs: fromMs + 80 * (says.length - 1) }
}

function outcome(says: readonly Said[]): number | string {
  const { state, nowMs } = watched(says)
  const weight = lockable(state, time(nowMs))
  const refusal = lockRefusal(state, time(nowMs))
  expect(weight === undefined).toBe(refusal !== null)
  return weight?.grams ?? refusal ?? 'nothing'
}

describe('when a weight may be taken', () => {
  test('a settled box on a pan that was empty', () => {
    const { state, nowMs } = watched(['empty', 'moving', 1150, 1150, 1150])
    expect(lockable(state, time(nowMs))).toEqual({
      grams: 1150,
      shown: '1150 g',
      raw: '<STX>1150<CR>',
      at: iso(nowMs),
      // The bytes and times of all three go with the parcel.
      reports: [240, 320, 400].map((atMs) => ({
        grams: 1150,
        shown: '1150 g',
        raw: '<STX>1150<CR>',
        at: iso(atMs),
      })),
    })
    expect(lockRefusal(state, time(nowMs))).toBeNull()
  })

  test('nothing was heard yet', () => {
    expect(lockRefusal(startLock(false), time(0))).toBe('no-reading')
  })

  test.each<[string, Said[], number | string]>([
    ['W1: a weight that moves is not taken', ['empty', 'moving', 'moving', 'moving'], 'not-stable'],
    ['W1: not after it was stable either', ['empty', 1150, 1150, 1150, 'moving'], 'not-stable'],
    ['W2: two reports are too few', ['empty', 1150, 1150], 'not-stable'],
    ['W2: motion between starts again', ['empty', 1150, 1150, 'moving', 1150, 1150], 'not-stable'],
    ['W2: silence between starts again', ['empty', 1150, 'unknown', 1150, 1150], 'not-stable'],
    ['W2: 2 g apart agree', ['empty', 1150, 1152, 1151], 1151],
    ['W2: 3 g apart do not', ['empty', 1150, 1152, 1153], 'not-stable'],
    ['W2: a creeping weight does not', ['empty', 1150, 1152, 1154, 1156], 'not-stable'],
    ['W2: three that agree after one that does not', ['empty', 900, 1150, 1150, 1150], 1150],
    ['W5: 5 g is too light', ['empty', 5, 5, 5], 'too-light'],
    ['W5: 6 g is not', ['empty', 6, 6, 6], 6],
    ['W5: an empty pan has no weight', ['empty', 'empty', 'empty'], 'pan-empty'],
    ['W6: what lay there from the start is not taken', [1150, 1150, 1150, 1150], 'pan-not-emptied'],
    [
      'W6: a pan that only moved was not seen empty',
      ['moving', 1150, 1150, 1150],
      'pan-not-emptied',
    ],
    ['W6: a pan that shows 3 g is empty', [3, 1150, 1150, 1150], 1150],
    ['W7: a fault is no weight', ['empty', 1150, 1150, 1150, 'fault'], 'no-reading'],
    ['W7: what is not known is no weight', ['empty', 1150, 1150, 1150, 'unknown'], 'no-reading'],
  ])('%s', (_name, says, expected) => {
    expect(outcome(says)).toBe(expected)
  })

  test('W2: one step of a coarse display is agreement, and more than 20 g never is', () => {
    const run = (shown: string, ...grams: number[]) => {
      const says = grams.map((weight, index) => reading(weight, 160 + 80 * index, shown))
      const state = says.reduce(hear, hear(startLock(false), reading('empty', 80)))
      return lockRefusal(state, time(400))
    }
    expect(run('2.54 lb', 1148, 1152, 1153)).toBeNull()
    expect(run('2.54 lb', 1147, 1152, 1153)).toBe('not-stable')
    expect(run('2.5 lb', 1134, 1154, 1154)).toBeNull()
    expect(run('2.5 lb', 1134, 1155, 1155)).toBe('not-stable')
    expect(run('1.15 kg', 1150, 1160, 1160)).toBeNull()
    expect(run('1.15 kg', 1150, 1161, 1161)).toBe('not-stable')
    expect(run('1.150 kg', 1150, 1153, 1153)).toBe('not-stable')
  })

  test('W2: sixty reports a second lock after 100 ms of agreement, and stay locked', () => {
    let state = hear(startLock(false), reading('empty', 0))
    const refusals: (string | null)[] = []
    for (let atMs = 1000; atMs < 1400; atMs += 16) {
      state = hear(state, reading(1150, atMs))
      refusals.push(lockRefusal(state, time(atMs)))
    }
    const locked = refusals.indexOf(null)
    expect(locked).toBe(7)
    expect(new Set(refusals.slice(locked))).toEqual(new Set([null]))
    expect(lockable(state, time(1400))?.reports).toHaveLength(3)
    state = hear(state, reading(1160, 1400))
    expect(lockRefusal(state, time(1400))).toBe('not-stable')
  })

  test('W2: answers that piled up on the line count once', () => {
    const state = [reading('empty', 0), ...[80, 81, 82, 90].map((at) => reading(1150, at))].reduce(
      hear,
      startLock(false),
    )
    expect(lockRefusal(state, time(100))).toBe('not-stable')
  })

  test('W2: a report that was seen already changes nothing', () => {
    const { state } = watched(['empty', 1150, 1150])
    expect(hear(state, reading(1150, 240))).toBe(state)
  })

  test('W3: reports from before the order was opened do not count', () => {
    const before = watched(['empty', 1150, 1150, 1150])
    const lock = orderOpened(before.state)
    expect(lockRefusal(lock, time(before.nowMs))).toBe('not-stable')
    const two = watched([1150, 1150], 400, lock)
    expect(lockRefusal(two.state, time(two.nowMs))).toBe('not-stable')
    const three = watched([1150], 560, two.state)
    expect(lockable(three.state, time(three.nowMs))?.grams).toBe(1150)
  })

  test('W4: a report of more than 1.5 s ago is no weight', () => {
    const { state, nowMs } = watched(['empty', 1150, 1150, 1150])
    expect(lockable(state, time(nowMs + 1500))?.grams).toBe(1150)
    expect(lockRefusal(state, time(nowMs + 1501))).toBe('no-reading')
    expect(lockRefusal(state, time(nowMs - 60_000))).toBe('no-reading')
  })

  test.each([
    ['forward by an hour', 3_600_000],
    ['back by a minute', -60_000],
    ['back by a day', -86_400_000],
    ['back to the day it left the factory', Date.parse('2000-01-01T00:00:00Z') - START],
    ['forward by four years', 4 * 365 * 86_400_000],
  ])('W3, W4: a clock put %s after the order was opened keeps no weight back', (_how, by) => {
    const opened = orderOpened(watched(['empty']).state)
    const wall = (ms: number) => time(ms + by)
    const after = [160, 240, 320].reduce(
      (lock, ms) => observe(lock, { ...reading(1150, ms), at: wall(ms).toISOString() }, ms),
      opened,
    )
    expect(lockable(after, wall(320))?.grams).toBe(1150)
    // In the middle of three reports it changes nothing either.
    const middle = observe(
      watched([1150, 1150], 160, opened).state,
      { ...reading(1150, 320), at: wall(320).toISOString() },
      320,
    )
    expect(lockable(middle, wall(320))?.grams).toBe(1150)
  })

  test('W2: a clock put forward makes no three weighings of answers that piled up', () => {
    const piled = [80, 81, 82].map((ms, index) => ({
      said: { ...reading(1150, ms), at: iso(ms + index * 60_000) },
      ms,
    }))
    const lock = piled.reduce(
      (state, { said, ms }) => observe(state, said, ms),
      hear(startLock(false), reading('empty', 0)),
    )
    expect(lockRefusal(lock, time(120_082))).toBe('not-stable')
  })

  test('W3: a clock put back makes no old report a new one', () => {
    const { state } = watched(['empty', 1150, 1150, 1150])
    expect(lockRefusal(orderOpened(state), time(-3_600_000))).not.toBeNull()
  })

  test('W4: after a sleep of the machine the report of before is no weight', () => {
    const { state, nowMs } = watched(['empty', 1150, 1150, 1150])
    expect(lockRefusal(state, time(nowMs + 3_600_000))).toBe('no-reading')
  })

  test('W6: one weighing serves one parcel', () => {
    const first = watched(['empty', 1150, 1150, 1150])
    const still = watched([1150, 1150, 1150, 1150], 400, taken(first.state))
    expect(lockRefusal(still.state, time(still.nowMs))).toBe('pan-not-emptied')
    const swapped = watched(['moving', 900, 900, 900], 800, still.state)
    expect(lockRefusal(swapped.state, time(swapped.nowMs))).toBe('pan-not-emptied')
    const next = watched(['empty', 900, 900, 900], 1200, swapped.state)
    expect(lockable(next.state, time(next.nowMs))?.grams).toBe(900)
  })

  test('W6: silence is not an empty pan', () => {
    const { state, nowMs } = watched(['unknown', 'fault', 1150, 1150, 1150])
    expect(lockRefusal(state, time(nowMs))).toBe('pan-not-emptied')
  })
})
