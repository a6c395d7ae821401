import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../shared/settings.ts'
import { Barcode } from '../barcode.tsx'
import { FieldTable } from './field-table.tsx'
import { TextField } from './fields.tsx'
import { PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

/** Who packs here, each with the badge as a barcode that can be scanned off the screen. */
export function PeoplePage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'people')
  return (
    <PageForm page={page} title={t('settings.pages.people')}>
      <p className={classes['quiet']}>{t('settings.operators.help')}</p>
      <FieldTable
        page={page}
        list="operators"
        columns={['id', 'name', 'badge']}
        title={(column) => t(`settings.operators.${column}`)}
        idPrefix="P"
        fresh={(id) => ({ id, name: '', badge: `BADGE-${id}` })}
        renderCell={(column, field) => {
          const badge = column === 'badge' && page.value(field.path)
          return (
            <>
              <TextField {...field} />
              {typeof badge === 'string' && badge.trim() !== '' && (
                <Barcode text={badge.trim()} className={classes['badge']} />
              )}
            </>
          )
        }}
      />
    </PageForm>
  )
}
