import { useTranslation } from 'react-i18next'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import { sayField } from '../bench/say.ts'
import { Time, useFormats } from '../tables/formats.tsx'
import { Values } from '../tables/section.tsx'
import classes from './doubt-evidence.module.css'
import { exchangeText } from './exchange-text.ts'
import { BLANKS } from './failure-words.tsx'

interface EvidenceProps {
  readonly shipment: ShipmentDetail
  /** For one who only has to see what it is about: without the parcel's data and the exact bytes. */
  readonly brief?: boolean
}

/**
 * All that is known of a purchase in doubt, in one place: what was sent, what came back, what was done since, and
 * what a person looks for in the carrier's portal.
 */
export function DoubtEvidence({ shipment, brief = false }: EvidenceProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { doubt, carrier: carrierId, reference, intendedAt, recipient } = shipment
  if (!doubt) return null
  const carrier = t(`shell.carriers.${carrierId}`)
  const key = [
    t(`shipments.evidence.key.${carrierId}`),
    <strong key="reference">{reference}</strong>,
  ] as const
  const asked = [t('shipments.settle.asked'), <Time key="asked" at={intendedAt} full />] as const
  const parcel = [
    [t('shipments.detail.recipient'), `${recipient}, ${formats.country(shipment.country)}`],
    [t('shipments.evidence.service'), shipment.serviceLevel],
    [t('shipments.detail.weight'), formats.weight(shipment.weightGrams)],
    [t('shipments.detail.box'), shipment.box],
  ] as const
  return (
    <div className={classes['evidence']} data-brief={brief || undefined}>
      <h4>{t('shipments.evidence.sent', { carrier })}</h4>
      <Values entries={brief ? [asked, key] : [asked, key, ...parcel]} />
      {!brief && (
        <details>
          <summary>{t('shipments.evidence.exact')}</summary>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
          <pre tabIndex={0}>{exchangeText(doubt.request)}</pre>
        </details>
      )}
      <h4>{t('shipments.evidence.came')}</h4>
      <CameBack shipment={shipment} brief={brief} />
      <h4>{t('shipments.evidence.since')}</h4>
      <p>
        {doubt.noneFound > 0
          ? t('shipments.evidence.none', { count: doubt.noneFound })
          : t(`shipments.evidence.noLook.${carrierId}`)}
      </p>
      {doubt.calledAgainAt !== null && (
        <p>
          {t('shipments.evidence.calledAgain')} <Time at={doubt.calledAgainAt} full />
        </p>
      )}
      {!brief && doubt.nextLookAt !== null && (
        <p>
          {t('shipments.evidence.nextLook')} <Time at={doubt.nextLookAt} full />
        </p>
      )}
      <h4>{t('shipments.evidence.look', { carrier })}</h4>
      <p>
        {t(`shipments.evidence.lookFor.${carrierId}`, {
          reference,
          recipient,
          time: formats.moment(intendedAt),
        })}
      </p>
    </div>
  )
}

/** The answer as far as there was one, in our words and in the carrier's. */
function CameBack({ shipment, brief }: { shipment: ShipmentDetail; brief: boolean }) {
  const { t } = useTranslation()
  const { failure } = shipment
  if (!failure) return <p>{t('shipments.evidence.cutOff')}</p>
  const happened = t(`problem.${failure.code}.happened`, {
    ...BLANKS,
    carrier: t(`shell.carriers.${failure.carrier}`),
    field: failure.field === undefined ? '–' : sayField(t, failure.field),
  })
  const answer =
    failure.httpStatus === undefined
      ? t('shipments.evidence.nothing')
      : t('shipments.evidence.status', { status: failure.httpStatus })
  return (
    <>
      <p>
        {answer} {happened}
      </p>
      {!brief && failure.carrierSaid && <pre>{failure.carrierSaid}</pre>}
      {!brief && failure.correlationId && <p>{failure.correlationId}</p>}
    </>
  )
}
