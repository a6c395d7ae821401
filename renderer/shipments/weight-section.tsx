import { useTranslation } from 'react-i18next'
import type { ShipmentDetail } from '../../shared/shipping.ts'
import type { LockedWeight, WeightReport } from '../../shared/weighing.ts'
import { Time, useFormats } from '../tables/formats.tsx'
import { Section, Values } from '../tables/section.tsx'
import classes from './shipment-detail.module.css'

/** Where the weight that was bought came from: the scale's own reports with their bytes, or who let it pass. */
export function WeightSection({ shipment }: { shipment: ShipmentDetail }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { weight, weightGrams } = shipment
  const grams = t('shipments.weight.grams', { grams: formats.number(weightGrams) })
  return (
    <Section title={t('shipments.weight.title')}>
      {weight?.typed && <Typed typed={weight.typed} />}
      <Values
        entries={[
          [t('shipments.weight.counts'), grams],
          ...(weight
            ? ([
                [
                  t(weight.typed ? 'shipments.weight.asTyped' : 'shipments.weight.shown'),
                  weight.shown,
                ],
                [t('shipments.weight.at'), <Time key="at" at={weight.at} full />],
                [t('shipments.weight.scale'), weight.scale],
              ] as const)
            : []),
        ]}
      />
      {weight && !weight.typed && <Reports reports={reportsOf(weight)} />}
      {!weight && <span className={classes['quiet']}>{t('shipments.weight.notKept')}</span>}
    </Section>
  )
}

/** Earlier versions kept the newest report alone. */
function reportsOf({ reports, grams, shown, raw, at }: LockedWeight): readonly WeightReport[] {
  return reports ?? [{ grams, shown, raw, at }]
}

function Typed({ typed: { operator } }: { typed: NonNullable<LockedWeight['typed']> }) {
  const { t } = useTranslation()
  return (
    <p className={classes['outcome']} data-kind="attention">
      {operator === null
        ? t('shipments.weight.typed')
        : t('shipments.weight.typedBy', { name: operator })}
    </p>
  )
}

function Reports({ reports }: { reports: readonly WeightReport[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <ol className={classes['jobs']} aria-label={t('shipments.weight.reports')}>
      {reports.map(({ grams, shown, raw, at }, index) => (
        <li key={index}>
          {secondsOf(at, formats.language)} · {shown} ·{' '}
          {t('shipments.weight.grams', { grams: formats.number(grams) })}
          <code className={classes['bytes']}>{raw}</code>
        </li>
      ))}
    </ol>
  )
}

/** Local time of day with its thousandths: reports of one weight are a tenth of a second apart. */
function secondsOf(at: string, language: string) {
  const text = new Date(at).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  })
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {text}
    </time>
  )
}
