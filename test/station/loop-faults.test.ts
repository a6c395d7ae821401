import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

/*
 * What could send a wrong label, lose a parcel or leave a packer stuck: orders of several boxes with voids in
 * between, answers to a void that got lost, findings about doubts, orders changed while set aside.
 */

let bench: DemoStation

beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

const PULLOVER = '5391234567892'
const BEANIE = '5391234567113'

/** The first of two boxes of LK-20417, closed and not weighed. */
async function boxTheBeanie(): Promise<void> {
  await bench.scan('LK-20417')
  await bench.scan(BEANIE)
  await bench.scan(commandBarcode('BOX'))
}

/** Weighs, waits for the label and answers its tracking number; the box still wants its scan-back. */
async function ship(grams: number): Promise<string> {
  await bench.weigh(grams)
  const { shipment } = await bench.until(({ step }) => step === 'scan-label')
  return shipment?.trackingNumber ?? ''
}

async function voidBy(text: string): Promise<void> {
  await bench.scan(commandBarcode('VOID'))
  if (text) await bench.scan(text)
  await bench.scan(commandBarcode('CONFIRM'))
}

/** An answer that got lost counts as an outage, until the station's own probe is answered. */
async function lineBack(): Promise<void> {
  bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'none' })
  await bench.untilCarrier(({ outage }) => outage === null)
}

/** The next purchase gets lost on its way: in doubt, and no look-up finds it. */
function losePurchase(): void {
  bench.demo.carriers.flavorcloud.script([
    { call: 'createShipments', do: { kind: 'drop', when: 'before' } },
  ])
}

const rows = () => bench.station().shipments.search({ limit: 50 }).rows

describe('damaged records', () => {
  test('bar every purchase, SHIP too, until a check finds them sound; the weight stays', async () => {
    bench.station().settings.change({ packing: { shipOnLastScan: false } })
    await bench.scan('LK-20418')
    await bench.scan('5391234567113')
    await bench.weigh(210)
    await bench.until(({ step }) => step === 'ship')
    const { records } = bench.station()
    records.noteError(Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' }))
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('order-not-ready')
    expect(bench.view()).toMatchObject({
      step: 'ship',
      problem: { code: 'records-damaged' },
      weight: { state: 'locked' },
    })
    expect(bench.demo.carriers.flexport.ledger()).toEqual([])
    await records.idle()
    await bench.untilHealth(({ database }) => database.light === 'good')
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-started')
    await bench.until(({ step }) => step === 'scan-label')
  })
})

describe('orders of several boxes', () => {
  test('a box voided after the order was done gets a purchase of its own when it is packed again', async () => {
    await bench.scan('LK-20417')
    await bench.scan(commandBarcode('QTY', '2'))
    await bench.scan(PULLOVER)
    await bench.scan(commandBarcode('BOX'))
    const first = await ship(1000)
    expect(await bench.scan(first)).toBe('parcel-done')
    await bench.scan(BEANIE)
    const second = await ship(210)
    expect(await bench.scan(second)).toBe('order-done')

    await voidBy(first)
    await bench.until(({ feedback }) => feedback?.code === 'voided')
    expect(bench.station().orders.byReference('LK-20417')[0]?.state).toBe('held')
    expect(await bench.scan('LK-20417')).toBe('order-opened')
    expect(await bench.scan(BEANIE)).toBe('over-scan')
    await bench.scan(PULLOVER)
    await bench.scan(commandBarcode('BOX'))
    const third = await ship(500)
    expect(await bench.scan(third)).toBe('parcel-done')
    expect(bench.view().order?.parcel).toBe(3)
    await bench.scan(PULLOVER)
    const fourth = await ship(510)
    expect(await bench.scan(fourth)).toBe('order-done')
    expect(new Set([first, second, third, fourth]).size).toBe(4)
  })

  test('box 1 voided while box 2 is open: the order is not done before it is packed again', async () => {
    await boxTheBeanie()
    const first = await ship(210)
    await bench.scan(first)
    await voidBy(first)
    await bench.until(({ feedback }) => feedback?.code === 'voided')
    await bench.scan(commandBarcode('QTY', '2'))
    await bench.scan(PULLOVER)
    await bench.scan(commandBarcode('BOX'))
    const second = await ship(1000)
    expect(await bench.scan(second)).toBe('parcel-done')
    expect(bench.view()).toMatchObject({ step: 'scan-items', order: { parcel: 1 } })
  })
})

describe('P-10: a label that is void, or may be, is neither printed nor accepted', () => {
  test('a void whose answer got lost is in doubt, waits in the queue, and may be asked again', async () => {
    await boxTheBeanie()
    const label = await ship(210)
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'slow' })
    await voidBy('')
    await bench.until(() => rows()[0]?.state === 'void-asked')
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'down' })
    const told = await bench.until(({ problem }) => problem?.code === 'void-in-doubt')
    expect(told.problem?.offers).toEqual(['VOID', 'HOLD'])
    expect(await bench.scan(label)).toBe('label-void')
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('label-void')
    expect(bench.station().queue.list()).toMatchObject([{ why: 'void-in-doubt' }])
    await voidBy('')
    await bench.until(({ feedback }) => feedback?.code === 'void-in-doubt')
    expect(rows()[0]?.state).toBe('void-asked')
    expect(await bench.scan(label)).toBe('label-void')
    await bench.restart()
    expect(bench.view().problem?.code).toBe('void-in-doubt')
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'none' })
    await voidBy('')
    const voided = await bench.until(({ feedback }) => feedback?.code === 'voided')
    expect(voided.step).toBe('ship')
  })
})

