import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { BenchView } from '../../shared/packing.ts'
import { HealthLight } from './health-light.tsx'
import { lightsOf } from './lights.ts'
import looks from './idle-panel.module.css'

interface IdlePanelProps {
  readonly view: BenchView
  readonly health: Health | undefined
}

/** Between two orders: what is ready, what was done today, and what is not well. */
export function IdlePanel({ view, health }: IdlePanelProps) {
  const { t } = useTranslation()
  const unwell = health
    ? lightsOf(health, t).filter(({ light }) => light === 'bad' || light === 'attention')
    : []
  return (
    <div className={looks.idle}>
      <dl className={looks.figures}>
        <div>
          <dd>{view.ready}</dd>
          <dt>{t('bench.idle.ready', { count: view.ready })}</dt>
        </div>
        <div>
          <dd>{view.shippedToday}</dd>
          <dt>{t('bench.idle.shipped')}</dt>
        </div>
      </dl>
      <div className={looks.health}>
        <h2>{t(unwell.length > 0 ? 'bench.idle.notWell' : 'bench.idle.allWell')}</h2>
        {unwell.map((light) => (
          <p key={light.id}>
            <HealthLight light={light} /> <span aria-hidden>{light.matter}</span>
          </p>
        ))}
      </div>
      {view.demo && <p className={looks.hint}>{t('bench.drillHint')}</p>}
    </div>
  )
}
