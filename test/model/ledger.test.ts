import process from 'node:process'
import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createCarrierModel, type Manners } from './carrier-model.ts'
import { shippingMigrations } from '../../station/shipping/schema.ts'
import { fakeTime } from './fake-time.ts'
import { calm, ledgerCommands, type Run } from './ledger-commands.ts'
import { createLedgerRules } from './ledger-rules.ts'
import { keepOneDatabase } from './kept-database.ts'
import { createStationModel } from './station-model.ts'

/** `SHIPBENCH_MODEL_RUNS` and `SHIPBENCH_MODEL_SEED` ask for more runs, or for the same again. */
const RUNS = Number(process.env['SHIPBENCH_MODEL_RUNS'] ?? 1500)
const SEED = process.env['SHIPBENCH_MODEL_SEED']

const disk = keepOneDatabase(shippingMigrations)
afterEach(() => vi.unstubAllGlobals())
afterAll(() => disk.close())

/** What so many runs must have come to, whatever the seed. */
const COME_TO = [
  'bought while live',
  'in-doubt bought',
  'in-doubt not-bought',
  'in-doubt given-up',
  'intended refused',
  'printed',
  'repeat P-16',
  'repeat P-17',
  'restarted',
  'settled wrong',
  'void-asked bought',
  'void-asked void',
  'void-asked void-refused',
  'void-refused void-asked',
]

function begin(manners: Manners, everyHours: number, seen: Map<string, number>): Run {
  const time = fakeTime()
  const world = createCarrierModel(time, manners)
  const rules = createLedgerRules(time, world, seen)
  time.install(() => rules.isDead())
  const station = createStationModel(time, world, rules.watching, disk, everyHours)
  rules.watch(station)
  return { time, world, station, rules }
}

const manners = fc.record({
  replays: fc.boolean(),
  tellsReference: fc.boolean(),
  isAsync: fc.boolean(),
})
/** Seldom, since it is much work and changes nothing (P-14). */
const trackingHours = fc.nat(19).map((nth) => (nth === 0 ? 6 : 0))

test(
  'P-1 to P-17: whatever becomes of calls, clocks and the station, nothing is lost and nothing is bought twice',
  { timeout: RUNS * 100 + 60_000 },
  async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        manners.chain((those) =>
          fc.tuple(
            fc.constant(those),
            trackingHours,
            fc.commands(ledgerCommands(those.replays), { maxCommands: 60, size: '+1' }),
          ),
        ),
        async ([those, everyHours, commands]) => {
          const run = begin(those, everyHours, seen)
          try {
            await fc.asyncModelRun(() => ({ model: {}, real: run }), commands)
            await calm(run)
          } finally {
            await run.station.stop()
          }
        },
      ),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: Number(SEED) }) },
    )
    // A run that never comes to it proves nothing of it.
    for (const what of COME_TO) expect([...seen.keys()]).toContain(what)
  },
)
