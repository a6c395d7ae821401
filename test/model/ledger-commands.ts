import fc from 'fast-check'
import type { CarrierId } from '../../shared/orders.ts'
import { isGood, isLive } from '../../station/shipping/purchase.ts'
import { parcelFor } from '../station/carriers/made-up-parcel.ts'
import type { CarrierModel } from './carrier-model.ts'
import { settled, type FakeTime } from './fake-time.ts'
import { isPaid, rowsOf, type LedgerRow, type LedgerRules } from './ledger-rules.ts'
import { FATES, type Fate } from './lossy-line.ts'
import { CRASH_POINTS, type CrashPoint, type StationModel } from './station-model.ts'

/** All that one run consists of. */
export interface Run {
  readonly time: FakeTime
  readonly world: CarrierModel
  readonly station: StationModel
  readonly rules: LedgerRules
}

type Command = fc.AsyncCommand<object, Run>

/** Two orders a carrier, two boxes each. */
const BOXES = [1, 2, 3, 4].flatMap((order) => [
  { order, parcel: 1 },
  { order, parcel: 2 },
])
const SECONDS = [1, 2, 3, 7, 20, 45, 130, 700, 3600]
const JUMPS_MS = [-3_600_000, -600_000, -20_000, 20_000, 600_000, 900_001, 7_200_000]

/** A command that is named by what it was made of, so that a failing run can be read; all is checked after it. */
function command(
  name: string,
  act: (run: Run) => Promise<void> | void,
  needsStation = true,
): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(_model, run) {
      if (needsStation && run.station.isDead()) return
      await act(run)
      await settled()
      run.rules.check()
    },
  }
}

function carrierOf(order: number): CarrierId {
  return order % 2 === 0 ? 'flexport' : 'flavorcloud'
}

export function askedParcel(order: number, parcel: number, grams = 1151) {
  const carrier = carrierOf(order)
  const made = parcelFor(carrier, { id: order, reference: `LK-${order}`, carrier })
  return { ...made, parcel, grams }
}

/** One of the purchases that are so now; undefined where none is. */
function one(
  { station }: Run,
  index: number,
  isMeant: (row: LedgerRow) => boolean,
): LedgerRow | undefined {
  const rows = rowsOf(station.database()).filter(isMeant)
  return rows[index % Math.max(1, rows.length)]
}

/** Does what may be cut off by a crash, without waiting for it. */
function begin({ station, rules }: Run, work: () => Promise<unknown>): void {
  station.unlessDead(work).catch((error: unknown) => rules.watching.broke(error))
}

function buy(box: number, grams: number): Command {
  const { order, parcel } = BOXES[box % BOXES.length] ?? { order: 1, parcel: 1 }
  return command(`buy ${order}/${parcel}`, (run) => {
    const isTaken = rowsOf(run.station.database()).some(
      (row) => row.order_id === order && row.parcel === parcel && isLive(row.state),
    )
    begin(run, async () => {
      const bought = run.station.shipping().buy(askedParcel(order, parcel, grams), {
        weightLineage: '{}',
        operator: null,
        quoted: null,
      })
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
    ({ station, rules }) => {
      if (!station.isDead()) return
      rules.note('restarted')
      station.start()
      const left = rowsOf(station.database()).filter(
        ({ state }) => state === 'intended' || state === 'calling',
      )
      if (left.length > 0) throw new Error(`P-6: ${left.map(({ reference }) => reference).join()}`)
    },
    false,
  )

function settle(index: number, finding: 'true' | 'not-bought' | 'given-up' | 'wrong'): Command {
  return command(`settle ${index} ${finding}`, (run) => {
    const { world, rules, station } = run
    const row = one(run, index, ({ state }) => state === 'in-doubt')
    if (!row) return
    const { id, reference, carrier } = row
    const shipping = station.shipping()
    const sale = world.sales.find((each) => each.reference === reference && isPaid(each))
    rules.note(`settled ${finding}`)
    if (finding === 'wrong') {
      const other = one(
        run,
        index,
        (each) => isLive(each.state) && each.carrier_shipment_id !== null,
      )
      if (!other || other.carrier !== carrier) return
      const carrierShipmentId = other.carrier_shipment_id ?? ''
      begin(run, async () => {
        const told = await shipping.settle(id, { finding: 'bought', carrierShipmentId })
        if (told.ok) throw new Error(`P-11: ${reference} took ${carrierShipmentId}`)
      })
      return
    }
    if (finding === 'true' && sale) {
      const isById = carrier === 'flexport' || index % 2 === 0
      begin(run, () =>
        shipping.settle(id, { finding: 'bought', ...(isById && { carrierShipmentId: sale.id }) }),
      )
      return
    }
    if (finding === 'given-up' || sale || world.line.mayYetBeDone(`buy ${reference}`))
      rules.excuse(reference)
    begin(run, () =>
      shipping.settle(id, { finding: finding === 'given-up' ? 'given-up' : 'not-bought' }),
    )
  })
}

const voidLabel = (index: number) =>
  command(`void ${index}`, (run) => {
    const row = one(run, index, ({ state }) => isGood(state) || state === 'void-asked')
    if (row) begin(run, () => run.station.shipping().void(row.id))
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
    if (row) begin(run, () => run.station.shipping().reprint(row.id, 'torn'))
  })

/** The bench takes the scan of a label that is good and was printed. */
const scan = (index: number) =>
  command(`scan ${index}`, (run) => {
    const row = one(run, index, ({ state, sent_at }) => isGood(state) && sent_at !== null)
    if (!row) return
    run.rules.scanned.add(row.id)
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
export function ledgerCommands(replays: boolean): fc.Arbitrary<Command>[] {
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
    fc.constantFrom(...JUMPS_MS).map(jump),
    fc.boolean().map(crash),
    fc
      .tuple(fc.constantFrom(...CRASH_POINTS), fc.nat(2))
      .map(([point, skip]) => crashAt(point, skip)),
    fc.constant(0).map(start),
    fc.constant(0).map(start),
    fc
      .tuple(index, fc.constantFrom('true', 'true', 'not-bought', 'given-up', 'wrong'))
      .map(([nth, how]) => settle(nth, how)),
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

/** All is well again, for long enough: what the station does by itself must be done. */
export async function calm({ time, world, station, rules }: Run): Promise<void> {
  world.line.setWeather(['good'])
  station.disarm()
  station.start()
  station.switches.mayBuy = true
  station.setPrinter(false)
  station.print(true)
  for (const call of world.line.held) call.end('good')
  await settled()
  // The longest wait of all is half an hour; of look-ups there are five before a call goes out again.
  await time.pass(75 * 60_000)
  rules.check()
  rules.checkRest()
}
