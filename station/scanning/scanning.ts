import { parseStarredCode, type GoodsRecord, type StarredCode } from '../../shared/scanning.ts'
import { takeAimIdentifier } from './aim-identifier.ts'
import { goodsRecord } from './goods-record.ts'
import { GS, gs1Elements } from './gs1.ts'
import { gtin14, retailGtin } from './gtin.ts'

export { isLabelOf, trackingForms } from './tracking-forms.ts'

/** A scan, read as far as that is possible without knowing orders and products. */
export interface ReadScan {
  /** Trimmed, without AIM identifier and control characters; GS between GS1 elements is kept. */
  readonly text: string
  /** The AIM identifier that the scanner sent, such as `]C1`. */
  readonly aim?: string
  /** Set where the scan is one of our own barcodes, whole or damaged. */
  readonly starred?: StarredCode
  /** 14 digits; from a GS1 code or a retail barcode with a right check digit. */
  readonly gtin?: string
  /** What a GS1 code says of the goods beside their GTIN, where it says anything. */
  readonly goods?: GoodsRecord
  /** The forms to look products, boxes and orders up by, the text as scanned first. Empty for an empty scan. */
  readonly candidates: readonly string[]
}

/** Reads what a scanner sent; never fails, whatever the text. `year` is today's, for the years of two digits. */
export function readScan(raw: string, year: number): ReadScan {
  const { aim, text } = takeAimIdentifier(cleaned(raw))
  const starred = parseStarredCode(text)
  const elements = gs1Elements(text, aim)
  const gtin = elements ? gtin14(elements.get('01') ?? '') : retailGtin(text, aim)
  const goods = elements && goodsRecord(elements, year)
  return {
    text,
    ...(aim === undefined ? {} : { aim }),
    ...(starred === undefined ? {} : { starred }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(goods === undefined ? {} : { goods }),
    candidates:
      text === ''
        ? []
        : [...new Set([text, productCode(text), ...(gtin === undefined ? [] : [gtin])])],
  }
}

/**
 * The form in which product barcodes are compared: a GTIN of 8, 12, 13 or 14 digits with a right check digit
 * padded to 14, anything else trimmed and in upper case. Applying it twice changes nothing.
 */
export function productCode(text: string): string {
  const trimmed = cleaned(text).toUpperCase()
  return gtin14(trimmed) ?? trimmed
}

const CONTROLS_BUT_GS = new RegExp(`[^\\P{Cc}${GS}]`, 'gu')

/** Without control characters but GS, and without spaces at the ends. */
function cleaned(raw: string): string {
  return raw.replaceAll(CONTROLS_BUT_GS, '').trim()
}
