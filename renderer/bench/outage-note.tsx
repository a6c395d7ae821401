import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { sinceText } from './amounts.ts'
import { KindShape } from './kind-shape.tsx'
import looks from './outage-note.module.css'

/** Stands in the label's place before the weight: no label will come out here now, and the packer goes on. */
export function OutageNote({ outage }: { readonly outage: NonNullable<BenchView['outage']> }) {
  const { t, i18n } = useTranslation()
  return (
    <div className={looks.note} role="note" data-landmark="Outage">
      <span className={looks.mark}>
        <KindShape kind="attention" />
      </span>
      <p className={looks.down}>
        {t('bench.outage.title', {
          carrier: t(`shell.carriers.${outage.carrier}`),
          since: sinceText(outage.since, i18n.language),
        })}
      </p>
      <p className={looks.parks}>{t('bench.outage.parks')}</p>
      <p className={looks.detail}>{t('bench.outage.detail')}</p>
    </div>
  )
}
