import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import { clockText } from './amounts.ts'
import looks from './facts.module.css'

const FACTS = [
  ['bought', 'boughtAt'],
  ['sent', 'sentAt'],
  ['onPaper', 'onPaperAt'],
  ['onBox', 'onBoxAt'],
] as const

const SHAPES = {
  yes: <path d="M2.5 8.5l3.5 3.5 7.5-8" />,
  no: <path d="M4 8h8" />,
  doubt: <path d="M5 5.5a3 3 0 1 1 4.4 2.7C8.3 8.8 8 9.3 8 10.3M8 13v.1" />,
}

/** The four facts of a label, never mixed: each has its own time or none. */
export function Facts({ view: { shipment, parked, problem } }: { readonly view: BenchView }) {
  const { t, i18n } = useTranslation()
  // Bytes left for the printer, and nobody knows whether all of them came to it.
  const isCut = problem?.code === 'print-in-doubt' || problem?.code === 'printer-interrupted'
  const isSentInDoubt = isCut || (shipment?.onPaperAt ?? null) !== null
  return (
    <dl className={looks.facts}>
      {FACTS.map(([name, key]) => {
        const at = shipment?.[key] ?? null
        const doubt =
          at === null &&
          ((name === 'bought' && shipment?.state === 'in-doubt') ||
            (name === 'sent' && isSentInDoubt))
        // Of a parked box the bench does not know how far the outbox is: it may even be in doubt.
        const waits = name === 'bought' && at === null && parked !== null
        const state = at !== null ? 'yes' : doubt ? 'doubt' : 'no'
        return (
          <div key={name} className={looks.fact} data-state={state}>
            <dt>
              <svg viewBox="0 0 16 16" className={looks.shape} aria-hidden>
                {SHAPES[state]}
              </svg>
              {t(`bench.label.${name}`)}
            </dt>
            <dd>
              {at === null
                ? t(`bench.label.${doubt ? 'inDoubt' : waits ? 'parked' : 'notYet'}`)
                : clockText(at, i18n.language)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
