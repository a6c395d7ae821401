import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Sticker } from '../../../shared/printing.ts'
import { parkedStickerBarcode } from '../../../shared/scanning.ts'
import { PrinterSettingsSchema, type PrinterSettings } from '../../../shared/settings.ts'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { createPrinting, type Printing } from '../../../station/printing/printing.ts'
import { printingMigrations } from '../../../station/printing/schema.ts'
import { startLabelPrinterSimulator } from '../../../simulators/label-printer/label-printer.ts'
import { makePng } from '../labels/make-png.ts'
import { differingDots, readPng } from '../labels/read-png.ts'
import { startRudePrinter, type Manners } from './rude-printer.ts'
import { silentLog } from './silent-log.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const LABEL_WORKER = new URL('../../../station/labels/label-worker.ts', import.meta.url)

function printer(connection: string, more: object = {}): PrinterSettings {
  return PrinterSettingsSchema.parse({ id: 'label', role: 'label', connection, ...more })
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shipbench-'))
  ends.push(() => rmSync(made, { recursive: true }))
  return made
}

function start(printers: PrinterSettings[], file = join(folder(), 'station.db')) {
  const database = openDatabase(file, printingMigrations)
  const labels = createLabels({ worker: LABEL_WORKER, log: silentLog })
  const printing = createPrinting({
    database,
    labels,
    printers: () => printers,
    clock: { now: () => new Date() },
    log: silentLog,
  })
  const stop = async () => {
    await printing.stop()
    await labels.stop()
    database.close()
  }
  ends.push(stop)
  return { printing, database, printers, file }
}

async function simulator() {
  const started = await startLabelPrinterSimulator({
    paperWorker: new URL('../../../simulators/label-printer/paper-worker.ts', import.meta.url),
  })
  ends.push(() => started.stop())
  return started
}

async function rude(manners: Manners) {
  const started = await startRudePrinter(manners)
  ends.push(() => started.stop())
  return started
}

function changesUntil(printing: Printing, claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (claim()) return resolve()
    const unsubscribe = printing.changes.subscribe(() => {
      if (!claim()) return
      unsubscribe()
      resolve()
    })
  })
}

const zplLabel = { kind: 'zpl', bytes: Buffer.from('^XA^FO50,50^FDhello^FS^XZ\n') } as const
const request = {
  shipmentId: 'shipment-1',
  expected: null,
  purpose: 'label',
  label: zplLabel,
} as const

