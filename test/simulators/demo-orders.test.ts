import { describe, expect, test } from 'vitest'
import { demoOrders } from '../../simulators/demo-orders.ts'
import { DEMO_BOXES } from '../../simulators/demo-settings.ts'
import { OrderInputSchema } from '../../shared/orders.ts'
import { mod10CheckDigit } from '../../simulators/flexport/tracking-code.ts'

const orders = demoOrders()
const units = (order: (typeof orders)[number]) =>
  order.items.reduce((sum, item) => sum + item.quantity, 0)

describe('the orders of the demo', () => {
  test('are 40, of two merchants, each reference once, and plain JSON', () => {
    expect(orders).toHaveLength(40)
    expect(new Set(orders.map(({ reference }) => reference)).size).toBe(40)
    expect(new Set(orders.map(({ merchant }) => merchant))).toEqual(
      new Set(['larkspur', 'tidewell']),
    )
    expect(JSON.parse(JSON.stringify(orders))).toEqual(orders)
  })

  test('are orders as the station takes them', () => {
    for (const order of orders) expect(OrderInputSchema.safeParse(order).error).toBeUndefined()
  })

  test('begin with two pullovers and a beanie for Galway', () => {
    expect(orders[0]).toMatchObject({
      reference: 'LK-20417',
      shipTo: { city: 'Galway', country: 'IE' },
      items: [
        { sku: 'LK-PUL-M-OAT', barcodes: ['5391234567892'], quantity: 2 },
        { sku: 'LK-BEA-RST', quantity: 1 },
      ],
    })
  })

  test('go to the US and to at least six other countries', () => {
    const countries = new Set(orders.map(({ shipTo }) => shipTo.country))
    expect([...countries]).toEqual(
      expect.arrayContaining(['US', 'IE', 'DE', 'FR', 'JP', 'MX', 'GB', 'SE', 'PL']),
    )
  })

  test('hold batches of singles of one product, with their box known', () => {
    const singles = orders.filter((order) => units(order) === 1)
    const ofOne = (sku: string) => singles.filter(({ items }) => items[0]?.sku === sku)
    expect(ofOne('LK-BEA-RST').length).toBeGreaterThanOrEqual(4)
    expect(ofOne('TW-CAN-FIG').length).toBeGreaterThanOrEqual(3)
    expect(singles.filter(({ box }) => box === undefined)).toEqual([])
  })

  test('hold the hard cases', () => {
    const some = (what: (order: (typeof orders)[number]) => unknown) => orders.filter(what).length
    expect(some(({ items }) => items.some(({ quantity }) => quantity === 12))).toBe(1)
    expect(some((order) => order.note === 'Pack in two boxes' && units(order) > 4)).toBe(1)
    const lacksCode = ({ shipTo, items }: (typeof orders)[number]) =>
      shipTo.country !== 'US' && items.some(({ hsCode }) => hsCode === undefined)
    expect(some(lacksCode)).toBe(1)
    expect(some(({ shipTo }) => shipTo.city === 'Nowhere')).toBe(1)
    expect(some(({ note }) => note?.startsWith('Gift: '))).toBeGreaterThanOrEqual(1)
    for (const script of [/\p{Script=Han}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u])
      expect(some(({ shipTo }) => script.test(shipTo.name + shipTo.street1))).toBeGreaterThan(0)
    expect(some(({ shipTo }) => /[À-ſ]/.test(shipTo.name))).toBeGreaterThan(3)
  })

  test('name boxes that the demo has', () => {
    const known = new Set(DEMO_BOXES.map(({ id }) => id))
    for (const { box } of orders) if (box !== undefined) expect(known).toContain(box)
  })

  test('have items with a weight, a price, an origin and a valid EAN-13, one a product', () => {
    const skuOf = new Map<string, string | undefined>()
    for (const item of orders.flatMap(({ items }) => items)) {
      expect(item.barcodes).toHaveLength(1)
      const [barcode = ''] = item.barcodes ?? []
      expect(barcode).toMatch(/^\d{13}$/)
      expect(barcode.slice(-1)).toBe(mod10CheckDigit(barcode.slice(0, -1)))
      expect(skuOf.get(barcode) ?? item.sku).toBe(item.sku)
      skuOf.set(barcode, item.sku)
      expect([item.weight, item.price, item.originCountry]).not.toContain(undefined)
    }
    expect(new Set(skuOf.values()).size).toBe(skuOf.size)
  })

  test('are nobody’s: .example mail and 555-01xx telephones', () => {
    for (const { shipTo } of orders) {
      expect(shipTo.email).toMatch(/^[a-z0-9.]+@mail\.example$/)
      expect(shipTo.phone).toMatch(/^\+\d+55501\d\d$/)
    }
  })
})
