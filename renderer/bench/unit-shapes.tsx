import { useTranslation } from 'react-i18next'
import looks from './unit-shapes.module.css'

interface UnitShapesProps {
  readonly done: number
  readonly all: number
  /** Whether the numbers stand beside the shapes. */
  readonly bare?: boolean
}

/** More than this are a bar: nobody counts thirty squares. */
const MOST_SQUARES = 16

/** Progress as shapes: a square a unit, filled when it is in the box. */
export function UnitShapes({ done, all, bare = false }: UnitShapesProps) {
  const { t } = useTranslation()
  return (
    <span className={looks.units} data-bare={bare}>
      {all <= MOST_SQUARES ? (
        Array.from({ length: all }, (_, index) => (
          <span key={index} className={looks.square} data-full={index < done} aria-hidden />
        ))
      ) : (
        <progress className={looks.bar} max={all} value={done} aria-hidden />
      )}
      {!bare && <span className={looks.text}>{t('bench.items.progress', { done, all })}</span>}
    </span>
  )
}
