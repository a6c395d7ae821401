import { afterEach } from 'vitest'
import { createFlexport } from '../../../../station/carriers/flexport/flexport.ts'
import { carrierDeps } from '../made-up-parcel.ts'
import { startScripted, type Reply } from '../scripted-server.ts'

/** What ends with the test. */
export const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** The adapter before a server that answers so; both end with the test. */
export async function flexport(reply: Reply, options: Parameters<typeof carrierDeps>[2] = {}) {
  const server = await startScripted(reply)
  const { deps, logged, exchanges, stop } = carrierDeps('flexport', server.url, options)
  stops.push(stop, server.stop)
  return { carrier: createFlexport(deps).carrier, seen: server.seen, logged, exchanges }
}

export const PARCEL = {
  status: 'OK',
  parcelId: 'p-1',
  price: 6.84,
  serviceLevel: 'Standard',
  trackingCode: '9400100000000000000017',
  packageTrackingUrl: 'https://tracking.carrier.example/1',
  shippingLabelUrl: 'https://labels.flexport.example/1.zpl',
  carrierBarcode: '420837029400100000000000000017',
  memberOfTomorrow: { any: 'thing' },
}

export const problem = (detail: string) => ({
  status: 400,
  type: 'about:blank',
  title: 'Bad',
  detail,
})
