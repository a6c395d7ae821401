import { useTranslation } from 'react-i18next'
import { commandBarcode } from '../../shared/scanning.ts'
import { Barcode } from '../barcode.tsx'
import { COMMAND_KEYS } from '../scanner/function-keys.ts'
import { closeHelp } from './bench-store.ts'
import looks from './help-panel.module.css'

/** F1: every command with its key and its barcode, over the body; the prompt above stays in sight. */
export function HelpPanel() {
  const { t } = useTranslation()
  return (
    <section className={looks.panel} aria-label={t('bench.helpPanel.title')}>
      <header className={looks.head}>
        <h2>{t('bench.helpPanel.title')}</h2>
        <p>{t('bench.helpPanel.detail')}</p>
        <button type="button" onClick={closeHelp}>
          {t('bench.helpPanel.close')}
        </button>
      </header>
      <ul className={looks.cards}>
        {COMMAND_KEYS.map(([key, command]) => (
          <li key={key} className={looks.card}>
            <span className={looks.name}>
              <kbd>{key}</kbd> {t(`bench.keys.${command}`)}
              <code>{commandBarcode(command)}</code>
            </span>
            <span className={looks.what}>{t(`bench.helpPanel.what.${command}`)}</span>
            <Barcode text={commandBarcode(command)} className={looks.barcode} />
          </li>
        ))}
      </ul>
    </section>
  )
}
