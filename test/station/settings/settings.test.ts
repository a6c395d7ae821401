import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { openSettings, settingsMigrations } from '../../../station/settings/settings.ts'

let database: Database

beforeEach(() => {
  database = openDatabase(':memory:', settingsMigrations)
})
afterEach(() => database.close())

function opened(file?: unknown) {
  const outcome = openSettings(database, file)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure))
  return outcome.value
}

const box = { id: 'B1', name: 'Small', barcode: 'BOX-B1', length: 8, width: 6, height: 4 }

test('without a file the defaults hold', () => {
  expect(opened().current()).toMatchObject({
    station: { id: 'bench-1' },
    packing: { requireItemScans: true, shipOnLastScan: true, weightToleranceGrams: 50 },
    carriers: { flexport: { version: '2023-07' }, flavorcloud: { termsOfTrade: 'DDP' } },
  })
})

test('every problem of a file is told with its path, unknown keys too', () => {
  const outcome = openSettings(database, {
    printers: [{ id: 'label', role: 'label', connection: 'lpt1' }],
    packing: { requireItemScan: true },
    boxes: [box, { ...box, name: 'Twin' }],
    carriers: { flexport: { baseUrl: 'http://carrier.example' } },
  })
  if (outcome.ok) throw new Error('valid')
  expect(outcome.failure.problems.map(({ path }) => path).sort()).toEqual([
    'boxes.1.barcode',
    'boxes.1.id',
    'carriers.flexport.baseUrl',
    'packing.requireItemScan',
    'printers.0.connection',
  ])
})

test('a change outlives a restart, and its listeners hear of it', () => {
  const settings = opened()
  let heard = 0
  settings.changes.subscribe(() => (heard += 1))
  expect(settings.change({ boxes: [box] })).toMatchObject({ ok: true })
  expect(heard).toBe(1)
  expect(opened().current().boxes[0]).toMatchObject({ id: 'B1', unit: 'in', tareGrams: 0 })
})

test('what the file names wins over the screen, member by member, and cannot be changed there', () => {
  const settings = opened({ packing: { weightToleranceGrams: 20 } })
  expect(settings.fixed).toEqual(['packing.weightToleranceGrams'])
  expect(settings.change({ packing: { requireScanBack: false } })).toMatchObject({ ok: true })
  expect(settings.current().packing).toMatchObject({
    weightToleranceGrams: 20,
    requireScanBack: false,
  })
  expect(settings.change({ packing: { weightToleranceGrams: 90 } })).toMatchObject({
    ok: false,
    failure: { problems: [{ path: 'packing.weightToleranceGrams' }] },
  })
})

test('a change that is not valid changes nothing', () => {
  const settings = opened()
  expect(settings.change({ scale: { connection: 'tcp://h:1', protocol: 'guess' } })).toMatchObject({
    ok: false,
    failure: { problems: [{ path: 'scale.protocol' }] },
  })
  expect(settings.current().scale).toBeUndefined()
})

test('null takes a key back to its default', () => {
  const settings = opened()
  settings.change({ scale: { connection: 'tcp://127.0.0.1:4001', protocol: 'nci' } })
  expect(settings.change({ scale: null })).toMatchObject({ ok: true })
  expect(settings.current().scale).toBeUndefined()
  expect(opened().current().scale).toBeUndefined()
})
