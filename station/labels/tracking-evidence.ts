import { trackingForms } from '../scanning/scanning.ts'

interface TrackingForm {
  readonly carrier: 'ups' | 'post' | 'fedex' | 'dhl' | 'amazon'
  readonly form: RegExp
}

/**
 * Forms of carriers' numbers that are unlike anything else on a label. Ten to fifteen digits alone are none of them:
 * they may as well be an order, an article or a customer.
 */
const FORMS: readonly TrackingForm[] = [
  { carrier: 'ups', form: /^1Z[0-9A-Z]{16}$/ },
  { carrier: 'post', form: /^9[1-5](\d{20}|\d{24}|\d{28})$/ },
  { carrier: 'post', form: /^[A-Z]{2}\d{9}[A-Z]{2}$/ },
  { carrier: 'fedex', form: /^(96\d{20}|96\d{32}|10\d{32})$/ },
  { carrier: 'dhl', form: /^GM\d{16,20}$/ },
  { carrier: 'dhl', form: /^JJ?D\d{16,20}$/ },
  { carrier: 'dhl', form: /^00340\d{15}$/ },
  { carrier: 'amazon', form: /^TBA\d{12}$/ },
]

/**
 * Whether a code is the tracking number of another parcel than the one with the number `wanted`, of which it is known
 * that it is not `wanted` itself. Numbers of one form prove it, and those of two carriers. A post proves nothing beside
 * another carrier or another form of its own, nor one of a carrier's forms beside another: parcels that are handed on,
 * and pieces of shipments, have both numbers on one label, and only one may have been read.
 */
export function provesAnotherParcel(code: string, wanted: string): boolean {
  const found = formOf(code)
  if (found === undefined) return false
  const expected = formOf(wanted)
  // FedEx itself says 12 or 15 digits, and its barcode holds them among more.
  if (expected === undefined) return found.carrier === 'fedex' && /^(\d{12}|\d{15})$/.test(wanted)
  if (found === expected) return true
  return (
    found.carrier !== expected.carrier && found.carrier !== 'post' && expected.carrier !== 'post'
  )
}

export function isUps(code: string): boolean {
  return formOf(code)?.carrier === 'ups'
}

export function isPostal(code: string): boolean {
  return formOf(code)?.carrier === 'post'
}

function formOf(code: string): TrackingForm | undefined {
  const written = trackingForms(code)
  return FORMS.find(({ form }) => written.some((number) => form.test(number)))
}
