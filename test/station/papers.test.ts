import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'
import { startIppStand, type IppStand, type StandJob } from './documents/ipp-stand.ts'

let printer: IppStand
let bench: DemoStation

const CONFIRM = commandBarcode('CONFIRM')
const HOLD = commandBarcode('HOLD')

async function start(
  change: (settings: DemoStation['demo']['settings']) => unknown = (all) => all,
) {
  bench = await startDemoStation((settings) => {
    const [label] = settings.printers
    const documents = { id: 'office', role: 'document', connection: printer.connection }
    return change({ ...settings, printers: [label, documents] } as typeof settings)
  })
}

beforeEach(async () => {
  printer = await startIppStand()
})
afterEach(async () => {
  await bench.stop()
  await printer.stop()
})

function unitsOf(reference: string): string[] {
  const order = bench.demo.orders.find((candidate) => candidate.reference === reference)
  return (order?.items ?? []).flatMap(({ barcodes, sku, quantity }) =>
    Array.from({ length: quantity }, () => barcodes?.[0] ?? sku ?? ''),
  )
}

const shipmentOf = (parcel = 1) =>
  bench
    .station()
    .shipments.search({ order: 'LK-20417', limit: 10 })
    .rows.find((row) => row.parcel === parcel)
const papers = () => bench.station().documents.ofShipment(shipmentOf()?.id ?? '')
const orderState = () => bench.station().orders.byReference('LK-20417')[0]?.state

/** An order to Ireland as far as its label, which is then scanned on the box. */
async function packAndStick(): Promise<string> {
  await bench.scan('LK-20417')
  for (const unit of unitsOf('LK-20417')) await bench.scan(unit)
  await bench.weigh(1150)
  await bench.until(({ step }) => step === 'scan-label')
  return bench.scan(await bench.paperBarcode())
}

const closed = () => bench.until(({ feedback }) => feedback?.code === 'order-done')
const stuck = () => bench.until(({ problem }) => problem?.code === 'papers-not-out')

describe('an order abroad', () => {
  test('closes with the scan of its label where its papers are out already', async () => {
    await start()
    await bench.scan('LK-20417')
    for (const unit of unitsOf('LK-20417')) await bench.scan(unit)
    await bench.weigh(1150)
    await bench.until(({ step }) => step === 'scan-label')
    await expect.poll(() => papers()[0]?.state).toBe('out')
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
    expect(printer.jobs.map(({ copies, name }) => [copies, name])).toEqual([
      [3, 'LK-20417 box 1 commercial invoice'],
    ])
  })

  test('waits for its papers, and closes by itself when they are out', async () => {
    printer.manners.ends = 'processing'
    await start()
    expect(await packAndStick()).toBe('papers-wait')
    expect(bench.view()).toMatchObject({ step: 'scan-label', problem: null })
    expect(shipmentOf()?.onBoxAt).not.toBeNull()
    expect(shipmentOf()?.onPaperAt).not.toBeNull()
    expect(await bench.scan(CONFIRM)).toBe('nothing-to-confirm')
    expect(await bench.scan(shipmentOf()?.trackingNumber ?? '')).toBe('papers-wait')
    printer.end(await printer.came(1), 'completed')
    await closed()
    expect(bench.view().step).toBe('scan-order')
    expect(orderState()).toBe('shipped')
  })

  test('says what is in the way of its papers, and goes on when that is mended', async () => {
    const comeBack = await printer.goAway()
    await start()
    expect(await packAndStick()).toBe('papers-wait')
    const view = await stuck()
    expect(view.problem).toMatchObject({
      offers: ['CONFIRM', 'HOLD'],
      params: { detail: expect.stringContaining('refuses the connection') },
    })
    await comeBack()
    await closed()
    expect(printer.jobs).toHaveLength(1)
  })

  test('closes when a person has put papers in, which is kept with the name', async () => {
    printer.manners.formats = []
    await start()
    await bench.scan('BADGE-ANA')
    await packAndStick()
    await stuck()
    // Its label is on the box: another one comes out with a supervisor only (L-7).
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('approval-needed')
    expect(await bench.scan(commandBarcode('UNDO'))).toBe('undone')
    expect(await bench.scan(CONFIRM)).toBe('papers-confirmed')
    await closed()
    expect(papers()).toMatchObject([{ state: 'confirmed', confirmedBy: 'Ana' }])
    expect(orderState()).toBe('shipped')
  })

  test('stays open over a restart, and prints nothing twice', async () => {
    printer.manners.ends = 'processing'
    await start()
    await packAndStick()
    await bench.restart()
    expect(bench.view()).toMatchObject({ step: 'scan-label', order: { reference: 'LK-20417' } })
    const job = await printer.came(1)
    await bench.restart(() => printer.end(job, 'completed'))
    await closed()
    expect(orderState()).toBe('shipped')
    expect(printer.jobs).toHaveLength(1)
  })

  test('can be set aside; taken up again it closes by itself', async () => {
    printer.manners.ends = 'processing'
    await start()
    await packAndStick()
    expect(await bench.scan(HOLD)).toBe('order-held')
    expect(await bench.scan('LK-20417')).toBe('order-resumed')
    expect(bench.view().step).toBe('scan-label')
    expect(await bench.scan(HOLD)).toBe('order-held')
    printer.end(await printer.came(1), 'completed')
    await expect.poll(() => papers()[0]?.state).toBe('out')
    expect(orderState()).toBe('held')
    expect(await bench.scan('LK-20417')).toBe('order-resumed')
    await closed()
    expect(orderState()).toBe('shipped')
  })

  test('in two boxes waits for the papers of each', async () => {
    printer.manners.ends = 'processing'
    await start()
    const [first = '', ...rest] = unitsOf('LK-20417')
    await bench.scan('LK-20417')
    await bench.scan(first)
    await bench.scan(commandBarcode('BOX'))
    await bench.weigh(600)
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(await bench.paperBarcode())).toBe('papers-wait')
    printer.end(await printer.came(1), 'completed')
    await bench.until(({ feedback }) => feedback?.code === 'parcel-done')
    expect(bench.view()).toMatchObject({ step: 'scan-items', order: { parcel: 2 } })
    for (const unit of rest) await bench.scan(unit)
    await bench.newPaper(() => bench.weigh(700))
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(await bench.paperBarcode())).toBe('papers-wait')
    printer.end(await printer.came(2), 'completed')
    await closed()
    expect(printer.jobs.map(({ name }: StandJob) => name)).toEqual([
      'LK-20417 box 1 commercial invoice',
      'LK-20417 box 2 commercial invoice',
    ])
  })

  test('whose label is voided while it waits is packed again, and its papers are dropped', async () => {
    const comeBack = await printer.goAway()
    await start()
    await packAndStick()
    await stuck()
    await bench.scan(commandBarcode('VOID'))
    await bench.scan(CONFIRM)
    await bench.until(({ feedback }) => feedback?.code === 'voided')
    expect(bench.view()).toMatchObject({ step: 'ship', problem: null })
    await comeBack()
    await expect.poll(() => papers()[0]?.state).toBe('dropped')
    expect(printer.jobs).toEqual([])
  })
})

