import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { Carrier, Carriers } from '../../../station/carriers/carriers.ts'
import { watchCarriers } from '../../../station/health/carrier-watch.ts'
import { createHealth } from '../../../station/health/health.ts'
import { createTopic } from '../../../station/lib/topic.ts'

const down = failed<CarrierFailure>({ code: 'carrier-unreachable', carrier: 'flavorcloud' })

let calls: string[]
let answer: Outcome<null, CarrierFailure>

function watched() {
  const carrier = {
    id: 'flavorcloud',
    test: async () => (calls.push('test'), answer),
    track: async () => (calls.push('track'), answer),
    ratedPrice: async () => (calls.push('ratedPrice'), answer),
  } as unknown as Carrier
  const carriers = {
    of: () => carrier,
    outage: () => undefined,
    outages: createTopic<void>(),
  } as unknown as Carriers
  return watchCarriers(carriers, { now: () => new Date() })
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'Date'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  calls = []
  answer = down
})
afterEach(() => {
  vi.useRealTimers()
})

const parcel = { carrierShipmentId: 'FCS-1', trackingNumber: null, merchant: '' }

test('every call tells how the carrier is', async () => {
  const watch = watched()
  const carrier = watch.carriers.of('flavorcloud')
  await carrier.track(parcel)
  expect(watch.last('flavorcloud')?.code).toBe('carrier-unreachable')
  answer = done(null)
  await carrier.ratedPrice?.('hash', '')
  expect(watch.last('flavorcloud')?.code).toBeUndefined()
})

test('a call that was never sent tells nothing', async () => {
  const watch = watched()
  answer = failed({ code: 'call-switched-off', carrier: 'flavorcloud' })
  await watch.carriers.of('flavorcloud').track(parcel)
  expect(watch.last('flavorcloud')).toBeUndefined()
})

test('a carrier in trouble is probed every 30 seconds, but not while the bench asks it anyway', async () => {
  const watch = watched()
  const changes = createTopic<void>()
  const health = createHealth({
    carriers: watch,
    credentials: {
      read: () => ({ flavorcloudAppId: 'a', flavorcloudRestApiKey: 'b' }),
      origin: () => 'environment',
    },
    printing: { changes, statuses: () => [] },
    weighing: { readings: createTopic(), reading: () => undefined },
    records: { changes },
    queue: { changes, count: () => 0 },
  } as unknown as Parameters<typeof createHealth>[0])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(calls).toEqual(['test', 'test'])
  await vi.advanceTimersByTimeAsync(10_000)
  await watch.carriers.of('flavorcloud').track(parcel)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(calls).toEqual(['test', 'test', 'track'])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(calls).toEqual(['test', 'test', 'track', 'test'])
  health.stop()
})
