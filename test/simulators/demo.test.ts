import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DrillViewSchema } from '../../shared/drill.ts'
import { OrderInputSchema } from '../../shared/orders.ts'
import { SettingsSchema } from '../../shared/settings.ts'
import { startDemo } from '../../simulators/demo.ts'
import type { Demo } from '../../simulators/demo.ts'
import type { Credentials, Drill } from '../../station/ports.ts'

const PAPER_WORKER = new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url)

let demo: Demo
beforeAll(async () => {
  demo = await startDemo({ paperWorker: PAPER_WORKER, log: { info() {} } })
})
afterAll(() => demo.stop())

/** Resolves at the first change after which `what` holds. */
function until(drill: Drill, what: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = drill.changes.subscribe(() => {
      if (!what()) return
      stop()
      resolve()
    })
  })
}

describe('the demo', () => {
  test('gives settings, credentials and a drill as the station wants them', () => {
    const drill: Drill = demo.drill
    const credentials: Credentials = demo.credentials
    expect(DrillViewSchema.safeParse(drill.view()).error).toBeUndefined()
    expect(Object.values(credentials)).not.toContain('')
    const settings = SettingsSchema.parse(demo.settings)
    expect(settings.station.name).toBe('Bench 1')
    expect(settings.boxes.map(({ barcode }) => barcode)).toEqual([
      'BOX-B1',
      'BOX-B2',
      'BOX-B3',
      'BOX-B4',
    ])
    expect(settings.boxes[0]).toMatchObject({ name: 'Small box', length: 8, tareGrams: 90 })
    expect(settings.scale).toMatchObject({ protocol: 'nci' })
  })

  test('has a card for every order and every item, with the barcode to scan', () => {
    const cards = demo.drill.view().orders
    expect(cards.map(({ barcode }) => barcode)).toEqual(
      demo.orders.map(({ reference }) => reference),
    )
    expect(cards[0]).toEqual({
      title: 'LK-20417',
      detail: 'Galway, IE · 3 items · 1110 g in B1 · gift wrap',
      barcode: 'LK-20417',
      items: [
        {
          title: 'Knitted cotton pullover, adult',
          detail: '2 × LK-PUL-M-OAT · 450 g each',
          barcode: '5391234567892',
        },
        {
          title: 'Knitted wool beanie',
          detail: '1 × LK-BEA-RST · 120 g each',
          barcode: '5391234567113',
        },
      ],
    })
    for (const order of demo.orders) expect(OrderInputSchema.safeParse(order).success).toBe(true)
  })

  test('its switches show in the view and are told of', () => {
    const { drill } = demo
    let told = 0
    const stop = drill.changes.subscribe(() => {
      told += 1
    })
    drill.act({ do: 'put-on-scale', grams: 1110 })
    expect(drill.view().panGrams).toBe(1110)
    drill.act({ do: 'empty-scale' })
    expect(drill.view().panGrams).toBe(0)
    drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'slow' })
    expect(drill.view().carriers).toEqual({ flexport: 'none', flavorcloud: 'slow' })
    drill.act({ do: 'printer', fault: 'paper-out' })
    expect(drill.view().printer).toBe('paper-out')
    expect(told).toBeGreaterThanOrEqual(4)
    stop()
    drill.act({ do: 'printer', fault: 'none' })
    drill.act({ do: 'carrier', carrier: 'flavorcloud', fault: 'none' })
  })

  test('a carrier that is switched off refuses connections', async () => {
    const url = demo.settings.carriers.flexport.baseUrl
    demo.drill.act({ do: 'carrier', carrier: 'flexport', fault: 'down' })
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    demo.drill.act({ do: 'carrier', carrier: 'flexport', fault: 'none' })
    expect((await fetch(url)).status).toBe(404)
  })

  test('what its printer gets comes out as paper with its barcodes', async () => {
    const port = Number(demo.settings.printers[0]?.connection.split(':').at(-1))
    const printed = until(demo.drill, () => demo.drill.view().paper.length > 0)
    const line = connect(port, '127.0.0.1')
    line.end('^XA^PW812^LL1218^FO80,80^BY3^BCN,200,N,N,N,A^FDLK-20417^FS^XZ')
    await printed
    line.destroy()
    expect(demo.drill.view().paper[0]?.barcodes).toEqual(['LK-20417'])
  })
})
