import type { Health, Light } from '../../shared/health.ts'
import type { CarrierId } from '../../shared/orders.ts'
import type { PrinterCondition } from '../../shared/printing.ts'
import type { ScannerLineState } from '../../shared/scanning.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { DatabaseKeeping } from '../database/keeping.ts'
import type { Documents } from '../documents/documents.ts'
import type { CredentialStore } from '../ports.ts'
import type { Queue } from '../outbox/queue.ts'
import type { Printing } from '../printing/printing.ts'
import type { ScannerLines } from '../scanning/scanner-lines.ts'
import type { Weighing } from '../weighing/weighing.ts'
import type { CarrierWatch } from './carrier-watch.ts'

export interface HealthReport {
  view(): Health
  readonly changes: Topic<void>
  stop(): void
}

export interface HealthDeps {
  readonly carriers: CarrierWatch
  readonly credentials: CredentialStore
  readonly printing: Printing
  readonly documents: Pick<Documents, 'statuses' | 'changes'>
  readonly weighing: Weighing
  readonly scanners: Pick<ScannerLines, 'states' | 'changes'>
  readonly queue: Queue
  readonly records: Pick<DatabaseKeeping, 'health' | 'changes'>
}

const PRINTER_LIGHTS: Record<PrinterCondition, Light> = {
  ready: 'good',
  busy: 'good',
  'not-asked': 'good',
  'paper-out': 'bad',
  'head-open': 'bad',
  'ribbon-out': 'bad',
  paused: 'bad',
  'paper-jam': 'bad',
  'take-label': 'attention',
  'wrong-dpi': 'bad',
  'needs-attention': 'bad',
  offline: 'bad',
}

const CARRIERS: readonly CarrierId[] = ['flexport', 'flavorcloud']
const PROBE_EVERY_MS = 30_000

function scaleLight(reading: ScaleReading | undefined): Light {
  if (!reading) return 'off'
  if (reading.state === 'fault') return 'bad'
  return reading.state === 'unknown' ? 'attention' : 'good'
}

function scannerLight({ state, reason }: ScannerLineState): Light {
  if (state === 'offline') return 'bad'
  return reason === null ? 'good' : 'attention'
}

/** The health bar: carriers by their last call, printers by what they say, the scale by its readings. */
export function createHealth(deps: HealthDeps): HealthReport {
  const changes = createTopic<void>()
  let lastScaleLight: Light | undefined
  const stops = [
    deps.printing.changes.subscribe(() => changes.publish()),
    deps.documents.changes.subscribe(() => changes.publish()),
    deps.scanners.changes.subscribe(() => changes.publish()),
    deps.queue.changes.subscribe(() => changes.publish()),
    deps.carriers.changes.subscribe(() => changes.publish()),
    deps.records.changes.subscribe(() => changes.publish()),
    deps.weighing.readings.subscribe((reading) => {
      const light = scaleLight(reading)
      if (light === lastScaleLight) return
      lastScaleLight = light
      changes.publish()
    }),
  ]

  function hasCredentials(carrier: CarrierId): boolean {
    const { flexportToken, flavorcloudAppId, flavorcloudRestApiKey } = deps.credentials.read()
    return carrier === 'flexport'
      ? flexportToken !== undefined
      : flavorcloudAppId !== undefined && flavorcloudRestApiKey !== undefined
  }

  function carrierHealth(carrier: CarrierId): Health['carriers'][number] {
    const last = deps.carriers.last(carrier)
    const down = deps.carriers.carriers.outage(carrier)
    const outage = down ? { since: down.since, nextProbeAt: down.nextProbeAt } : null
    const at = last?.at ?? null
    if (!hasCredentials(carrier))
      return { carrier, light: 'off', code: 'credentials-missing', at, outage }
    const code = down?.code ?? last?.code
    if (code) return { carrier, light: 'attention', code, at, outage }
    return { carrier, light: last ? 'good' : 'attention', at, outage }
  }

  /**
   * Asks carriers that were never asked or failed, unless the work of the bench asked just now, or the carrier is
   * down and so asked anyway; a call that buys nothing. Its outcome is noted by the watch.
   */
  async function probe(): Promise<void> {
    const asked = CARRIERS.filter(
      (carrier) =>
        carrierHealth(carrier).light === 'attention' &&
        !deps.carriers.carriers.outage(carrier) &&
        !deps.carriers.isHeardWithin(carrier, PROBE_EVERY_MS),
    )
    await Promise.all(asked.map((carrier) => deps.carriers.carriers.of(carrier).test()))
  }

  void probe()
  const probing = setInterval(() => void probe(), PROBE_EVERY_MS)
  probing.unref()

  return {
    changes,
    view() {
      const reading = deps.weighing.reading()
      return {
        carriers: [carrierHealth('flexport'), carrierHealth('flavorcloud')],
        printers: [...deps.printing.statuses(), ...deps.documents.statuses()].map((status) => ({
          ...status,
          light: PRINTER_LIGHTS[status.condition],
        })),
        scale: { light: scaleLight(reading), reading: reading ?? null },
        scanners: deps.scanners.states().map((one) => ({ ...one, light: scannerLight(one) })),
        database: deps.records.health(),
        waiting: deps.queue.count(),
      }
    },
    stop() {
      clearInterval(probing)
      for (const stop of stops) stop()
    },
  }
}
