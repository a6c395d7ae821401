import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BATCHED,
  CUSTOMER,
  description,
  LANDED,
  openAccount,
  PARCELS,
  PERIOD,
  PIECES,
  RATE,
  SHIPMENT,
  type Account,
} from './flavorcloud-account.ts'

const { Pieces: _pieces, Package: _package, ...PAIR } = RATE
const HOOK = { EventName: 'SHIPMENT_COMPLETED', URL: 'https://hooks.harborpine.example/x' }

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

type Line = readonly [method: string, path: string, body?: unknown]
/** What the lines of the table may name in their paths and bodies. */
interface Known {
  readonly shipmentId: string
  readonly trackingNumber: string
  readonly hashKey: string
  /** Both keys, as the old reads have them in their paths. */
  readonly keyPath: string
}
/** Each call: one that is answered, one that is refused, and the status of the refusal. */
const CALLS: Readonly<
  Record<string, readonly [good: (known: Known) => Line, bad: Line, status: number]>
> = {
  getAuthToken: [
    ({ keyPath }) => {
      const [AppID, RestApiKey] = keyPath.split('/')
      return ['POST', '/Auth', { AppID, RestApiKey }]
    },
    ['POST', '/Auth', { AppID: 'app' }],
    422,
  ],
  getRates: [() => ['POST', '/Rates', RATE], ['POST', '/Rates', PAIR], 422],
  getMultiRates: [
    () => ['POST', '/Rates/Multi', { ...PAIR, Shipments: PARCELS }],
    ['POST', '/Rates/Multi', PAIR],
    422,
  ],
  getRateDetail: [
    ({ hashKey }) => ['GET', `/Rate/Get/Detail/${hashKey}`],
    ['GET', '/Rate/Get/Detail/none'],
    404,
  ],
  getQuote: [
    () => [
      'POST',
      '/Quotes',
      {
        Reference: 'LK-CART-1',
        ShipFromAddress: { Country: 'US' },
        ShipToAddress: { Country: 'IE' },
        Pieces: [{ Quantity: 1, Weight: 0.3, SalePrice: 20 }],
        Package: { Weight: 0.4 },
      },
    ],
    ['POST', '/Quotes', { Reference: 'LK-CART-1', ShipToAddress: { Country: 'IE' } }],
    422,
  ],
  getMultiQuote: [
    () => [
      'POST',
      '/Quotes/Multi',
      {
        Reference: 'LK-CART-1',
        ShipFromAddress: { Country: 'US' },
        ShipToAddress: { Country: 'IE' },
        Shipments: [{ Piece: [{ Quantity: 1, Weight: 0.3, SalePrice: 20 }] }],
      },
    ],
    ['POST', '/Quotes/Multi', { Reference: 'LK-CART-1', Shipments: [] }],
    422,
  ],
  createShipments: [
    () => ['POST', '/Shipments', SHIPMENT],
    ['POST', '/Shipments', { ...SHIPMENT, Shipments: [] }],
    422,
  ],
  createMultiPackageShipments: [
    () => ['POST', '/Shipments/Multi', SHIPMENT],
    ['POST', '/Shipments/Multi', { ...SHIPMENT, LabelFormat: 'PNG' }],
    422,
  ],
  getShipments: [
    ({ shipmentId }) => ['GET', `/Shipments/Get/Details?ShipmentID=${shipmentId}`],
    ['GET', '/Shipments/Get/Details'],
    422,
  ],
  getShipmentLegacy: [
    ({ keyPath, shipmentId }) => ['GET', `/Shipments/${keyPath}?ShipmentID=${shipmentId}`],
    ['GET', '/Shipments/app/key?ShipmentID=FCS-1'],
    401,
  ],
  cancelShipment: [
    ({ shipmentId }) => ['PUT', '/CancelShipment', { ShipmentID: shipmentId }],
    ['PUT', '/CancelShipment', { ShipmentID: 'FCS-0' }],
    404,
  ],
  getTrackingDetail: [
    ({ trackingNumber }) => ['GET', `/Tracking/Get/Detail/${trackingNumber}`],
    ['GET', '/Tracking/Get/Detail/GM0'],
    404,
  ],
  getTrackingLegacy: [
    ({ keyPath, trackingNumber }) => ['GET', `/Tracking/${keyPath}/${trackingNumber}`],
    ['GET', '/Tracking/app/key/GM0'],
    401,
  ],
  getClassification: [
    () => ['POST', '/Classifications', { Products: [{ Title: 'Oat pullover' }] }],
    ['POST', '/Classifications', { Products: [] }],
    422,
  ],
  getLandedCost: [
    () => ['POST', '/LandedCost', LANDED],
    ['POST', '/LandedCost', { ...LANDED, Pieces: Array.from({ length: 21 }, () => PIECES[0]) }],
    422,
  ],
  subscribeWebhooks: [
    () => ['POST', '/Webhooks/Subscribe', { WebHooksList: [HOOK] }],
    ['POST', '/Webhooks/Subscribe', { WebHooksList: [{ ...HOOK, EventName: 'NEWS' }] }],
    422,
  ],
  unsubscribeWebhooks: [
    () => ['POST', '/Webhooks/UnSubscribe', { Events: ['TRACKING_UPDATES'] }],
    ['POST', '/Webhooks/UnSubscribe', {}],
    422,
  ],
  getInvoices: [
    () => ['GET', `/Invoices?${PERIOD}&InvoiceType=Standard`],
    ['GET', '/Invoices?FromDate=2026-01-01'],
    422,
  ],
  getInvoiceDetail: [
    () => ['GET', `/Invoice/FLCL-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`],
    ['GET', '/Invoice/FLCL-0'],
    404,
  ],
  createBatch: [
    () => ['POST', '/Batches', BATCHED],
    ['POST', '/Batches', { ...BATCHED, ServiceCode: undefined }],
    422,
  ],
  updateBatch: [
    () => ['PUT', '/Batches/OLD', { ReferencesToRemove: ['LK-20417-P1'] }],
    ['PUT', '/Batches/none', {}],
    404,
  ],
  closeBatch: [() => ['POST', '/Batches/OLD/Close', {}], ['POST', '/Batches/none/Close', {}], 404],
  getBatch: [() => ['GET', '/Batches/Get/Batch/OLD'], ['GET', '/Batches/Get/Batch/none'], 404],
  createManifest: [
    ({ shipmentId }) => ['POST', '/ManifestShipment', { Async: false, ShipmentIDs: [shipmentId] }],
    ['POST', '/ManifestShipment', { Async: false, ShipmentIDs: ['FCS-0'] }],
    422,
  ],
  getManifest: [
    () => ['GET', '/ManifestShipment/Get/Manifest'],
    ['GET', '/ManifestShipment/Get/Manifest?ConsolidatedShipmentId=FCC-0'],
    404,
  ],
  createCustomer: [
    () => ['POST', '/Customer', CUSTOMER],
    ['POST', '/Customer', { ...CUSTOMER, PaymentKey: undefined }],
    422,
  ],
  getCustomer: [
    () => ['GET', '/Customers/Get/Customer'],
    ['GET', '/Customers/Get/Customer?CustomerKey=ck-0'],
    404,
  ],
}

