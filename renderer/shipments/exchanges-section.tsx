import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import {
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
  IconCircleX,
  IconCopy,
} from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Exchange } from '../../shared/exchange.ts'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import { station } from '../station.ts'
import { AskedAgain } from '../tables/asked-again.tsx'
import { Time, useFormats } from '../tables/formats.tsx'
import { Section } from '../tables/section.tsx'
import { StateMark } from '../tables/state-mark.tsx'
import { useAnswer } from '../tables/use-answer.ts'
import { exchangeText } from './exchange-text.ts'
import details from './shipment-detail.module.css'
import classes from './exchanges-section.module.css'

/** Every call to the carrier about this shipment that is still kept, newest first; each opens in its place. */
export function ExchangesSection({ shipment }: { shipment: ShipmentDetail }) {
  const { t } = useTranslation()
  const { id } = shipment
  const [open, setOpen] = useState<number>()
  const { value, failed, again } = useAnswer(
    useCallback((signal: AbortSignal) => station.shipments.exchanges({ id }, { signal }), [id]),
  )
  // A shipment that was read anew may have changed by a call that is not in the list yet.
  const seen = useRef(shipment)
  useEffect(() => {
    if (seen.current === shipment) return
    seen.current = shipment
    again()
  }, [shipment, again])
  const exchanges = value?.ok ? value.value : []
  return (
    <Section title={t('shipments.exchanges.title')}>
      {failed && !value && <AskedAgain again={again} />}
      {value && exchanges.length === 0 && (
        <span className={details['quiet']}>{t('shipments.exchanges.none')}</span>
      )}
      <ul className={classes['list']}>
        {exchanges.map((exchange) => {
          const isOpen = exchange.id === open
          return (
            <li key={exchange.id}>
              <ExchangeHead
                exchange={exchange}
                isOpen={isOpen}
                onToggle={() => setOpen(isOpen ? undefined : exchange.id)}
              />
              {isOpen && <ExchangeBodies exchange={exchange} />}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function ExchangeHead(props: { exchange: Exchange; isOpen: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { exchange, isOpen, onToggle } = props
  const { call, status, trouble, startedAt, tookMs, correlationId, isReplayed } = exchange
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  const wentWell = status !== null && status < 400
  return (
    <button type="button" className={classes['row']} aria-expanded={isOpen} onClick={onToggle}>
      <Chevron size="1rem" aria-hidden />
      <span className={classes['call']}>{call}</span>
      <StateMark
        picture={wentWell ? IconCircleCheck : IconCircleX}
        kind={wentWell ? 'good' : 'wrong'}
        word={
          trouble === null ? String(status ?? '–') : t(`shipments.exchanges.trouble.${trouble}`)
        }
      />
      <span className={classes['about']}>
        <Time at={startedAt} full /> ·{' '}
        {t('shipments.exchanges.took', { ms: formats.number(tookMs) })}
        {isReplayed && (
          <>
            {' '}
            · <strong>{t('shipments.exchanges.replayed')}</strong>
          </>
        )}
        {correlationId !== null && (
          <>
            <br />
            {correlationId}
          </>
        )}
      </span>
    </button>
  )
}

function ExchangeBodies({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation()
  const { method, path, request, answer } = exchange
  return (
    <div className={classes['bodies']}>
      <Body
        title={t('shipments.exchanges.request')}
        line={`${method} ${path}`}
        text={exchangeText(request)}
      />
      <Body title={t('shipments.exchanges.answer')} line="" text={exchangeText(answer)} />
    </div>
  )
}

function Body({ title, line, text }: { title: string; line: string; text: string }) {
  const { t } = useTranslation()
  const { copy, copied, error } = useClipboard({ timeout: 2000 })
  const whole = [line, text].filter(Boolean).join('\n\n')
  return (
    <section aria-label={title}>
      <div className={classes['bodyHead']}>
        {title}
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t('shipments.exchanges.copyOf', { what: title })}
          leftSection={copied ? <IconCheck size="1em" /> : <IconCopy size="1em" />}
          onClick={() => copy(whole)}
        >
          {t(
            error
              ? 'shipments.exchanges.notCopied'
              : copied
                ? 'shipments.exchanges.copied'
                : 'shipments.exchanges.copy',
          )}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
      <pre className={classes['body']} tabIndex={0}>
        {whole || t('shipments.exchanges.empty')}
      </pre>
    </section>
  )
}
