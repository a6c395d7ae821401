import { readFileSync } from 'node:fs'
import type { Outcome } from '../../../../shared/outcome.ts'
import type { CarrierFailure } from '../../../../shared/shipping.ts'
import type {
  CustomerRequest,
  ShipmentRequest,
} from '../../../../station/carriers/flavorcloud/flavorcloud-bodies.ts'
import type { FlavorCloudClient } from '../../../../station/carriers/flavorcloud/flavorcloud-client.ts'
import {
  prepareFlavorCloud,
  ratesRequest,
} from '../../../../station/carriers/flavorcloud/flavorcloud-parcel.ts'
import { parcelFor, settingsWith } from '../made-up-parcel.ts'

/** What calls that read or change something are about. */
export interface Known {
  readonly hashKey: string
  readonly shipmentId: string
  readonly reference: string
  readonly trackingNumber: string
  readonly invoiceNumber: string
  readonly batchId: string
  readonly manifestId: string
  readonly customerKey: string
}

/** As the examples of the description have them. */
export const OF_THE_EXAMPLES: Known = {
  hashKey: 'b1f6e3c0-5d0a-4a57-9c3e-0f2f8a6b7711',
  shipmentId: 'FCS-7741902',
  reference: 'LK-20417-P1',
  trackingNumber: 'GM605112874003000001',
  invoiceNumber: 'FLCL-004417',
  batchId: 'TAC-20260518-A',
  manifestId: 'FCC-10552',
  customerKey: 'ck-larkspur-001',
}

export const PAYMENT_KEY = 'pay-made-up-4711'
export const HOOK = 'https://hooks.harborpine.example/fc/7Yx2kQ9v/shipment'

const PARCEL = parcelFor('flavorcloud')
const SETTINGS = settingsWith('flavorcloud', 'http://127.0.0.1:1')
export const RATES = ratesRequest(PARCEL, SETTINGS)
export const PURCHASE: ShipmentRequest = JSON.parse(prepareFlavorCloud(PARCEL, SETTINGS).body)
const { Pieces, Package, ServiceCode: _, ...CONSIGNMENT } = RATES
const TWO = ['LK-20417-P1', 'LK-20417-P2'].map((Reference) => ({
  Piece: Pieces,
  Package: { ...Package, Reference },
}))
const { Reference, Currency, WeightUnit, DimensionUnit } = RATES
const ESTIMATE = {
  Reference,
  Currency,
  WeightUnit,
  DimensionUnit,
  ShipFromAddress: { City: 'Tacoma', State: 'WA', Country: 'US', Zip: '98421' },
  ShipToAddress: { City: 'Galway', Country: 'IE', Zip: 'H91 XY12' },
}
const PLACE = {
  AddressLine1: '77 Weaver St',
  City: 'Portland',
  State: 'OR',
  Country: 'US',
  Zip: '97209',
  Phone: '+15035550127',
  Email: 'accounts@larkspur.example',
}

export const CUSTOMER: CustomerRequest = {
  PaymentKey: PAYMENT_KEY,
  AccountInformation: { Name: 'Larkspur Knitwear', AttentionName: 'Ines Ribeiro', ...PLACE },
  ShippingOrigin: { LocationName: 'Harbor & Pine Tacoma', ...PLACE },
}

type Call = (client: FlavorCloudClient, known: Known) => Promise<Outcome<unknown, CarrierFailure>>

