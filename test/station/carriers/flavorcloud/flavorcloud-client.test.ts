import { afterEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../../shared/shipping.ts'
import { openDescription } from '../../../../simulators/api-description.ts'
import { startFlavorCloudSimulator } from '../../../../simulators/flavorcloud/flavorcloud.ts'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import { carrierDeps, CUSTOMER_KEY } from '../made-up-parcel.ts'
import { cutBefore } from '../scripted-server.ts'
import {
  callOf,
  CALLS,
  CUSTOMER,
  DESCRIPTION,
  examplesOf,
  GOOD_ANSWERS,
  HOOK,
  OF_THE_EXAMPLES,
  PAYMENT_KEY,
  PURCHASE,
  PURCHASES,
  RATES,
  UNCONFIRMED,
  type Known,
} from './flavorcloud-calls.ts'
import { answeringFlavorCloud, scriptedFlavorCloud, settingsFor } from './flavorcloud-stand-in.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** Calls that would put credentials into addresses. */
const NEVER_MADE = ['getShipmentLegacy', 'getTrackingLegacy']
const DESCRIBED = [...new Set(GOOD_ANSWERS.map(({ operationId }) => operationId))]

describe('against the description', () => {
  const operations = openDescription(DESCRIPTION)

  test('every operation has its call', () => {
    const called = [...Object.keys(CALLS), ...Object.keys(PURCHASES), ...NEVER_MADE]
    expect(called.toSorted()).toEqual(DESCRIBED.toSorted())
  })

  test.each(GOOD_ANSWERS.filter(({ operationId }) => !NEVER_MADE.includes(operationId)))(
    '$operationId sends what is described and reads the example',
    async ({ operationId, status, answer }) => {
      const body = answer === undefined ? '' : JSON.stringify(answer)
      const { client, sent } = answeringFlavorCloud(() => ({ status, body }), {
        unconfirmedCalls: true,
      })
      const outcome = await callOf(operationId)(client, OF_THE_EXAMPLES)
      expect(outcome).toMatchObject(operationId in PURCHASES ? { kind: 'made' } : { ok: true })

      if (operationId === 'getAuthToken') return
      const [call] = sent
      const url = new URL(call?.url ?? '')
      const matched = operations.match(call?.method ?? '', url.pathname.split('/').slice(1))
      expect(matched?.operationId).toBe(operationId)
      expect(
        operations.requestProblems(operationId, {
          params: matched?.params ?? {},
          query: url.searchParams,
          header: (name) => call?.headers[name],
          body: call?.body === undefined ? undefined : JSON.parse(call.body),
        }),
      ).toEqual([])
    },
  )

  const refusals = Object.entries({
    BadRequest: 400,
    Unauthorized: 401,
    NotFound: 404,
    ValidationError: 422,
    ServerError: 500,
  }).map(([name, status]) => ({ name, status }))

  test.each(refusals)('$name is a failure of every call', async ({ name, status }) => {
    const [example] = examplesOf(DESCRIPTION.components.responses[name] ?? {})
    const { client } = answeringFlavorCloud(() => ({ status, body: JSON.stringify(example) }), {
      unconfirmedCalls: true,
    })
    for (const [operationId, call] of Object.entries(CALLS)) {
      if (operationId === 'getAuthToken') continue
      const outcome = await call(client, OF_THE_EXAMPLES)
      expect(outcome, operationId).toMatchObject({ ok: false, failure: { httpStatus: status } })
    }
    for (const purchase of Object.values(PURCHASES))
      expect(await purchase(client)).toMatchObject({
        kind: status === 500 ? 'in-doubt' : 'refused',
      })
  })
})

async function simulated() {
  const simulator = await startFlavorCloudSimulator()
  const credentials = {
    flavorcloudAppId: simulator.appId,
    flavorcloudRestApiKey: simulator.restApiKey,
    flavorcloudCustomerKeys: { larkspur: CUSTOMER_KEY },
  }
  const kit = carrierDeps('flavorcloud', simulator.url, {
    credentials,
    settings: (url) => settingsFor(url, { unconfirmedCalls: true, requestsPerSecond: 100 }),
  })
  stops.push(kit.stop, () => simulator.stop())
  return { simulator, ...kit, ...createFlavorCloud(kit.deps) }
}

function valueOf<T>(outcome: Outcome<T, CarrierFailure>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure))
  return outcome.value
}

