import { startDemoStation } from '../station/demo-station.ts'
import { percentiles, printRow, printTitle } from './figures.ts'

const PARCELS = 40

/** An order of one unit, US to US, so that Flexport buys it. */
function singleOrder(index: number) {
  return {
    reference: `CALL-${index}`,
    merchant: 'larkspur',
    shipTo: {
      name: 'Tobias Renner',
      street1: '915 Alder Court',
      city: 'Boise',
      state: 'ID',
      zip: '83702',
      country: 'US',
    },
    box: 'B1',
    items: [{ sku: 'CALL', description: 'Beanie', quantity: 1, weight: { value: 120, unit: 'g' } }],
  }
}

/**
 * What the station adds around the carrier's call: from the locked weight until the label's bytes are in the
 * printer, beside the same two requests made bare to the same simulator.
 */
export async function benchAroundTheCall(): Promise<void> {
  const bench = await startDemoStation()
  try {
    bench.station().orders.intake(Array.from({ length: PARCELS }, (_, index) => singleOrder(index)))
    const station: number[] = []
    const bodies: string[] = []
    for (let index = 0; index < PARCELS; index++) {
      await bench.scan(`CALL-${index}`)
      await bench.scan('CALL')
      await bench.until(({ quote }) => quote !== null)
      await bench.emptied()
      const locked = bench.until(({ weight }) => weight.state === 'locked')
      bench.put(210)
      await locked
      const lockedAt = performance.now()
      const { shipment } = await bench.until(({ step }) => step === 'scan-label')
      station.push(performance.now() - lockedAt)
      bodies.push(bench.station().shipments.find(shipment?.id ?? '')?.requestBody ?? '')
      await bench.scan(shipment?.trackingNumber ?? '')
    }
    const { url, token } = bench.demo.carriers.flexport
    const bare: number[] = []
    for (const body of bodies) {
      const startedAt = performance.now()
      const answer = await fetch(`${url}/logistics/api/2023-07/parcels`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      })
      const { shippingLabelUrl } = (await answer.json()) as { shippingLabelUrl: string }
      await (await fetch(shippingLabelUrl)).arrayBuffer()
      bare.push(performance.now() - startedAt)
    }
    printTitle(`around the carrier's call, ${PARCELS} parcels of Flexport`)
    const ours = percentiles(station)
    const peer = percentiles(bare)
    printRow('weight locked to label in the printer', { ...ours, ratio: ours.p50 / peer.p50 })
    printRow('the same two requests, bare', peer)
    printRow('what the station adds', { p50: ours.p50 - peer.p50, p95: ours.p95 - peer.p50 })
  } finally {
    await bench.stop()
  }
}
