import type { HistoryLine } from '../../shared/outbox.ts'
import type { BenchProblem } from '../../shared/packing.ts'
import type { Carriers } from '../carriers/carriers.ts'
import type { Database } from '../database/database.ts'
import type { SteadyWrites } from '../database/steady-writes.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { Clock, Log } from '../ports.ts'
import { runDispatcher, type Work } from './dispatcher.ts'
import type { Attempt, ParkedParcel } from './job.ts'
import { openJobStore, type ParcelToPark } from './job-store.ts'

export type { Attempt, ParkedParcel } from './job.ts'
export type { ParcelToPark } from './job-store.ts'
export type { Work } from './dispatcher.ts'

/** Boxes that were packed while their carrier could not be asked; the rules stand in RULES.md. */
export interface Outbox {
  /** Takes a packed box over from the bench; it is on disk, and has a sticker's id, when this returns. */
  park(parcel: ParcelToPark): ParkedParcel
  find(stickerId: string): ParkedParcel | undefined
  /** Those of an order that are still open, by box. */
  ofOrder(orderId: number): ParkedParcel[]
  ofParcel(orderId: number, parcel: number): ParkedParcel | undefined
  /** Its sticker was scanned: it is bought next. */
  hurry(stickerId: string): void
  /** What it waited for may have come: it is tried in its turn. */
  wake(orderId: number, parcel: number): void
  /** The bench has it again; not while the carrier is being asked about it. */
  takeBack(stickerId: string): 'taken' | 'under-way' | 'not-parked'
  /** It goes back to the bench for this reason; nothing where the parcel is not parked. */
  refuse(orderId: number, parcel: number, problem: BenchProblem): void
  /** Its label is on the box; nothing where the parcel is not parked. */
  close(orderId: number, parcel: number): void
  history(stickerId: string): HistoryLine[]
  /** A try has ended, and is on disk. */
  readonly ended: Topic<{ readonly parcel: ParkedParcel; readonly attempt: Attempt }>
  readonly changes: Topic<void>
  stop(): Promise<void>
}

export interface OutboxDeps {
  readonly database: Database
  readonly work: Work
  readonly carriers: Pick<Carriers, 'outage' | 'outages'>
  readonly writes: SteadyWrites
  readonly clock: Clock
  readonly log: Log
}

/** Opens the outbox and begins to buy what waits in it. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const jobs = openJobStore(deps.database, deps.clock)
  const changes = createTopic<void>()
  const rescued = jobs.rescue()
  if (rescued > 0) deps.log.warn({ jobs: rescued }, 'Purchases of parked boxes were cut off')
  const dispatcher = runDispatcher({ ...deps, jobs })
  dispatcher.ended.subscribe(() => changes.publish())

  function stirred<T>(value: T): T {
    dispatcher.stir()
    changes.publish()
    return value
  }

  return {
    park: (parcel) => stirred(jobs.add(parcel)),
    find: jobs.find,
    ofOrder: jobs.ofOrder,
    ofParcel: jobs.ofParcel,
    hurry(stickerId) {
      const parcel = jobs.find(stickerId)
      if (!parcel) return
      jobs.want(parcel)
      dispatcher.hurry(parcel.carrier)
      changes.publish()
    },
    wake: (orderId, parcel) => stirred(jobs.wake(orderId, parcel)),
    takeBack(stickerId) {
      const parcel = jobs.find(stickerId)
      if (!parcel || parcel.state === 'taken' || parcel.state === 'closed') return 'not-parked'
      if (parcel.state === 'buying') return 'under-way'
      jobs.end(parcel.id, 'taken')
      return stirred('taken')
    },
    refuse(orderId, parcel, problem) {
      const parked = jobs.ofParcel(orderId, parcel)
      if (parked && parked.state !== 'buying') stirred(jobs.refuse(parked.id, problem))
    },
    close(orderId, parcel) {
      const parked = jobs.ofParcel(orderId, parcel)
      if (parked) stirred(jobs.end(parked.id, 'closed'))
    },
    history: jobs.history,
    ended: dispatcher.ended,
    changes,
    stop: () => dispatcher.stop(),
  }
}
