import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderCorrection } from '../../shared/orders.ts'
import type { Shipment } from '../../shared/shipping.ts'
import { openOrder } from '../bench/bench-store.ts'
import { goTo } from '../navigation.ts'
import { chooseShipment } from '../shipments/chosen-shipment.ts'
import { ShipmentStateMark } from '../shipments/shipment-state-mark.tsx'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { Section, Values } from '../tables/section.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { addressLines } from './address-lines.ts'
import { OrderStateMark } from './order-state-mark.tsx'
import { ScansOfOrder } from './scans-of-order.tsx'
import classes from './order-detail.module.css'

/** One order, whole: where it goes, what is in it, its customs data and its parcels. */
export function OrderDetail({ id }: { id: number }) {
  const { t } = useTranslation()
  const { value, failed, again } = useAnswer(
    useCallback((signal: AbortSignal) => station.orders.get({ id }, { signal }), [id]),
  )
  useBenchChanges(again)
  if (failed && !value) return <AskedAgain again={again} />
  if (!value) return null
  if (!value.ok) return <p className={classes['quiet']}>{t('orders.detail.gone')}</p>
  return <Whole order={value.value} />
}

function Whole({ order }: { order: Order }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { customs, shipTo } = order
  return (
    <>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{order.reference}</h2>
        <OrderStateMark state={order.state} />
      </div>
      <div className={classes['quiet']}>{order.merchant}</div>
      {order.state !== 'shipped' && (
        <Button mt="xs" variant="default" onClick={() => openOrder(order.id, order.reference)}>
          {t('orders.detail.open')}
        </Button>
      )}
      {order.note !== undefined && (
        <p className={classes['note']} dir="auto">
          <strong>{t('orders.detail.note')}: </strong>
          {order.note}
        </p>
      )}
      <Section title={t('orders.detail.address')}>
        <address className={classes['address']}>
          {addressLines(shipTo).map((line, index) => (
            <div key={index} dir="auto">
              {line}
            </div>
          ))}
          <strong>{formats.country(shipTo.country)}</strong>
        </address>
        <div className={classes['quiet']}>
          {[shipTo.phone, shipTo.email, shipTo.residential && t('orders.detail.residential')]
            .filter(Boolean)
            .join(' · ')}
        </div>
        {order.correction && <Correction order={order} correction={order.correction} />}
      </Section>
      <Section title={t('orders.detail.items')}>
        <ul className={classes['items']}>
          {order.items.map((item) => (
            <li key={item.line} className={classes['item']}>
              <span className={classes['quantity']}>{formats.number(item.quantity)} ×</span>
              <div>
                <div dir="auto">{item.description}</div>
                <div className={classes['quiet']}>
                  {[
                    item.sku,
                    item.unitGrams !== undefined &&
                      `${formats.weight(item.unitGrams)} ${t('orders.detail.unitWeight')}`,
                    item.unitPrice && formats.money(item.unitPrice),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
                {item.barcodes.length > 0 && (
                  <div className={classes['quiet']}>
                    {t('orders.detail.barcodes')}: {item.barcodes.join(', ')}
                  </div>
                )}
                <div className={classes['quiet']}>
                  {[
                    item.hsCode && `${t('orders.detail.hsCode')} ${item.hsCode}`,
                    item.originCountry &&
                      `${t('orders.detail.origin')} ${formats.country(item.originCountry)}`,
                    item.material,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('orders.detail.customs')}>
        {customs ? (
          <Values
            entries={[
              [t('orders.detail.terms'), customs.termsOfTrade],
              [t('orders.detail.reason'), customs.reasonForExport],
              [
                t('orders.detail.rated'),
                customs.rated &&
                  [
                    customs.rated.weight &&
                      `${formats.number(customs.rated.weight.value)} ${customs.rated.weight.unit}`,
                    customs.rated.serviceCode,
                    customs.rated.carrier,
                    customs.rated.price &&
                      `${customs.rated.price.amount} ${customs.rated.price.currency}`,
                  ]
                    .filter(Boolean)
                    .join(' · '),
              ],
            ]}
          />
        ) : (
          <span className={classes['quiet']}>{t('orders.detail.noCustoms')}</span>
        )}
      </Section>
      <Section title={t('orders.detail.shipping')}>
        <Values
          entries={[
            [
              t('orders.detail.carrier'),
              order.carrier ? t(`shell.carriers.${order.carrier}`) : t('orders.detail.byRule'),
            ],
            [t('orders.detail.service'), order.service],
            [t('orders.detail.box'), order.box],
          ]}
        />
      </Section>
      <Parcels order={order} />
      <ScansOfOrder key={order.id} orderId={order.id} />
      <Section title={t('orders.detail.history')}>
        <Values
          entries={[
            [t('orders.detail.created'), <Time key="created" at={order.createdAt} full />],
            [t('orders.detail.updated'), <Time key="updated" at={order.updatedAt} full />],
            [
              t('orders.detail.shipped'),
              order.shippedAt && <Time key="shipped" at={order.shippedAt} full />,
            ],
          ]}
        />
      </Section>
    </>
  )
}

/** What was corrected at the bench, and what the order file said. */
function Correction(props: { order: Order; correction: OrderCorrection }) {
  const { t } = useTranslation()
  const { order, correction } = props
  const { shipTo, service } = correction.original
  const before = [...addressLines(shipTo), shipTo.country, shipTo.phone, shipTo.email]
  return (
    <div className={classes['note']}>
      <div>
        {t('orders.detail.corrected')} <Time at={correction.at} full />
      </div>
      <div className={classes['quiet']} dir="auto">
        {t('orders.detail.asOrdered')}: {before.filter(Boolean).join(', ')}
        {service !== undefined && service !== order.service && ` · ${service}`}
      </div>
      {correction.trustAddress && <div>{t('orders.detail.trusted')}</div>}
    </div>
  )
}

/** The purchases of an order. Two merchants may share a reference; only this one's are shown. */
function Parcels({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { reference, merchant } = order
  const { value, again } = useAnswer(
    useCallback(
      (signal: AbortSignal) =>
        station.shipments.search({ order: reference, limit: 100 }, { signal }),
      [reference],
    ),
  )
  useBenchChanges(again)
  const open = (shipment: Shipment) => {
    chooseShipment(shipment.id)
    goTo('shipments')
  }
  const parcels = value?.rows.filter((shipment) => shipment.merchant === merchant) ?? []
  return (
    <Section title={t('orders.detail.parcels')}>
      {parcels.map((shipment) => (
        <button
          key={shipment.id}
          type="button"
          className={classes['parcel']}
          onClick={() => open(shipment)}
        >
          <span>{t('orders.detail.parcel', { parcel: shipment.parcel })}</span>
          <span className={classes['quiet']}>{shipment.trackingNumber}</span>
          <ShipmentStateMark shipment={shipment} />
          <IconChevronRight size="1rem" aria-hidden />
        </button>
      ))}
      {value && parcels.length === 0 && (
        <span className={classes['quiet']}>{t('orders.detail.noParcels')}</span>
      )}
    </Section>
  )
}
