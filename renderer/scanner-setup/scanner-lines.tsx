import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Health } from '../../shared/health.ts'
import type { ScannerLineState } from '../../shared/scanning.ts'
import type { ScannerSettings } from '../../shared/settings.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { TextField } from '../settings/fields.tsx'
import { LightMark } from '../settings/light-mark.tsx'
import { FieldGroup } from '../settings/page-form.tsx'
import type { SettingsPage } from '../settings/use-settings-page.ts'
import { station } from '../station.ts'
import settingsLooks from '../settings/settings-screen.module.css'
import looks from './scanner-setup.module.css'

const followHealth: FollowCall<Health> = (_, options) => station.health.follow(undefined, options)

const MOST_LINES = 4

/** The scanners that the station reads by itself, each with how it is. */
export function ScannerLines({ page }: { page: SettingsPage }) {
  const { t } = useTranslation()
  const states = useFollowed(followHealth)?.scanners
  const lines = page.value('scanner.lines') as ScannerSettings['lines']
  const fixed = page.isFixed('scanner.lines')
  return (
    <FieldGroup title={t('scannerSetup.lines.title')} help={t('scannerSetup.lines.help')}>
      {lines.length === 0 ? (
        <p className={settingsLooks['quiet']}>{t('scannerSetup.lines.none')}</p>
      ) : (
        <ul className={looks['lines']}>
          {lines.map(({ connection }, index) => (
            <li key={index}>
              <TextField
                page={page}
                path={`scanner.lines.${index}.connection`}
                label={t('scannerSetup.lines.connection', { number: index + 1 })}
                description={t('scannerSetup.lines.connectionHelp')}
                required
              />
              <LineMark state={states?.find((one) => one.connection === connection)} />
              <ActionIcon
                variant="default"
                size="2.25rem"
                disabled={fixed}
                aria-label={t('scannerSetup.lines.remove', { number: index + 1 })}
                onClick={() =>
                  page.set(
                    'scanner.lines',
                    lines.filter((_, other) => other !== index),
                  )
                }
              >
                <IconTrash size="1.125rem" aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Button
        variant="default"
        disabled={fixed || lines.length >= MOST_LINES}
        leftSection={<IconPlus size="1.125rem" aria-hidden />}
        onClick={() => page.set('scanner.lines', [...lines, { connection: '' }])}
      >
        {t('scannerSetup.lines.add')}
      </Button>
    </FieldGroup>
  )
}

function LineMark({ state: line }: { state: ScannerLineState | undefined }) {
  const { t } = useTranslation()
  if (!line) return <LightMark light="off" word={t('scannerSetup.lines.unknown')} />
  const { state, reason } = line
  const light = state === 'offline' ? 'bad' : reason === null ? 'good' : 'attention'
  const words = [
    t(`scannerSetup.lines.${state}`),
    reason === null ? '' : t(`scannerSetup.lines.reasons.${reason}`),
  ]
  return <LightMark light={light} word={words.filter(Boolean).join(': ')} />
}
