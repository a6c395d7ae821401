import { NativeSelect, TextInput, type TextInputProps } from '@mantine/core'
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

const ORDER: NonNullable<TextInputProps['inputWrapperOrder']> = [
  'label',
  'input',
  'description',
  'error',
]

/** What a field of text and one of choices have in common. */
function useFieldProps(props: CorrectionFieldProps) {
  const { path, label, text, error, isDisabled, onText } = props
  return {
    className: looks.field ?? '',
    wrapperProps: { 'data-path': path },
    label,
    description: useWas(props.was),
    error,
    inputWrapperOrder: ORDER,
    disabled: isDisabled,
    value: text,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onText(event.currentTarget.value),
  }
}

export function CorrectionText(props: CorrectionFieldProps) {
  const { path, isFirst } = props
  return (
    <TextInput
      {...useFieldProps(props)}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      {...(path.startsWith('dimensions.') && { inputMode: 'decimal' as const })}
      {...(isFirst && { ref: focusOnOpen })}
    />
  )
}

export function UnitChoice(props: CorrectionFieldProps) {
  return (
    <NativeSelect
      {...useFieldProps(props)}
      data={props.isDisabled ? [{ value: '', label: '–' }] : [...LengthUnitSchema.options]}
    />
  )
}
