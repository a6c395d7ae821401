import type { CarrierId } from '../../shared/orders.ts'
import type { Database } from '../../station/database/database.ts'
import { MOST_ATTEMPTS } from '../../station/outbox/job.ts'
import type { ParkedParcel } from '../../station/outbox/outbox.ts'
import { orderOf } from './bench-model.ts'
import { PRICE, type CarrierModel } from './carrier-model.ts'
import type { FakeTime } from './fake-time.ts'
import { jobsOf, rowsOf, type JobRow } from './ledger-looks.ts'

/** The only steps of a parked box that RULES.md knows. */
export const PARKED_STEPS: readonly string[] = [
  'null waiting',
  'waiting buying',
  'buying waiting',
  'buying bought',
  'buying refused',
  // Its label, found by other ways, is on the box already.
  'buying closed',
  'waiting taken',
  'waiting refused',
  'bought taken',
  'bought closed',
  'bought refused',
  'refused taken',
]

const isUnbought = ({ state }: JobRow) => state === 'waiting' || state === 'buying'

/** What must hold of every parked box at any moment. */
export function createOutboxRules(
  time: FakeTime,
  world: CarrierModel,
  database: Database,
  note: (what: string) => void,
  wrong: string[],
) {
  /** The try under way, by carrier. */
  const trying = new Map<CarrierId, string>()
  /** What was quoted last, by order and parcel. */
  const quotes = new Map<string, number | null>()

  const must = (isSo: boolean, words: string) => {
    if (!isSo) wrong.push(words)
  }
  const nameOf = ({ order_id, parcel }: JobRow) => `LK-${order_id}/${parcel}`

  /** Where a box stands among those that could be tried now: a scanned sticker first, then by due time (O-3). */
  function turnOf({ wanted_at, due_at }: JobRow, number: number): string {
    const place = String(number).padStart(6, '0')
    return wanted_at === null ? `due ${due_at} ${place}` : `asked ${wanted_at} ${place}`
  }

  return {
    tries(parked: ParkedParcel): void {
      note('try')
      const { id, carrier } = parked
      const jobs = jobsOf(database)
      const job = jobs.find((one) => one.id === id)
      if (!job) return must(false, `O-2: ${id} is tried, and not on disk`)
      const name = nameOf(job)
      must(job.state === 'buying', `O-2: ${name} is tried, and ${job.state}`)
      must(
        world.line.outage(carrier) === undefined,
        `O-1: ${name} is tried while ${carrier} is down`,
      )
      must(!trying.has(carrier), `O-3: ${name} and ${trying.get(carrier)} are tried at once`)
      trying.set(carrier, name)
      if (job.wanted_at !== null) note('try of a scanned sticker')
      const now = time.clock.now().toISOString()
      const turn = turnOf(job, jobs.indexOf(job))
      const before = jobs.find(
        (other, number) =>
          other.carrier === carrier &&
          other.state === 'waiting' &&
          other.due_at <= now &&
          turnOf(other, number) < turn,
      )
      must(!before, `O-3: ${name} is tried before ${before && nameOf(before)}`)
    },
    tried: ({ carrier }: ParkedParcel) => void trying.delete(carrier),
    quoted: (orderId: number, parcel: number, minor: number | null) =>
      void quotes.set(`${orderId}/${parcel}`, minor),
    /** A purchase leaves for the first time. */
    bought(orderId: number, parcel: number): void {
      const open = jobsOf(database).find(
        (job) =>
          job.order_id === orderId &&
          job.parcel === parcel &&
          !['taken', 'closed'].includes(job.state),
      )
      if (!open) return
      note('bought by the outbox')
      const name = nameOf(open)
      must(open.state === 'buying', `O-8: ${name} is bought at the bench while it is ${open.state}`)
      const ended = rowsOf(database).findLast(
        (row) => row.order_id === orderId && row.parcel === parcel && row.state !== 'calling',
      )
      must(
        ended?.id === open.ended_before || !['void', 'given-up'].includes(ended?.state ?? ''),
        `O-5: ${name} is bought again, though its purchase is ${ended?.state}`,
      )
      const minor = quotes.get(`${orderId}/${parcel}`)
      if (!orderOf(orderId).customs?.hashKey) return
      note('bought at the rate of the checkout')
      must(
        minor === null || minor === undefined || minor <= PRICE * 1.05,
        `O-10: ${name} is bought for ${minor}`,
      )
    },
    restarted: () => trying.clear(),

    check(): void {
      const jobs = jobsOf(database)
      if (jobs.length === 0) return
      const rows = rowsOf(database)
      for (const job of jobs) {
        const { carrier, state, order_id, parcel, attempts } = job
        const name = nameOf(job)
        if (state === 'buying')
          must(trying.get(carrier) === name, `O-2: ${name} is buying, and nobody tries`)
        must(attempts <= MOST_ATTEMPTS, `O-5: ${name} was tried ${attempts} times`)
        if (state === 'bought')
          must(
            rows.some(
              (row) =>
                row.order_id === order_id &&
                row.parcel === parcel &&
                row.carrier_shipment_id !== null,
            ),
            `O-4: ${name} is bought, and the ledger has nothing of it`,
          )
      }
    },

    /** Once all answer again, and a person has ended what is in doubt, nothing waits any more. */
    checkRest(): void {
      const jobs = jobsOf(database)
      const rows = rowsOf(database)
      for (const job of jobs.filter(isUnbought)) {
        // A void that the carrier never ends is a person's.
        const isHeldUp = rows.some(
          (row) =>
            row.order_id === job.order_id &&
            row.parcel === job.parcel &&
            row.state === 'void-asked',
        )
        must(isHeldUp, `O-4: ${nameOf(job)} still is ${job.state}`)
      }
    },
  }
}
