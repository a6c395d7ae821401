import { expect, test } from 'vitest'
import type { Order } from '../../../shared/orders.ts'
import { parkedBox, parkedText } from '../../../station/packing/parked-box.ts'
import { openSession } from '../../../station/packing/session.ts'
import { parcelFor } from '../carriers/made-up-parcel.ts'

const { order } = parcelFor('flavorcloud', { id: 1, reference: 'LK-1' })
const opened = openSession({ order, parcel: 1, packedBefore: [], box: null, allPacked: true })
const packed = parkedText({
  session: { ...opened, rateApproved: true },
  operator: null,
  endedBefore: null,
})

/** Whether the price of the parked box counts as approved for the order as it is now. */
function isApprovedFor(now: Order): boolean {
  const parked = { packed, order: order.reference } as Parameters<typeof parkedBox>[0]
  return parkedBox(parked, () => now).session.rateApproved
}

test('O-10: a supervisor approved the price of one address and service, and of no other', () => {
  expect(isApprovedFor(order)).toBe(true)
  expect(isApprovedFor({ ...order, note: 'no ribbon' })).toBe(true)
  expect(isApprovedFor({ ...order, service: 'EXPRESS' })).toBe(false)
  expect(isApprovedFor({ ...order, shipTo: { ...order.shipTo, zip: '99999' } })).toBe(false)
})
