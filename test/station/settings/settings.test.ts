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

test('null does not take away what the file fixes', () => {
  const scale = { connection: 'tcp://127.0.0.1:4001', protocol: 'nci' }
  const settings = opened({ scale, carriers: { flexport: { serviceLevel: 'Economy' } } })
  expect(settings.change({ scale: null })).toMatchObject({
    ok: false,
    failure: {
      problems: [
        { path: 'scale.connection', message: 'is set by the settings file' },
        { path: 'scale.protocol', message: 'is set by the settings file' },
      ],
    },
  })
  expect(settings.change({ carriers: { flexport: null } })).toMatchObject({
    ok: false,
    failure: { problems: [{ path: 'carriers.flexport.serviceLevel' }] },
  })
  expect(settings.current()).toMatchObject({ scale })
  expect(settings.change({ boxes: null })).toMatchObject({ ok: true })
})

const problemsOf = (file: unknown) => {
  const outcome = openSettings(database, file)
  return outcome.ok ? [] : outcome.failure.problems.map(({ path, message }) => `${path} ${message}`)
}
const PRINTER_WORDS =
  'must be tcp://host:port, usb:/dev/…, serial:PATH, spooler:NAME, ipp://host/path, file:PATH or simulated:'
const SCALE_WORDS = 'must be tcp://host:port, serial:PATH or hid:VID:PID'
const PORT_WORDS = 'must have a port from 1 to 65535'

test.each([
  ['tcp://10.0.0.20:9100', []],
  ['tcp://10.0.0.20:65535', []],
  ['usb:/dev/usb/lp0', []],
  ['serial:/dev/ttyUSB0', []],
  ['spooler:Office', []],
  ['file:/tmp/labels.zpl', []],
  ['simulated:', []],
  ['tcp://10.0.0.20:0', [PORT_WORDS]],
  ['tcp://10.0.0.20:65536', [PORT_WORDS]],
  ['tcp://10.0.0.20', [PRINTER_WORDS]],
  ['hid:0922:8003', [PRINTER_WORDS]],
])('a printer on %s', (connection, words) => {
  expect(problemsOf({ printers: [{ id: 'label', role: 'label', connection }] })).toEqual(
    words.map((word) => `printers.0.connection ${word}`),
  )
})

test.each([
  ['tcp://10.0.0.21:4001', []],
  ['serial:/dev/ttyUSB0?baud=9600', []],
  ['hid:0922:8003', []],
  ['tcp://10.0.0.21:99999', [PORT_WORDS]],
  ['usb:/dev/usb/lp0', [SCALE_WORDS]],
  ['file:/tmp/scale', [SCALE_WORDS]],
  ['spooler:Office', [SCALE_WORDS]],
  ['simulated:', [SCALE_WORDS]],
])('a scale on %s', (connection, words) => {
  expect(problemsOf({ scale: { connection, protocol: 'nci' } })).toEqual(
    words.map((word) => `scale.connection ${word}`),
  )
})

test.each(['*SB-SHIP-8*', '*sp-AB12-0*', '*SB-anything*'])(
  'a box cannot have a barcode in the form of our own: %s',
  (barcode) => {
    expect(problemsOf({ boxes: [{ ...box, barcode }] })).toEqual([
      'boxes.0.barcode must not look like *SB-…* or *SP-…*, which are the station’s own',
    ])
  },
)

const ana = { id: 'ana', name: 'Ana', badge: 'BADGE-ANA' }

test('people: ids, names and badges are each used once, a badge in any case', () => {
  expect(problemsOf({ operators: [ana, { id: 'tom', name: 'Tom', badge: 'BADGE-TOM' }] })).toEqual(
    [],
  )
  expect(problemsOf({ operators: [ana, { ...ana, badge: 'badge-ana' }] }).sort()).toEqual([
    'operators.1.badge "badge-ana" is used twice',
    'operators.1.id "ana" is used twice',
    'operators.1.name "Ana" is used twice',
  ])
})

test('a badge is no box: both are named, also beside other problems and over what was saved', () => {
  const clash = [
    'boxes.1.barcode "box-b2" is used for a badge and for a box',
    'operators.0.badge "box-b2" is used for a badge and for a box',
  ]
  const boxes = [box, { ...box, id: 'B2', barcode: 'BOX-B2' }]
  const operators = [{ ...ana, badge: 'box-b2' }]
  expect(problemsOf({ boxes, operators }).sort()).toEqual(clash)
  expect(problemsOf({ boxes, operators, scale: 'none' })).toEqual(expect.arrayContaining(clash))
  expect(problemsOf({ boxes: 'many', operators })).toHaveLength(1)
  const settings = opened({ boxes })
  const outcome = settings.change({ operators })
  expect(outcome.ok ? [] : outcome.failure.problems.map(({ path }) => path).sort()).toEqual([
    'boxes.1.barcode',
    'operators.0.badge',
  ])
  expect(settings.current().operators).toEqual([])
})

test('a badge cannot look like a code of our own', () => {
  expect(problemsOf({ operators: [{ ...ana, badge: '*SB-SHIP-8*' }] })).toEqual([
    'operators.0.badge must not look like *SB-…* or *SP-…*, which are the station’s own',
  ])
})
