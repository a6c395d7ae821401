import type { CarrierFault, DrillAction, DrillView, PrinterFault } from '../shared/drill.ts'
import { gramsFrom } from '../shared/measures.ts'
import type { CarrierId } from '../shared/orders.ts'
import { unreachable } from '../shared/outcome.ts'
import { ratedAtCheckout } from './demo-checkout.ts'
import { DEMO_BOXES, DEMO_OPERATORS, demoSettings } from './demo-settings.ts'
import { demoOrders } from './demo-orders.ts'
import type { DemoOrder } from './demo-orders.ts'
import { startFlavorCloudSimulator, type FlavorCloudSimulator } from './flavorcloud/flavorcloud.ts'
import { startFlexportSimulator, type FlexportSimulator } from './flexport/flexport.ts'
import { startLabelPrinterSimulator } from './label-printer/label-printer.ts'
import { startScaleSimulator } from './scale/scale.ts'

const WARM_UP_AFTER_MS = 10_000

export interface DemoDeps {
  /** Module of the worker thread in which the printer draws its paper. */
  readonly paperWorker: URL
  readonly log: { info(context: object, message: string): void }
}

/** Shaped as the station's port of the same name wants it. */
export interface DemoDrill {
  view(): DrillView
  readonly changes: {
    publish(value: void): void
    /** Returns the way to stop listening. */
    subscribe(listener: (value: void) => void): () => void
  }
  act(action: DrillAction): void
}

export interface Demo {
  /** As in a settings file. */
  readonly settings: ReturnType<typeof demoSettings>
  readonly credentials: {
    readonly flexportToken: string
    readonly flavorcloudAppId: string
    readonly flavorcloudRestApiKey: string
  }
  readonly orders: readonly DemoOrder[]
  readonly carriers: {
    readonly flexport: FlexportSimulator
    readonly flavorcloud: FlavorCloudSimulator
  }
  readonly drill: DemoDrill
  stop(): Promise<void>
}

/** Starts both carriers, the label printer and the scale on free ports of 127.0.0.1, ready for a station. */
export async function startDemo(deps: DemoDeps): Promise<Demo> {
  const [flexport, flavorcloud, printer, scale] = await Promise.all([
    startFlexportSimulator(),
    startFlavorCloudSimulator(),
    startLabelPrinterSimulator({ paperWorker: deps.paperWorker }),
    startScaleSimulator({ protocol: 'nci' }),
  ])
  const settings = demoSettings({
    flexportUrl: flexport.url,
    flavorcloudUrl: flavorcloud.url,
    printerPort: printer.port,
    scalePort: scale.port,
  })
  const orders = ratedAtCheckout(demoOrders(), flavorcloud, settings)
  const orderCards = orders.map(orderCard)
  const boxCards = DEMO_BOXES.map((box) => ({
    title: box.name,
    detail: `${box.length} × ${box.width} × ${box.height} ${box.unit}, ${box.tareGrams} g empty`,
    barcode: box.barcode,
  }))
  const badgeCards = DEMO_OPERATORS.map(({ name, badge }) => ({
    title: name,
    detail: 'packs at this bench',
    barcode: badge,
  }))
  const simulators = { flexport, flavorcloud }
  const carrierFaults: Record<CarrierId, CarrierFault> = { flexport: 'none', flavorcloud: 'none' }
  let printerFault: PrinterFault = 'none'

  const listeners = new Set<(value: void) => void>()
  const changes: DemoDrill['changes'] = {
    publish() {
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  printer.onChange(() => changes.publish())
  scale.onChange(() => changes.publish())
  // After the start, which must not wait for it.
  const warming = setTimeout(() => {
    printer.warmUp()
    for (const carrier of [flexport, flavorcloud]) void carrier.warmUp()
  }, WARM_UP_AFTER_MS).unref()
  deps.log.info(
    {
      flexport: flexport.url,
      flavorcloud: flavorcloud.url,
      printerPort: printer.port,
      scalePort: scale.port,
    },
    'The simulators of the demo are up',
  )

  /** Scale and printer tell of their changes themselves. */
  function act(action: DrillAction): void {
    switch (action.do) {
      case 'put-on-scale':
        return scale.put(action.grams)
      case 'empty-scale':
        return scale.empty()
      case 'carrier':
        simulators[action.carrier].fault(action.fault)
        carrierFaults[action.carrier] = action.fault
        return changes.publish()
      case 'printer':
        printerFault = action.fault
        return printer.fault(action.fault)
      default:
        return unreachable(action)
    }
  }

  return {
    settings,
    credentials: {
      flexportToken: flexport.token,
      flavorcloudAppId: flavorcloud.appId,
      flavorcloudRestApiKey: flavorcloud.restApiKey,
    },
    orders,
    carriers: simulators,
    drill: {
      view: () => ({
        orders: orderCards,
        boxes: boxCards,
        badges: badgeCards,
        panGrams: scale.grams(),
        carriers: { ...carrierFaults },
        printer: printerFault,
        paper: printer.paper().map((sheet) => ({ ...sheet, barcodes: [...sheet.barcodes] })),
      }),
      changes,
      act,
    },
    async stop() {
      clearTimeout(warming)
      await Promise.all([flexport.stop(), flavorcloud.stop(), printer.stop(), scale.stop()])
    },
  }
}

function orderCard({
  reference,
  shipTo,
  items,
  box,
  note,
}: DemoOrder): DrillView['orders'][number] {
  const units = items.reduce((sum, item) => sum + item.quantity, 0)
  const grams = items.reduce((sum, item) => sum + item.quantity * unitGrams(item), 0)
  const tare = DEMO_BOXES.find(({ id }) => id === box)?.tareGrams
  const weighs = tare === undefined ? `${grams} g without box` : `${grams + tare} g in ${box}`
  const place = `${shipTo.city}, ${shipTo.country}`
  return {
    title: reference,
    detail: [place, `${units} ${units === 1 ? 'item' : 'items'}`, weighs, note]
      .filter(Boolean)
      .join(' · '),
    barcode: reference,
    items: items.map((item) => ({
      title: item.description,
      detail: `${item.quantity} × ${item.sku ?? ''} · ${unitGrams(item)} g each`,
      barcode: item.barcodes?.[0] ?? item.sku ?? '',
    })),
  }
}

function unitGrams(item: DemoOrder['items'][number]): number {
  return item.weight ? gramsFrom(item.weight.value, item.weight.unit) : 0
}