/** Every call of the client but the two that buy shipments, by the description's names. */
export const CALLS: Readonly<Record<string, Call>> = {
  getAuthToken: (client) => client.auth(),
  getRates: (client) => client.rates(RATES, 'larkspur'),
  getMultiRates: (client) =>
    client.multiRates({ ...CONSIGNMENT, ServiceCode: ['STANDARD'], Shipments: TWO }, 'larkspur'),
  getRateDetail: (client, { hashKey }) => client.rateDetail(hashKey),
  getQuote: (client) => client.quote({ ...ESTIMATE, Pieces, Package: { Weight: 1 } }, 'larkspur'),
  getMultiQuote: (client) => client.multiQuote({ ...ESTIMATE, Shipments: TWO }, 'larkspur'),
  getShipments: (client, { reference }) =>
    client.getShipments({ Reference: reference }, 'larkspur'),
  cancelShipment: (client, { shipmentId }) => client.cancelShipment(shipmentId, 'larkspur'),
  getTrackingDetail: (client, { trackingNumber }) => client.tracking(trackingNumber),
  getClassification: (client) =>
    client.classifications({ Products: [{ Title: 'Oat pullover' }] }, 'larkspur'),
  getLandedCost: (client) => {
    const { ShipFromAddress, ShipToAddress } = RATES
    const body = { Reference, Currency, WeightUnit, ShipFromAddress, ShipToAddress, Pieces }
    return client.landedCost(body, 'larkspur')
  },
  subscribeWebhooks: (client) =>
    client.subscribeWebhooks(
      { Reference: 'hooks-01', WebHooksList: [{ EventName: 'SHIPMENT_COMPLETED', URL: HOOK }] },
      'larkspur',
    ),
  unsubscribeWebhooks: (client) =>
    client.unsubscribeWebhooks({ Events: ['SHIPMENT_COMPLETED'] }, 'larkspur'),
  getInvoices: (client) =>
    client.invoices(
      { FromDate: '2020-01-01', ToDate: '2090-12-31', InvoiceType: 'Standard' },
      'larkspur',
    ),
  getInvoiceDetail: (client, { invoiceNumber }) => client.invoice(invoiceNumber),
  createBatch: (client, { batchId }) =>
    client.createBatch(
      {
        ...CONSIGNMENT,
        BatchID: batchId,
        ServiceCode: 'STANDARD',
        TermsOfTrade: 'DDP',
        Shipments: TWO.slice(0, 1),
      },
      'larkspur',
    ),
  updateBatch: (client, { batchId }) =>
    client.updateBatch(batchId, { ShipmentsToAdd: TWO.slice(1) }, 'larkspur'),
  getBatch: (client, { batchId }) => client.getBatch(batchId),
  closeBatch: (client, { batchId }) => client.closeBatch(batchId, 'larkspur'),
  createManifest: (client, { shipmentId }) =>
    client.createManifest({ Async: false, ShipmentIDs: [shipmentId] }, 'larkspur'),
  getManifest: (client, { manifestId }) => client.getManifest(manifestId),
  createCustomer: (client) => client.createCustomer(CUSTOMER),
  getCustomer: (client, { customerKey }) => client.getCustomer(customerKey),
}

/** The calls that buy shipments. */
export const PURCHASES = {
  createShipments: (client: FlavorCloudClient) =>
    client.createShipment({ reference: Reference, body: JSON.stringify(PURCHASE) }, 'larkspur'),
  createMultiPackageShipments: (client: FlavorCloudClient) =>
    client.createMultiPackage({ ...PURCHASE, Shipments: TWO }, 'larkspur'),
}

/** The call of any operation, be it a purchase or not. */
export function callOf(operationId: string): (client: FlavorCloudClient, known: Known) => unknown {
  const call =
    operationId in PURCHASES ? PURCHASES[operationId as keyof typeof PURCHASES] : CALLS[operationId]
  if (!call) throw new Error(`No call ${operationId}`)
  return call
}

/** The calls that are refused unless the settings allow them. */
export const UNCONFIRMED = [
  'getQuote',
  'getMultiQuote',
  'createBatch',
  'updateBatch',
  'closeBatch',
  'getBatch',
  'createManifest',
  'getManifest',
  'createCustomer',
  'getCustomer',
]

interface Content {
  readonly content?: {
    readonly 'application/json'?: {
      readonly example?: unknown
      readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
    }
  }
}
interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, Content>>
}

const FILE = new URL('../../../../simulators/flavorcloud/flavorcloud.openapi.json', import.meta.url)
export const DESCRIPTION: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, Content>> }
} = JSON.parse(readFileSync(FILE, 'utf8'))

export function examplesOf({ content }: Content): unknown[] {
  const { example, examples = {} } = content?.['application/json'] ?? {}
  return [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
  ]
}

/** Every example of a good answer: operation, status, body. */
export const GOOD_ANSWERS = Object.values(DESCRIPTION.paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ operationId, responses }) =>
    Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, response]) => {
        const examples = examplesOf(response)
        return (examples.length > 0 ? examples : [undefined]).map((answer) => ({
          operationId,
          status: Number(status),
          answer,
        }))
      }),
  )
