import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Waiting, Why } from '../../../shared/outbox.ts'
import { done, failed } from '../../../shared/outcome.ts'
import { SettingsSchema } from '../../../shared/settings.ts'
import type { Outage } from '../../../station/carriers/carriers.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { createTopic } from '../../../station/lib/topic.ts'
import { openJobStore, type JobStore } from '../../../station/outbox/job-store.ts'
import { createQueue, type Queue, type QueueDeps } from '../../../station/outbox/queue.ts'
import { outboxMigrations } from '../../../station/outbox/schema.ts'
import {
  openPurchaseLedger,
  type Intent,
  type PurchaseLedger,
} from '../../../station/shipping/purchase-ledger.ts'
import { shippingMigrations } from '../../../station/shipping/schema.ts'
import { BOUGHT, LABEL } from '../shipping/stand.ts'

const PROBLEM = {
  code: 'address-refused',
  kind: 'wrong',
  params: {},
  offers: ['CORRECT'],
} as const

let folder: string
let database: Database
let ledger: PurchaseLedger
let jobs: JobStore
let queue: Queue
let now: Date
let outage: Outage | undefined
let atBench: string | undefined
let cutOff: string | null
let scanBack: boolean
let asked: string[]
const shippingChanges = createTopic<void>()
const outboxChanges = createTopic<void>()
const outages = createTopic<void>()

const clock = { now: () => now }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipbench-queue-'))
  database = openDatabase(join(folder, 'station.sqlite'), [
    ...shippingMigrations,
    ...outboxMigrations,
  ])
  ledger = openPurchaseLedger(database, clock)
  jobs = openJobStore(database, clock)
  now = new Date('2026-11-22T10:00:00.000Z')
  outage = undefined
  atBench = undefined
  cutOff = null
  scanBack = true
  asked = []
  queue = createQueue({
    database,
    shipping: { changes: shippingChanges, find: ledger.find },
    outbox: {
      changes: outboxChanges,
      find: jobs.find,
      history: jobs.history,
      hurry: (id) => asked.push(`hurry ${id}`),
    },
    carriers: { outage: () => outage, outages },
    settings: () => SettingsSchema.parse({ packing: { requireScanBack: scanBack } }),
    shipmentAtBench: () => atBench,
    cutOffAt: () => cutOff,
    cutOffs: createTopic(),
    printSticker: (id) => {
      asked.push(`print ${id}`)
      return Promise.resolve(failed({ code: 'no-printer' }))
    },
    takeBack: (id) => {
      asked.push(`take ${id}`)
      return 'taken'
    },
  } satisfies QueueDeps)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

let orders = 0
function intend(change: Partial<Intent> = {}) {
  orders += 1
  const entry = ledger.intend({
    orderId: orders,
    orderReference: `LK-${orders}`,
    merchant: 'larkspur',
    parcel: 1,
    attempt: 1,
    carrier: 'flexport',
    serviceLevel: 'Standard',
    reference: `larkspur-LK-${orders}-P1`,
    requestBody: '{}',
    contents: [],
    weightGrams: 1150,
    weightLineage: '{}',
    box: 'B1',
    recipient: 'Mairead Quinlan',
    country: 'US',
    operator: null,
    ...change,
  })
  if (!entry) throw new Error('refused')
  return entry.id
}

function doubt(change: Partial<Intent> = {}) {
  const id = intend(change)
  ledger.apply(id, { type: 'called' })
  const failure = { code: 'carrier-timed-out', carrier: 'flexport' } as const
  ledger.apply(id, { type: 'answered', answer: { kind: 'in-doubt', failure, raw: '' } })
  return id
}

function buy(change: Partial<Intent> = {}) {
  const id = intend(change)
  ledger.apply(id, { type: 'called' })
  const parcel = { ...BOUGHT, carrierShipmentId: id, trackingNumber: id }
  ledger.apply(id, { type: 'answered', answer: { kind: 'bought', parcel, raw: '{}' } })
  return id
}

function withLabel(change: Partial<Intent> = {}) {
  const id = buy(change)
  ledger.keepLabel(id, LABEL)
  return id
}

function park(orderId = (orders += 1), parcel = 1) {
  return jobs.add({
    orderId,
    order: `LK-${orderId}`,
    merchant: 'larkspur',
    parcel,
    carrier: 'flexport',
    packed: '{}',
  })
}

const reasons = () => queue.list().map(({ id, why }) => [why, id])
const pageOf = (why: Why, limit = 100, cursor?: string) =>
  queue.page({ why, limit, ...(cursor !== undefined && { cursor }) })

