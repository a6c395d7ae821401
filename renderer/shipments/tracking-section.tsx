import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import type { KeptTracking } from '../../shared/tracking.ts'
import { station } from '../station.ts'
import { Time, useFormats, type Formats } from '../tables/formats.tsx'
import { Section, Values } from '../tables/section.tsx'
import { CarrierFailureWords } from './failure-words.tsx'
import { TrackingMark } from './tracking-mark.tsx'
import classes from './shipment-detail.module.css'

/** Where the parcel is, as it was last read, and a way to ask now. */
export function TrackingSection(props: { shipment: ShipmentDetail; onRead: () => void }) {
  const { t } = useTranslation()
  const { shipment, onRead } = props
  const { tracking, trackingFailure } = shipment
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<ReactNode>()
  const ask = async () => {
    setBusy(true)
    setTrouble(undefined)
    try {
      const answer = await station.shipments.track({ id: shipment.id })
      // What failed is kept with the shipment, and shown below with all that is read anew.
      if (!answer.ok && answer.failure.code !== 'tracking-failed')
        setTrouble(t(`shipments.tracking.failed.${answer.failure.code}`))
      onRead()
    } catch {
      setTrouble(t('tables.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title={t('shipments.tracking.title')}>
      <div className={classes['way']}>
        {tracking ? (
          <TrackingMark status={tracking.status} />
        ) : (
          <span className={classes['quiet']}>{t('shipments.tracking.none')}</span>
        )}
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          leftSection={<IconRefresh size="1rem" aria-hidden />}
          onClick={() => void ask()}
        >
          {t('shipments.tracking.ask')}
        </Button>
      </div>
      {trouble !== undefined && (
        <div role="alert" className={classes['outcome']} data-kind="wrong">
          {trouble}
        </div>
      )}
      {trackingFailure && (
        <div className={classes['outcome']} data-kind="wrong">
          <CarrierFailureWords failure={trackingFailure} asked="tracking" />
        </div>
      )}
      {tracking && <Way tracking={tracking} labelNumber={shipment.trackingNumber} />}
    </Section>
  )
}

function Way(props: { tracking: KeptTracking; labelNumber: string | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { tracking, labelNumber } = props
  const { trackingNumber, estimatedDelivery, events, readAt } = tracking
  const isOther = trackingNumber !== null && labelNumber !== null && trackingNumber !== labelNumber
  return (
    <>
      {isOther && (
        <p className={classes['outcome']} data-kind="attention">
          {t('shipments.tracking.otherNumber', { number: trackingNumber, label: labelNumber })}
        </p>
      )}
      <Values
        entries={[
          [
            t('shipments.tracking.estimated'),
            estimatedDelivery && deliveryText(estimatedDelivery, formats),
          ],
          [t('shipments.tracking.readAt'), <Time key="read" at={readAt} full />],
        ]}
      />
      {events.length === 0 && (
        <span className={classes['quiet']}>{t('shipments.tracking.noEvents')}</span>
      )}
      <ol className={classes['jobs']} aria-label={t('shipments.tracking.events')}>
        {events.map(({ at, status, words, place }, index) => (
          <li key={index}>
            <TrackingMark status={status} /> {words && <span dir="auto">{words}</span>}
            <div className={classes['quiet']}>
              <Time at={at} full /> {place !== null && <span dir="auto">· {place}</span>}
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}

/** A day stays that day wherever one reads it; an instant is told in local time. */
export function deliveryText(estimated: string, formats: Pick<Formats, 'day' | 'moment'>): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(estimated) ? formats.day(estimated) : formats.moment(estimated)
}
