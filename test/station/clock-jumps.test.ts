import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { done } from '../../shared/outcome.ts'
import type { PurchaseAnswer } from '../../station/carriers/carriers.ts'
import { openDatabase } from '../../station/database/database.ts'
import { createTopic } from '../../station/lib/topic.ts'
import { runDispatcher } from '../../station/outbox/dispatcher.ts'
import type { Attempt } from '../../station/outbox/job.ts'
import { openJobStore } from '../../station/outbox/job-store.ts'
import { outboxMigrations } from '../../station/outbox/schema.ts'
import { steadyWrites } from './database/stand.ts'
import { BOUGHT, fails, LABEL, ON_ITS_WAY, startStand, type Stand } from './shipping/stand.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Puts the clock on the wall elsewhere; no timer and no clock of the machine's own moves. */
const put = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

const BACK = [
  ['five minutes', 5 * MINUTE],
  ['an hour', HOUR],
  ['a day', DAY],
  ['26 years', 26 * 365 * DAY],
] as const

const LOST: PurchaseAnswer = {
  kind: 'in-doubt',
  failure: { code: 'carrier-connection-lost', carrier: 'flavorcloud' },
  raw: '',
}
const SOLD: PurchaseAnswer = { kind: 'bought', parcel: BOUGHT, raw: '{}' }

let stand: Stand
const count = (call: string) => stand.calls.filter((one) => one === call).length
const stateOf = (id: string) => stand.shipping().find(id)?.state

afterEach(() => stand.stop())

describe('a purchase in doubt', () => {
  beforeEach(() => {
    stand = startStand()
    stand.script.buy = LOST
  })

  test('P-16: a clock that runs away lets no call go out before a minute has passed', async () => {
    stand.script.find = fails('shipment-not-found', { httpStatus: 404 })
    await stand.doubt()
    for (let times = 0; times < 8; times += 1) {
      put(HOUR)
      stand.shipping().changes.publish()
      await stand.pass(1)
    }
    expect([count('find'), count('buy')]).toEqual([8, 1])
    await stand.pass(52)
    put(HOUR)
    stand.shipping().changes.publish()
    await stand.pass(1)
    expect(count('buy')).toBe(2)
  })

  test('P-16: a later run of the station counts its own minute', async () => {
    stand.script.find = fails('shipment-not-found', { httpStatus: 404 })
    await stand.doubt()
    await stand.pass(2 + 5 + 15 + 30 + 1)
    stand.crash()
    put(-30)
    stand.start()
    put(2 * HOUR)
    stand.shipping().changes.publish()
    await stand.pass(1)
    expect([count('find'), count('buy')]).toEqual([5, 1])
    await stand.pass(10 * MINUTE)
    expect(count('buy')).toBe(2)
  })

  test.each(BACK)('P-15: a clock put back by %s holds no look-up back for long', async (_, by) => {
    stand.script.find = fails('carrier-unreachable')
    const id = await stand.doubt()
    await stand.pass(5 * MINUTE)
    put(-by)
    stand.script.find = done(BOUGHT)
    await stand.pass(20 * MINUTE)
    expect([stateOf(id), count('buy')]).toEqual(['bought', 1])
  })

  test('P-17: a clock that is put back again and again makes no old key a fresh one', async () => {
    stand.script.isReplayProved = true
    await stand.doubt('flexport')
    await stand.pass(3)
    expect(count('buy')).toBe(2)
    // The clock on the wall stays within half a minute of the purchase while a quarter of an hour passes.
    for (let times = 0; times < 46; times += 1) {
      await stand.pass(20)
      put(-20)
    }
    await stand.pass(HOUR)
    expect(count('buy')).toBe(2)
  })

  test('P-17: a later run never repeats the call, whatever the clock says of the time between', async () => {
    stand.script.isReplayProved = true
    const id = await stand.doubt('flexport')
    stand.crash()
    await stand.pass(22 * HOUR)
    put(-22 * HOUR)
    stand.start()
    await stand.pass(HOUR)
    expect([stateOf(id), count('buy')]).toEqual(['in-doubt', 1])
  })

  test('P-17: nor does one that slept', async () => {
    stand.script.isReplayProved = true
    await stand.doubt('flexport')
    // While a machine sleeps, only the clock on the wall goes on.
    put(16 * MINUTE)
    await stand.pass(HOUR)
    expect(count('buy')).toBe(1)
  })
})

