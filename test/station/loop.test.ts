import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { barcodeOf, singleOf, startDemoStation, type DemoStation } from './demo-station.ts'

let bench: DemoStation

async function packGalway(): Promise<void> {
  expect(await bench.scan('LK-20417')).toBe('order-opened')
  expect(await bench.scan(barcodeOf('LK-PUL-M-OAT'))).toBe('item-packed')
  expect(await bench.scan(barcodeOf('LK-PUL-M-OAT'))).toBe('item-packed')
  expect(await bench.scan(barcodeOf('LK-BEA-RST'))).toBe('items-complete')
}

describe('an order from scan to scan-back', () => {
  beforeEach(async () => {
    bench = await startDemoStation()
  })
  afterEach(() => bench.stop())

  test('opens, packs, weighs, buys, prints and closes with nothing but scans', async () => {
    await packGalway()
    await bench.weigh(1150)
    const bought = await bench.until(({ step }) => step === 'scan-label')
    expect(bought.shipment).toMatchObject({
      state: 'bought',
      carrier: 'flavorcloud',
      onBoxAt: null,
    })
    expect(bought.shipment?.sentAt).not.toBeNull()
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
    const [shipment] = bench.station().shipments.search({ order: 'LK-20417', limit: 10 }).rows
    expect(shipment).toMatchObject({ state: 'bought', weightGrams: 1150, parcel: 1 })
    expect(shipment?.onPaperAt).not.toBeNull()
    expect(shipment?.onBoxAt).not.toBeNull()
    expect(bench.station().orders.byReference('LK-20417')[0]?.state).toBe('shipped')
    expect(await bench.scan('LK-20417')).toBe('order-already-shipped')
  })

  test('a scan at the wrong moment, a wrong item and one too many each say so and lose nothing', async () => {
    expect(await bench.scan('NOT-A-THING')).toBe('unknown-code')
    expect(await bench.scan('*SB-SHIP-9*')).toBe('damaged-code')
    await bench.scan('LK-20417')
    expect(await bench.scan('LK-20417')).toBe('order-resumed')
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('items-missing')
    expect(await bench.scan('4006381333931')).toBe('wrong-item')
    await bench.scan(barcodeOf('LK-BEA-RST'))
    expect(await bench.scan(barcodeOf('LK-BEA-RST'))).toBe('over-scan')
    const other = bench.demo.orders.find(({ reference }) => reference !== 'LK-20417')
    expect(await bench.scan(other?.reference ?? '')).toBe('other-order-open')
    expect(bench.view().items.map(({ scanned }) => scanned)).toEqual([0, 1])
  })

  test('a wrong label does not close the box', async () => {
    await packGalway()
    await bench.weigh(1150)
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan('9400100000000000000017')).toBe('wrong-label')
    expect(bench.view().step).toBe('scan-label')
  })

  test('HOLD sets an order aside as it is, and its next scan takes it up again', async () => {
    await bench.scan('LK-20417')
    await bench.scan(barcodeOf('LK-PUL-M-OAT'))
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('order-held')
    expect(bench.view().step).toBe('scan-order')
    expect(await bench.scan('LK-20417')).toBe('order-resumed')
    expect(bench.view().items[0]?.scanned).toBe(1)
  })

  test('a restart comes back to the same step', async () => {
    await bench.scan('LK-20417')
    await bench.scan(barcodeOf('LK-PUL-M-OAT'))
    const before = bench.view()
    await bench.restart()
    expect(bench.view()).toMatchObject({
      step: before.step,
      order: before.order,
      items: before.items,
    })
  })

  test('a restart with a bought label waits for its scan-back and buys nothing', async () => {
    await packGalway()
    await bench.weigh(1150)
    const before = await bench.until(({ step }) => step === 'scan-label')
    await bench.restart()
    expect(bench.view()).toMatchObject({
      step: 'scan-label',
      shipment: { id: before.shipment?.id },
    })
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
    expect(bench.station().shipments.search({ limit: 10 }).total).toBe(1)
  })

  test('two merchants with one reference: the scan asks, and a digit or the list opens the right one', async () => {
    const twin = { ...bench.demo.orders[0], merchant: 'tidewell' }
    bench.station().orders.intake([twin])
    expect(await bench.scan('LK-20417')).toBe('ambiguous-order')
    const [order] = bench.station().orders.byReference('LK-20417', 'tidewell')
    const { armed, choices } = bench.view()
    expect({ armed, choices }).toMatchObject({
      armed: 'CHOOSE',
      choices: [{ number: 1, meaning: 'order', name: 'LK-20417' }, { number: 2 }],
    })
    expect(await bench.scan(commandBarcode('CHOOSE', '3'))).toBe('choice-not-valid')
    const which = choices.find(({ detail }) => detail.startsWith('tidewell'))?.number
    expect(await bench.scan(String(which))).toBe('order-opened')
    expect(bench.view()).toMatchObject({ armed: null, order: { id: order?.id } })
    expect(await bench.scan(commandBarcode('UNDO'))).toBe('undone')
    const opened = await bench.station().bench.open(order?.id ?? 0)
    expect(opened.code).toBe('order-opened')
    expect(bench.view().order).toMatchObject({ id: order?.id, merchant: 'tidewell' })
  })

  describe('asked which of two merchants’ orders a product opens', () => {
    beforeEach(async () => {
      bench.station().orders.intake(['oak', 'elm'].map((merchant) => singleOf(merchant, 'TEE-M')))
      expect(await bench.scan('TEE-M')).toBe('choice-asked')
    })

    test('a digit opens the order of either, and is kept as what it was', async () => {
      expect(bench.view().choices.map(({ detail }) => detail)).toEqual(['oak, T-oak', 'elm, T-elm'])
      expect(await bench.scan('2')).toBe('items-complete')
      expect(bench.view().order?.reference).toBe('T-elm')
      const [answer, question] = bench.station().scanLog.newest()
      const about = 'Tee (oak, T-oak), Tee (elm, T-elm)'
      expect(question).toMatchObject({ text: 'TEE-M', meaning: 'ambiguous', about })
      expect(answer).toMatchObject({
        text: '2',
        meaning: 'product',
        about: 'TEE-M',
        order: 'T-elm',
      })
    })

    test('an order that got other goods meanwhile opens, and what was scanned does not count', async () => {
      bench.station().orders.intake([singleOf('elm', 'CAP-L')])
      expect(await bench.scan('2')).toBe('order-opened')
      expect(bench.view()).toMatchObject({
        order: { reference: 'T-elm' },
        items: [{ sku: 'CAP-L', scanned: 0 }],
      })
    })

    test('an order from the list opens, also one that is called like an answer', async () => {
      bench.station().orders.intake([singleOf('ash', 'CAP-L', '2')])
      const [order] = bench.station().orders.byReference('2')
      const opened = await bench.station().bench.open(order?.id ?? 0)
      expect(opened.code).toBe('order-opened')
      expect(bench.view()).toMatchObject({ armed: null, order: { reference: '2' } })
    })
  })

  test('UNDO of an untouched order puts it back among the ready ones', async () => {
    const { ready } = bench.view()
    await bench.scan('LK-20417')
    expect(await bench.scan(commandBarcode('UNDO'))).toBe('undone')
    expect(bench.view()).toMatchObject({ step: 'scan-order', ready })
  })

  test('VOID asks first, says what comes back, and the parcel can be bought again under a new reference', async () => {
    await packGalway()
    await bench.weigh(1150)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(commandBarcode('VOID'))).toBe('void-needs-confirm')
    expect(await bench.scan(commandBarcode('CONFIRM'))).toBe('void-started')
    const voided = await bench.until(({ feedback }) => feedback?.code === 'voided')
    expect(voided.step).toBe('ship')
    expect(bench.station().shipments.find(shipment?.id ?? '')?.state).toBe('void')
    await bench.scan(commandBarcode('SHIP'))
    await bench.until(({ step }) => step === 'scan-label')
    const references = bench
      .station()
      .shipments.search({ limit: 10 })
      .rows.map((row) => row.reference)
    expect(new Set(references).size).toBe(2)
  })

  test('P-5: a lost answer leaves the purchase in doubt; nothing sends it again', async () => {
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'lost-answer' })
    await packGalway()
    await bench.weigh(1150)
    const doubted = await bench.until(({ step }) => step === 'in-doubt')
    expect(doubted.problem).toMatchObject({ code: 'purchase-in-doubt', kind: 'in-doubt' })
    bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'none' })
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-in-doubt')
    await bench.restart()
    expect(bench.view().step).toBe('in-doubt')
    const [row] = bench.station().shipments.search({ limit: 10 }).rows
    expect(bench.station().queue.list()).toMatchObject([{ why: 'in-doubt', order: 'LK-20417' }])
    const settled = await bench.station().bench.settleShipment(row?.id ?? '', { finding: 'bought' })
    expect(settled).toMatchObject({ ok: true, value: { state: 'bought' } })
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
    expect(bench.station().shipments.search({ limit: 10 }).total).toBe(1)
  })

  test('a printer without paper keeps the label; REPRINT brings it out once mended', async () => {
    bench.demo.drill.act({ do: 'printer', fault: 'paper-out' })
    await packGalway()
    await bench.weigh(1150)
    const stuck = await bench.until(({ problem }) => problem?.code === 'printer-not-ready')
    expect(stuck.shipment).toMatchObject({ state: 'bought', sentAt: null })
    bench.demo.drill.act({ do: 'printer', fault: 'none' })
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('reprint-started')
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
  })

  test('NEW BOX: each box has its own label and scan-back, and the second ends the order', async () => {
    await bench.scan('LK-20417')
    await bench.scan(barcodeOf('LK-BEA-RST'))
    expect(await bench.scan(commandBarcode('BOX'))).toBe('box-closed')
    await bench.weigh(210)
    await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(await bench.paperBarcode())).toBe('parcel-done')
    expect(bench.view()).toMatchObject({ step: 'scan-items', order: { parcel: 2 } })
    await bench.scan(commandBarcode('QTY', '2'))
    expect(await bench.scan(barcodeOf('LK-PUL-M-OAT'))).toBe('items-complete')
    expect(bench.view().weight.state).not.toBe('locked')
    await bench.weigh(990)
    const second = await bench.until(({ step }) => step === 'scan-label')
    expect(await bench.scan(second.shipment?.trackingNumber ?? '')).toBe('order-done')
    const { rows } = bench.station().shipments.search({ order: 'LK-20417', limit: 10 })
    expect(rows.map(({ parcel, weightGrams }) => [parcel, weightGrams])).toEqual([
      [2, 990],
      [1, 210],
    ])
  })

  test('a weight that stayed on the pan is not taken for the next box', async () => {
    await packGalway()
    await bench.weigh(1150)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    await bench.scan(shipment?.trackingNumber ?? '')
    const single = bench.demo.orders.find(
      ({ items }) => items.length === 1 && items[0]?.quantity === 1,
    )
    await bench.scan(single?.reference ?? '')
    await bench.scan(single?.items[0]?.barcodes?.[0] ?? '')
    const waiting = await bench.until(({ weight }) => weight.reason === 'pan-not-emptied')
    expect(waiting.step).toBe('weigh')
  })

  test('a single-item order opens by its item: two scans in all', async () => {
    const single = bench.demo.orders.find(
      ({ items, shipTo }) =>
        items.length === 1 && items[0]?.quantity === 1 && shipTo.country === 'US',
    )
    expect(await bench.scan(single?.items[0]?.barcodes?.[0] ?? '')).toBe('items-complete')
    await bench.weigh(500)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    expect(shipment?.carrier).toBe('flexport')
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
  })

  test('REPRINT and a torn label print again without buying', async () => {
    await packGalway()
    await bench.weigh(1150)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    await bench.scan(commandBarcode('HOLD'))
    expect(await bench.scan(commandBarcode('REPRINT'))).toBe('reprint-armed')
    expect(await bench.scan(shipment?.trackingNumber ?? '')).toBe('reprint-started')
    await bench.until(() => {
      const detail = bench.station().shipments.detail(shipment?.id ?? '')
      return detail?.printJobs.map(({ purpose }) => purpose).join() === 'reprint,label'
    })
    expect(bench.station().shipments.search({ limit: 10 }).total).toBe(1)
  })

  test('an order without customs data says so as it opens, and nothing can be bought', async () => {
    expect(await bench.scan('TW-3107')).toBe('order-opened')
    expect(bench.view().problem).toMatchObject({ code: 'customs-incomplete' })
    expect(String(bench.view().problem?.params['field'])).toMatch(/^items\.\d+\.hsCode$/)
  })

  test('an address that the carrier refuses costs nothing and can be set aside', async () => {
    const refused = bench.demo.orders.find(({ reference }) => reference === 'LK-20430')
    await bench.scan('LK-20430')
    for (const { barcodes, quantity } of refused?.items ?? [])
      for (let unit = 0; unit < quantity; unit += 1) await bench.scan(barcodes?.[0] ?? '')
    await bench.weigh(600)
    const told = await bench.until(({ problem, step }) => step === 'ship' && problem !== null)
    expect(told.problem).toMatchObject({ code: 'address-refused', kind: 'wrong' })
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('order-held')
    expect(bench.station().shipments.search({ state: 'bought', limit: 10 }).total).toBe(0)
  })

  test('an order that is open, shipped or bought for is not changed by sending it again', async () => {
    await bench.scan('LK-20417')
    const [galway] = bench.demo.orders
    const changed = { ...galway, note: 'another note' }
    const [result] = bench.station().orders.intake([changed])
    expect(result).toMatchObject({ status: 'refused', reference: 'LK-20417' })
    const [same] = bench.station().orders.intake([galway])
    expect(same?.status).toBe('unchanged')
  })
})

describe('packing rules of the settings', () => {
  afterEach(() => bench.stop())

  test('without item scans and scan-back, the order number and the weight are enough', async () => {
    bench = await startDemoStation((settings) => ({
      ...settings,
      packing: { requireItemScans: false, requireScanBack: false },
    }))
    expect(await bench.scan('LK-20417')).toBe('order-opened')
    expect(bench.view().step).toBe('weigh')
    await bench.emptied()
    bench.put(1150)
    await bench.until(({ feedback }) => feedback?.code === 'order-done')
    const [shipment] = bench.station().shipments.search({ limit: 10 }).rows
    expect(shipment).toMatchObject({ state: 'bought', onBoxAt: null })
    expect(bench.station().queue.count()).toBe(0)
  })

  test('without shipOnLastScan the purchase waits for SHIP', async () => {
    bench = await startDemoStation((settings) => ({
      ...settings,
      packing: { shipOnLastScan: false },
    }))
    await packGalway()
    await bench.weigh(1150)
    expect(bench.view()).toMatchObject({ step: 'ship', shipment: null })
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-started')
    await bench.until(({ step }) => step === 'scan-label')
  })
})