describe('jobs', () => {
  test('a label goes out and its job is on disk', async () => {
    const sim = await simulator()
    const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    const outcome = await printing.print(request)
    if (!outcome.ok) throw new Error(outcome.failure.code)
    expect(outcome.value).toMatchObject({
      printerId: 'label',
      state: 'sent',
      delivery: 'delivered',
      bytes: zplLabel.bytes.length,
      sentAt: expect.any(String),
    })
    expect(printing.jobsOf('shipment-1')).toEqual([outcome.value])
    expect(Buffer.from(sim.received()[0]!).toString()).toBe('^XA^FO50,50^FDhello^FS^XZ')
  })

  test('newest first, and only those of the shipment', async () => {
    const { printing } = start([printer('simulated:')])
    await printing.print(request)
    await printing.print({ ...request, shipmentId: 'shipment-2' })
    await printing.print({ ...request, purpose: 'reprint' })
    expect(printing.jobsOf('shipment-1').map(({ purpose }) => purpose)).toEqual([
      'reprint',
      'label',
    ])
  })

  test('the row is on disk, and says so, before the first byte leaves', async () => {
    const path = join(folder(), 'labels.zpl')
    const { printing } = start([printer(`file:${path}`)])
    const seen: unknown[] = []
    printing.changes.subscribe(() => {
      const [job] = printing.jobsOf('shipment-1')
      if (job?.state === 'sending') seen.push(readOrEmpty(path))
    })
    await printing.print(request)
    expect(seen[0]).toBe('')
    expect(readOrEmpty(path)).toBe(zplLabel.bytes.toString())
  })

  test('jobs of one printer follow one another over one line at a time', async () => {
    const sim = await simulator()
    const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    const labels = Array.from({ length: 8 }, (_, index) => `^XA^FDlabel ${index}^FS^XZ`)
    const outcomes = await Promise.all(
      labels.map((text) =>
        printing.print({ ...request, label: { kind: 'zpl', bytes: Buffer.from(text) } }),
      ),
    )
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(sim.received().map((bytes) => Buffer.from(bytes).toString())).toEqual(labels)
  })

  test('what a crash left behind is failed at the next start and never sent again', async () => {
    const path = join(folder(), 'labels.zpl')
    const first = start([printer(`file:${path}`)])
    const insert = first.database.prepare(
      `INSERT INTO print_jobs (id, printer_id, shipment_id, purpose, state, bytes, sha256, created_at)
       VALUES (?, 'label', 'shipment-1', 'label', ?, 1, 'x', '2026-11-22T10:00:00.000Z')`,
    )
    insert.run('left-waiting', 'waiting')
    insert.run('left-sending', 'sending')
    const { printing } = start([printer(`file:${path}`)], first.file)
    expect(printing.jobsOf('shipment-1')).toMatchObject([
      { id: 'left-sending', state: 'failed', delivery: 'unknown' },
      { id: 'left-waiting', state: 'failed', delivery: 'not-sent' },
    ])
    await printing.stop()
    expect(readOrEmpty(path)).toBe('')
  })

  test.each([
    ['never-closes', true, 'sent', 'unconfirmed'],
    ['closes-at-once', false, 'failed', 'unknown'],
    ['normal', true, 'sent', 'delivered'],
  ] as const)('a printer that %s', async (manners, ok, state, delivery) => {
    const peer = await rude(manners)
    const { printing } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    const outcome = await printing.print(request)
    expect(outcome.ok).toBe(ok)
    if (!outcome.ok)
      expect(outcome.failure).toMatchObject({ code: 'printer-interrupted', delivery })
    expect(printing.jobsOf('shipment-1')).toMatchObject([{ state, delivery }])
  })

  test('a printer that cannot be reached: not sent', async () => {
    const peer = await rude('normal')
    await peer.stop()
    ends.pop()
    const { printing } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    expect(await printing.print(request)).toMatchObject({
      ok: false,
      failure: { code: 'printer-not-reached', delivery: 'not-sent' },
    })
    expect(printing.jobsOf('shipment-1')).toMatchObject([{ state: 'failed', delivery: 'not-sent' }])
    expect(printing.statuses()).toMatchObject([{ condition: 'offline' }])
  })

  test('a PNG comes out of the printer dot for dot, its barcode readable', async () => {
    const sim = await simulator()
    const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    const papers = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => sim.paper().length === count && resolve()
        sim.onChange(look)
        look()
      })
    await printing.printTest('label')
    await papers(1)
    const source = readPng(Buffer.from(sim.paper()[0]!.png, 'base64'))
    const png = makePng({
      width: source.width,
      height: source.height,
      depth: 1,
      colourType: 0,
      sample: (x, y) => [source.isBlack(x, y) ? 0 : 1],
    })
    const outcome = await printing.print({ ...request, label: { kind: 'png', bytes: png } })
    expect(outcome).toMatchObject({ ok: true, value: { delivery: 'delivered' } })
    expect(outcome.ok && outcome.value.bytes).toBeLessThan(15_000)
    await papers(2)
    const printed = sim.paper()[0]!
    expect(differingDots(readPng(Buffer.from(printed.png, 'base64')), source)).toBe(0)
    expect(printed.barcodes).toEqual([
      expect.stringContaining('*SB-TEST-2-'),
      expect.stringContaining('*SB-TEST-3-'),
    ])
  })
})