describe('what has its time on disk', () => {
  test.each(BACK)('P-12: a label comes within the hour after %s back', async (_, by) => {
    stand = startStand()
    stand.script.download = fails('carrier-unreachable')
    const id = await stand.buy()
    await stand.pass(2 * HOUR)
    expect(stand.shipping().labelOf(id)).toBeUndefined()
    put(-by)
    stand.script.download = done(LABEL)
    await stand.pass(HOUR)
    expect(stand.shipping().labelOf(id)?.sha256).toBe(LABEL.sha256)
    expect(count('buy')).toBe(1)
  })

  test.each(BACK)('P-13: a void that was taken is asked after, after %s back', async (_, by) => {
    stand = startStand()
    const id = await stand.buy()
    stand.script.void = done('accepted')
    await stand.shipping().void(id)
    put(-by)
    stand.script.readBack = done({ ...BOUGHT, standing: 'cancelled' })
    await stand.pass(HOUR)
    expect(stateOf(id)).toBe('void')
  })

  test.each([
    ['ahead by a day and put right', DAY, -DAY],
    ['ahead by four years and put right', 4 * 365 * DAY, -4 * 365 * DAY],
    ['left in the year 2000 and put right', -26 * 365 * DAY, 26 * 365 * DAY],
  ])('P-14: a parcel bought by a clock that was %s is followed on', async (_, wrong, right) => {
    stand = startStand()
    stand.script.buy = SOLD
    // The parcel before says what time it can be.
    await stand.shipping().fetchLabel(await stand.buy(1))
    put(wrong)
    await stand.shipping().fetchLabel(await stand.buy(2))
    put(right)
    stand.newCalls()
    await stand.pass(6 * HOUR + 5 * MINUTE)
    expect(stand.newCalls()).toContain('track FCS-2')
    await stand.pass(6 * HOUR + 5 * MINUTE)
    expect(stand.newCalls()).toContain('track FCS-2')
  })

  test('P-14: nobody follows for ever what a clock that ran ahead dated', async () => {
    stand = startStand()
    stand.script.buy = SOLD
    stand.script.track = done(ON_ITS_WAY)
    put(4 * 365 * DAY)
    await stand.shipping().fetchLabel(await stand.buy(1))
    put(-4 * 365 * DAY)
    await stand.shipping().fetchLabel(await stand.buy(2))
    stand.crash()
    await stand.pass(61 * DAY)
    stand.start()
    await stand.pass(HOUR)
    stand.newCalls()
    await stand.pass(DAY)
    expect(stand.newCalls()).toEqual([])
  })

  test.each(
    BACK.flatMap(
      ([name, by]) =>
        [
          [name, by, false],
          [name, by, true],
        ] as const,
    ),
  )('O-7: a parked box is tried again after %s back', async (_, by, forAll) => {
    stand = startStand()
    const database = openDatabase(':memory:', outboxMigrations)
    const clock = { now: () => new Date() }
    const jobs = openJobStore(database, clock)
    const attempts: Attempt[] = [
      {
        verdict: 'later',
        failure: { code: 'carrier-busy' },
        afterMs: 9 * MINUTE * 1000,
        forAll,
      },
      { verdict: 'done' },
    ]
    let tries = 0
    const dispatcher = runDispatcher({
      jobs,
      work: async () => attempts[tries++] ?? { verdict: 'done' },
      carriers: { outage: () => undefined, outages: createTopic() },
      writes: steadyWrites(database),
      clock,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    })
    jobs.add({
      orderId: 1,
      order: 'LK-1',
      merchant: '',
      parcel: 1,
      carrier: 'flexport',
      packed: '{}',
    })
    dispatcher.stir()
    await stand.pass(1)
    expect(tries).toBe(1)
    put(-by)
    await stand.pass(30 * MINUTE)
    expect(tries).toBe(2)
    await dispatcher.stop()
    database.close()
  })
})