describe('against the simulator', () => {
  test('every call is answered, described, and keeps its secrets', async () => {
    const { simulator, client, exchanges, logged } = await simulated()
    const bought = await PURCHASES.createShipments(client)
    if (bought.kind !== 'made') throw new Error(JSON.stringify(bought))
    const [shipment] = bought.shipments
    const known = {
      ...OF_THE_EXAMPLES,
      reference: shipment?.Reference ?? '',
      shipmentId: shipment?.ShipmentID ?? '',
      trackingNumber: shipment?.TrackingNumber ?? '',
    }
    const ask = async (operationId: string, also: Partial<Known> = {}) => {
      const outcome = await CALLS[operationId]?.(client, { ...known, ...also })
      expect(outcome, operationId).toMatchObject({ ok: true })
    }
    expect(await PURCHASES.createMultiPackageShipments(client)).toMatchObject({ kind: 'made' })
    const rating = valueOf(await client.rates(RATES, 'larkspur'))
    expect(rating.levels.map(({ name }) => name)).toEqual(['Standard', 'Express'])
    const hashKey = rating.levels[0]?.DDP?.HashKey ?? ''
    const detail = valueOf(await client.rateDetail(hashKey))
    expect(detail.levels[0]?.DDP).toEqual(rating.levels[0]?.DDP)
    for (const call of ['getMultiRates', 'getQuote', 'getMultiQuote', 'getLandedCost'])
      await ask(call)
    for (const call of ['getShipments', 'getTrackingDetail', 'getClassification']) await ask(call)
    for (const call of ['subscribeWebhooks', 'unsubscribeWebhooks']) await ask(call)
    for (const call of ['createBatch', 'updateBatch', 'getBatch', 'closeBatch']) await ask(call)
    const period = { FromDate: '2020-01-01', ToDate: '2090-12-31', InvoiceType: 'Standard' }
    const [bill] = valueOf(await client.invoices(period, 'larkspur'))
    await ask('getInvoiceDetail', { invoiceNumber: bill?.InvoiceNumber ?? '' })
    const manifest = valueOf(
      await client.createManifest({ Async: false, ShipmentIDs: [known.shipmentId] }, 'larkspur'),
    )
    await ask('getManifest', { manifestId: manifest.ConsolidatedShipmentID })
    const customer = valueOf(await client.createCustomer(CUSTOMER))
    const [again] = valueOf(await client.getCustomer(customer.customerKey))
    expect(again).toEqual(customer)
    for (const call of ['getAuthToken', 'cancelShipment']) await ask(call)

    const requests = simulator.requests()
    expect(requests.filter(({ problems }) => problems.length > 0)).toEqual([])
    const described = DESCRIBED.filter((operationId) => !NEVER_MADE.includes(operationId))
    expect(new Set(requests.map(({ operationId }) => operationId))).toEqual(new Set(described))

    const kept = JSON.stringify(exchanges) + logged.join('')
    expect(exchanges.length).toBe(requests.length)
    for (const secret of [
      simulator.appId,
      simulator.restApiKey,
      CUSTOMER_KEY,
      PAYMENT_KEY,
      customer.customerKey,
      HOOK,
    ])
      expect(kept).not.toContain(secret)
  })

  test('returns are looked up as such', async () => {
    const { simulator, client } = await simulated()
    const by = { Reference: 'larkspur-LK-20417-P1' }
    const body = JSON.stringify({ ...PURCHASE, IsReturn: 'Y' })
    await client.createShipment({ reference: by.Reference, body }, 'larkspur')
    expect(await client.getShipments(by, 'larkspur')).toMatchObject({
      failure: { code: 'shipment-not-found' },
    })
    const found = valueOf(await client.getShipments(by, 'larkspur', true))
    expect(found.map(({ ShipmentID }) => ShipmentID)).toEqual([simulator.ledger()[0]?.id])
  })

  test('bills are asked for with Bearer although the account takes the bare token', async () => {
    const { simulator, client } = await simulated()
    simulator.switch({ accepts: ['raw'] })
    expect(await client.rates(RATES, 'larkspur')).toMatchObject({ ok: true })
    expect(await client.invoice('FLCL-1')).toMatchObject({
      failure: { code: 'credentials-refused' },
    })
    const bills = simulator
      .requests()
      .filter(({ operationId }) => operationId === 'getInvoiceDetail')
    // With the token that is kept and with a new one, but never bare.
    expect(bills).toHaveLength(2)
    simulator.switch({ accepts: ['raw', 'bearer'] })
    const before = simulator.requests().length
    await client.invoice('FLCL-1')
    expect(simulator.requests()).toHaveLength(before + 1)
  })
})

