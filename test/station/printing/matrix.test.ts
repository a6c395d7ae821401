import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LabelKindSchema, LanguageNameSchema } from '../../../shared/printing.ts'
import { PrinterSettingsSchema, type PrinterSettings } from '../../../shared/settings.ts'
import { impbTrackingCode } from '../../../simulators/flexport/tracking-code.ts'
import { labelPdf, labelPng } from '../../../simulators/labels/label-picture.ts'
import { shippingLabelZpl } from '../../../simulators/labels/shipping-label.ts'
import { openDatabase } from '../../../station/database/database.ts'
import { createLabels } from '../../../station/labels/labels.ts'
import { createPrinting } from '../../../station/printing/printing.ts'
import { printingMigrations } from '../../../station/printing/schema.ts'
import { noPrintSystem, startPrintSystem } from '../../print-system/print-system.ts'
import { noPseudoTerminal, startPseudoTerminal } from '../../pseudo-terminal.ts'
import { readCpcl } from './cpcl-reader.ts'
import { readEpl2 } from './epl2-reader.ts'
import { readEscpos } from './escpos-reader.ts'
import { scanPaper, type PrintedPaper } from './printed-paper.ts'
import { startRudePrinter } from './rude-printer.ts'
import { silentLog } from './silent-log.ts'
import { readTspl } from './tspl-reader.ts'
import { drawZpl } from './zpl-reader.ts'

/*
 * Every kind of label in every printer language over every way to a printer: a real label goes in, is compared with
 * what was bought (L-1), and what comes out at the other end is read by a reader of that language and scanned.
 */

if (noPrintSystem !== undefined) console.log(`No spooler in the matrix: ${noPrintSystem}`)
if (noPseudoTerminal !== undefined) console.log(`No serial port in the matrix: ${noPseudoTerminal}`)

const TRACKING = impbTrackingCode(20_418)
const ZPL = shippingLabelZpl({
  carrier: 'USPS',
  service: 'Standard',
  sender: ['Harbor & Pine', '2210 Dockside Rd', 'Tacoma WA 98421'],
  recipient: ['Tobias Renner', '915 Alder Court', 'Boise ID 83702'],
  reference: 'LK-20418',
  weight: '210 g',
  barcode: { kind: 'usps', zip5: '83702', trackingCode: TRACKING },
})
const EXPECTED = {
  trackingNumber: TRACKING,
  carrierBarcode: null,
  zip: '83702',
  country: 'US',
  shipFromZip: '98421',
  box: { number: 1, of: 1 },
}
const [WIDTH, HEIGHT, DPI] = [812, 1218, 203]

const READERS: Record<
  (typeof LanguageNameSchema.options)[number],
  (bytes: Uint8Array, printer: PrinterSettings) => Promise<PrintedPaper> | PrintedPaper
> = {
  zpl: async (bytes, printer) => ({
    picture: await drawZpl(bytes, printer),
    labels: 1,
    barcodes: [],
  }),
  epl2: (bytes) => readEpl2(bytes, HEIGHT),
  tspl: (bytes) => readTspl(bytes, DPI),
  cpcl: (bytes) => readCpcl(bytes),
  escpos: (bytes) => readEscpos(bytes, WIDTH),
}

interface Line {
  readonly connection: string
  /** All that has come to the printer, waited for where it may still be on its way; absent where a printer in memory keeps it. */
  readonly received?: (isWhole: (heard: Uint8Array) => boolean) => Uint8Array | Promise<Uint8Array>
  stop(): unknown
}

