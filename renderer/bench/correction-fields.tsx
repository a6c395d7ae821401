import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LengthUnitSchema } from '../../shared/measures.ts'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import type { FieldPath } from './correction.ts'
import looks from './correction-panel.module.css'

export interface CorrectionFieldProps {
  readonly path: FieldPath
  readonly label: string
  readonly text: string
  /** What stood there before anything was corrected, where it is another text now. */
  readonly was: string | undefined
  /** What the carrier or the station says of it. */
  readonly error: string | undefined
  /** The one that is to be mended. */
  readonly isFirst: boolean
  readonly isDisabled: boolean
  readonly onText: (text: string) => void
}

function useWas(was: string | undefined): string | undefined {
  const { t } = useTranslation()
  if (was === undefined) return undefined
  return was === '' ? t('bench.correction.wasEmpty') : t('bench.correction.was', { value: was })
}

export function CorrectionText(props: CorrectionFieldProps) {
  const { path, label, text, error, isFirst, isDisabled, onText } = props
  const was = useWas(props.was)
  return (
    <TextInput
      className={looks.field ?? ''}
      wrapperProps={{ 'data-path': path }}
      label={label}
      description={was}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      {...(path.startsWith('dimensions.') && { inputMode: 'decimal' as const })}
      disabled={isDisabled}
      {...(isFirst && { ref: focusOnOpen })}
      value={text}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
    />
  )
}

export function UnitChoice(props: CorrectionFieldProps) {
  const { path, label, text, error, isDisabled, onText } = props
  const was = useWas(props.was)
  return (
    <NativeSelect
      className={looks.field ?? ''}
      wrapperProps={{ 'data-path': path }}
      label={label}
      description={was}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={isDisabled}
      data={isDisabled ? [{ value: '', label: '–' }] : [...LengthUnitSchema.options]}
      value={text}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
    />
  )
}
