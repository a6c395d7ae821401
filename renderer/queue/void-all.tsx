import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import panel from '../shipments/shipment-detail.module.css'
import { focusOnOpen } from '../tables/focus-on-open.ts'
import { useFormats } from '../tables/formats.tsx'
import { labelsToVoid, sumsOf, voidLabel, type Fate, type LabelToVoid } from './labels-to-void.ts'
import classes from './void-all.module.css'
import { useWhatHappened } from './why-looks.tsx'

type Stage =
  | { readonly is: 'closed' | 'reading' | 'failed' }
  | { readonly is: 'asking'; readonly labels: readonly LabelToVoid[] }
  | {
      readonly is: 'voiding' | 'over'
      readonly labels: readonly LabelToVoid[]
      /** By their place in the list: one is voided after the other. */
      readonly fates: readonly Fate[]
    }

/**
 * Voids every label that was on no box at cut-off, one after the other, once the sum has been confirmed. To be kept
 * where it is while the list empties, so that what became of each can be read.
 */
export function VoidAll({ count }: { count: number }) {
  const { t } = useTranslation()
  const [stage, setStage] = useState<Stage>({ is: 'closed' })
  const stopped = useRef(false)
  const opener = useRef<HTMLButtonElement>(null)
  // Who leaves this list has not asked for the rest of it.
  useEffect(() => {
    stopped.current = false
    return () => {
      stopped.current = true
    }
  }, [])

  const open = async () => {
    setStage({ is: 'reading' })
    try {
      setStage({ is: 'asking', labels: await labelsToVoid() })
    } catch {
      setStage({ is: 'failed' })
    }
  }
  const voidThem = async (labels: readonly LabelToVoid[]) => {
    let fates: readonly Fate[] = []
    stopped.current = false
    setStage({ is: 'voiding', labels, fates })
    for (const label of labels) {
      if (stopped.current) break
      fates = [...fates, await voidLabel(label)]
      setStage({ is: 'voiding', labels, fates })
    }
    setStage({ is: 'over', labels, fates })
  }

  // Whoever came by keys stays where it began, not at the top of the page.
  const close = () => {
    flushSync(() => setStage({ is: 'closed' }))
    opener.current?.focus()
  }

  if (!('labels' in stage)) {
    if (count === 0) return null
    return (
      <div className={classes['opener']}>
        <Button
          variant="default"
          ref={opener}
          loading={stage.is === 'reading'}
          onClick={() => void open()}
        >
          {t('queue.voidAll.verb', { count })}
        </Button>
        {stage.is === 'failed' && <p role="alert">{t('tables.failed')}</p>}
      </div>
    )
  }
  return (
    <section
      className={`${panel['decision']} ${classes['panel']}`}
      data-kind="attention"
      aria-label={t('queue.voidAll.label')}
    >
      {stage.is === 'asking' ? (
        <Asking
          labels={stage.labels}
          onConfirm={() => void voidThem(stage.labels)}
          onCancel={close}
        />
      ) : (
        <>
          <output>
            <strong>
              {t(`queue.voidAll.${stage.is}`, {
                done: stage.fates.length,
                count: stage.labels.length,
              })}
            </strong>
          </output>
          <Fates {...stage} />
          <div className={panel['verbs']}>
            {stage.is === 'voiding' ? (
              <Button
                key="stop"
                variant="default"
                ref={focusOnOpen}
                onClick={() => (stopped.current = true)}
              >
                {t('queue.voidAll.stop')}
              </Button>
            ) : (
              <Button key="close" variant="default" ref={focusOnOpen} onClick={close}>
                {t('queue.voidAll.close')}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}

/** Says what it comes to, and asks once. */
function Asking(props: {
  labels: readonly LabelToVoid[]
  onConfirm: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { labels } = props
  const count = labels.length
  const sum = sumsOf(labels)
    .map((money) => formats.money(money))
    .join(' + ')
  const unknown = labels.filter(({ price }) => price === null).length
  return (
    <>
      <p>
        <strong>
          {sum === ''
            ? t('queue.voidAll.askUnknown', { count })
            : t('queue.voidAll.ask', { count, sum })}
        </strong>
      </p>
      {sum !== '' && unknown > 0 && <p>{t('queue.voidAll.unknown', { count: unknown })}</p>}
      <p>{t('queue.voidAll.warn')}</p>
      <div className={panel['verbs']}>
        {count > 0 && (
          <Button className={panel['danger'] ?? ''} onClick={props.onConfirm}>
            {sum === ''
              ? t('queue.voidAll.confirmUnknown', { count })
              : t('queue.voidAll.confirm', { count, sum })}
          </Button>
        )}
        {/* The safe way out has the focus: Enter alone voids nothing. */}
        <Button variant="default" ref={focusOnOpen} onClick={props.onCancel}>
          {t('queue.voidAll.cancel')}
        </Button>
      </div>
    </>
  )
}

function Fates(props: Extract<Stage, { readonly fates: unknown }>) {
  const { t } = useTranslation()
  const whatHappened = useWhatHappened()
  const asked = props.is === 'voiding' ? props.fates.length : -1
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
    <ol className={classes['fates']} tabIndex={0} aria-label={t('queue.voidAll.list')}>
      {props.labels.map(({ id, order, parcel }, place) => {
        const fate = props.fates[place]
        const word = fate?.fate ?? (place === asked ? 'asked' : 'waits')
        return (
          <li key={id} data-fate={word}>
            <span>{t('queue.voidAll.which', { order, parcel })}</span>
            <span>{t(`queue.voidAll.fate.${word}`)}</span>
            {fate?.fate === 'refused' && fate.failure && (
              <span>
                {[
                  whatHappened({ detail: fate.failure.code, carrier: fate.failure.carrier }),
                  fate.failure.carrierSaid,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
