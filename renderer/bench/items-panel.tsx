import { useTranslation } from 'react-i18next'
import type { BenchItem, BenchView } from '../../shared/packing.ts'
import { KindShape } from './kind-shape.tsx'
import { suspectOf } from './suspect.ts'
import { UnitShapes } from './unit-shapes.tsx'
import looks from './items-panel.module.css'

/** So many lines are legible without scrolling; what is done gives way first. */
const MOST_LINES = 20

function isDone(item: BenchItem): boolean {
  return item.scanned + item.packedBefore >= item.ordered
}

/** The lines that are shown, in the order's own order, and how many finished ones are not. */
function shownLines(
  items: readonly BenchItem[],
  suspect: number | undefined,
): { lines: readonly BenchItem[]; more: number } {
  if (items.length <= MOST_LINES) return { lines: items, more: 0 }
  const isWanted = (item: BenchItem) => !isDone(item) || item.line === suspect
  const wanted = items.filter(isWanted).slice(0, MOST_LINES - 1)
  const rest = items.filter((item) => !isWanted(item)).slice(0, MOST_LINES - 1 - wanted.length)
  const lines = items.filter((item) => wanted.includes(item) || rest.includes(item))
  return { lines, more: items.length - lines.length }
}

interface ItemRowProps {
  readonly item: BenchItem
  /** What the weight of the box says of it. */
  readonly suspect: 'missing' | 'extra' | undefined
}

function ItemRow({ item, suspect }: ItemRowProps) {
  const { t } = useTranslation()
  const toPack = item.ordered - item.packedBefore
  return (
    <li
      className={looks.row}
      data-done={isDone(item)}
      data-started={item.scanned > 0}
      data-suspect={suspect}
    >
      <span className={looks.count}>
        {t('bench.items.count', { scanned: item.scanned, ordered: toPack })}
      </span>
      <span className={looks.what}>
        <span className={looks.name}>{item.description}</span>
        <span className={looks.sku}>
          {item.sku}
          {item.packedBefore > 0 && ` · ${t('bench.items.before', { count: item.packedBefore })}`}
        </span>
      </span>
      {suspect && (
        <strong className={looks.suspect}>
          <KindShape kind="attention" />
          <span>{t(`bench.items.suspect.${suspect}`)}</span>
        </strong>
      )}
      <UnitShapes done={item.scanned} all={toPack} bare />
    </li>
  )
}

/** What goes into the box and how many; a line never moves while the order is open. */
export function ItemsPanel({ view }: { readonly view: BenchView }) {
  const { t } = useTranslation()
  const suspect = suspectOf(view)
  const { lines, more } = shownLines(view.items, suspect?.line)
  const density = lines.length > 10 ? 'columns' : lines.length > 5 ? 'dense' : 'normal'
  return (
    <>
      <h2 className={looks.title}>{t('bench.items.title')}</h2>
      <ul
        className={looks.list}
        data-density={density}
        aria-label={t('bench.items.title')}
        data-landmark="Items"
      >
        {lines.map((item) => (
          <ItemRow
            key={item.line}
            item={item}
            suspect={item.line === suspect?.line ? suspect.says : undefined}
          />
        ))}
        {more > 0 && <li className={looks.more}>{t('bench.items.moreLines', { count: more })}</li>}
      </ul>
      {view.order?.note != null && (
        <p className={looks.note}>
          <strong>{t('bench.items.note')}</strong> {view.order.note}
        </p>
      )}
    </>
  )
}
