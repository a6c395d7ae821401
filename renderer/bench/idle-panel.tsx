import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { WaitingCounts, Why } from '../../shared/outbox.ts'
import type { BenchView } from '../../shared/packing.ts'
import { HealthLight } from './health-light.tsx'
import { KindShape } from './kind-shape.tsx'
import { lightsOf } from './lights.ts'
import looks from './idle-panel.module.css'

interface IdlePanelProps {
  readonly view: BenchView
  readonly health: Health | undefined
  readonly waiting: WaitingCounts | undefined
}

function Figure({ count, what }: { readonly count: number; readonly what: string }) {
  return (
    <div>
      <dd>{count}</dd>
      <dt>{what}</dt>
    </div>
  )
}

/** Between two orders: what is ready, what was done today, what is parked, and what is not well. */
export function IdlePanel({ view, health, waiting }: IdlePanelProps) {
  const { t, i18n } = useTranslation()
  const unwell = health
    ? lightsOf(health, t, i18n.language).filter(
        ({ light }) => light === 'bad' || light === 'attention',
      )
    : []
  const countOf = (why: Why) => waiting?.groups.find((group) => group.why === why)?.count ?? 0
  const toScan = countOf('sticker-to-scan')
  const refused = countOf('parked-refused')
  const inDoubt = countOf('in-doubt')
  const parked = countOf('parked') + toScan + refused
  return (
    <div className={looks.idle}>
      <dl className={looks.figures}>
        <Figure count={view.ready} what={t('bench.idle.ready', { count: view.ready })} />
        <Figure count={view.shippedToday} what={t('bench.idle.shipped')} />
        {parked > 0 && <Figure count={parked} what={t('bench.idle.parked', { count: parked })} />}
      </dl>
      {/* What a packer can do something about right now, and whom else a box with a sticker waits for. */}
      <div className={looks.parked}>
        {toScan > 0 && (
          <p data-kind="good">
            <KindShape kind="good" /> {t('bench.idle.toScan', { count: toScan })}
          </p>
        )}
        {refused > 0 && (
          <p data-kind="wrong">
            <KindShape kind="wrong" /> {t('bench.idle.refused', { count: refused })}
          </p>
        )}
        {inDoubt > 0 && (
          <p data-kind="in-doubt">
            <KindShape kind="in-doubt" /> {t('bench.idle.inDoubt', { count: inDoubt })}
          </p>
        )}
      </div>
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
