import { expect, test } from 'vitest'
import { createCarriers } from '../../../station/carriers/carriers.ts'
import { SettingsSchema } from '../../../shared/settings.ts'
import { HARBOR, MADE_UP_CREDENTIALS, parcelFor } from './made-up-parcel.ts'

function carriersFrom(country: string) {
  const nothing = () => {}
  return createCarriers({
    settings: () => SettingsSchema.parse({ shipFrom: { ...HARBOR, country } }),
    credentials: { read: () => MADE_UP_CREDENTIALS, origin: () => 'environment' },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    version: '0.0.0',
    clock: { now: () => new Date() },
  })
}

test.each([
  ['US', 'US', undefined, 'flexport'],
  ['US', 'IE', undefined, 'flavorcloud'],
  ['CA', 'US', undefined, 'flavorcloud'],
  ['US', 'US', 'flavorcloud', 'flavorcloud'],
  ['US', 'IE', 'flexport', 'flexport'],
] as const)('from %s to %s, order says %s: %s', async (from, to, carrier, expected) => {
  const carriers = carriersFrom(from)
  const { order } = parcelFor('flexport')
  const chosen = carriers.route({ ...order, carrier, shipTo: { ...order.shipTo, country: to } })
  expect(chosen).toBe(expected)
  expect(carriers.of(chosen).id).toBe(expected)
  await carriers.stop()
})
