import fc from 'fast-check'
import { isGood, isLive } from '../../station/shipping/purchase.ts'
import { parcelFor } from '../station/carriers/made-up-parcel.ts'
import { orderOf } from './bench-model.ts'
import type { Manners } from './carrier-model.ts'
import { settled } from './fake-time.ts'
import { rowsOf, type LedgerRow } from './ledger-looks.ts'
import { isPaid } from './ledger-rules.ts'
import { FATES, type Fate } from './lossy-line.ts'
import { begin, command, one, type Command, type Run } from './model-run.ts'
import { CRASH_POINTS, type CrashPoint } from './station-model.ts'

/** Two orders a carrier, two boxes each. */
const BOXES = [1, 2, 3, 4].flatMap((order) => [
  { order, parcel: 1 },
  { order, parcel: 2 },
])
const SECONDS = [1, 2, 3, 7, 20, 45, 130, 700, 3600]
const JUMPS_MS = [-3_600_000, -600_000, -20_000, 20_000, 600_000, 900_001, 7_200_000]

function buy(box: number, grams: number): Command {
  const { order, parcel } = BOXES[box % BOXES.length] ?? { order: 1, parcel: 1 }
  return command(`buy ${order}/${parcel}`, (run) => {
    // A parked box is not the bench's (O-8).
    if (run.station.bench().outbox.ofParcel(order, parcel)) return
    const isTaken = rowsOf(run.station.database()).some(
      (row) => row.order_id === order && row.parcel === parcel && isLive(row.state),
    )
    begin(run, async () => {
      const bought = run.station.shipping().buy(
        { ...parcelFor('flavorcloud'), order: orderOf(order), parcel, grams },
        {
          weightLineage: '{}',
          goods: [],
          operator: null,
          quoted: null,
        },
      )
      if (!isTaken) return void (await bought)
      run.rules.note('bought while live')
      const isRefused = await bought.then(
        () => false,
        () => true,
      )
      if (!isRefused) throw new Error(`P-3: ${order}/${parcel} has a live purchase`)
    })
  })
}

const weather = (fates: Fate[]) =>
  command(`weather ${fates.join()}`, ({ world }) => world.line.setWeather(fates), false)

const answer = (index: number, fate: Fate) =>
  command(
    `answer ${index} ${fate}`,
    ({ world }) => {
      const calls = [...world.line.held]
      calls[index % Math.max(1, calls.length)]?.end(fate)
    },
    false,
  )

const pass = (seconds: number) =>
  command(`pass ${seconds}`, ({ time }) => time.pass(seconds * 1000), false)

const sleep = (minutes: number) =>
  command(`sleep ${minutes}`, ({ time }) => time.sleep(minutes * 60_000), false)

const jump = (ms: number) => command(`put the clock ${ms}`, ({ time }) => time.put(ms), false)

/** It dies here; what was on the line got through, or not; after a while it is started again. */
const crash = (reached: boolean) =>
  command(
    `crash ${reached}`,
    ({ station, world }) => {
      station.crash()
      world.line.cutOff(reached)
    },
    false,
  )

const crashAt = (point: CrashPoint, skip: number) =>
  command(`die at ${point} ${skip}`, ({ station }) => station.arm(point, skip))

const start = () =>
  command(
    'start',
    ({ station }) => {
      if (!station.isDead()) return
      station.start()
      const left = rowsOf(station.database()).filter(
        ({ state }) => state === 'intended' || state === 'calling',
      )
      if (left.length > 0) throw new Error(`P-6: ${left.map(({ reference }) => reference).join()}`)
    },
    false,
  )

type Finding = 'true' | 'not-bought' | 'given-up' | 'wrong'

const settle = (index: number, finding: Finding) =>
  command(`settle ${index} ${finding}`, (run) => {
    const row = one(run, index, ({ state }) => state === 'in-doubt')
    if (row) settleOne(run, row, finding, index)
  })

/** wrong: the person names a shipment that is another purchase's. */
export function settleOne(run: Run, row: LedgerRow, finding: Finding, index: number): void {
  const { world, rules, station } = run
  const { id, reference, carrier } = row
  const bench = station.bench()
  const sale = world.sales.find((each) => each.reference === reference && isPaid(each))
  rules.note(`settled ${finding}`)
  if (finding === 'wrong') {
    const other = one(run, index, (each) => isLive(each.state) && each.carrier_shipment_id !== null)
    if (!other || other.carrier !== carrier) return
    const carrierShipmentId = other.carrier_shipment_id ?? ''
    begin(run, async () => {
      const told = await bench.settle(id, { finding: 'bought', carrierShipmentId })
      if (told.ok) throw new Error(`P-11: ${reference} took ${carrierShipmentId}`)
    })
    return
  }
  if (finding === 'true' && sale) {
    const isById = carrier === 'flexport' || index % 2 === 0
    begin(run, () =>
      bench.settle(id, { finding: 'bought', ...(isById && { carrierShipmentId: sale.id }) }),
    )
    return
  }
  if (finding === 'given-up' || sale || world.line.mayYetBeDone(`buy ${reference}`))
    rules.excuse(reference)
  begin(run, () =>
    bench.settle(id, { finding: finding === 'given-up' ? 'given-up' : 'not-bought' }),
  )
}

