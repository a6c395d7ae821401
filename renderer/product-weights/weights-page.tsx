import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProductWeight } from '../../shared/weighing.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { DataTable, type Column, type TableKeys } from '../tables/data-table.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { SearchBox } from '../tables/search-box.tsx'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { usePagedRows, type AskPage } from '../tables/use-paged-rows.ts'
import { ProductBar } from './product-bar.tsx'
import { countsNow, unitWeightText } from './unit-weight-text.ts'
import list from '../tables/list-screen.module.css'
import classes from './weights-page.module.css'

const DEBOUNCE_MS = 120

interface Row extends ProductWeight {
  readonly id: string
}
const rowOf = (product: ProductWeight): Row => ({
  ...product,
  id: JSON.stringify([product.merchant, product.sku]),
})

/** What one unit of each product weighs, as this station knows it. */
export function WeightsPage() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), DEBOUNCE_MS)
  const products = usePagedRows<Row>(
    useCallback<AskPage<Row>>(
      async ({ cursor }, signal) => {
        const page = await station.weights.search(
          { ...(search && { search }), ...(cursor !== undefined && { cursor }) },
          { signal },
        )
        return { ...page, rows: page.rows.map(rowOf) }
      },
      [search],
    ),
  )
  useBenchChanges(products.again)

  // Kept whole: a product that has moved down the list by what was done to it stays in the bar.
  const [chosen, setChosen] = useState<Row>()
  const inList = products.rows.find(({ id }) => id === chosen?.id)
  const product = inList ?? chosen
  const columns = useColumns()
  const table = useRef<TableKeys>(null)
  const field = useRef<HTMLInputElement>(null)
  /** Enter in the search box goes on: to the first product, then to its weight. */
  const keys = {
    current: {
      key(event: Parameters<TableKeys['key']>[0]) {
        if (event.key !== 'Enter') return table.current?.key(event)
        if (inList) field.current?.focus()
        else setChosen(products.rows[0])
      },
    },
  }
  return (
    <section className={classes['page']} aria-label={t('productWeights.title')}>
      <header className={list['head']}>
        <h2 className={list['title']}>{t('productWeights.title')}</h2>
        <SearchBox
          label={t('productWeights.search')}
          hint={t('productWeights.searchHint')}
          value={text}
          onChange={setText}
          table={keys}
        />
        <span className={list['count']} aria-live="polite">
          {products.total !== null && t('tables.shown', { total: formats.number(products.total) })}
        </span>
      </header>
      <p className={classes['help']}>{t('productWeights.help')}</p>
      <div className={classes['table']}>
        <DataTable
          ref={table}
          label={t('productWeights.title')}
          columns={columns}
          rows={products.rows}
          total={products.total}
          selected={chosen?.id ?? null}
          onSelect={setChosen}
          onNearEnd={products.more}
          stale={products.phase === 'first'}
          loadingMore={products.phase === 'more'}
          empty={
            products.phase === 'failed' ? (
              <AskedAgain again={products.again} />
            ) : search ? (
              t('tables.nothingFound')
            ) : (
              t('productWeights.empty')
            )
          }
        />
      </div>
      {product ? (
        <ProductBar
          key={product.id}
          product={product}
          fieldRef={field}
          onChange={(changed) => {
            const row = rowOf(changed)
            products.change(row)
            setChosen(row)
          }}
        />
      ) : (
        <p className={classes['bar']}>{t('productWeights.choose')}</p>
      )}
    </section>
  )
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation()
  const formats = useFormats()
  return useMemo(() => {
    const weight = (milligrams: number | null) =>
      milligrams === null ? <span aria-hidden="true">–</span> : unitWeightText(milligrams, formats)
    return [
      {
        id: 'product',
        header: t('productWeights.columns.product'),
        track: 'minmax(9rem, 1.4fr)',
        cell: (row) => (
          <>
            {row.sku} <span className={list['quiet']}>{row.merchant}</span>
          </>
        ),
      },
      {
        id: 'description',
        header: t('productWeights.columns.description'),
        track: 'minmax(8rem, 2fr)',
        cell: (row) => <bdi>{row.description}</bdi>,
      },
      {
        id: 'counts',
        header: t('productWeights.columns.counts'),
        track: '5.5rem',
        align: 'end',
        cell: (row) => weight(countsNow(row).milligrams),
      },
      {
        id: 'from',
        header: t('productWeights.columns.from'),
        track: '7rem',
        cell: (row) => t(`productWeights.from.${countsNow(row).from}`),
      },
      {
        id: 'spread',
        header: t('productWeights.columns.spread'),
        track: '5rem',
        align: 'end',
        cell: (row) =>
          row.spreadMilligrams === null
            ? weight(null)
            : t('productWeights.spread', {
                weight: unitWeightText(row.spreadMilligrams, formats),
              }),
      },
      {
        id: 'parcels',
        header: t('productWeights.columns.parcels'),
        track: '4rem',
        align: 'end',
        cell: (row) => formats.number(row.parcels),
      },
      {
        id: 'weighed',
        header: t('productWeights.columns.weighed'),
        track: '7.5rem',
        align: 'end',
        cell: (row) => <Time at={row.lastWeighedAt} />,
      },
    ]
  }, [t, formats])
}
