import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDemoStation, type DemoStation } from './demo-station.ts'
import { BEANIE, ORDER, parkingPacker, PULLOVER } from './parking-packer.ts'

let bench: DemoStation
beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

const {
  carrier,
  command,
  waiting,
  stateOf,
  shipments,
  line,
  lineBack,
  scanItems,
  openWithoutLine,
  weighAndPark,
  park,
  parkTwo,
  labelAsked,
  scanBack,
} = parkingPacker(() => bench)

const bought = () => bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
const shipmentId = () => shipments()[0]?.id ?? ''
const settle = (finding: 'not-bought' | 'given-up') =>
  bench.station().bench.settleShipment(shipmentId(), { finding })

/** Nothing of a parked box can be bought while its answers are lost. */
async function doubt(when: 'before' | 'after' = 'before'): Promise<void> {
  carrier().script([
    { call: 'createShipments', do: { kind: 'drop', when } },
    { call: 'getShipments', times: 50, do: { kind: 'answer', when: 'before', status: 404 } },
  ])
  await lineBack()
  await looked(1)
}

/** Resolves when the outbox has found the doubt so often. */
function looked(times: number): Promise<void> {
  const { queue } = bench.station()
  return bench.untilQueue(
    ([row]) => row?.why === 'in-doubt' && queue.history(row.stickerId ?? '')[0]?.times === times,
  )
}

/** Scans the sticker of a box in doubt, and resolves when the outbox has looked at it once more. */
async function waitForDoubted(sticker: string): Promise<void> {
  expect(await bench.scan(sticker)).toBe('sticker-scanned')
  expect(bench.view().step).toBe('in-doubt')
  await looked(2)
}

/** A parked box that the carrier refused stands at the bench again. */
async function refusedAtBench(): Promise<void> {
  const sticker = await park()
  await bench.scan(sticker)
  carrier().script([{ call: 'createShipments', do: { kind: 'refuse', code: 'InvalidAddress' } }])
  await lineBack()
  await bench.untilQueue(([first]) => first?.why === 'parked-refused')
  expect(await bench.scan(sticker)).toBe('sticker-scanned')
}

describe('a box that the bench has again', () => {
  test('O-8: parked once more, it gets a sticker once more, and the packer goes on', async () => {
    await refusedAtBench()
    line('down')
    await bench.scan('BOX-B2')
    await bench.until(({ outage }) => outage !== null)
    expect(await command('SHIP')).toBe('parcel-parked')
    const view = await bench.until(({ parked }) => parked?.isPrinted === true)
    expect(view).toMatchObject({ step: 'parked', parked: { isAwaited: false } })
    expect(await bench.scan('LK-20418')).toBe('order-opened')
  })

  test('O-9: a label voided while the station was cut off brings the box back at its sticker', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await lineBack()
    await bought()
    // The ledger had the void on disk, the outbox not yet.
    await bench.station().shipments.void(shipmentId())
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    expect(bench.view()).toMatchObject({ step: 'ship', problem: { code: 'label-was-voided' } })
    expect(waiting()).toEqual([])
  })

  test('O-5: a doubt that is given up while the packer waits for it ends the wait, with the reason', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await doubt()
    await waitForDoubted(sticker)
    await settle('given-up')
    expect(bench.view()).toMatchObject({ step: 'ship', problem: { code: 'purchase-given-up' } })
  })

  test('O-3: a doubt that ends as not bought while the packer waits has the box bought at once', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await doubt()
    await waitForDoubted(sticker)
    carrier().clearScript()
    await settle('not-bought')
    expect(await scanBack()).toBe('order-done')
    expect(carrier().ledger()).toHaveLength(1)
  })

  test('O-8: a box in doubt is not given back from the queue: its sticker brings it', async () => {
    await bench.scan(await park())
    await doubt()
    const [row] = waiting()
    expect(bench.station().bench.takeBack(row?.stickerId ?? '')).toBe('under-way')
    expect(waiting()).toMatchObject([{ stickerId: row?.stickerId }])
  })
})

describe('a box that stands at the bench by its sticker', () => {
  test('HOLD leaves it to its sticker, and keeps the other box of its order as it was set aside', async () => {
    await openWithoutLine()
    await scanItems(BEANIE)
    await command('BOX')
    const first = await weighAndPark(210)
    await scanItems(PULLOVER)
    await command('HOLD')
    await lineBack()
    await bought()
    await bench.scan(first)
    await labelAsked()
    expect(await command('HOLD')).toBe('order-held')
    expect(await bench.scan(first)).toBe('sticker-scanned')
    expect(await scanBack()).toBe('parcel-done')
    expect(await bench.scan(ORDER)).toBe('order-resumed')
    expect(bench.view()).toMatchObject({ order: { parcel: 2 }, items: [{ scanned: 1 }, {}] })
    expect(stateOf(ORDER)).toBe('packing')
  })

  test('O-1: the packer waits no longer once the carrier is known to be down', async () => {
    const [first, second] = await parkTwo()
    await bench.scan(second)
    carrier().script([{ call: 'createShipments', do: { kind: 'slow', ms: 1500 } }])
    await lineBack()
    expect(await bench.scan(second)).toBe('sticker-scanned')
    await bench.until(({ step }) => step === 'shipping')
    line('down')
    await bench.until(({ feedback }) => feedback?.code === 'still-parked')
    expect(bench.view().step).toBe('scan-order')
    expect(first).not.toBe(second)
  })

  test('P4: what lies on the pan is this box, and is not weighed for the next order', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await lineBack()
    await bought()
    await bench.emptied()
    bench.put(1150)
    await bench.scan(sticker)
    await scanBack()
    await bench.scan('LK-20418')
    await scanItems(BEANIE)
    const { weight } = await bench.until(({ weight: { reason } }) => reason === 'pan-not-emptied')
    expect(weight.state).not.toBe('locked')
  })

  test('O-9: a label that is here prints though the carrier is down again', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await doubt('after')
    await bench.untilCarrier(({ outage }) => outage === null)
    carrier().clearScript()
    // The ledger knows, the outbox does not yet.
    const settled = await bench.station().shipments.settle(shipmentId(), { finding: 'bought' })
    expect(settled.ok).toBe(true)
    // Its customs papers come with its label.
    const paper = () => bench.station().documents.ofShipment(shipmentId())[0]
    await expect.poll(() => paper()?.nextTryAt).toBeNull()
    line('down')
    await bench.station().shipments.track(shipmentId())
    await bench.untilCarrier(({ outage }) => outage !== null)
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    expect(await scanBack()).toBe('order-done')
  })
})

describe('VOID beside a parked box', () => {
  test('asks about the label that is scanned, and takes it for nothing else', async () => {
    await bench.scan('LK-20418')
    await scanItems(BEANIE)
    await bench.weigh(200)
    const { shipment } = await labelAsked()
    await command('HOLD')
    await park()
    await command('VOID')
    expect(await bench.scan(shipment?.trackingNumber ?? '')).toBe('void-needs-confirm')
    expect(stateOf('LK-20418')).toBe('held')
  })
})
