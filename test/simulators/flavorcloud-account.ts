import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { openDescription } from '../../simulators/api-description.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'

export type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- answers are asserted on

const file = new URL('../../simulators/flavorcloud/flavorcloud.openapi.json', import.meta.url)
export const description = openDescription(JSON.parse(readFileSync(file, 'utf8')))

export const FROM = {
  Name: 'Larkspur Knitwear c/o Harbor & Pine',
  AttentionName: 'Outbound Dock 3',
  AddressLine1: '2210 Dockside Rd',
  City: 'Tacoma',
  State: 'WA',
  Country: 'US',
  Zip: '98421',
  Phone: '+12535550118',
  Email: 'outbound@harborpine.example',
}
export const TO = {
  Name: 'Mairead Quinlan',
  AttentionName: 'Mairead Quinlan',
  AddressLine1: '14 Castle Row',
  City: 'Galway',
  State: 'G',
  Country: 'IE',
  Zip: 'H91 XY12',
  Phone: '+353915550142',
  Email: 'mairead.quinlan@mail.example',
}
export const PIECES = [
  {
    Quantity: 2,
    Weight: 0.45,
    SalePrice: 64,
    HSCode: '611020',
    OriginCountryCode: 'PT',
    Description: 'Knitted cotton pullover, adult',
    SKU: 'LK-PUL-M-OAT',
  },
  {
    Quantity: 1,
    Weight: 0.12,
    SalePrice: 22.5,
    HSCode: '650500',
    OriginCountryCode: 'PT',
    Description: 'Knitted wool beanie',
  },
]
export const PACKAGE = { Weight: 1.15, Length: 30, Width: 24, Height: 10 }
const COMMON = {
  Reference: 'LK-20417-P1',
  LabelFormat: 'ZPL',
  WeightUnit: 'KG',
  DimensionUnit: 'CM',
  Currency: 'USD',
  Insurance: 'N',
  ReasonForExport: 'merchandise',
  ShipFromAddress: FROM,
  ShipToAddress: TO,
}
export const RATE = {
  ...COMMON,
  ServiceCode: ['STANDARD', 'EXPRESS'],
  TermsOfTrade: ['DDP', 'DDU'],
  Pieces: PIECES,
  Package: PACKAGE,
}
export const SHIPMENT = {
  ...COMMON,
  Async: false,
  ServiceCode: 'STANDARD',
  TermsOfTrade: 'DDP',
  Shipments: [{ Piece: PIECES, Package: PACKAGE }],
}
export const PARCELS = [{ Piece: PIECES, Package: { ...PACKAGE, Reference: 'LK-20417-P1' } }]
export const { Async: _async, ...BATCHED } = { ...SHIPMENT, BatchID: 'TAC-A', Shipments: PARCELS }
export const CUSTOMER = {
  PaymentKey: 'pay-0000-example',
  WeightUnit: 'KG',
  AccountInformation: { ...FROM, AttentionName: 'Ines Ribeiro' },
  ShippingOrigin: { ...FROM, LocationName: 'Harbor & Pine Tacoma' },
}
export const LANDED = {
  Reference: 'LC-1',
  Currency: 'USD',
  WeightUnit: 'KG',
  Pieces: PIECES,
  ShipFromAddress: FROM,
  ShipToAddress: TO,
}
export const PERIOD = 'FromDate=2020-01-01&ToDate=2120-01-01'
export const BY_REFERENCE = '/Shipments/Get/Details?Reference=LK-20417-P1'

/** A simulated account with the calls of one who has its keys; every answer is checked against the description. */
export async function openAccount() {
  const carrier = await startFlavorCloudSimulator({ slowMs: 20 })
  const keys = { AppID: carrier.appId, RestApiKey: carrier.restApiKey }

  async function call(
    method: string,
    path: string,
    body?: unknown,
    authorization = `Bearer ${account.token}`,
  ): Promise<{ readonly status: number; readonly json: Json }> {
    const answer = await fetch(`${carrier.url}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const { status } = answer
    const text = await answer.text()
    const json = text === '' ? undefined : JSON.parse(text)
    const { pathname } = new URL(path, 'http://carrier.invalid')
    const matched = description.match(method, pathname.split('/').slice(1))
    if (matched) expect(description.answerProblems(matched.operationId, status, json)).toEqual([])
    return { status, json }
  }

  async function ask(method: string, path: string, body?: unknown): Promise<Json> {
    const { status, json } = await call(method, path, body)
    expect(status).toBe(200)
    return json
  }

  const account = {
    carrier,
    keys,
    token: '',
    call,
    ask,
    async newToken() {
      account.token = (await call('POST', '/Auth', keys, '')).json.Token
    },
    /** The one shipment of a purchase, which comes as an array or as an object. */
    async buy(body: object = SHIPMENT): Promise<Json> {
      const answer = await ask('POST', '/Shipments', body)
      return Array.isArray(answer) ? answer[0] : answer
    },
    async refused(status: number, method: string, path: string, body?: unknown): Promise<Json> {
      const answer = await call(method, path, body)
      expect(answer.status).toBe(status)
      const { error } = answer.json
      expect(error).toMatchObject({ statusCode: status, requestId: expect.any(String) })
      return error
    },
    /** A call of the simulator's operator. */
    async admin(name: string, given: object = {}) {
      const answer = await fetch(`${carrier.adminUrl}/__admin/${name}`, {
        method: 'POST',
        body: JSON.stringify(given),
      })
      return { status: answer.status, json: (await answer.json()) as Json }
    },
    close: () => carrier.stop(),
  }
  await account.newToken()
  return account
}
export type Account = Awaited<ReturnType<typeof openAccount>>
