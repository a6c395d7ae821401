import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { startLabelPrinterSimulator } from '../../simulators/label-printer/label-printer.ts'
import type { LabelFault } from '../../simulators/labels/spoiled-label.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

/*
 * The right label on paper, seen from the bench: labels that are not what was bought, a printer that cannot print,
 * labels printed again. The single-item order LK-20418 goes out by Flexport.
 */

let bench: DemoStation

beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

async function pack(): Promise<void> {
  await bench.scan('LK-20418')
  await bench.scan('5391234567113')
  await bench.weigh(210)
}

const detail = () => {
  const id = bench.station().shipments.search({ limit: 1 }).rows[0]?.id ?? ''
  return bench.station().shipments.detail(id)
}
const problem = () => bench.view().problem?.code

describe('a label that is not what was bought', () => {
  async function packWith(labelFault: LabelFault): Promise<void> {
    bench.demo.carriers.flexport.switch({ labelFault })
    await pack()
    await bench.until(({ problem }) => problem !== null)
  }

  test('L-1 the label of another parcel does not print, whoever lets it', async () => {
    await packWith('of-another-parcel')
    expect(bench.view()).toMatchObject({
      step: 'printing',
      problem: { code: 'label-mismatch', kind: 'wrong', offers: ['HOLD', 'VOID'] },
    })
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('nothing-to-approve')
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('reprint-started')
    await bench.until(({ feedback }) => feedback?.code === 'reprint-failed')
    expect(problem()).toBe('label-mismatch')
    expect(bench.demo.drill.view().paper).toEqual([])
    expect(detail()).toMatchObject({ state: 'bought', sentAt: null, printJobs: [] })
    // The box has nothing on it to tell it by: it gets a sticker, and whoever looks into it finds it by that.
    await bench.newPaper(async () => {
      expect(await bench.scan(commandBarcode('HOLD'))).toBe('parcel-parked')
    })
    const [sticker = ''] = bench.demo.drill.view().paper[0]?.barcodes ?? []
    await bench.until(({ parked }) => parked?.isPrinted === true)
    await bench.scan(commandBarcode('HOLD'))
    await bench.scan(sticker)
    await bench.until(({ problem }) => problem !== null)
    expect(problem()).toBe('label-mismatch')
  })

  test('L-2 one without a barcode prints once a supervisor lets it, and stays marked', async () => {
    await packWith('without-barcode')
    expect(problem()).toBe('label-unreadable')
    expect(bench.demo.drill.view().paper).toEqual([])
    await bench.newPaper(async () => {
      expect(await bench.scan(commandBarcode('APPROVE'))).toBe('approved')
    })
    await bench.until(({ step }) => step === 'scan-label')
    expect(detail()).toMatchObject({ labelPassedBy: 'a supervisor' })
  })

  test('L-2 only the supervisor’s own code counts where one is set, and the packer’s name is kept', async () => {
    const { packing } = bench.station().settings.current()
    bench.station().settings.change({ packing: { ...packing, supervisorCode: 'K77X' } })
    await bench.scan('BADGE-ANA')
    await packWith('without-barcode')
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('approval-refused')
    expect(problem()).toBe('label-unreadable')
    expect(await bench.scan(commandBarcode('APPROVE', 'K77X'))).toBe('approved')
    await bench.until(({ step }) => step === 'scan-label')
    expect(detail()).toMatchObject({ labelPassedBy: 'Ana' })
  })

  test('L-8 one that would restart the printer does not print, and the command is named', async () => {
    await packWith('with-a-command')
    expect(bench.view().problem).toMatchObject({
      code: 'label-unsafe',
      params: { detail: expect.stringContaining('~JR') },
    })
    expect(bench.demo.drill.view().paper).toEqual([])
  })
})

test('L-5 where the first printer cannot print the next takes over, and the first never prints that label', async () => {
  await using spare = await startSpare()
  const first = bench
  bench = await startDemoStation((settings) => ({
    ...settings,
    printers: settings.printers.flatMap((printer) =>
      printer.role === 'label'
        ? [printer, { ...printer, id: 'spare', connection: `tcp://127.0.0.1:${spare.port}` }]
        : [printer],
    ),
  }))
  await first.stop()
  bench.demo.drill.act({ do: 'printer', fault: 'paper-out' })
  await bench.untilHealth(({ printers: [label] }) => label?.condition === 'paper-out')
  await pack()
  const view = await bench.until(({ step }) => step === 'scan-label')
  expect(view.feedback).toMatchObject({
    code: 'printed-elsewhere',
    kind: 'attention',
    params: { printer: 'spare', instead: 'label' },
  })
  expect(spare.received()).toHaveLength(1)
  expect(detail()?.printJobs).toMatchObject([
    { printerId: 'spare', insteadOf: 'label', state: 'sent' },
    { printerId: 'label', state: 'failed', delivery: 'not-sent', detail: 'paper-out' },
  ])
  bench.demo.drill.act({ do: 'printer', fault: 'none' })
  await bench.untilHealth(({ printers: [label] }) => label?.condition === 'ready')
  await bench.scan(view.shipment?.trackingNumber ?? '')
  expect(bench.view().step).toBe('scan-order')
  expect(bench.demo.drill.view().paper).toEqual([])
})

async function startSpare() {
  const spare = await startLabelPrinterSimulator({
    paperWorker: new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url),
  })
  return { ...spare, [Symbol.asyncDispose]: () => spare.stop() }
}

