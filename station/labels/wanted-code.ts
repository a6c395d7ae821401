import { isLabelOf } from '../scanning/scanning.ts'

/** Whether a barcode holds one of the wanted codes, in any form under which a carrier writes it. */
export function isWanted(code: string, wanted: readonly string[]): boolean {
  return wanted.some((one) => isLabelOf(code, { trackingNumber: one, carrierBarcode: one }))
}
