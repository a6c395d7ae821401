import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { printingMigrations } from '../../station/printing/schema.ts'
import { fakeTime, settled } from './fake-time.ts'
import { keepOneDatabase } from './kept-database.ts'
import {
  goOnPrinting,
  newDevice,
  switchOffAndOn,
  type Faults,
  type Mishap,
} from './label-printer-model.ts'
import {
  CONNECTIONS,
  createPrintingModel,
  SETTINGS,
  type DeathPoint,
  type PrintingModel,
} from './printing-model.ts'
import { createPrintingRules, type PrintingRules } from './printing-rules.ts'
import { mustComeToAll, runsOr, timeoutOf } from './runs.ts'

const USUAL_RUNS = 150
const RUNS = runsOr(USUAL_RUNS)

const disk = keepOneDatabase(printingMigrations)
afterEach(() => vi.unstubAllGlobals())
afterAll(() => disk.close())

interface Run {
  readonly model: PrintingModel
  readonly rules: PrintingRules
}
type Command = fc.AsyncCommand<object, Run>

function command(name: string, act: (run: Run) => Promise<void> | void): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(_, run) {
      await act(run)
      await settled()
      run.rules.check()
    },
  }
}

const print = (shipment: number, byPerson: boolean) =>
  command(`${byPerson ? 'reprint' : 'print'} ${shipment}`, ({ model }) =>
    model.print(`shipment-${shipment}`, byPerson),
  )

const pass = (ms: number) => command(`pass ${ms}`, ({ model }) => model.time.pass(ms))

const fault = (connection: string, which: keyof Faults, isOn: boolean) =>
  command(`${connection} ${which} ${isOn}`, ({ model }) => {
    const device = model.deviceAt(connection)
    device.faults[which] = isOn
    goOnPrinting(device, model.time)
  })

const mishap = (connection: string, what: Mishap) =>
  command(`${connection} next ${what}`, ({ model }) => {
    model.deviceAt(connection).mishap = what
  })

const offAndOn = (connection: string) =>
  command(`${connection} off and on`, ({ model }) => switchOffAndOn(model.deviceAt(connection)))

const swap = (connection: string, hasPrintedMore: boolean) =>
  command(`${connection} another printer, of ${hasPrintedMore ? 'more' : 'less'}`, ({ model }) => {
    switchOffAndOn(model.deviceAt(connection))
    model.devices.set(connection, newDevice(model.otherOdometer(hasPrintedMore)))
  })

/** Somebody else's label: from then on its odometer proves nothing. */
const foreign = (connection: string) =>
  command(`${connection} prints for another`, ({ model }) => {
    const device = model.deviceAt(connection)
    device.isShared = true
    device.buffer.push('of another')
    goOnPrinting(device, model.time)
  })

const die = command('die and start', ({ model }) => {
  model.kill()
  model.start()
})

const dieAt = (point: DeathPoint, shipment: number) =>
  command(`die at the ${point} of ${shipment}`, async ({ model }) => {
    model.arm(point)
    model.print(`shipment-${shipment}`, true)
    await model.time.pass(5_000)
    model.disarm()
    model.start()
  })

interface Burst {
  readonly shipment: number
  readonly ms: number
  readonly lost: number
  readonly isCutOff: boolean
}

/** Labels one after another, faster than they print; one is lost, and the station may die between them. */
const burst = ({ shipment, ms, lost, isCutOff }: Burst) =>
  command(`burst of ${shipment}, ${ms}, ${lost}, ${isCutOff}`, async ({ model }) => {
    const device = model.deviceAt('tcp://a:1')
    for (let nth = 0; nth < 3; nth += 1) {
      if (nth === lost) device.mishap = 'lost'
      model.print(`shipment-${shipment}`, true)
      await model.time.pass(ms)
      if (nth !== 1 || !isCutOff) continue
      model.kill()
      model.start()
    }
  })

const restart = command('stop and start', async ({ model, rules }) => {
  await model.stop()
  rules.check()
  model.start()
})

const reconfigure = (index: number) =>
  command(`settings ${index}`, ({ model }) => model.reconfigure(index))

const giveVoid = (shipment: number) =>
  command(`void ${shipment}`, ({ model }) => void model.voided.add(`shipment-${shipment}`))

