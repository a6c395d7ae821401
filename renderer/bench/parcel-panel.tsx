import { useTranslation } from 'react-i18next'
import type { Dimensions } from '../../shared/measures.ts'
import type { BenchView } from '../../shared/packing.ts'
import type { Health } from '../../shared/health.ts'
import type { WeightState } from '../../shared/weighing.ts'
import { moneyText, rangeTexts, weightText } from './amounts.ts'
import { DoubtNote } from './doubt-note.tsx'
import { Facts } from './facts.tsx'
import { useLabelPicture } from './label-picture.ts'
import { KindShape } from './kind-shape.tsx'
import { OutageNote } from './outage-note.tsx'
import { printerNoteOf } from './printer-note.ts'
import { sayReason } from './say.ts'
import { isSealed } from './sealed.ts'
import { StickerPicture } from './sticker-picture.tsx'
import type { Trouble } from './trouble.ts'
import { useOffers } from './use-offers.ts'
import { waysOf } from './ways.ts'
import { WaysPanel } from './ways-panel.tsx'
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

/** Moving wavers, stable rests, locked is closed: told apart without colour. */
const WEIGHT_SHAPES: Record<WeightState, React.ReactNode> = {
  empty: <path d="M2 13h12" />,
  moving: <path d="M1.5 9c2-4 4-4 6.5 0s4.5 4 6.5 0" />,
  stable: <path d="M2 10.5h12M2 5.5h12" />,
  locked: (
    <path d="M3.5 7.5h9v6h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" fill="currentcolor" fillOpacity="0.35" />
  ),
  unknown: <path d="M5 5.5a3 3 0 1 1 4.4 2.7C8.3 8.8 8 9.3 8 10.3M8 13v.1" />,
  fault: <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />,
}

function WeightRegion({ weight }: { readonly weight: BenchView['weight'] }) {
  const { t, i18n } = useTranslation()
  const { grams, state, shown, reason, expected } = weight
  const [from, to] = expected
    ? rangeTexts(expected.fromGrams, expected.toGrams, i18n.language)
    : [DASH, DASH]
  const unsure = state === 'unknown' || state === 'fault'
  return (
    <section
      className={looks.row}
      data-weight={state}
      aria-label={t('bench.weight.title')}
      data-landmark="Weight"
    >
      <h2 className={looks.name}>{t('bench.weight.title')}</h2>
      <p className={looks.value}>{grams === null ? DASH : weightText(grams, i18n.language)}</p>
      <p className={looks.aside}>
        <span className={looks.state}>
          <svg viewBox="0 0 16 16" className={looks.shape} aria-hidden>
            {WEIGHT_SHAPES[state]}
          </svg>
          {t(`bench.weight.states.${state}`)}
        </span>
        {unsure && reason !== null && <span>{sayReason(t, reason)}</span>}
        {grams !== null && <span>{t('bench.weight.shown', { shown })}</span>}
        {expected && <span>{t('bench.weight.expected', { from, to })}</span>}
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
