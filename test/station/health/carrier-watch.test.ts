import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CarrierFailure } from '../../../shared/shipping.ts'
import { done, failed, type Outcome } from '../../../shared/outcome.ts'
import type { Carrier, Carriers, Outage } from '../../../station/carriers/carriers.ts'
import { watchCarriers, type CarrierWatch } from '../../../station/health/carrier-watch.ts'
import { createHealth } from '../../../station/health/health.ts'
import { createTopic } from '../../../station/lib/topic.ts'

const down = failed<CarrierFailure>({ code: 'carrier-unreachable', carrier: 'flavorcloud' })

let calls: string[]
let answer: Outcome<null, CarrierFailure>
let outage: Outage | undefined
const outages = createTopic<void>()

function watched() {
  const carrier = {
    id: 'flavorcloud',
    test: async () => (calls.push('test'), answer),
    track: async () => (calls.push('track'), answer),
    ratedPrice: async () => (calls.push('ratedPrice'), answer),
  } as unknown as Carrier
  const carriers = {
    of: () => carrier,
    outage: (id: string) => (id === 'flavorcloud' ? outage : undefined),
    outages,
  } as unknown as Carriers
  return watchCarriers(carriers, { now: () => new Date() })
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'Date', 'performance'],
    now: new Date('2026-11-22T10:00:00.000Z'),
  })
  calls = []
  answer = down
  outage = undefined
})
afterEach(() => {
  vi.useRealTimers()
})

/** Sets an outage as the breaker does, and says so. */
function goesDown(until: Outage | undefined): void {
  outage = until
  outages.publish()
}

function healthOf(watch: CarrierWatch) {
  const changes = createTopic<void>()
  return createHealth({
    carriers: watch,
    credentials: {
      read: () => ({ flavorcloudAppId: 'a', flavorcloudRestApiKey: 'b' }),
      origin: () => 'environment',
    },
    printing: { changes, statuses: () => [] },
    documents: { changes, statuses: () => [] },
    weighing: { readings: createTopic(), reading: () => undefined },
    scanners: { changes, states: () => [] },
    records: { changes, health: () => ({ light: 'good' }) },
    queue: { changes, count: () => 0 },
  } as unknown as Parameters<typeof createHealth>[0])
}

const OUTAGE: Outage = {
  code: 'carrier-timed-out',
  since: '2026-11-22T09:59:00.000Z',
  nextProbeAt: '2026-11-22T10:00:05.000Z',
}

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
  const health = healthOf(watch)
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

test('while a carrier is down its light is amber with the code, and health asks nothing beside its probes', async () => {
  const watch = watched()
  answer = done(null)
  const health = healthOf(watch)
  const light = () => health.view().carriers.find(({ carrier }) => carrier === 'flavorcloud')
  await vi.advanceTimersByTimeAsync(0)
  expect(light()).toMatchObject({ light: 'good', outage: null })

  let told = 0
  health.changes.subscribe(() => (told += 1))
  goesDown(OUTAGE)
  const { code, since, nextProbeAt } = OUTAGE
  expect(light()).toMatchObject({ light: 'attention', code, outage: { since, nextProbeAt } })
  goesDown({ ...OUTAGE, nextProbeAt: '2026-11-22T10:00:15.000Z' })
  expect(light()?.outage?.nextProbeAt).toBe('2026-11-22T10:00:15.000Z')
  expect(told).toBe(2)
  answer = down
  await watch.carriers.of('flavorcloud').track(parcel)
  const asked = calls.length
  await vi.advanceTimersByTimeAsync(120_000)
  expect(calls).toHaveLength(asked)
  expect(watch.last('flavorcloud')?.code).toBeUndefined()

  goesDown(undefined)
  expect(light()).toEqual({
    carrier: 'flavorcloud',
    light: 'good',
    at: '2026-11-22T10:02:00.000Z',
    outage: null,
  })
  health.stop()
})
