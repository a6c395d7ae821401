import { Button } from '@mantine/core'
import { IconEar, IconPlayerStop, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ScaleSettingsSchema, type ScaleSettings } from '../../shared/settings.ts'
import type { ScaleReading } from '../../shared/weighing.ts'
import { useFollowed } from '../follow.ts'
import { station } from '../station.ts'
import { Probing } from './probing.tsx'
import { ReadingView } from './reading-view.tsx'
import settingsLooks from '../settings/settings-screen.module.css'
import classes from './scale-setup.module.css'

/** `probed`: the search is over, and what came of it still shows. */
export type TrialOf = 'listen' | 'probe' | 'probed'

interface TrialVerbsProps {
  /** What is tried, for a screen reader. */
  readonly name: string
  /** As it was typed or chosen; what is not whole yet cannot be tried. */
  readonly settings: Partial<ScaleSettings>
  readonly now: TrialOf | null
  readonly onTry: (what: TrialOf | null) => void
}

/** Listen to it, or find out what it speaks; what runs is stopped by the same button. */
export function TrialVerbs({ name, settings, now, onTry }: TrialVerbsProps) {
  const { t } = useTranslation()
  const mayListen = ScaleSettingsSchema.safeParse(settings).success
  const { connection } = settings
  const mayProbe = ScaleSettingsSchema.pick({ connection: true }).safeParse({ connection }).success
  const verbs = [
    ['listen', mayListen, IconEar],
    ['probe', mayProbe, IconSearch],
  ] as const
  return verbs.map(([what, may, Picture]) => {
    if (what === 'probe' && settings.protocol === 'hid-pos') return null
    const isOn = now === what
    const verb = isOn ? 'stop' : what
    return (
      <Button
        key={what}
        variant="default"
        disabled={!may}
        aria-pressed={isOn}
        aria-label={t(`scaleSetup.verbsOf.${verb}`, { name })}
        leftSection={
          isOn ? (
            <IconPlayerStop size="1.125rem" aria-hidden />
          ) : (
            <Picture size="1.125rem" aria-hidden />
          )
        }
        onClick={() => onTry(isOn ? null : what)}
      >
        {t(`scaleSetup.verbs.${verb}`)}
      </Button>
    )
  })
}

interface TrialProps {
  readonly settings: Partial<ScaleSettings>
  readonly now: TrialOf | null
  readonly onTry: (what: TrialOf | null) => void
  /** What was found to answer. */
  readonly onAnswer: (settings: ScaleSettings) => void
}

/** What comes of it. Other settings start it anew. */
export function Trial({ settings, now, onTry, onAnswer }: TrialProps) {
  const { connection } = settings
  const whole = ScaleSettingsSchema.safeParse(settings).data
  if (now === 'listen' && whole)
    return <Listening key={`${whole.connection} ${whole.protocol}`} settings={whole} />
  // The answer changes how the line is set: the search goes on from the plug alone.
  if (connection === undefined || (now !== 'probe' && now !== 'probed')) return null
  return (
    <Probing
      key={connection.split('?')[0]}
      connection={connection}
      isOn={now === 'probe'}
      onAnswer={onAnswer}
      onOver={() => onTry('probed')}
    />
  )
}

function Listening({ settings }: { readonly settings: ScaleSettings }) {
  const { t } = useTranslation()
  const reading = useFollowed<ScaleReading>((_, options) => station.scale.listen(settings, options))
  return reading ? (
    <ReadingView reading={reading} />
  ) : (
    <p className={[settingsLooks['quiet'], classes['reading']].join(' ')}>
      {t('scaleSetup.waiting')}
    </p>
  )
}
