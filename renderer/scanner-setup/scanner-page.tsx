import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../shared/settings.ts'
import { ChoiceField, NumberField, TextField } from '../settings/fields.tsx'
import { FieldGroup, PageForm } from '../settings/page-form.tsx'
import { useSettingsPage } from '../settings/use-settings-page.ts'
import { NewestScans } from './newest-scans.tsx'
import { ScannerLines } from './scanner-lines.tsx'
import { ScannerTest } from './scanner-test.tsx'
import settingsLooks from '../settings/settings-screen.module.css'

const ENDS = ['key', 'silence'] as const
const KEYBOARDS = ['as-typed', 'us'] as const

/** How scans come, and what the scanner of this bench makes of a known barcode. */
export function ScannerPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'scanner')
  return (
    <PageForm page={page} title={t('scannerSetup.title')}>
      <ScannerTest page={page} />
      <FieldGroup title={t('scannerSetup.typing.title')} help={t('scannerSetup.typing.help')}>
        <div className={settingsLooks['grid']}>
          <TextField
            page={page}
            path="scanner.prefix"
            label={t('scannerSetup.typing.prefix')}
            description={t('scannerSetup.typing.prefixHelp')}
          />
          <ChoiceField
            page={page}
            path="scanner.end"
            label={t('scannerSetup.typing.end')}
            choices={ENDS.map((value) => ({
              value,
              label: t(`scannerSetup.typing.ends.${value}`),
            }))}
          />
          <ChoiceField
            page={page}
            path="scanner.keyboard"
            label={t('scannerSetup.typing.keyboard')}
            choices={KEYBOARDS.map((value) => ({
              value,
              label: t(`scannerSetup.typing.keyboards.${value}`),
            }))}
          />
          <NumberField
            page={page}
            path="scanner.largestGapMs"
            label={t('scannerSetup.typing.largestGapMs')}
            required
          />
          <NumberField
            page={page}
            path="scanner.meanGapMs"
            label={t('scannerSetup.typing.meanGapMs')}
            required
          />
          <NumberField
            page={page}
            path="scanner.repeatMs"
            label={t('scannerSetup.typing.repeatMs')}
            description={t('scannerSetup.typing.repeatHelp')}
            required
          />
        </div>
      </FieldGroup>
      <ScannerLines page={page} />
      <NewestScans />
    </PageForm>
  )
}
