import { describe, expect, test } from 'vitest'
import { AddressSchema, type Order } from '../../../shared/orders.ts'
import { commandBarcode } from '../../../shared/scanning.ts'
import { BoxSchema } from '../../../shared/settings.ts'
import { meaningOf, type LookUps } from '../../../station/packing/scan-meaning.ts'
import { openSession } from '../../../station/packing/session.ts'
import type { LedgerEntry } from '../../../station/shipping/shipping.ts'

const BADGE = 'Lx-100'
const ANA = { id: 'ana', name: 'Ana', badge: BADGE }
const at = '2026-11-22T10:00:00.000Z'

const ORDER: Order = {
  id: 1,
  reference: BADGE,
  merchant: 'larkspur',
  state: 'ready',
  shipTo: AddressSchema.parse({
    name: 'Ana Ruiz',
    street1: '1 Elm St',
    city: 'Boise',
    state: 'ID',
    zip: '83702',
    country: 'US',
  }),
  items: [{ line: 1, sku: BADGE, barcodes: [], description: 'Thing', quantity: 1 }],
  customs: undefined,
  createdAt: at,
  updatedAt: at,
  shippedAt: null,
}
const SESSION = openSession({
  order: ORDER,
  parcel: 1,
  packedBefore: [],
  box: null,
  allPacked: false,
})
const BOX = BoxSchema.parse({
  id: 'B1',
  name: 'Small',
  barcode: BADGE,
  length: 8,
  width: 6,
  height: 4,
})
const LABEL = { id: 'shipment-1', trackingNumber: BADGE } as LedgerEntry

/** Everything that a scan could be is called as the badge is. */
const LOOK_UPS: LookUps = {
  boxes: [BOX],
  operators: [ANA],
  byReference: () => [ORDER],
  oldestSingle: () => ORDER,
  byLabel: () => LABEL,
}

describe('a badge', () => {
  test.each([BADGE, ' LX-100 ', 'lx-100\r', ']C1lx-100'])(
    'is known however it comes: %j',
    (text) => {
      expect(meaningOf(text, null, LOOK_UPS)).toEqual({ meaning: 'badge', operator: ANA })
    },
  )

  test('stands before the product of the open order, the box, the order and the label of another parcel', () => {
    expect(meaningOf(BADGE, SESSION, LOOK_UPS).meaning).toBe('badge')
    const nobody = { ...LOOK_UPS, operators: [] }
    expect(meaningOf(BADGE, SESSION, nobody).meaning).toBe('product')
    expect(meaningOf(BADGE, null, nobody).meaning).toBe('box')
  })

  test('stands behind the label of the open parcel', () => {
    const session = { ...SESSION, shipmentId: LABEL.id }
    expect(meaningOf(BADGE, session, LOOK_UPS).meaning).toBe('label')
  })

  test('stands behind our own codes', () => {
    const operators = [{ ...ANA, badge: commandBarcode('SHIP') }]
    expect(meaningOf(commandBarcode('SHIP'), null, { ...LOOK_UPS, operators }).meaning).toBe(
      'command',
    )
  })

  test('is the whole scan, not a part of it', () => {
    const nothing = { ...LOOK_UPS, byReference: () => [], byLabel: () => undefined }
    const scan = meaningOf('LX-1000', null, { ...nothing, oldestSingle: () => undefined })
    expect(scan.meaning).toBe('unknown')
  })
})
