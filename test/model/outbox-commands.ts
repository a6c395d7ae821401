import fc from 'fast-check'
import type { CarrierId } from '../../shared/orders.ts'
import { isGood } from '../../station/shipping/purchase.ts'
import { settled } from './fake-time.ts'
import { ledgerCommands, settleOne } from './ledger-commands.ts'
import type { Manners } from './carrier-model.ts'
import { begin, command, one, type Command, type Run } from './model-run.ts'
import { jobsOf, type JobRow } from './ledger-looks.ts'

/** The first by box, so that the boxes of an order come in turn; the fifth order was rated at checkout. */
const BOXES = [1, 2, 5].flatMap((order) => [
  { order, parcel: 1 },
  { order, parcel: 2 },
  { order, parcel: 3 },
])

function oneJob({ station }: Run, index: number): JobRow | undefined {
  const open = jobsOf(station.database()).filter(
    ({ state }) => !['taken', 'closed'].includes(state),
  )
  return open[index % Math.max(1, open.length)]
}

function park(index: number): Command {
  const { order, parcel } = BOXES[index % BOXES.length] ?? { order: 1, parcel: 1 }
  return command(`park ${order}/${parcel}`, (run) => {
    const parked = run.station.bench().park(order, parcel)
    if (parked) run.rules.note('parked')
  })
}

const scanSticker = (index: number) =>
  command(`scan sticker ${index}`, (run) => {
    const job = oneJob(run, index)
    if (job) begin(run, () => run.station.bench().scanSticker(job.id))
  })

const takeBack = (index: number) =>
  command(`take back ${index}`, (run) => {
    const job = oneJob(run, index)
    if (!job) return
    const told = run.station.bench().outbox.takeBack(job.id)
    if ((told === 'under-way') !== (job.state === 'buying'))
      throw new Error(`O-8: a box that is ${job.state} was ${told}`)
  })

/** A person ends a purchase of a parked box, and the station dies before the outbox has heard of it. */
const endUnheard = (index: number) =>
  command(`end unheard ${index}`, async (run) => {
    const { station, rules } = run
    const ofJobs = jobsOf(station.database()).map((job) => `${job.order_id}/${job.parcel}`)
    const row = one(
      run,
      index,
      ({ order_id, parcel, state }) =>
        ofJobs.includes(`${order_id}/${parcel}`) && (state === 'in-doubt' || isGood(state)),
    )
    if (!row) return
    station.arm('ended', 0)
    if (row.state === 'in-doubt') settleOne(run, row, 'given-up', 0)
    else begin(run, () => station.bench().void(row.id))
    await settled()
    if (station.isDead()) rules.note('ended unheard')
    station.disarm()
    station.start()
  })

const line = (carrier: CarrierId, isUp: boolean) =>
  command(
    `${carrier} is ${isUp ? 'there' : 'cut off'}`,
    ({ world }) => world.line.setCut(carrier, !isUp),
    false,
  )

/** Parked boxes in the middle of everything that can happen to purchases. */
export function outboxCommands(manners: Manners): fc.Arbitrary<Command>[] {
  const index = fc.nat(15)
  const carrier = fc.constantFrom<CarrierId>('flexport', 'flavorcloud')
  return [
    ...ledgerCommands(manners),
    index.map(park),
    index.map(park),
    index.map(park),
    index.map(park),
    index.map(scanSticker),
    index.map(scanSticker),
    index.map(takeBack),
    index.map(endUnheard),
    fc.tuple(carrier, fc.boolean()).map(([which, isUp]) => line(which, isUp)),
    fc.tuple(carrier, fc.boolean()).map(([which, isUp]) => line(which, isUp)),
  ]
}
