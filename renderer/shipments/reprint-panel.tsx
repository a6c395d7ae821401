import { Button, PasswordInput, Radio, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shipment } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { PrintFailureWords } from './failure-words.tsx'
import classes from './shipment-detail.module.css'

const REASONS = ['TORN', 'FAINT', 'JAM', 'LOST', 'BOX', 'OTHER'] as const

export interface DecisionProps {
  readonly shipment: Shipment
  /** What came of it, in words; the panel closes. */
  readonly onDone: (words: ReactNode, kind?: 'good' | 'wait') => void
  /** What went wrong, in words; the panel stays. */
  readonly onTrouble: (words: ReactNode) => void
  readonly onCancel: () => void
}

/** Asks why the label is printed again; the reason is kept with the print job by its code, as a barcode gives it. */
export function ReprintPanel({ shipment, onDone, onTrouble, onCancel }: DecisionProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState<(typeof REASONS)[number]>()
  const [words, setWords] = useState('')
  const [approval, setApproval] = useState('')
  const [busy, setBusy] = useState(false)
  const isOnBox = shipment.onBoxAt !== null
  const complete = reason !== undefined && (reason !== 'OTHER' || words.trim() !== '')
  const go = async () => {
    if (!reason) return
    setBusy(true)
    try {
      const answer = await station.shipments.reprint({
        id: shipment.id,
        reason: [reason === 'OTHER' ? '' : reason, words.trim()]
          .filter(Boolean)
          .join(': ')
          .slice(0, 200),
        ...(isOnBox && { approval: approval.trim() }),
      })
      if (answer.ok)
        return onDone(t('shipments.reprint.started', { printer: answer.value.printerId }))
      const { failure } = answer
      switch (failure.code) {
        case 'shipment-not-found':
        case 'no-label':
        case 'label-void':
        case 'approval-needed':
        case 'approval-refused':
          return onTrouble(t(`shipments.reprint.failed.${failure.code}`))
        default:
          return onTrouble(<PrintFailureWords failure={failure} />)
      }
    } catch {
      onTrouble(t('tables.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={classes['decision']}
      aria-label={t('shipments.reprint.verb')}
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <Radio.Group
        label={t('shipments.reprint.why')}
        value={reason ?? ''}
        onChange={(value) => setReason(REASONS.find((one) => one === value))}
      >
        <div className={classes['choices']}>
          {REASONS.map((one, index) => (
            <Radio
              key={one}
              value={one}
              label={t(`shipments.reprint.reasons.${one}`)}
              {...(index === 0 ? { ref: focusOnOpen } : {})}
            />
          ))}
        </div>
      </Radio.Group>
      <TextInput
        label={t('shipments.reprint.words')}
        maxLength={150}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {isOnBox && (
        <PasswordInput
          label={t('shipments.reprint.approval')}
          description={t('shipments.reprint.approvalHelp')}
          autoComplete="off"
          maxLength={50}
          value={approval}
          onChange={(event) => setApproval(event.currentTarget.value)}
        />
      )}
      <div className={classes['verbs']}>
        <Button type="submit" disabled={!complete} loading={busy}>
          {t('shipments.reprint.go')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('shipments.reprint.cancel')}
        </Button>
      </div>
    </form>
  )
}