test('landed cost is asked for at most 20 pieces', async () => {
  const { client, sent } = answeringFlavorCloud(() => ({ status: 200, body: '{"LandedCost":1}' }))
  const [piece] = RATES.Pieces
  const asking = (count: number) =>
    client.landedCost({ ...RATES, Pieces: Array.from({ length: count }, () => piece!) }, 'larkspur')
  expect(await asking(21)).toMatchObject({ failure: { code: 'request-refused', field: 'items' } })
  expect(sent).toHaveLength(0)
  expect(await asking(20)).toMatchObject({ ok: true, value: { LandedCost: '1' } })
})

test('amounts are read as numbers and as texts', async () => {
  const trade = { ShippingCost: '18.90', LandedCostDetail: { LandedCost: 45.85, Duty: 'much' } }
  const { client } = answeringFlavorCloud(() => ({
    status: 200,
    body: JSON.stringify({ Standard: { DDP: trade, DDU: 'none' }, RateId: { DDP: null } }),
  }))
  expect(valueOf(await client.rates(RATES, '')).levels).toEqual([
    {
      name: 'Standard',
      DDP: {
        HashKey: null,
        ShippingCost: '18.90',
        Days: null,
        Carrier: null,
        LandedCostDetail: {
          DutyHashKey: null,
          LandedCost: '45.85',
          Duty: null,
          SalesTax: null,
          AIT: null,
        },
      },
    },
  ])
})

describe('what may have done something is not repeated', () => {
  test.each([
    ['createShipments', 1],
    ['createMultiPackageShipments', 1],
    ['createBatch', 1],
    ['closeBatch', 1],
    ['createManifest', 1],
    ['subscribeWebhooks', 1],
    ['createCustomer', 1],
    ['getRates', 3],
    ['cancelShipment', 1],
    ['getInvoices', 3],
  ])('%s goes out %i times where the line breaks', async (operationId, times) => {
    const { client, calls, stop } = await scriptedFlavorCloud(cutBefore, {
      settings: { unconfirmedCalls: true },
    })
    stops.push(stop)
    const outcome = await callOf(operationId)(client, OF_THE_EXAMPLES)
    expect(outcome).toMatchObject({ failure: { code: 'carrier-connection-lost' } })
    expect(calls()).toHaveLength(times)
  })
})

describe('switched off', () => {
  test.each([...UNCONFIRMED, 'createMultiPackageShipments'])('%s', async (operationId) => {
    const { client, sent } = answeringFlavorCloud(() => ({ status: 200, body: '{}' }))
    const failure = { code: 'call-switched-off' }
    if (operationId in CALLS)
      expect(await CALLS[operationId]?.(client, OF_THE_EXAMPLES)).toMatchObject({ failure })
    else
      expect(await PURCHASES.createMultiPackageShipments(client)).toMatchObject({
        kind: 'refused',
        failure,
      })
    expect(sent).toEqual([])
  })
})
