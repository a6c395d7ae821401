import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableKeys } from './data-table.tsx'
import { focusOnOpen } from './focus-on-open.ts'
import classes from './list-screen.module.css'

export interface SearchBoxProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** The arrow keys walk this table while one types. */
  readonly table: RefObject<TableKeys | null>
}

/** The one search box of a list; it has the focus when the screen opens. Escape empties it. */
export function SearchBox({ label, hint, value, onChange, table }: SearchBoxProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      className={classes['search'] ?? ''}
      aria-label={label}
      placeholder={hint}
      ref={focusOnOpen}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      leftSection={<IconSearch size="1.125rem" aria-hidden />}
      rightSection={
        value && <CloseButton aria-label={t('tables.close')} onClick={() => onChange('')} />
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('')
        else table.current?.key(event)
      }}
    />
  )
}
