import { expect, test } from 'vitest'
import { createBenchState } from '../../../station/packing/bench-state.ts'
import { openSession, type Session } from '../../../station/packing/session.ts'
import type { SessionStore } from '../../../station/packing/session-store.ts'
import { lockRefusal, observe } from '../../../station/weighing/weighing.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'

const NOW = new Date('2026-11-22T10:00:00.000Z')

function sessionOf(parcel: number): Session {
  const { order } = parcelFor('flavorcloud')
  return openSession({ order, parcel, packedBefore: [], box: null, allPacked: false })
}

/** A bench whose scale has said three times that a settled box stands on it. */
function weighed(session: Session | null) {
  const store = { isPanEmptied: () => true, keepPanEmptied() {}, save() {} }
  const bench = createBenchState(session, {
    sessions: store as unknown as SessionStore,
    clock: { now: () => NOW },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  } as unknown as Parameters<typeof createBenchState>[1])
  for (const ms of [0, 80, 160])
    bench.setLock(
      observe(
        bench.lock,
        { state: 'stable', grams: 500, shown: '500 g', raw: String(ms), at: NOW.toISOString() },
        ms,
      ),
    )
  expect(lockRefusal(bench.lock, NOW)).toBeNull()
  return bench
}

test('W3: what the scale said before an order was opened, or the next box of it, does not count', () => {
  const idle = weighed(null)
  idle.keep(sessionOf(1))
  expect(lockRefusal(idle.lock, NOW)).toBe('not-stable')
  const first = weighed(sessionOf(1))
  first.keep(sessionOf(2))
  expect(lockRefusal(first.lock, NOW)).toBe('not-stable')
})

test('W3: what changes within the open box starts no count again', () => {
  const bench = weighed(sessionOf(1))
  bench.keep({ ...sessionOf(1), quantity: 2 })
  expect(lockRefusal(bench.lock, NOW)).toBeNull()
})
