import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BoughtParcel } from '../../../station/carriers/carrier.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import {
  openPurchaseLedger,
  type Intent,
  type PurchaseLedger,
} from '../../../station/shipping/purchase-ledger.ts'
import { shippingMigrations } from '../../../station/shipping/schema.ts'
import { BOUGHT } from './stand.ts'

let folder: string
let database: Database
let ledger: PurchaseLedger

const clock = { now: () => new Date('2026-11-22T10:00:00.000Z') }

function intent(change: Partial<Intent> = {}): Intent {
  return {
    orderId: 1,
    orderReference: 'LK-20417',
    merchant: 'larkspur',
    parcel: 1,
    attempt: 1,
    carrier: 'flavorcloud',
    serviceLevel: 'STANDARD',
    reference: 'larkspur-LK-20417-P1',
    requestBody: '{"Reference":"larkspur-LK-20417-P1"}',
    contents: [{ line: 1, quantity: 2 }],
    weightGrams: 1150,
    weightLineage: '{}',
    box: 'B1',
    recipient: 'Mairead Quinlan',
    country: 'IE',
    operator: null,
    ...change,
  }
}

const parcel: BoughtParcel = { ...BOUGHT, labelUrl: null }

function intended(change: Partial<Intent> = {}) {
  const entry = ledger.intend(intent(change))
  if (!entry) throw new Error('refused')
  return entry
}

function bought(change: Partial<Intent> = {}, answer: Partial<BoughtParcel> = {}) {
  const { id } = intended(change)
  ledger.apply(id, { type: 'called' })
  return ledger.apply(id, {
    type: 'answered',
    answer: { kind: 'bought', parcel: { ...parcel, ...answer }, raw: '{}' },
  })
}

function open(): void {
  database = openDatabase(join(folder, 'station.sqlite'), shippingMigrations)
  ledger = openPurchaseLedger(database, clock)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipbench-ledger-'))
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

/** What a crash leaves: nothing is closed in order, the next process opens the same file. */
function crashAndReopen(): void {
  database.close()
  open()
}

describe('P-1: the intent is on disk, whole, before anything else', () => {
  test('body, its hash, weight and contents outlive a crash', () => {
    const { id } = intended()
    crashAndReopen()
    expect(ledger.find(id)).toMatchObject({
      state: 'intended',
      requestBody: '{"Reference":"larkspur-LK-20417-P1"}',
      weightGrams: 1150,
      contents: [{ line: 1, quantity: 2 }],
      boughtAt: null,
    })
  })
})

describe('P-3: one live purchase a parcel', () => {
  test('a second intent is refused by the database', () => {
    intended()
    expect(ledger.intend(intent({ attempt: 2, reference: 'other' }))).toBeUndefined()
  })

  test('another parcel of the order is another purchase', () => {
    intended()
    expect(ledger.intend(intent({ parcel: 2 }))).toBeDefined()
  })

  test('after a refusal the parcel is free again', () => {
    const { id } = intended()
    ledger.apply(id, { type: 'called' })
    ledger.apply(id, {
      type: 'answered',
      answer: {
        kind: 'refused',
        failure: { code: 'no-rates', carrier: 'flavorcloud' },
        raw: '{}',
      },
    })
    expect(ledger.intend(intent())).toBeDefined()
  })
})

describe('P-6: what a crash cut off', () => {
  test('an intent that never left is refused, a call without answer is in doubt', () => {
    const never = intended()
    const cut = intended({ parcel: 2 })
    ledger.apply(cut.id, { type: 'called' })
    crashAndReopen()
    ledger.rescue()
    expect(ledger.find(never.id)?.state).toBe('refused')
    expect(ledger.find(cut.id)?.state).toBe('in-doubt')
    expect(ledger.rescue()).toEqual([])
  })
})

test('an event that has no meaning in the state is a bug, and changes nothing', () => {
  const { id } = bought()
  expect(() => ledger.apply(id, { type: 'called' })).toThrow('cannot take called')
  expect(ledger.find(id)?.state).toBe('bought')
})

test('P-9: each fact keeps its first time, and none makes another', () => {
  const { id } = bought()
  expect(ledger.find(id)).toMatchObject({ sentAt: null, onPaperAt: null, onBoxAt: null })
  ledger.stamp(id, 'sent_at')
  expect(ledger.find(id)).toMatchObject({ onPaperAt: null, onBoxAt: null })
})

test('a price that came with the answer is never written over', () => {
  const { id } = bought()
  ledger.keepPrice(id, { minor: 1, currency: 'USD' })
  expect(ledger.find(id)?.price).toEqual({ minor: 2140, currency: 'USD' })
})

describe('search', () => {
  test('finds by the start of order, tracking number or name, whatever the case, newest first, by pages', () => {
    for (let number = 1; number <= 5; number += 1)
      bought(
        { orderId: number, orderReference: `LK-${number}` },
        { trackingNumber: `GM00000000000000000${number}` },
      )
    bought({ orderId: 9, orderReference: 'TW-1' }, { trackingNumber: 'XX1' })
    const first = ledger.search({ search: 'lk-', limit: 2 })
    expect(first.rows.map(({ order }) => order)).toEqual(['LK-5', 'LK-4'])
    expect(first.total).toBe(5)
    const second = ledger.search({ search: 'lk-', limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.rows.map(({ order }) => order)).toEqual(['LK-3', 'LK-2'])
    expect(ledger.search({ search: 'xx1', limit: 2 }).rows.map(({ order }) => order)).toEqual([
      'TW-1',
    ])
    expect(ledger.search({ search: 'mairead q', limit: 2 }).total).toBe(6)
    expect(ledger.search({ order: 'tw-1', limit: 2 }).total).toBe(1)
    expect(ledger.search({ state: 'void', limit: 2 })).toEqual({
      rows: [],
      nextCursor: null,
      total: 0,
    })
  })
})

test('what waits: in doubt first, then what is bought and not on its box', () => {
  const done = bought()
  ledger.stamp(done.id, 'on_box_at')
  const open = bought({ parcel: 2 })
  const cut = intended({ parcel: 3 })
  ledger.apply(cut.id, { type: 'called' })
  ledger.rescue()
  expect(ledger.waiting(10, true).map(({ id }) => id)).toEqual([cut.id, open.id])
})

test('labels bought since an instant: of all, and of one who packs; a void one counts for nobody', () => {
  const since = clock.now().toISOString()
  bought({ operator: 'Ana' })
  bought({ orderId: 2, operator: 'Ana' })
  bought({ orderId: 3, operator: 'Tom' })
  bought({ orderId: 4 })
  const { id } = bought({ orderId: 5, operator: 'Ana' })
  ledger.apply(id, { type: 'void-asked' })
  intended({ orderId: 6, operator: 'Ana' })
  expect(ledger.boughtSince(since)).toBe(4)
  expect(ledger.boughtSince(since, 'Ana')).toBe(2)
  expect(ledger.boughtSince(since, 'Nobody')).toBe(0)
  expect(ledger.boughtSince('2026-11-22T10:00:00.001Z', 'Ana')).toBe(0)
})
