import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { COMMAND_KEYS } from '../scanner/function-keys.ts'
import { toggleRail } from '../navigation.ts'
import { sendCommand, toggleSaid } from './bench-store.ts'
import looks from './key-hints.module.css'

const SHORT_NAMES: Readonly<Record<string, string>> = { Insert: 'Ins' }

/** Every key with its command, quiet at the foot; a click does the same as the key. At the right who packs. */
export function KeyHints({ view }: { readonly view: BenchView }) {
  const { t } = useTranslation()
  const { name, shippedToday } = view.operator ?? {
    name: view.stationName,
    shippedToday: view.shippedToday,
  }
  return (
    <footer className={looks.foot}>
      <fieldset aria-label={t('bench.keys.label')} className={looks.keys}>
        {COMMAND_KEYS.map(([key, command]) => (
          <button
            key={key}
            type="button"
            className={looks.key}
            onClick={(event) => {
              event.currentTarget.blur()
              sendCommand(command)
            }}
          >
            <kbd>{SHORT_NAMES[key] ?? key}</kbd> {t(`bench.keys.${command}`)}
          </button>
        ))}
        <button type="button" className={looks.key} onClick={toggleSaid}>
          <kbd>F9</kbd> {t('bench.keys.said')}
        </button>
        <button type="button" className={looks.key} onClick={toggleRail}>
          <kbd>F10</kbd> {t('bench.keys.screens')}
        </button>
      </fieldset>
      <span className={looks.bench}>
        {name} · {t('bench.today', { count: shippedToday })}
      </span>
    </footer>
  )
}
