import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BY_REFERENCE,
  FROM,
  openAccount,
  PACKAGE,
  PIECES,
  RATE,
  SHIPMENT,
  TO,
  type Account,
} from './flavorcloud-account.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

describe('credentials', () => {
  test('keys give a token with its life; wrong keys do not', async () => {
    expect(await account.ask('POST', '/Auth', account.keys)).toEqual({
      Token: expect.any(String),
      ExpiresIn: 43_200,
      RootRequestId: expect.any(String),
    })
    await account.refused(401, 'POST', '/Auth', { ...account.keys, RestApiKey: 'wrong' })
  })

  test('a token works with and without Bearer, keys work in a body, nothing is 401', async () => {
    const status = async (body: object, authorization: string) =>
      (await account.call('POST', '/Rates', body, authorization)).status
    expect(await status(RATE, account.token)).toBe(200)
    expect(await status({ ...RATE, ...account.keys }, '')).toBe(200)
    expect(await status(RATE, '')).toBe(401)
    expect((await account.call('GET', '/Tracking/Get/Detail/x', undefined, '')).status).toBe(401)
  })

  test.each([
    ['bearer', [200, 401, 401]],
    ['raw', [401, 200, 401]],
    ['keys', [401, 401, 200]],
  ] as const)('can be told to accept %s alone', async (way, statuses) => {
    account.carrier.switch({ accepts: [way] })
    const answers = [
      await account.call('POST', '/Rates', RATE),
      await account.call('POST', '/Rates', RATE, account.token),
      await account.call('POST', '/Rates', { ...RATE, ...account.keys }, ''),
    ]
    expect(answers.map(({ status }) => status)).toEqual(statuses)
  })

  test('billing takes Bearer alone', async () => {
    const path = '/Invoices?FromDate=2020-01-01&ToDate=2020-01-02&InvoiceType=Standard'
    expect((await account.call('GET', path, undefined, account.token)).status).toBe(401)
    expect((await account.call('GET', path)).status).toBe(200)
  })

  test('a token ends with its life, and when the operator says so', async () => {
    await account.admin('expire-tokens')
    await account.refused(401, 'POST', '/Rates', RATE)
    await account.newToken()
    await account.ask('POST', '/Rates', RATE)
    await account.admin('switches', { tokenSeconds: 0 })
    await account.newToken()
    await account.refused(401, 'POST', '/Rates', RATE)
  })

  test.each([401, 403] as const)('an unknown merchant can be a %d', async (status) => {
    const stranger = { ...RATE, CustomerKey: 'ck-nobody' }
    await account.ask('POST', '/Rates', stranger)
    account.carrier.switch({ unknownCustomerStatus: status, customerKeys: ['ck-larkspur'] })
    await account.refused(status, 'POST', '/Rates', stranger)
    await account.refused(status, 'GET', `${BY_REFERENCE}&CustomerKey=ck-nobody`)
    await account.ask('POST', '/Rates', { ...RATE, CustomerKey: 'ck-larkspur' })
    await account.ask('POST', '/Rates', RATE)
  })
})

describe('rates', () => {
  test('each service and terms with its HashKey; duties only for DDP', async () => {
    const rates = await account.ask('POST', '/Rates', RATE)
    expect(rates).toMatchObject({
      Reference: 'LK-20417-P1',
      Currency: 'USD',
      RateId: expect.any(Number),
    })
    expect(rates.Standard.DDP).toMatchObject({
      HashKey: expect.any(String),
      ShippingCost: 21.4,
      Days: '5-8 business days',
      LandedCostDetail: { DutyHashKey: expect.any(String), Duty: 18.06, AIT: 3.5 },
    })
    expect(rates.Standard.DDU.ShippingCost).toBe(18.9)
    expect(rates.Standard.DDU).not.toHaveProperty('LandedCostDetail')
    expect(rates.Express.DDP.ShippingCost).toBeGreaterThan(21.4)
    expect(account.carrier.ledger()).toEqual([])
  })

  test('every service level where none is named', async () => {
    const { ServiceCode: _code, ...all } = RATE
    const rates = await account.ask('POST', '/Rates', all)
    expect(Object.keys(rates).slice(4)).toEqual([
      'Standard',
      'Express',
      'StandardEconomy',
      'ExpressEconomy',
    ])
    expect(rates.StandardEconomy.DDP.ShippingCost).toBeLessThan(21.4)
    const old = await account.ask('POST', '/Rates', { ...RATE, ServiceCode: ['ECONOMY'] })
    expect(old).toHaveProperty('Economy.DDP.HashKey')
  })

  test('money as text in every second rating, or as told', async () => {
    const price = async () => (await account.ask('POST', '/Rates', RATE)).Standard.DDP.ShippingCost
    expect([await price(), await price()]).toEqual([21.4, '21.40'])
    account.carrier.switch({ moneyAs: 'text' })
    expect([await price(), await price()]).toEqual(['21.40', '21.40'])
    account.carrier.switch({ moneyAs: 'number' })
    expect([await price(), await price()]).toEqual([21.4, 21.4])
  })

  test('levels under other keys, and without some', async () => {
    account.carrier.switch({ levelKeys: { EXPRESS: 'Rush' }, withoutServices: ['STANDARD'] })
    const rates = await account.ask('POST', '/Rates', RATE)
    expect(rates).toHaveProperty('Rush.DDP')
    expect(rates).not.toHaveProperty('Express')
    expect(rates).not.toHaveProperty('Standard')
    expect((await account.refused(422, 'POST', '/Shipments', SHIPMENT)).code).toBe('NO_RATES')
    await account.refused(422, 'POST', '/Rates', { ...RATE, ServiceCode: ['STANDARD'] })
  })

  test('several parcels cost what they cost one by one', async () => {
    const { Pieces, Package, ...pair } = RATE
    const rates = await account.ask('POST', '/Rates/Multi', {
      ...pair,
      Shipments: [
        { Piece: Pieces, Package },
        { Piece: Pieces, Package },
      ],
    })
    expect(rates.Standard.DDP).toMatchObject({
      ShippingCost: 42.8,
      LandedCostDetail: { Duty: 36.12, AIT: 7 },
    })
  })

  test('a place that nobody serves has none', async () => {
    const ShipToAddress = { ...TO, City: 'Nowhere' }
    const error = await account.refused(422, 'POST', '/Rates', { ...RATE, ShipToAddress })
    expect(error.message).toContain('No rates')
    await account.refused(422, 'POST', '/Shipments', { ...SHIPMENT, ShipToAddress })
    expect(account.carrier.ledger()).toEqual([])
  })
})

