import { useTranslation } from 'react-i18next'
import type { BenchView } from '../../shared/packing.ts'
import type { WeightState } from '../../shared/weighing.ts'
import { rangeTexts, weightText } from './amounts.ts'
import { sayReason } from './say.ts'
import looks from './parcel-panel.module.css'

const DASH = '–'

/** Moving wavers, stable rests, locked is closed, typed is a pencil: told apart without colour. */
const WEIGHT_SHAPES: Record<WeightState | 'typed', React.ReactNode> = {
  empty: <path d="M2 13h12" />,
  moving: <path d="M1.5 9c2-4 4-4 6.5 0s4.5 4 6.5 0" />,
  stable: <path d="M2 10.5h12M2 5.5h12" />,
  locked: (
    <path d="M3.5 7.5h9v6h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" fill="currentcolor" fillOpacity="0.35" />
  ),
  typed: <path d="M2.5 13.5l1-3.5 7-7 2.5 2.5-7 7zM9 4.5l2.5 2.5" />,
  unknown: <path d="M5 5.5a3 3 0 1 1 4.4 2.7C8.3 8.8 8 9.3 8 10.3M8 13v.1" />,
  fault: <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />,
}

function Expected({ expected }: { readonly expected: BenchView['weight']['expected'] }) {
  const { t, i18n } = useTranslation()
  if (!expected) return null
  const [from, to] = rangeTexts(expected.fromGrams, expected.toGrams, i18n.language)
  const range = t('bench.weight.expected', { from, to })
  const whence = t(`bench.weight.whence.${expected.whence}`)
  return (
    <span title={`${range}, ${whence}`}>
      {range}
      <small>, {whence}</small>
    </span>
  )
}

/** What the parcel weighs, how sure that is, and what it should weigh. A typed weight says so. */
export function WeightRegion({ weight }: { readonly weight: BenchView['weight'] }) {
  const { t, i18n } = useTranslation()
  const { grams, state, shown, reason, expected, isTyped } = weight
  const look = isTyped ? 'typed' : state
  const unsure = state === 'unknown' || state === 'fault'
  return (
    <section
      className={looks.row}
      data-weight={look}
      aria-label={t('bench.weight.title')}
      data-landmark="Weight"
    >
      <h2 className={looks.name}>{t('bench.weight.title')}</h2>
      <p className={looks.value}>{grams === null ? DASH : weightText(grams, i18n.language)}</p>
      <p className={looks.aside}>
        <span className={looks.state}>
          <svg viewBox="0 0 16 16" className={looks.shape} aria-hidden>
            {WEIGHT_SHAPES[look]}
          </svg>
          {isTyped ? t('bench.weight.typedState') : t(`bench.weight.states.${state}`)}
        </span>
        {unsure && reason !== null && <span>{sayReason(t, reason)}</span>}
        {grams !== null && (
          <span>{t(isTyped ? 'bench.weight.typed' : 'bench.weight.shown', { shown })}</span>
        )}
        <Expected expected={expected} />
      </p>
    </section>
  )
}