/** A person looks a doubt up at the carrier while the station does the same; one of them is answered first. */
const race = (isPersonFirst: boolean, finding: 'true' | 'not-bought') =>
  command(`race ${isPersonFirst} ${finding}`, async (run) => {
    const { world, time } = run
    const row = one(
      run,
      0,
      ({ state, carrier }) => state === 'in-doubt' && carrier === 'flavorcloud',
    )
    if (!row) return
    world.line.setWeather(['held'])
    for (let tries = 0; tries < 700 && world.line.held.size === 0; tries += 1) await time.pass(1000)
    if (world.line.held.size > 0) run.rules.note('race')
    settleOne(run, row, finding, 0)
    await settled()
    world.line.setWeather(['good'])
    const calls = [...world.line.held]
    for (const call of isPersonFirst ? calls.toReversed() : calls) {
      call.end('good')
      await settled()
    }
  })

/** It is killed and started again and again, and each time its clock has gone ahead: whatever waits is due. */
const restless = (times: number) =>
  command(
    `restless ${times}`,
    async ({ station, time, world }) => {
      world.line.setWeather(['good'])
      for (let nth = 0; nth < times; nth += 1) {
        station.crash()
        time.put(700_000)
        station.start()
        await time.pass(3000)
      }
    },
    false,
  )

const voidLabel = (index: number) =>
  command(`void ${index}`, (run) => {
    const row = one(run, index, ({ state }) => isGood(state) || state === 'void-asked')
    if (row) begin(run, () => run.station.bench().void(row.id))
  })

const print = (index: number) =>
  command(`print ${index}`, (run) => {
    const row = one(run, index, ({ carrier_shipment_id }) => carrier_shipment_id !== null)
    if (!row) return
    begin(run, async () => {
      const shipping = run.station.shipping()
      const fetched = await shipping.fetchLabel(row.id)
      if (fetched.ok) await shipping.print(row.id, 'label')
    })
  })

const reprint = (index: number) =>
  command(`reprint ${index}`, (run) => {
    const row = one(run, index, ({ carrier_shipment_id }) => carrier_shipment_id !== null)
    if (row)
      begin(run, () =>
        run.station
          .shipping()
          .reprint(row.id, { reason: 'torn', operator: null, isApproved: true }),
      )
  })

/** The bench takes the scan of a label that is good and was printed. */
const scan = (index: number) =>
  command(`scan ${index}`, (run) => {
    const row = one(run, index, ({ state, sent_at }) => isGood(state) && sent_at !== null)
    if (!row) return
    run.rules.watching.scanned(row.id)
    begin(run, async () => run.station.shipping().confirmOnBox(row.id))
  })

const turn = (what: 'replay' | 'mayBuy' | 'printer', isOn: boolean, isHonest: boolean) =>
  command(`${what} ${isOn ? 'on' : 'off'}`, ({ station }) => {
    if (what === 'printer') station.setPrinter(isOn)
    // Nobody proves a replay that the carrier does not do.
    else if (what === 'replay') station.switches.isReplayProved = isOn && isHonest
    else station.switches.mayBuy = isOn
  })

const printer = (isWell: boolean) =>
  command(`the printer ${isWell ? 'prints' : 'fails'}`, ({ station }) => station.print(isWell))

const cancelOutside = (index: number) =>
  command(`cancelled outside ${index}`, ({ world }) => world.cancelOutside(index), false)

/** Everything that can happen to purchases, in about the measure in which it makes trouble. */
export function ledgerCommands({ replays, sleeps }: Manners): fc.Arbitrary<Command>[] {
  const fate = fc.constantFrom(...FATES)
  const index = fc.nat(15)
  return [
    fc.tuple(fc.nat(15), fc.constantFrom(1151, 1160)).map(([box, grams]) => buy(box, grams)),
    fc.tuple(fc.nat(3), fc.constant(1151)).map(([box, grams]) => buy(box, grams)),
    fc.array(fate, { minLength: 1, maxLength: 4 }).map(weather),
    fate.map((only) => weather([only])),
    fc.constant(0).map(() => weather(['good'])),
    fc.tuple(fc.nat(3), fate).map(([nth, each]) => answer(nth, each)),
    fc.constantFrom(...SECONDS).map(pass),
    fc.constantFrom(...SECONDS).map(pass),
    // A machine that has slept and whose clock was put back meanwhile has nothing left to tell the time by.
    sleeps ? fc.constantFrom(1, 14, 40).map(sleep) : fc.constantFrom(...JUMPS_MS).map(jump),
    fc.boolean().map(crash),
    fc
      .tuple(fc.constantFrom(...CRASH_POINTS), fc.nat(2))
      .map(([point, skip]) => crashAt(point, skip)),
    fc.constant(0).map(start),
    fc.constant(0).map(start),
    fc
      .tuple(index, fc.constantFrom('true', 'true', 'not-bought', 'given-up', 'wrong'))
      .map(([nth, how]) => settle(nth, how)),
    fc
      .tuple(fc.boolean(), fc.constantFrom('true' as const, 'not-bought' as const))
      .map(([isPersonFirst, finding]) => race(isPersonFirst, finding)),
    fc.constantFrom(2, 6).map(restless),
    index.map(voidLabel),
    index.map(print),
    fc.oneof(index.map(reprint), index.map(scan), fc.boolean().map(printer)),
    fc
      .tuple(fc.constantFrom('replay', 'replay', 'mayBuy', 'printer'), fc.boolean())
      .map(([what, isOn]) => turn(what, isOn, replays)),
    fc.oneof(
      { arbitrary: index.map(cancelOutside), weight: 1 },
      { arbitrary: index.map(scan), weight: 3 },
    ),
  ]
}
