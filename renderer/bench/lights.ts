import type { TFunction } from 'i18next'
import type { Health, Light } from '../../shared/health.ts'
import { sinceText } from './amounts.ts'
import { sayReason } from './say.ts'

/** One device or carrier as the top bar shows it. */
export interface NamedLight {
  readonly id: string
  readonly name: string
  readonly light: Light
  /** What is the matter, in words; absent where all is well. */
  readonly matter?: string
}

function matter(light: Light, code: string | undefined, t: TFunction): { matter?: string } {
  if (light === 'good') return {}
  return { matter: code === undefined ? t(`bench.top.lights.${light}`) : sayReason(t, code) }
}

/** One light for all scanners that the station reads by itself: how the worst of them is. */
function scannerLights({ scanners }: Health, t: TFunction): NamedLight[] {
  const worst =
    scanners.find(({ light }) => light === 'bad') ?? scanners.find(({ reason }) => reason)
  const { light = 'good', reason = null } = worst ?? {}
  if (scanners.length === 0) return []
  return [
    {
      id: 'scanner',
      name: t('bench.top.scanner'),
      light,
      ...(reason !== null && { matter: t(`scannerSetup.lines.reasons.${reason}`) }),
    },
  ]
}

/** Carriers, printers, scale, scanners and records, in a fixed order. */
export function lightsOf(health: Health, t: TFunction, language: string): NamedLight[] {
  const carriers = health.carriers.map(({ carrier, light, code, outage }) => ({
    id: carrier,
    name: t(`shell.carriers.${carrier}`),
    light,
    ...(outage
      ? { matter: t('bench.idle.down', { since: sinceText(outage.since, language) }) }
      : matter(light, code, t)),
  }))
  const printers = health.printers.map(({ id, role, light, condition }, index) => {
    const first = health.printers.findIndex((printer) => printer.role === role) === index
    const name = t(role === 'label' ? 'bench.top.labelPrinter' : 'bench.top.documentPrinter')
    return {
      id: `printer-${id}`,
      name: first ? name : `${name} ${id}`,
      light,
      ...matter(light, condition, t),
    }
  })
  const { scale, database } = health
  // Without one no label prints: that is told before the first is bought.
  const noPrinter: NamedLight = {
    id: 'no-printer',
    name: t('bench.top.labelPrinter'),
    light: 'bad',
    matter: t('bench.top.lights.off'),
  }
  const scaleReason = scale.light === 'off' ? 'no-scale-set-up' : scale.reading?.reason
  return [
    ...carriers,
    ...(health.printers.some(({ role }) => role === 'label') ? [] : [noPrinter]),
    ...printers,
    {
      id: 'scale',
      name: t('bench.top.scale'),
      light: scale.light,
      ...matter(scale.light, scaleReason, t),
    },
    ...scannerLights(health, t),
    ...(database.light === 'good'
      ? []
      : [
          {
            id: 'database',
            name: t('bench.top.database'),
            light: database.light,
            ...matter(database.light, database.detail, t),
          },
        ]),
  ]
}
