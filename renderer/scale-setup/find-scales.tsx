import { Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ScaleSettingsSchema, type ScaleSettings } from '../../shared/settings.ts'
import type { AttachedScales, FoundScale, ScaleProtocolName } from '../../shared/weighing.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { FieldGroup } from '../settings/page-form.tsx'
import { isSame } from '../settings/settings-form.ts'
import type { SettingsPage } from '../settings/use-settings-page.ts'
import { station } from '../station.ts'
import { PROTOCOL_NAMES } from './protocol-names.ts'
import { isSamePlug, isSerial } from './serial-line.ts'
import { SerialLineFields } from './serial-line-fields.tsx'
import { Trial, TrialVerbs, type TrialOf } from './trial.tsx'
import settingsLooks from '../settings/settings-screen.module.css'
import classes from './scale-setup.module.css'

const followAttached: FollowCall<AttachedScales> = (_, options) =>
  station.scale.attached(undefined, options)

/** Of a serial port nothing is known: what most counter scales speak is tried first. */
const FIRST_TRIED: ScaleProtocolName = 'nci'
const SERIAL_PROTOCOLS = ScaleSettingsSchema.shape.protocol.options.filter(
  (name) => name !== 'hid-pos',
)

/** What is tried now, one thing at a time: a line can be opened once. */
export interface Tried {
  readonly where: string
  readonly what: TrialOf
}

interface FindScalesProps {
  readonly page: SettingsPage
  readonly tried: Tried | null
  readonly onTry: (tried: Tried | null) => void
}

/** The scales and serial ports of this machine as they come and go, each of which can be listened to and taken. */
export function FindScales({ page, tried, onTry }: FindScalesProps) {
  const { t } = useTranslation()
  const attached = useFollowed(followAttached)
  return (
    <FieldGroup title={t('scaleSetup.title')} help={t('scaleSetup.help')}>
      {attached?.troubles.map(({ code, detail }) => (
        <div key={code} className={settingsLooks['outcome']} data-kind="attention">
          {t(`scaleSetup.troubles.${code}`)}
          <code className={settingsLooks['said']}>{detail}</code>
        </div>
      ))}
      {attached?.found.length === 0 && (
        <p className={settingsLooks['quiet']}>{t('scaleSetup.nothing')}</p>
      )}
      <ul className={classes['found']} aria-label={t('scaleSetup.list')}>
        {attached?.found.map((found) => (
          <Found
            key={found.connection}
            found={found}
            page={page}
            now={tried?.where === found.connection ? tried.what : null}
            onTry={(what) => onTry(what && { where: found.connection, what })}
          />
        ))}
      </ul>
    </FieldGroup>
  )
}

interface FoundProps {
  readonly found: FoundScale
  readonly page: SettingsPage
  readonly now: TrialOf | null
  readonly onTry: (what: TrialOf | null) => void
}

function Found({ found, page, now, onTry }: FoundProps) {
  const { t } = useTranslation()
  const { connection, kind, name, serialNumber, protocol } = found
  const [settings, setSettings] = useState<ScaleSettings>({
    connection,
    protocol: protocol ?? FIRST_TRIED,
  })
  const saved = page.view.settings.scale
  return (
    <li>
      <div className={classes['head']}>
        <span className={settingsLooks['foundName']}>
          <strong>{name}</strong>
          <span className={settingsLooks['quiet']}>
            {[
              t(`scaleSetup.kinds.${kind}`),
              serialNumber && t('scaleSetup.serialNumber', { serialNumber }),
              saved && isSamePlug(saved.connection, connection) && t('scaleSetup.isSetUp'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <code>{settings.connection}</code>
        </span>
        <TrialVerbs name={name} settings={settings} now={now} onTry={onTry} />
        <UseIt page={page} name={name} settings={settings} />
      </div>
      {protocol === null && now !== null && (
        <div className={classes['choices']}>
          <NativeSelect
            label={t('settings.scale.protocol')}
            data={SERIAL_PROTOCOLS.map((value) => ({ value, label: PROTOCOL_NAMES[value] }))}
            value={settings.protocol}
            onChange={({ currentTarget }) => {
              const chosen = SERIAL_PROTOCOLS.find((value) => value === currentTarget.value)
              if (chosen) setSettings({ ...settings, protocol: chosen })
            }}
          />
          {isSerial(settings.connection) && (
            <SerialLineFields
              connection={settings.connection}
              disabled={false}
              onConnection={(next) => setSettings({ ...settings, connection: next })}
            />
          )}
        </div>
      )}
      <Trial settings={settings} now={now} onTry={onTry} onAnswer={setSettings} />
    </li>
  )
}

function UseIt(props: { page: SettingsPage; name: string; settings: ScaleSettings }) {
  const { t } = useTranslation()
  const { page, name, settings } = props
  if (isSame(page.value('scale'), settings)) return <span>{t('scaleSetup.inUse')}</span>
  return (
    <Button
      disabled={page.isFixed('scale')}
      aria-label={t('scaleSetup.useOf', { name })}
      leftSection={<IconPlus size="1.125rem" aria-hidden />}
      onClick={() => page.set('scale', settings)}
    >
      {t('scaleSetup.use')}
    </Button>
  )
}
