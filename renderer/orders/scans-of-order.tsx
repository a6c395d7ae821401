import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScanRecord } from '../../shared/scanning.ts'
import { LightMark } from '../settings/light-mark.tsx'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { Time } from '../tables/formats.tsx'
import { Section } from '../tables/section.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { scanWords } from './scan-words.ts'
import classes from './order-detail.module.css'

const MOST = 200

/** What was scanned while an order was open, newest first; asked for when it is opened. */
export function ScansOfOrder({ orderId }: { orderId: number }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Section title={t('orders.scans.title')}>
      <details className={classes['scans']} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('orders.scans.show')}</summary>
        {open && <Scans orderId={orderId} />}
      </details>
    </Section>
  )
}

function Scans({ orderId }: { orderId: number }) {
  const { t } = useTranslation()
  const { value, failed, again } = useAnswer(
    useCallback(
      (signal: AbortSignal) => station.scans.search({ orderId, limit: MOST }, { signal }),
      [orderId],
    ),
  )
  useBenchChanges(again)
  if (failed && !value) return <AskedAgain again={again} />
  if (!value) return null
  const { rows, nextCursor } = value
  if (rows.length === 0) return <p className={classes['quiet']}>{t('orders.scans.none')}</p>
  return (
    <>
      <ul className={classes['items']} aria-label={t('orders.scans.title')}>
        {rows.map((scan) => (
          <Scan key={scan.id} scan={scan} />
        ))}
      </ul>
      {nextCursor !== null && (
        <p className={classes['quiet']}>{t('orders.scans.newest', { shown: MOST })}</p>
      )}
    </>
  )
}

function Scan({ scan }: { scan: ScanRecord }) {
  const { t } = useTranslation()
  const { at, text, accepted, repeats, operator } = scan
  return (
    <li className={classes['scan']}>
      <LightMark light={accepted ? 'good' : 'bad'} word={scanWords(t, scan)} />
      <div className={classes['quiet']}>
        <Time at={at} full /> {operator !== null && `· ${operator} `}
        {repeats > 0 && `· ${t('orders.scans.repeats', { count: repeats })} `}·{' '}
        <code dir="ltr">{text}</code>
      </div>
    </li>
  )
}
