import { afterEach, describe, expect, test } from 'vitest'
import { startFlavorCloudSimulator } from '../../../../simulators/flavorcloud/flavorcloud.ts'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import { carrierDeps, parcelFor } from '../made-up-parcel.ts'
import { body, json } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import { scriptedFlavorCloud, settingsFor } from './flavorcloud-stand-in.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const PARCEL = { carrierShipmentId: 'FCS-1', trackingNumber: 'GM 1', merchant: 'larkspur' }

async function track(reply: Reply, parcel: Partial<typeof PARCEL> = {}) {
  const { carrier, calls, stop } = await scriptedFlavorCloud(reply)
  stops.push(stop)
  return { tracking: await carrier.track({ ...PARCEL, ...parcel }), calls }
}

const made = {
  Location: 'Tacoma, WA, US',
  StatusDate: '2026-05-18T21:05:12',
  StatusDetail: 'Label created',
  Status: 'In Progress',
}
const cleared = {
  Location: 'Dublin, IE',
  StatusDate: '2026-05-22 06:41',
  StatusDetail: 'Cleared import customs',
  Status: 'In Transit',
}
const answer = (history: unknown, estimated: unknown = '') =>
  json(200, { TrackingNumber: 'GM 1', EstimatedDelivery: estimated, TrackingHistory: history })

test.each([
  ['newest first', [cleared, made]],
  ['oldest first', [made, cleared]],
])('comes newest first, in UTC, from a history that is %s', async (_, history) => {
  const { tracking, calls } = await track(answer(history, '2026-05-27'))
  expect(tracking).toEqual({
    ok: true,
    value: {
      status: 'in-transit',
      events: [
        {
          at: '2026-05-22T06:41:00.000Z',
          status: 'in-transit',
          words: 'Cleared import customs',
          place: 'Dublin, IE',
        },
        {
          at: '2026-05-18T21:05:12.000Z',
          status: 'label-made',
          words: 'Label created',
          place: 'Tacoma, WA, US',
        },
      ],
      estimatedDelivery: '2026-05-27',
      trackingNumber: 'GM 1',
    },
  })
  expect(calls()[0]).toMatchObject({ method: 'GET', path: '/Tracking/Get/Detail/GM%201' })
})

test('events of one time keep the order that the others show', async () => {
  const delivered = { ...cleared, Status: 'Delivered' }
  const { tracking } = await track(answer([made, cleared, delivered]))
  expect(tracking).toMatchObject({ value: { status: 'delivered' } })
})

test.each([
  ['2026-05-22T06:41:00+02:00', '2026-05-22T04:41:00.000Z'],
  ['2026-05-22', '2026-05-22T00:00:00.000Z'],
  ['22/05/2026', null],
  ['2026-99-99T00:00:00', null],
  ['', null],
  [17, null],
])('the time %j is %j', async (StatusDate, at) => {
  const { tracking } = await track(answer([{ ...made, StatusDate }]))
  expect(tracking).toMatchObject({ value: { events: [{ at }] } })
})

test('an unknown status keeps the words of the carrier', async () => {
  const { tracking } = await track(answer([{ ...made, Status: 'Customs hold' }, { Status: '' }]))
  expect(tracking).toMatchObject({
    value: {
      status: 'unknown',
      events: [
        { status: 'unknown', words: 'Customs hold: Label created' },
        { status: 'unknown', words: '', place: null },
      ],
    },
  })
})

test('another number is told, and an unreadable estimate is none', async () => {
  const { tracking } = await track(
    json(200, { TrackingNumber: 'GM2', EstimatedDelivery: 'soon', TrackingHistory: [made] }),
  )
  expect(tracking).toMatchObject({ value: { trackingNumber: 'GM2', estimatedDelivery: null } })
})

describe('there is nothing yet', () => {
  test.each<[string, Reply]>([
    ['by 404', json(404, { error: { code: 'N', message: 'No tracking' } })],
    ['without an event', answer([])],
    ['without a history', answer(null)],
  ])('%s', async (_, reply) => {
    const { tracking } = await track(reply)
    expect(tracking).toMatchObject({ failure: { code: 'not-found-yet' } })
  })

  test('while there is no number to ask for: no call is made', async () => {
    const { carrier, calls, stop } = await scriptedFlavorCloud(answer([made]))
    stops.push(stop)
    expect(await carrier.track({ ...PARCEL, trackingNumber: null })).toMatchObject({
      failure: { code: 'not-found-yet' },
    })
    expect(calls()).toHaveLength(0)
  })
})

test.each<[string, Reply, string]>([
  ['a page', body(200, '<html>'), 'carrier-answer-not-understood'],
  ['a page instead of the API', body(404, '<html>'), 'carrier-answer-not-understood'],
  ['no history', json(200, { TrackingNumber: 'GM 1' }), 'carrier-answer-not-understood'],
  ['429', body(429, '', { 'retry-after': '60' }), 'carrier-busy'],
])('%s is a failure', async (_, reply, code) => {
  const { tracking } = await track(reply)
  expect(tracking).toMatchObject({ failure: { code } })
})

test('a parcel is followed at the simulator', async () => {
  const simulator = await startFlavorCloudSimulator()
  const kit = carrierDeps('flavorcloud', simulator.url, {
    credentials: {
      flavorcloudAppId: simulator.appId,
      flavorcloudRestApiKey: simulator.restApiKey,
    },
    settings: (url) => settingsFor(url),
  })
  stops.push(kit.stop, () => simulator.stop())
  const { carrier } = createFlavorCloud(kit.deps)
  const bought = await carrier.buy(carrier.prepare(parcelFor('flavorcloud')), 'larkspur')
  const trackingNumber = bought.kind === 'bought' ? bought.parcel.trackingNumber : null
  const follow = () => carrier.track({ ...PARCEL, trackingNumber })
  expect(await follow()).toMatchObject({ value: { status: 'label-made', trackingNumber } })
  simulator.moveParcel({
    TrackingNumber: trackingNumber ?? '',
    Location: 'Galway, IE',
    StatusDetail: 'Left with neighbour',
    Status: 'Delivered',
  })
  expect(await follow()).toMatchObject({
    value: { status: 'delivered', events: [{ words: 'Left with neighbour' }, {}] },
  })
})

test.each(['9999-12-31T23:59:59-05:00', '0000-01-01T00:00:00+05:00'])(
  'a time beyond our era (%s) is none',
  async (StatusDate) => {
    const { tracking } = await track(answer([{ ...made, StatusDate }], StatusDate))
    expect(tracking).toMatchObject({ value: { events: [{ at: null }], estimatedDelivery: null } })
  },
)
