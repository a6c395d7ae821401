import { useTranslation } from 'react-i18next'
import type { DrillView } from '../../shared/drill.ts'
import { clockText } from '../bench/amounts.ts'
import { sendScan } from '../bench/bench-store.ts'
import looks from './workbench.module.css'

/** A barcode's text with its GS1 separators as blanks. */
function readable(barcode: string): string {
  return barcode.replaceAll('\u001D', ' ')
}

/** What came out of the simulated printer, newest first; a click on a barcode's text scans it off the paper. */
export function Paper({ paper }: { readonly paper: DrillView['paper'] }) {
  const { t, i18n } = useTranslation()
  if (paper.length === 0) return <p className={looks.quiet}>{t('drill.paper.none')}</p>
  return (
    <ul className={looks.paper}>
      {paper.map(({ id, at, png, barcodes }) => (
        <li key={id}>
          <img
            src={`data:image/png;base64,${png}`}
            alt={t('drill.paper.label', { at: clockText(at, i18n.language) })}
          />
          <div className={looks.scans}>
            <span className={looks.quiet}>{clockText(at, i18n.language)}</span>
            {barcodes.map((barcode) => (
              <button
                key={barcode}
                type="button"
                className={looks.button}
                data-barcode={barcode}
                aria-label={t('drill.paper.scan', { barcode: readable(barcode) })}
                onClick={(event) => {
                  event.currentTarget.blur()
                  sendScan(barcode, 'key')
                }}
              >
                {readable(barcode)}
              </button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
