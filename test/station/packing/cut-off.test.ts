import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { followCutOff, lastCutOff } from '../../../station/packing/cut-off.ts'

const at = (text: string) => new Date(text)

describe('the last cut-off', () => {
  test('is of today from its very minute on, and of yesterday before', () => {
    expect(lastCutOff('17:30', at('2026-11-22T17:30:00'))).toEqual(at('2026-11-22T17:30:00'))
    expect(lastCutOff('17:30', at('2026-11-22T23:59:59'))).toEqual(at('2026-11-22T17:30:00'))
    expect(lastCutOff('17:30', at('2026-11-22T17:29:59.999'))).toEqual(at('2026-11-21T17:30:00'))
    expect(lastCutOff('00:00', at('2026-11-01T00:00:00'))).toEqual(at('2026-11-01T00:00:00'))
    expect(lastCutOff('23:59', at('2026-01-01T08:00:00'))).toEqual(at('2025-12-31T23:59:00'))
  })

  test('is none where no time of day is set', () => {
    expect(lastCutOff(undefined, at('2026-11-22T17:30:00'))).toBeNull()
  })
})

describe('following it', () => {
  let cutOff: string | undefined
  let passed: (string | null)[]
  let followed: ReturnType<typeof followCutOff>

  function follow(now: string, time: string | undefined): void {
    vi.setSystemTime(at(now))
    cutOff = time
    passed = []
    followed = followCutOff({ cutOff: () => cutOff, clock: { now: () => new Date() } })
    followed.changes.subscribe(() => passed.push(followed.at()))
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  })
  afterEach(() => {
    followed.stop()
    vi.useRealTimers()
  })

  test('tells the moment it passes, day after day', () => {
    follow('2026-11-22T17:29:00', '17:30')
    expect(followed.at()).toBe(at('2026-11-21T17:30:00').toISOString())
    vi.advanceTimersByTime(59_999)
    expect(passed).toEqual([])
    vi.advanceTimersByTime(1)
    expect(passed).toEqual([at('2026-11-22T17:30:00').toISOString()])
    vi.advanceTimersByTime(24 * 3_600_000)
    expect(passed).toHaveLength(2)
  })

  test('tells within the hour after the clock was put forward, or back over it', () => {
    follow('2026-11-22T12:00:00', '17:30')
    vi.setSystemTime(at('2026-11-22T18:00:00'))
    vi.advanceTimersByTime(3_600_000)
    expect(passed).toEqual([at('2026-11-22T17:30:00').toISOString()])
    vi.setSystemTime(at('2026-11-22T12:00:00'))
    vi.advanceTimersByTime(3_600_000)
    expect(passed.at(-1)).toBe(at('2026-11-21T17:30:00').toISOString())
  })

  test('takes another time of day at once, and none', () => {
    follow('2026-11-22T12:00:00', undefined)
    expect(followed.at()).toBeNull()
    cutOff = '11:00'
    followed.reconfigure()
    expect(passed).toEqual([at('2026-11-22T11:00:00').toISOString()])
    cutOff = undefined
    followed.reconfigure()
    expect(passed.at(-1)).toBeNull()
    vi.advanceTimersByTime(48 * 3_600_000)
    expect(passed).toHaveLength(2)
  })

  test('ends with the station', () => {
    follow('2026-11-22T17:29:00', '17:30')
    followed.stop()
    vi.advanceTimersByTime(3_600_000)
    expect(passed).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
