import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../shared/settings.ts'
import { copiesFrom, copiesText } from './copies-by-country.ts'
import { ListField, NumberField, SwitchField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

/** Which papers go with a box beside its label, and how often each. */
export function DocumentsPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'documents')
  const printer = view.settings.printers.find(({ role }) => role === 'document')
  return (
    <PageForm page={page} title={t('settings.pages.documents')}>
      <p className={classes['outcome']} data-kind={printer ? undefined : 'attention'}>
        {printer
          ? t('settings.documents.printer', { id: printer.id })
          : t('settings.documents.noPrinter')}
      </p>
      <FieldGroup
        title={t('settings.documents.customs')}
        help={t('settings.documents.customsHelp')}
      >
        <div className={classes['grid']}>
          <div className={classes['whole']}>
            <SwitchField
              page={page}
              path="documents.paperless"
              label={t('settings.documents.paperless')}
            />
          </div>
          <NumberField
            page={page}
            path="documents.invoiceCopies"
            label={t('settings.documents.invoiceCopies')}
            required
          />
          <div className={classes['whole']}>
            <ListField
              page={page}
              path="documents.invoiceCopiesTo"
              label={t('settings.documents.invoiceCopiesTo')}
              description={t('settings.documents.invoiceCopiesToHelp')}
              write={copiesText}
              read={copiesFrom}
            />
          </div>
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.documents.slip')} help={t('settings.documents.slipHelp')}>
        <SwitchField
          page={page}
          path="documents.packingSlip"
          label={t('settings.documents.packingSlip')}
        />
      </FieldGroup>
    </PageForm>
  )
}
