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

describe('a carrier that is down', () => {
  test('O-1, O-8: the box is parked without a call, its sticker comes out, and the next order goes on', async () => {
    const sticker = await park()
    expect(bench.view()).toMatchObject({
      step: 'parked',
      problem: null,
      parked: { boxes: { number: 1, of: 1, more: false }, isAwaited: false },
    })
    expect(await bench.paperBarcode()).toBe(sticker)
    expect(carrier().ledger()).toEqual([])
    expect(shipments()).toEqual([])
    expect(await bench.scan('LK-20418')).toBe('order-opened')
    expect(stateOf(ORDER)).toBe('held')
    expect(waiting()).toMatchObject([{ why: 'parked', order: ORDER, attempts: 0 }])
  })

  test('O-9: back on line the sticker prints its box’s label, and the label on the box ends it', async () => {
    const sticker = await park()
    expect(await bench.scan(sticker)).toBe('order-parked')
    expect(await bench.scan(sticker)).toBe('still-parked')
    expect(bench.view().step).toBe('scan-order')
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    await labelAsked()
    expect(await bench.scan(sticker)).toBe('wrong-label')
    expect(await scanBack()).toBe('order-done')
    expect(stateOf(ORDER)).toBe('shipped')
    expect(waiting()).toEqual([])
    expect(await bench.scan(sticker)).toBe('sticker-done')
    await command('REPRINT')
    expect(await bench.scan(sticker)).toBe('sticker-done')
    expect(carrier().ledger()).toHaveLength(1)
  })

  test('O-3, O-9: a sticker scanned before its box is bought is waited for, and then prints', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    carrier().script([{ call: 'createShipments', do: { kind: 'slow', ms: 1_500 } }])
    await lineBack()
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    expect(bench.view()).toMatchObject({ step: 'shipping', parked: { isAwaited: true } })
    expect(await bench.scan(sticker)).toBe('please-wait')
    expect(await bench.scan('LK-20418')).toBe('other-order-open')
    expect(await scanBack()).toBe('order-done')
    expect(carrier().ledger()).toHaveLength(1)
  })

  test('O-5, O-8: what the carrier refuses comes back to the bench with the reason, and SHIP buys it', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    carrier().script([{ call: 'createShipments', do: { kind: 'refuse', code: 'InvalidAddress' } }])
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'parked-refused')
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    expect(bench.view()).toMatchObject({ step: 'ship', parked: null, weight: { grams: 1150 } })
    expect(bench.view().problem).not.toBeNull()
    expect(waiting()).toEqual([])
    expect(await command('SHIP')).toBe('purchase-started')
    expect(await scanBack()).toBe('order-done')
  })

  test('O-3, O-8: two boxes of an order are bought in order, and it is shipped when both have their labels', async () => {
    const [first, second] = await parkTwo()
    expect(await bench.scan(second)).toBe('order-parked')
    expect(await bench.scan(ORDER)).toBe('stickers-wait')
    await lineBack()
    await bench.untilQueue((rows) => rows.every(({ why }) => why === 'sticker-to-scan'))
    expect(
      carrier()
        .ledger()
        .map(({ reference }) => reference),
    ).toEqual([expect.stringContaining('P1'), expect.stringContaining('P2')])
    expect(await bench.scan(second)).toBe('sticker-scanned')
    expect(bench.view().order?.parcel).toBe(2)
    expect(await scanBack()).toBe('order-parked')
    expect(stateOf(ORDER)).toBe('held')
    // All is packed and one box is left: the order's reference is as good as its sticker.
    expect(await bench.scan(ORDER)).toBe('sticker-scanned')
    expect(bench.view().order?.parcel).toBe(1)
    expect(await scanBack()).toBe('order-done')
    expect(first).not.toBe(second)
  })

  test('a box half packed when another’s sticker is scanned goes on afterwards as it was', async () => {
    await openWithoutLine()
    await scanItems(BEANIE)
    await command('BOX')
    const first = await weighAndPark(210)
    await scanItems(PULLOVER)
    await command('HOLD')
    await lineBack()
    expect(await bench.scan(first)).toBe('sticker-scanned')
    expect(await scanBack()).toBe('parcel-done')
    expect(bench.view().step).toBe('scan-order')
    expect(await bench.scan(ORDER)).toBe('order-resumed')
    expect(bench.view()).toMatchObject({ order: { parcel: 2 }, items: [{ scanned: 1 }, {}] })
  })

  test('O-8: its order is not changed, and a person gets it back with UNDO or from the queue', async () => {
    const sticker = await park()
    const [galway] = bench.demo.orders
    const changed = { ...galway, note: 'no ribbon' }
    expect(bench.station().orders.intake([changed])[0]?.status).toBe('refused')
    expect(await command('UNDO')).toBe('undone')
    expect(bench.view()).toMatchObject({ step: 'ship', parked: null })
    expect(await command('SHIP')).toBe('parcel-parked')
    const again = await bench.until(({ parked }) => parked?.isPrinted === true)
    expect(again.parked?.sticker).not.toBe(sticker)
    await bench.scan(again.parked?.sticker ?? '')
    const [row] = waiting()
    expect(bench.station().bench.takeBack(row?.stickerId ?? '')).toBe('taken')
    expect(waiting()).toEqual([])
    expect(await bench.scan(sticker)).toBe('order-resumed')
    expect(bench.view()).toMatchObject({ step: 'weigh', items: [{ scanned: 2 }, { scanned: 1 }] })
  })
})

