import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CarrierFault } from '../../shared/drill.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

let bench: DemoStation
beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

const ORDER = 'LK-20417'
const GRAMS = 1150

function barcodeOf(sku: string): string {
  for (const order of bench.demo.orders)
    for (const item of order.items) if (item.sku === sku) return item.barcodes?.[0] ?? sku
  throw new Error(`No demo item ${sku}`)
}

const sold = () => bench.demo.carriers.flavorcloud.ledger()

function line(fault: CarrierFault): void {
  bench.demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault })
}

/** The line goes down and is known to be. */
async function cutLine(): Promise<void> {
  line('down')
  await bench.station().settings.current()
}

async function pack(...skus: string[]): Promise<void> {
  for (const sku of skus) await bench.scan(barcodeOf(sku))
}

const GALWAY = ['LK-PUL-M-OAT', 'LK-PUL-M-OAT', 'LK-BEA-RST']

/** Packs the order until it stands on the bench with its sticker out, and gives the sticker's text. */
async function park(): Promise<string> {
  line('down')
  expect(await bench.scan(ORDER)).toBe('order-opened')
  await pack(...GALWAY)
  await bench.until(({ outage }) => outage !== null)
  await bench.emptied()
  bench.put(GRAMS)
  const view = await bench.until(({ step, problem }) => step === 'parked' && problem === null)
  await stickerOut()
  return view.parked?.sticker ?? ''
}

async function stickerOut(): Promise<void> {
  await bench.paperBarcode()
}

const stateOf = (reference: string) => bench.station().orders.byReference(reference)[0]?.state

/** The line is back and the station knows. */
async function lineBack(): Promise<void> {
  line('none')
  await bench.untilCarrier((health) => health.outage === null)
}

describe('a carrier that is down', () => {
  test('O-1, O-8: the box is parked without a call, its sticker prints, and the packer goes on', async () => {
    const sticker = await park()
    expect(bench.view().parked).toMatchObject({ boxes: { number: 1, of: 1, more: false } })
    expect(await bench.paperBarcode()).toBe(sticker)
    expect(sold()).toEqual([])
    expect(await bench.scan('LK-20418')).toBe('order-opened')
    expect(stateOf(ORDER)).toBe('held')
    expect(bench.station().queue.list()).toMatchObject([{ why: 'parked', order: ORDER }])
  })

  test('O-8: the scan of the sticker itself ends it too, and the order waits', async () => {
    const sticker = await park()
    expect(await bench.scan(sticker)).toBe('order-parked')
    expect(bench.view().step).toBe('scan-order')
    expect(await bench.scan(sticker)).toBe('still-parked')
    expect(bench.view().step).toBe('scan-order')
  })

  test('O-9: back on line the outbox buys, the sticker prints that label, and the scan-back ends the order', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
    expect(sold()).toHaveLength(1)
    await bench.newPaper(async () => expect(await bench.scan(sticker)).toBe('sticker-scanned'))
    const label = await bench.paperBarcode()
    expect(label).toBe(bench.view().shipment?.trackingNumber)
    expect(await bench.scan(sticker)).toBe('wrong-label')
    expect(await bench.scan(label)).toBe('order-done')
    expect(stateOf(ORDER)).toBe('shipped')
    expect(bench.station().queue.list()).toEqual([])
    expect(await bench.scan(sticker)).toBe('sticker-done')
    expect(sold()).toHaveLength(1)
  })
})