/** A person looks, and tells the truth of what lies there. */
const settle = (shipment: number, isScan: boolean) =>
  command(`${isScan ? 'scan' : 'settle'} ${shipment}`, ({ model, rules }) => {
    const shipmentId = `shipment-${shipment}`
    const own = model.asked.filter((call) => call.shipmentId === shipmentId)
    const isOut = own.some(({ text }) => rules.paperOf(text) > 0)
    if (isScan && !isOut) return
    model.printing()?.settlePaper(shipmentId, isOut, isScan ? 'scan' : 'operator')
    model.note('settled')
  })

const shipment = fc.nat(3)
const connection = fc.constantFrom(...CONNECTIONS.slice(0, 2), 'tcp://a:1')
const faults = fc.constantFrom<keyof Faults>('refuses', 'isGone', 'isSilent', 'paperOut', 'isSlow')
const COMMANDS: fc.Arbitrary<Command>[] = [
  shipment.map((which) => print(which, false)),
  shipment.map((which) => print(which, true)),
  shipment.map((which) => print(which, true)),
  fc.constantFrom(1, 45, 400, 900, 3_000, 9_000, 20_000).map(pass),
  fc.constantFrom(1, 45, 400, 900, 3_000, 9_000, 20_000).map(pass),
  fc.constantFrom(10_000, 60_000).map(pass),
  fc.tuple(connection, faults, fc.boolean()).map((fields) => fault(...fields)),
  fc.tuple(connection, faults).map(([where, which]) => fault(where, which, false)),
  fc
    .tuple(
      connection,
      fc.constantFrom<Mishap>('refused', 'cut in the middle', 'cut at the end', 'lost'),
    )
    .map((fields) => mishap(...fields)),
  connection.map(offAndOn),
  fc.tuple(connection, fc.boolean()).map((fields) => swap(...fields)),
  fc.tuple(connection, fc.nat(5)).map(([where, nth]) => (nth === 0 ? foreign(where) : pass(500))),
  fc.constant(die),
  fc
    .tuple(fc.constantFrom<DeathPoint>('first byte', 'last byte'), shipment)
    .map((fields) => dieAt(...fields)),
  fc
    .record({
      shipment,
      ms: fc.constantFrom(90, 150, 1_500, 2_500),
      lost: fc.nat(4),
      isCutOff: fc.boolean(),
    })
    .map(burst),
  fc.constant(restart),
  fc.nat(SETTINGS.length - 1).map(reconfigure),
  fc.constant(reconfigure(0)),
  fc.constant(giveVoid(3)),
  fc.tuple(shipment, fc.boolean()).map((fields) => settle(...fields)),
]

const COME_TO = [
  'delivered',
  'unconfirmed',
  'printer-interrupted',
  'printer-not-reached',
  'printer-not-ready',
  'print-called-off',
  'no-printer',
  'passed on',
  'odometer true',
  'odometer false',
  'told true',
  'told false',
  'died at the first byte',
  'died at the last byte',
  'settled',
]

/** All works again: what waits must end. */
async function calm({ model, rules }: Run): Promise<void> {
  model.start()
  for (const connection of CONNECTIONS) {
    const device = model.deviceAt(connection)
    for (const which of Object.keys(device.faults) as (keyof Faults)[])
      device.faults[which] = which === 'isSilent' && connection === 'tcp://mute:1'
    goOnPrinting(device, model.time)
  }
  await model.time.pass(4 * 60_000)
  rules.checkRest()
}

test(
  'L-3 L-5 L-6 L-10 whatever printers, lines and the station do, no label prints twice by itself, and nothing untrue is told',
  { timeout: timeoutOf(RUNS) },
  async () => {
    const seen = new Map<string, number>()
    const property = fc.asyncProperty(
      fc.commands(COMMANDS, { maxCommands: 50, size: '+1' }),
      async (commands) => {
        const time = fakeTime()
        let isOver = false
        time.install(
          (name, value) => void vi.stubGlobal(name, value),
          () => isOver,
        )
        disk.empty()
        const model = createPrintingModel(
          time,
          disk,
          (what) => void seen.set(what, (seen.get(what) ?? 0) + 1),
        )
        const run = { model, rules: createPrintingRules(model) }
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: run }), commands)
          await calm(run)
        } finally {
          isOver = true
          model.kill()
        }
      },
    )
    await fc.assert(property, { numRuns: RUNS })
    if (mustComeToAll(RUNS, USUAL_RUNS))
      expect([...seen.keys()]).toEqual(expect.arrayContaining(COME_TO))
  },
)
