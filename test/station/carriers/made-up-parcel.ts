import { AddressSchema } from '../../../shared/orders.ts'
import type { CarrierId, Order } from '../../../shared/orders.ts'
import { failed } from '../../../shared/outcome.ts'
import { SettingsSchema } from '../../../shared/settings.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { ParcelToShip } from '../../../station/carriers/carrier.ts'
import type { CarrierDeps } from '../../../station/carriers/carrier-call.ts'
import { createCarrierLine } from '../../../station/carriers/carrier-line.ts'
import { createLineBreaker } from '../../../station/carriers/line-breaker.ts'
import type { NewExchange } from '../../../station/carriers/exchange-log.ts'
import { createHttp } from '../../../station/lib/http.ts'
import type { Credentials } from '../../../station/ports.ts'

export const TOKEN = 'flexport-token-made-up'
export const APP_ID = 'app-made-up'
export const REST_API_KEY = 'rest-api-key-made-up'
export const CUSTOMER_KEY = 'ck-larkspur-made-up'

export const HARBOR = AddressSchema.parse({
  name: 'Outbound Dock',
  company: 'Harbor & Pine',
  street1: '2210 Dockside Rd',
  city: 'Tacoma',
  state: 'WA',
  zip: '98421',
  country: 'US',
  phone: '+12535550118',
  email: 'outbound@harborpine.example',
})

const BOISE = AddressSchema.parse({
  name: 'Tobias Renner',
  street1: '915 Alder Court',
  city: 'Boise',
  state: 'ID',
  zip: '83702',
  country: 'US',
  residential: true,
})

const GALWAY = AddressSchema.parse({
  name: 'Mairead Quinlan',
  street1: '14 Castle Row',
  city: 'Galway',
  state: 'G',
  zip: 'H91 XY12',
  country: 'IE',
  phone: '+353915550142',
  email: 'mairead.quinlan@mail.example',
})

/** A parcel that the carrier would sell; `order` changes what a test is about. */
export function parcelFor(carrier: CarrierId, order: Partial<Order> = {}): ParcelToShip {
  const whole: Order = {
    id: 1,
    reference: 'LK-20417',
    merchant: 'larkspur',
    state: 'packing',
    shipTo: carrier === 'flexport' ? BOISE : GALWAY,
    items: [
      {
        line: 1,
        sku: 'LK-PUL-M-OAT',
        barcodes: [],
        description: 'Knitted cotton pullover, adult',
        quantity: 2,
        unitGrams: 450,
        unitPrice: { minor: 6400, currency: 'USD' },
        hsCode: '611020',
        originCountry: 'PT',
      },
      {
        line: 2,
        sku: '',
        barcodes: [],
        description: 'Knitted wool beanie',
        quantity: 1,
        unitGrams: 120,
        unitPrice: { minor: 2250, currency: 'USD' },
        hsCode: '650500',
        originCountry: 'PT',
      },
    ],
    customs: undefined,
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    shippedAt: null,
    ...order,
  }
  return {
    order: whole,
    parcel: 1,
    attempt: 1,
    contents: whole.items.map((item) => ({ item, quantity: item.quantity })),
    box: {
      id: 'B1',
      name: 'Small',
      barcode: 'BOX-B1',
      length: 12,
      width: 9,
      height: 4.5,
      unit: 'in',
      tareGrams: 90,
    },
    grams: 1151,
    shipFrom: HARBOR,
  }
}

export function settingsWith(carrier: CarrierId, baseUrl: string): Settings {
  return SettingsSchema.parse({ shipFrom: HARBOR, carriers: { [carrier]: { baseUrl } } })
}

export const MADE_UP_CREDENTIALS: Credentials = {
  flexportToken: TOKEN,
  flavorcloudAppId: APP_ID,
  flavorcloudRestApiKey: REST_API_KEY,
  flavorcloudCustomerKeys: { larkspur: CUSTOMER_KEY },
}

/** Everything a carrier is made of, with its log and its exchanges kept, and no waits between repeats. */
export function carrierDeps(
  carrier: CarrierId,
  baseUrl: string,
  options: {
    credentials?: Credentials
    deadlineMs?: number
    settings?: (baseUrl: string) => Settings
  } = {},
) {
  const { credentials = MADE_UP_CREDENTIALS, deadlineMs = 10_000 } = options
  const settings = options.settings?.(baseUrl) ?? settingsWith(carrier, baseUrl)
  const http = createHttp({ version: '0.0.0', network: () => settings.network })
  const logged: string[] = []
  const exchanges: NewExchange[] = []
  const keep = (context: object, message: string) => {
    logged.push(JSON.stringify(context) + message)
  }
  const log = { debug: keep, info: keep, warn: keep, error: keep }
  const clock = { now: () => new Date() }
  const breaker = createLineBreaker({
    carrier,
    probe: async () => failed({ code: 'carrier-unreachable', carrier }),
    onChange: () => {},
    clock,
    log,
  })
  const line = createCarrierLine({
    carrier,
    http,
    breaker,
    settings: () => settings,
    log,
    clock,
    deadlines: { purchaseMs: deadlineMs, readMs: deadlineMs },
    exchanges: { keep: (exchange) => exchanges.push(exchange) },
    delay: async () => {},
    random: () => 0,
  })
  const deps: CarrierDeps = {
    line,
    settings: () => settings,
    credentials: { read: () => credentials, origin: () => 'environment' },
  }
  return {
    deps,
    logged,
    exchanges,
    stop: () => {
      breaker.stop()
      return http.stop()
    },
  }
}
