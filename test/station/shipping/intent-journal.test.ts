import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { restoreDatabase } from '../../../station/database/restore.ts'
import { bringBackOrders } from '../../../station/orders/bring-back.ts'
import { createOrderStore } from '../../../station/orders/order-store.ts'
import { orderMigrations } from '../../../station/orders/schema.ts'
import type { IntentJournal } from '../../../station/shipping/intent-journal.ts'
import { takeUpJournal } from '../../../station/shipping/journal-recovery.ts'
import { openPurchaseLedger } from '../../../station/shipping/purchase-ledger.ts'
import { shippingMigrations } from '../../../station/shipping/schema.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'
import { BOUGHT } from './stand.ts'

const MIGRATIONS = [...orderMigrations, ...shippingMigrations]
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const DAY_MS = 86_400_000

let dataDir: string
let database: Database
let journal: IntentJournal
let now: Date
const clock = { now: () => new Date(now) }
const file = () => join(dataDir, 'purchases.journal')
const backup = () => join(dataDir, 'backup.sqlite')

beforeEach(() => {
  now = new Date('2026-11-22T10:00:00.000Z')
  dataDir = mkdtempSync(join(tmpdir(), 'shipbench-journal-'))
  start()
})
afterEach(() => {
  stop()
  rmSync(dataDir, { recursive: true })
})

function start(): void {
  database = openDatabase(join(dataDir, 'station.sqlite'), MIGRATIONS)
  const orderIdOf = bringBackOrders(database, clock)
  const taken = takeUpJournal({ database, dataDir, orderIdOf, clock, log: silent })
  if (!taken.ok) throw new Error(taken.failure.detail)
  journal = taken.value
}

function stop(): void {
  journal.close()
  database.close()
}

function backUp(): void {
  rmSync(backup(), { force: true })
  database.exec(`VACUUM INTO '${backup()}'`)
}

/** Back to the backup, and a start. */
function restore(): void {
  stop()
  const restored = restoreDatabase(dataDir, backup(), MIGRATIONS, clock.now())
  if (!restored.ok) throw new Error(restored.failure.detail)
  start()
}

const ledger = () => openPurchaseLedger(database, clock, (entry) => journal.ended(entry))
const rows = () =>
  database
    .prepare('SELECT id, order_id, order_reference, state FROM shipments ORDER BY number')
    .all()
const states = () => database.prepare('SELECT state FROM shipments ORDER BY number').pluck().all()

/** A purchase whose call has left, as shipping begins it. */
function call(reference: string, { parcel = 1, attempt = 1, body = '{}' } = {}): string {
  const made = parcelFor('flavorcloud')
  const details = { ...made.order, reference }
  const id = bringBackOrders(database, clock)(details)
  const order = { ...details, id }
  const intended = ledger().intend({
    orderId: id,
    orderReference: reference,
    merchant: order.merchant,
    parcel,
    attempt,
    carrier: 'flavorcloud',
    serviceLevel: 'STANDARD',
    reference: `${reference}-P${parcel}-${attempt}`,
    requestBody: body,
    contents: [{ line: 1, quantity: 1 }],
    weightGrams: 500,
    weightLineage: '{"bytes":"00"}',
    box: 'B1',
    recipient: order.shipTo.name,
    country: order.shipTo.country,
    operator: 'Ana',
  })
  if (!intended) throw new Error('bought twice')
  journal.intended(intended, order, '{"bytes":"00"}')
  ledger().apply(intended.id, { type: 'called' })
  return intended.id
}

const refuse = (id: string) =>
  ledger().apply(id, {
    type: 'answered',
    answer: {
      kind: 'refused',
      failure: { code: 'request-refused', carrier: 'flavorcloud', httpStatus: 422 },
      raw: '',
    },
  })

test('P-18: what was bought after a backup is in doubt after its restore, with all that its row had', () => {
  backUp()
  const id = call('LK-1', { body: '{"weight":1}' })
  const row = () => database.prepare('SELECT * FROM shipments WHERE id = ?').get(id) as object
  const before = row()
  ledger().apply(id, { type: 'answered', answer: { kind: 'bought', parcel: BOUGHT, raw: '{}' } })
  restore()
  expect(row()).toEqual({
    ...before,
    state: 'in-doubt',
    called_again_at: now.toISOString(),
    next_attempt_at: now.toISOString(),
  })
})

test('P-18: an order that the backup does not know comes back with its purchase, under its own number', () => {
  backUp()
  const id = call('LK-NEW')
  restore()
  const [order] = createOrderStore(database).byReference('LK-NEW')
  expect(rows()).toEqual([
    { id, order_id: order?.id, order_reference: 'LK-NEW', state: 'in-doubt' },
  ])
  const made = parcelFor('flavorcloud').order
  expect(order).toMatchObject({ state: 'ready', shipTo: made.shipTo, items: made.items })
})

