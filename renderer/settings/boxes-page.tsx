import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LengthUnitSchema } from '../../shared/measures.ts'
import type { Box, SettingsView } from '../../shared/settings.ts'
import { ChoiceField, NumberField, TextField } from './fields.tsx'
import { PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const TEXTS = ['id', 'name', 'barcode'] as const
const NUMBERS = ['length', 'width', 'height'] as const
const UNITS = LengthUnitSchema.options.map((value) => ({ value, label: value }))

/** The boxes of this bench as a table in which every cell is a field. */
export function BoxesPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'boxes')
  const boxes = page.value('boxes') as readonly Box[]
  const fixed = page.isFixed('boxes')
  const add = () => {
    const ids = new Set(boxes.map(({ id }) => id))
    let number = boxes.length + 1
    while (ids.has(`B${number}`)) number += 1
    const box = { id: `B${number}`, name: '', barcode: `BOX-B${number}`, unit: 'in', tareGrams: 0 }
    page.set('boxes', [...boxes, box])
  }
  const columns = [...TEXTS, ...NUMBERS, 'unit', 'tareGrams'] as const
  return (
    <PageForm page={page} title={t('settings.pages.boxes')}>
      {boxes.length === 0 && <p className={classes['quiet']}>{t('settings.boxes.none')}</p>}
      {boxes.length > 0 && (
        <table className={classes['boxes']}>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" data-column={name}>
                  {t(`settings.boxes.${name}`)}
                </th>
              ))}
              <th scope="col" aria-label={t('settings.printers.removeShort')} />
            </tr>
          </thead>
          <tbody>
            {boxes.map((box, index) => {
              const field = (name: (typeof columns)[number]) => ({
                page,
                path: `boxes.${index}.${name}`,
                label: t('settings.boxes.of', {
                  field: t(`settings.boxes.${name}`),
                  number: index + 1,
                }),
                isBare: true,
                required: true,
              })
              return (
                <tr key={index}>
                  {TEXTS.map((name) => (
                    <td key={name}>
                      <TextField {...field(name)} />
                    </td>
                  ))}
                  {NUMBERS.map((name) => (
                    <td key={name}>
                      <NumberField {...field(name)} />
                    </td>
                  ))}
                  <td>
                    <ChoiceField {...field('unit')} choices={UNITS} />
                  </td>
                  <td>
                    <NumberField {...field('tareGrams')} />
                  </td>
                  <td>
                    <ActionIcon
                      variant="default"
                      size="2.25rem"
                      disabled={fixed}
                      aria-label={t('settings.boxes.remove', { id: box.id })}
                      onClick={() =>
                        page.set(
                          'boxes',
                          boxes.filter((_, other) => other !== index),
                        )
                      }
                    >
                      <IconTrash size="1.125rem" aria-hidden />
                    </ActionIcon>
                  </td>
                </tr>
              )
            })}
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
        {t('settings.boxes.add')}
      </Button>
    </PageForm>
  )
}
