import { IconMenu2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { BenchView } from '../../shared/packing.ts'
import { useFollowed } from '../follow.ts'
import { goTo, toggleRail } from '../navigation.ts'
import { station } from '../station.ts'
import { countryName } from './amounts.ts'
import { DisplayMenu } from './display-menu.tsx'
import { HealthLight } from './health-light.tsx'
import { lightsOf } from './lights.ts'
import looks from './top-bar.module.css'

/** Carriers shout their service names ("STANDARD"); the bar is quiet. */
function sentenceCase(name: string): string {
  return name === name.toUpperCase() ? name.charAt(0) + name.slice(1).toLowerCase() : name
}

function Destination({ order }: { readonly order: NonNullable<BenchView['order']> }) {
  const { i18n } = useTranslation()
  const facts = [
    `${order.recipient}, ${order.city}`,
    sentenceCase(order.serviceLevel),
    order.termsOfTrade,
    countryName(order.country, i18n.language),
  ]
  return <span className={looks.destination}>{facts.filter(Boolean).join(' · ')}</span>
}

/** Quiet until it matters: the order, where it goes, and whether the station is well. */
export function TopBar({
  view,
  health,
}: {
  readonly view: BenchView
  readonly health: Health | undefined
}) {
  const { t, i18n } = useTranslation()
  const { order } = view
  return (
    <header className={looks.bar}>
      <button
        type="button"
        className={looks.menu}
        onClick={toggleRail}
        aria-label={t('shell.rail.open')}
      >
        <IconMenu2 size="1.25rem" aria-hidden />
      </button>
      <h1 className={looks.order} data-none={!order}>
        {order ? order.reference : t('bench.top.noOrder')}
      </h1>
      {order && order.parcel > 1 && (
        <span className={looks.parcel}>{t('bench.top.parcel', { parcel: order.parcel })}</span>
      )}
      {order ? <Destination order={order} /> : <span className={looks.destination} />}
      <section
        aria-label={t('bench.top.health')}
        data-landmark="Station health"
        className={looks.lights}
      >
        {health &&
          lightsOf(health, t, i18n.language).map((light) => (
            <HealthLight key={light.id} light={light} />
          ))}
      </section>
      <button
        type="button"
        className={looks.waiting}
        data-some={(health?.waiting ?? 0) > 0}
        title={t('bench.top.waitingLabel')}
        onClick={() => goTo('queue')}
      >
        {t('bench.top.waiting', { count: health?.waiting ?? 0 })}
      </button>
      <DisplayMenu />
    </header>
  )
}

export function useHealth(): Health | undefined {
  return useFollowed(station.health.follow)
}
