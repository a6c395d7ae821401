import { isLabelOf, trackingForms } from '../scanning/scanning.ts'
import type { LabelExpectation, LabelReading } from './label-reading.ts'
import { isPostal, isUps, provesAnotherParcel } from './tracking-evidence.ts'

/** Whether a label is the one that was bought. */
export type LabelVerdict =
  | { readonly verdict: 'matches' }
  /** `what` it is that differs, the expected text and the one found. */
  | {
      readonly verdict: 'mismatch'
      readonly what: 'tracking-number' | 'postcode' | 'box'
      readonly expected: string
      readonly found: string
    }
  /** No barcode of it could be read, so that nothing can be compared. */
  | { readonly verdict: 'unreadable' }

type Mismatch = Extract<LabelVerdict, { verdict: 'mismatch' }>

/**
 * Compares what a label says with what was bought. A mismatch stops the box for good, so it needs proof; where there is
 * neither proof nor the expected number, the label is unreadable, and a person may look at it. Pure.
 */
export function compareLabel(reading: LabelReading, expected: LabelExpectation): LabelVerdict {
  const tracking = compareTracking(reading, expected)
  if (tracking.verdict === 'mismatch') return tracking
  return otherPostcode(reading, expected) ?? otherBox(reading, expected) ?? tracking
}

function compareTracking(reading: LabelReading, expected: LabelExpectation): LabelVerdict {
  const codes = reading.codes.filter((code) => code.trim() !== '')
  const { trackingNumber, carrierBarcode } = expected
  const wanted = trackingNumber?.trim() || carrierBarcode?.trim()
  if (!wanted)
    return codes.length + reading.texts.length > 0
      ? { verdict: 'matches' }
      : { verdict: 'unreadable' }
  if (codes.some((code) => partsOf(code).some((part) => isLabelOf(part, expected))))
    return { verdict: 'matches' }
  const other = codes.find((code) => provesAnotherParcel(code, wanted))
  if (other === undefined) return { verdict: 'unreadable' }
  const found = trackingForms(other).at(-1) ?? other
  return { verdict: 'mismatch', what: 'tracking-number', expected: wanted, found }
}

/** The code itself, and of a message in a two-dimensional code (`[)>`) its elements. */
function partsOf(code: string): string[] {
  return code.startsWith('[)>') ? code.split(/\p{Cc}/u) : [code]
}

/** Where postcodes are ZIP codes. */
const ZIP_COUNTRIES = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP'])
const STATES =
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AS|GU|MP|PR|VI|AA|AE|AP'
const STATE_AND_ZIP = new RegExp(
  `\\b(?:${STATES})\\.?,?\\s{1,4}(\\d{5})(?:-?\\d{4})?(?![\\d-])`,
  'g',
)

/**
 * Only of parcels within the United States, whose labels carry the ZIP in a barcode or behind the state. Postcodes of
 * other countries look like house numbers and weights, and carriers write them in their own ways.
 */
function otherPostcode(reading: LabelReading, expected: LabelExpectation): Mismatch | undefined {
  const zip = zip5(expected.zip)
  if (zip === undefined || !ZIP_COUNTRIES.has(expected.country)) return undefined
  const mismatch = (found: string): Mismatch => ({
    verdict: 'mismatch',
    what: 'postcode',
    expected: zip,
    found,
  })
  const routed = reading.codes.flatMap((code) => routedZip(code, reading.codes))
  // A parcel that is handed on has the ZIP of the place of handing on besides.
  if (routed.includes(zip)) return undefined
  if (routed[0] !== undefined) return mismatch(routed[0])

  if (
    reading.texts.some((text) => new RegExp(`(?<!\\d)${zip}(?!\\d{1,3}(?!\\d)|\\d{5})`).test(text))
  )
    return undefined
  const shipFrom = zip5(expected.shipFromZip)
  const written = reading.texts.flatMap((text) =>
    [...text.matchAll(STATE_AND_ZIP)].flatMap(([, digits]) => digits ?? []),
  )
  const other = written.find((digits) => digits !== shipFrom)
  return other === undefined ? undefined : mismatch(other)
}

function zip5(text: string | null): string | undefined {
  return /^\s*(\d{5})(?!\d{1,3}$)/.exec(text ?? '')?.[1]
}

/**
 * The ZIP of a barcode `420…`: with a tracking number behind it, or alone beside a UPS number. Eight digits on any other
 * label may be the number of an order.
 */
function routedZip(code: string, codes: readonly string[]): string[] {
  const digits = code.replaceAll(/[\s()\p{Cc}]/gu, '')
  const isRouting = /^420\d{20,}$/.test(digits)
    ? isPostal(code)
    : /^420\d{5}(\d{4})?$/.test(digits) && codes.some(isUps)
  return isRouting ? [digits.slice(3, 8)] : []
}

/** Alone or behind such a word; "Mug 1 of 2" is a thing and "page 1 of 2" a paper. */
const N_OF_M =
  /^(?:(?:box|pkgs?|packages?|parcels?|pieces?|pcs?|cartons?|ctn)[\s#:.]*)?0{0,3}(\d{1,3})\s+of\s+0{0,3}(\d{1,3})$/i

/** Every "n of m" has to be wrong. */
function otherBox(reading: LabelReading, expected: LabelExpectation): Mismatch | undefined {
  const { number, of } = expected.box
  const counts = reading.texts.flatMap((text) => {
    const [, n, m] = N_OF_M.exec(text.trim()) ?? []
    return n === undefined || m === undefined || Number(n) > Number(m) || Number(n) === 0
      ? []
      : [`${Number(n)} of ${Number(m)}`]
  })
  const [found] = counts
  if (found === undefined || counts.includes(`${number} of ${of}`) || counts.includes('1 of 1'))
    return undefined
  return { verdict: 'mismatch', what: 'box', expected: `${number} of ${of}`, found }
}
