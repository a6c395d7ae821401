import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { demoOrders } from '../../simulators/demo-orders.ts'
import { demoSettings } from '../../simulators/demo-settings.ts'
import { startFlavorCloudSimulator } from '../../simulators/flavorcloud/flavorcloud.ts'
import { startFlexportSimulator } from '../../simulators/flexport/flexport.ts'
import { startLabelPrinterSimulator } from '../../simulators/label-printer/label-printer.ts'
import { startScaleSimulator } from '../../simulators/scale/scale.ts'
import { startHost, type Host } from './host.ts'

/** What the demo has around its station, in hands of the test: it outlives a station that is killed. */
export async function startWorld() {
  const [flexport, flavorcloud, printer, scale] = await Promise.all([
    startFlexportSimulator(),
    startFlavorCloudSimulator(),
    startLabelPrinterSimulator({
      paperWorker: new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url),
    }),
    startScaleSimulator({ protocol: 'nci' }),
  ])
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-e2e-'))
  const hosts: Host[] = []

  /**
   * A station on the same data folder; `printerPort` is where its label printer listens, and `standbyPort` where the one
   * listens that takes over.
   */
  async function start(printerPort = printer.port, standbyPort?: number): Promise<Host> {
    const settings = join(dataDir, 'settings.json')
    const ports = { printerPort, scalePort: scale.port }
    const urls = { flexportUrl: flexport.url, flavorcloudUrl: flavorcloud.url }
    const demo = demoSettings({ ...urls, ...ports })
    const standby = { id: 'label-2', role: 'label', connection: `tcp://127.0.0.1:${standbyPort}` }
    const printers = standbyPort === undefined ? demo.printers : [...demo.printers, standby]
    writeFileSync(settings, JSON.stringify({ ...demo, printers }))
    const host = await startHost(['--settings', settings], dataDir, {
      SHIPBENCH_FLEXPORT_TOKEN: flexport.token,
      SHIPBENCH_FLAVORCLOUD_APP_ID: flavorcloud.appId,
      SHIPBENCH_FLAVORCLOUD_REST_API_KEY: flavorcloud.restApiKey,
    })
    if (hosts.length === 0) await host.rest('POST', '/orders', demoOrders())
    hosts.push(host)
    return host
  }

  return {
    flexport,
    flavorcloud,
    scale,
    printer,
    start,

    /** Waits until a paper with this barcode has come out of the printer. */
    paperWith(barcode: string): Promise<void> {
      const isOut = () => printer.paper().some(({ barcodes }) => barcodes.includes(barcode))
      return new Promise((resolve) => {
        const look = () => {
          if (!isOut()) return
          stopLooking()
          resolve()
        }
        const stopLooking = printer.onChange(look)
        look()
      })
    },

    async stop(): Promise<void> {
      await hosts.at(-1)?.end('SIGTERM')
      await Promise.all([flexport.stop(), flavorcloud.stop(), printer.stop(), scale.stop()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>

/** A test with carriers, printer and scale of its own; it starts the station itself. */
export const test = base.extend<{ world: World }>({
  // Playwright reads the fixtures a fixture needs from this empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  world: async ({}, use) => {
    const world = await startWorld()
    await use(world)
    await world.stop()
  },
})
