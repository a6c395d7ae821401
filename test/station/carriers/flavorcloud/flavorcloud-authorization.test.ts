import { afterEach, expect, test } from 'vitest'
import { parcelFor } from '../made-up-parcel.ts'
import { cutBefore, json, silence } from '../scripted-server.ts'
import type { Reply } from '../scripted-server.ts'
import { scriptedFlavorCloud } from './flavorcloud-stand-in.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

async function flavorcloud(reply: Reply, options: Parameters<typeof scriptedFlavorCloud>[1] = {}) {
  const made = await scriptedFlavorCloud(reply, options)
  stops.push(made.stop)
  return made
}

async function buyWith(reply: Reply, options: Parameters<typeof scriptedFlavorCloud>[1] = {}) {
  const made = await flavorcloud(reply, options)
  const prepared = made.carrier.prepare(parcelFor('flavorcloud'))
  return { ...made, answer: await made.carrier.buy(prepared, 'larkspur') }
}

const SHIPMENT = { ShipmentID: 'FCS-1', Reference: 'larkspur-LK-20417-P1', TrackingNumber: 'GM1' }
const REFUSED = { error: { statusCode: 401, name: 'E', code: 'AUTH', message: 'no' } }

const accepts =
  (...accepted: string[]): Reply =>
  (response, request) =>
    accepted.includes(request.headers.authorization ?? '')
      ? json(200, SHIPMENT)(response, request)
      : json(401, REFUSED)(response, request)

test('is kept between calls, and fetched once for calls at the same time', async () => {
  const { carrier, auths } = await flavorcloud(json(200, SHIPMENT))
  await Promise.all([carrier.find!('larkspur-LK-20417-P1', ''), carrier.readBack('FCS-1', '')])
  await carrier.readBack('FCS-1', '')
  expect(auths()).toHaveLength(1)
})

test('is renewed after a 401, and the refused create goes out again with the new one', async () => {
  const { answer, calls, auths } = await buyWith(accepts('Bearer token-2'))
  expect(answer.kind).toBe('bought')
  expect(auths()).toHaveLength(2)
  expect(calls().map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
  expect(new Set(calls().map((call) => call.body)).size).toBe(1)
})

test('goes out bare where Bearer is refused, which is remembered', async () => {
  const { carrier, answer, calls } = await buyWith(accepts('token-2'))
  expect(answer.kind).toBe('bought')
  expect(calls()).toHaveLength(3)
  await carrier.readBack('FCS-1', '')
  expect(calls()[3]?.headers.authorization).toBe('token-2')
})

test('refused in every form: the credentials are', async () => {
  const { answer, calls } = await buyWith(accepts())
  expect(answer).toMatchObject({ kind: 'refused', failure: { code: 'credentials-refused' } })
  expect(calls()).toHaveLength(3)
})

test('a trouble after the 401 ends it: in doubt, not sent again', async () => {
  let count = 0
  const { answer, calls } = await buyWith((response, request) => {
    count += 1
    const reply = count === 1 ? json(401, REFUSED) : cutBefore
    reply(response, request)
  })
  expect(answer).toMatchObject({ kind: 'in-doubt', failure: { code: 'carrier-connection-lost' } })
  expect(calls()).toHaveLength(2)
})

test('test fetches one and nothing else', async () => {
  const { carrier, calls, auths } = await flavorcloud(silence)
  expect(await carrier.test()).toEqual({ ok: true, value: null })
  expect([calls().length, auths().length]).toEqual([0, 1])
  const without = await flavorcloud(silence, { credentials: {} })
  expect(await without.carrier.test()).toMatchObject({ failure: { code: 'credentials-missing' } })
  expect(without.auths()).toHaveLength(0)
})

test('another account begins with Bearer again', async () => {
  const credentials = { flavorcloudAppId: 'app-1', flavorcloudRestApiKey: 'key-1' }
  const { carrier, calls } = await flavorcloud(accepts('token-2', 'Bearer token-3'), {
    credentials,
  })
  await carrier.readBack('FCS-1', '')
  expect(calls().at(-1)?.headers.authorization).toBe('token-2')
  credentials.flavorcloudAppId = 'app-2'
  await carrier.readBack('FCS-1', '')
  expect(calls().at(-1)?.headers.authorization).toBe('Bearer token-3')
  expect(calls()).toHaveLength(4)
})
