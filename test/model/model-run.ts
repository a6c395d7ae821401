import fc from 'fast-check'
import { vi } from 'vitest'
import { createCarrierModel, type CarrierModel, type Manners } from './carrier-model.ts'
import { fakeTime, settled, type FakeTime } from './fake-time.ts'
import type { KeptDatabase } from './kept-database.ts'
import { rowsOf, type LedgerRow } from './ledger-looks.ts'
import { createLedgerRules, isPaid, type LedgerRules } from './ledger-rules.ts'
import { createStationModel, type StationModel } from './station-model.ts'

/** All that one run consists of. */
export interface Run {
  readonly time: FakeTime
  readonly world: CarrierModel
  readonly station: StationModel
  readonly rules: LedgerRules
}

export type Command = fc.AsyncCommand<object, Run>

/** How accounts, carriers and machines may be set up, for a whole run. */
export function someManners(hasBreaker: boolean): fc.Arbitrary<Manners> {
  return fc.record({
    replays: fc.boolean(),
    tellsReference: fc.boolean(),
    isAsync: fc.boolean(),
    sleeps: fc.nat(4).map((nth) => nth === 0),
    isDamaged: fc.nat(7).map((nth) => nth === 0),
    // Seldom, since it is much work and changes nothing (P-14).
    trackingEveryHours: fc.nat(19).map((nth) => (nth === 0 ? 6 : 0)),
    hasBreaker: fc.constant(hasBreaker),
  })
}

/** Runs the commands on a station of its own, then lets all be well again; `rest` is what must be done by then. */
export async function runModel(
  manners: Manners,
  commands: Iterable<Command>,
  disk: KeptDatabase,
  seen: Map<string, number>,
  rest: (run: Run) => Promise<void> = async () => {},
): Promise<void> {
  const time = fakeTime()
  const world = createCarrierModel(time, manners)
  const rules = createLedgerRules(time, world, seen, disk.database)
  time.install(
    (name, value) => void vi.stubGlobal(name, value),
    () => rules.isDead(),
  )
  disk.empty()
  const station = createStationModel(time, world, rules.watching, disk, {
    trackingEveryHours: manners.trackingEveryHours,
    // Nobody proves a replay that the carrier does not do.
    isReplayProved: manners.replays,
    mayBuy: !manners.isDamaged,
  })
  rules.watch(station)
  const run = { time, world, station, rules }
  try {
    await fc.asyncModelRun(() => ({ model: {}, real: run }), commands)
    await calm(run)
    await rest(run)
  } finally {
    await station.stop()
  }
}

/** A command that is named by what it was made of, so that a failing run can be read; all is checked after it. */
export function command(
  name: string,
  act: (run: Run) => Promise<void> | void,
  needsStation = true,
): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(_model, run) {
      if (needsStation && run.station.isDead()) return
      // What a dying station throws nobody hears.
      await run.station.unlessDead(async () => act(run))
      await settled()
      run.rules.check()
    },
  }
}

/** One of the purchases that are so now; undefined where none is. */
export function one(
  { station }: Run,
  index: number,
  isMeant: (row: LedgerRow) => boolean,
): LedgerRow | undefined {
  const rows = rowsOf(station.database()).filter(isMeant)
  return rows[index % Math.max(1, rows.length)]
}

/** Does what may be cut off by a crash, without waiting for it. */
export function begin({ station, rules }: Run, work: () => Promise<unknown>): void {
  station.unlessDead(work).catch((error: unknown) => rules.watching.broke(error))
}

/** All is well again, for long enough: what the station does by itself must be done. */
async function calm({ time, world, station, rules }: Run): Promise<void> {
  world.line.setWeather(['good'])
  station.disarm()
  station.start()
  station.switches.mayBuy = true
  for (const carrier of ['flexport', 'flavorcloud'] as const) world.line.setCut(carrier, false)
  station.setPrinter(false)
  station.print(true)
  for (const call of world.line.held) call.end('good')
  await settled()
  // The longest wait of all is half an hour; of look-ups there are five before a call goes out again.
  await time.pass(75 * 60_000)
  rules.check()
  rules.checkRest()
}

/** A person looks every doubt up, and tells the truth about it. */
export async function settleAll({ world, station }: Run): Promise<void> {
  for (const { id, reference, state } of rowsOf(station.database())) {
    if (state !== 'in-doubt') continue
    const sale = world.sales.find((each) => each.reference === reference && isPaid(each))
    const bought = sale && { finding: 'bought' as const, carrierShipmentId: sale.id }
    await station.bench().settle(id, bought ?? { finding: 'not-bought' })
  }
}
