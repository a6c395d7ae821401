import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportProgress } from '../../shared/orders.ts'
import { useFormats, Time } from '../tables/formats.tsx'
import { problemMessage } from '../tables/problem-message.ts'
import { forgetTrouble, stopImport, useSending } from './imports.ts'
import { refusedCsv } from './refused-csv.ts'
import classes from './imports-panel.module.css'

const TROUBLE_WORDS = {
  'not-orders': 'orders.import.notOrders',
  'not-text': 'orders.import.notText',
  unreadable: 'orders.import.unreadable',
  cut: 'orders.import.cut',
} as const

/** What came in as files since the station started, and what each came to. */
export function ImportsPanel({ imports }: { imports: readonly ImportProgress[] }) {
  const { t } = useTranslation()
  const { names, troubles } = useSending()
  const known = new Set(
    imports.filter(({ state }) => state === 'reading').map(({ fileName }) => fileName),
  )
  return (
    <>
      {troubles.map(({ id, name, result }) => (
        <div key={id} role="alert" className={classes['problem']}>
          {t(TROUBLE_WORDS[result], { name })}
          <div className={classes['buttons']}>
            <Button size="compact-sm" variant="default" onClick={() => forgetTrouble(id)}>
              {t('tables.close')}
            </Button>
          </div>
        </div>
      ))}
      {names
        .filter((name) => !known.has(name))
        .map((name, index) => (
          <p key={`${index} ${name}`} className={classes['quiet']}>
            {t('orders.import.checking', { name })}
          </p>
        ))}
      {imports.map((one) => (
        <Import key={one.id} one={one} />
      ))}
      {imports.length + names.length + troubles.length === 0 && (
        <p className={classes['quiet']}>{t('orders.import.none')}</p>
      )}
    </>
  )
}

function Import({ one }: { one: ImportProgress }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const counts = [
    [t('orders.import.rows'), one.rows],
    [t('orders.import.created'), one.created],
    [t('orders.import.updated'), one.updated],
    [t('orders.import.unchanged'), one.unchanged],
    [t('orders.import.refused'), one.refusedCount],
  ] as const
  const progress = t('orders.import.progress', {
    read: formats.bytes(one.bytesRead),
    total: formats.bytes(one.bytesTotal),
  })
  return (
    <article className={classes['import']} aria-label={one.fileName}>
      <div className={classes['top']}>
        <span className={classes['name']}>{one.fileName}</span>
        <span className={classes['state']}>
          {t(`orders.import.state.${one.state}`)} <Time at={one.endedAt ?? one.startedAt} />
        </span>
      </div>
      {one.format && (
        <div className={classes['quiet']}>{t(`orders.import.format.${one.format}`)}</div>
      )}
      {one.state === 'reading' && (
        <>
          <progress
            className={classes['bar']}
            aria-label={one.fileName}
            max={Math.max(1, one.bytesTotal)}
            value={one.bytesRead}
          />
          <div className={classes['buttons']}>
            <span className={classes['quiet']}>{progress}</span>
            <Button size="compact-sm" variant="default" onClick={() => stopImport(one.id)}>
              {t('orders.import.stop')}
            </Button>
          </div>
        </>
      )}
      <dl className={classes['counts']}>
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formats.number(count)}</dd>
          </div>
        ))}
      </dl>
      {one.problem && (
        <div role="alert" className={classes['problem']}>
          {one.problem.line !== undefined &&
            `${t('orders.import.fileLine', { line: formats.number(one.problem.line) })} `}
          {one.problem.path} {problemMessage(one.problem.message, t)}
        </div>
      )}
      {one.refused.length > 0 && <Refused one={one} />}
    </article>
  )
}

/** Shows at most this many refusals; the file that is saved has all that the station kept. */
const SHOWN = 200

function Refused({ one }: { one: ImportProgress }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const columns = [
    t('orders.import.order'),
    t('orders.import.merchant'),
    t('orders.import.line'),
    t('orders.import.field'),
    t('orders.import.problem'),
  ]
  const save = () => {
    const words = one.refused.map((result) => ({
      ...result,
      problems: result.problems.map((problem) => ({
        ...problem,
        message: problemMessage(problem.message, t),
      })),
    }))
    saveFile(
      `${one.fileName.replace(/\.\w+$/, '')}-refused.csv`,
      refusedCsv(words, columns),
      'text/csv;charset=utf-8',
    )
  }
  const shown = one.refused.slice(0, SHOWN)
  return (
    <>
      <section
        className={classes['refused']}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
        tabIndex={0}
        aria-label={t('orders.import.refusedTitle')}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{columns[0]}</th>
              <th scope="col">{columns[2]}</th>
              <th scope="col">{columns[3]}</th>
              <th scope="col">{columns[4]}</th>
            </tr>
          </thead>
          <tbody>
            {shown.flatMap(({ reference, merchant, problems }, order) =>
              problems.map((problem, index) => (
                <tr key={`${order}-${index}`}>
                  <td title={merchant}>{reference}</td>
                  <td>{problem.line === undefined ? '–' : formats.number(problem.line)}</td>
                  <td>
                    {problem.path.split('.').map((part, at) => (
                      <Fragment key={at}>
                        {at > 0 && '.'}
                        <wbr />
                        {part}
                      </Fragment>
                    ))}
                  </td>
                  <td>{problemMessage(problem.message, t)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
      <div className={classes['buttons']}>
        <span className={classes['quiet']}>
          {one.refusedCount > shown.length &&
            t('orders.import.refusedFirst', { shown: formats.number(shown.length) })}
        </span>
        <Button size="compact-sm" variant="default" onClick={save}>
          {t('orders.import.save')}
        </Button>
      </div>
    </>
  )
}

function saveFile(name: string, text: string, type: string) {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the file by the next turn of its loop.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
