import { SettingsSchema } from '../../shared/settings.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { createCarriers } from '../../station/carriers/carriers.ts'
import type { NewExchange } from '../../station/carriers/exchange-log.ts'
import type { Credentials } from '../../station/ports.ts'
import { HARBOR, parcelFor } from '../station/carriers/made-up-parcel.ts'
import { carrierContract } from './carrier.contract.ts'

function carriersAt(baseUrl: string, credentials: Credentials) {
  const nothing = () => {}
  const exchanges: NewExchange[] = []
  const carriers = createCarriers({
    exchanges: { keep: (exchange) => exchanges.push(exchange) },
    settings: () =>
      SettingsSchema.parse({
        shipFrom: HARBOR,
        carriers: { flexport: { baseUrl }, flavorcloud: { baseUrl } },
      }),
    credentials: { read: () => credentials, origin: () => 'environment' },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    version: '0.0.0',
    clock: { now: () => new Date() },
  })
  return { carriers, exchanges }
}

carrierContract('Flexport', async () => {
  const simulator = await startFlexportSimulator()
  const { carriers, exchanges } = carriersAt(simulator.url, { flexportToken: simulator.token })
  const { carriers: strangers } = carriersAt(simulator.url, { flexportToken: 'not-this-one' })
  const { shipTo } = parcelFor('flexport').order
  return {
    carriers,
    carrier: carriers.of('flexport'),
    stranger: strangers.of('flexport'),
    parcel: (order) => parcelFor('flexport', order),
    incomplete: { order: { shipTo: { ...shipTo, zip: undefined } }, field: 'shipTo.zip' },
    refusedOrder: { shipTo: { ...shipTo, city: 'Nowhere' } },
    maxReferenceLength: 200,
    offersFind: false,
    voids: 'done',
    hideTracking(parcel) {
      simulator.switch({ trackingKnown: false })
      return parcel
    },
    simulator,
    calls: {
      purchase: 'createParcel',
      quote: 'getParcelQuote',
      readBack: 'getParcel',
      test: 'getParcel',
    },
    exchanges,
    secrets: [simulator.token],
    stop: async () => {
      await Promise.all([carriers.stop(), strangers.stop()])
      await simulator.stop()
    },
  }
})

carrierContract('FlavorCloud', async () => {
  const simulator = await startFlavorCloudSimulator()
  const { appId: flavorcloudAppId, restApiKey } = simulator
  const { carriers, exchanges } = carriersAt(simulator.url, {
    flavorcloudAppId,
    flavorcloudRestApiKey: restApiKey,
  })
  const { carriers: strangers } = carriersAt(simulator.url, {
    flavorcloudAppId,
    flavorcloudRestApiKey: 'wrong',
  })
  const { shipTo, items } = parcelFor('flavorcloud').order
  return {
    carriers,
    carrier: carriers.of('flavorcloud'),
    stranger: strangers.of('flavorcloud'),
    parcel: (order) => parcelFor('flavorcloud', order),
    incomplete: {
      order: { items: items.map((item) => ({ ...item, hsCode: undefined })) },
      field: 'items.1.hsCode',
    },
    refusedOrder: { shipTo: { ...shipTo, city: 'Nowhere' } },
    maxReferenceLength: 30,
    offersFind: true,
    voids: 'accepted',
    hideTracking: (parcel) => ({ ...parcel, trackingNumber: 'NOT-SCANNED-YET' }),
    simulator,
    calls: {
      purchase: 'createShipments',
      quote: 'getRates',
      readBack: 'getShipments',
      test: 'getAuthToken',
    },
    exchanges,
    secrets: [flavorcloudAppId, restApiKey],
    stop: async () => {
      await Promise.all([carriers.stop(), strangers.stop()])
      await simulator.stop()
    },
  }
})
