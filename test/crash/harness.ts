import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { spawnHost, type CrashHost, type Talk } from './crash-host.ts'
import { violationsAtEnd, violationsOf, type Violation } from './invariants.ts'
import { createPacker } from './packer.ts'
import type { Life, Point } from './points.ts'
import { setTrap } from './traps.ts'
import { orderFor, startWorld, type World } from './world.ts'

export interface Figures {
  readonly orders: number
  /** How often the host was killed at each point. */
  readonly kills: Readonly<Record<string, number>>
  readonly sales: number
  readonly violations: readonly Violation[]
}

/** A life that takes longer hangs. */
const PATIENCE_MS = 180_000

/**
 * Kills the real browser host at every point of the plan, starts it again on the same folder, plays packer and
 * person until each order is shipped, and compares the carriers' ledgers with the station's after each kill. Each of
 * the workers has a host, a folder and a world of its own; they take the lives in turn.
 */
export async function crash(
  plan: readonly Life[],
  {
    workers = 1,
    say = () => {},
  }: { readonly workers?: number; readonly say?: (line: string) => void } = {},
): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'shipbench-crash-'))
  const compiled = join(folder, 'compiled')
  const lives = plan.entries()
  try {
    await keepCompiled(folder, compiled)
    const all = await Promise.all(
      Array.from({ length: workers }, (_, worker) =>
        crashBench(lives, { folder: join(folder, String(worker)), compiled, say }),
      ),
    )
    const kills: Record<string, number> = {}
    for (const figures of all)
      for (const [at, count] of Object.entries(figures.kills)) kills[at] = (kills[at] ?? 0) + count
    return {
      orders: plan.length,
      kills,
      sales: all.reduce((sum, { sales }) => sum + sales, 0),
      violations: all.flatMap(({ violations }) => violations),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Node writes down what it compiled when a process ends in order, which no killed host does. */
async function keepCompiled(folder: string, compiled: string): Promise<void> {
  const settingsFile = join(folder, 'settings.json')
  writeFileSync(settingsFile, '{}')
  const dataDir = join(folder, 'data')
  const host = spawnHost({ settingsFile, dataDir, credentials: {}, compiled })
  await host.ready()
  host.end()
  await host.gone
}

interface BenchOptions {
  readonly folder: string
  readonly compiled: string
  readonly say: (line: string) => void
}

/** One host through life after life, as long as there are any. */
async function crashBench(
  lives: Iterable<[number, Life]>,
  { folder, compiled, say }: BenchOptions,
): Promise<Omit<Figures, 'orders'>> {
  const world = await startWorld()
  mkdirSync(folder)
  const settingsFile = join(folder, 'settings.json')
  writeFileSync(settingsFile, JSON.stringify(world.settings))
  const { credentials } = world
  const options = { settingsFile, dataDir: join(folder, 'data'), credentials, compiled }
  const kills: Record<string, number> = {}
  const violations: Violation[] = []
  let host: CrashHost = spawnHost(options)
  let talk: Talk = await host.ready()

  const note = (found: readonly Violation[]) => {
    violations.push(...found)
    for (const { what, order, detail } of found) say(`${what} ${order}: ${detail}`)
  }

  async function startAgain(): Promise<void> {
    host = spawnHost(options)
    talk = await host.ready()
  }

  async function killAt(point: Point, life: Life, reference: string): Promise<void> {
    if (point.at === 'start-up') {
      host.kill()
      await host.gone
      host = spawnHost(options)
      await wait(point.afterMs)
      host.kill()
    } else await reach(world, { host, talk, life, reference, point })
    await host.gone
    talk.leave()
    setTrap(world, undefined, () => {})
    kills[point.at] = (kills[point.at] ?? 0) + 1
  }

  async function live(life: Life, reference: string): Promise<void> {
    const line = world.lines[life.carrier]
    await talk.rest('POST', '/orders', orderFor(life.carrier, reference))
    if (life.parks) line.cut()
    for (const [place, point] of life.points.entries()) {
      await killAt(point, life, reference)
      // A start that is killed itself follows at once: nobody looks in between.
      if (life.points[place + 1]?.at === 'start-up') continue
      await startAgain()
      note(await violationsOf(world, talk, reference, point))
    }
    await reach(world, { host, talk, life, reference, point: undefined })
    note(await violationsAtEnd(world, talk, reference, life.boxes))
  }

  try {
    for (const [index, life] of lives) {
      const reference = `CR-${String(index + 1).padStart(4, '0')}`
      const begun = performance.now()
      await live(life, reference)
      const seconds = ((performance.now() - begun) / 1000).toFixed(1)
      const points = life.points.map(({ at }) => at).join(', ')
      const kind = `${life.carrier}${life.parks ? ' parks' : ''}, ${life.boxes} box`
      say(`${reference} ${kind}, ${seconds} s: ${points}`)
    }
  } finally {
    host.kill()
    await host.gone
    await world.stop()
  }
  const sales = Object.values(world.carriers).reduce((sum, one) => sum + one.ledger().length, 0)
  return { kills, sales, violations }
}

/** Packs until the host is killed at the point, or without one until the order is shipped. */
async function reach(
  world: World,
  at: {
    readonly host: CrashHost
    readonly talk: Talk
    readonly life: Life
    readonly reference: string
    readonly point: Point | undefined
  },
): Promise<void> {
  const { host, talk, life, reference, point } = at
  setTrap(world, point, () => host.kill())
  const packer = createPacker({
    world,
    talk,
    order: orderFor(life.carrier, reference),
    life,
    point,
    kill: () => host.kill(),
    isKilled: () => host.isKilled(),
  })
  const packed = packer.pack().then(
    () => 'shipped' as const,
    // What breaks off with the host's end is no failure.
    async (error: unknown) => {
      if (!host.isKilled()) throw error
      await host.gone
      return 'killed' as const
    },
  )
  const ended = await Promise.race([
    packed,
    host.gone.then(() => 'killed' as const),
    wait(PATIENCE_MS, 'stuck' as const, { ref: false }),
  ])
  const where = `${reference}, ${point?.at ?? 'to its end'}`
  if (ended === 'stuck') {
    const bench = JSON.stringify(await talk.rest('GET', '/packing'))
    throw new Error(`The packer is stuck at ${where}: ${bench}`)
  }
  if (ended === 'killed' && !host.isKilled()) throw new Error(`The host ended by itself: ${where}`)
  if (point && ended === 'shipped' && !host.isKilled())
    throw new Error(`The order was shipped before its point: ${where}`)
}
