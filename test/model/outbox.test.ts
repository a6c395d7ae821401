import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { settled } from './fake-time.ts'
import { keepOneDatabase } from './kept-database.ts'
import { runModel, settleAll, someManners, type Run } from './model-run.ts'
import { outboxCommands } from './outbox-commands.ts'
import { mustComeToAll, runsOr, timeoutOf } from './runs.ts'

const USUAL_RUNS = 250
const RUNS = runsOr(USUAL_RUNS)

const disk = keepOneDatabase()
afterEach(() => vi.unstubAllGlobals())
afterAll(() => disk.close())

const COME_TO = [
  'ended unheard',
  'bought at the rate of the checkout',
  'bought by the outbox',
  'parked bought closed',
  'parked buying bought',
  'parked buying refused',
  'parked buying waiting',
  'parked refused taken',
  'parked waiting taken',
  'restarted',
  'try of a scanned sticker',
]

/** Once a person has ended all that is in doubt, every parked box is bought or the bench's. */
async function endAll(run: Run): Promise<void> {
  for (let times = 0; times < 3; times += 1) {
    await settleAll(run)
    await settled()
    await run.time.pass(20 * 60_000)
    run.rules.check()
  }
  run.rules.checkOutboxRest()
}

test(
  'O-1 to O-10: whatever becomes of calls and the station, a parked box is bought once, in turn, or the bench has it',
  { timeout: timeoutOf(RUNS) },
  async () => {
    const seen = new Map<string, number>()
    const runs = someManners(true).chain((manners) =>
      fc.tuple(
        fc.constant(manners),
        fc.commands(outboxCommands(manners), { maxCommands: 60, size: '+1' }),
      ),
    )
    const property = fc.asyncProperty(runs, ([manners, commands]) =>
      runModel(manners, commands, disk, seen, endAll),
    )
    await fc.assert(property, { numRuns: RUNS })
    if (mustComeToAll(RUNS, USUAL_RUNS))
      expect([...seen.keys()]).toEqual(expect.arrayContaining(COME_TO))
  },
)
