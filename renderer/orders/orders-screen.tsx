import { Button, Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileImport, IconUpload } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { OrderStateSchema, type OrderRow, type OrderState } from '../../shared/orders.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { DataTable, type Column, type TableKeys } from '../tables/data-table.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { SearchBox } from '../tables/search-box.tsx'
import { StateChips } from '../tables/state-chips.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { usePagedRows, type AskPage } from '../tables/use-paged-rows.ts'
import { chooseOrder, useChosenOrder } from './chosen-order.ts'
import { ImportsPanel } from './imports-panel.tsx'
import { importFiles, useImports, useSending } from './imports.ts'
import { OrderDetail } from './order-detail.tsx'
import { OrderStateMark } from './order-state-mark.tsx'
import list from '../tables/list-screen.module.css'
import classes from './orders-screen.module.css'

const DEBOUNCE_MS = 120

/** Search over every order, one order in detail, and the way in for order files. */
export function OrdersScreen() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), DEBOUNCE_MS)
  const [state, setState] = useState<OrderState>()
  const chosen = useChosenOrder((now) => now.id)
  const [showsImports, setShowsImports] = useState(false)
  const table = useRef<TableKeys>(null)
  const columns = useColumns()

  const orders = usePagedRows<OrderRow>(
    useCallback<AskPage<OrderRow>>(
      (query, signal) =>
        station.orders.search(
          { ...query, ...(search ? { search } : {}), ...(state ? { state } : {}) },
          { signal },
        ),
      [search, state],
    ),
  )
  const counts = useAnswer(
    useCallback((signal: AbortSignal) => station.orders.counts(undefined, { signal }), []),
  )
  const refresh = () => {
    orders.again()
    counts.again()
  }
  useBenchChanges(refresh)

  const imports = useImports()
  const isSending = useSending((now) => now.names.length > 0)
  const taken = imports.reduce((sum, one) => sum + one.created + one.updated, 0)
  const latestRefresh = useRef(refresh)
  useEffect(() => {
    latestRefresh.current = refresh
  })
  const [settled] = useDebouncedValue(taken, 500)
  useEffect(() => {
    if (settled > 0) latestRefresh.current()
  }, [settled])

  const bring = (files: FileList | null) => {
    if (!files || files.length === 0) return
    importFiles([...files])
    setShowsImports(true)
  }
  const { over, ...dropTarget } = useFileDrop(bring)
  const input = useRef<HTMLInputElement>(null)
  const select = (row: OrderRow) => {
    chooseOrder(row.id)
    setShowsImports(false)
  }
  const reading = isSending || imports.some((one) => one.state === 'reading')
  return (
    <div className={list['screen']} {...dropTarget}>
      <header className={list['head']}>
        <h1 className={list['title']}>{t('orders.title')}</h1>
        <SearchBox
          label={t('orders.search')}
          hint={t('orders.searchHint')}
          value={text}
          onChange={setText}
          table={table}
        />
        <span className={list['count']} aria-live="polite">
          {orders.total !== null && t('tables.shown', { total: formats.number(orders.total) })}
        </span>
        <div className={list['actions']}>
          <Button
            variant="default"
            aria-pressed={showsImports}
            leftSection={
              reading ? <Loader size="1.125rem" /> : <IconFileImport size="1.125rem" aria-hidden />
            }
            onClick={() => setShowsImports((before) => !before)}
          >
            {t('orders.import.list')}
            {imports.length > 0 && ` (${formats.number(imports.length)})`}
          </Button>
          <Button
            leftSection={<IconUpload size="1.125rem" aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {t('orders.import.choose')}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".json,.csv,application/json,text/csv"
            multiple
            className={classes['file']}
            aria-label={t('orders.import.choose')}
            onChange={(event) => {
              bring(event.currentTarget.files)
              event.currentTarget.value = ''
            }}
          />
        </div>
      </header>
      <StateChips<OrderState>
        label={t('orders.filter')}
        states={OrderStateSchema.options}
        chosen={state}
        name={(one) => t(`orders.state.${one}`)}
        counts={counts.value}
        onChoose={setState}
      />
      <div className={list['split']}>
        <div className={list['table']}>
          <DataTable
            ref={table}
            label={t('orders.title')}
            columns={columns}
            rows={orders.rows}
            total={orders.total}
            selected={chosen}
            onSelect={select}
            onNearEnd={orders.more}
            stale={orders.phase === 'first'}
            loadingMore={orders.phase === 'more'}
            empty={
              orders.phase === 'failed' ? (
                <AskedAgain again={orders.again} />
              ) : search || state ? (
                t('tables.nothingFound')
              ) : (
                t('orders.empty')
              )
            }
          />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
        <aside className={list['panel']} tabIndex={0} aria-label={t('orders.detail.label')}>
          {showsImports ? (
            <>
              <div className={classes['tabs']}>
                <h2>{t('orders.import.list')}</h2>
                <Button size="compact-sm" variant="default" onClick={() => setShowsImports(false)}>
                  {t('tables.close')}
                </Button>
              </div>
              <ImportsPanel imports={imports} />
            </>
          ) : chosen === null ? (
            <p className={list['quiet']}>{t('orders.detail.choose')}</p>
          ) : (
            <OrderDetail id={chosen} />
          )}
        </aside>
      </div>
      {over && (
        <div className={classes['drop']}>
          {t('orders.import.drop')}
          <small>{t('orders.import.dropHint')}</small>
        </div>
      )}
    </div>
  )
}

function useColumns(): readonly Column<OrderRow>[] {
  const { t } = useTranslation()
  const formats = useFormats()
  return useMemo(
    () => [
      {
        id: 'reference',
        header: t('orders.columns.reference'),
        track: 'minmax(9.5rem, 1.6fr)',
        cell: (row) => (
          <>
            {row.reference} <span className={list['quiet']}>{row.merchant}</span>
          </>
        ),
      },
      {
        id: 'recipient',
        header: t('orders.columns.recipient'),
        track: 'minmax(7rem, 1.5fr)',
        cell: (row) => <bdi>{row.recipient}</bdi>,
      },
      {
        id: 'destination',
        header: t('orders.columns.destination'),
        track: 'minmax(6.5rem, 1.2fr)',
        cell: (row) => (
          <span title={formats.country(row.country)}>
            <bdi>{row.city}</bdi>, {row.country}
          </span>
        ),
      },
      {
        id: 'units',
        header: t('orders.columns.units'),
        track: '3.75rem',
        align: 'end',
        cell: (row) => formats.number(row.units),
      },
      {
        id: 'state',
        header: t('orders.columns.state'),
        track: '6.5rem',
        cell: (row) => <OrderStateMark state={row.state} />,
      },
      {
        id: 'created',
        header: t('orders.columns.created'),
        track: '5.5rem',
        cell: (row) => <Time at={row.createdAt} />,
      },
      {
        id: 'shipped',
        header: t('orders.columns.shipped'),
        track: '5.5rem',
        cell: (row) => <Time at={row.shippedAt} />,
      },
    ],
    [t, formats],
  )
}

/** Takes files dropped anywhere on an element. Entering a child is no leaving: enters and leaves are counted. */
function useFileDrop(onFiles: (files: FileList) => void) {
  const [depth, setDepth] = useState(0)
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return {
    over: depth > 0,
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth((before) => before + 1)
    },
    onDragOver: (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    },
    onDragLeave: (event: DragEvent) => {
      if (hasFiles(event)) setDepth((before) => Math.max(0, before - 1))
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth(0)
      onFiles(event.dataTransfer.files)
    },
  }
}
