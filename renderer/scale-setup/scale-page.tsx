import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  ScaleSettingsSchema,
  type ScaleSettings,
  type SettingsView,
} from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { ChoiceField, TextField } from '../settings/fields.tsx'
import { FieldGroup, PageForm } from '../settings/page-form.tsx'
import { useSettingsPage, type SettingsPage } from '../settings/use-settings-page.ts'
import { station } from '../station.ts'
import { FindScales, type Tried } from './find-scales.tsx'
import { PROTOCOL_NAMES } from './protocol-names.ts'
import { ReadingView } from './reading-view.tsx'
import { isSerial } from './serial-line.ts'
import { SerialLineFields } from './serial-line-fields.tsx'
import { Trial, TrialVerbs, type TrialOf } from './trial.tsx'
import classes from '../settings/settings-screen.module.css'

const followScale: FollowCall<ScaleReading> = (_, options) =>
  station.scale.follow(undefined, options)

const PROTOCOLS = ScaleSettingsSchema.shape.protocol.options
/** What is typed in the fields is tried as well as what was found. */
const FIELDS = 'fields'

/** What is attached, where the scale is, and what it says at this moment, with the bytes behind it. */
export function ScalePage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'scale')
  const [tried, setTried] = useState<Tried | null>(null)
  return (
    <PageForm page={page} title={t('settings.pages.scale')}>
      <FindScales page={page} tried={tried} onTry={setTried} />
      <ScaleFields page={page} tried={tried} onTry={setTried} />
      <FieldGroup title={t('settings.scale.live')}>
        <Live />
      </FieldGroup>
    </PageForm>
  )
}

interface ScaleFieldsProps {
  readonly page: SettingsPage
  readonly tried: Tried | null
  readonly onTry: (tried: Tried | null) => void
}

function ScaleFields({ page, tried, onTry }: ScaleFieldsProps) {
  const { t } = useTranslation()
  const settings = (page.value('scale') ?? {}) as Partial<ScaleSettings>
  const now = tried?.where === FIELDS ? tried.what : null
  const connection = settings.connection ?? ''
  const tryFields = (what: TrialOf | null) => onTry(what && { where: FIELDS, what })
  return (
    <FieldGroup title={t('settings.scale.title')}>
      <div className={classes['grid']}>
        <ChoiceField
          page={page}
          path="scale.protocol"
          label={t('settings.scale.protocol')}
          none={t('settings.scale.noProtocol')}
          choices={PROTOCOLS.map((value) => ({ value, label: PROTOCOL_NAMES[value] }))}
        />
        <div className={classes['whole']}>
          <TextField
            page={page}
            path="scale.connection"
            label={t('settings.scale.connection')}
            description={t('settings.scale.connectionHelp')}
          />
        </div>
        {isSerial(connection) && (
          <div className={classes['whole']}>
            <SerialLineFields
              connection={connection}
              disabled={page.isFixed('scale')}
              onConnection={(next) => page.set('scale.connection', next)}
            />
          </div>
        )}
      </div>
      <div className={classes['live']}>
        <span className={classes['quiet']}>{t('scaleSetup.tryFields')}</span>
        <span className={classes['spacer']} />
        <TrialVerbs
          name={t('scaleSetup.theseFields')}
          settings={settings}
          now={now}
          onTry={tryFields}
        />
      </div>
      <Trial
        settings={settings}
        now={now}
        onTry={tryFields}
        onAnswer={(answer) => {
          if (!page.isFixed('scale')) page.set('scale', answer)
        }}
      />
    </FieldGroup>
  )
}

function Live() {
  const { t } = useTranslation()
  const reading = useFollowed(followScale)
  return reading ? (
    <ReadingView reading={reading} />
  ) : (
    <p className={classes['quiet']}>{t('settings.scale.none')}</p>
  )
}