describe('L-7 a label printed again', () => {
  async function printed(): Promise<string> {
    await pack()
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    return shipment?.trackingNumber ?? ''
  }

  test('keeps why and by whom, and buys nothing', async () => {
    await bench.scan('BADGE-TOM')
    await printed()
    await bench.newPaper(() => bench.scan(commandBarcode('REPRINT', 'TORN')))
    await bench.until(() => detail()?.printJobs[0]?.state === 'sent')
    expect(detail()?.printJobs).toMatchObject([
      { purpose: 'reprint', reason: 'TORN', operator: 'Tom' },
      { purpose: 'label', reason: null },
    ])
    expect(bench.demo.carriers.flexport.ledger()).toHaveLength(1)
  })

  test('that is on its box already wants a supervisor', async () => {
    const tracking = await printed()
    await bench.scan(tracking)
    expect(bench.view().step).toBe('scan-order')
    await bench.scan(commandBarcode('REPRINT', 'FAINT'))
    expect(await bench.scan(tracking)).toBe('approval-needed')
    expect(bench.view().armed).toBe('REPRINT-APPROVE')
    expect(detail()?.printJobs).toHaveLength(1)
    await bench.newPaper(async () => {
      expect(await bench.scan(commandBarcode('APPROVE'))).toBe('reprint-started')
    })
    expect(detail()?.printJobs[0]).toMatchObject({ purpose: 'reprint', reason: 'FAINT' })
    bench.demo.drill.act({ do: 'printer', fault: 'paper-out' })
    await bench.untilHealth(({ printers: [label] }) => label?.condition === 'paper-out')
    for (const code of [commandBarcode('REPRINT'), tracking, commandBarcode('APPROVE')])
      await bench.scan(code)
    const { feedback } = await bench.until((view) => view.feedback?.code === 'reprint-failed')
    expect(feedback?.params).toEqual({ reason: 'paper-out' })
  })

  test('from a list too, and any other scan lets the asked one go', async () => {
    const tracking = await printed()
    await bench.scan(tracking)
    const id = detail()?.id ?? ''
    expect(await bench.station().bench.reprint(id, 'TORN', undefined)).toMatchObject({
      failure: { code: 'approval-needed' },
    })
    await bench.scan(commandBarcode('REPRINT'))
    await bench.scan(tracking)
    await bench.scan('LK-20417')
    expect(bench.view().armed).toBeNull()
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('nothing-to-approve')
    expect(detail()?.printJobs).toHaveLength(1)
  })
})

describe('L-6 whether a label came out', () => {
  test('the printer’s counter puts it on paper before anybody scans it', async () => {
    await bench.untilHealth(({ printers: [label] }) => label?.condition === 'ready')
    await pack()
    const { shipment } = await bench.until(
      ({ shipment }) => typeof shipment?.onPaperAt === 'string',
    )
    expect(shipment?.onBoxAt).toBeNull()
    expect(detail()?.printJobs).toMatchObject([{ cameOut: true, provedBy: 'odometer' }])
  })

  const folder = mkdtempSync(join(tmpdir(), 'shipbench-paper-'))
  const paper = join(folder, 'paper.zpl')
  afterAll(() => rmSync(folder, { recursive: true }))

  /** A printer that cannot be asked, and a power cut while it got the label. */
  async function powerCut(): Promise<void> {
    await bench.stop()
    bench = await startDemoStation((settings) => ({
      ...settings,
      printers: settings.printers.map((printer) =>
        printer.role === 'label' ? { ...printer, connection: `file:${paper}` } : printer,
      ),
    }))
    await pack()
    await bench.until(({ step }) => step === 'scan-label')
    await bench.restart(() => {
      const database = new Database(join(bench.dataDir, 'station.sqlite'))
      database.prepare("UPDATE print_jobs SET state = 'sending', delivery = NULL").run()
      database.prepare('UPDATE shipments SET sent_at = NULL').run()
      database.close()
    })
  }

  test('is asked after a power cut; CONFIRM says yes, and it is kept who told', async () => {
    await powerCut()
    expect(bench.view()).toMatchObject({
      step: 'printing',
      problem: {
        code: 'print-in-doubt',
        params: { printer: 'label' },
        offers: ['CONFIRM', 'REPRINT', 'HOLD'],
      },
    })
    expect(await bench.scan(commandBarcode('CONFIRM'))).toBe('label-came-out')
    expect(bench.view()).toMatchObject({ step: 'scan-label', problem: null })
    expect(detail()).toMatchObject({
      sentAt: null,
      onPaperAt: expect.any(String),
      printJobs: [{ cameOut: true, provedBy: 'operator' }],
    })
    await bench.restart()
    expect(bench.view()).toMatchObject({ step: 'scan-label', problem: null })
  })

  test('REPRINT says no, and prints it', async () => {
    await powerCut()
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('reprint-started')
    await bench.until(({ step }) => step === 'scan-label')
    expect(detail()?.printJobs).toMatchObject([
      { purpose: 'reprint', reason: 'OTHER', state: 'sent', cameOut: null },
      { purpose: 'label', state: 'failed', cameOut: false, provedBy: 'operator' },
    ])
  })

  test('its scan on the box says yes too', async () => {
    await powerCut()
    expect(await bench.scan(detail()?.trackingNumber ?? '')).toBe('order-done')
    expect(detail()?.printJobs).toMatchObject([{ cameOut: true, provedBy: 'scan' }])
  })
})

test('the barcodes of the newest test label are known when they are scanned', async () => {
  const station = () => bench.station()
  await bench.newPaper(() => station().printing.printTest('label'))
  const read = bench.demo.drill.view().paper[0]?.barcodes ?? []
  expect(read).toHaveLength(2)
  for (const barcode of read) expect(await bench.scan(barcode)).toBe('test-label-read')
  expect(station().printing.testProofs()).toMatchObject([
    { printerId: 'label', read: [{ dots: expect.any(Number) }, { dots: expect.any(Number) }] },
  ])
  await station().printing.printTest('label')
  expect(await bench.scan(read[0] ?? '')).toBe('label-not-known')
})
