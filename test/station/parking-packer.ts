import { expect } from 'vitest'
import type { CarrierFault } from '../../shared/drill.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { barcodeOf, type DemoStation } from './demo-station.ts'

export const ORDER = 'LK-20417'
export const PULLOVER = 'LK-PUL-M-OAT'
export const BEANIE = 'LK-BEA-RST'

/** What a packer does with an order whose carrier cannot be asked, at the bench that `current` gives. */
export function parkingPacker(current: () => DemoStation) {
  const carrier = () => current().demo.carriers.flavorcloud
  const command = (...given: Parameters<typeof commandBarcode>) =>
    current().scan(commandBarcode(...given))
  const waiting = () => current().station().queue.list()
  const stateOf = (reference: string) => current().station().orders.byReference(reference)[0]?.state
  const shipments = () => current().station().shipments.search({ order: ORDER, limit: 50 }).rows

  function line(fault: CarrierFault): void {
    current().demo.drill.act({ do: 'carrier', carrier: 'flavorcloud', fault })
  }

  async function lineBack(): Promise<void> {
    line('none')
    await current().untilCarrier(({ outage }) => outage === null)
  }

  async function scanItems(...skus: string[]): Promise<void> {
    for (const sku of skus) await current().scan(barcodeOf(sku))
  }

  /** Cuts the line, opens the order, and resolves when the station knows that the line is cut. */
  async function openWithoutLine(): Promise<void> {
    line('down')
    expect(await current().scan(ORDER)).toBe('order-opened')
    await current().until(({ outage }) => outage !== null)
  }

  /** Weighs the open box, and gives the text of the sticker that comes out. */
  async function weighAndPark(grams: number): Promise<string> {
    await current().emptied()
    await current().putOn(grams)
    const view = await current().until(({ parked }) => parked?.isPrinted === true)
    return view.parked?.sticker ?? ''
  }

  /** The whole order in one parked box. */
  async function park(): Promise<string> {
    await openWithoutLine()
    await scanItems(PULLOVER, PULLOVER, BEANIE)
    return weighAndPark(1150)
  }

  /** The whole order in two parked boxes. */
  async function parkTwo(): Promise<[string, string]> {
    await openWithoutLine()
    await scanItems(BEANIE)
    await command('BOX')
    const first = await weighAndPark(210)
    await scanItems(PULLOVER, PULLOVER)
    return [first, await weighAndPark(1000)]
  }

  const labelAsked = () => current().until(({ step }) => step === 'scan-label')

  /** Scans the label that is asked for on its box. */
  async function scanBack(): Promise<string> {
    const { shipment } = await labelAsked()
    return current().scan(shipment?.trackingNumber ?? '')
  }

  return {
    barcodeOf,
    carrier,
    command,
    waiting,
    stateOf,
    shipments,
    line,
    lineBack,
    scanItems,
    openWithoutLine,
    weighAndPark,
    park,
    parkTwo,
    labelAsked,
    scanBack,
  }
}
