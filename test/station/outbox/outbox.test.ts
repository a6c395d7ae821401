import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CarrierId } from '../../../shared/orders.ts'
import type { Outage } from '../../../station/carriers/carriers.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { createTopic } from '../../../station/lib/topic.ts'
import { MOST_ATTEMPTS } from '../../../station/outbox/job.ts'
import { createOutbox, type Attempt, type Outbox } from '../../../station/outbox/outbox.ts'
import { outboxMigrations } from '../../../station/outbox/schema.ts'
import { steadyWrites } from '../database/stand.ts'

const SECOND = 1000
const DONE: Attempt = { verdict: 'done' }
const PROBLEM = {
  code: 'address-refused',
  kind: 'wrong',
  params: {},
  offers: ['CORRECT', 'HOLD'],
} as const
const REJECT: Attempt = {
  verdict: 'reject',
  failure: { code: 'address-refused', said: 'No such street' },
  problem: { ...PROBLEM, offers: [...PROBLEM.offers] },
}
const RETRY: Attempt = { ...REJECT, verdict: 'retry', failure: { code: 'carrier-trouble' } }

function later(seconds: number, forAll = false): Attempt {
  return { verdict: 'later', failure: { code: 'carrier-busy' }, afterMs: seconds * SECOND, forAll }
}

const log = { debug() {}, info() {}, warn() {}, error() {} }
let database: Database
let outbox: Outbox
/** What the work comes to, by order; done where nothing is said. */
let answers: Record<string, Attempt[]>
/** The tries so far, in order. */
let tried: string[]
/** Work under way ends only when this is called, where it is set. */
let hold: (() => Promise<void>) | undefined
const down = new Map<CarrierId, Outage>()
const outages = createTopic<void>()

function open(): void {
  outbox = createOutbox({
    database,
    carriers: { outage: (id) => down.get(id), outages },
    async work({ order, parcel }) {
      tried.push(`${order}/${parcel}`)
      await hold?.()
      return answers[order]?.shift() ?? DONE
    },
    clock: { now: () => new Date() },
    writes: steadyWrites(database),
    log,
  })
}

function crash(): void {
  void outbox.stop()
  open()
}

function park(order: string, parcel = 1, carrier: CarrierId = 'flexport') {
  const orderId = Number(order.slice(1))
  return outbox.park({ orderId, order, merchant: 'm', parcel, carrier, packed: '{}' })
}

function setLine(carrier: CarrierId, isUp: boolean): void {
  if (isUp) down.delete(carrier)
  else down.set(carrier, { code: 'carrier-unreachable', since: '', nextProbeAt: '' })
  outages.publish()
}

const stateOf = (id: string) => outbox.find(id)?.state
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * SECOND)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  database = openDatabase(':memory:', outboxMigrations)
  answers = {}
  tried = []
  hold = undefined
  down.clear()
  open()
})
afterEach(async () => {
  await outbox.stop()
  database.close()
  vi.useRealTimers()
})

describe('O-1: a carrier that is down', () => {
  test('costs no box a try, and its return starts them all in order', async () => {
    setLine('flexport', false)
    const boxes = ['A1', 'A2', 'A3'].map((order) => park(order))
    await pass(3600)
    expect(tried).toEqual([])
    setLine('flexport', true)
    await pass(1)
    expect(tried).toEqual(['A1/1', 'A2/1', 'A3/1'])
    expect(boxes.map(({ id }) => stateOf(id))).toEqual(['bought', 'bought', 'bought'])
  })

  test('does not hold up the boxes of the other one', async () => {
    setLine('flexport', false)
    park('A1')
    park('B9', 1, 'flavorcloud')
    await pass(1)
    expect(tried).toEqual(['B9/1'])
  })
})

describe('O-2: a crash in the middle of a try', () => {
  test('leaves a box that waits again', async () => {
    hold = () => new Promise(() => {})
    const { id } = park('A1')
    await pass(1)
    expect(stateOf(id)).toBe('buying')
    hold = undefined
    void outbox.stop()
    open()
    await pass(1)
    expect(tried).toEqual(['A1/1', 'A1/1'])
    expect(stateOf(id)).toBe('bought')
  })
})

describe('O-3: in turn', () => {
  test('one box of a carrier at a time', async () => {
    const ends: (() => void)[] = []
    hold = () => new Promise((resolve) => ends.push(resolve))
    park('A1')
    park('A2')
    park('B9', 1, 'flavorcloud')
    await pass(1)
    expect(tried).toEqual(['A1/1', 'B9/1'])
    ends[0]?.()
    await pass(0)
    expect(tried).toEqual(['A1/1', 'B9/1', 'A2/1'])
    for (const end of ends) end()
    hold = undefined
    await pass(0)
  })

  test('a scanned sticker goes before all others, with the earlier boxes of its order before it', async () => {
    setLine('flexport', false)
    park('A1')
    park('A2', 1)
    const second = park('A2', 2)
    park('A3')
    outbox.hurry(second.id)
    setLine('flexport', true)
    await pass(1)
    expect(tried).toEqual(['A2/1', 'A2/2', 'A1/1', 'A3/1'])
  })

  test('an earlier box of its order goes first, but one that is put off holds up no other', async () => {
    setLine('flexport', false)
    answers['A1'] = [later(60)]
    park('A1', 1)
    park('A1', 2)
    park('A2')
    setLine('flexport', true)
    await pass(1)
    expect(tried).toEqual(['A1/1', 'A1/2', 'A2/1'])
    await pass(60)
    expect(tried).toEqual(['A1/1', 'A1/2', 'A2/1', 'A1/1'])
  })
})

