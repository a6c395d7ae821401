import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PrinterSettings } from '../../shared/settings.ts'
import { ChoiceField, NumberField, TextField } from './fields.tsx'
import { MEDIA_PRESETS } from './printer-list.ts'
import type { SettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const LANGUAGES = [
  { value: 'zpl', label: 'ZPL' },
  { value: 'epl2', label: 'EPL2' },
  { value: 'tspl', label: 'TSPL' },
  { value: 'escpos', label: 'ESC/POS' },
  { value: 'cpcl', label: 'CPCL' },
] as const
const DOTS = [203, 300, 600] as const
const TURNS = [0, 90, 180, 270] as const
const GRAPHICS = ['z64', 'acs', 'hex'] as const

interface PrinterFieldsProps {
  readonly page: SettingsPage
  readonly index: number
  readonly printer: PrinterSettings
}

/** What is set of one printer: who it is and where, and of a label printer what it understands and what lies in it. */
export function PrinterFields({ page, index, printer }: PrinterFieldsProps) {
  const { t } = useTranslation()
  const at = (name: string) => `printers.${index}.${name}`
  const isLabel = printer.role === 'label'
  return (
    <div className={classes['grid']}>
      <TextField page={page} path={at('id')} label={t('settings.printers.id')} required />
      <ChoiceField
        page={page}
        path={at('role')}
        label={t('settings.printers.role')}
        choices={(['label', 'document'] as const).map((value) => ({
          value,
          label: t(`settings.printers.roles.${value}`),
        }))}
      />
      {isLabel && (
        <ChoiceField
          page={page}
          path={at('language')}
          label={t('settings.printers.language')}
          whenUnset="zpl"
          choices={LANGUAGES}
        />
      )}
      <div className={classes['whole']}>
        <TextField
          page={page}
          path={at('connection')}
          label={t('settings.printers.connection')}
          description={t(`settings.printers.connectionHelp.${printer.role}`)}
          required
        />
      </div>
      {isLabel && <LabelFields page={page} index={index} printer={printer} />}
    </div>
  )
}

function LabelFields({ page, index, printer }: PrinterFieldsProps) {
  const { t } = useTranslation()
  const at = (name: string) => `printers.${index}.${name}`
  return (
    <>
      <ChoiceField
        page={page}
        path={at('dpi')}
        label={t('settings.printers.dpi')}
        choices={DOTS.map((value) => ({ value, label: String(value) }))}
      />
      <ChoiceField
        page={page}
        path={at('media.rotation')}
        label={t('settings.printers.rotation')}
        whenUnset={0}
        choices={TURNS.map((value) => ({
          value,
          label: t(value === 0 ? 'settings.printers.upright' : 'settings.printers.turned', {
            degrees: value,
          }),
        }))}
      />
      {(printer.language ?? 'zpl') === 'zpl' && (
        <ChoiceField
          page={page}
          path={at('graphics')}
          label={t('settings.printers.graphics')}
          whenUnset="z64"
          choices={GRAPHICS.map((value) => ({
            value,
            label: t(`settings.printers.graphicsNames.${value}`),
          }))}
        />
      )}
      <fieldset className={classes['sizes']}>
        <legend>{t('settings.printers.size')}</legend>
        {MEDIA_PRESETS.map(({ name, widthInches, heightInches }) => (
          <Button
            key={name}
            variant="default"
            disabled={page.isFixed('printers')}
            aria-pressed={
              printer.media.widthInches === widthInches &&
              printer.media.heightInches === heightInches
            }
            onClick={() => page.set(at('media'), { ...printer.media, widthInches, heightInches })}
          >
            {name}
          </Button>
        ))}
        <NumberField
          page={page}
          path={at('media.widthInches')}
          label={t('settings.printers.width')}
          required
        />
        <NumberField
          page={page}
          path={at('media.heightInches')}
          label={t('settings.printers.height')}
          required
        />
      </fieldset>
    </>
  )
}