describe('a line that breaks in the middle', () => {
  test('O-4: a purchase that the carrier turns away for a while parks its box, and is bought after the pause', async () => {
    const busy = {
      kind: 'answer',
      when: 'before',
      status: 429,
      headers: { 'retry-after': '1' },
    } as const
    carrier().script([{ call: 'createShipments', do: busy }])
    await bench.scan(ORDER)
    await scanItems(PULLOVER, PULLOVER, BEANIE)
    const sticker = await weighAndPark(1150)
    expect(await bench.scan(sticker)).toMatch(/order-parked|sticker-scanned/)
    await bench.untilQueue(([first]) => first?.why !== 'parked')
    expect(carrier().ledger()).toHaveLength(1)
    expect(shipments()).toMatchObject([{ state: 'bought' }, { state: 'refused' }])
  })

  test('O-2: a lost answer to a parked box’s purchase is in doubt, looked up, and prints at the sticker', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    carrier().script([{ call: 'createShipments', do: { kind: 'drop', when: 'after' } }])
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'in-doubt')
    expect(waiting()).toMatchObject([{ stickerId: expect.any(String) }])
    await bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    expect(await scanBack()).toBe('order-done')
    expect(carrier().ledger()).toHaveLength(1)
  })

  test('O-5: a label voided before its sticker was scanned brings the box back, and SHIP buys anew', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
    await bench.station().bench.voidShipment(shipments()[0]?.id ?? '')
    expect(waiting()).toMatchObject([{ why: 'parked-refused' }])
    await bench.scan(sticker)
    expect(bench.view()).toMatchObject({ step: 'ship', problem: { code: 'label-was-voided' } })
    await command('SHIP')
    expect(await scanBack()).toBe('order-done')
    expect(
      carrier()
        .ledger()
        .filter(({ voidedAt }) => voidedAt === null),
    ).toHaveLength(1)
  })
})

describe('a packer who waits for a label', () => {
  test('O-2: is served after a stop in the middle', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    carrier().script([{ call: 'createShipments', do: { kind: 'slow', ms: 1_500 } }])
    await lineBack()
    expect(await bench.scan(sticker)).toBe('sticker-scanned')
    await bench.restart()
    expect(await scanBack()).toBe('order-done')
    expect(carrier().ledger()).toHaveLength(1)
  })

  test('O-1: is let go when the line breaks before it is the box’s turn', async () => {
    const sticker = await park()
    await bench.scan(sticker)
    await bench.scan('LK-20425')
    const other = bench.demo.orders.find(({ reference }) => reference === 'LK-20425')
    for (const { sku, quantity } of other?.items ?? [])
      for (let unit = 0; unit < quantity; unit += 1) await scanItems(sku ?? '')
    const second = await weighAndPark(480)
    await bench.scan(second)
    carrier().script([
      { call: 'getRates', times: 9, do: { kind: 'slow', ms: 2_000 } },
      { call: 'createShipments', times: 9, do: { kind: 'drop', when: 'before' } },
    ])
    await lineBack()
    expect(await bench.scan(second)).toBe('sticker-scanned')
    line('down')
    await bench.until(({ feedback }) => feedback?.code === 'still-parked')
    expect(bench.view().step).toBe('scan-order')
  })
})

describe('the sticker itself', () => {
  test('a printer without paper keeps the box at the bench until the sticker is out', async () => {
    await openWithoutLine()
    await scanItems(PULLOVER, PULLOVER, BEANIE)
    bench.demo.drill.act({ do: 'printer', fault: 'paper-out' })
    await bench.emptied()
    bench.put(1150)
    const stuck = await bench.until(({ step, problem }) => step === 'parked' && problem !== null)
    expect(stuck.problem?.offers).toContain('REPRINT')
    expect(await bench.scan('LK-20418')).toBe('other-order-open')
    bench.demo.drill.act({ do: 'printer', fault: 'none' })
    expect(await command('REPRINT')).toBe('sticker-printed')
    await bench.until(({ parked, problem }) => parked?.isPrinted === true && problem === null)
    expect(await bench.scan('LK-20418')).toBe('order-opened')
  })

  test('O-2, O-8: a restart leaves a parked box where it was', async () => {
    const sticker = await park()
    await bench.restart()
    expect(bench.view()).toMatchObject({ step: 'parked', parked: { sticker }, problem: null })
    expect(await bench.scan(sticker)).toBe('order-parked')
    await bench.restart()
    expect(waiting()).toMatchObject([{ order: ORDER, parcel: 1 }])
    await lineBack()
    await bench.untilQueue(([first]) => first?.why === 'sticker-to-scan')
    expect(await command('REPRINT')).toBe('reprint-armed')
    expect(await bench.scan(sticker)).toBe('sticker-printed')
    expect(await bench.scan('*SP-ZZZZZZ-Z*')).toMatch(/damaged-code|sticker-not-known/)
    await bench.scan(sticker)
    expect(await scanBack()).toBe('order-done')
  })
})
