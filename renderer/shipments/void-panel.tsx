import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../station.ts'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { useFormats } from '../tables/formats.tsx'
import { CarrierFailureWords } from './failure-words.tsx'
import type { DecisionProps } from './reprint-panel.tsx'
import classes from './shipment-detail.module.css'

/** Says what a void costs and gives back, and asks once. */
export function VoidPanel({ shipment, onDone, onTrouble, onCancel }: DecisionProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [busy, setBusy] = useState(false)
  const carrier = t(`shell.carriers.${shipment.carrier}`)
  const price = shipment.price && formats.money(shipment.price)
  const go = async () => {
    setBusy(true)
    try {
      const answer = await station.shipments.void({ id: shipment.id })
      if (answer.ok)
        return onDone(
          answer.value.state === 'void'
            ? t('shipments.void.done')
            : t(`shipments.state.${answer.value.state}`),
        )
      const { code, carrier: failure } = answer.failure
      // Nothing failed: the carrier's word is only not the last one yet.
      if (code === 'void-accepted') return onDone(t('shipments.void.accepted'), 'wait')
      onTrouble(
        <>
          <p>{t(`shipments.void.failed.${code}`, { carrier })}</p>
          {failure && (
            <CarrierFailureWords
              failure={failure}
              asked={code === 'void-in-doubt' ? 'voidInDoubt' : 'void'}
            />
          )}
        </>,
      )
    } catch {
      onTrouble(t('tables.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      className={classes['decision']}
      data-kind="attention"
      aria-label={t('shipments.void.verb')}
    >
      <p>
        <strong>
          {price
            ? t('shipments.void.back', { price, carrier })
            : t('shipments.void.backUnknown', { carrier })}
        </strong>
      </p>
      <p>{t('shipments.void.warn')}</p>
      <div className={classes['verbs']}>
        <Button className={classes['danger'] ?? ''} loading={busy} onClick={() => void go()}>
          {price ? t('shipments.void.confirm', { price }) : t('shipments.void.confirmUnknown')}
        </Button>
        {/* The safe way out has the focus: Enter alone voids nothing. */}
        <Button variant="default" ref={focusOnOpen} onClick={onCancel}>
          {t('shipments.void.cancel')}
        </Button>
      </div>
    </section>
  )
}
