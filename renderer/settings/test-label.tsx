import { Button } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PrintFailure, TestProof } from '../../shared/printing.ts'
import { BLANKS } from '../shipments/failure-words.tsx'
import { station } from '../station.ts'
import { Time } from '../tables/formats.tsx'
import classes from './settings-screen.module.css'

interface TestLabelProps {
  readonly printerId: string
  /** The test prints with what is saved, so there must be nothing else on the page. */
  readonly isChanged: boolean
  readonly proof: TestProof | undefined
}

/** Prints a test label with the saved settings, says what became of it, and which of its barcodes were scanned since. */
export function TestLabel({ printerId, isChanged, proof }: TestLabelProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ kind: 'good' | 'wrong'; words: string }>()
  /** What happened, and no more: what is safe and what to do is said of labels that were bought. */
  const failureWords = ({ code, condition, detail = '–' }: PrintFailure) =>
    t(`problem.${code}.happened`, {
      ...BLANKS,
      kind: detail,
      detail,
      condition: t(`bench.reasons.${condition ?? 'needs-attention'}`),
    })
  const test = async () => {
    setBusy(true)
    setOutcome(undefined)
    try {
      const answer = await station.settings.testPrinter({ printerId })
      if (!answer.ok) return setOutcome({ kind: 'wrong', words: failureWords(answer.failure) })
      const { state, delivery, cameOut } = answer.value
      const words = [
        t('settings.printers.tested', { state: t(`shipments.print.state.${state}`) }),
        delivery && t(`shipments.print.delivery.${delivery}`),
        cameOut !== null && t(`shipments.print.cameOut.${cameOut ? 'yes' : 'no'}`),
      ]
      setOutcome({
        kind: state === 'failed' ? 'wrong' : 'good',
        words: words.filter(Boolean).join(' · '),
      })
    } catch {
      setOutcome({ kind: 'wrong', words: t('tables.failed') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes['test']}>
      <Button
        variant="default"
        loading={busy}
        disabled={isChanged}
        title={isChanged ? t('settings.printers.testHelp') : undefined}
        onClick={() => void test()}
      >
        {t('settings.printers.test')}
      </Button>
      {proof ? (
        <Proof proof={proof} />
      ) : (
        <span className={classes['quiet']}>{t('settings.printers.proof.help')}</span>
      )}
      {outcome && (
        <output className={classes['outcome']} data-kind={outcome.kind}>
          {outcome.words}
        </output>
      )}
    </div>
  )
}

const BARS = [2, 3] as const

/** Whether bars of two and of three dots read well, as the scans of the test label come in. */
function Proof({ proof }: { proof: TestProof }) {
  const { t } = useTranslation()
  const isRead = (dots: (typeof BARS)[number]) => proof.read.some((one) => one.dots === dots)
  return (
    <output className={classes['proof']} data-landmark="Test label">
      <span>
        {t(BARS.every(isRead) ? 'settings.printers.proof.both' : 'settings.printers.proof.scan')}
        {' · '}
        <Time at={proof.printedAt} />
      </span>
      {BARS.map((dots) => (
        <span key={dots} className={classes['proofMark']} data-read={isRead(dots)}>
          {isRead(dots) ? (
            <IconCheck size="1.125rem" stroke={2.5} aria-hidden />
          ) : (
            <IconMinus size="1.125rem" stroke={2.5} aria-hidden />
          )}
          {t(isRead(dots) ? 'settings.printers.proof.read' : 'settings.printers.proof.open', {
            dots,
          })}
        </span>
      ))}
    </output>
  )
}