describe('why something waits', () => {
  test('each purchase has one reason, and what is at an end has none', () => {
    const inDoubt = doubt()
    const voidInDoubt = withLabel()
    ledger.apply(voidInDoubt, { type: 'void-asked' })
    const voidPending = withLabel()
    ledger.apply(voidPending, { type: 'void-asked' })
    ledger.apply(voidPending, { type: 'void-accepted' })
    const noLabel = buy()
    const notPrinted = withLabel()
    const notOnBox = withLabel()
    ledger.stamp(notOnBox, 'sent_at')
    const onBox = withLabel()
    ledger.stamp(onBox, 'sent_at')
    ledger.stamp(onBox, 'on_box_at')
    intend()
    expect(reasons()).toEqual([
      ['in-doubt', inDoubt],
      ['void-in-doubt', voidInDoubt],
      ['label-missing', noLabel],
      ['not-printed', notPrinted],
      ['not-on-box', notOnBox],
      ['void-pending', voidPending],
    ])
    expect(queue.counts()).toEqual({
      total: 6,
      groups: reasons().map(([why]) => ({ why, count: 1, oldestAt: '2026-11-22T10:00:00.000Z' })),
    })
    scanBack = false
    expect(reasons().map(([why]) => why)).not.toContain('not-on-box')
    expect(queue.count()).toBe(5)
  })

  test('a parked box waits to be bought, then for the scan of its sticker, then for nothing', () => {
    const box = park()
    expect(queue.list()).toMatchObject([
      {
        why: 'parked',
        id: box.id,
        stickerId: box.id,
        shipmentId: null,
        nextAttemptAt: '2026-11-22T10:00:00.000Z',
      },
    ])
    jobs.begin(box.id)
    const bought = intend({ orderId: box.orderId })
    ledger.apply(bought, { type: 'called' })
    // While the carrier is asked it is still the box that waits, and nothing else is planned.
    expect(queue.list()).toMatchObject([{ why: 'parked', id: box.id, nextAttemptAt: null }])
    const parcel = { ...BOUGHT, carrierShipmentId: bought }
    ledger.apply(bought, { type: 'answered', answer: { kind: 'bought', parcel, raw: '{}' } })
    jobs.conclude(box.id, { verdict: 'done' })
    // Who scans the sticker now would wait for a label that is not here.
    const itself = { id: bought, shipmentId: bought, stickerId: box.id }
    expect(queue.list()).toMatchObject([{ why: 'label-missing', ...itself }])
    ledger.keepLabel(bought, LABEL)
    expect(queue.list()).toMatchObject([{ why: 'sticker-to-scan', ...itself }])
    ledger.stamp(bought, 'sent_at')
    expect(queue.list()).toMatchObject([{ why: 'not-on-box', id: bought, stickerId: box.id }])
    ledger.stamp(bought, 'on_box_at')
    jobs.end(box.id, 'closed')
    expect(queue.list()).toEqual([])
  })

  test('a parked box goes back to the bench where it was refused, and where its label was voided', () => {
    const refused = park()
    jobs.begin(refused.id)
    const failure = { code: 'address-refused' } as const
    jobs.conclude(refused.id, { verdict: 'reject', failure, problem: { ...PROBLEM, offers: [] } })
    const voided = park()
    jobs.begin(voided.id)
    const id = withLabel({ orderId: voided.orderId })
    jobs.conclude(voided.id, { verdict: 'done' })
    ledger.apply(id, { type: 'void-asked' })
    expect(queue.find(voided.id)).toMatchObject({ why: 'void-in-doubt', id })
    ledger.apply(id, { type: 'void-answered', refused: null })
    expect(queue.list()).toMatchObject([
      { why: 'parked-refused', id: refused.id, detail: 'address-refused', nextAttemptAt: null },
      { why: 'parked-refused', id: voided.id, shipmentId: null },
    ])
  })

  test('a parked box whose purchase is in doubt is one row: the doubt, with its sticker', () => {
    const box = park()
    const id = doubt({ orderId: box.orderId })
    expect(queue.list()).toMatchObject([{ why: 'in-doubt', id, stickerId: box.id }])
    expect(queue.find(box.id)).toMatchObject({ why: 'in-doubt', id })
    expect(queue.find(id)).toMatchObject({ why: 'in-doubt', stickerId: box.id })
    expect(queue.find('nothing')).toBeUndefined()
    jobs.end(box.id, 'taken')
    expect(queue.list()).toMatchObject([{ why: 'in-doubt', id, stickerId: null }])
  })

  test('bought before the last cut-off and on no box: to void, whatever else it waits for', () => {
    const early = [withLabel(), buy()]
    ledger.stamp(early[0] ?? '', 'sent_at')
    const doubtful = doubt()
    now = new Date('2026-11-22T11:00:00.000Z')
    const late = withLabel()
    cutOff = '2026-11-22T10:30:00.000Z'
    expect(reasons()).toEqual([
      ['in-doubt', doubtful],
      ['void-at-cut-off', early[0]],
      ['void-at-cut-off', early[1]],
      ['not-printed', late],
    ])
    // Without scan-back nothing tells whether a printed label is on its box.
    scanBack = false
    expect(reasons()).not.toContainEqual(['void-at-cut-off', early[0]])
  })

  test('the label under way at the bench is work, until it fails', () => {
    const id = withLabel()
    atBench = id
    expect([queue.list(), queue.count()]).toEqual([[], 0])
    ledger.noteFailure(id, { code: 'label-link-forbidden', carrier: 'flexport' })
    shippingChanges.publish()
    expect([reasons(), queue.count()]).toEqual([[['not-printed', id]], 1])
  })

  test('while its carrier is down a parked box waits for the next look at the line', () => {
    const box = park()
    outage = {
      code: 'carrier-unreachable',
      since: '2026-11-22T09:58:00.000Z',
      nextProbeAt: '2026-11-22T10:00:15.000Z',
    }
    expect(queue.find(box.id)).toMatchObject({
      nextAttemptAt: outage.nextProbeAt,
      detail: 'carrier-unreachable',
    })
  })
})

