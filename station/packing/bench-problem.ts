import type { BenchProblem, ProblemCode } from '../../shared/packing.ts'
import type { PrintFailure } from '../../shared/printing.ts'
import { moneyToDecimal, type Money } from '../../shared/measures.ts'
import type { CarrierFailure, RateComparison } from '../../shared/shipping.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'

export const CARRIER_NAMES = { flexport: 'Flexport', flavorcloud: 'FlavorCloud' } as const

/** Failures after which the label is bought all the same: they are mended by REPRINT, not by SHIP. */
const AFTER_PURCHASE: readonly ProblemCode[] = [
  'label-link-missing',
  'label-not-made-yet',
  'label-download-failed',
  'label-link-forbidden',
  'label-too-large',
  'label-not-readable',
]

/** Whether a problem is only that the bought label is not here. */
export function isAboutTheLabel(code: ProblemCode): boolean {
  return AFTER_PURCHASE.includes(code)
}

/** Failures of a label that is here and does not print as it is, on a printer that would print another. */
const OF_THE_LABEL: readonly ProblemCode[] = [
  'label-mismatch',
  'label-unsafe',
  'label-unreadable',
  'label-dpi-differs',
  'label-does-not-fit',
]

/** Whether a bought parcel has nothing on it to tell it by, and a printer that could print a sticker. */
export function lacksOnlyTheLabel(code: ProblemCode): boolean {
  return isAboutTheLabel(code) || OF_THE_LABEL.includes(code)
}

/** Failures that the same parcel meets again however often it is asked for: something of it must change. */
const IN_THE_PARCEL: readonly ProblemCode[] = [
  'address-refused',
  'zone-not-found',
  'service-not-available',
  'service-not-configured',
  'no-rates',
]

/** Whether a failure is about this parcel and not about the line or the account. */
export function isInTheParcel(code: ProblemCode): boolean {
  return IN_THE_PARCEL.includes(code)
}

function waysOut({ code, field = '' }: CarrierFailure): BenchProblem['offers'] {
  if (AFTER_PURCHASE.includes(code)) return ['REPRINT', 'HOLD']
  // The address that parcels leave from is the station's, and what customs want of an item is the order's.
  if (code === 'customs-incomplete' || field.startsWith('shipFrom')) return ['HOLD']
  if (isInTheParcel(code)) return ['CORRECT', 'HOLD']
  return code === 'dimensions-refused' ? ['CORRECT', 'SHIP', 'HOLD'] : ['SHIP', 'HOLD']
}

/** A carrier's failure as the bench shows it. */
export function carrierProblem(
  failure: CarrierFailure,
  kind: 'wrong' | 'attention' = 'wrong',
): BenchProblem {
  return {
    code: failure.code,
    kind,
    params: { carrier: CARRIER_NAMES[failure.carrier], field: failure.field ?? '' },
    ...(failure.carrierSaid !== undefined && { said: failure.carrierSaid }),
    offers: waysOut(failure),
  }
}

/** A problem that says everything by its code; SHIP tries again. */
export function simpleProblem(
  code:
    | 'records-damaged'
    | 'ship-from-missing'
    | 'no-boxes'
    | 'label-was-voided'
    | 'purchase-given-up',
): BenchProblem {
  return { code, kind: 'wrong', params: {}, offers: ['SHIP', 'HOLD'] }
}

/** The label is dearer than at checkout, or nobody knows whether it is: a supervisor is asked. */
export function rateProblem(rate: RateComparison): BenchProblem {
  return {
    code: rate.verdict === 'unknown' ? 'rate-price-unknown' : 'rate-changed',
    kind: 'attention',
    params: { atCheckout: moneyText(rate.atCheckout), now: moneyText(rate.now) },
    offers: ['APPROVE', 'HOLD'],
  }
}

function moneyText(money: Money | null): string {
  if (!money) return '–'
  const { amount, currency } = moneyToDecimal(money)
  return `${amount} ${currency}`
}

/** No answer came to a purchase or to a void: what is true of it is not known. */
export function doubtProblem(
  code: 'purchase-in-doubt' | 'void-in-doubt',
  { carrier, failure }: Pick<LedgerEntry, 'carrier' | 'failure'>,
): BenchProblem {
  return {
    ...carrierProblem(failure ?? { code: 'carrier-connection-lost', carrier }),
    code,
    kind: 'in-doubt',
    offers: code === 'void-in-doubt' ? ['VOID', 'HOLD'] : ['HOLD'],
  }
}

/** A printer's failure as the bench shows it; the label is bought and kept. */
export function printProblem(failure: PrintFailure): BenchProblem {
  return {
    code: failure.code,
    kind: 'wrong',
    params: { condition: failure.condition ?? '', detail: failure.detail ?? '' },
    ...(failure.detail !== undefined && { said: failure.detail }),
    offers: waysToPrint(failure),
  }
}

/** Why nothing printed, as one code: what the printer says is the matter, where that is what stopped it. */
export function reasonOf(failure: {
  readonly code: string
  readonly condition?: string | undefined
}): string {
  return failure.condition ?? failure.code
}

function waysToPrint({ code, condition }: PrintFailure): BenchProblem['offers'] {
  // Only whoever sets the station up can mend this one.
  if (condition === 'wrong-dpi') return ['HOLD', 'REPRINT']
  switch (code) {
    case 'label-mismatch':
    case 'label-unsafe':
      return ['HOLD', 'VOID']
    case 'label-unreadable':
      return ['APPROVE', 'HOLD', 'VOID']
    // The same label again helps only once somebody has changed the settings.
    case 'label-dpi-differs':
    case 'label-does-not-fit':
    case 'label-kind-not-printable':
    case 'label-not-readable':
    case 'label-too-large':
      return ['HOLD', 'REPRINT']
    default:
      return ['REPRINT', 'HOLD']
  }
}

/** It is known that no label came of what was sent (L-6). */
export function noLabelProblem(): BenchProblem {
  return { code: 'no-label-came-out', kind: 'wrong', params: {}, offers: ['REPRINT', 'HOLD'] }
}

/** Bytes left for the printer and nobody saw what became of them: a person says whether a label came out (L-6). */
export function paperProblem(printer: string, said?: string): BenchProblem {
  return {
    code: 'print-in-doubt',
    kind: 'attention',
    params: { printer },
    ...(said !== undefined && { said }),
    offers: ['CONFIRM', 'REPRINT', 'HOLD'],
  }
}

/** Customs papers of a box did not come out; it stays open for them. */
export function papersProblem(detail: string): BenchProblem {
  return {
    code: 'papers-not-out',
    kind: 'wrong',
    params: { detail },
    said: detail,
    offers: ['CONFIRM', 'HOLD'],
  }
}
