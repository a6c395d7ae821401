import { Button } from '@mantine/core'
import { useCallback, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParkedAction, Waiting, Why } from '../../shared/outbox.ts'
import { parkedStickerBarcode } from '../../shared/scanning.ts'
import { goTo } from '../navigation.ts'
import { chooseOrder } from '../orders/chosen-order.ts'
import { PrintFailureWords } from '../shipments/failure-words.tsx'
import { ShipmentDetail } from '../shipments/shipment-detail.tsx'
import detail from '../shipments/shipment-detail.module.css'
import { station } from '../station.ts'
import { Time, useFormats } from '../tables/formats.tsx'
import { Section, Values } from '../tables/section.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { useBenchChanges } from '../tables/use-bench-changes.ts'
import { useWhatHappened, WhyMark } from './why-looks.tsx'

/** What may be asked for a parked box; once it is bought it is a shipment, and only its sticker is left to ask for. */
const ACTIONS: Partial<Record<Why, readonly ParkedAction[]>> = {
  parked: ['print-sticker', 'buy-now', 'take-back'],
  'parked-refused': ['print-sticker', 'take-back'],
}

/** One thing that waits: a shipment, a parked box, or a shipment whose box still has its sticker. */
export function WaitingDetail({ row, onChange }: { row: Waiting; onChange: () => void }) {
  const { t } = useTranslation()
  const { id } = row
  const { value, again } = useAnswer(
    useCallback((signal: AbortSignal) => station.outbox.get({ id }, { signal }), [id]),
  )
  useBenchChanges(again)
  const changed = () => {
    again()
    onChange()
  }
  // Null: it waits for nothing any more. What is shown stays what was chosen, and says so.
  const now = value === undefined ? row : value
  const shipmentId = now?.shipmentId ?? row.shipmentId
  if (shipmentId !== null)
    return (
      <>
        <ShipmentDetail
          id={shipmentId}
          onChange={changed}
          lead={now?.why === 'sticker-to-scan' && <Sticker one={now} onChange={changed} />}
        />
        {now && now.why !== 'sticker-to-scan' && <Sticker one={now} onChange={changed} />}
      </>
    )
  return (
    <>
      <h2 className={detail['title']}>
        {t('shipments.detail.order', { order: row.order, parcel: row.parcel })}
      </h2>
      <div className={detail['quiet']}>
        {[row.merchant, t(`shell.carriers.${row.carrier}`)].filter(Boolean).join(' · ')}
      </div>
      {now && <WhyMark why={now.why} />}
      {!now && <p className={detail['outcome']}>{t('queue.gone')}</p>}
      {now && <Sticker one={now} onChange={changed} />}
      {now && <Facts one={now} />}
      {row.stickerId !== null && <History one={now ?? row} />}
      <div className={detail['verbs']}>
        <Button
          variant="default"
          onClick={() => {
            chooseOrder(row.orderId)
            goTo('orders')
          }}
        >
          {t('queue.openOrder')}
        </Button>
      </div>
    </>
  )
}

function Facts({ one }: { one: Waiting }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const whatHappened = useWhatHappened()
  return (
    <Section title={t('queue.parked.title')}>
      <Values
        entries={[
          [t('queue.columns.since'), <Time key="since" at={one.since} full />],
          [
            t('queue.columns.next'),
            one.nextAttemptAt && <Time key="next" at={one.nextAttemptAt} full />,
          ],
          [t('queue.parked.attempts'), one.attempts > 0 ? formats.number(one.attempts) : null],
          [t('queue.columns.what'), whatHappened(one)],
        ]}
      />
    </Section>
  )
}

/** The sticker on the box, and what may be asked for that box. */
function Sticker({ one, onChange }: { one: Waiting; onChange: () => void }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState<ParkedAction>()
  const [outcome, setOutcome] = useState<{ kind: 'good' | 'wrong'; words: ReactNode }>()
  const { stickerId, why } = one
  if (stickerId === null) return null
  const act = async (action: ParkedAction) => {
    setBusy(action)
    try {
      const answer = await station.outbox.act({ stickerId, action })
      if (answer.ok) setOutcome({ kind: 'good', words: t(`queue.parked.done.${action}`) })
      else setOutcome({ kind: 'wrong', words: <Trouble failure={answer.failure} /> })
    } catch {
      setOutcome({ kind: 'wrong', words: t('tables.failed') })
    } finally {
      setBusy(undefined)
      onChange()
    }
  }
  return (
    <Section title={t('queue.parked.sticker')}>
      <code>{parkedStickerBarcode(stickerId)}</code>
      {outcome && (
        <div
          role={outcome.kind === 'wrong' ? 'alert' : 'status'}
          className={detail['outcome']}
          data-kind={outcome.kind}
        >
          {outcome.words}
        </div>
      )}
      <div className={detail['verbs']}>
        {(ACTIONS[why] ?? (['print-sticker'] as const)).map((action) => (
          <Button
            key={action}
            variant="default"
            loading={busy === action}
            onClick={() => void act(action)}
          >
            {t(`queue.parked.verbs.${action}`)}
          </Button>
        ))}
      </div>
    </Section>
  )
}

type ActFailure = Extract<
  Awaited<ReturnType<typeof station.outbox.act>>,
  { readonly ok: false }
>['failure']

function Trouble({ failure }: { failure: ActFailure }) {
  const { t } = useTranslation()
  if (failure.code === 'not-parked' || failure.code === 'under-way')
    return t(`queue.parked.failed.${failure.code}`)
  return <PrintFailureWords failure={failure} />
}

/** What the outbox has tried for this box, newest first; the same many times over is one line. */
function History({ one }: { one: Waiting }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const whatHappened = useWhatHappened()
  const { carrier, stickerId } = one
  const { value, again } = useAnswer(
    useCallback(
      (signal: AbortSignal) => station.outbox.history({ stickerId: stickerId ?? '' }, { signal }),
      [stickerId],
    ),
  )
  useBenchChanges(again)
  return (
    <Section title={t('queue.parked.history')}>
      {value?.length === 0 && (
        <span className={detail['quiet']}>{t('queue.parked.noHistory')}</span>
      )}
      <ul className={detail['jobs']}>
        {value?.map((line, place) => (
          <li key={place}>
            <Time at={line.at} /> · <strong>{t(`queue.parked.verdict.${line.verdict}`)}</strong>
            {line.times > 1 &&
              ` · ${t('queue.parked.times', { times: formats.number(line.times) })}`}
            <div className={detail['quiet']}>
              {[whatHappened({ carrier, detail: line.code }), line.said]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
