import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { barcodeOf, startDemoStation, type DemoStation } from './demo-station.ts'

/*
 * Weights at the bench, by the rules of station/weighing/RULES.md and station/product-weights/RULES.md. LK-20417 is two
 * pullovers of 450 g and a beanie of 120 g in a box of 90 g: 1110 g.
 */

let bench: DemoStation
beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

async function pack(): Promise<void> {
  await bench.scan('LK-20417')
  for (const sku of ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST']) await bench.scan(barcodeOf(sku))
  await bench.emptied()
}

/** What a scale that is off makes of the packed box. */
async function weighedOff(grams: number) {
  bench.put(grams)
  return bench.until(
    ({ problem, feedback }) =>
      problem?.code.startsWith('weight-') === true && feedback?.code === 'weight-off',
  )
}

const bought = () => bench.station().shipments.search({ limit: 10 }).total

describe('C1, C4: a box whose weight is off', () => {
  test('names the unit that seems to be missing, buys nothing, and says how to go on', async () => {
    await pack()
    const { problem, feedback, step } = await weighedOff(990)
    expect(problem).toEqual({
      code: 'weight-one-missing',
      kind: 'attention',
      params: { weight: '990 g', from: '1060 g', to: '1160 g', item: 'LK-BEA-RST' },
      offers: ['CONFIRM', 'UNDO', 'HOLD'],
    })
    expect({ feedback, step }).toMatchObject({ feedback: { code: 'weight-off' }, step: 'ship' })
    expect(bought()).toBe(0)
  })

  test('is bought once the missing unit was put in, without a scan', async () => {
    await pack()
    await weighedOff(990)
    bench.put(1110)
    await bench.until(({ step }) => step === 'scan-label')
    expect(bench.station().shipments.search({ limit: 1 }).rows[0]).toMatchObject({
      weightGrams: 1110,
    })
  })

  test('is taken again also where a light unit was put in', async () => {
    bench.station().settings.change({ packing: { weightToleranceGrams: 2 } })
    await pack()
    await weighedOff(1107)
    bench.put(1110)
    await bench.until(({ step }) => step === 'scan-label')
    expect(bench.view().weight).toMatchObject({ grams: 1110 })
  })

  test('is bought as it is once a person confirmed it', async () => {
    await pack()
    await weighedOff(1400)
    expect(bench.view().problem?.code).toBe('weight-off')
    expect(await bench.scan(commandBarcode('CONFIRM'))).toBe('weight-confirmed')
    await bench.until(({ step }) => step === 'scan-label')
    expect(bench.view().shipment).toMatchObject({ state: 'bought' })
  })

  test('SHIP confirms it, too', async () => {
    await pack()
    await weighedOff(1400)
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-started')
    await bench.until(({ step }) => step === 'scan-label')
  })

  test('a confirmed weight is asked about again when another takes its place', async () => {
    await pack()
    await weighedOff(1400)
    expect(await bench.scan(commandBarcode('UNDO'))).toBe('undone')
    expect(bench.view()).toMatchObject({ step: 'scan-items', problem: null })
    await bench.scan(barcodeOf('LK-BEA-RST'))
    await bench.until(({ problem }) => problem?.code === 'weight-off')
    expect(bought()).toBe(0)
  })

  test('C6: nothing is compared where the weight of a unit is not known', async () => {
    const [galway] = bench.demo.orders
    const items = (galway?.items ?? []).map(({ weight: _unknown, ...item }) => item)
    bench.station().orders.intake([{ ...galway, reference: 'LK-1', items }])
    await bench.scan('LK-1')
    for (const sku of ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST'])
      await bench.scan(barcodeOf(sku))
    await bench.emptied()
    bench.put(3000)
    const { weight, problem } = await bench.until((view) => view.weight.state === 'locked')
    expect(weight).toMatchObject({ grams: 3000, expected: null })
    expect(problem?.code).not.toMatch(/^weight-/)
  })

  test('a restart keeps the doubt', async () => {
    await pack()
    await weighedOff(1400)
    await bench.restart()
    await bench.until(({ problem }) => problem?.code === 'weight-off')
    expect(bought()).toBe(0)
  })
})

describe('W12: a typed weight', () => {
  test('counts only once a supervisor let it pass, is marked and kept, and teaches nothing', async () => {
    await pack()
    expect(await bench.scan(commandBarcode('WEIGHT'))).toBe('weight-asked')
    expect(bench.view().armed).toBe('WEIGHT')
    expect(await bench.scan('1.11 kg')).toBe('weight-needs-approval')
    expect(bench.view()).toMatchObject({ armed: 'WEIGHT-APPROVE', step: 'weigh' })
    expect(bought()).toBe(0)
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('weight-typed')
    expect(bench.view().weight).toMatchObject({ grams: 1110, shown: '1.11 kg', isTyped: true })
    await bench.until(({ step }) => step === 'scan-label')
    const [row] = bench.station().shipments.search({ limit: 1 }).rows
    expect(bench.station().shipments.detail(row?.id ?? '')).toMatchObject({
      weightGrams: 1110,
      weight: { grams: 1110, raw: '', reports: [], typed: { operator: null } },
    })
  })

  test.each<[string, string, string]>([
    ['no weight', commandBarcode('WEIGHT', 'HEAVY'), 'weight-not-valid'],
    ['no unit', commandBarcode('WEIGHT', '12'), 'weight-not-valid'],
    ['pounds and ounces', commandBarcode('WEIGHT', '2LB3OZ'), 'weight-needs-approval'],
  ])('%s', async (_name, barcode, code) => {
    await pack()
    expect(await bench.scan(barcode)).toBe(code)
  })

  test('is taken back by UNDO', async () => {
    await pack()
    await bench.scan(commandBarcode('WEIGHT', '900G'))
    expect(await bench.scan(commandBarcode('UNDO'))).toBe('undone')
    expect(bench.view()).toMatchObject({ armed: null, step: 'weigh' })
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('nothing-to-approve')
  })

  test('means nothing before everything is packed', async () => {
    await bench.scan('LK-20417')
    expect(await bench.scan(commandBarcode('WEIGHT', '1KG'))).toBe('wrong-moment')
  })
})

test('W11: the three reports and the scale that said them are kept with the parcel', async () => {
  await pack()
  bench.put(1110)
  await bench.until(({ step }) => step === 'scan-label')
  const [row] = bench.station().shipments.search({ limit: 1 }).rows
  const { weight } = bench.station().shipments.detail(row?.id ?? '') ?? {}
  expect(weight).toMatchObject({ grams: 1110 })
  expect(weight?.scale).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+ nci$/)
  expect(weight?.reports).toHaveLength(3)
  for (const report of weight?.reports ?? []) {
    expect(report.raw).toContain('1.110')
    expect(Date.parse(report.at)).toBeLessThanOrEqual(Date.parse(weight?.at ?? ''))
  }
})

describe('a barcode that is read twice', () => {
  const read = async (text: string) => (await bench.station().bench.scan(text, 'wedge')).code
  const scanned = () => bench.view().items.map((item) => item.scanned)

  test('counts once where the order needs no more of it, and as often as it does need', async () => {
    expect(await read('LK-20417')).toBe('order-opened')
    expect(await read('LK-20417')).toBe('order-opened')
    expect(await read(barcodeOf('LK-BEA-RST'))).toBe('item-packed')
    const { sequence } = bench.view().feedback ?? {}
    expect(await read(barcodeOf('LK-BEA-RST'))).toBe('item-packed')
    expect(bench.view().feedback?.sequence).toBe(sequence)
    expect(await read(barcodeOf('LK-PUL-M-OAT'))).toBe('item-packed')
    expect(await read(barcodeOf('LK-PUL-M-OAT'))).toBe('items-complete')
    expect(scanned()).toEqual([2, 1])
  })

  test('is no unit more where QTY was scanned for it', async () => {
    const two = { ...bench.demo.orders[0], reference: 'LK-2' }
    const items = (two.items ?? []).map((item) => ({ ...item, quantity: 4 }))
    bench.station().orders.intake([{ ...two, items }])
    await read('LK-2')
    await bench.scan(commandBarcode('QTY', '3'))
    await read(barcodeOf('LK-PUL-M-OAT'))
    await read(barcodeOf('LK-PUL-M-OAT'))
    expect(scanned()).toEqual([3, 0])
  })

  test('takes back one step, not two; a key pressed twice takes back two', async () => {
    await read('LK-20417')
    await read(barcodeOf('LK-BEA-RST'))
    await read(barcodeOf('LK-PUL-M-OAT'))
    await read(commandBarcode('UNDO'))
    await read(commandBarcode('UNDO'))
    expect(scanned()).toEqual([0, 1])
    await read(barcodeOf('LK-PUL-M-OAT'))
    const press = () => bench.station().bench.scan(commandBarcode('UNDO'), 'key')
    await press()
    await press()
    expect(scanned()).toEqual([0, 0])
  })

  test('what was refused may be tried again at once', async () => {
    await read('LK-20417')
    expect(await read(commandBarcode('SHIP'))).toBe('items-missing')
    const { sequence = 0 } = bench.view().feedback ?? {}
    expect(await read(commandBarcode('SHIP'))).toBe('items-missing')
    expect(bench.view().feedback?.sequence).toBe(sequence + 1)
  })

  test('stands in the audit log as one scan that came twice', async () => {
    await read('LK-20417')
    await read('LK-20417')
    await read('nothing of ours')
    expect(bench.station().scanLog.newest()).toMatchObject([
      { text: 'nothing of ours', code: 'unknown-code', accepted: false, source: 'wedge' },
      { text: 'LK-20417', meaning: 'order', code: 'order-opened', repeats: 1, order: 'LK-20417' },
    ])
  })
})

test('what a barcode says of the goods is kept with the shipment; one serial number is one thing', async () => {
  await bench.scan('LK-20417')
  const gtin = barcodeOf('LK-PUL-M-OAT').padStart(14, '0')
  expect(await bench.scan(`]d201${gtin}10B7\u001d21A1`)).toBe('item-packed')
  expect(await bench.scan(`]d201${gtin}10B7\u001d21A1`)).toBe('serial-packed')
  expect(await bench.scan(`]d201${gtin}10B7\u001d21A2`)).toBe('item-packed')
  await bench.scan(commandBarcode('UNDO'))
  await bench.restart()
  await bench.scan(`]d201${gtin}21A3`)
  await bench.scan(barcodeOf('LK-BEA-RST'))
  await bench.weigh(1110)
  await bench.until(({ step }) => step === 'scan-label')
  const [row] = bench.station().shipments.search({ limit: 1 }).rows
  const said = { line: 1, name: 'LK-PUL-M-OAT', gtin }
  expect(bench.station().shipments.detail(row?.id ?? '')?.goods).toEqual([
    { ...said, batch: 'B7', serial: 'A1' },
    { ...said, serial: 'A3' },
  ])
})
