import { implement } from '@orpc/server'
import { test as base, type Page } from '@playwright/test'
import { contract } from '../../shared/contract.ts'
import type { Health } from '../../shared/health.ts'
import type { BenchView } from '../../shared/packing.ts'
import {
  SettingsSchema,
  type ScaleSettings,
  type Settings,
  type SettingsView,
} from '../../shared/settings.ts'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import type { AttachedScales, ScaleProbe, ScaleReading } from '../../shared/weighing.ts'
import { createTopic, followLatest } from '../../station/lib/topic.ts'
import type { Station } from '../../station/station.ts'
import { PAGE_ROOT } from '../../web/built-screen.ts'
import { serve } from '../../web/serve.ts'
import { viewWith } from '../renderer/bench/bench-views.ts'
import { prefer } from './preferences.ts'
import { fakeStation, silentLog } from '../web/fake-station.ts'

const HEALTH: Health = {
  carriers: [],
  printers: [],
  scale: { light: 'good', reading: null },
  database: { light: 'good' },
  scanners: [],
  waiting: 0,
}

const endless = new AbortController().signal

/** What a test wants the page to be told. */
export interface Posed {
  view: BenchView
  settings: SettingsView
  attached: AttachedScales
  /** What is heard on a connection; undefined keeps the line silent. */
  reading: (settings: ScaleSettings) => ScaleReading | undefined
  probes: readonly ScaleProbe[]
  shipment: ShipmentDetail | undefined
}

/**
 * The built page on a station that only shows what a test poses: devices that no test machine has, and moments that pass
 * too soon on a real bench.
 */
export async function servePosed() {
  const changes = createTopic<void>()
  const scans: string[] = []
  const listened: ScaleSettings[] = []
  const posed: Posed = {
    view: viewWith(),
    settings: {
      settings: SettingsSchema.parse({}),
      fixed: [],
      credentials: { flexportToken: 'missing', flavorcloudKeys: 'missing', canKeep: false },
    },
    attached: { found: [], troubles: [] },
    reading: () => undefined,
    probes: [],
    shipment: undefined,
  }
  const on = implement(contract)
  const follow = <T>(what: () => T, signal: AbortSignal | undefined) =>
    followLatest(what, [changes], signal ?? endless)

  function set(patch: Partial<Settings>): SettingsView {
    const settings = SettingsSchema.parse({ ...posed.settings.settings, ...patch })
    posed.settings = { ...posed.settings, settings }
    changes.publish()
    return posed.settings
  }

  async function* readings(settings: ScaleSettings | undefined, signal: AbortSignal | undefined) {
    const heard = settings && (() => posed.reading(settings))
    for await (const reading of follow(() => heard?.(), signal)) if (reading) yield reading
  }

  const router = {
    bench: {
      follow: on.bench.follow.handler(({ signal }) => follow(() => posed.view, signal)),
      scan: on.bench.scan.handler(({ input }) => {
        scans.push(input.text)
        return {
          meaning: 'unknown',
          accepted: true,
          code: 'confirmed',
          kind: 'good',
          params: {},
          message: 'Confirmed',
          step: posed.view.step,
        }
      }),
    },
    health: { follow: on.health.follow.handler(({ signal }) => follow(() => HEALTH, signal)) },
    outbox: {
      follow: on.outbox.follow.handler(({ signal }) =>
        follow(() => ({ total: 0, groups: [] }), signal),
      ),
    },
    drill: {
      // Ends at once: this is no demo.
      follow: on.drill.follow.handler(async function* () {}),
    },
    settings: {
      follow: on.settings.follow.handler(({ signal }) => follow(() => posed.settings, signal)),
      change: on.settings.change.handler(({ input }) => ({
        ok: true as const,
        value: set(input.patch),
      })),
    },
    scale: {
      follow: on.scale.follow.handler(({ signal }) =>
        readings(posed.settings.settings.scale, signal),
      ),
      attached: on.scale.attached.handler(({ signal }) => follow(() => posed.attached, signal)),
      listen: on.scale.listen.handler(({ input, signal }) => {
        listened.push(input)
        return readings(input, signal)
      }),
      probe: on.scale.probe.handler(async function* () {
        yield* posed.probes
      }),
    },
    shipments: {
      search: on.shipments.search.handler(() => ({
        rows: posed.shipment ? [posed.shipment] : [],
        nextCursor: null,
        total: posed.shipment ? 1 : 0,
      })),
      get: on.shipments.get.handler(() =>
        posed.shipment
          ? { ok: true as const, value: posed.shipment }
          : { ok: false as const, failure: { code: 'shipment-not-found' as const } },
      ),
      exchanges: on.shipments.exchanges.handler(() => ({ ok: true as const, value: [] })),
    },
  }
  const station = { ...fakeStation().station, router } as unknown as Station
  const served = await serve({
    station,
    port: 0,
    pageRoot: PAGE_ROOT,
    version: '0.0.0',
    log: silentLog,
  })
  return {
    /** What went in by the bench's one way. */
    scans,
    /** What was listened to, newest last. */
    listened,
    /** Changes settings, as the page itself does. */
    set,
    /** Changes what the page is told. */
    pose(change: Partial<Posed>): void {
      Object.assign(posed, change)
      changes.publish()
    },
    async open(page: Page, look: 'dark' | 'light' = 'dark', language = 'en'): Promise<void> {
      await prefer(page, { language, colorScheme: look, drillOpen: false })
      await page.goto(served.url)
    },
    close: () => served.close(),
  }
}

export type PosedStation = Awaited<ReturnType<typeof servePosed>>

/** A test with a station that only shows what is posed. */
export const test = base.extend<{ posed: PosedStation }>({
  // Playwright reads the fixtures a fixture needs from this empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  posed: async ({}, use) => {
    const posed = await servePosed()
    await use(posed)
    await posed.close()
  },
})
