import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemMessage } from '../tables/problem-message.ts'
import { isSame } from './settings-form.ts'
import type { SettingsPage } from './use-settings-page.ts'

export interface FieldProps {
  readonly page: SettingsPage
  /** Dotted path into the settings. */
  readonly path: string
  readonly label: string
  /** Said instead of a visible label, where a column's head already says it. */
  readonly isBare?: boolean
  readonly description?: string
  readonly required?: boolean
}

/** What every field shows alike: its problem, and that the settings file has fixed it. */
function useField({ page, path, label, isBare, description, required }: FieldProps) {
  const { t } = useTranslation()
  const problem = page.problem(path)
  const fixed = page.isFixed(path)
  return {
    ...(isBare ? { 'aria-label': label } : { label }),
    'data-path': path,
    ...(description ? { description } : {}),
    error: problem === undefined ? undefined : problemMessage(problem, t),
    disabled: fixed,
    withAsterisk: (required ?? false) && !isBare,
    ...(fixed
      ? {
          title: t('settings.fixed'),
          // In a narrow column the text needs the room more than the lock.
          rightSection: isBare ? <span /> : <IconLock size="1rem" aria-hidden />,
          ...(isBare ? { rightSectionWidth: 8 } : {}),
        }
      : {}),
  }
}

export function TextField(props: FieldProps) {
  const { page, path, required } = props
  const field = useField(props)
  const value = page.value(path)
  return (
    <TextInput
      {...field}
      autoComplete="off"
      spellCheck={false}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) =>
        // What may be left out is left out when it is emptied.
        page.set(path, currentTarget.value === '' && !required ? undefined : currentTarget.value)
      }
    />
  )
}

interface ListFieldProps<Values> extends FieldProps {
  readonly write: (values: Values) => string
  readonly read: (text: string) => Values
}

/** Many values in one line with commas between them; what is typed stays as it is typed. */
export function ListField<Values extends object>(props: ListFieldProps<Values>) {
  const { t } = useTranslation()
  const { page, path, write, read } = props
  const field = useField(props)
  const values = page.value(path) as Values
  const [text, setText] = useState(write(values))
  const shown = isSame(read(text), values) ? text : write(values)
  const problem = page.problems.find((one) => one.path.startsWith(`${path}.`))
  return (
    <TextInput
      {...field}
      error={field.error ?? (problem && problemMessage(problem.message, t))}
      autoComplete="off"
      spellCheck={false}
      value={shown}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        page.set(path, read(currentTarget.value))
      }}
    />
  )
}

export function NumberField(props: FieldProps & { suffix?: string }) {
  const { page, path } = props
  const field = useField(props)
  const value = page.value(path)
  return (
    <NumberInput
      {...field}
      hideControls
      allowNegative={false}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => page.set(path, next === '' ? undefined : next)}
    />
  )
}

export interface ChoiceFieldProps<Value extends string | number> extends FieldProps {
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  /** What stands for none of them; without it one must be chosen. */
  readonly none?: string
  /** What counts where nothing is set. */
  readonly whenUnset?: Value
}

const NONE = ''

export function ChoiceField<Value extends string | number>(props: ChoiceFieldProps<Value>) {
  const { page, path, choices, none, whenUnset } = props
  const field = useField(props)
  const value = page.value(path) ?? whenUnset
  return (
    <Select
      {...field}
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      data={[
        ...(none === undefined ? [] : [{ value: NONE, label: none }]),
        ...choices.map((choice) => ({ value: String(choice.value), label: choice.label })),
      ]}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : NONE}
      onChange={(next) =>
        page.set(path, choices.find((choice) => String(choice.value) === next)?.value)
      }
    />
  )
}

export function SwitchField({ page, path, label }: FieldProps) {
  const { t } = useTranslation()
  const fixed = page.isFixed(path)
  return (
    <Switch
      label={label}
      data-path={path}
      disabled={fixed}
      title={fixed ? t('settings.fixed') : undefined}
      checked={page.value(path) === true}
      onChange={({ currentTarget }) => page.set(path, currentTarget.checked)}
    />
  )
}
