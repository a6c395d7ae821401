import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconHelpCircle,
  type Icon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentState, ShipmentDocument } from '../../shared/documents.ts'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { Time } from '../tables/formats.tsx'
import { Section } from '../tables/section.tsx'
import { StateMark, type StateKind } from '../tables/state-mark.tsx'
import classes from './shipment-detail.module.css'

const LOOKS: Record<DocumentState, readonly [Icon, StateKind]> = {
  waiting: [IconClock, 'wait'],
  printing: [IconClock, 'wait'],
  failed: [IconCircleX, 'wrong'],
  'in-doubt': [IconHelpCircle, 'in-doubt'],
  out: [IconCircleCheck, 'good'],
  confirmed: [IconAlertTriangle, 'attention'],
  dropped: [IconCircleMinus, 'wait'],
}

interface DocumentsSectionProps {
  readonly shipment: ShipmentDetail
  readonly onPrint: () => void
}

/** The papers beside the label: how far each is, and the way to print one again. */
export function DocumentsSection({ shipment, onPrint }: DocumentsSectionProps) {
  const { t } = useTranslation()
  const { documents, noPapersBecause } = shipment
  return (
    <Section title={t('shipments.documents.title')}>
      {noPapersBecause && (
        <p className={classes['quiet']}>{t(`shipments.documents.noPapers.${noPapersBecause}`)}</p>
      )}
      <ul className={classes['jobs']}>
        {documents.map((document) => (
          <Paper key={document.id} shipmentId={shipment.id} paper={document} onPrint={onPrint} />
        ))}
      </ul>
    </Section>
  )
}

function Paper(props: { shipmentId: string; paper: ShipmentDocument; onPrint: () => void }) {
  const { t } = useTranslation()
  const { shipmentId, paper, onPrint } = props
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const print = async () => {
    setBusy(true)
    setTrouble(undefined)
    try {
      const answer = await station.shipments.printDocument({
        id: shipmentId,
        documentId: paper.id,
      })
      if (!answer.ok) setTrouble(t(`shipments.documents.problems.${answer.failure.code}`))
      onPrint()
    } catch {
      setTrouble(t('tables.failed'))
    } finally {
      setBusy(false)
    }
  }
  const [picture, kind] = LOOKS[paper.state]
  const name = t(`shipments.documents.kind.${paper.kind}`)
  const isUnderWay = paper.state === 'waiting' || paper.state === 'printing'
  return (
    <li>
      <div className={classes['way']}>
        <span>
          {t('shipments.documents.copies', { name, count: paper.copies })}
          {paper.printerId !== null && ` · ${paper.printerId}`}
        </span>
        <StateMark
          picture={picture}
          kind={kind}
          word={t(`shipments.documents.state.${paper.state}`)}
        />
      </div>
      <div className={classes['quiet']}>
        <Time at={paper.at} full />
        {paper.detail !== null && ` · ${paper.detail}`}
      </div>
      {paper.confirmedAt !== null && (
        <div className={classes['quiet']}>
          {t('shipments.documents.confirmed', { name: paper.confirmedBy ?? '–' })}{' '}
          <Time at={paper.confirmedAt} full />
        </div>
      )}
      {paper.nextTryAt !== null && (
        <div className={classes['quiet']}>
          {t('shipments.documents.nextTry')} <Time at={paper.nextTryAt} full />
        </div>
      )}
      {!isUnderWay && paper.state !== 'dropped' && (
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          aria-label={t('shipments.documents.againOf', { name })}
          onClick={() => void print()}
        >
          {t('shipments.documents.again')}
        </Button>
      )}
      {trouble && (
        <p className={classes['outcome']} data-kind="wrong" role="alert">
          {trouble}
        </p>
      )}
    </li>
  )
}
