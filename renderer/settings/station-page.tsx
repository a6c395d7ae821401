import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../shared/settings.ts'
import { usePreferences, type ColorScheme, type Language } from '../preferences.ts'
import { NumberField, SwitchField, TextField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const ADDRESS = [
  ['name', true],
  ['company', false],
  ['phone', false],
  ['street1', true],
  ['street2', false],
  ['email', false],
  ['city', true],
  ['state', false],
  ['zip', false],
  ['country', true],
] as const

const VOLUMES = [
  ['0', 'silent'],
  ['0.25', 'soft'],
  ['0.5', 'medium'],
  ['1', 'loud'],
] as const

/** Who this station is, whence it ships, how it packs, and what its screen looks and sounds like. */
export function StationPage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'station')
  return (
    <PageForm page={page} title={t('settings.pages.station')}>
      <FieldGroup title={t('settings.station.title')}>
        <div className={classes['grid']}>
          <TextField page={page} path="station.id" label={t('settings.station.id')} required />
          <TextField page={page} path="station.name" label={t('settings.station.name')} required />
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.station.shipFrom')} help={t('settings.station.shipFromHelp')}>
        <div className={classes['grid']}>
          {ADDRESS.map(([name, required]) => (
            <TextField
              key={name}
              page={page}
              path={`shipFrom.${name}`}
              label={t(`settings.station.address.${name}`)}
              required={required}
            />
          ))}
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.station.packing')}>
        <div className={classes['stack']}>
          {(['requireItemScans', 'requireScanBack', 'shipOnLastScan'] as const).map((name) => (
            <SwitchField
              key={name}
              page={page}
              path={`packing.${name}`}
              label={t(`settings.station.${name}`)}
            />
          ))}
          <div className={classes['grid']}>
            <NumberField
              page={page}
              path="packing.weightToleranceGrams"
              label={t('settings.station.weightToleranceGrams')}
              required
            />
            <NumberField
              page={page}
              path="packing.rateIncreasePercent"
              label={t('settings.station.rateIncreasePercent')}
              required
            />
            <TextField
              page={page}
              path="packing.supervisorCode"
              label={t('settings.station.supervisorCode')}
              description={t('settings.station.supervisorCodeHelp')}
            />
            <TextField
              page={page}
              path="packing.cutOff"
              label={t('settings.station.cutOff')}
              description={t('settings.station.cutOffHelp')}
            />
          </div>
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.station.files')}>
        <div className={classes['stack']}>
          <TextField
            page={page}
            path="watchFolder"
            label={t('settings.station.watchFolder')}
            description={t('settings.station.watchFolderHelp')}
          />
          <SwitchField page={page} path="rest.desktop" label={t('settings.station.rest')} />
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.station.screen')} help={t('settings.station.screenHelp')}>
        <ScreenChoices />
      </FieldGroup>
    </PageForm>
  )
}

function ScreenChoices() {
  const { t } = useTranslation()
  const { language, colorScheme, volume } = usePreferences()
  const nearest = VOLUMES.reduce(
    (best, [value]) =>
      Math.abs(Number(value) - volume) < Math.abs(Number(best) - volume) ? value : best,
    '0' as string,
  )
  return (
    <div className={classes['grid']}>
      <Choice
        name={t('shell.display.language')}
        value={language}
        choices={[
          ['en', 'English'],
          ['es', 'Español'],
        ]}
        onChange={(value) => usePreferences.setState({ language: value as Language })}
      />
      <Choice
        name={t('shell.display.look')}
        value={colorScheme}
        choices={[
          ['dark', t('shell.display.dark')],
          ['light', t('shell.display.light')],
        ]}
        onChange={(value) => usePreferences.setState({ colorScheme: value as ColorScheme })}
      />
      <Choice
        name={t('shell.display.sound')}
        value={nearest}
        choices={VOLUMES.map(([value, name]) => [value, t(`shell.display.${name}`)] as const)}
        onChange={(value) => usePreferences.setState({ volume: Number(value) })}
      />
    </div>
  )
}

function Choice(props: {
  name: string
  value: string
  choices: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}) {
  return (
    <div>
      <div className={classes['quiet']}>{props.name}</div>
      <SegmentedControl
        aria-label={props.name}
        transitionDuration={0}
        data={props.choices.map(([value, label]) => ({ value, label }))}
        value={props.value}
        onChange={props.onChange}
      />
    </div>
  )
}
