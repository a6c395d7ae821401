import { useTranslation } from 'react-i18next'
import type { Choice } from '../../shared/packing.ts'
import { commandBarcode } from '../../shared/scanning.ts'
import { Barcode } from '../barcode.tsx'
import { sendCommand } from './bench-store.ts'
import looks from './choice-panel.module.css'

/** So many have a digit of their own. */
const MOST_CHOICES = 9
/** So many have room for tall bars. */
const FEW_CHOICES = 5

/** What a scan may mean, each with its digit and its barcode, over the body; the prompt above stays in sight. */
export function ChoicePanel({ choices }: { readonly choices: readonly Choice[] }) {
  const { t } = useTranslation()
  return (
    <section className={looks.panel} aria-label={t('bench.choose.title')}>
      <header className={looks.head}>
        <h2>{t('bench.choose.title')}</h2>
        <p>{t('bench.choose.detail')}</p>
        <button type="button" onClick={() => sendCommand('UNDO')}>
          {t('bench.choose.back')}
        </button>
      </header>
      <ol className={looks.choices}>
        {choices.slice(0, MOST_CHOICES).map(({ number, meaning, name, detail }) => (
          <li key={number}>
            <button
              type="button"
              className={looks.choice}
              onClick={() => sendCommand('CHOOSE', String(number))}
            >
              <span className={looks.number}>{number}</span>
              <span className={looks.kind}>{t(`bench.choose.kinds.${meaning}`)}</span>
              <span className={looks.what}>
                <strong>{name}</strong>
                <span>{detail}</span>
              </span>
              <Barcode
                text={commandBarcode('CHOOSE', String(number))}
                className={looks.barcode}
                height={choices.length > FEW_CHOICES ? 5 : 9}
              />
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