function operationOf([method, path]: Line) {
  const { pathname } = new URL(path, 'http://carrier.invalid')
  return description.match(method, pathname.split('/').slice(1))?.operationId
}

describe('every call of the description', () => {
  test('is in the table', () => {
    const described = description.operationIds.filter((id) => id !== 'receiveEvent')
    expect(Object.keys(CALLS).sort()).toEqual([...described].sort())
  })

  test.each(Object.entries(CALLS))('%s', async (name, [good, bad, status]) => {
    const bought = await account.buy({ ...SHIPMENT, Reference: 'LK-1-P1' })
    await account.ask('POST', '/Batches', { ...BATCHED, BatchID: 'OLD' })
    const rates = await account.ask('POST', '/Rates', RATE)
    const line = good({
      shipmentId: bought.ShipmentID,
      trackingNumber: bought.TrackingNumber,
      hashKey: rates.Standard.DDP.HashKey,
      keyPath: `${account.keys.AppID}/${account.keys.RestApiKey}`,
    })
    expect([operationOf(line), operationOf(bad)]).toEqual([name, name])
    const answer = await account.call(...line)
    expect([200, 204]).toContain(answer.status)
    await account.refused(status, ...bad)
  })

  test('an unknown one is 404', async () => {
    await account.refused(404, 'POST', '/Nothing', {})
  })
})