describe('O-4, O-5: how a try ends', () => {
  test('what every box would meet holds them all, until a person asks for one', async () => {
    answers['A1'] = [later(300, true), DONE]
    park('A1')
    const second = park('A2')
    await pass(200)
    expect(tried).toEqual(['A1/1'])
    outbox.hurry(second.id)
    await pass(1)
    expect(tried).toEqual(['A1/1', 'A2/1'])
    await pass(100)
    expect(tried).toEqual(['A1/1', 'A2/1', 'A1/1'])
  })

  test('"later" never counts; "retry" counts, waits longer each time, and is a person’s in the end', async () => {
    answers['A1'] = [later(1), later(1), ...Array.from({ length: 20 }, () => RETRY)]
    const { id } = park('A1')
    await pass(3)
    expect(outbox.find(id)).toMatchObject({ attempts: 1, state: 'waiting' })
    await pass(24 * 3600)
    expect(outbox.find(id)).toMatchObject({ attempts: MOST_ATTEMPTS, state: 'refused' })
    expect(tried).toHaveLength(2 + MOST_ATTEMPTS)
  })

  test('what is refused is not tried again, keeps its reason, and can be taken back', async () => {
    answers['A1'] = [REJECT]
    const { id } = park('A1')
    await pass(24 * 3600)
    expect(tried).toHaveLength(1)
    expect(outbox.find(id)).toMatchObject({ state: 'refused', problem: PROBLEM })
    expect(outbox.takeBack(id)).toBe('taken')
    expect(outbox.takeBack(id)).toBe('not-parked')
    expect(outbox.ofParcel(1, 1)).toBeUndefined()
  })

  test('a bug in the work is a try that failed, not an end of the outbox', async () => {
    hold = () => Promise.reject(new Error('A bug'))
    const { id } = park('A1')
    await pass(1)
    expect(outbox.find(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    hold = undefined
    await pass(5)
    expect(stateOf(id)).toBe('bought')
  })
})

test('O-6: every try leaves a line; the same again is one line with a count', async () => {
  answers['A1'] = [later(1), later(1), later(1), RETRY, REJECT]
  const { id } = park('A1')
  await pass(60)
  expect(outbox.history(id)).toMatchObject([
    { verdict: 'reject', code: 'address-refused', said: 'No such street', times: 1 },
    { verdict: 'retry', code: 'carrier-trouble', times: 1 },
    { verdict: 'later', code: 'carrier-busy', times: 3 },
  ])
})

describe('O-7: due times are on disk', () => {
  test('and hold over a restart', async () => {
    answers['A1'] = [later(60)]
    park('A1')
    await pass(1)
    crash()
    await pass(30)
    expect(tried).toHaveLength(1)
    await pass(30)
    expect(tried).toHaveLength(2)
  })

  test('a clock that is put back by a day leaves nothing waiting for a day', async () => {
    answers['A1'] = [later(60)]
    park('A1')
    await pass(1)
    vi.setSystemTime(new Date('2026-11-21T10:00:00.000Z'))
    await pass(60)
    expect(tried).toHaveLength(2)
  })

  test('a clock that is put forward by a year brings nothing out of turn', async () => {
    setLine('flexport', false)
    park('A1')
    vi.setSystemTime(new Date('2027-11-22T10:00:00.000Z'))
    park('A2')
    setLine('flexport', true)
    await pass(1)
    expect(tried).toEqual(['A1/1', 'A2/1'])
  })
})

describe('O-8: the bench’s or the outbox’s', () => {
  test('a parcel is parked once', () => {
    setLine('flexport', false)
    park('A1')
    expect(() => park('A1')).toThrow(/UNIQUE/)
  })

  test('it is not given back while the carrier is being asked about it', async () => {
    let end = () => {}
    hold = () => new Promise((resolve) => (end = resolve))
    const { id } = park('A1')
    await pass(1)
    expect(outbox.takeBack(id)).toBe('under-way')
    end()
    await pass(0)
    expect(stateOf(id)).toBe('bought')
  })

  test('a label on the box closes it', async () => {
    const { id, orderId } = park('A1')
    await pass(1)
    outbox.close(orderId, 1)
    expect(stateOf(id)).toBe('closed')
    expect(outbox.ofOrder(orderId)).toEqual([])
    expect(outbox.takeBack(id)).toBe('not-parked')
  })
})
