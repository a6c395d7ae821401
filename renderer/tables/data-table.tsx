/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/control-has-associated-label --
   rows stand where the scroll puts them, which the elements of a table cannot; their cells are their labels */
import { Loader } from '@mantine/core'
import { tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import classes from './data-table.module.css'

const ROW_HEIGHT = 36
const NEARLY_AT_END = 30

const columnMeta: { readonly align?: 'end' } = {}
const features = tableFeatures({ columnMeta })

/** What a row must have to be told from the others. */
interface Identified {
  readonly id: string | number
}

export interface Column<Row> {
  readonly id: string
  readonly header: ReactNode
  /** A CSS grid track ("minmax(8rem, 2fr)"). */
  readonly track: string
  readonly align?: 'end'
  cell(row: Row): ReactNode
}

export interface DataTableProps<Row extends Identified> {
  /** The table's name for a screen reader. */
  readonly label: string
  /** Keep them stable with useMemo. */
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** How many there are all together; null while nobody knows. */
  readonly total: number | null
  readonly selected: Row['id'] | null
  readonly onSelect: (row: Row) => void
  /** The end of what is loaded is near. */
  readonly onNearEnd: () => void
  /** The rows are of an older question: shown pale until the answer comes. */
  readonly stale: boolean
  readonly loadingMore: boolean
  /** What stands in the place of no rows. */
  readonly empty: ReactNode
  readonly ref?: Ref<TableKeys>
}

/** Moves the selection from elsewhere: the search box keeps the focus while the arrows walk the rows. */
export interface TableKeys {
  key(event: KeyboardEvent): void
}

interface SeenRow extends Identified {
  readonly index: number
}

/** By how many rows the first one in sight that is still there has moved. */
function shiftOf(seen: readonly SeenRow[], rows: readonly Identified[], top: number): number {
  for (const { id, index } of seen) {
    if (index < Math.floor(top)) continue
    const now = rows.findIndex((row) => row.id === id)
    if (now !== -1) return now - index
  }
  return 0
}

/** A dense list of any length: rows of 36 px, drawn only where one looks, walked with the arrow keys. */
export function DataTable<Row extends Identified>(props: DataTableProps<Row>) {
  const { rows, selected, onSelect, onNearEnd } = props
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const columns = useMemo(
    () =>
      props.columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        header: () => column.header,
        cell: ({ row }) => column.cell(row.original),
        meta: column.align ? { align: column.align } : {},
      })),
    [props.columns],
  )
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row: Row) => String(row.id),
  })
  const model = table.getRowModel().rows
  // oxlint-disable-next-line react/incompatible-library -- it moves with the scroll, so nothing is remembered
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => model[index]?.id ?? index,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (lastShown >= rows.length - NEARLY_AT_END) onNearEnd()
  }, [lastShown, rows.length, onNearEnd])

  // Rows that come or go above what is being read move nothing: the first row in sight keeps its place.
  const seen = useRef<readonly SeenRow[]>([])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || element.scrollTop === 0) return
    element.scrollTop += ROW_HEIGHT * shiftOf(seen.current, rows, element.scrollTop / ROW_HEIGHT)
  }, [rows])
  useEffect(() => {
    seen.current = items.flatMap(({ index }) => {
      const row = rows[index]
      return row ? [{ id: row.id, index }] : []
    })
  })

  const at = rows.findIndex((row) => row.id === selected)
  function walk(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
    }
    const step = steps[event.key]
    if (step === undefined || rows.length === 0) return
    event.preventDefault()
    const target = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))
    const row = rows[target]
    if (!row) return
    onSelect(row)
    virtual.scrollToIndex(target)
  }
  const handle = useRef<TableKeys>({ key: walk })
  useEffect(() => {
    handle.current.key = walk
  })
  const { ref } = props
  useEffect(() => {
    if (typeof ref === 'function') ref(handle.current)
    else if (ref) ref.current = handle.current
  }, [ref])

  const tracks = props.columns.map((column) => column.track).join(' ')
  const activeRow = items.some((item) => item.index === at) ? `${id}-${selected}` : undefined
  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total === null ? -1 : props.total + 1}
      aria-busy={props.stale}
      aria-activedescendant={activeRow}
      tabIndex={0}
      onKeyDown={walk}
      data-stale={props.stale || undefined}
    >
      <div role="rowgroup" className={classes['head']}>
        {table.getHeaderGroups().map((group) => (
          <div
            key={group.id}
            role="row"
            aria-rowindex={1}
            className={classes['row']}
            style={{ gridTemplateColumns: tracks }}
          >
            {group.headers.map((header) => (
              <div
                key={header.id}
                role="columnheader"
                className={classes['cell']}
                data-align={header.column.columnDef.meta?.align}
              >
                <table.FlexRender header={header} />
              </div>
            ))}
          </div>
        ))}
      </div>
      {model.length > 0 && (
        <div role="rowgroup" className={classes['body']} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = model[item.index]
            if (!row) return null
            const isSelected = row.original.id === selected
            return (
              // The keys of a row are the grid's; a click is the same choice with a pointer.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={row.id}
                id={`${id}-${row.id}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={isSelected}
                className={classes['row']}
                style={{
                  gridTemplateColumns: tracks,
                  transform: `translateY(${item.start}px)`,
                }}
                onClick={() => onSelect(row.original)}
              >
                {row.getAllCells().map((cell) => (
                  <div
                    key={cell.id}
                    role="gridcell"
                    className={classes['cell']}
                    data-align={cell.column.columnDef.meta?.align}
                  >
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      )}
      {model.length === 0 && !props.stale && <div className={classes['empty']}>{props.empty}</div>}
      {props.loadingMore && (
        <div className={classes['tail']}>
          <Loader size="xs" type="dots" />
        </div>
      )}
    </div>
  )
}
