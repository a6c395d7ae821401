import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ShipmentStateSchema, type Shipment, type ShipmentState } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { DataTable, type Column, type TableKeys } from '../tables/data-table.tsx'
import { useFormats } from '../tables/formats.tsx'
import { SearchBox } from '../tables/search-box.tsx'
import { StateChips } from '../tables/state-chips.tsx'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { usePagedRows, type AskPage } from '../tables/use-paged-rows.ts'
import { chooseShipment, useChosenShipment } from './chosen-shipment.ts'
import { FactMarks } from './fact-marks.tsx'
import { ShipmentDetail } from './shipment-detail.tsx'
import { ShipmentStateMark } from './shipment-state-mark.tsx'
import facts from './fact-marks.module.css'
import list from '../tables/list-screen.module.css'

const DEBOUNCE_MS = 120
const FACT_HEADS = ['bought', 'sent', 'paper', 'box'] as const

/** Every purchase of this station, with its label and its four facts. */
export function ShipmentsScreen() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), DEBOUNCE_MS)
  const [state, setState] = useState<ShipmentState>()
  const chosen = useChosenShipment((now) => now.id)
  const table = useRef<TableKeys>(null)
  const columns = useColumns()
  const shipments = usePagedRows<Shipment>(
    useCallback<AskPage<Shipment>>(
      (query, signal) =>
        station.shipments.search(
          { ...query, ...(search ? { search } : {}), ...(state ? { state } : {}) },
          { signal },
        ),
      [search, state],
    ),
  )
  useBenchChanges(shipments.again)
  return (
    <div className={list['screen']}>
      <header className={list['head']}>
        <h1 className={list['title']}>{t('shipments.title')}</h1>
        <SearchBox
          label={t('shipments.search')}
          hint={t('shipments.searchHint')}
          value={text}
          onChange={setText}
          table={table}
        />
        <span className={list['count']} aria-live="polite">
          {shipments.total !== null &&
            t('tables.shown', { total: formats.number(shipments.total) })}
        </span>
      </header>
      <StateChips<ShipmentState>
        label={t('shipments.filter')}
        states={ShipmentStateSchema.options}
        chosen={state}
        name={(one) => t(`shipments.state.${one}`)}
        onChoose={setState}
      />
      <div className={list['split']}>
        <div className={list['table']}>
          <DataTable
            ref={table}
            label={t('shipments.title')}
            columns={columns}
            rows={shipments.rows}
            total={shipments.total}
            selected={chosen}
            onSelect={(row) => chooseShipment(row.id)}
            onNearEnd={shipments.more}
            stale={shipments.phase === 'first'}
            loadingMore={shipments.phase === 'more'}
            empty={
              shipments.phase === 'failed' ? (
                <AskedAgain again={shipments.again} />
              ) : search || state ? (
                t('tables.nothingFound')
              ) : (
                t('shipments.empty')
              )
            }
          />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
        <aside className={list['panel']} tabIndex={0} aria-label={t('shipments.detail.label')}>
          {chosen === null ? (
            <p className={list['quiet']}>{t('shipments.detail.choose')}</p>
          ) : (
            <ShipmentDetail id={chosen} onChange={shipments.again} />
          )}
        </aside>
      </div>
    </div>
  )
}

function useColumns(): readonly Column<Shipment>[] {
  const { t } = useTranslation()
  const formats = useFormats()
  return useMemo(
    () => [
      {
        id: 'order',
        header: t('shipments.columns.order'),
        track: 'minmax(7rem, 1.2fr)',
        cell: (row) => (
          <>
            {row.order} <span className={list['quiet']}>· {formats.number(row.parcel)}</span>
          </>
        ),
      },
      {
        id: 'carrier',
        header: t('shipments.columns.carrier'),
        track: 'minmax(7rem, 0.7fr)',
        cell: (row) => t(`shell.carriers.${row.carrier}`),
      },
      {
        id: 'tracking',
        header: t('shipments.columns.tracking'),
        track: 'minmax(8rem, 2fr)',
        cell: (row) => (
          <span title={row.trackingNumber ?? undefined}>{row.trackingNumber ?? '–'}</span>
        ),
      },
      {
        id: 'state',
        header: t('shipments.columns.state'),
        track: 'minmax(7.25rem, 0.8fr)',
        cell: (row) => <ShipmentStateMark shipment={row} />,
      },
      {
        id: 'price',
        header: t('shipments.columns.price'),
        track: '5.5rem',
        align: 'end',
        cell: (row) => (row.price ? formats.money(row.price) : '–'),
      },
      {
        id: 'facts',
        header: (
          <span className={`${facts['facts']} ${facts['heads']}`}>
            {FACT_HEADS.map((name) => (
              <span key={name}>{t(`shipments.heads.${name}`)}</span>
            ))}
          </span>
        ),
        track: '11rem',
        cell: (row) => <FactMarks facts={row} />,
      },
    ],
    [t, formats],
  )
}