describe('no papers are waited for', () => {
  test.each([
    ['where the account is paperless', { documents: { paperless: true } }],
    ['where the country takes none', { documents: { invoiceCopiesTo: { IE: 0 } } }],
    ['where no document printer is set up', 'no-printer'],
  ])('%s', async (_, change) => {
    await printer.goAway()
    await start((settings) =>
      change === 'no-printer'
        ? { ...settings, printers: settings.printers.slice(0, 1) }
        : { ...settings, ...(change as object) },
    )
    expect(await packAndStick()).toBe('order-done')
    expect(papers()).toEqual([])
    expect(bench.station().documents.noPapersBecause(shipmentOf()?.id ?? '')).not.toBeNull()
  })
})

test('without scan-back an order abroad closes when label and papers are out', async () => {
  printer.manners.ends = 'processing'
  await start((settings) => ({ ...settings, packing: { requireScanBack: false } }))
  await bench.scan('LK-20417')
  for (const unit of unitsOf('LK-20417')) await bench.scan(unit)
  await bench.weigh(1150)
  await bench.until(({ feedback }) => feedback?.code === 'papers-wait')
  printer.end(await printer.came(1), 'completed')
  await closed()
})

test('a parked box gets its papers at the scan of its sticker, and waits for them', async () => {
  printer.manners.ends = 'processing'
  await start()
  bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'down' })
  await bench.scan('LK-20417')
  for (const unit of unitsOf('LK-20417')) await bench.scan(unit)
  await bench.newPaper(() => bench.weigh(1150))
  await bench.until(({ parked }) => parked?.isPrinted === true)
  const sticker = bench.view().parked?.sticker ?? ''
  expect(await bench.scan(sticker)).toBe('order-parked')
  bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'none' })
  bench.station().settings.changes.publish()
  await expect.poll(() => shipmentOf()?.state).toBe('bought')
  await expect.poll(() => papers()[0]?.state).toBe('waiting')
  expect(printer.jobs).toEqual([])
  await bench.newPaper(() => bench.scan(sticker))
  await bench.until(({ step }) => step === 'scan-label')
  expect(await bench.scan(await bench.paperBarcode())).toBe('papers-wait')
  printer.end(await printer.came(1), 'completed')
  await closed()
  expect(orderState()).toBe('shipped')
})