const folder = mkdtempSync(join(tmpdir(), 'shipbench-matrix-'))
let files = 0
function plainFile(scheme: string, exists: boolean): Line {
  const path = join(folder, `out-${files++}`)
  if (exists) writeFileSync(path, '')
  return { connection: `${scheme}:${path}`, received: () => readFileSync(path), stop() {} }
}
async function network(): Promise<Line> {
  const printer = await startRudePrinter('normal')
  return {
    connection: `tcp://127.0.0.1:${printer.port}`,
    received: printer.read,
    stop: () => printer.stop(),
  }
}
async function serial(): Promise<Line> {
  const terminal = await startPseudoTerminal()
  return {
    connection: `serial:${terminal.path}?baud=115200`,
    received: (isWhole) => terminal.until(isWhole),
    stop: () => terminal.stop(),
  }
}
async function spooler(): Promise<Line> {
  const printer = await startRudePrinter('normal')
  const name = `matrix${files++}`
  await cups?.addQueue(name, `socket://127.0.0.1:${printer.port}/`)
  return {
    connection: `spooler:${name}`,
    received: printer.read,
    stop: () => printer.stop(),
  }
}

const LINES: readonly (readonly [string, () => Line | Promise<Line>, string | undefined])[] = [
  ['tcp', network, undefined],
  ['usb', () => plainFile('usb', true), undefined],
  ['serial', serial, noPseudoTerminal],
  ['spooler', spooler, noPrintSystem],
  ['file', () => plainFile('file', false), undefined],
  ['simulated', () => ({ connection: 'simulated:', stop() {} }), undefined],
]

let cups: Awaited<ReturnType<typeof startPrintSystem>> | undefined
const labels = createLabels({
  worker: new URL('../../../station/labels/label-worker.ts', import.meta.url),
  log: silentLog,
})
beforeAll(async () => {
  if (noPrintSystem !== undefined) return
  cups = await startPrintSystem()
  process.env['CUPS_SERVER'] = cups.server
})
afterAll(async () => {
  await labels.stop()
  await cups?.stop()
  delete process.env['CUPS_SERVER']
  rmSync(folder, { recursive: true })
})

const LABELS = {
  zpl: Promise.resolve(Buffer.from(ZPL)),
  png: labelPng(ZPL),
  pdf: labelPdf(ZPL),
} as const

/** The same bytes need no second look. */
const scanned = new Map<string, string[]>()
async function scan(bytes: Uint8Array, printer: PrinterSettings): Promise<string[]> {
  const key = sha256(bytes)
  const codes =
    scanned.get(key) ?? (await scanPaper(await READERS[printer.language ?? 'zpl'](bytes, printer)))
  scanned.set(key, codes)
  return codes
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const CELLS = LanguageNameSchema.options.flatMap((language) =>
  LabelKindSchema.options.map((kind) => ({ language, kind })),
)

describe.each(LINES)('over %s', (_, open, missing) => {
  test.skipIf(missing !== undefined).each(CELLS)(
    'a $kind label in $language',
    async ({ language, kind }) => {
      const line = await open()
      const database = openDatabase(join(folder, `${files++}.db`), printingMigrations)
      const printer = PrinterSettingsSchema.parse({
        id: 'label',
        role: 'label',
        connection: line.connection,
        language,
      })
      const printing = createPrinting({
        database,
        labels,
        printers: () => [printer],
        clock: { now: () => new Date() },
        log: silentLog,
      })
      try {
        const printed = await printing.print({
          shipmentId: 'one',
          purpose: 'label',
          label: { kind, bytes: await LABELS[kind] },
          expected: EXPECTED,
        })
        if (!printed.ok) throw new Error(JSON.stringify(printed.failure))
        const { value: job } = printed
        expect(job.state).toBe('sent')
        if (line.received === undefined) return expect([...scanned.keys()]).toContain(job.sha256)
        // Questions to the printer came before it.
        const label = (heard: Uint8Array) => heard.subarray(-job.bytes)
        const isWhole = (heard: Uint8Array) => sha256(label(heard)) === job.sha256
        const bytes = label(await line.received(isWhole))
        expect(sha256(bytes)).toBe(job.sha256)
        expect(await scan(bytes, printer)).toEqual([expect.stringContaining(TRACKING)])
      } finally {
        await printing.stop()
        database.close()
        await line.stop()
      }
    },
  )
})
