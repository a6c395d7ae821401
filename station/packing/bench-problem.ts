import type { BenchProblem, ProblemCode } from '../../shared/packing.ts'
import type { PrintFailure } from '../../shared/printing.ts'
import type { CarrierFailure } from '../../shared/shipping.ts'
import type { LedgerEntry } from '../shipping/shipping.ts'

const CARRIER_NAMES = { flexport: 'Flexport', flavorcloud: 'FlavorCloud' } as const

/** Failures after which the label is bought all the same: they are mended by REPRINT, not by SHIP. */
const AFTER_PURCHASE: readonly ProblemCode[] = [
  'label-link-missing',
  'label-download-failed',
  'label-link-forbidden',
  'label-too-large',
  'label-not-readable',
]

/** Failures that the same parcel meets again however often it is asked for: the order itself must change. */
const IN_THE_ORDER: readonly ProblemCode[] = [
  'address-refused',
  'zone-not-found',
  'customs-incomplete',
  'service-not-available',
]

function waysOut(code: ProblemCode): BenchProblem['offers'] {
  if (AFTER_PURCHASE.includes(code)) return ['REPRINT', 'HOLD']
  return IN_THE_ORDER.includes(code) ? ['HOLD'] : ['SHIP', 'HOLD']
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
    offers: waysOut(failure.code),
  }
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
    kind: failure.delivery === 'unknown' ? 'attention' : 'wrong',
    params: { condition: failure.condition ?? '', detail: failure.detail ?? '' },
    ...(failure.detail !== undefined && { said: failure.detail }),
    offers: ['REPRINT', 'HOLD'],
  }
}
