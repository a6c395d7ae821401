import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../station/database/database.ts'
import { openOperatorAtBench } from '../../../station/packing/operator-at-bench.ts'
import { packingMigrations } from '../../../station/packing/session-store.ts'
import { startDemoStation, type DemoStation } from '../demo-station.ts'

const ANA = { id: 'ana', name: 'Ana', badge: 'BADGE-ANA' }
const TOM = { id: 'tom', name: 'Tom', badge: 'BADGE-TOM' }

describe('who packs, on disk', () => {
  let database: Database
  beforeEach(() => {
    database = openDatabase(':memory:', packingMigrations)
  })
  afterEach(() => database.close())

  test('nobody at first; then whoever came last, also after a restart', () => {
    const opened = () => openOperatorAtBench(database, () => [ANA, TOM])
    expect(opened().current()).toBeNull()
    opened().change(ANA)
    opened().change(TOM)
    expect(opened().current()).toEqual(TOM)
  })

  test('somebody taken out of the settings is nobody, and under another name the same person', () => {
    let operators = [ANA, TOM]
    const atBench = openOperatorAtBench(database, () => operators)
    atBench.change(ANA)
    operators = [{ ...ANA, name: 'Ana M.' }, TOM]
    expect(atBench.current()?.name).toBe('Ana M.')
    operators = [TOM]
    expect(atBench.current()).toBeNull()
  })
})

describe('a badge at the bench', () => {
  let bench: DemoStation
  beforeEach(async () => {
    bench = await startDemoStation()
  })
  afterEach(() => bench.stop())

  const single = () => {
    const order = bench.demo.orders.find(
      ({ items, shipTo }) => items[0]?.quantity === 1 && !items[1] && shipTo.country === 'US',
    )
    return order?.items[0]?.barcodes?.[0] ?? ''
  }

  test('in any case and with blanks around it says who packs; a restart keeps it', async () => {
    expect(bench.view().operator).toBeNull()
    expect(await bench.station().bench.scan(' badge-Ana ')).toMatchObject({
      meaning: 'badge',
      accepted: true,
      code: 'operator-changed',
      params: { name: 'Ana' },
      message: 'Ana packs here now',
    })
    await bench.restart()
    expect(bench.view().operator).toEqual({ id: 'ana', name: 'Ana', shippedToday: 0 })
  })

  test('the purchase carries whoever is there when it is bought, and counts for that person', async () => {
    await bench.scan('BADGE-ANA')
    expect(await bench.scan(single())).toBe('items-complete')
    expect(await bench.scan('BADGE-TOM')).toBe('operator-changed')
    expect(bench.view()).toMatchObject({ step: 'weigh', operator: { name: 'Tom' } })
    await bench.weigh(500)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    expect(bench.station().shipments.find(shipment?.id ?? '')?.operator).toBe('Tom')
    expect(bench.view()).toMatchObject({ shippedToday: 1, operator: { shippedToday: 1 } })
    await bench.scan('BADGE-ANA')
    expect(bench.view()).toMatchObject({ shippedToday: 1, operator: { shippedToday: 0 } })
    expect(await bench.scan(await bench.paperBarcode())).toBe('order-done')
  })

  test('without a badge nobody is named', async () => {
    await bench.scan(single())
    await bench.weigh(500)
    const { shipment } = await bench.until(({ step }) => step === 'scan-label')
    expect(bench.station().shipments.find(shipment?.id ?? '')?.operator).toBeNull()
  })
})