describe('voids and the end of an order', () => {
  test('an order is not shipped while one of its labels may be void', async () => {
    await boxTheBeanie()
    const first = await ship(210)
    await bench.scan(first)
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'slow' })
    await voidBy(first)
    expect(await bench.scan(commandBarcode('VOID'))).toBe('void-armed')
    expect(await bench.scan(first)).toBe('please-wait')
    await bench.scan(commandBarcode('UNDO'))
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'down' })
    await bench.until(({ feedback }) => feedback?.code === 'void-in-doubt')
    await lineBack()
    await bench.scan(commandBarcode('QTY', '2'))
    await bench.scan(PULLOVER)
    const second = await ship(1000)
    expect(await bench.scan(second)).toBe('order-in-doubt')
    expect(bench.station().orders.byReference('LK-20417')[0]?.state).toBe('held')
    expect(await bench.scan('LK-20417')).toBe('order-in-doubt')
    await voidBy(first)
    await bench.until(({ feedback }) => feedback?.code === 'voided')
    expect(await bench.scan('LK-20417')).toBe('order-opened')
    expect(bench.view().items.map(({ packedBefore }) => packedBefore)).toEqual([2, 0])
  })

  test('a void that certainly was not made leaves the label as good as it was', async () => {
    await boxTheBeanie()
    const label = await ship(210)
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'down' })
    // A new run has no old connection on which a request could be lost: the call never leaves.
    await bench.restart()
    await voidBy('')
    await bench.until(({ feedback }) => feedback?.code === 'void-failed')
    expect(rows()[0]?.state).toBe('bought')
    expect(await bench.scan(label)).toBe('parcel-done')
  })
})

test('an item with neither barcode nor SKU is counted by CONFIRM', async () => {
  const [galway] = bench.demo.orders
  const items = [{ description: 'Blue mug', quantity: 2 }]
  bench.station().orders.intake([{ ...galway, reference: 'NOSKU', items }])
  expect(await bench.scan('NOSKU')).toBe('order-opened')
  await bench.scan(commandBarcode('HOLD'))
  const us = bench.demo.orders.find(({ shipTo }) => shipTo.country === 'US')
  bench.station().orders.intake([{ ...us, reference: 'NOSKU-US', items }])
  await bench.scan('NOSKU-US')
  expect(bench.view().problem).toMatchObject({
    code: 'item-without-barcode',
    offers: ['CONFIRM'],
  })
  expect(await bench.scan(commandBarcode('CONFIRM'))).toBe('item-packed')
  expect(await bench.scan(commandBarcode('CONFIRM'))).toBe('items-complete')
})

test('one SHIP of an order that lacks something is refused once', async () => {
  const order = bench.demo.orders.find(({ reference }) => reference === 'TW-3107')
  await bench.scan('TW-3107')
  for (const { barcodes, quantity } of order?.items ?? [])
    for (let unit = 0; unit < quantity; unit += 1) await bench.scan(barcodes?.[0] ?? '')
  await bench.weigh(900)
  await bench.until(({ step, feedback }) => step === 'ship' && feedback?.code === 'order-not-ready')
  const before = bench.view().feedback?.sequence ?? 0
  await bench.scan(commandBarcode('SHIP'))
  await bench.until(({ feedback }) => feedback?.code === 'order-not-ready')
  await bench.scan(commandBarcode('HELP'))
  expect(bench.view().feedback?.sequence).toBe(before + 3)
})

