import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './fields.tsx'
import type { SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

interface FieldTableProps<Column extends string> {
  readonly page: SettingsPage
  readonly list: 'boxes' | 'operators'
  readonly columns: readonly Column[]
  readonly title: (column: Column) => string
  /** The field of one cell. */
  readonly renderCell: (column: Column, field: FieldProps) => ReactNode
  /** A row as it is added, under an id that is free. */
  readonly fresh: (id: string) => object
  readonly idPrefix: string
}

/** A list of the settings as a table in which every cell is a field. */
export function FieldTable<Column extends string>(props: FieldTableProps<Column>) {
  const { t } = useTranslation()
  const { page, list, columns, title, renderCell } = props
  const rows = page.value(list) as readonly { readonly id: string }[]
  const fixed = page.isFixed(list)
  const add = () => {
    const ids = new Set(rows.map(({ id }) => id))
    let number = rows.length + 1
    while (ids.has(`${props.idPrefix}${number}`)) number += 1
    page.set(list, [...rows, props.fresh(`${props.idPrefix}${number}`)])
  }
  return (
    <>
      {rows.length === 0 && <p className={classes['quiet']}>{t(`settings.${list}.none`)}</p>}
      {rows.length > 0 && (
        <table className={classes['table']}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" data-column={column}>
                  {title(column)}
                </th>
              ))}
              <th scope="col" aria-label={t('settings.printers.removeShort')} />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id }, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column}>
                    {renderCell(column, {
                      page,
                      path: `${list}.${index}.${column}`,
                      label: t(`settings.${list}.of`, { field: title(column), number: index + 1 }),
                      isBare: true,
                      required: true,
                    })}
                  </td>
                ))}
                <td>
                  <ActionIcon
                    variant="default"
                    size="2.25rem"
                    disabled={fixed}
                    aria-label={t(`settings.${list}.remove`, { id })}
                    onClick={() =>
                      page.set(
                        list,
                        rows.filter((_, other) => other !== index),
                      )
                    }
                  >
                    <IconTrash size="1.125rem" aria-hidden />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button
        variant="default"
        mt="md"
        disabled={fixed}
        leftSection={<IconPlus size="1.125rem" aria-hidden />}
        onClick={add}
      >
        {t(`settings.${list}.add`)}
      </Button>
    </>
  )
}
