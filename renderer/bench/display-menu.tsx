import { Popover, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePreferences, type ColorScheme, type Language } from '../preferences.ts'
import { playKind } from '../sounds/sounds.ts'
import looks from './top-bar.module.css'

const VOLUMES = { silent: 0, soft: 0.2, medium: 0.5, loud: 1 } as const

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly choices: readonly { readonly value: V; readonly label: string }[]
  readonly onChoose: (value: V) => void
}

function Choice<V extends string>({ label, value, choices, onChoose }: ChoiceProps<V>) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {label}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={label}
        value={value}
        data={[...choices]}
        transitionDuration={0}
        onChange={(chosen) => {
          const choice = choices.find((candidate) => candidate.value === chosen)
          if (choice) onChoose(choice.value)
        }}
      />
    </div>
  )
}

/** Language, look and loudness of this bench's screen. */
export function DisplayMenu() {
  const { t } = useTranslation()
  const { language, colorScheme, volume } = usePreferences()
  const loudness =
    (Object.keys(VOLUMES) as (keyof typeof VOLUMES)[]).find((name) => VOLUMES[name] >= volume) ??
    'loud'
  return (
    <Popover position="bottom-end" width={280} transitionProps={{ duration: 0 }} trapFocus>
      <Popover.Target>
        <UnstyledButton className={looks.menu ?? ''} aria-label={t('shell.display.label')}>
          <IconAdjustmentsHorizontal size="1.25rem" aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.display.label')}>
        <Stack gap="sm">
          <Choice<Language>
            label={t('shell.display.language')}
            value={language}
            choices={[
              { value: 'en', label: 'English' },
              { value: 'es', label: 'Español' },
            ]}
            onChoose={(chosen) => usePreferences.setState({ language: chosen })}
          />
          <Choice<ColorScheme>
            label={t('shell.display.look')}
            value={colorScheme}
            choices={[
              { value: 'dark', label: t('shell.display.dark') },
              { value: 'light', label: t('shell.display.light') },
            ]}
            onChoose={(chosen) => usePreferences.setState({ colorScheme: chosen })}
          />
          <Choice<keyof typeof VOLUMES>
            label={t('shell.display.sound')}
            value={loudness}
            choices={(Object.keys(VOLUMES) as (keyof typeof VOLUMES)[]).map((name) => ({
              value: name,
              label: t(`shell.display.${name}`),
            }))}
            onChoose={(chosen) => {
              usePreferences.setState({ volume: VOLUMES[chosen] })
              playKind('complete')
            }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
