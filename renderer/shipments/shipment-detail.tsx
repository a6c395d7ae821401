import { Button } from '@mantine/core'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShipmentDetail as Detail } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { Section, Values } from '../tables/section.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { chooseShipment, useChosenShipment } from './chosen-shipment.ts'
import { DocumentsSection } from './documents-section.tsx'
import { ExchangesSection } from './exchanges-section.tsx'
import { CarrierFailureWords, type Asked } from './failure-words.tsx'
import { FactList } from './fact-marks.tsx'
import { LabelPicture } from './label-picture.tsx'
import { PrintJobs } from './print-jobs.tsx'
import { ReprintPanel } from './reprint-panel.tsx'
import { SettlePanel } from './settle-panel.tsx'
import { ShipmentStateMark } from './shipment-state-mark.tsx'
import { TrackingSection } from './tracking-section.tsx'
import { VoidPanel } from './void-panel.tsx'
import { GoodsSection } from './goods-section.tsx'
import { WeightSection } from './weight-section.tsx'
import classes from './shipment-detail.module.css'

const PRINTING_LOOK_MS = 1000

/** What failed, where the failure still says something: a purchase in doubt has its evidence instead. */
function whatFailed({ state, failure, voidAcceptedAt }: Detail): Asked | undefined {
  if (state === 'refused' || state === 'not-bought') return 'purchase'
  // The sentences about labels say themselves that the label is bought.
  if (state === 'bought') return failure?.code.startsWith('label-') ? 'purchase' : 'void'
  if (state === 'void-asked') return voidAcceptedAt === null ? 'voidInDoubt' : undefined
  return state === 'void-refused' ? 'void' : undefined
}

/** Only of what was bought does a carrier know a way. */
function wasBought({ state, boughtAt }: Detail): boolean {
  return boughtAt !== null && state !== 'in-doubt' && state !== 'given-up'
}

/** A label or a paper of it is on its way to a printer. */
function isPrinting({ printJobs, documents }: Detail): boolean {
  return (
    printJobs.some(({ state }) => state === 'waiting' || state === 'sending') ||
    documents.some(({ state }) => state === 'printing')
  )
}

/** One shipment, whole: its label, its four facts, its prints, and what a person may do with it. */
export function ShipmentDetail(props: {
  id: string
  onChange: () => void
  /** What is to be done with the box first of all; stands under the title. */
  lead?: ReactNode
}) {
  const { id, onChange, lead } = props
  const { t } = useTranslation()
  const { value, failed, again } = useAnswer(
    useCallback((signal: AbortSignal) => station.shipments.get({ id }, { signal }), [id]),
  )
  useBenchChanges(again)
  const prints = value?.ok && isPrinting(value.value)
  useEffect(() => {
    if (!prints) return
    const timer = setInterval(again, PRINTING_LOOK_MS)
    return () => clearInterval(timer)
  }, [prints, again])
  if (failed && !value) return <AskedAgain again={again} />
  if (!value) return null
  if (!value.ok) return <p className={classes['quiet']}>{t('shipments.detail.gone')}</p>
  return (
    <Whole
      key={id}
      shipment={value.value}
      lead={lead}
      onChange={() => {
        again()
        onChange()
      }}
    />
  )
}

