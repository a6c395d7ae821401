import { useTranslation } from 'react-i18next'
import { ScaleSettingsSchema, type SettingsView } from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { station } from '../station.ts'
import { Time } from '../tables/formats.tsx'
import { Values } from '../tables/section.tsx'
import type { StateKind } from '../tables/state-mark.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { FieldGroup, PageForm } from './page-form.tsx'
import { useSettingsPage } from './use-settings-page.ts'
import classes from './settings-screen.module.css'

const followScale: FollowCall<ScaleReading> = (_, options) =>
  station.scale.follow(undefined, options)

const PROTOCOLS = ScaleSettingsSchema.shape.protocol.options
const PROTOCOL_NAMES: Record<(typeof PROTOCOLS)[number], string> = {
  'hid-pos': 'HID (USB)',
  nci: 'NCI / SCP-01',
  sics: 'MT-SICS',
  'toledo-8217': 'Mettler Toledo 8213, 8217',
  'toledo-continuous': 'Toledo continuous',
  cas: 'CAS (22 bytes)',
  'a-and-d': 'A&D',
  ohaus: 'Ohaus',
}

/** Where the scale is, and what it says at this moment, with the bytes behind it. */
export function ScalePage({ view }: { view: SettingsView }) {
  const { t } = useTranslation()
  const page = useSettingsPage(view, 'scale')
  return (
    <PageForm page={page} title={t('settings.pages.scale')}>
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
        </div>
      </FieldGroup>
      <FieldGroup title={t('settings.scale.live')}>
        <Live />
      </FieldGroup>
    </PageForm>
  )
}

const KINDS: Record<ScaleReading['state'], StateKind> = {
  empty: 'wait',
  moving: 'attention',
  stable: 'good',
  unknown: 'wrong',
  fault: 'wrong',
}

function Live() {
  const { t, i18n } = useTranslation()
  const reading = useFollowed(followScale)
  const reasonKey = `bench.reasons.${reading?.reason ?? ''}`
  const reason =
    reading?.reason && (i18n.exists(reasonKey) ? t(reasonKey as never) : reading.reason)
  return (
    <>
      <div className={classes['weight']} data-kind={reading && KINDS[reading.state]}>
        {reading?.shown || '–'}
      </div>
      {reading ? (
        <Values
          entries={[
            [
              t('settings.scale.reads'),
              [t(`bench.weight.states.${reading.state}`), reason].filter(Boolean).join(': '),
            ],
            [t('settings.scale.at'), <Time key="at" at={reading.at} full />],
            [
              t('settings.scale.raw'),
              <code key="raw" className={classes['raw']}>
                {reading.raw || '–'}
              </code>,
            ],
          ]}
        />
      ) : (
        <p className={classes['quiet']}>{t('settings.scale.none')}</p>
      )}
    </>
  )
}
