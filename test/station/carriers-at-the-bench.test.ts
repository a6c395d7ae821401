import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BenchView } from '../../shared/packing.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { startDemoStation, type DemoStation } from './demo-station.ts'

let bench: DemoStation

beforeEach(async () => {
  bench = await startDemoStation()
})
afterEach(() => bench.stop())

/** Scans every unit of a demo order into its box, the last one into `last`. */
async function pack(reference: string): Promise<void> {
  const order = bench.demo.orders.find((one) => one.reference === reference)
  expect(await bench.scan(reference)).toBe('order-opened')
  for (const item of order?.items ?? [])
    for (let unit = 0; unit < item.quantity; unit++)
      expect(await bench.scan(item.barcodes?.[0] ?? item.sku ?? '')).toMatch(/item/)
}

const bought = () => bench.until(({ step }) => step === 'scan-label')
const troubled = (code: string) => bench.until(({ problem }) => problem?.code === code)
const quoted = () => bench.until(({ quote }) => quote !== null)

function newest(reference: string) {
  const [shipment] = bench.station().shipments.search({ order: reference, limit: 10 }).rows
  const entry = bench.station().shipments.find(shipment?.id ?? '')
  if (!entry) throw new Error(`No shipment of ${reference}`)
  return entry
}

/** The calls of a carrier's simulator from now on, by name; downloads are called so, those of papers left out. */
function listenTo(carrier: 'flexport' | 'flavorcloud'): () => string[] {
  const simulator = bench.demo.carriers[carrier]
  const before = simulator.requests().length
  return () =>
    simulator
      .requests()
      .slice(before)
      // Papers are fetched beside: nobody waits for them before the label prints.
      .filter(({ path }) => !path.startsWith('/invoices/'))
      .map(({ operationId, path }) =>
        path.startsWith('/labels/') ? 'download' : (operationId ?? path),
      )
}

function order(view: BenchView): number {
  if (!view.order) throw new Error('No order is open')
  return view.order.id
}

describe('requests of an order', () => {
  test.each([
    ['flexport', 'LK-20422', 650, 'createParcel'],
    ['flavorcloud', 'LK-20425', 480, 'createShipments'],
  ] as const)(
    '%s: after the weight settles, one call and one download',
    async (carrier, reference, _, purchase) => {
      const all = listenTo(carrier)
      await pack(reference)
      const view = await quoted()
      const early = all()
      const afterWeight = listenTo(carrier)
      await bench.weigh(view.quote?.forGrams ?? 0)
      await bought()
      expect(afterWeight()).toEqual([purchase, 'download'])
      expect(early.filter((call) => /parcels?Quote|quote|getRates|rates/i.test(call))).toHaveLength(
        1,
      )
      expect(newest(reference).price).toEqual(view.quote?.price)
      for (const { problems } of bench.demo.carriers[carrier].requests())
        expect(problems).toEqual([])
    },
  )
})

