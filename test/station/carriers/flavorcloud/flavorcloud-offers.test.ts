import { afterEach, describe, expect, test } from 'vitest'
import { startFlavorCloudSimulator } from '../../../../simulators/flavorcloud/flavorcloud.ts'
import { createFlavorCloud } from '../../../../station/carriers/flavorcloud/flavorcloud.ts'
import { carrierDeps, CUSTOMER_KEY, parcelFor } from '../made-up-parcel.ts'
import { body, json } from '../scripted-server.ts'
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

const rate = { ShippingCost: '18.9', Days: '5-8 business days', Carrier: 'DHL eCommerce' }
const duties = { LandedCostDetail: { LandedCost: 45.85, Duty: 18.06 } }

test('one call rates the service of the order and those beside it, under its own terms', async () => {
  const { carrier, calls } = await flavorcloud(
    json(200, {
      Currency: 'USD',
      RateId: 1,
      Standard: { DDP: { ...rate, ...duties }, DDU: { ShippingCost: 1 } },
      Express: { DDP: { ...rate, ShippingCost: 39.75, ...duties } },
      PriorityPlus: { DDP: { ShippingCost: 12 } },
      Broken: { DDP: { ShippingCost: null } },
      OnlyDdu: { DDU: rate },
    }),
  )
  const quote = await carrier.quote(parcelFor('flavorcloud', { service: 'express' }))
  const express = {
    service: 'express',
    termsOfTrade: 'DDP',
    price: { minor: 3975, currency: 'USD' },
    landedCost: { minor: 4585, currency: 'USD' },
    days: '5-8 business days',
    carriedBy: 'DHL eCommerce',
  }
  expect(quote).toEqual({
    ok: true,
    value: {
      chosen: express,
      offers: [
        {
          service: 'PRIORITY-PLUS',
          termsOfTrade: 'DDP',
          price: { minor: 1200, currency: 'USD' },
          landedCost: null,
          days: null,
          carriedBy: null,
        },
        { ...express, service: 'STANDARD', price: { minor: 1890, currency: 'USD' } },
        express,
      ],
      warnings: [],
    },
  })
  expect(calls().map(({ path }) => path)).toEqual(['/Rates'])
  expect(JSON.parse(calls()[0]!.body)).toMatchObject({
    ServiceCode: ['express', 'STANDARD', 'EXPRESS'],
    TermsOfTrade: ['DDP'],
    IncludeLandedCost: true,
    WeightUnit: 'KG',
    DimensionUnit: 'CM',
    CustomerKey: CUSTOMER_KEY,
  })
})

test.each([
  ['STANDARD', 'Standard'],
  ['STANDARD-ECONOMY', 'StandardEconomy'],
  ['STANDARD-ECONOMY', 'Standard Economy'],
  ['express economy', 'EXPRESS_ECONOMY'],
])('%s is the level %s', async (service, name) => {
  const { carrier } = await flavorcloud(json(200, { [name]: { DDP: { ...rate, ...duties } } }))
  expect(await carrier.quote(parcelFor('flavorcloud', { service }))).toMatchObject({
    ok: true,
    value: { chosen: { service, price: { minor: 1890, currency: 'USD' } } },
  })
})

test('DDU has no landed cost, and DDP without one is told', async () => {
  const answer = json(200, { Standard: { DDU: { ...rate, ...duties }, DDP: rate } })
  const { carrier } = await flavorcloud(answer)
  const ddu = parcelFor('flavorcloud', { customs: { termsOfTrade: 'DDU' } })
  expect(await carrier.quote(ddu)).toMatchObject({
    value: { chosen: { termsOfTrade: 'DDU', landedCost: null }, warnings: [] },
  })
  expect(await carrier.quote(parcelFor('flavorcloud'))).toMatchObject({
    value: { warnings: ['The carrier names no duties and taxes for DDP'] },
  })
})

test.each<[string, Reply, object]>([
  ['no level at all', json(200, { Currency: 'USD' }), { code: 'no-rates' }],
  ['no such terms', json(200, { Standard: { DDU: rate } }), { code: 'no-rates' }],
  [
    'no such level',
    json(200, { Express: { DDP: rate } }),
    { code: 'service-not-available', field: 'service' },
  ],
  ['no price', json(200, { Standard: { DDP: {} } }), { code: 'carrier-answer-not-understood' }],
  [
    'a price that is none',
    json(200, { Standard: { DDP: { ShippingCost: '-1' } } }),
    { code: 'carrier-answer-not-understood' },
  ],
  ['no JSON', body(200, 'x'), { code: 'carrier-answer-not-understood' }],
  ['another address of the API', body(404, '<h1>'), { code: 'carrier-answer-not-understood' }],
  [
    'no service there',
    json(422, { error: { code: 'NO_RATES', message: 'No rates' } }),
    { code: 'no-rates' },
  ],
])('%s', async (_, reply, failure) => {
  const { carrier } = await flavorcloud(reply)
  expect(await carrier.quote(parcelFor('flavorcloud'))).toMatchObject({ ok: false, failure })
})

describe('the price of a rate given before', () => {
  const detail = (trade: object, currency: object = { Currency: 'USD' }) =>
    json(200, { ...currency, Standard: { DDP: trade } })

  test.each<[string, Reply, object]>([
    ['is read', detail({ ...rate, HashKey: 'h 1' }), { value: { minor: 1890, currency: 'USD' } }],
    ['is read without the key', detail(rate), { value: { minor: 1890, currency: 'USD' } }],
    [
      'of another key is not this one',
      detail({ ...rate, HashKey: 'h 2' }),
      { failure: { code: 'carrier-answer-not-understood' } },
    ],
    [
      'without a currency is none',
      detail(rate, {}),
      { failure: { code: 'carrier-answer-not-understood' } },
    ],
    [
      'is not known any more',
      json(404, { error: { code: 'N', message: 'No rate found' } }),
      { failure: { code: 'rate-expired' } },
    ],
    [
      'has expired',
      json(422, { error: { code: 'HASH', message: 'HashKey has expired' } }),
      { failure: { code: 'rate-expired' } },
    ],
  ])('%s', async (_, reply, expected) => {
    const { carrier, calls } = await flavorcloud(reply)
    expect(await carrier.ratedPrice?.('h 1', 'larkspur')).toMatchObject(expected)
    expect(calls()[0]?.path).toBe('/Rate/Get/Detail/h%201')
  })

  test('at the simulator, until it dies', async () => {
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
    const quote = await carrier.quote(parcelFor('flavorcloud'))
    const rates = kit.exchanges.find(({ call }) => call === 'rates')
    const hashKey: string = JSON.parse(rates?.answer ?? '').Standard.DDP.HashKey
    expect(await carrier.ratedPrice?.(hashKey, 'larkspur')).toEqual({
      ok: true,
      value: quote.ok && quote.value.chosen.price,
    })
    simulator.expireRates()
    expect(await carrier.ratedPrice?.(hashKey, 'larkspur')).toMatchObject({
      failure: { code: 'rate-expired' },
    })
  })
})
