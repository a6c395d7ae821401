import { afterEach, describe, expect, test } from 'vitest'
import { startFlavorCloudSimulator } from '../../../../simulators/flavorcloud/flavorcloud.ts'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import { carrierDeps, CUSTOMER_KEY, parcelFor } from '../made-up-parcel.ts'
import { body, cutBefore, json } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import {
  scriptedFlavorCloud,
  settingsFor,
  type FlavorCloudSettings,
} from './flavorcloud-stand-in.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function flavorcloud(reply: Reply, settings: FlavorCloudSettings = {}) {
  const made = await scriptedFlavorCloud(reply, { settings })
  stops.push(made.stop)
  return made
}

async function simulated(settings: FlavorCloudSettings = {}) {
  const simulator = await startFlavorCloudSimulator()
  const kit = carrierDeps('flavorcloud', simulator.url, {
    credentials: {
      flavorcloudAppId: simulator.appId,
      flavorcloudRestApiKey: simulator.restApiKey,
    },
    settings: (url) => settingsFor(url, { ...settings, requestsPerSecond: 100 }),
  })
  stops.push(kit.stop, () => simulator.stop())
  const { carrier } = createFlavorCloud(kit.deps)
  const prepared = carrier.prepare(parcelFor('flavorcloud'))
  const bought = await carrier.buy(prepared, 'larkspur')
  if (bought.kind !== 'bought') throw new Error(JSON.stringify(bought))
  const { carrierShipmentId: id } = bought.parcel
  const read = async () => {
    const outcome = await carrier.readBack(id, 'larkspur')
    return outcome.ok ? outcome.value : outcome.failure
  }
  return { simulator, carrier, prepared, parcel: bought.parcel, id, read }
}

const REFERENCE = 'larkspur-LK-20417-P1'
const SHIPMENT = {
  ShipmentID: 'FCS-1',
  Status: 'Something unknown',
  Reference: REFERENCE,
  TrackingNumber: 'GM605112874003000001',
  LabelUrl: 'https://cdn.flavorcloud.example/1.zpl',
}
const error = (code: string, message: string) => ({
  error: { statusCode: 422, name: 'E', code, message, requestId: 'r-1' },
})

describe('a shipment stands as', () => {
  const bare = { ShipmentID: 'FCS-1', Reference: REFERENCE }
  test.each<[string, string | undefined, object]>([
    ['made, whatever its status', undefined, SHIPMENT],
    ['made, by its tracking number', undefined, { ...bare, TrackingNumber: 'GM1' }],
    ['made, by its label', undefined, { ...bare, Label: SHIPMENT.LabelUrl }],
    ['made, though an error is told', undefined, { ...SHIPMENT, Status: 'Error' }],
    ['made, where its cancellation failed', undefined, { ...SHIPMENT, Status: 'Cancel failed' }],
    [
      'made, where its cancellation is only asked for',
      undefined,
      { ...SHIPMENT, Status: 'CANCELLATION_PENDING' },
    ],
    ['made, while it is being cancelled', undefined, { ...SHIPMENT, Status: 'Cancelling' }],
    [
      'made, where it says it is not cancelled',
      undefined,
      { ...SHIPMENT, Status: 'Not cancelled' },
    ],
    ['pending', undefined, { ...bare, Status: 'In Progress', TrackingNumber: '' }],
    ['pending, without any status', undefined, bare],
    [
      'failed',
      'SHIPMENT_ERROR: No label',
      {
        ...bare,
        Status: 'SHIPMENT_ERROR',
        Message: 'No label',
      },
    ],
    ['failed', 'Cancellation failed', { ...bare, Status: 'Cancellation failed' }],
    ['cancelled', 'Cancelled', { ...bare, Status: 'Cancelled' }],
    [
      'cancelled, tracking or not',
      'SHIPMENT_CANCELED',
      {
        ...SHIPMENT,
        Status: 'SHIPMENT_CANCELED',
      },
    ],
  ])('%s', async (name, said, shipment) => {
    const { carrier } = await flavorcloud(json(200, [shipment]))
    const back = await carrier.readBack('FCS-1', '')
    const standing = name.split(',')[0]
    expect(back).toMatchObject({ ok: true, value: { standing } })
    expect(back.ok && back.value.said).toBe(said)
  })
})

