import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { parseTypedWeight, typedWeightArgument } from '../../shared/typed-weight.ts'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { weightText } from './amounts.ts'
import { sendCommand } from './bench-store.ts'
import { KindShape } from './kind-shape.tsx'
import looks from './typed-weight-panel.module.css'

/** Grams with a mark that may be of decimals or of thousands are not read: whoever typed them must be told. */
const MAY_BE_THOUSANDS = /^\s*\d{1,3}[.,]\d{3}\s*g\s*$/i

function Back() {
  const { t } = useTranslation()
  return (
    <Button variant="default" size="md" onClick={() => sendCommand('UNDO')}>
      {t('bench.typedWeight.back')}
    </Button>
  )
}

/** The command WEIGHT: one field for a weight with its unit, and how it is understood before it is sent. */
export function TypedWeightPanel() {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const [isRefused, setRefused] = useState(false)
  const typed = parseTypedWeight(text)
  const send = () => {
    setRefused(!typed)
    if (typed) sendCommand('WEIGHT', typedWeightArgument(typed))
  }
  const error = t(
    MAY_BE_THOUSANDS.test(text) ? 'bench.typedWeight.thousands' : 'bench.typedWeight.notValid',
  )
  return (
    <form
      className={looks.panel}
      aria-label={t('bench.typedWeight.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h2>{t('bench.typedWeight.title')}</h2>
      <p className={looks.detail}>{t('bench.typedWeight.detail')}</p>
      <TextInput
        ref={focusOnOpen}
        classNames={{ input: looks.input ?? '', label: looks.label ?? '' }}
        label={t('bench.typedWeight.label')}
        error={isRefused && error}
        autoComplete="off"
        spellCheck={false}
        maxLength={30}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
          setRefused(false)
        }}
        onKeyDown={({ key }) => {
          if (key === 'Escape') sendCommand('UNDO')
        }}
      />
      <output className={looks.understood}>
        {typed
          ? t('bench.typedWeight.understood', { weight: weightText(typed.grams, i18n.language) })
          : t('bench.typedWeight.hint')}
      </output>
      <footer className={looks.foot}>
        <Button type="submit" size="md">
          {t('bench.typedWeight.go')}
        </Button>
        <Back />
      </footer>
    </form>
  )
}

/** The typed weight, large, until a supervisor lets it pass. */
export function WeightApprovalPanel({
  typed,
}: {
  readonly typed: NonNullable<BenchView['typedWeight']>
}) {
  const { t, i18n } = useTranslation()
  return (
    <section className={looks.panel} aria-label={t('bench.typedWeight.waits')}>
      <h2>{t('bench.typedWeight.typed')}</h2>
      <p className={looks.value}>
        {typed.shown}
        <small>
          {t('bench.typedWeight.understood', { weight: weightText(typed.grams, i18n.language) })}
        </small>
      </p>
      <p className={looks.approve}>
        <KindShape kind="attention" />
        <span>{t('bench.typedWeight.approve')}</span>
      </p>
      <footer className={looks.foot}>
        <Back />
      </footer>
    </section>
  )
}
