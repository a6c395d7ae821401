import { expect } from '@playwright/test'
import { commandBarcode } from '../../shared/scanning.ts'
import { demoOrders } from '../../simulators/demo-orders.ts'
import { test } from './host.ts'
import { packerAt, type Packer } from './packer.ts'

const orders = demoOrders()

/** One barcode for each unit of an order. */
function unitBarcodes(reference: string): string[] {
  const order = orders.find((candidate) => candidate.reference === reference)
  return (order?.items ?? []).flatMap(({ barcodes, sku, quantity }) =>
    Array.from({ length: quantity }, () => barcodes?.[0] ?? sku ?? ''),
  )
}

async function finish(packer: Packer): Promise<void> {
  await packer.weigh()
  await packer.scan(await packer.takeLabel())
}

/** What product and screen promise: scans for an order of n items; no key and no click ever. */
const rows: {
  name: string
  promised: (n: number) => number
  n: number
  play: (packer: Packer) => Promise<void>
}[] = [
  {
    name: 'single item, singles batch',
    n: 1,
    promised: () => 2,
    async play(packer) {
      const single = orders.find(
        ({ items, carrier }) => !carrier && items.length === 1 && items[0]?.quantity === 1,
      )
      await packer.scan(unitBarcodes(single?.reference ?? '')[0] ?? '')
      await finish(packer)
    },
  },
  {
    name: 'n items, one box',
    n: 3,
    promised: (n) => n + 2,
    async play(packer) {
      await packer.scan('LK-20417')
      for (const barcode of unitBarcodes('LK-20417')) await packer.scan(barcode)
      await finish(packer)
    },
  },
  {
    name: 'n items, two boxes',
    n: 3,
    promised: (n) => n + 4,
    async play(packer) {
      await packer.scan('LK-20417')
      const [first = '', ...rest] = unitBarcodes('LK-20417')
      await packer.scan(first)
      await packer.scan(commandBarcode('BOX'))
      await finish(packer)
      for (const barcode of rest) await packer.scan(barcode)
      await finish(packer)
    },
  },
]

for (const { name, n, promised, play } of rows)
  test(`touches: ${name}`, async ({ page, host }) => {
    await page.goto(host.url)
    const packer = await packerAt(page, host)
    await play(packer)
    const done = await packer.bench(({ step }) => step === 'scan-order')
    expect(done.feedback?.code).toBe('order-done')
    console.log(`${name}: n = ${n}, ${JSON.stringify(packer.touches)}`)
    expect(packer.touches).toEqual({ scans: promised(n), keys: 0, clicks: 0 })
    packer.leave()
  })

test('touches: a reprint is REPRINT and the torn label', async ({ page, host }) => {
  await page.goto(host.url)
  const packer = await packerAt(page, host)
  await packer.scan('LK-20417')
  for (const barcode of unitBarcodes('LK-20417')) await packer.scan(barcode)
  await packer.weigh()
  const label = await packer.takeLabel()
  // It tore before it was on its box; one that is on its box wants a supervisor besides.
  await packer.scan(commandBarcode('HOLD'))
  packer.touches.scans = 0
  await packer.scan(commandBarcode('REPRINT'))
  await packer.scan(label)
  const view = await packer.bench(({ feedback }) => feedback?.code === 'reprint-started')
  expect(view.step).toBe('scan-order')
  console.log(`reprint: ${JSON.stringify(packer.touches)}`)
  expect(packer.touches).toEqual({ scans: 2, keys: 0, clicks: 0 })
  const [shipment] = (await packer.station.shipments.search({ limit: 10 })).rows
  const detail = await packer.station.shipments.get({ id: shipment?.id ?? '' })
  expect(detail.ok && detail.value.printJobs.map(({ purpose }) => purpose)).toEqual([
    'reprint',
    'label',
  ])
  packer.leave()
})
