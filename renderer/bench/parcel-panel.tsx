import { useTranslation } from 'react-i18next'
import type { Dimensions } from '../../shared/measures.ts'
import type { BenchView } from '../../shared/packing.ts'
import type { Health } from '../../shared/health.ts'
import { moneyText } from './amounts.ts'
import { DoubtNote } from './doubt-note.tsx'
import { Facts } from './facts.tsx'
import { useLabelPicture } from './label-picture.ts'
import { KindShape } from './kind-shape.tsx'
import { OutageNote } from './outage-note.tsx'
import { printerNoteOf } from './printer-note.ts'
import { isSealed } from './sealed.ts'
import { StickerPicture } from './sticker-picture.tsx'
import type { Trouble } from './trouble.ts'
import { useOffers } from './use-offers.ts'
import { waysOf } from './ways.ts'
import { WaysPanel } from './ways-panel.tsx'
import { WeightRegion } from './weight-region.tsx'
import looks from './parcel-panel.module.css'

const DASH = '–'

function sizeText({ length, width, height, unit }: Dimensions): string {
  return `${length} × ${width} × ${height} ${unit}`
}

function BoxRow({ view }: { readonly view: BenchView }) {
  const { t } = useTranslation()
  return (
    <section className={looks.row}>
      <h2 className={looks.name}>{t('bench.box.title')}</h2>
      <p className={looks.value}>{view.box ? `${view.box.id} ${view.box.name}` : DASH}</p>
      <p className={looks.aside}>
        {view.box && <span>{t(`bench.box.${view.box.chosenBy}`)}</span>}
        {view.box?.isCorrected && (
          <span>{t('bench.box.corrected', { size: sizeText(view.box.dimensions) })}</span>
        )}
      </p>
    </section>
  )
}

function Price({ view }: { readonly view: BenchView }) {
  const { t, i18n } = useTranslation()
  const price = view.shipment?.price
  if (price) return <>{moneyText(price, i18n.language)}</>
  if (!view.order || !view.quote) return <>{DASH}</>
  const about = moneyText(view.quote.price, i18n.language)
  return <>{t('bench.label.about', { price: about })}</>
}

/** The paper of this box as it prints; before there is one, how the box can go, or that it will be parked. */
function LabelPlace({ view }: { readonly view: BenchView }) {
  const { t } = useTranslation()
  const { order, shipment, parked, outage, stationName } = view
  const ways = waysOf(view, useOffers(view))
  const hasLabel = shipment?.hasLabel === true
  const picture = useLabelPicture(hasLabel ? shipment.id : undefined)
  if (ways) return <WaysPanel ways={ways} />
  if (order && parked && !hasLabel)
    return <StickerPicture order={order} parked={parked} stationName={stationName} />
  if (view.step === 'in-doubt' && shipment) return <DoubtNote shipmentId={shipment.id} />
  if (outage && !isSealed(view.step)) return <OutageNote outage={outage} />
  return (
    <div className={looks.paper} data-drawn={typeof picture === 'string'}>
      {picture === null && <p>{t('bench.label.noPicture')}</p>}
      {typeof picture === 'string' && <img src={picture} alt={t('bench.label.picture')} />}
      {view.feedback?.code === 'reprint-started' && (
        <p className={looks.reprint}>{t('bench.label.reprint')}</p>
      )}
    </div>
  )
}

/** What is the matter with the label printer, before its label is needed. Its place is kept free. */
function PrinterLine({ view, health, trouble }: ParcelPanelProps) {
  const { t } = useTranslation()
  const note = printerNoteOf(view, health, trouble)
  if (!note) return null
  const { printer, condition, instead } = note
  const reason = t(`bench.reasons.${condition}`)
  return (
    <p className={looks.printer} role="note" data-landmark="Label printer">
      <span className={looks.mark}>
        <KindShape kind="attention" />
      </span>
      <span>
        {t('bench.label.printer', { printer, reason })}
        {instead !== null && `; ${t('bench.label.instead', { printer: instead })}`}
      </span>
    </p>
  )
}

function LabelRegion(props: ParcelPanelProps) {
  const { view } = props
  const { t } = useTranslation()
  const { shipment } = view
  return (
    <section className={looks.label} aria-label={t('bench.label.title')} data-landmark="Label">
      <div className={looks.place}>
        <LabelPlace view={view} />
      </div>
      <div className={looks.facts}>
        <h2 className={looks.name}>{t('bench.label.title')}</h2>
        <Facts view={view} />
        <p className={looks.tracking}>{shipment?.trackingNumber ?? DASH}</p>
        <p className={looks.price}>
          {t('bench.label.price')} <Price view={view} />
        </p>
        <PrinterLine {...props} />
      </div>
    </section>
  )
}

interface ParcelPanelProps {
  readonly view: BenchView
  readonly health: Health | undefined
  readonly trouble: Trouble | undefined
}

/** Box, weight and label of the open parcel; each keeps its place in every step. */
export function ParcelPanel(props: ParcelPanelProps) {
  const { view } = props
  return (
    <div className={looks.parcel}>
      <BoxRow view={view} />
      <WeightRegion weight={view.weight} />
      <LabelRegion {...props} />
    </div>
  )
}
