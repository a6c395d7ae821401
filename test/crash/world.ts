import { setTimeout as wait } from 'node:timers/promises'
import type { CarrierId, OrderInput } from '../../shared/orders.ts'
import { demoOrders, type DemoOrder } from '../../simulators/demo-orders.ts'
import { demoSettings } from '../../simulators/demo-settings.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import {
  startFlexportSimulator,
  type FlexportSimulator,
} from '../../simulators/flexport/flexport.ts'
import { startLabelPrinterSimulator } from '../../simulators/label-printer/label-printer.ts'
import { startScaleSimulator } from '../../simulators/scale/scale.ts'
import { createStickersSeen } from './stickers-seen.ts'
import { tapLine, type Piece, type Watch } from './tapped-line.ts'

/** Bytes of a label that went to the printer. */
interface PrintJob {
  readonly at: string
  text: string
}

const SETTLE_MS = 50
const TEMPLATES: Record<CarrierId, string> = { flexport: 'LK-20422', flavorcloud: 'LK-20417' }

/**
 * What outlives the host: both carriers, printer and scale in this process. All lines but the scale's are tapped, and
 * `watch` and `passed` may be changed at any time.
 */
export async function startWorld() {
  const hands: { watch: Watch; passed: (piece: Piece) => void } = {
    watch: () => undefined,
    passed: () => {},
  }
  const [flexport, flavorcloud, printer, scale] = await Promise.all([
    startFlexportSimulator(),
    startFlavorCloudSimulator(),
    startLabelPrinterSimulator({
      paperWorker: new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url),
    }),
    startScaleSimulator({ settleMs: SETTLE_MS }),
  ])
  await Promise.all([flexport.warmUp(), flavorcloud.warmUp()])
  // Nothing relies on it, and it would hide that a purchase was sent twice.
  flexport.switch({ ignoreIdempotencyKey: true })
  const carriers = { flexport, flavorcloud }
  const jobs: PrintJob[] = []

  const watch: Watch = (piece) => hands.watch(piece)
  const passed = (piece: Piece) => hands.passed(piece)
  const watchPrinter: Watch = (piece) => {
    if (piece.from === 'station') notePrint(piece)
    return hands.watch(piece)
  }
  const portOf = (url: string) => Number(new URL(url).port)
  const taps = await Promise.all([
    tapLine(portOf(flexport.url), watch, passed),
    tapLine(portOf(flavorcloud.url), watch, passed),
    tapLine(printer.port, watchPrinter, passed),
  ])
  const [flexportTap, flavorcloudTap, printerTap] = taps
  /** All that came out; the printer itself forgets. */
  const read = new Set<string>()
  const stopReading = printer.onChange(() => {
    for (const { barcodes } of printer.paper()) for (const text of barcodes) read.add(text)
  })

  function notePrint({ bytes }: Piece): void {
    const text = bytes.toString('latin1')
    if (text.includes('^XA')) jobs.push({ at: new Date().toISOString(), text })
    else if (jobs.length > 0) (jobs.at(-1) as PrintJob).text += text
  }

  return {
    hands,
    carriers,
    /** The lines to them. */
    lines: { flexport: flexportTap, flavorcloud: flavorcloudTap },
    scale,
    jobs,
    stickers: createStickersSeen(),
    settings: demoSettings({
      flexportUrl: `http://127.0.0.1:${flexportTap.port}`,
      flavorcloudUrl: `http://127.0.0.1:${flavorcloudTap.port}`,
      printerPort: printerTap.port,
      scalePort: scale.port,
    }),
    credentials: {
      SHIPBENCH_FLEXPORT_TOKEN: flexport.token,
      SHIPBENCH_FLAVORCLOUD_APP_ID: flavorcloud.appId,
      SHIPBENCH_FLAVORCLOUD_REST_API_KEY: flavorcloud.restApiKey,
    },

    atRest: () => atRest(Object.values(carriers)),

    /** What a scanner reads off the paper with this number, once it has come out. */
    barcodeOn(number: string): Promise<string> {
      return new Promise((resolve) => {
        let stop = () => {}
        const look = () => {
          const text = [...read].find((barcode) => barcode.includes(number))
          if (text === undefined) return
          stop()
          resolve(text)
        }
        stop = printer.onChange(look)
        look()
      })
    },

    async stop(): Promise<void> {
      stopReading()
      await Promise.all(taps.map((tap) => tap.stop()))
      await Promise.all([flexport.stop(), flavorcloud.stop(), printer.stop(), scale.stop()])
    },
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>

/** Resolves when the carriers work at nothing any more, also not for a caller that is gone. */
export async function atRest(
  carriers: readonly Pick<FlexportSimulator, 'requests'>[],
): Promise<void> {
  const isBusy = () =>
    carriers.some((carrier) => carrier.requests().some(({ status }) => status === null))
  while (isBusy()) await wait(5)
}

/** An order that this carrier takes. */
export function orderFor(carrier: CarrierId, reference: string): DemoOrder {
  const template = demoOrders().find((order) => order.reference === TEMPLATES[carrier])
  if (!template) throw new Error(`No demo order ${TEMPLATES[carrier]}`)
  return { ...template, carrier, reference }
}

/** Every unit's barcode, in the order's own order. */
export function unitsOf({ items }: Pick<OrderInput, 'items'> | DemoOrder): string[] {
  return items.flatMap(({ barcodes, sku, quantity }) =>
    Array.from({ length: quantity }, () => barcodes?.[0] ?? sku ?? ''),
  )
}