function Whole(props: { shipment: Detail; onChange: () => void; lead: ReactNode }) {
  const { shipment, onChange, lead } = props
  const { t } = useTranslation()
  const formats = useFormats()
  const carrier = t(`shell.carriers.${shipment.carrier}`)
  const asked = whatFailed(shipment)
  return (
    <>
      <div className={classes['head']}>
        <h2 className={classes['title']}>
          {t('shipments.detail.order', { order: shipment.order, parcel: shipment.parcel })}
        </h2>
        <ShipmentStateMark shipment={shipment} />
      </div>
      <div className={classes['quiet']}>
        {[shipment.merchant, carrier, shipment.serviceLevel].filter(Boolean).join(' · ')}
      </div>
      {lead}
      {shipment.failure && asked && (
        <div
          className={classes['outcome']}
          data-kind={asked === 'voidInDoubt' ? 'in-doubt' : 'wrong'}
        >
          <CarrierFailureWords failure={shipment.failure} asked={asked} />
        </div>
      )}
      <Decisions shipment={shipment} onChange={onChange} />
      <Section title={t('shipments.detail.times')}>
        <FactList facts={shipment} />
      </Section>
      {wasBought(shipment) && <TrackingSection shipment={shipment} onRead={onChange} />}
      <Section title={t('shipments.detail.picture')}>
        <LabelPicture shipment={shipment} />
      </Section>
      <Section title={t('shipments.detail.data')}>
        <Values
          entries={[
            [
              t('shipments.detail.recipient'),
              <span key="to">
                <bdi>{shipment.recipient}</bdi>, {formats.country(shipment.country)}
              </span>,
            ],
            [t('shipments.detail.tracking'), shipment.trackingNumber],
            [t('shipments.detail.price'), shipment.price && formats.money(shipment.price)],
            [
              t('shipments.detail.weight'),
              shipment.weight?.typed
                ? t('shipments.weight.mark', { weight: formats.weight(shipment.weightGrams) })
                : formats.weight(shipment.weightGrams),
            ],
            [t('shipments.detail.box'), shipment.box],
            [t('shipments.detail.operator'), shipment.operator],
            [t('shipments.detail.labelPassedBy'), shipment.labelPassedBy],
            [t('shipments.detail.carrierId'), shipment.carrierShipmentId],
            [t('shipments.detail.reference'), shipment.reference],
            [
              t('shipments.detail.size'),
              shipment.label &&
                `${shipment.label.kind.toUpperCase()}, ${formats.bytes(shipment.label.bytes)}`,
            ],
          ]}
        />
      </Section>
      <WeightSection shipment={shipment} />
      <GoodsSection shipment={shipment} />
      <Section title={t('shipments.detail.prints')}>
        <PrintJobs jobs={shipment.printJobs} />
      </Section>
      {(shipment.documents.length > 0 || shipment.noPapersBecause) && (
        <DocumentsSection shipment={shipment} onPrint={onChange} />
      )}
      <ExchangesSection shipment={shipment} />
    </>
  )
}

function Decisions({ shipment, onChange }: { shipment: Detail; onChange: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const action = useChosenShipment((now) => now.action)
  const [outcome, setOutcome] = useState<{ kind: 'good' | 'wait' | 'wrong'; words: ReactNode }>()
  const open = (next: typeof action) => {
    setOutcome(undefined)
    chooseShipment(shipment.id, next)
  }
  const props = {
    shipment,
    onDone(words: ReactNode, kind: 'good' | 'wait' = 'good') {
      chooseShipment(shipment.id)
      setOutcome({ kind, words })
      onChange()
    },
    onTrouble(words: ReactNode) {
      setOutcome({ kind: 'wrong', words })
      onChange()
    },
    onCancel: () => open(null),
  }
  const { state } = shipment
  const isGood = state === 'bought' || state === 'void-refused'
  const mayReprint = shipment.label !== null && isGood
  // A void whose answer got lost may be asked again.
  const isAccepted = state === 'void-asked' && shipment.voidAcceptedAt !== null
  const mayVoid = isGood || (state === 'void-asked' && !isAccepted)
  return (
    <>
      {outcome && (
        <div
          role={outcome.kind === 'wrong' ? 'alert' : 'status'}
          className={classes['outcome']}
          data-kind={outcome.kind}
        >
          {outcome.words}
        </div>
      )}
      {isAccepted && !outcome && (
        <p className={classes['outcome']} data-kind="wait">
          {t('shipments.void.accepted')} {t('shipments.void.acceptedAt')}{' '}
          <Time at={shipment.voidAcceptedAt} full />
        </p>
      )}
      {state === 'in-doubt' && <SettlePanel {...props} />}
      {mayReprint && action === 'reprint' && <ReprintPanel {...props} />}
      {mayVoid && action === 'void' && <VoidPanel {...props} />}
      {(action === null || action === 'settle') && (mayReprint || mayVoid) && (
        <div className={classes['verbs']}>
          {mayReprint && (
            <Button variant="default" onClick={() => open('reprint')}>
              {t(shipment.sentAt === null ? 'shipments.reprint.first' : 'shipments.reprint.verb')}
            </Button>
          )}
          {mayVoid && (
            <Button variant="default" onClick={() => open('void')}>
              {shipment.price
                ? t('shipments.void.verbCost', { price: formats.money(shipment.price) })
                : t('shipments.void.verb')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