describe('calls that need not be', () => {
  const rates = (calls: readonly string[]) => calls.filter((call) => call === 'getRates')

  test('a service that stands in the quote already is taken without another call', async () => {
    await pack('LK-20425')
    await quoted()
    const calls = listenTo('flavorcloud')
    expect(await bench.scan(commandBarcode('SERVICE', 'EXPRESS'))).toBe('service-chosen')
    const chosen = bench.view().quote?.offers.find(({ isChosen }) => isChosen)
    expect(chosen?.service).toBe('EXPRESS')
    expect(bench.view().quote?.price).toEqual(chosen?.price)
    await bench.weigh(bench.view().quote?.forGrams ?? 0)
    await bought()
    expect(calls()).toEqual(['createShipments', 'download'])
    expect(newest('LK-20425').price).toEqual(chosen?.price)
  })

  test('two scans that mean the same parcel wait for one quote', async () => {
    bench.demo.carriers.flavorcloud.script([{ call: 'getRates', do: { kind: 'slow', ms: 300 } }])
    const calls = listenTo('flavorcloud')
    await bench.scan('LK-20425')
    await bench.scan('BOX-B1')
    await bench.scan('BOX-B1')
    await quoted()
    expect(rates(calls())).toHaveLength(1)
  })

  test('a late quote of another box neither stands for this one nor displaces its quote', async () => {
    await bench.scan('LK-20425')
    const { quote } = await quoted()
    bench.demo.carriers.flavorcloud.script([{ call: 'getRates', do: { kind: 'slow', ms: 400 } }])
    await bench.scan('BOX-B2')
    expect(bench.view().quote).toBeNull()
    await bench.scan('BOX-B1')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(bench.view().quote).toEqual(quote)
  })

  test('a late refusal of another box is not told of this one', async () => {
    bench.demo.carriers.flexport.script([
      { call: 'getParcelQuote', do: { kind: 'refuse', code: 'EXCEEDS_MAX_DIMENSIONS' } },
    ])
    await bench.scan('LK-20422')
    await bench.scan('BOX-B2')
    await quoted()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bench.view().problem).toBeNull()
  })

  test('after a restart in the middle the parcel is quoted again, and one call remains', async () => {
    await bench.scan('LK-20425')
    await quoted()
    await bench.restart()
    const { quote } = await quoted()
    const calls = listenTo('flavorcloud')
    const items = bench.demo.orders.find(({ reference }) => reference === 'LK-20425')?.items ?? []
    for (const item of items)
      for (let unit = 0; unit < item.quantity; unit++) await bench.scan(item.barcodes?.[0] ?? '')
    await bench.weigh(quote?.forGrams ?? 0)
    await bought()
    expect(calls()).toEqual(['createShipments', 'download'])
  })

  test('a service that is not to be had is told before the weight', async () => {
    bench.demo.carriers.flavorcloud.switch({ withoutServices: ['STANDARD'] })
    await bench.scan('LK-20425')
    const view = await troubled('service-not-available')
    expect(view.problem).toMatchObject({ kind: 'attention', offers: ['CORRECT', 'HOLD'] })
  })
})

