import { demoOrders, type DemoOrder } from '../../simulators/demo-orders.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Health } from '../../shared/health.ts'
import type { Waiting } from '../../shared/outbox.ts'
import type { BenchView } from '../../shared/packing.ts'
import { startDemo, type Demo } from '../../simulators/demo.ts'
import type { Log } from '../../station/ports.ts'
import { createStation, type Station } from '../../station/station.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export interface DemoStation {
  readonly demo: Demo
  /** The station that runs now; another one after `restart`. */
  station(): Station
  view(): BenchView
  /** Resolves when the bench shows what is asked for. */
  until(asked: (view: BenchView) => boolean): Promise<BenchView>
  /** Scans and expects this verdict code. */
  scan(text: string): Promise<string>
  put(grams: number): void
  /** The same, and waits until it is locked; confirms it where it is not what was expected. */
  putOn(grams: number): Promise<void>
  /** Empties the pan and waits until the bench has seen it empty. */
  emptied(): Promise<void>
  /** Empties the pan, waits until the scale says so, puts the box on, waits until it is locked or bought, and confirms it where it is not what was expected. */
  weigh(grams: number): Promise<void>
  /** The text that a scanner reads off the newest paper that came out. */
  paperBarcode(): Promise<string>
  /** Resolves when the health bar is as asked for. */
  untilHealth(asked: (health: Health) => boolean): Promise<void>
  /** Resolves when FlavorCloud’s health is as asked for. */
  untilCarrier(asked: (health: Health['carriers'][number]) => boolean): Promise<void>
  /** Resolves when the queue is as asked for. */
  untilQueue(asked: (waiting: Waiting[]) => boolean): Promise<void>
  /** Does something, and waits until paper has come out after it. */
  newPaper(work: () => Promise<unknown>): Promise<void>
  /** Where its database is. */
  readonly dataDir: string
  /** `between` runs while no station does. */
  restart(between?: () => void): Promise<void>
  stop(): Promise<void>
}

/** A whole station on simulators, with the demo's orders, over real sockets and a real database. */
export async function startDemoStation(
  change: (settings: Demo['settings']) => unknown = (settings) => settings,
  now = () => new Date(),
): Promise<DemoStation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shipbench-loop-'))
  const demo = await startDemo({
    paperWorker: new URL('../../simulators/label-printer/paper-worker.ts', import.meta.url),
    log: silent,
  })

  function open(): Station {
    const opened = createStation({
      dataDir,
      settingsFile: change(structuredClone(demo.settings)),
      clock: { now },
      credentials: { read: () => demo.credentials, origin: () => 'environment' },
      log: silent,
      labelWorker: new URL('label-worker-unwarmed.ts', import.meta.url),
      databaseHelper: new URL('../../station/database/database-helper.ts', import.meta.url),
      hidHelper: new URL('../../station/hid/hid-helper.ts', import.meta.url),
      version: 'test',
      drill: demo.drill,
    })
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    return opened.value
  }

  let station = open()
  station.orders.intake(demo.orders)

  function until(asked: (view: BenchView) => boolean): Promise<BenchView> {
    return new Promise((resolve) => {
      let stop = () => {}
      const look = () => {
        const view = station.bench.view()
        if (!asked(view)) return
        stop()
        resolve(view)
      }
      stop = station.bench.changes.subscribe(look)
      look()
    })
  }

  async function putOn(grams: number): Promise<void> {
    demo.drill.act({ do: 'put-on-scale', grams })
    const { problem } = await until((view) => view.weight.state === 'locked')
    // Most tests are about something else than the weight: whoever packs says that it is right.
    if (problem?.code.startsWith('weight-')) await station.bench.scan(commandBarcode('CONFIRM'))
  }

  async function emptied(): Promise<void> {
    demo.drill.act({ do: 'empty-scale' })
    await until(({ weight }) => weight.state === 'empty' || weight.state === 'locked')
  }

  return {
    demo,
    station: () => station,
    view: () => station.bench.view(),
    until,
    scan: async (text) => (await station.bench.scan(text)).code,
    put: (grams) => demo.drill.act({ do: 'put-on-scale', grams }),
    emptied,
    putOn,
    async weigh(grams) {
      await emptied()
      await putOn(grams)
    },
    async paperBarcode() {
      const before = demo.drill.view().paper[0]
      if (before) return before.barcodes[0] ?? ''
      await new Promise<void>((resolve) => {
        const unsubscribe = demo.drill.changes.subscribe(() => {
          if (demo.drill.view().paper.length === 0) return
          unsubscribe()
          resolve()
        })
      })
      return demo.drill.view().paper[0]?.barcodes[0] ?? ''
    },
    untilHealth: (asked) => settled(station.health, () => asked(station.health.view())),
    untilCarrier: (asked) =>
      settled(station.health, () =>
        asked(
          required(station.health.view().carriers.find((one) => one.carrier === 'flavorcloud')),
        ),
      ),
    untilQueue: (asked) => settled(station.queue, () => asked(station.queue.list())),
    async newPaper(work) {
      const before = demo.drill.view().paper[0]?.id
      await work()
      await settled(demo.drill, () => demo.drill.view().paper[0]?.id !== before)
    },
    dataDir,
    async restart(between = () => {}) {
      await station.stop()
      between()
      station = open()
    },
    async stop() {
      await station.stop()
      await demo.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Resolves when something is so, which is looked at after each change. */
function settled(
  { changes }: { readonly changes: { subscribe(listener: () => void): () => void } },
  isSo: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      if (!isSo()) return
      stop()
      resolve()
    }
    stop = changes.subscribe(look)
    look()
  })
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('What a test counts on is missing')
  return value
}

/** A merchant's order of one unit of one product. */
export function singleOf(merchant: string, sku: string, reference = `T-${merchant}`): DemoOrder {
  const [like] = demoOrders()
  if (!like) throw new Error('The demo has no orders')
  return { ...like, merchant, reference, items: [{ sku, description: 'Tee', quantity: 1 }] }
}

/** What a scanner reads off one of the demo's products. */
export function barcodeOf(sku: string): string {
  for (const { items } of demoOrders())
    for (const item of items) if (item.sku === sku) return item.barcodes?.[0] ?? sku
  throw new Error(`No demo item ${sku}`)
}
