import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  description,
  openAccount,
  SHIPMENT,
  type Account,
  type Json,
} from './flavorcloud-account.ts'

const BARE = { params: {}, query: new URLSearchParams(), header: () => undefined }

let account: Account
let received: Json[]
let receiver: ReturnType<typeof createServer>
let url: string
beforeEach(async () => {
  account = await openAccount()
  received = []
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(JSON.parse(body))
      response.end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/fc/7Yx2`
})
afterEach(async () => {
  await account.close()
  receiver.closeAllConnections()
  receiver.close()
})

function subscribe(...events: readonly string[]) {
  const WebHooksList = events.map((EventName) => ({ EventName, URL: url }))
  return account.ask('POST', '/Webhooks/Subscribe', { Reference: 'h1', WebHooksList })
}

/** What came, as soon as it is so much. */
async function events(count: number): Promise<readonly Json[]> {
  await expect.poll(() => received.length).toBeGreaterThanOrEqual(count)
  for (const body of received)
    expect(description.requestProblems('receiveEvent', { ...BARE, body })).toEqual([])
  return received
}

describe('subscriptions', () => {
  test('are made and removed by name', async () => {
    const both = ['SHIPMENT_CREATED', 'SHIPMENT_COMPLETED']
    expect(await subscribe(...both)).toEqual({
      Reference: 'h1',
      Status: 'Success',
      Message: 'Subscribed to 2 events',
    })
    const Events = ['SHIPMENT_CREATED', 'TRACKING_UPDATES']
    expect(await account.ask('POST', '/Webhooks/UnSubscribe', { Events })).toMatchObject({
      Message: 'Removed 1 event',
    })
    await account.buy()
    expect(await events(1)).toMatchObject([{ EventName: 'SHIPMENT_COMPLETED' }])
  })
})

describe('events', () => {
  test('of a shipment that is held and made', async () => {
    await subscribe('SHIPMENT_CREATED', 'SHIPMENT_COMPLETED')
    account.carrier.switch({ holdAsync: true })
    const { ShipmentID } = await account.buy({ ...SHIPMENT, Async: true })
    expect(await events(1)).toMatchObject([{ EventName: 'SHIPMENT_CREATED', ShipmentID }])
    account.carrier.complete(ShipmentID)
    expect((await events(2))[1]).toMatchObject({
      EventName: 'SHIPMENT_COMPLETED',
      ShipmentID,
      Reference: 'LK-20417-P1',
      TrackingNumber: account.carrier.ledger()[0]?.trackingNumber,
      LabelUrl: expect.any(String),
    })
  })

  test('of a shipment that fails', async () => {
    await subscribe('SHIPMENT_COMPLETED', 'SHIPMENT_ERROR')
    account.carrier.switch({ holdAsync: true })
    await account.buy({ ...SHIPMENT, Async: true })
    account.carrier.complete(undefined, 'No rates available')
    expect(await events(1)).toMatchObject([
      { EventName: 'SHIPMENT_ERROR', Status: 'Error', Message: 'No rates available' },
    ])
  })

  test('of cancellations, done and not', async () => {
    await subscribe('SHIPMENT_CANCELLED', 'SHIPMENT_CANCELLATION_ERROR')
    account.carrier.switch({ holdCancel: true })
    const { ShipmentID } = await account.buy()
    const cancel = () => account.ask('PUT', '/CancelShipment', { ShipmentID })
    await cancel()
    expect(account.carrier.finishCancel(ShipmentID, 'The carrier has it')).toBe(true)
    expect(await events(1)).toMatchObject([
      { EventName: 'SHIPMENT_CANCELLATION_ERROR', ShipmentID, Message: 'The carrier has it' },
    ])
    await cancel()
    account.carrier.finishCancel(ShipmentID)
    expect((await events(2))[1]).toMatchObject({ EventName: 'SHIPMENT_CANCELLED', ShipmentID })
  })

  test('of a return have names of their own', async () => {
    await subscribe('RETURN_SHIPMENT_CREATED', 'RETURN_SHIPMENT_CANCELLED')
    const { ShipmentID } = await account.buy({ ...SHIPMENT, IsReturn: 'Y' })
    await account.ask('PUT', '/CancelShipment', { ShipmentID })
    expect((await events(2)).map(({ EventName }) => EventName)).toEqual([
      'RETURN_SHIPMENT_CREATED',
      'RETURN_SHIPMENT_CANCELLED',
    ])
  })

  test('of tracking', async () => {
    await subscribe('TRACKING_UPDATES')
    const { TrackingNumber } = await account.buy()
    account.carrier.moveParcel({
      TrackingNumber,
      Location: 'Dublin, IE',
      StatusDetail: 'Cleared import customs',
      Status: 'In Transit',
    })
    expect(await events(1)).toMatchObject([
      { TrackingNumber, TrackingHistory: [{ Status: 'In Transit' }, { Status: 'In Progress' }] },
    ])
  })

  test('of manifests, made and refused later', async () => {
    await subscribe('CONSOLIDATE_SHIPMENT_CREATED', 'CONSOLIDATE_SHIPMENT_ERROR')
    const { ShipmentID } = await account.buy()
    const manifest = { Async: true, ShipmentIDs: [ShipmentID] }
    const made = await account.ask('POST', '/ManifestShipment', manifest)
    expect(made).toEqual({ ConsolidatedShipmentID: expect.any(String) })
    await account.ask('POST', '/ManifestShipment', manifest)
    expect(await events(2)).toMatchObject([
      { EventName: 'CONSOLIDATE_SHIPMENT_CREATED' },
      { EventName: 'CONSOLIDATE_SHIPMENT_ERROR', Message: expect.stringContaining('already') },
    ])
  })

  test('come twice where that is switched on', async () => {
    await subscribe('SHIPMENT_COMPLETED')
    account.carrier.switch({ webhookDoubled: true })
    await account.buy()
    const [first, second] = await events(2)
    expect(second).toEqual(first)
    await expect.poll(() => account.carrier.deliveries()).toHaveLength(2)
  })

  test('come before the answer of the purchase where that is slow', async () => {
    await subscribe('SHIPMENT_COMPLETED')
    account.carrier.script([{ call: 'createShipments', do: { kind: 'slow', ms: 60_000 } }])
    const answer = account.buy().catch(() => 'no answer')
    await events(1)
    await account.close()
    expect(await answer).toBe('no answer')
  })
})