describe('corrections', () => {
  test('an address that the carrier does not know is mended at the bench, and the order keeps what it said', async () => {
    await bench.scan('LK-20430')
    const refused = await troubled('address-refused')
    expect(refused.problem).toMatchObject({ kind: 'attention', offers: ['CORRECT', 'HOLD'] })
    expect(await bench.scan(commandBarcode('CORRECT'))).toBe('correction-shown')
    const shipTo = { street1: '19 Main St', city: 'Tulsa', zip: '74103' }
    expect(bench.station().bench.correct(order(refused), { shipTo })).toMatchObject({ ok: true })
    const view = await quoted()
    expect(view.problem).toBeNull()
    expect(view.order).toMatchObject({
      city: 'Tulsa',
      correction: { original: { shipTo: { city: 'Nowhere', zip: '00000' } }, trustAddress: false },
    })
    const items = bench.demo.orders.find(({ reference }) => reference === 'LK-20430')?.items ?? []
    for (const item of items) await bench.scan(item.barcodes?.[0] ?? '')
    await bench.weigh(view.quote?.forGrams ?? 0)
    await bought()
    expect(JSON.parse(newest('LK-20430').requestBody)).toMatchObject({ shipToAddress: shipTo })
  })

  test('what is wrong with a correction is said at its field, and nothing changes', async () => {
    await bench.scan('LK-20430')
    const before = bench.view()
    const answer = bench
      .station()
      .bench.correct(order(before), { shipTo: { zip: '', city: 'Tulsa' } })
    expect(answer).toMatchObject({
      ok: false,
      failure: { code: 'correction-not-valid', problems: [{ path: 'shipTo.zip' }] },
    })
    expect(bench.view().order).toEqual(before.order)
    expect(bench.station().bench.correct(order(before) + 1, {})).toMatchObject({
      failure: { code: 'order-not-open' },
    })
  })

  test('a parcel too big for the carrier is measured anew, for this parcel alone', async () => {
    bench.demo.carriers.flexport.script([
      { call: 'createParcel', do: { kind: 'refuse', code: 'EXCEEDS_MAX_DIMENSIONS' } },
    ])
    await pack('LK-20422')
    const { quote } = await quoted()
    await bench.weigh(quote?.forGrams ?? 0)
    const refused = await troubled('dimensions-refused')
    expect(refused.problem?.offers).toContain('CORRECT')
    const dimensions = { length: 20, width: 15, height: 10, unit: 'cm' } as const
    bench.station().bench.correct(order(refused), { dimensions })
    expect(bench.view().box).toMatchObject({ dimensions, isCorrected: true })
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-started')
    await bought()
    expect(JSON.parse(newest('LK-20422').requestBody)).toMatchObject({
      dimensions: { length: 20, width: 15, height: 10, lengthUnit: 'cm' },
    })
  })

  test('a bought parcel is not corrected any more', async () => {
    await pack('LK-20422')
    await bench.weigh(700)
    const view = await bought()
    expect(bench.station().bench.correct(order(view), { service: 'Expedited' })).toMatchObject({
      failure: { code: 'parcel-sealed' },
    })
    expect(await bench.scan(commandBarcode('CORRECT'))).toBe('nothing-to-correct')
  })

  test('SERVICE takes another of the services that stand side by side', async () => {
    await pack('LK-20425')
    const { quote } = await quoted()
    expect(quote?.offers.map(({ service, isChosen }) => [service, isChosen])).toEqual([
      ['STANDARD', true],
      ['EXPRESS', false],
    ])
    expect(quote?.landedCost).not.toBeNull()
    expect(await bench.scan(commandBarcode('SERVICE', 'OVERNIGHT'))).toBe('service-not-offered')
    expect(await bench.scan(commandBarcode('SERVICE', 'EXPRESS'))).toBe('service-chosen')
    await bench.until(
      (view) => view.quote?.offers.find(({ isChosen }) => isChosen)?.service === 'EXPRESS',
    )
    await bench.weigh(quote?.forGrams ?? 0)
    await bought()
    expect(newest('LK-20425')).toMatchObject({ serviceLevel: 'EXPRESS' })
  })
})

