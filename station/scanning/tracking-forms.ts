import { takeAimIdentifier } from './aim-identifier.ts'
import { GS } from './gs1.ts'
import { hasValidCheckDigit } from './gtin.ts'

/** What is known of a bought label's codes. */
export interface LabelCodes {
  readonly trackingNumber: string | null
  /** The whole content of the carrier's barcode, where it is known. */
  readonly carrierBarcode: string | null
}

/** What USPS calls the PIC: 22, 26 or 30 digits from 91 to 95, the last of them a GS1 check digit. */
const PIC_FORM = /^9[1-5](\d{20}|\d{24}|\d{28})$/

/**
 * Every form under which a scanned carrier barcode may be known as a tracking number, the whole code first:
 * upper case, without AIM identifier, separators, spaces, brackets and hyphens; a USPS code without its 420
 * and ZIP prefix; a FedEx code of 34 or 22 digits as its tracking number. Empty for an empty scan.
 */
export function trackingForms(scanned: string): string[] {
  const whole = normalised(scanned)
  if (whole === '') return []
  return [...new Set([whole, ...withoutPostcode(scanned), ...fedexNumbers(whole)])]
}

/**
 * Whether a scan is the label with these codes: the whole barcode, its USPS part, or the tracking number,
 * both sides normalised. A code that is expected is taken whatever its check digit says; a check digit only
 * helps to cut a code of which nothing is expected.
 */
export function isLabelOf(scanned: string, codes: LabelCodes): boolean {
  const expected = new Set<string>()
  if (codes.trackingNumber !== null) expected.add(normalised(codes.trackingNumber))
  if (codes.carrierBarcode !== null) {
    expected.add(normalised(codes.carrierBarcode))
    for (const pic of withoutPostcode(codes.carrierBarcode)) expected.add(pic)
  }
  expected.delete('')
  const whole = normalised(scanned)
  const afterPostcode = /^420\d{15,}$/.test(whole) ? [whole.slice(8), whole.slice(12)] : []
  return [...trackingForms(scanned), ...afterPostcode].some((form) => expected.has(form))
}

/** Letters and digits as a scanner may send them, in one form. */
function normalised(code: string): string {
  return takeAimIdentifier(code.trim())
    .text.replaceAll(/[\p{Cc}\s()-]/gu, '')
    .toUpperCase()
}

/**
 * The PIC of a USPS code `420` + ZIP + PIC. A separator says where the ZIP ends; without one the cut after
 * five or nine digits is taken where the rest has a PIC's form and check digit (34 digits can be either).
 */
function withoutPostcode(code: string): string[] {
  const text = takeAimIdentifier(code.trim()).text
  const separated = new RegExp(`^${GS}?\\(?420\\)? *(?:\\d{5}|\\d{9})${GS}(.+)$`).exec(text)?.[1]
  if (separated !== undefined) {
    const pic = normalised(separated)
    if (PIC_FORM.test(pic)) return [pic]
  }
  const whole = normalised(code)
  if (!whole.startsWith('420')) return []
  return [whole.slice(8), whole.slice(12)].filter(
    (rest) => PIC_FORM.test(rest) && hasValidCheckDigit(rest),
  )
}

/**
 * The tracking number in a FedEx code: the last 12 of a Ground code of 34 digits that starts with 96, the
 * last 14 without leading zeros `00` of an Express code of 34, the last 15 of a Ground code of 22 from 96.
 */
function fedexNumbers(whole: string): string[] {
  if (/^96\d{32}$/.test(whole)) return [whole.slice(-12)]
  if (/^96\d{20}$/.test(whole)) return [whole.slice(-15)]
  if (/^\d{34}$/.test(whole) && !whole.startsWith('420'))
    return [whole.slice(-14).replace(/^00/, '')]
  return []
}
