import { beforeEach, expect, test, vi } from 'vitest'
import { labelsToVoid, sumsOf, voidLabel } from '../../../renderer/queue/labels-to-void.ts'
import { station } from '../../../renderer/station.ts'

vi.mock('../../../renderer/station.ts', () => ({
  station: {
    outbox: { page: vi.fn(), get: vi.fn() },
    shipments: { get: vi.fn(), void: vi.fn() },
  },
}))

const page = vi.mocked(station.outbox.page) as ReturnType<typeof vi.fn>
const waiting = vi.mocked(station.outbox.get) as ReturnType<typeof vi.fn>
const shipment = vi.mocked(station.shipments.get) as ReturnType<typeof vi.fn>
const voids = vi.mocked(station.shipments.void) as ReturnType<typeof vi.fn>

const row = (id: string) => ({ id, order: `LK-${id}`, parcel: 1 })
const price = { minor: 1070, currency: 'USD' }
const label = { id: 'A', order: 'LK-A', parcel: 1, price }

beforeEach(() => {
  vi.resetAllMocks()
  waiting.mockResolvedValue({ why: 'void-at-cut-off' })
})

test('the list is read to its end, with what each label cost', async () => {
  page
    .mockResolvedValueOnce({ rows: [row('A'), row('B')], nextCursor: '2' })
    .mockResolvedValueOnce({ rows: [row('C')], nextCursor: null })
  shipment
    .mockResolvedValueOnce({ ok: true, value: { id: 'A', price } })
    .mockResolvedValueOnce({ ok: false, failure: { code: 'shipment-not-found' } })
    .mockResolvedValueOnce({ ok: true, value: { id: 'C', price: null } })
  expect(await labelsToVoid()).toEqual([label, { id: 'C', order: 'LK-C', parcel: 1, price: null }])
  expect(page.mock.calls.map(([asked]) => asked)).toEqual([
    { why: 'void-at-cut-off', limit: 500 },
    { why: 'void-at-cut-off', limit: 500, cursor: '2' },
  ])
})

test('what they cost is summed by currency; a price that is not known adds nothing', () => {
  const prices = [price, { minor: 250, currency: 'CAD' }, price, null]
  expect(sumsOf(prices.map((one) => ({ price: one })))).toEqual([
    { minor: 2140, currency: 'USD' },
    { minor: 250, currency: 'CAD' },
  ])
  expect(sumsOf([])).toEqual([])
})

test('a label that has left the list meanwhile is not voided', async () => {
  waiting.mockResolvedValue(null)
  expect(await voidLabel(label)).toEqual({ fate: 'left-out' })
  waiting.mockResolvedValue({ why: 'void-pending' })
  expect(await voidLabel(label)).toEqual({ fate: 'left-out' })
  expect(voids).not.toHaveBeenCalled()
})

test.each([
  [{ ok: true, value: {} }, { fate: 'void' }],
  [{ ok: false, failure: { code: 'void-accepted' } }, { fate: 'accepted' }],
  [{ ok: false, failure: { code: 'void-in-doubt' } }, { fate: 'in-doubt' }],
  [{ ok: false, failure: { code: 'not-bought' } }, { fate: 'left-out' }],
  [
    { ok: false, failure: { code: 'void-refused', carrier: { code: 'request-refused' } } },
    { fate: 'refused', failure: { code: 'request-refused' } },
  ],
])('the answer %j is %j', async (answer, fate) => {
  voids.mockResolvedValue(answer)
  expect(await voidLabel(label)).toEqual(fate)
  expect(voids).toHaveBeenCalledWith({ id: 'A' })
})

test('a station that does not answer is told apart from a carrier that refuses', async () => {
  voids.mockRejectedValue(new Error('the line is gone'))
  expect(await voidLabel(label)).toEqual({ fate: 'lost' })
})
