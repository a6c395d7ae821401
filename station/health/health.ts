import type { Health, Light } from '../../shared/health.ts'
import type { CarrierId } from '../../shared/orders.ts'
import type { PrinterCondition } from '../../shared/printing.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { createTopic, type Topic } from '../lib/topic.ts'
import type { CredentialStore } from '../ports.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Printing } from '../printing/printing.ts'
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
  readonly weighing: Weighing
  readonly outbox: Outbox
}

const PRINTER_LIGHTS: Record<PrinterCondition, Light> = {
  ready: 'good',
  busy: 'good',
  'not-asked': 'good',
  'paper-out': 'bad',
  'head-open': 'bad',
  'ribbon-out': 'bad',
  paused: 'bad',
  'needs-attention': 'bad',
  offline: 'bad',
}

function scaleLight(reading: ScaleReading | undefined): Light {
  if (!reading) return 'off'
  if (reading.state === 'fault') return 'bad'
  return reading.state === 'unknown' ? 'attention' : 'good'
}

/** The health bar: carriers by their last call, printers by what they say, the scale by its readings. */
export function createHealth(deps: HealthDeps): HealthReport {
  const changes = createTopic<void>()
  let lastScaleLight: Light | undefined
  const stops = [
    deps.printing.changes.subscribe(() => changes.publish()),
    deps.outbox.changes.subscribe(() => changes.publish()),
    deps.carriers.changes.subscribe(() => changes.publish()),
    deps.weighing.readings.subscribe((reading) => {
      const light = scaleLight(reading)
      if (light === lastScaleLight) return
      lastScaleLight = light
      changes.publish()
    }),
  ]

  function carrierHealth(carrier: CarrierId): Health['carriers'][number] {
    const name = carrier === 'flexport' ? 'flexportToken' : 'flavorcloudRestApiKey'
    const last = deps.carriers.last(carrier)
    if (deps.credentials.origin(name) === 'missing')
      return { carrier, light: 'off', code: 'credentials-missing', at: last?.at ?? null }
    if (!last) return { carrier, light: 'good', at: null }
    if (!last.code) return { carrier, light: 'good', at: last.at }
    return { carrier, light: 'attention', code: last.code, at: last.at }
  }

  return {
    changes,
    view() {
      const reading = deps.weighing.reading()
      return {
        carriers: [carrierHealth('flexport'), carrierHealth('flavorcloud')],
        printers: deps.printing
          .statuses()
          .map((status) => ({ ...status, light: PRINTER_LIGHTS[status.condition] })),
        scale: { light: scaleLight(reading), reading: reading ?? null },
        database: { light: 'good' },
        waiting: deps.outbox.count(),
      }
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}
