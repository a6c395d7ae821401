import { useTranslation } from 'react-i18next'
import type { Light } from '../../shared/health.ts'
import type { NamedLight } from './lights.ts'
import looks from './health-light.module.css'

/** Each light has its own shape: disc, triangle, cross, ring. */
const SHAPES: Record<Light, React.ReactNode> = {
  good: <circle cx="8" cy="8" r="6" fill="currentcolor" />,
  attention: <path d="M8 1.5L15 14H1z" fill="currentcolor" />,
  bad: <path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentcolor" strokeWidth="3.5" />,
  off: <circle cx="8" cy="8" r="5" fill="none" stroke="currentcolor" strokeWidth="2" />,
}

export function HealthLight({ light: { name, light, matter } }: { readonly light: NamedLight }) {
  const { t } = useTranslation()
  return (
    <span className={looks.light} data-light={light} title={matter}>
      <svg viewBox="0 0 16 16" className={looks.shape} aria-hidden>
        {SHAPES[light]}
      </svg>
      {name}
      <span className={looks.hidden}> {matter ?? t(`bench.top.lights.${light}`)}</span>
    </span>
  )
}
