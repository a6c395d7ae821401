import { IconCircleCheck } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { WhySchema, type Waiting, type WaitingCounts, type Why } from '../../shared/outbox.ts'
import { useFollowed, type FollowCall } from '../follow.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { DataTable, type Column } from '../tables/data-table.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { StateChips } from '../tables/state-chips.tsx'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { usePagedRows, type AskPage } from '../tables/use-paged-rows.ts'
import list from '../tables/list-screen.module.css'
import classes from './queue-screen.module.css'
import { VoidAll } from './void-all.tsx'
import { WaitingDetail } from './waiting-detail.tsx'
import { useWhatHappened } from './why-looks.tsx'

const followCounts: FollowCall<WaitingCounts> = (_, options) =>
  station.outbox.follow(undefined, options)

/** What a person looks at. Outlives the screen, so that a scan in between loses nothing. */
const useChosen = create<{ readonly why: Why | undefined; readonly row: Waiting | undefined }>(
  () => ({ why: undefined, row: undefined }),
)

/** What waits, by why, and what a person may do about it. */
export function QueueScreen() {
  const { t } = useTranslation()
  const formats = useFormats()
  const counts = useFollowed(followCounts)
  const chosen = useChosen((now) => now.why)
  const first = counts?.groups[0]?.why
  useEffect(() => {
    // Once there, a list stays until a person chooses another, also when it empties.
    if (chosen === undefined && first !== undefined) useChosen.setState({ why: first })
  }, [chosen, first])
  const why = chosen ?? first
  const isEmpty = counts?.total === 0 && !why
  const byWhy = Object.fromEntries(counts?.groups.map((group) => [group.why, group.count]) ?? [])
  return (
    <div className={list['screen']}>
      <header className={list['head']}>
        <h1 className={list['title']}>{t('queue.title')}</h1>
        <span className={list['count']} aria-live="polite">
          {counts && counts.total > 0 && t('queue.total', { total: formats.number(counts.total) })}
        </span>
      </header>
      {isEmpty && <Nothing />}
      {counts && why && (
        <>
          <StateChips<Why>
            label={t('queue.list')}
            states={WhySchema.options.filter((one) => one === why || byWhy[one])}
            chosen={why}
            name={(one) => t(`queue.why.${one}`)}
            counts={{ [why]: 0, ...byWhy }}
            withAll={false}
            onChoose={(one) => useChosen.setState({ why: one, row: undefined })}
          />
          <Group key={why} why={why} counts={counts} />
        </>
      )}
    </div>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <div className={classes['empty']}>
      <IconCircleCheck size="3rem" stroke={1.5} aria-hidden />
      {t('queue.empty')}
    </div>
  )
}

/** One reason: its rows, oldest first, and the chosen one in detail. */
function Group({ why, counts }: { why: Why; counts: WaitingCounts }) {
  const { t } = useTranslation()
  const chosen = useChosen((now) => now.row)
  const columns = useColumns()
  const waiting = usePagedRows<Waiting>(
    useCallback<AskPage<Waiting>>(
      (query, signal) => station.outbox.page({ ...query, why }, { signal }),
      [why],
    ),
  )
  const { again } = waiting
  useBenchChanges(again)
  const count = counts.groups.find((group) => group.why === why)?.count ?? 0
  return (
    <>
      <p className={classes['help']}>{t(`queue.help.${why}`)}</p>
      {why === 'void-at-cut-off' && <VoidAll count={count} />}
      <div className={list['split']}>
        <div className={list['table']}>
          <DataTable
            label={t(`queue.why.${why}`)}
            columns={columns}
            rows={waiting.rows}
            total={waiting.total}
            selected={chosen?.id ?? null}
            onSelect={(row) => useChosen.setState({ row })}
            onNearEnd={waiting.more}
            stale={waiting.phase === 'first'}
            loadingMore={waiting.phase === 'more'}
            empty={waiting.phase === 'failed' ? <AskedAgain again={again} /> : t('queue.noneLeft')}
          />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
        <aside className={list['panel']} tabIndex={0} aria-label={t('queue.detail')}>
          {chosen ? (
            <WaitingDetail key={chosen.id} row={chosen} onChange={again} />
          ) : (
            <p className={list['quiet']}>{t('queue.choose')}</p>
          )}
        </aside>
      </div>
    </>
  )
}

function useColumns(): readonly Column<Waiting>[] {
  const { t } = useTranslation()
  const formats = useFormats()
  const whatHappened = useWhatHappened()
  return useMemo(
    () => [
      {
        id: 'order',
        header: t('queue.columns.order'),
        track: 'minmax(7rem, 1.2fr)',
        cell: (row) => (
          <>
            {row.order} <span className={list['quiet']}>· {formats.number(row.parcel)}</span>
          </>
        ),
      },
      {
        id: 'carrier',
        header: t('queue.columns.carrier'),
        track: 'minmax(8rem, 0.6fr)',
        cell: (row) => t(`shell.carriers.${row.carrier}`),
      },
      {
        id: 'since',
        header: t('queue.columns.since'),
        track: '7.5rem',
        cell: (row) => <Time at={row.since} />,
      },
      {
        id: 'next',
        header: t('queue.columns.next'),
        track: '7.5rem',
        cell: (row) => <Time at={row.nextAttemptAt} />,
      },
      {
        id: 'what',
        header: t('queue.columns.what'),
        track: 'minmax(8rem, 2fr)',
        cell: (row) => {
          const words = whatHappened(row)
          return words === null ? '–' : <span title={words}>{words}</span>
        },
      },
    ],
    [t, formats, whatHappened],
  )
}
