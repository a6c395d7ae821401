import { afterEach, describe, expect, test } from 'vitest'
import { commandBarcode } from '../../shared/scanning.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

let bench: DemoStation

afterEach(() => bench.stop())

/** Packs and weighs a demo order, up to its purchase. */
async function ship(reference: string): Promise<void> {
  const order = bench.demo.orders.find((one) => one.reference === reference)
  await bench.scan(reference)
  for (const item of order?.items ?? [])
    for (let unit = 0; unit < item.quantity; unit++) await bench.scan(item.barcodes?.[0] ?? '')
  const { quote } = await bench.until((view) => view.quote !== null)
  await bench.weigh(quote?.forGrams ?? 0)
}

const at = (step: string) => bench.until((view) => view.step === step)

function shipment() {
  const id = bench.view().shipment?.id ?? ''
  const detail = bench.station().shipments.detail(id)
  if (!detail) throw new Error('The bench has no shipment')
  return detail
}

/** Resolves when the shipment is as asked. */
function untilShipment(id: string, asked: (state: string) => boolean): Promise<void> {
  const { shipments } = bench.station()
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      if (!asked(shipments.find(id)?.state ?? '')) return
      stop()
      resolve()
    }
    stop = shipments.changes.subscribe(look)
    look()
  })
}

describe('a label that comes later', () => {
  test('P-7: a link that leads nowhere at first is asked again, and the label prints by itself', async () => {
    bench = await startDemoStation()
    bench.demo.carriers.flavorcloud.switch({ labelMissesReads: 4 })
    await ship('LK-20425')
    await bench.until(({ problem }) => problem?.code === 'label-download-failed')
    expect(bench.station().queue.list()).toMatchObject([
      { why: 'label-missing', order: 'LK-20425', nextAttemptAt: expect.any(String) },
    ])
    const view = await at('scan-label')
    expect(view.problem).toBeNull()
    expect(bench.demo.carriers.flavorcloud.ledger()).toHaveLength(1)
  })

  test('HOLD parks a box whose label is missing: its sticker prints the label once it is here', async () => {
    bench = await startDemoStation()
    bench.demo.carriers.flavorcloud.switch({ labelMissesReads: 4 })
    await ship('LK-20425')
    await bench.until(({ problem }) => problem?.code === 'label-download-failed')
    expect(await bench.scan(commandBarcode('HOLD'))).toBe('parcel-parked')
    const { parked } = await bench.until((view) => view.parked?.isPrinted === true)
    expect(await bench.scan(parked?.sticker ?? '')).toMatch(/order-parked|sticker-scanned/)
    await bench.untilQueue(([first]) => first?.why !== 'label-missing')
    if (bench.view().order === null) await bench.scan(parked?.sticker ?? '')
    const { shipment } = await at('scan-label')
    expect(await bench.scan(shipment?.trackingNumber ?? '')).toBe('order-done')
    expect(bench.demo.carriers.flavorcloud.ledger()).toHaveLength(1)
  })

  test('an asynchronous purchase waits for its label without buying again', async () => {
    bench = await startDemoStation((settings) => ({
      ...settings,
      carriers: {
        ...settings.carriers,
        flavorcloud: { ...settings.carriers.flavorcloud, async: true },
      },
    }))
    const { flavorcloud } = bench.demo.carriers
    flavorcloud.switch({ holdAsync: true })
    await ship('LK-20425')
    const waiting = await bench.until(({ problem }) => problem?.code === 'label-not-made-yet')
    expect(waiting.shipment).toMatchObject({
      state: 'bought',
      hasLabel: false,
      trackingNumber: null,
    })
    flavorcloud.complete()
    const view = await at('scan-label')
    expect(view.shipment?.trackingNumber).toMatch(/^GM/)
    expect(flavorcloud.ledger()).toHaveLength(1)
  })
})

describe('a void', () => {
  test('that the carrier takes first and does later is void only then (P-13)', async () => {
    bench = await startDemoStation()
    const { flavorcloud } = bench.demo.carriers
    await ship('LK-20425')
    await at('scan-label')
    flavorcloud.switch({ holdCancel: true })
    const { id, carrierShipmentId } = shipment()
    await bench.scan(commandBarcode('VOID'))
    await bench.scan(commandBarcode('CONFIRM'))
    const asked = await bench.until(({ feedback }) => feedback?.code === 'void-accepted')
    expect(asked.shipment).toMatchObject({ state: 'void-asked' })
    expect(bench.station().queue.list()).toMatchObject([{ why: 'void-pending' }])
    flavorcloud.finishCancel(carrierShipmentId ?? '')
    await untilShipment(id, (state) => state === 'void')
    expect((await at('ship')).shipment).toBeNull()
    expect(flavorcloud.ledger()[0]?.voidedAt).not.toBeNull()
  })

  test('of a label that was cancelled before is done', async () => {
    bench = await startDemoStation()
    await ship('LK-20422')
    await at('scan-label')
    bench.demo.carriers.flexport.script([
      { call: 'cancelParcel', do: { kind: 'refuse', code: 'LABEL_ALREADY_CANCELLED' } },
    ])
    const { id } = shipment()
    const voided = await bench.station().bench.voidShipment(id)
    expect(voided).toMatchObject({ ok: true, value: { state: 'void' } })
  })
})

describe('what is known of a shipment', () => {
  test('tracking is read on demand, in one form for both carriers', async () => {
    bench = await startDemoStation()
    for (const reference of ['LK-20422', 'LK-20425']) {
      await ship(reference)
      await at('scan-label')
      const { id } = shipment()
      const tracked = await bench.station().shipments.track(id)
      expect(tracked).toMatchObject({ ok: true, value: { status: 'label-made' } })
      expect(shipment().tracking).toMatchObject({ status: 'label-made' })
      expect(await bench.scan(shipment().trackingNumber ?? '')).toBe('order-done')
    }
  })

  test('what the carrier said is kept without credentials and contact data', async () => {
    bench = await startDemoStation()
    await ship('LK-20425')
    await at('scan-label')
    const exchanges = bench.station().shipments.exchanges(shipment().id)
    const calls = exchanges?.map(({ call }) => call)
    expect(calls).toContain('create shipment')
    expect(calls).toContain('rates')
    const text = JSON.stringify(exchanges)
    const { flavorcloudAppId, flavorcloudRestApiKey } = bench.demo.credentials
    for (const secret of [flavorcloudAppId, flavorcloudRestApiKey, '+33385550118', '@mail.example'])
      expect(text).not.toContain(secret)
    expect(text).toContain('Besançon')
  })
})
