import { Button, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settlement, ShipmentDetail } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { DoubtEvidence } from './doubt-evidence.tsx'
import { CarrierFailureWords } from './failure-words.tsx'
import type { DecisionProps } from './reprint-panel.tsx'
import classes from './shipment-detail.module.css'

type Finding = Settlement['finding']
const FINDINGS: readonly Finding[] = ['bought', 'not-bought', 'given-up']
const FINDING_WORDS = {
  bought: ['shipments.settle.bought', 'shipments.settle.boughtHint'],
  'not-bought': ['shipments.settle.notBought', 'shipments.settle.notBoughtHint'],
  'given-up': ['shipments.settle.givenUp', 'shipments.settle.givenUpHint'],
} as const

/** A purchase without an answer: the evidence, and the three things a person may have found out. */
export function SettlePanel({
  shipment,
  onDone,
  onTrouble,
}: Pick<DecisionProps, 'onDone' | 'onTrouble'> & { readonly shipment: ShipmentDetail }) {
  const { t } = useTranslation()
  const [finding, setFinding] = useState<Finding>()
  const [carrierId, setCarrierId] = useState('')
  const [busy, setBusy] = useState(false)
  const carrier = t(`shell.carriers.${shipment.carrier}`)
  const canLookUp = shipment.carrier === 'flavorcloud'
  const complete =
    finding !== undefined && (finding !== 'bought' || canLookUp || carrierId.trim() !== '')
  const go = async () => {
    if (!finding) return
    setBusy(true)
    const settlement: Settlement =
      finding === 'bought' && carrierId.trim() !== ''
        ? { finding, carrierShipmentId: carrierId.trim() }
        : { finding }
    try {
      const answer = await station.shipments.settle({ id: shipment.id, settlement })
      if (answer.ok) return onDone(t('shipments.settle.done'))
      const { code, carrier: failure } = answer.failure
      onTrouble(
        <>
          <p>{t(`shipments.settle.failed.${code}`, { carrier })}</p>
          {failure && <CarrierFailureWords failure={failure} asked="settle" />}
        </>,
      )
    } catch {
      onTrouble(t('tables.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={classes['decision']}
      data-kind="in-doubt"
      aria-label={t('shipments.settle.title')}
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <h3>{t('shipments.settle.title')}</h3>
      <p>{t('shipments.settle.text', { carrier })}</p>
      <DoubtEvidence shipment={shipment} />
      <Radio.Group
        label={t('shipments.settle.choose')}
        value={finding ?? ''}
        onChange={(value) => setFinding(FINDINGS.find((one) => one === value))}
      >
        <div className={classes['choices']}>
          {FINDINGS.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(FINDING_WORDS[one][0])}
              description={t(FINDING_WORDS[one][1])}
            />
          ))}
        </div>
      </Radio.Group>
      {finding === 'bought' && (
        <TextInput
          label={t('shipments.settle.carrierId', { carrier })}
          description={t(`shipments.settle.carrierIdHint.${shipment.carrier}`)}
          required={!canLookUp}
          maxLength={100}
          data-takes-scans
          ref={focusOnOpen}
          value={carrierId}
          onChange={(event) => setCarrierId(event.currentTarget.value)}
        />
      )}
      <div className={classes['verbs']}>
        <Button type="submit" disabled={!complete} loading={busy}>
          {t('shipments.settle.go')}
        </Button>
      </div>
    </form>
  )
}
