import type { Step } from '../../shared/packing.ts'

const SEALED: readonly Step[] = ['shipping', 'printing', 'scan-label', 'in-doubt', 'parked']

/** From the purchase on the parcel is as it is: there is nothing to choose or to correct any more. */
export function isSealed(step: Step): boolean {
  return SEALED.includes(step)
}