describe('parked stickers', () => {
  const sticker: Sticker = {
    barcode: parkedStickerBarcode('7KQ3M9XZ'),
    order: 'A-1042',
    boxes: { number: 1, of: 2, more: false },
    carrier: 'Flexport',
    parkedAt: new Date(),
    stationName: 'Bench 3',
  }

  test('one comes out of the first label printer, its barcode readable, its job of no shipment', async () => {
    const sim = await simulator()
    const { printing, database } = start([
      printer('simulated:', { id: 'documents', role: 'document' }),
      printer(`tcp://127.0.0.1:${sim.port}`),
      printer('simulated:', { id: 'second' }),
    ])
    const printed = new Promise<void>((resolve) => {
      sim.onChange(() => sim.paper().length === 1 && resolve())
    })
    expect(await printing.printSticker(sticker)).toMatchObject({
      ok: true,
      value: { printerId: 'label', purpose: 'sticker', shipmentId: null, delivery: 'delivered' },
    })
    await printed
    expect(sim.paper()[0]!.barcodes).toEqual([sticker.barcode])
    expect(database.prepare('SELECT purpose, state FROM print_jobs').all()).toEqual([
      { purpose: 'sticker', state: 'sent' },
    ])
  })

  test('without a label printer, and on paper without room, there is no job', async () => {
    const media = { widthInches: 1, heightInches: 1 }
    for (const [code, printers] of [
      ['no-printer', []],
      ['label-does-not-fit', [printer('simulated:', { media })]],
    ] as const) {
      const { printing, database } = start([...printers])
      expect(await printing.printSticker(sticker)).toMatchObject({ failure: { code } })
      expect(database.prepare('SELECT id FROM print_jobs').all()).toEqual([])
    }
  })
})

describe('a disk that takes nothing', () => {
  const fill = (database: Database) => database.pragma('query_only = ON')
  const makeRoom = (database: Database) => database.pragma('query_only = OFF')

  test('before a job: nothing is sent, and it prints once there is room', async () => {
    const path = join(folder(), 'labels.zpl')
    const { printing, database } = start([printer(`file:${path}`)])
    fill(database)
    expect(await printing.print(request)).toMatchObject({
      ok: false,
      failure: { code: 'print-not-kept', delivery: 'not-sent', detail: expect.any(String) },
    })
    expect(readOrEmpty(path)).toBe('')
    makeRoom(database)
    expect(await printing.print(request)).toMatchObject({ ok: true })
  })

  test('before the first byte: nothing is sent', async () => {
    const path = join(folder(), 'labels.zpl')
    const { printing, database } = start([printer(`file:${path}`)])
    const outcome = printing.print({
      ...request,
      isWanted: () => {
        fill(database)
        return true
      },
    })
    expect(await outcome).toMatchObject({
      ok: false,
      failure: { code: 'print-not-kept', delivery: 'not-sent' },
    })
    expect(readOrEmpty(path)).toBe('')
    makeRoom(database)
    expect(printing.jobsOf('shipment-1')).toMatchObject([{ state: 'waiting' }])
  })

  test('while a label goes out: what became of it is told all the same', async () => {
    const sim = await simulator()
    const { printing, database, printers, file } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    await changesUntil(printing, () => printing.statuses()[0]?.condition === 'ready')
    printing.changes.subscribe(() => {
      if (printing.jobsOf('shipment-1')[0]?.state === 'sending') fill(database)
    })
    expect(await printing.print(request)).toMatchObject({
      ok: true,
      value: { state: 'sent', delivery: 'delivered' },
    })
    await printing.stop()
    const next = start(printers, file)
    expect(next.printing.jobsOf('shipment-1')).toMatchObject([{ delivery: 'unknown' }])
  })

  test('a printer that answers for the first time is known to answer all the same', async () => {
    const sim = await simulator()
    const { printing, database } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    fill(database)
    await changesUntil(printing, () => printing.statuses()[0]?.condition === 'ready')
    makeRoom(database)
    sim.fault('head-open')
    expect(await printing.print(request)).toMatchObject({
      failure: { code: 'printer-not-ready', condition: 'head-open' },
    })
  })
})

