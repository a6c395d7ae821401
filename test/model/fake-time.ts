import { setImmediate } from 'node:timers/promises'

/** When every run begins, by the clock on the wall. */
const BEGINS = Date.parse('2026-11-22T10:00:00.000Z')

interface Timer {
  atMs: number
  readonly run: () => void
  /** Set by the station, and gone with the process; others are the world's. */
  readonly isStations: boolean
}

/** All that was made ready by now is done; nothing outside this process is ever waited for. */
export async function settled(): Promise<void> {
  await setImmediate()
}

/**
 * Time that moves only when a run says so: timers, the machine's own clock, and a clock on the wall that can be put
 * elsewhere. Unlike fake timers of a test runner it costs next to nothing to move, and thousands of runs need that.
 */
export function fakeTime() {
  const timers = new Set<Timer>()
  let nowMs = 0
  let wallMs = BEGINS
  /** How long the machine has slept: its own clock stands still meanwhile. */
  let sleptMs = 0
  let isOver = () => false

  function after(ms: number, run: () => void, isStations = false): Timer {
    const timer = { atMs: nowMs + Math.max(1, ms || 0), run, isStations }
    timers.add(timer)
    return timer
  }

  /** The first of those due by then; of two at once the one that was set first. */
  function firstUntil(ms: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers)
      if (timer.atMs <= ms && (!first || timer.atMs < first.atMs)) first = timer
    return first
  }

  async function pass(ms: number): Promise<void> {
    const until = nowMs + ms
    for (let timer = firstUntil(until); timer; timer = firstUntil(until)) {
      timers.delete(timer)
      nowMs = Math.max(nowMs, timer.atMs)
      try {
        timer.run()
      } catch (error) {
        if (!isOver()) throw error
      }
      await settled()
    }
    nowMs = until
  }

  return {
    /** True time, as only the world knows it. */
    ms: () => nowMs,
    /** The machine's own clock. */
    machineMs: () => nowMs - sleptMs,
    /** The clock on the wall. */
    clock: { now: () => new Date(wallMs + nowMs) },
    after: (ms: number, run: () => void) => void after(ms, run),
    put: (byMs: number) => void (wallMs += byMs),
    pass,
    /** The machine sleeps: the world goes on without it. */
    async sleep(ms: number): Promise<void> {
      for (const timer of timers) if (timer.isStations) timer.atMs += ms
      sleptMs += ms
      await pass(ms)
    },
    /** What a dead process leaves of its timers. */
    forget(): void {
      for (const timer of timers) if (timer.isStations) timers.delete(timer)
    },
    /**
     * The code under test sees this time alone, by what `stub` puts in the place of globals. What it throws after its
     * own death nobody hears.
     */
    install(stub: (name: string, value: unknown) => void, isDead: () => boolean): void {
      isOver = isDead
      stub('setTimeout', (run: () => void, ms: number) =>
        Object.assign(after(ms, run, true), {
          unref() {
            return this
          },
        }),
      )
      stub('clearTimeout', (timer: Timer | undefined) => timer && timers.delete(timer))
      stub('performance', { now: () => nowMs - sleptMs })
    },
  }
}

export type FakeTime = ReturnType<typeof fakeTime>