describe('a rate chosen at checkout', () => {
  const { ServiceCode: _code, TermsOfTrade: _terms, ...BY_HASH } = SHIPMENT

  async function chosen() {
    account.carrier.switch({ moneyAs: 'number' })
    const { DDP } = (await account.ask('POST', '/Rates', RATE)).Standard
    return { HashKey: DDP.HashKey, DutyHashKey: DDP.LandedCostDetail.DutyHashKey }
  }
  const charged = () => account.carrier.ledger().at(-1)

  test('is known by its HashKey until it is bought', async () => {
    const { DDP } = (await account.ask('POST', '/Rates', RATE)).Standard
    const detail = await account.ask('GET', `/Rate/Get/Detail/${DDP.HashKey}`)
    expect(detail.Standard).toEqual({ DDP })
    await account.buy({ ...BY_HASH, HashKey: DDP.HashKey })
    expect(charged()).toMatchObject({
      price: { minor: 2140, currency: 'USD' },
      landedCost: { minor: Math.round(DDP.LandedCostDetail.LandedCost * 100), currency: 'USD' },
    })
    await account.refused(404, 'GET', `/Rate/Get/Detail/${DDP.HashKey}`)
  })

  test('that is used, expired or made up is refused', async () => {
    const used = await chosen()
    await account.buy({ ...BY_HASH, ...used })
    const expired = await chosen()
    await account.admin('expire-rates')
    for (const HashKey of [used.HashKey, expired.HashKey, 'never-rated']) {
      const error = await account.refused(422, 'POST', '/Shipments', {
        ...SHIPMENT,
        Reference: 'LK-20418-P1',
        HashKey,
      })
      expect(error.details[0].path).toBe('/HashKey')
    }
    expect(account.carrier.ledger()).toHaveLength(1)
    // The repeat of what was bought with it is no purchase.
    await account.buy({ ...BY_HASH, ...used })
  })

  test('keeps its price when prices rise', async () => {
    const rate = await chosen()
    account.carrier.switch({ pricePerCent: 150 })
    await account.buy({ ...BY_HASH, ...rate })
    expect(charged()?.price.minor).toBe(2140)
    await account.buy({ ...SHIPMENT, Reference: 'LK-20418-P1' })
    expect(charged()?.price.minor).toBe(3210)
  })

  const pieces = (patch: object) => [
    { Piece: [{ ...PIECES[0], ...patch }, PIECES[1]], Package: PACKAGE },
  ]
  const drops: [what: string, patch: object][] = [
    ['sender', { ShipFromAddress: { ...FROM, AddressLine1: '1 Other Rd' } }],
    ['recipient', { ShipToAddress: { ...TO, AddressLine1: '1 Other Row' } }],
    ['terms', { TermsOfTrade: 'DDU' }],
    ['service', { ServiceCode: 'EXPRESS' }],
    ['pieces', { Shipments: pieces({ Quantity: 1 }) }],
    ['weight', { Shipments: pieces({ Weight: 0.5 }) }],
    ['package weight', { Shipments: [{ Piece: PIECES, Package: { ...PACKAGE, Weight: 1.3 } }] }],
  ]
  test.each(drops)('is dropped by another %s', async (_what, patch) => {
    const rate = await chosen()
    account.carrier.switch({ pricePerCent: 1000 })
    await account.buy({ ...SHIPMENT, ...rate, ...patch })
    expect(charged()?.price.minor).toBeGreaterThan(10_000)
  })

  test('is the same in other words', async () => {
    const rate = await chosen()
    account.carrier.switch({ pricePerCent: 1000 })
    await account.buy({
      ...SHIPMENT,
      ...rate,
      LabelFormat: 'PDF',
      ShipToAddress: { ...TO, AddressLine2: '' },
      Shipments: [{ Piece: PIECES, Package: { ...PACKAGE, Height: 12 } }],
    })
    expect(charged()?.price.minor).toBe(2140)
  })
})
