import { SettingsSchema } from '../../shared/settings.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { createCarriers } from '../../station/carriers/carriers.ts'
import type { Credentials } from '../../station/ports.ts'
import { HARBOR, parcelFor } from '../station/carriers/made-up-parcel.ts'
import { carrierContract } from './carrier.contract.ts'

function carriersAt(baseUrl: string, credentials: Credentials) {
  const nothing = () => {}
  return createCarriers({
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
}

carrierContract('Flexport', async () => {
  const simulator = await startFlexportSimulator()
  const carriers = carriersAt(simulator.url, { flexportToken: simulator.token })
  const strangers = carriersAt(simulator.url, { flexportToken: 'not-this-one' })
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
    sold: () => simulator.ledger(),
    fault: (fault) => simulator.fault(fault),
    stop: async () => {
      await Promise.all([carriers.stop(), strangers.stop()])
      await simulator.stop()
    },
  }
})

carrierContract('FlavorCloud', async () => {
  const simulator = await startFlavorCloudSimulator()
  const { appId: flavorcloudAppId, restApiKey } = simulator
  const carriers = carriersAt(simulator.url, {
    flavorcloudAppId,
    flavorcloudRestApiKey: restApiKey,
  })
  const strangers = carriersAt(simulator.url, { flavorcloudAppId, flavorcloudRestApiKey: 'wrong' })
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
    sold: () => simulator.ledger(),
    fault: (fault) => simulator.fault(fault),
    stop: async () => {
      await Promise.all([carriers.stop(), strangers.stop()])
      await simulator.stop()
    },
  }
})
