import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { barcodeOf, startDemoStation, type DemoStation } from './demo-station.ts'

/*
 * A weight in doubt beside what else may happen to the box. LK-20417 is two pullovers of 450 g and a beanie of 120 g in
 * a box of 90 g: 1110 g.
 */

let bench: DemoStation
beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

const command = (...args: Parameters<typeof commandBarcode>) => bench.scan(commandBarcode(...args))
const bought = () => bench.station().shipments.search({ limit: 10 }).rows

function change(packing: object): void {
  const { settings } = bench.station()
  const changed = settings.change({ packing: { ...settings.current().packing, ...packing } })
  if (!changed.ok) throw new Error(JSON.stringify(changed.failure))
}

/** No carrier is asked before SHIP. */
const byHand = () => change({ shipOnLastScan: false })

async function pack(): Promise<void> {
  await bench.scan('LK-20417')
  for (const sku of ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST']) await bench.scan(barcodeOf(sku))
  await bench.emptied()
}

async function weighedOff(grams: number): Promise<void> {
  bench.put(grams)
  await bench.until(
    ({ weight, problem }) => weight.grams === grams && problem?.code.startsWith('weight-') === true,
  )
}

const isOff = () => bench.until(({ problem }) => problem?.code === 'weight-off')

/** A box that was bought, whose label is void: its purchase waits for SHIP. */
async function voided(): Promise<void> {
  await pack()
  bench.put(1110)
  await bench.until(({ step }) => step === 'scan-label')
  await command('VOID')
  await command('CONFIRM')
  await bench.until(({ step }) => step === 'ship')
}

describe('W13: what is off is seen before SHIP or CONFIRM says that it is right', () => {
  test('W12: where a typed weight takes the place of one that was bought at', async () => {
    await voided()
    await command('WEIGHT', '900G')
    expect(await command('APPROVE')).toBe('weight-typed')
    expect(bench.view().problem).toMatchObject({ code: 'weight-off', params: { weight: '900 g' } })
  })

  test('where SHIP was scanned before anything was off, and the box is another since', async () => {
    byHand()
    await pack()
    bench.put(1110)
    await bench.until(({ step }) => step === 'ship')
    await command('SHIP')
    await bench.until(({ step }) => step === 'scan-label')
    await command('VOID')
    await command('CONFIRM')
    await bench.until(({ step }) => step === 'ship')
    expect(await bench.scan('BOX-B3')).toBe('box-chosen')
    expect(bench.view().problem?.code).toBe('weight-off')
  })

  test('where it was confirmed in another box', async () => {
    byHand()
    await pack()
    await weighedOff(1400)
    expect(await command('CONFIRM')).toBe('weight-confirmed')
    expect(bench.view().problem).toBe(null)
    await bench.scan('BOX-B2')
    expect(bench.view().problem?.code).toBe('weight-off')
  })

  test('where the tolerance was changed in the settings', async () => {
    byHand()
    await pack()
    bench.put(1140)
    await bench.until(({ step }) => step === 'ship')
    expect(bench.view().problem).toBe(null)
    const seen = isOff()
    change({ weightToleranceGrams: 10 })
    await seen
  })

  test('where it was taken apart and weighed again while its price was asked', async () => {
    const reference = 'LK-20431'
    await bench.scan(reference)
    const order = bench.demo.orders.find((one) => one.reference === reference)
    const codes = (order?.items ?? []).flatMap(({ barcodes, quantity }) =>
      Array.from({ length: quantity }, () => barcodes?.[0] ?? ''),
    )
    for (const code of codes) await bench.scan(code)
    await bench.emptied()
    await weighedOff(4000)
    expect(await command('CONFIRM')).toBe('weight-confirmed')
    expect(bench.view().feedback?.code).toBe('purchase-started')
    expect(await command('UNDO')).toBe('undone')
    await bench.scan(codes.at(-1) ?? '')
    await isOff()
    await bench.until(({ quote }) => quote?.forGrams === 4000)
    await new Promise(setImmediate)
    expect(bench.view()).toMatchObject({ step: 'ship', problem: { code: 'weight-off' } })
    expect(bought()).toEqual([])
  })
})

describe('W12: a typed weight', () => {
  test('that is off stays although the scale shows another', async () => {
    await pack()
    await weighedOff(1400)
    await command('WEIGHT', '1.3KG')
    expect(await command('APPROVE')).toBe('weight-typed')
    expect(bench.view()).toMatchObject({
      weight: { grams: 1300, isTyped: true },
      problem: { code: 'weight-off' },
    })
    await command('CONFIRM')
    await bench.until(({ step }) => step === 'scan-label')
    expect(bought()).toMatchObject([{ weightGrams: 1300 }])
  })

  test('is asked for no more once the scale’s was bought at', async () => {
    await pack()
    await command('WEIGHT', '900G')
    bench.put(1110)
    await bench.until(({ step }) => step === 'scan-label')
    expect(bench.view()).toMatchObject({ armed: null, typedWeight: null })
    expect(await command('APPROVE')).not.toBe('weight-typed')
    expect(bench.view().weight).toMatchObject({ grams: 1110, isTyped: false })
  })
})

test('W6: a box that was held in doubt is weighed anew', async () => {
  await pack()
  await weighedOff(1400)
  expect(await command('HOLD')).toBe('order-held')
  expect(await bench.scan('LK-20417')).toBe('order-resumed')
  await bench.until(({ weight }) => weight.reason === 'pan-not-emptied')
  await bench.emptied()
  bench.put(1110)
  await bench.until(({ step }) => step === 'scan-label')
})

describe('a barcode that is read twice', () => {
  const read = async (text: string) => (await bench.station().bench.scan(text, 'wedge')).code
  const scanned = () => bench.view().items.map((item) => item.scanned)
  const take = (reference: string, items: readonly object[]) =>
    bench.station().orders.intake([{ ...bench.demo.orders[0], reference, items }])

  test('and is the reference of the order as well as its product packs nothing', async () => {
    take('LK-BOTH', [{ sku: 'LK-BOTH', description: 'Sample', quantity: 2 }])
    expect(await read('LK-BOTH')).toBe('order-opened')
    expect(await read('LK-BOTH')).toBe('order-opened')
    expect(scanned()).toEqual([0])
  })

  test('and confirms something else packs no item that has no barcode', async () => {
    await pack()
    bench.put(1110)
    await bench.until(({ step }) => step === 'scan-label')
    const label = await bench.paperBarcode()
    expect(await bench.scan(label)).toBe('order-done')
    take('LK-BARE', [{ description: 'Card', quantity: 1 }])
    await bench.scan('LK-BARE')
    expect(await read(commandBarcode('VOID'))).toBe('void-armed')
    expect(await read(label)).toBe('void-needs-confirm')
    expect(await read(commandBarcode('CONFIRM'))).toBe('void-started')
    expect(await read(commandBarcode('CONFIRM'))).toBe('void-started')
    expect(scanned()).toEqual([0])
  })

  test('and names a serial number is no mistake', async () => {
    await bench.scan('LK-20417')
    const text = `]d201${barcodeOf('LK-PUL-M-OAT').padStart(14, '0')}21A1`
    expect(await read(text)).toBe('item-packed')
    expect(await read(text)).toBe('item-packed')
    expect(scanned()).toEqual([1, 0])
  })
})

test('what a choice stands for is looked at again when it is made', async () => {
  const [first, second] = bench.demo.orders
  const twins = [
    { ...first, reference: 'TWIN', merchant: 'larkspur' },
    { ...second, reference: 'TWIN', merchant: 'tidewell' },
  ]
  bench.station().orders.intake(twins)
  expect(await bench.scan('TWIN')).toBe('ambiguous-order')
  const moved = { ...first?.shipTo, street1: '9 New Street' }
  bench.station().orders.intake([{ ...twins[0], shipTo: moved }])
  const { number } = required(
    bench.view().choices.find(({ detail }) => detail.includes('larkspur')),
  )
  expect(await command('CHOOSE', String(number))).toBe('order-opened')
  expect(bench.view().order?.shipTo.street1).toBe('9 New Street')
})

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('What a test counts on is missing')
  return value
}
