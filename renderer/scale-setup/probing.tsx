import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScaleSettings } from '../../shared/settings.ts'
import type { ScaleProbe } from '../../shared/weighing.ts'
import { sayReason } from '../bench/say.ts'
import { station } from '../station.ts'
import { PROTOCOL_NAMES } from './protocol-names.ts'
import settingsLooks from '../settings/settings-screen.module.css'
import classes from './scale-setup.module.css'

interface ProbingProps {
  readonly connection: string
  /** Looks while this holds; afterwards what came of it stays. */
  readonly isOn: boolean
  readonly onAnswer: (settings: ScaleSettings) => void
  readonly onOver: () => void
}

interface Search {
  readonly state: 'looking' | 'over' | 'failed'
  readonly probe: ScaleProbe | undefined
}

const LOOKING: Search = { state: 'looking', probe: undefined }

/** Gives each step of a search until it is over, has failed or is called off. */
async function look(
  connection: string,
  signal: AbortSignal,
  onStep: (probe: ScaleProbe) => void,
): Promise<'over' | 'failed'> {
  try {
    for await (const probe of await station.scale.probe({ connection }, { signal })) {
      if (!signal.aborted) onStep(probe)
    }
    return 'over'
  } catch {
    // The station is gone or stumbled; a person may look again.
    return 'failed'
  }
}

/** Looks for what a connection speaks, and never longer than it is shown. */
function useProbe({ connection, isOn, onAnswer, onOver }: ProbingProps): Search {
  const [search, setSearch] = useState<Search>(LOOKING)
  const [first] = useState(connection)
  const tell = useRef({ onAnswer, onOver })
  useEffect(() => {
    tell.current = { onAnswer, onOver }
  })
  useEffect(() => {
    if (!isOn) return undefined
    const stopper = new AbortController()
    const { signal } = stopper
    const step = (probe: ScaleProbe) => {
      setSearch({ state: 'looking', probe })
      const { answer } = probe
      if (answer)
        tell.current.onAnswer({ connection: answer.connection, protocol: answer.protocol })
    }
    void look(first, signal, step).then((state) => {
      if (signal.aborted) return
      setSearch(({ probe }) => ({ state, probe }))
      tell.current.onOver()
    })
    return () => stopper.abort()
  }, [first, isOn])
  // What came of the search before is over when another begins.
  return isOn && search.state !== 'looking' ? LOOKING : search
}

/** How far the search for a scale's protocol and line has come, and what answers. */
export function Probing(props: ProbingProps) {
  const { t } = useTranslation()
  const { state, probe } = useProbe(props)
  const { tried = 0, of = 1, trying = '', answer, reason } = probe ?? {}
  const isOver = state !== 'looking'
  // Of another plug, which was not asked yet.
  if (!isOver && !props.isOn) return null
  return (
    <div className={classes['probing']}>
      <progress
        max={of || 1}
        value={isOver ? of || 1 : tried}
        aria-label={t('scaleSetup.verbs.probe')}
      />
      <output className={settingsLooks['quiet']}>
        {!isOver && t('scaleSetup.probing', { tried: Math.min(tried + 1, of), of, trying })}
        {state === 'failed' && t('scaleSetup.probeFailed')}
        {state === 'over' && reason !== undefined && sayReason(t, reason)}
        {state === 'over' && reason === undefined && !answer && t('scaleSetup.noAnswer')}
      </output>
      {answer && (
        <p className={settingsLooks['outcome']}>
          {t('scaleSetup.answers', {
            protocol: PROTOCOL_NAMES[answer.protocol],
            shown: answer.shown,
          })}{' '}
          <code>{answer.connection}</code>
        </p>
      )}
    </div>
  )
}