describe('find', () => {
  const half = { ShipmentID: 'FCS-1', Reference: REFERENCE }
  test.each<[string, Reply, string]>([
    ['an array', json(200, [SHIPMENT]), 'FCS-1'],
    ['an object', json(200, SHIPMENT), 'FCS-1'],
    ['a half-made one', json(200, half), 'not-found-yet'],
    ['a cancelled one', json(200, { ...SHIPMENT, Status: 'Cancelled' }), 'not-found-yet'],
    ['a failed one', json(200, { ...half, Status: 'Error' }), 'not-found-yet'],
    [
      'a cancelled one before the one that goes',
      json(200, [{ ...half, ShipmentID: 'FCS-0', Status: 'Cancelled' }, SHIPMENT]),
      'FCS-1',
    ],
    ['an empty array', json(200, []), 'shipment-not-found'],
    ['an empty object', json(200, {}), 'shipment-not-found'],
    ['404', json(404, error('NOT_FOUND', 'none')), 'shipment-not-found'],
    ['422', json(422, error('V', 'none')), 'shipment-not-found'],
    ['another reference', json(200, [{ ...SHIPMENT, Reference: 'X' }]), 'shipment-not-found'],
    ['a page in place of the API', body(404, '<h1>404</h1>'), 'carrier-answer-not-understood'],
    ['nothing at all', body(200, ''), 'carrier-answer-not-understood'],
    ['a page', body(200, '<html>'), 'carrier-answer-not-understood'],
    ['trouble', body(500, ''), 'carrier-trouble'],
    ['a cut line', cutBefore, 'carrier-connection-lost'],
  ])('meets %s', async (_, reply, expected) => {
    const { carrier, calls } = await flavorcloud(reply)
    const outcome = await carrier.find!(REFERENCE, 'larkspur')
    expect(outcome.ok ? outcome.value.carrierShipmentId : outcome.failure.code).toBe(expected)
    expect(calls()[0]?.path).toBe(
      `/Shipments/Get/Details?Reference=${REFERENCE}&CustomerKey=${CUSTOMER_KEY}`,
    )
  })

  test('tells the words of one that failed', async () => {
    const { carrier } = await flavorcloud(json(200, { ...half, Status: 'Error', Message: 'Why' }))
    expect(await carrier.find!(REFERENCE, '')).toMatchObject({
      failure: { code: 'not-found-yet', carrierSaid: 'Error: Why' },
    })
  })

  test('a purchase made with Async exists while its label is made: it is adopted as pending', async () => {
    const { simulator, carrier, prepared, id, parcel, read } = await simulated({ async: true })
    expect(parcel).toMatchObject({ standing: 'pending', labelUrl: null, trackingNumber: null })
    simulator.switch({ holdAsync: true })
    const second = carrier.prepare({ ...parcelFor('flavorcloud'), parcel: 2 })
    const bought = await carrier.buy(second, 'larkspur')
    if (bought.kind !== 'bought') throw new Error(bought.kind)
    const found = await carrier.find!(second.reference, 'larkspur')
    expect(found).toMatchObject({
      ok: true,
      value: { standing: 'pending', carrierShipmentId: bought.parcel.carrierShipmentId },
    })
    simulator.complete(bought.parcel.carrierShipmentId, 'The carrier has no such service')
    expect(await carrier.find!(second.reference, 'larkspur')).toMatchObject({
      failure: { code: 'not-found-yet', carrierSaid: 'Error: The carrier has no such service' },
    })
    expect(await carrier.find!(prepared.reference, 'larkspur')).toMatchObject({
      value: { standing: 'made', carrierShipmentId: id },
    })
    expect(await read()).toMatchObject({ standing: 'made' })
  })
})

describe('void', () => {
  test('is accepted, then done; a second one finds it done', async () => {
    const { simulator, carrier, id, read } = await simulated()
    simulator.switch({ holdCancel: true })
    expect(await carrier.void(id, 'larkspur')).toEqual({ ok: true, value: 'accepted' })
    expect(await read()).toMatchObject({ standing: 'made' })
    simulator.finishCancel(id)
    expect(await read()).toMatchObject({ standing: 'cancelled', trackingNumber: null })
    expect(await carrier.void(id, 'larkspur')).toEqual({ ok: true, value: 'done' })
    expect(simulator.ledger()).toMatchObject([{ id, voidedAt: expect.any(String) }])
  })

  test.each([
    [422, 'SHIPMENT_ALREADY_CANCELLED', 'done'],
    [409, 'The shipment is already cancelled', 'done'],
    [422, 'Cancellation already in progress', 'accepted'],
    [422, 'The shipment is already being cancelled', 'accepted'],
    [400, 'A cancellation was already requested', 'accepted'],
  ])('answered %i with %s is %s', async (status, words, value) => {
    const { carrier } = await flavorcloud(json(status, error('V', words)))
    expect(await carrier.void('FCS-1', 'larkspur')).toEqual({ ok: true, value })
  })

  test('of a parcel in transit is refused', async () => {
    const { simulator, carrier, id, parcel } = await simulated()
    simulator.moveParcel({
      TrackingNumber: parcel.trackingNumber ?? '',
      Location: 'Dublin, IE',
      StatusDetail: 'Cleared import customs',
      Status: 'In Transit',
    })
    expect(await carrier.void(id, 'larkspur')).toMatchObject({
      failure: { code: 'request-refused', httpStatus: 422 },
    })
  })

  test.each<[string, Reply, string]>([
    ['an unknown shipment', json(404, error('N', 'none')), 'shipment-not-found'],
    ['a page in place of the API', body(404, '<h1>404</h1>'), 'carrier-answer-not-understood'],
    ['the answer about another', json(200, { ShipmentID: 'X' }), 'carrier-answer-not-understood'],
    ['a page that says well', body(200, '<h1>OK</h1>'), 'carrier-answer-not-understood'],
    ['an empty answer', body(200, ''), 'carrier-answer-not-understood'],
  ])('meets %s', async (_, reply, code) => {
    const { carrier, calls } = await flavorcloud(reply)
    expect(await carrier.void('FCS-1', 'larkspur')).toMatchObject({ failure: { code } })
    expect(calls()[0]).toMatchObject({
      method: 'PUT',
      path: '/CancelShipment',
      body: JSON.stringify({ CustomerKey: CUSTOMER_KEY, ShipmentID: 'FCS-1' }),
    })
  })
})