test('P-18: an order that has another number since is found by merchant and reference', () => {
  backUp()
  const id = call('LK-2')
  restore()
  backUp()
  stop()
  // As a restore into a folder where other orders came first.
  database = openDatabase(join(dataDir, 'station.sqlite'), MIGRATIONS)
  database.exec('DELETE FROM shipments; DELETE FROM orders')
  const other = bringBackOrders(
    database,
    clock,
  )({ ...parcelFor('flavorcloud').order, reference: 'LK-0' })
  const own = bringBackOrders(
    database,
    clock,
  )({ ...parcelFor('flavorcloud').order, reference: 'lk-2' })
  database.close()
  start()
  expect(own).not.toBe(other)
  expect(rows()).toEqual([{ id, order_id: own, order_reference: 'LK-2', state: 'in-doubt' }])
})

test('P-18: ends that cost nothing are known, also of purchases that the backup has', () => {
  const voided = call('LK-1')
  ledger().apply(voided, {
    type: 'answered',
    answer: { kind: 'bought', parcel: BOUGHT, raw: '{}' },
  })
  backUp()
  ledger().apply(voided, { type: 'void-asked' })
  ledger().apply(voided, { type: 'void-answered', refused: null })
  const refused = call('LK-2')
  refuse(refused)
  restore()
  expect(states()).toEqual(['void', 'refused'])
  // Judged by the carrier, so the next attempt takes a new reference (P-8).
  expect(ledger().entryOf(refused).failure).toMatchObject({ httpStatus: 422 })
  expect(ledger().followUps.due(new Date('2099-01-01'), 9)).not.toContain(refused)
})

test('P-18, P-3: of two purchases of a parcel only the newer can be live, whatever the journal missed', () => {
  backUp()
  const first = call('LK-1')
  refuse(first)
  const second = call('LK-1', { attempt: 2 })
  // A full disk takes no end.
  const lines = readFileSync(file(), 'utf8').split('\n')
  truncateSync(file())
  appendFileSync(file(), lines.filter((line) => !line.includes('"ended"')).join('\n'))
  restore()
  expect(rows()).toMatchObject([
    { id: first, state: 'given-up' },
    { id: second, state: 'in-doubt' },
  ])
})

test('P-18: a usual start changes nothing, and a restore twice finds it all again', () => {
  backUp()
  const first = call('LK-1')
  stop()
  start()
  expect(states()).toEqual(['calling'])
  restore()
  const second = call('LK-2')
  restore()
  expect(rows()).toMatchObject([
    { id: first, state: 'in-doubt' },
    { id: second, state: 'in-doubt' },
  ])
})

test('P-18: a line that was cut off is passed over, and the next one is whole', () => {
  backUp()
  const first = call('LK-1')
  appendFileSync(file(), '{"event":"intended","id":"cut off in the mid')
  stop()
  start()
  const second = call('LK-2')
  expect(journal.lines().map(({ id }) => id)).toEqual([first, second])
  appendFileSync(file(), '{"event":"ended"')
  restore()
  expect(rows()).toMatchObject([{ id: first }, { id: second }])
})

test('P-18: it is nobody else’s to read, and holds eight days at least', () => {
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const ids = Array.from({ length: 20 }, (_, day) => {
    now = new Date(Date.parse('2026-11-01T10:00:00.000Z') + day * DAY_MS)
    return call(`LK-${day}`)
  })
  const kept = journal.lines().map(({ id }) => id)
  expect(kept).toEqual(ids.slice(-kept.length))
  expect(kept.length).toBeGreaterThan(8)
  expect(kept.length).toBeLessThan(20)
  expect(existsSync(`${file()}.former`)).toBe(true)
  stop()
  start()
  now = new Date(now.getTime() + DAY_MS)
  call('LK-after')
  expect(journal.lines()).toHaveLength(kept.length + 1)
})

test('P-18: where it cannot be opened, nothing starts that could buy', () => {
  stop()
  rmSync(file())
  database = openDatabase(join(dataDir, 'station.sqlite'), MIGRATIONS)
  const orderIdOf = () => expect.unreachable()
  mkdirSync(file())
  expect(takeUpJournal({ database, dataDir, orderIdOf, clock, log: silent })).toMatchObject({
    ok: false,
    failure: { code: 'database-not-usable' },
  })
  rmdirSync(file())
  database.close()
  start()
})
