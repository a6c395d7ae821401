import { useTranslation } from 'react-i18next'
import type { PackedGoods, ShipmentDetail } from '../../shared/shipping.ts'
import { Section, Values } from '../tables/section.tsx'

/** What the barcodes of the packed goods said of them, for a recall or a complaint; nothing where they said nothing. */
export function GoodsSection({ shipment: { goods } }: { shipment: ShipmentDetail }) {
  const { t } = useTranslation()
  if (goods.length === 0) return null
  const said = ({ batch, expiry, serial, count }: PackedGoods) =>
    [
      batch !== undefined && t('shipments.goods.batch', { batch }),
      serial !== undefined && t('shipments.goods.serial', { serial }),
      expiry !== undefined && t('shipments.goods.expiry', { expiry }),
      count !== undefined && t('shipments.goods.holds', { count }),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <Section title={t('shipments.goods.title')}>
      <Values
        entries={[...Map.groupBy(goods, ({ name }) => name)].map(([name, units]) => [
          name,
          units.map((unit, index) => <div key={index}>{said(unit)}</div>),
        ])}
      />
    </Section>
  )
}
