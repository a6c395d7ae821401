import { useTranslation } from 'react-i18next'
import type { ScaleReading } from '../../shared/weighing.ts'
import { sayReason } from '../bench/say.ts'
import { Time } from '../tables/formats.tsx'
import { Values } from '../tables/section.tsx'
import { scaleSetupEn } from './words.en.ts'
import settings from '../settings/settings-screen.module.css'
import classes from './scale-setup.module.css'

type TodoCode = keyof typeof scaleSetupEn.todo

function hasTodo(reason: string): reason is TodoCode {
  return reason in scaleSetupEn.todo
}

/** What a scale says at this moment: its weight, its state in words, what to do where it gives none, and the bytes. */
export function ReadingView({ reading }: { readonly reading: ScaleReading }) {
  const { t } = useTranslation()
  const { state, shown, reason, raw, at } = reading
  return (
    <div className={classes['reading']}>
      <div className={settings['weight']}>{shown || '–'}</div>
      <Values
        entries={[
          [
            t('settings.scale.reads'),
            [t(`bench.weight.states.${state}`), reason && sayReason(t, reason)]
              .filter(Boolean)
              .join(': '),
          ],
          [
            t('scaleSetup.todoTitle'),
            reason && hasTodo(reason) ? t(`scaleSetup.todo.${reason}`) : undefined,
          ],
          [t('settings.scale.at'), <Time key="at" at={at} full />],
          [
            t('settings.scale.raw'),
            <code key="raw" className={[settings['raw'], classes['raw']].join(' ')}>
              {raw || '–'}
            </code>,
          ],
        ]}
      />
    </div>
  )
}