describe('refused before there is a job', () => {
  test.each([
    ['no-printer', [], zplLabel],
    ['connection-not-supported', [printer('ipp://127.0.0.1/ipp/print')], zplLabel],
    [
      'label-not-readable',
      [printer('simulated:')],
      { kind: 'pdf', bytes: Buffer.from('%PDF-1.7') },
    ],
    ['label-not-readable', [printer('simulated:')], { kind: 'zpl', bytes: Buffer.from('hello') }],
    ['label-too-large', [printer('simulated:')], { kind: 'png', bytes: Buffer.alloc(6e6) }],
    [
      'label-does-not-fit',
      [printer('simulated:', { media: { widthInches: 1, heightInches: 1 } })],
      {
        kind: 'png',
        bytes: makePng({ width: 204, height: 10, depth: 1, colourType: 0, sample: () => [0] }),
      },
    ],
  ] as const)('%s', async (code, printers, label) => {
    const { printing } = start([...printers])
    expect(await printing.print({ ...request, label })).toMatchObject({
      ok: false,
      failure: { code },
    })
    expect(printing.jobsOf('shipment-1')).toEqual([])
  })

  test('a printer by an id that is not set up', async () => {
    const { printing } = start([printer('simulated:')])
    expect(await printing.print({ ...request, printerId: 'other' })).toMatchObject({
      failure: { code: 'no-printer', detail: expect.stringContaining('other') },
    })
    expect(await printing.printTest('other')).toMatchObject({ failure: { code: 'no-printer' } })
  })

  test('a document printer is not taken for the label printer', async () => {
    const { printing } = start([printer('simulated:', { id: 'documents', role: 'document' })])
    expect(await printing.print(request)).toMatchObject({ failure: { code: 'no-printer' } })
  })
})

describe('condition', () => {
  test.each(['paper-out', 'head-open', 'paused'] as const)(
    '%s: nothing is sent, and it prints once mended',
    async (fault) => {
      const sim = await simulator()
      const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
      sim.fault(fault)
      expect(await printing.print(request)).toMatchObject({
        ok: false,
        failure: { code: 'printer-not-ready', condition: fault, delivery: 'not-sent' },
      })
      expect(sim.received()).toEqual([])
      expect(printing.statuses()).toMatchObject([{ condition: fault, said: expect.any(String) }])
      sim.fault('none')
      expect(await printing.print(request)).toMatchObject({ ok: true })
    },
  )

  test('a printer that fell silent wants a person, also after a restart of the station', async () => {
    const sim = await simulator()
    const settings = [printer(`tcp://127.0.0.1:${sim.port}`)]
    const first = start(settings)
    await changesUntil(first.printing, () => first.printing.statuses()[0]?.condition === 'ready')
    await first.printing.stop()
    sim.fault('silent')
    const { printing } = start(settings, first.file)
    expect(await printing.print(request)).toMatchObject({
      ok: false,
      failure: { code: 'printer-not-ready', condition: 'needs-attention', delivery: 'not-sent' },
    })
    expect(sim.received()).toEqual([])
  })

  test('a printer that never answered gets its label, and nothing but its label', async () => {
    const peer = await rude('normal')
    const { printing } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    // The label waits until the first question has met its silence.
    expect(await printing.print(request)).toMatchObject({
      ok: true,
      value: { delivery: 'delivered' },
    })
    expect(peer.read().toString()).toBe(`~HQES~HS${zplLabel.bytes.toString()}`)
  })

  test('a printer that never answered is not asked between labels that follow one another', async () => {
    const peer = await rude('normal')
    const { printing } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    try {
      await printing.print(request)
      // It may only have been busy: it is asked twice more.
      await vi.advanceTimersByTimeAsync(10_000)
      await printing.print(request)
      // Longer than printers that answer are left alone.
      await vi.advanceTimersByTimeAsync(10_000)
    } finally {
      vi.useRealTimers()
    }
    await printing.print(request)
    const label = zplLabel.bytes.toString()
    const ask = '~HQES~HS'
    expect(peer.read().toString()).toBe(`${ask}${label}${ask}${ask}${label}${label}`)
  })

  test('a printer that did not answer the first question is asked again soon', async () => {
    const sim = await simulator()
    sim.fault('silent')
    const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    // The label waits until the first question has met its silence.
    await printing.print(request)
    expect(printing.statuses()[0]?.condition).toBe('not-asked')
    sim.fault('none')
    await changesUntil(printing, () => printing.statuses()[0]?.condition === 'ready')
  })

  test('a printer that never answered is not known to be in trouble', async () => {
    const peer = await rude('normal')
    const { printing } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    const conditions = new Set(printing.statuses().map(({ condition }) => condition))
    printing.changes.subscribe(() => conditions.add(printing.statuses()[0]!.condition))
    await printing.print(request)
    expect([...conditions]).toEqual(['not-asked'])
  })

  test('is asked in the background, told once it changes', async () => {
    const sim = await simulator()
    const { printing } = start([printer(`tcp://127.0.0.1:${sim.port}`)])
    await changesUntil(printing, () => printing.statuses()[0]?.condition === 'ready')
    await printing.print(request)
    sim.fault('head-open')
    await changesUntil(printing, () => printing.statuses()[0]?.condition === 'head-open')
    expect(printing.statuses()).toMatchObject([{ id: 'label', language: 'zpl' }])
  })

  test('what cannot be asked, or has not been asked yet, is "not-asked"', () => {
    const { printing } = start([
      printer('simulated:'),
      printer('spooler:Office', { id: 'documents', role: 'document' }),
    ])
    expect(printing.statuses()).toMatchObject([
      { id: 'label', condition: 'not-asked' },
      { id: 'documents', condition: 'not-asked' },
    ])
  })
})