describe('pages', () => {
  test('give every row once, oldest first, while rows come and go', () => {
    const parked = Array.from({ length: 7 }, () => park().id)
    const first = pageOf('parked', 3)
    expect(first.rows.map(({ id }) => id)).toEqual(parked.slice(0, 3))
    expect(first.total).toBe(7)
    jobs.end(parked[1] ?? '', 'taken')
    const added = park().id
    outboxChanges.publish()
    const second = pageOf('parked', 3, first.nextCursor ?? '')
    expect(second.rows.map(({ id }) => id)).toEqual(parked.slice(3, 6))
    const third = pageOf('parked', 3, second.nextCursor ?? '')
    expect(third.rows.map(({ id }) => id)).toEqual([parked[6], added])
    expect([third.nextCursor, third.total]).toEqual([null, 7])
  })

  test('hold what the whole list holds, for every reason', () => {
    const before: Waiting[] = []
    for (let index = 0; index < 20; index += 1) {
      doubt()
      withLabel()
      buy()
      park()
    }
    for (const { why, count } of queue.counts().groups) {
      const page = pageOf(why, 500)
      expect(page.rows).toHaveLength(count)
      before.push(...page.rows)
    }
    expect(before).toEqual(queue.list())
    expect(queue.count()).toBe(80)
  })
})

describe('what a person asks for a parked box', () => {
  test('its sticker, to be next, to be the bench’s: each goes where it is done', async () => {
    const { id } = park()
    expect(await queue.act(id, 'print-sticker')).toMatchObject({
      failure: { code: 'no-printer' },
    })
    expect(await queue.act(id, 'buy-now')).toEqual(done(null))
    expect(await queue.act(id, 'take-back')).toEqual(done(null))
    expect(asked).toEqual([`print ${id}`, `hurry ${id}`, `take ${id}`])
  })

  test('nothing is done for one that is not parked any more, or is being bought', async () => {
    const { id } = park()
    jobs.begin(id)
    expect(await queue.act(id, 'buy-now')).toEqual(failed({ code: 'under-way' }))
    jobs.end(id, 'closed')
    for (const action of ['print-sticker', 'buy-now', 'take-back'] as const)
      expect(await queue.act(id, action)).toEqual(failed({ code: 'not-parked' }))
    expect(asked).toEqual([])
  })
})

test('a list cut short has what is most urgent', () => {
  park()
  const inDoubt = doubt()
  const { id } = park()
  expect(queue.list().map((row) => row.id)).toHaveLength(3)
  expect(queue.list(1)).toMatchObject([{ why: 'in-doubt', id: inDoubt }])
  expect(queue.list(2).map((row) => row.id)).not.toContain(id)
})

test('a change of shipments, of parked boxes or of a line is told, and counted anew', () => {
  // However slow the machine is: a count that takes long would hold for a while.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  onTestFinished(() => clock.mockRestore())
  const heard = vi.fn()
  queue.changes.subscribe(heard)
  expect(queue.count()).toBe(0)
  park()
  for (const topic of [shippingChanges, outboxChanges, outages]) topic.publish()
  expect(heard).toHaveBeenCalledTimes(3)
  expect(queue.count()).toBe(1)
})
