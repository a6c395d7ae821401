import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../shared/settings.ts'
import { PageForm } from '../settings/page-form.tsx'
import { useSettingsPage } from '../settings/use-settings-page.ts'

/** How scans come, and what the scanner of this bench makes of a known barcode. */
export function ScannerPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'scanner')
  return (
    <PageForm page={page} title={t('scannerSetup.title')}>
      {null}
    </PageForm>
  )
}
