import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { LanguageName, PrintJob } from '../../../shared/printing.ts'
import { PrinterSettingsSchema } from '../../../shared/settings.ts'
import {
  startLabelPrinterSimulator,
  type LabelPrinterSimulator,
} from '../../../simulators/label-printer/label-printer.ts'
import { openDatabase } from '../../../station/database/database.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { createPrinting, type Printing } from '../../../station/printing/printing.ts'
import { printingMigrations } from '../../../station/printing/schema.ts'
import { silentLog } from './silent-log.ts'

/* L-6: whether a label came out, as the printer itself tells. */

const PAPER_WORKER = new URL('../../../simulators/label-printer/paper-worker.ts', import.meta.url)
const LABEL_WORKER = new URL('../../../station/labels/label-worker.ts', import.meta.url)
const LABEL = { kind: 'zpl', bytes: Buffer.from('^XA^FO50,50^FDhello^FS^XZ') } as const

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function simulator(language: LanguageName = 'zpl'): Promise<LabelPrinterSimulator> {
  const started = await startLabelPrinterSimulator({ paperWorker: PAPER_WORKER, language })
  ends.push(() => started.stop())
  return started
}

interface Stand {
  readonly printing: Printing
  readonly database: ReturnType<typeof openDatabase>
  /** The next job of which the printer tells whether it came out. */
  readonly known: () => Promise<PrintJob>
  readonly stop: () => Promise<void>
}

function start(port: number, folder: string, language: LanguageName = 'zpl', dpi = 203): Stand {
  const database = openDatabase(join(folder, 'station.db'), printingMigrations)
  const labels = createLabels({ worker: LABEL_WORKER, log: silentLog })
  const connection = `tcp://127.0.0.1:${port}`
  const printer = PrinterSettingsSchema.parse({
    id: 'label',
    role: 'label',
    connection,
    language,
    dpi,
  })
  const printing = createPrinting({
    database,
    labels,
    printers: () => [printer],
    clock: { now: () => new Date() },
    log: silentLog,
  })
  const stop = async () => {
    ends.splice(ends.indexOf(stop), 1)
    await printing.stop()
    await labels.stop()
    database.close()
  }
  ends.push(stop)
  const known = () =>
    new Promise<PrintJob>((resolve) => {
      const stopListening = printing.paperKnown.subscribe((job) => {
        stopListening()
        resolve(job)
      })
    })
  return { printing, database, known, stop }
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shipbench-'))
  ends.push(() => rmSync(made, { recursive: true }))
  return made
}

function until(printing: Printing, condition: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (printing.statuses()[0]?.condition !== condition) return
      stop()
      resolve()
    }
    const stop = printing.changes.subscribe(look)
    look()
  })
}

const print = (printing: Printing) =>
  printing.print({ shipmentId: 'one', purpose: 'label', label: LABEL, expected: null })

describe('a printer with an odometer', () => {
  test('counts one more: the label came out', async () => {
    const sim = await simulator()
    const { printing, known } = start(sim.port, folder())
    await until(printing, 'ready')
    const told = known()
    expect(await print(printing)).toMatchObject({ ok: true, value: { cameOut: null } })
    expect(await told).toMatchObject({ shipmentId: 'one', cameOut: true, provedBy: 'odometer' })
    expect(printing.jobsOf('one')).toMatchObject([{ cameOut: true, provedBy: 'odometer' }])
  })

  test('that loses a label stands still: none came out, though every byte arrived', async () => {
    const sim = await simulator()
    const { printing, known } = start(sim.port, folder())
    await until(printing, 'ready')
    sim.fault('loses-label')
    const told = known()
    expect(await print(printing)).toMatchObject({ ok: true, value: { delivery: 'delivered' } })
    expect(await told).toMatchObject({ cameOut: false, provedBy: 'odometer' })
  })

  test('tells after a restart of a label that the stop cut off', async () => {
    const sim = await simulator()
    const home = folder()
    const first = start(sim.port, home)
    await until(first.printing, 'ready')
    const told = first.known()
    await print(first.printing)
    await told
    // As a power cut leaves it: being sent, with what was counted before.
    first.database
      .prepare("UPDATE print_jobs SET state = 'sending', came_out = NULL, proved_by = NULL")
      .run()
    await first.stop()
    const again = start(sim.port, home)
    expect(again.printing.jobsOf('one')).toMatchObject([{ state: 'failed', delivery: 'unknown' }])
    expect(await again.known()).toMatchObject({ cameOut: true, provedBy: 'odometer' })
    expect(sim.received()).toHaveLength(1)
  })

  test('what a person says is not of a label that still waits for its turn', async () => {
    const sim = await simulator()
    const { printing } = start(sim.port, folder())
    await until(printing, 'ready')
    const first = print(printing)
    const again = print(printing)
    await first
    expect(printing.jobsOf('one').map(({ state }) => state)).toEqual(['waiting', 'sent'])
    printing.settlePaper('one', true, 'scan')
    expect(printing.jobsOf('one').map(({ provedBy }) => provedBy)).toEqual([null, 'scan'])
    await again
  })

  test('what a person said first stays', async () => {
    const sim = await simulator()
    const { printing } = start(sim.port, folder())
    await until(printing, 'ready')
    sim.fault('loses-label')
    await print(printing)
    printing.settlePaper('one', true, 'operator')
    printing.settlePaper('one', false, 'scan')
    expect(printing.jobsOf('one')).toMatchObject([{ cameOut: true, provedBy: 'operator' }])
  })
})

test('L-6 an ESC/POS printer that says that it is done has printed', async () => {
  const sim = await simulator('escpos')
  const { printing, known } = start(sim.port, folder(), 'escpos')
  await until(printing, 'ready')
  const told = known()
  expect(await print(printing)).toMatchObject({ ok: true })
  expect(await told).toMatchObject({ cameOut: true, provedBy: 'printer' })
})

test('L-4 a head of other dots per inch gets no label', async () => {
  const sim = await simulator()
  const { printing } = start(sim.port, folder(), 'zpl', 300)
  await until(printing, 'wrong-dpi')
  expect(await print(printing)).toMatchObject({
    failure: {
      code: 'printer-not-ready',
      condition: 'wrong-dpi',
      delivery: 'not-sent',
      detail: 'The head has 203 dpi, the settings say 300',
    },
  })
  expect(sim.received()).toHaveLength(0)
})
