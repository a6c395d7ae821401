import { useTranslation } from 'react-i18next'
import type { ProblemCode } from '../../shared/packing.ts'
import type { PrintFailure } from '../../shared/printing.ts'
import { FIXED_BY, type CarrierFailure, type CarrierFailureCode } from '../../shared/shipping.ts'
import { sayField } from '../bench/say.ts'

/** A blank that nobody can fill shows a dash. */
export const BLANKS = {
  carrier: '–',
  field: '–',
  kind: '–',
  detail: '–',
  condition: '–',
  reason: '–',
  weight: '–',
  from: '–',
  to: '–',
}

/**
 * What is safe and what to do now, by what was asked. The sentences of a failed purchase say that nothing was
 * bought; that is true of a refused purchase only, never of a void or of a purchase in doubt. Nor does a label whose
 * void got no answer still count for sure.
 */
export type Asked = 'purchase' | 'void' | 'voidInDoubt' | 'settle' | 'tracking'

/** A failure in its three parts, and the other side's own words behind a fold. */
function Words(props: {
  code: ProblemCode
  params: Partial<typeof BLANKS>
  said?: string | undefined
  asked?: Asked
  mendedBy?: (typeof FIXED_BY)[CarrierFailureCode]
  byPrinter?: boolean
}) {
  const { t } = useTranslation()
  const { code, params, said, asked = 'purchase', mendedBy, byPrinter = false } = props
  const part = (name: 'happened' | 'safe' | 'todo') =>
    t(`problem.${code}.${name}`, { ...BLANKS, ...params })
  return (
    <>
      <p>
        <strong>{part('happened')}</strong>
      </p>
      <p>{asked === 'purchase' ? part('safe') : t(`shipments.${asked}.safe`)}</p>
      <p>{asked === 'purchase' ? part('todo') : t(`shipments.${asked}.todo`)}</p>
      {mendedBy && (
        <p>{t('shipments.mendedBy.title', { who: t(`shipments.mendedBy.${mendedBy}`) })}</p>
      )}
      {said && (
        <details>
          <summary>
            {t(byPrinter ? 'shipments.detail.printerSaid' : 'shipments.detail.said')}
          </summary>
          <pre>{said}</pre>
        </details>
      )}
    </>
  )
}

/** Why a carrier did not do what was asked. */
export function CarrierFailureWords(props: { failure: CarrierFailure; asked: Asked }) {
  const { t } = useTranslation()
  const { failure, asked } = props
  const said = [
    failure.carrierSaid,
    failure.httpStatus !== undefined && `HTTP ${failure.httpStatus}`,
    failure.correlationId,
  ]
    .filter(Boolean)
    .join('\n')
  const params = {
    carrier: t(`shell.carriers.${failure.carrier}`),
    field: failure.field === undefined ? '–' : sayField(t, failure.field),
  }
  const mendedBy = FIXED_BY[failure.code]
  return <Words {...{ params, said, asked, mendedBy }} code={failure.code} />
}

/** Why a printer did not print. */
export function PrintFailureWords({ failure }: { failure: PrintFailure }) {
  const { t } = useTranslation()
  const params = {
    kind: failure.detail ?? '–',
    detail: failure.detail ?? '–',
    condition: t(`bench.reasons.${failure.condition ?? 'needs-attention'}`),
  }
  return <Words code={failure.code} params={params} said={failure.detail} byPrinter />
}
