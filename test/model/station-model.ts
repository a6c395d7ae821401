import { done, failed } from '../../shared/outcome.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { BoughtParcel } from '../../station/carriers/carriers.ts'
import type { Database } from '../../station/database/database.ts'
import { createTopic } from '../../station/lib/topic.ts'
import type { Printing, PrintRequest } from '../../station/printing/printing.ts'
import { createShipping, type Shipping } from '../../station/shipping/shipping.ts'
import type { ParkedParcel } from '../../station/outbox/outbox.ts'
import { steadyWrites } from '../station/database/stand.ts'
import { openBenchModel } from './bench-model.ts'
import type { CarrierModel } from './carrier-model.ts'
import { settled, type FakeTime } from './fake-time.ts'
import type { KeptDatabase } from './kept-database.ts'

/** Points between two commits at which a run of the station can be made to die. */
export const CRASH_POINTS = [
  'intended',
  'changed',
  'called',
  'ended',
  'printing',
  'trying',
  'tried',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

export interface Watching {
  /** A call that buys has left; the database is as it was then. */
  readonly bought: (reference: string, body: string) => void
  readonly looked: (reference: string, answer: Outcome<BoughtParcel, CarrierFailure>) => void
  /** A label comes out of the printer. */
  readonly printed: (shipmentId: string) => void
  readonly quoted: (orderId: number, parcel: number, minor: number | null) => void
  /** The outbox begins a try of a parked box, and has ended it. */
  readonly tries: (parked: ParkedParcel) => void
  readonly tried: (parked: ParkedParcel) => void
  readonly scanned: (shipmentId: string) => void
  /** A new run begins. */
  readonly restarted: () => void
  /** Something that only a bug can do. */
  readonly broke: (what: unknown) => void
}

export interface Switches {
  isReplayProved: boolean
  mayBuy: boolean
}

class Crash extends Error {}

/**
 * A station that can die at any moment: what is committed by then is all that the next run gets. A run that is over
 * cannot write, and hears no answers.
 */
export function createStationModel(
  time: FakeTime,
  world: CarrierModel,
  watching: Watching,
  disk: KeptDatabase,
  { trackingEveryHours, ...switches }: Switches & { readonly trackingEveryHours: number },
) {
  const asked = new Set<{ end(isWell: boolean): void }>()
  let armed: { readonly point: CrashPoint; skip: number } | undefined
  let starts = 0
  let isPrinterSlow = false
  let isDead = false
  let running = open()

  function open() {
    starts += 1
    const run = starts
    const isAlive = () => run === starts
    const database = disk.openFor(isAlive)
    const die = (point: CrashPoint) => dieAt(point, database, isAlive)
    const owner = disk.database.prepare('SELECT 1 FROM shipments WHERE carrier_shipment_id = ?')
    const carriers = world.carriers({
      ...watching,
      isAlive,
      isOwned: (id) => owner.get(id) !== undefined,
      calls(reference, body) {
        watching.bought(reference, body)
        die('called')
      },
    })
    const writes = steadyWrites(database)
    const mayBuy = () => switches.mayBuy
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (context: object) => isAlive() && watching.broke(context),
    }
    const shipping: Shipping = createShipping({
      postcodes: () => ({ to: null, from: null }),
      database,
      carriers,
      printing: printing(isAlive, die),
      journal: { intended: () => die('intended'), ended: () => die('ended') },
      writes,
      exchanges: { about: () => [] },
      trackingEveryHours: () => trackingEveryHours,
      mayBuy,
      isReplayProved: () => switches.isReplayProved,
      clock: time.clock,
      log,
    })
    const bench = openBenchModel({
      database,
      shipping,
      carriers,
      writes,
      mayBuy,
      onTry(parked) {
        watching.tries(parked)
        die('trying')
      },
      onTried(parked) {
        watching.tried(parked)
        die('tried')
      },
      onScan: watching.scanned,
      clock: time.clock,
      log,
    })
    shipping.changes.subscribe(() => die('changed'))
    return { shipping, bench }
  }

  /** The process is gone in the middle of what it did. */
  function dieAt(point: CrashPoint, database: Database, isAlive: () => boolean): void {
    if (armed?.point !== point || database.inTransaction || !isAlive()) return
    if (armed.skip-- > 0) return
    armed = undefined
    end()
    throw new Crash(point)
  }

  function end(): void {
    isDead = true
    starts += 1
    running.shipping.stop()
    void running.bench.outbox.stop()
  }

  function printing(isAlive: () => boolean, die: (point: CrashPoint) => void): Printing {
    return {
      jobsOf: () => [],
      paperKnown: createTopic(),
      settlePaper() {},
      print(request: PrintRequest) {
        die('printing')
        return new Promise((resolve) => {
          const turn = {
            end(isWell: boolean) {
              if (!asked.delete(turn) || !isAlive()) return
              if (request.isWanted?.() === false)
                return resolve(failed({ code: 'print-called-off', delivery: 'not-sent' }))
              if (!isWell)
                return resolve(failed({ code: 'printer-interrupted', delivery: 'unknown' }))
              watching.printed(request.shipmentId ?? '')
              resolve(done({} as never))
            },
          }
          asked.add(turn)
          if (!isPrinterSlow) turn.end(true)
        })
      },
    } as unknown as Printing
  }

  return {
    switches,
    shipping: () => running.shipping,
    bench: () => running.bench,
    /** What is on disk, also after a crash. */
    database: (): Database => disk.database,
    isDead: () => isDead,
    starts: () => starts,
    /** The next run of this station dies when it has come to this point so often. */
    arm: (point: CrashPoint, skip: number) => void (armed = { point, skip }),
    disarm: () => void (armed = undefined),
    crash(): void {
      if (!isDead) end()
    },
    /** Begins the next run with what the last one left. */
    start(): void {
      if (!isDead) return
      isDead = false
      armed = undefined
      time.forget()
      watching.restarted()
      running = open()
    },
    setPrinter: (isSlow: boolean) => void (isPrinterSlow = isSlow),
    print: (isWell: boolean) => {
      for (const turn of asked) turn.end(isWell)
    },
    /** A run that died in the middle of it has told nobody. */
    async unlessDead<T>(work: () => Promise<T>): Promise<T | undefined> {
      try {
        return await work()
      } catch (error) {
        if (isDead || error instanceof Crash) return undefined
        throw error
      }
    },
    async stop(): Promise<void> {
      if (!isDead) end()
      await settled()
    },
  }
}

export type StationModel = ReturnType<typeof createStationModel>