describe('settings and the end', () => {
  test('changed printers are taken over; the others stay as they are', async () => {
    const path = join(folder(), 'labels.zpl')
    const { printing, printers } = start([printer('simulated:')])
    expect(await printing.printTest('second')).toMatchObject({ ok: false })
    printers.push(printer(`file:${path}`, { id: 'second' }))
    printing.reconfigure()
    expect(await printing.printTest('second')).toMatchObject({ ok: true })
    printers.shift()
    printing.reconfigure()
    expect(await printing.printTest('label')).toMatchObject({ ok: false })
    expect(printing.statuses().map(({ id }) => id)).toEqual(['second'])
    expect(readOrEmpty(path)).toContain('SHIPBENCH TEST second')
  })

  test('a job under way survives a change of its printer', async () => {
    const peer = await rude('reads-slowly')
    const { printing, printers } = start([printer(`tcp://127.0.0.1:${peer.port}`)])
    const label = { kind: 'zpl', bytes: Buffer.from(`^XA${' '.repeat(100_000)}^XZ`) } as const
    const running = printing.print({ ...request, label })
    await changesUntil(printing, () => printing.jobsOf('shipment-1')[0]?.state === 'sending')
    printers[0] = printer(`tcp://127.0.0.1:${peer.port}`, { dpi: 300 })
    printing.reconfigure()
    expect(await running).toMatchObject({ ok: true, value: { delivery: 'delivered' } })
  })

  test('a label that is made ready while its printer changes is made ready for the new one', async () => {
    const folderOf = folder()
    const [before, after] = [join(folderOf, 'before.zpl'), join(folderOf, 'after.zpl')]
    const { printing, printers } = start([printer(`file:${before}`)])
    const running = printing.print(request)
    printers[0] = printer(`file:${after}`)
    printing.reconfigure()
    expect(await running).toMatchObject({ ok: true })
    expect(readOrEmpty(before)).toBe('')
    expect(readOrEmpty(after)).toContain('hello')
  })

  test('two printers of the settings at one connection take turns', async () => {
    const peer = await rude('reads-slowly')
    const connection = `tcp://127.0.0.1:${peer.port}`
    const { printing } = start([printer(connection), printer(connection, { id: 'again' })])
    const label = (text: string) => `^XA^FD${text.repeat(40_000)}^FS^XZ`
    const labels = [label('a'), label('b')]
    await Promise.all(
      ['label', 'again'].map((printerId, index) =>
        printing.print({
          ...request,
          printerId,
          label: { kind: 'zpl', bytes: Buffer.from(labels[index] ?? '') },
        }),
      ),
    )
    expect([labels.join(''), labels.toReversed().join('')]).toContain(
      peer.read().toString().replaceAll('~HQES~HS', ''),
    )
  })

  test('stopping waits for the job under way and sends no other', async () => {
    const path = join(folder(), 'labels.zpl')
    const { printing } = start([printer(`file:${path}`)])
    const running = printing.print(request)
    const waiting = printing.print({ ...request, purpose: 'reprint' })
    await changesUntil(printing, () => printing.jobsOf('shipment-1').at(-1)?.state === 'sending')
    await printing.stop()
    expect(await running).toMatchObject({ ok: true })
    expect(await waiting).toMatchObject({
      ok: false,
      failure: { code: 'printer-not-reached', delivery: 'not-sent' },
    })
    expect(readOrEmpty(path)).toBe(zplLabel.bytes.toString())
  })
})

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