describe('P-11: a finding is believed only about this purchase', () => {
  test('the carrier id of another parcel is refused', async () => {
    await boxTheBeanie()
    const label = await ship(210)
    await bench.scan(label)
    const other = rows()[0]
    losePurchase()
    await bench.scan(commandBarcode('QTY', '2'))
    await bench.scan(PULLOVER)
    await bench.weigh(1000)
    await bench.until(({ step }) => step === 'in-doubt')
    await lineBack()
    const doubtful = rows()[0]
    const settled = await bench.station().bench.settleShipment(doubtful?.id ?? '', {
      finding: 'bought',
      carrierShipmentId: other?.carrierShipmentId ?? '',
    })
    expect(settled).toMatchObject({ ok: false, failure: { code: 'belongs-to-another' } })
    expect(bench.view().step).toBe('in-doubt')
  })

  test('"not bought" at the open order buys anew under a new key, with nothing scanned', async () => {
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'lost-answer' })
    await boxTheBeanie()
    await bench.weigh(210)
    await bench.until(({ step }) => step === 'in-doubt')
    await lineBack()
    await bench.station().bench.settleShipment(rows()[0]?.id ?? '', { finding: 'not-bought' })
    await bench.until(({ step }) => step === 'scan-label')
    expect(new Set(rows().map(({ reference }) => reference)).size).toBe(2)
  })

  test('HOLD parks a box in doubt: settled meanwhile, the order’s next scan prints the label', async () => {
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'lost-answer' })
    await boxTheBeanie()
    await bench.weigh(210)
    await bench.until(({ step }) => step === 'in-doubt')
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('parcel-parked')
    await bench.until(({ parked }) => parked?.isPrinted === true)
    await lineBack()
    await bench.station().bench.settleShipment(rows()[0]?.id ?? '', { finding: 'bought' })
    // The other items of the order are next; the box in doubt has its sticker.
    expect(await bench.scan(PULLOVER)).toBe('item-packed')
    expect(bench.view()).toMatchObject({ step: 'scan-items', order: { parcel: 2 } })
  })
})

describe('set aside', () => {
  test('an order whose items were changed meanwhile is packed anew, and says so', async () => {
    await bench.scan('LK-20417')
    await bench.scan(PULLOVER)
    await bench.scan(commandBarcode('HOLD'))
    const [galway] = bench.demo.orders
    const items = galway?.items.map((item, index) =>
      index === 0 ? { ...item, sku: 'OTHER', barcodes: ['4006381333931'] } : item,
    )
    expect(bench.station().orders.intake([{ ...galway, items }])[0]?.status).toBe('updated')
    expect(await bench.scan('LK-20417')).toBe('order-changed')
    expect(bench.view().items.map(({ scanned }) => scanned)).toEqual([0, 0])
  })

  test('an order that was completed meanwhile has lost its problem', async () => {
    const order = bench.demo.orders.find(({ reference }) => reference === 'TW-3107')
    await bench.scan('TW-3107')
    expect(bench.view().problem?.code).toBe('customs-incomplete')
    await bench.scan(commandBarcode('HOLD'))
    const items = order?.items.map((item) => ({ ...item, hsCode: '611020', originCountry: 'PT' }))
    bench.station().orders.intake([{ ...order, items }])
    await bench.scan('TW-3107')
    expect(bench.view().problem).toBeNull()
  })

  test('the box of an order set aside is not weighed for the next one', async () => {
    await bench.scan('LK-20417')
    await bench.emptied()
    bench.put(500)
    await bench.until(({ weight }) => weight.state === 'stable' && weight.grams === 500)
    await bench.scan(commandBarcode('HOLD'))
    await bench.scan(BEANIE)
    const waiting = await bench.until(({ weight }) => weight.reason === 'pan-not-emptied')
    expect(waiting.step).toBe('weigh')
  })
})

describe('commands that wait for a scan', () => {
  test('another scan is taken as itself and disarms them', async () => {
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('reprint-armed')
    expect(await bench.scan('NO-SUCH-LABEL')).toBe('label-not-known')
    expect(await bench.scan('LK-20417')).toBe('order-opened')
    expect(bench.view().armed).toBeNull()
    expect(await bench.scan(commandBarcode('QTY'))).toBe('quantity-armed')
    expect(await bench.scan(PULLOVER)).toBe('item-packed')
    expect(await bench.scan(commandBarcode('QTY'))).toBe('quantity-armed')
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('order-held')
    expect(bench.view().armed).toBeNull()
  })
})

describe('W6 over a restart', () => {
  test('a box that stood on the scale when the station stopped is weighed for its own order', async () => {
    await bench.scan('LK-20417')
    await bench.emptied()
    await bench.restart()
    bench.put(1110)
    await bench.scan(commandBarcode('QTY', '2'))
    await bench.scan(PULLOVER)
    await bench.scan(BEANIE)
    await bench.until(({ weight }) => weight.state === 'locked')
  })

  test('a box whose weight was taken is not weighed again for the next order', async () => {
    await bench.scan('LK-20418')
    await bench.scan(BEANIE)
    const label = await ship(210)
    await bench.scan(label)
    await bench.restart()
    await bench.scan('LK-20419')
    await bench.scan(BEANIE)
    await bench.until(({ weight }) => weight.reason === 'pan-not-emptied')
  })
})
