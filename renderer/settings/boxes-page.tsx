import { useTranslation } from 'react-i18next'
import { LengthUnitSchema } from '../../shared/measures.ts'
import type { SettingsView } from '../../shared/settings.ts'
import { FieldTable } from './field-table.tsx'
import { ChoiceField, NumberField, TextField } from './fields.tsx'
import { PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'

const COLUMNS = ['id', 'name', 'barcode', 'length', 'width', 'height', 'unit', 'tareGrams'] as const
const UNITS = LengthUnitSchema.options.map((value) => ({ value, label: value }))

/** The boxes of this bench. */
export function BoxesPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'boxes')
  return (
    <PageForm page={page} title={t('settings.pages.boxes')}>
      <FieldTable
        page={page}
        list="boxes"
        columns={COLUMNS}
        title={(column) => t(`settings.boxes.${column}`)}
        idPrefix="B"
        fresh={(id) => ({ id, name: '', barcode: `BOX-${id}`, unit: 'in', tareGrams: 0 })}
        renderCell={(column, field) => {
          if (column === 'unit') return <ChoiceField {...field} choices={UNITS} />
          return column === 'id' || column === 'name' || column === 'barcode' ? (
            <TextField {...field} />
          ) : (
            <NumberField {...field} />
          )
        }}
      />
    </PageForm>
  )
}