describe('the rate chosen at checkout', () => {
  const address = {
    name: 'Siobhan Aldridge',
    street1: '5 Mill Yard',
    city: 'Hebden Bridge',
    zip: 'HX7 8AD',
    country: 'GB',
    phone: '+4414225550117',
    email: 'siobhan@mail.example',
  }

  const ORDER = {
    reference: 'RATED-1',
    merchant: 'larkspur',
    shipTo: address,
    carrier: 'flavorcloud',
    box: 'B1',
    items: [
      {
        sku: 'CARD-1',
        description: 'Cardigan',
        quantity: 1,
        weight: { value: 0.5, unit: 'kg' },
        price: { amount: '80.00', currency: 'USD' },
        hsCode: '611030',
        originCountry: 'PT',
      },
    ],
  }

  /** Rates a made-up order at the carrier as a shop would, and brings it with the rate. */
  async function rateAndBring(rated: object = {}): Promise<string> {
    const { url } = bench.demo.carriers.flavorcloud
    const post = async (path: string, body: object, token = ''): Promise<unknown> => {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      return answer.json()
    }
    const { flavorcloudAppId: AppID, flavorcloudRestApiKey: RestApiKey } = bench.demo.credentials
    const { Token } = (await post('/Auth', { AppID, RestApiKey })) as { Token: string }
    const { shipFrom } = bench.demo.settings
    const rates = (await post(
      '/Rates',
      {
        Reference: 'CHECKOUT-1',
        WeightUnit: 'KG',
        DimensionUnit: 'CM',
        Currency: 'USD',
        Insurance: 'N',
        ServiceCode: ['STANDARD'],
        TermsOfTrade: ['DDP'],
        ReasonForExport: 'merchandise',
        ShipFromAddress: {
          Name: shipFrom.company,
          AddressLine1: shipFrom.street1,
          City: shipFrom.city,
          State: shipFrom.state,
          Zip: shipFrom.zip,
          Country: shipFrom.country,
          Phone: shipFrom.phone,
          Email: shipFrom.email,
        },
        ShipToAddress: {
          Name: address.name,
          AddressLine1: address.street1,
          City: address.city,
          Zip: address.zip,
          Country: address.country,
          Phone: address.phone,
          Email: address.email,
        },
        Pieces: [
          {
            Quantity: 1,
            Weight: 0.5,
            SalePrice: 80,
            HSCode: '611030',
            OriginCountryCode: 'PT',
            Description: 'Cardigan',
          },
        ],
        Package: { Weight: 0.59, Length: 20.32, Width: 15.24, Height: 10.16 },
      },
      Token,
    )) as { Standard: { DDP: { HashKey: string; ShippingCost: number | string } } }
    const { HashKey, ShippingCost } = rates.Standard.DDP
    const price = { amount: Number(ShippingCost).toFixed(2), currency: 'USD' }
    const terms = { weight: { value: 0.59, unit: 'kg' }, serviceCode: 'STANDARD', price, ...rated }
    const customs = { termsOfTrade: 'DDP', hashKey: HashKey, rated: terms }
    const [result] = bench.station().orders.intake([{ ...ORDER, customs }])
    expect(result).toMatchObject({ status: 'created' })
    return HashKey
  }

  /** What an order tells of its checkout where the shop told only the price. */
  const ONLY_PRICE = { weight: undefined, serviceCode: undefined }

  async function packRated(): Promise<void> {
    expect(await bench.scan('RATED-1')).toBe('order-opened')
    expect(await bench.scan('CARD-1')).toBe('items-complete')
    await quoted()
  }

  test('is bought as it was chosen when the parcel is the one that was rated', async () => {
    const hashKey = await rateAndBring()
    await packRated()
    await bench.weigh(590)
    const view = await bought()
    expect(view.rate).toMatchObject({ changes: [], verdict: 'within' })
    expect(JSON.parse(newest('RATED-1').requestBody)).toMatchObject({ HashKey: hashKey })
  })

  test('a parcel dearer than the rule allows waits for a supervisor, with both prices and what changed', async () => {
    await rateAndBring()
    await packRated()
    await bench.weigh(4200)
    const stopped = await troubled('rate-changed')
    expect(stopped.rate).toMatchObject({ verdict: 'above', isApproved: false })
    expect(stopped.rate?.changes.map(({ what }) => what)).toContain('weight')
    expect(stopped.rate?.now?.minor).toBeGreaterThan(stopped.rate?.atCheckout?.minor ?? 0)
    expect(bench.demo.carriers.flavorcloud.ledger()).toEqual([])
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('approval-needed')
    expect(bench.view()).toMatchObject({
      problem: { code: 'rate-changed' },
      feedback: { code: 'approval-needed', kind: 'attention' },
    })
    expect(bench.demo.carriers.flavorcloud.ledger()).toEqual([])
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('approved')
    await bought()
    expect(bench.demo.carriers.flavorcloud.ledger()).toHaveLength(1)
  })

  test('only the card with the code of the settings approves, where there is one', async () => {
    const { packing } = bench.station().settings.current()
    bench.station().settings.change({ packing: { ...packing, supervisorCode: 'K77X' } })
    await rateAndBring()
    await packRated()
    await bench.weigh(4200)
    await troubled('rate-changed')
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('approval-refused')
    expect(await bench.scan(commandBarcode('APPROVE', 'K77Y'))).toBe('approval-refused')
    expect(await bench.scan(commandBarcode('APPROVE', 'K77X'))).toBe('approved')
    await bought()
  })

  test('a little dearer than at checkout is the packer’s to take', async () => {
    const { packing } = bench.station().settings.current()
    bench.station().settings.change({ packing: { ...packing, rateIncreasePercent: 1000 } })
    await rateAndBring()
    await packRated()
    await bench.weigh(4200)
    const view = await bought()
    expect(view.rate).toMatchObject({ verdict: 'within' })
    expect(view.rate?.changes.length).toBeGreaterThan(0)
  })

  test('without any price of the checkout a parcel that changed waits for a supervisor', async () => {
    bench.demo.carriers.flavorcloud.script([
      { call: 'getRateDetail', times: 9, do: { kind: 'answer', when: 'before', status: 404 } },
    ])
    await rateAndBring({ price: undefined })
    await packRated()
    await bench.weigh(4200)
    const view = await troubled('rate-price-unknown')
    expect(view.rate).toMatchObject({ atCheckout: null, verdict: 'unknown' })
  })

  test('one call remains where nothing changed, even without a quote, and the price kept is that of the checkout', async () => {
    const { flavorcloud } = bench.demo.carriers
    const noRates = { kind: 'slow', ms: 60_000 } as const
    flavorcloud.switch({ pricePerCent: 200 })
    flavorcloud.script([{ call: 'getRates', times: 9, do: noRates }])
    await pack('LK-20431')
    const rated = bench.demo.orders.find((one) => one.reference === 'LK-20431')?.customs?.rated
    const calls = listenTo('flavorcloud')
    await bench.weigh((rated?.weight?.value ?? 0) * 1000)
    await bought()
    const early = ['getAuthToken', 'getRates']
    expect(calls().filter((call) => !early.includes(call))).toEqual(['createShipments', 'download'])
    const [sold] = flavorcloud.ledger()
    expect(newest('LK-20431').price).toEqual(sold?.price)
    expect(((sold?.price.minor ?? 0) / 100).toFixed(2)).toBe(rated?.price?.amount)
  })

  test('a parcel whose weight the checkout did not tell is compared by its price', async () => {
    await rateAndBring(ONLY_PRICE)
    await packRated()
    await bench.weigh(4200)
    const view = await troubled('rate-changed')
    expect(view.rate).toMatchObject({ changes: [], verdict: 'above' })
    expect(bench.demo.carriers.flavorcloud.ledger()).toEqual([])
  })

  test('the address as the order had it is what a corrected one is compared with', async () => {
    await rateAndBring()
    await packRated()
    const correction = {
      shipTo: { street1: '9 Kasuga', city: 'Tokyo', zip: '112-0003', country: 'JP' },
    }
    bench.station().bench.correct(order(bench.view()), correction)
    await bench.until(({ quote, rate }) => quote !== null && rate !== null)
    expect(bench.view().rate?.changes.map(({ what }) => what)).toEqual(['ship-to'])
  })

  test('another service than was rated is bought without the rate, and compared', async () => {
    await rateAndBring({ serviceCode: undefined })
    await packRated()
    await bench.scan(commandBarcode('SERVICE', 'EXPRESS'))
    await bench.weigh(590)
    const view = await troubled('rate-changed')
    expect(view.rate?.changes.map(({ what }) => what)).toEqual(['service-code'])
    await bench.scan(commandBarcode('APPROVE'))
    await bought()
    const body = JSON.parse(newest('RATED-1').requestBody)
    expect(body).not.toHaveProperty('HashKey')
    expect(body).toMatchObject({ ServiceCode: 'EXPRESS' })
  })

  test('after UNDO nothing is asked of a supervisor, and no approval is kept for later', async () => {
    await rateAndBring()
    await packRated()
    await bench.weigh(4200)
    await troubled('rate-changed')
    await bench.scan(commandBarcode('UNDO'))
    expect(bench.view()).toMatchObject({ step: 'scan-items', problem: null })
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('nothing-to-approve')
    await bench.scan('CARD-1')
    await bench.weigh(4200)
    await troubled('rate-changed')
    expect(bench.demo.carriers.flavorcloud.ledger()).toEqual([])
  })

  test('an approval does not outlive HOLD', async () => {
    const { flavorcloud } = bench.demo.carriers
    flavorcloud.script([{ call: 'createShipments', do: { kind: 'refuse', code: 'NO_RATES' } }])
    await rateAndBring()
    await packRated()
    await bench.weigh(2000)
    await troubled('rate-changed')
    await bench.scan(commandBarcode('APPROVE'))
    await troubled('no-rates')
    await bench.scan(commandBarcode('HOLD'))
    await bench.emptied()
    expect(await bench.scan('RATED-1')).toBe('order-resumed')
    await bench.weigh(9000)
    await bench.scan(commandBarcode('SHIP'))
    await troubled('rate-changed')
    expect(flavorcloud.ledger()).toEqual([])
  })

  test('a rate is used once: after a void the parcel is bought and compared without it', async () => {
    await rateAndBring()
    await packRated()
    await bench.weigh(590)
    const view = await bought()
    expect(view.rate).toMatchObject({ verdict: 'within' })
    await bench.station().bench.voidShipment(newest('RATED-1').id)
    await bench.until(({ step }) => step === 'ship')
    const calls = listenTo('flavorcloud')
    await bench.scan(commandBarcode('SHIP'))
    await bought()
    expect(calls()).toEqual(['createShipments', 'download'])
    expect(JSON.parse(newest('RATED-1').requestBody)).not.toHaveProperty('HashKey')
  })

  test('a dead rate is not tried again after HOLD, and one that the shop sends anew is', async () => {
    const { flavorcloud } = bench.demo.carriers
    const refusal = { kind: 'refuse', code: 'HASH_KEY_INVALID' } as const
    flavorcloud.script([{ call: 'createShipments', do: refusal }])
    await rateAndBring()
    await packRated()
    await bench.weigh(590)
    await troubled('rate-expired')
    await bench.scan(commandBarcode('HOLD'))
    const { orders, shipments } = bench.station()
    const last = () => shipments.search({ order: 'RATED-1', limit: 1 }).rows[0]?.id ?? ''
    flavorcloud.script([{ call: 'createShipments', times: 2, do: refusal }])
    const ship = async () => {
      await bench.scan('RATED-1')
      await quoted()
      await bench.weigh(590)
      // What waited before HOLD waits after it too.
      await bench.scan(commandBarcode('SHIP'))
      await troubled('rate-expired')
      await bench.scan(commandBarcode('HOLD'))
      return JSON.parse(shipments.find(last())?.requestBody ?? '{}') as { HashKey?: string }
    }
    expect(await ship()).not.toHaveProperty('HashKey')
    const [result] = orders.intake([{ ...ORDER, customs: { hashKey: 'another' } }])
    expect(result?.status).toBe('updated')
    expect(await ship()).toMatchObject({ HashKey: 'another' })
  })

  test('of two boxes neither uses the rate, each is quoted once, and both prices count together', async () => {
    const items = bench.demo.orders.find(({ reference }) => reference === 'LK-20431')?.items ?? []
    const [first, ...others] = items.map(({ barcodes }) => barcodes?.[0] ?? '')
    await bench.scan('LK-20431')
    await quoted()
    const calls = listenTo('flavorcloud')
    await bench.scan(first ?? '')
    expect(await bench.scan(commandBarcode('BOX'))).toBe('box-closed')
    await bench.weigh((await quoted()).quote?.forGrams ?? 0)
    await bought()
    const one = newest('LK-20431')
    expect(calls()).toEqual(['getRates', 'createShipments', 'download'])
    expect(await bench.scan(one.trackingNumber ?? '')).toBe('parcel-done')
    for (const code of others) await bench.scan(code)
    await bench.emptied()
    await bench.weigh((await quoted()).quote?.forGrams ?? 0)
    const { rate } = await troubled('rate-changed')
    expect(rate).toMatchObject({ verdict: 'above', isApproved: false })
    expect(rate?.now?.minor).toBeGreaterThan(one.price?.minor ?? 0)
    expect(await bench.scan(commandBarcode('APPROVE'))).toBe('approved')
    await bench.until(({ step, shipment }) => step === 'scan-label' && shipment?.id !== one.id)
    expect(calls().slice(3)).toEqual(['getRates', 'createShipments', 'download'])
    const { shipments } = bench.station()
    const { rows } = shipments.search({ order: 'LK-20431', limit: 10 })
    for (const { id } of rows) expect(shipments.find(id)?.requestBody).not.toContain('HashKey')
  })

  test('HOLD and the next scan cost one quote, and one call remains', async () => {
    await pack('LK-20431')
    await quoted()
    await bench.scan(commandBarcode('HOLD'))
    const calls = listenTo('flavorcloud')
    expect(await bench.scan('LK-20431')).toBe('order-resumed')
    // HOLD wants the pan emptied, so something has to lie there first.
    bench.put(200)
    await bench.until(({ weight }) => weight.state === 'stable')
    await bench.weigh((await quoted()).quote?.forGrams ?? 0)
    await bought()
    expect(calls()).toEqual(['getRates', 'createShipments', 'download'])
    expect(newest('LK-20431').requestBody).toContain('HashKey')
  })

  test('an order sent again unchanged keeps its correction; one sent anew ends it', async () => {
    await bench.scan('LK-20431')
    await quoted()
    const id = order(bench.view())
    const { orders, bench: at } = bench.station()
    at.correct(id, { shipTo: { street1: '6 Mill Yard' } })
    await bench.scan(commandBarcode('HOLD'))
    const given = bench.demo.orders.find(({ reference }) => reference === 'LK-20431')
    expect(orders.intake([given])[0]?.status).toBe('unchanged')
    await bench.scan('LK-20431')
    expect(bench.view().order?.shipTo.street1).toBe('6 Mill Yard')
    await bench.scan(commandBarcode('HOLD'))
    expect(orders.intake([{ ...given, note: 'Anew' }])[0]?.status).toBe('updated')
    await bench.scan('LK-20431')
    expect(bench.view().order).toMatchObject({
      shipTo: { street1: '5 Mill Yard' },
      correction: null,
    })
  })

  test('a correction while the price is asked asks again for what holds now', async () => {
    const { flavorcloud } = bench.demo.carriers
    await rateAndBring()
    await packRated()
    flavorcloud.script([{ call: 'getRates', do: { kind: 'slow', ms: 400 } }])
    await bench.weigh(650)
    bench.station().bench.correct(order(bench.view()), { shipTo: { street1: '6 Mill Yard' } })
    await bought()
    expect(JSON.parse(newest('RATED-1').requestBody)).toMatchObject({
      ShipToAddress: { AddressLine1: '6 Mill Yard' },
    })
  })

  test('a rate that the carrier has forgotten is bought anew at today’s price, by SHIP', async () => {
    bench.demo.carriers.flavorcloud.script([
      {
        call: 'createShipments',
        do: { kind: 'refuse', code: 'HASH_KEY_INVALID' },
      },
    ])
    await rateAndBring()
    await packRated()
    await bench.weigh(590)
    const gone = await troubled('rate-expired')
    expect(gone.problem?.offers).toContain('SHIP')
    expect(await bench.scan(commandBarcode('SHIP'))).toBe('purchase-started')
    await bought()
    expect(JSON.parse(newest('RATED-1').requestBody)).not.toHaveProperty('HashKey')
  })
})
