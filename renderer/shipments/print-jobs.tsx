import { useTranslation } from 'react-i18next'
import type { PrintJob } from '../../shared/printing.ts'
import { sayReason } from '../bench/say.ts'
import { Time } from '../tables/formats.tsx'
import { sayPrintReason } from './print-reason.ts'
import classes from './shipment-detail.module.css'

/** Every print of a label, newest first: by which printer, why, and how far it is known to have come. */
export function PrintJobs({ jobs }: { jobs: readonly PrintJob[] }) {
  const { t } = useTranslation()
  if (jobs.length === 0)
    return <span className={classes['quiet']}>{t('shipments.detail.noPrints')}</span>
  const reprints = jobs.filter(({ purpose }) => purpose === 'reprint')
  return (
    <ul className={classes['jobs']} aria-label={t('shipments.detail.prints')}>
      {jobs.map((job) => (
        <Job key={job.id} job={job} reprint={reprints.length - reprints.indexOf(job)} />
      ))}
    </ul>
  )
}

/** Nobody asks of a label whose bytes never left whether it came out. */
function paperOf({ cameOut, delivery }: PrintJob): 'yes' | 'no' | 'unknown' | undefined {
  if (cameOut !== null) return cameOut ? 'yes' : 'no'
  return delivery === null || delivery === 'not-sent' ? undefined : 'unknown'
}

function Job({ job, reprint }: { job: PrintJob; reprint: number }) {
  const { t } = useTranslation()
  const { delivery, detail, provedBy, insteadOf, reason, operator } = job
  const paper = paperOf(job)
  const why = [
    reason !== null && t('shipments.print.reason', { reason: sayPrintReason(t, reason) }),
    operator !== null && t('shipments.print.by', { name: operator }),
  ]
  const bytes = [
    delivery && t(`shipments.print.delivery.${delivery}`),
    detail && sayReason(t, detail),
  ]
  const lines = [why.filter(Boolean).join(' · '), bytes.filter(Boolean).join(' · ')]
  return (
    <li>
      <Time at={job.sentAt ?? job.createdAt} /> ·{' '}
      {t(`shipments.print.purpose.${job.purpose}`, { number: reprint })} · {job.printerId} ·{' '}
      <strong>{t(`shipments.print.state.${job.state}`)}</strong>
      {lines.filter(Boolean).map((line) => (
        <div key={line} className={classes['quiet']}>
          {line}
        </div>
      ))}
      {paper && (
        <div className={classes['paper']} data-paper={paper}>
          {t(`shipments.print.cameOut.${paper}`)}
          {provedBy && `: ${t(`shipments.print.provedBy.${provedBy}`)}`}
        </div>
      )}
      {insteadOf !== null && (
        <div className={classes['quiet']}>
          {t('shipments.print.insteadOf', { printer: insteadOf })}
        </div>
      )}
    </li>
  )
}
