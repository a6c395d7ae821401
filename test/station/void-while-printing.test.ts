import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDemoStation, type DemoStation } from './demo-station.ts'

/** So many that the last ones still wait when the carrier has voided the label. */
const PRINTS = 12

let bench: DemoStation

beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

test('P-10: a print that waits its turn sends nothing once the label is void', async () => {
  await bench.scan('LK-20418')
  await bench.scan('5391234567113')
  await bench.weigh(210)
  const { shipment } = await bench.until(({ step }) => step === 'scan-label')
  const id = shipment?.id ?? ''
  const { shipments } = bench.station()
  const jobs = () => shipments.detail(id)?.printJobs ?? []
  const prints = Array.from({ length: PRINTS }, () =>
    shipments.reprint(id, { reason: 'again', operator: null, isApproved: false }),
  )
  await expect.poll(jobs, { interval: 1 }).toHaveLength(1 + PRINTS)
  expect(await shipments.void(id)).toMatchObject({ ok: true, value: { state: 'void' } })
  const voidAt = new Date().toISOString()
  await Promise.all(prints)
  expect(jobs().filter(({ sentAt }) => sentAt !== null && sentAt > voidAt)).toEqual([])
})
