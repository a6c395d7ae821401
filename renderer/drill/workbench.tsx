import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { commandBarcode } from '../../shared/scanning.ts'
import type { DrillView } from '../../shared/drill.ts'
import { useBench } from '../bench/bench-store.ts'
import { useFollowed } from '../follow.ts'
import { COMMAND_KEYS } from '../scanner/function-keys.ts'
import { station } from '../station.ts'
import { Card } from './card.tsx'
import { Faults } from './faults.tsx'
import { Paper } from './paper.tsx'
import { Pan } from './pan.tsx'
import looks from './workbench.module.css'

const FEW_ORDERS = 4

interface SectionProps {
  readonly title: string
  readonly children: React.ReactNode
}

function Section({ title, children }: SectionProps) {
  return (
    <section className={looks.section}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

/** The cards of the open order's items; its orders give way to them. */
function ItemCards({
  drill,
  reference,
}: {
  readonly drill: DrillView
  readonly reference: string
}) {
  const { t } = useTranslation()
  const items = useBench(({ view }) => view?.items ?? [])
  const order = drill.orders.find(({ barcode }) => barcode === reference)
  // What the station knows of the open order is enough where the drill does not know it (any more).
  const cards =
    order?.items ??
    items.map(({ sku, barcode, description }) => ({
      title: description,
      detail: sku,
      barcode: barcode ?? sku,
    }))
  return (
    <Section title={t('drill.items', { reference })}>
      {cards.map((card) => (
        <Card key={card.barcode} {...card} />
      ))}
    </Section>
  )
}

/** References of orders that were shipped, as of now: their cards are used up. */
function useShipped(): ReadonlySet<string> {
  const [shipped, setShipped] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    let wanted = true
    station.orders.search({ state: 'shipped', limit: 200 }).then(
      ({ rows }) => {
        if (wanted) setShipped(new Set(rows.map(({ reference }) => reference)))
      },
      () => {
        // The station is gone: the cards stay as they are until it is back.
      },
    )
    return () => {
      wanted = false
    }
  }, [])
  return shipped
}

function OrderCards({ orders: allOrders }: { readonly orders: DrillView['orders'] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shipped = useShipped()
  const orders = allOrders.filter(({ barcode }) => !shipped.has(barcode))
  return (
    <Section title={t('drill.orders')}>
      {orders.slice(0, all ? undefined : FEW_ORDERS).map(({ title, detail, barcode }) => (
        <Card key={barcode} title={title} detail={detail} barcode={barcode} />
      ))}
      {orders.length > FEW_ORDERS && (
        <button type="button" className={looks.more} onClick={() => setAll(!all)}>
          {all ? t('drill.fewerOrders') : t('drill.moreOrders', { count: orders.length })}
        </button>
      )}
    </Section>
  )
}

/** All that lies on the workbench, in the order in which hands want it. */
export default function Workbench() {
  const { t } = useTranslation()
  const drill = useFollowed(station.drill.follow)
  const reference = useBench(({ view }) => view?.order?.reference)
  const step = useBench(({ view }) => view?.step)
  if (!drill) return null
  const labelFirst = step === 'printing' || step === 'scan-label' || step === 'parked'
  const paper = (
    <Section title={t('drill.paper.title')}>
      <Paper paper={drill.paper} />
    </Section>
  )
  return (
    // A new step starts at the top again: what it needs lies there.
    <div className={looks.workbench} key={step}>
      <p className={looks.detail}>{t('drill.detail')}</p>
      {labelFirst && paper}
      {reference === undefined ? (
        <OrderCards orders={drill.orders} />
      ) : (
        step === 'scan-items' && <ItemCards drill={drill} reference={reference} />
      )}
      <Section title={t('drill.scale.title')}>
        <Pan panGrams={drill.panGrams} />
      </Section>
      {!labelFirst && paper}
      {reference !== undefined && (
        <Section title={t('drill.boxes')}>
          {drill.boxes.map((box) => (
            <Card key={box.barcode} {...box} />
          ))}
        </Section>
      )}
      <Section title={t('drill.faults.title')}>
        <Faults drill={drill} />
      </Section>
      <Section title={t('drill.badges')}>
        {drill.badges.map((badge) => (
          <Card key={badge.barcode} {...badge} />
        ))}
      </Section>
      <Section title={t('drill.commands')}>
        {COMMAND_KEYS.map(([key, command]) => (
          <Card
            key={command}
            title={t(`bench.keys.${command}`)}
            detail={key}
            barcode={commandBarcode(command)}
          />
        ))}
      </Section>
    </div>
  )
}
