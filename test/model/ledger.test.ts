import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { keepOneDatabase } from './kept-database.ts'
import { ledgerCommands } from './ledger-commands.ts'
import { runModel, someManners } from './model-run.ts'
import { mustComeToAll, runsOr, timeoutOf } from './runs.ts'

const USUAL_RUNS = 400
const RUNS = runsOr(USUAL_RUNS)

const disk = keepOneDatabase()
afterEach(() => vi.unstubAllGlobals())
afterAll(() => disk.close())

/** What so many runs must have come to. */
const COME_TO = [
  'bought while live',
  'purchase in-doubt bought',
  'purchase in-doubt not-bought',
  'purchase in-doubt given-up',
  'purchase intended refused',
  'printed',
  'race',
  'repeat P-16',
  'repeat P-17',
  'restarted',
  'settled wrong',
  'purchase void-asked bought',
  'purchase void-asked void',
  'purchase void-asked void-refused',
]

test(
  'P-1 to P-17: whatever becomes of calls, clocks and the station, nothing is lost and nothing is bought twice',
  { timeout: timeoutOf(RUNS) },
  async () => {
    const seen = new Map<string, number>()
    const runs = someManners(false).chain((manners) =>
      fc.tuple(
        fc.constant(manners),
        fc.commands(ledgerCommands(manners), { maxCommands: 60, size: '+1' }),
      ),
    )
    const property = fc.asyncProperty(runs, ([manners, commands]) =>
      runModel(manners, commands, disk, seen),
    )
    await fc.assert(property, { numRuns: RUNS })
    // Runs that never come to it prove nothing of it.
    if (mustComeToAll(RUNS, USUAL_RUNS))
      expect([...seen.keys()]).toEqual(expect.arrayContaining(COME_TO))
  },
)
