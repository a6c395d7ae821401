import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shipment } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import classes from './shipment-detail.module.css'

/** The label as the printer draws it. Its frame has its size before the picture is there. */
export function LabelPicture({ shipment }: { shipment: Shipment }) {
  const { t } = useTranslation()
  const { id, label } = shipment
  const sha256 = label?.sha256
  const { value, failed, again } = useAnswer(
    useCallback(
      // The checksum is part of the question: another label is another picture.
      (signal: AbortSignal) =>
        sha256 === undefined
          ? Promise.resolve(undefined)
          : station.shipments.picture({ id }, { signal }),
      [id, sha256],
    ),
  )
  const words = !label
    ? t('shipments.detail.noLabel')
    : value && !value.ok
      ? t(
          value.failure.code === 'label-not-drawable'
            ? 'shipments.detail.notDrawable'
            : 'shipments.detail.noLabel',
        )
      : undefined
  return (
    <div className={classes['picture']}>
      {value?.ok ? (
        <img
          src={`data:image/png;base64,${value.value.png}`}
          alt={t('shipments.detail.pictureOf', { order: shipment.order, parcel: shipment.parcel })}
        />
      ) : failed ? (
        <AskedAgain again={again} />
      ) : (
        <span>{words}</span>
      )}
    </div>
  )
}
