import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { Barcode } from '../barcode.tsx'
import { sinceText } from './amounts.ts'
import looks from './sticker-picture.module.css'

interface StickerPictureProps {
  readonly order: NonNullable<BenchView['order']>
  readonly parked: NonNullable<BenchView['parked']>
  readonly stationName: string
}

/** The sticker as it comes out of the printer, so that the packer knows which paper belongs on this box. */
export function StickerPicture({ order, parked, stationName }: StickerPictureProps) {
  const { t, i18n } = useTranslation()
  const { number, of, more } = parked.boxes
  return (
    <figure className={looks.sticker} aria-label={t('bench.label.sticker')} data-landmark="Sticker">
      <p className={looks.parked}>PARKED</p>
      <p className={looks.order}>{order.reference}</p>
      <p className={looks.box}>{`BOX ${number} OF ${more ? `${of + 1}+` : of}`}</p>
      <Barcode text={parked.sticker} height={14} className={looks.barcode} />
      <p className={looks.text}>{parked.sticker}</p>
      <p className={looks.small}>
        {t(`shell.carriers.${order.carrier}`)} · {stationName} ·{' '}
        {sinceText(parked.parkedAt, i18n.language)}
      </p>
    </figure>
  )
}
