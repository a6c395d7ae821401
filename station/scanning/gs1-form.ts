import { hasValidCheckDigit } from './gtin.ts'

/** One element of GS1 data: its identifier and its data. */
export type Gs1Element = readonly [identifier: string, data: string]

/** How an element of GS1 data looks whose identifier begins with two certain digits. */
export interface Gs1Form {
  /** Digits of the identifier. */
  readonly identifier: number
  /** Characters of its data: exactly so many, and then no separator is needed; else at most so many. */
  readonly length: number
  readonly isFixed: boolean
  readonly isDigits: boolean
  /** Whether data of that length and those characters may be in it. */
  readonly allows: (data: string) => boolean
}

const ANY = (): boolean => true

function fixed(identifier: number, length: number, allows: Gs1Form['allows'] = ANY): Gs1Form {
  return { identifier, length, isFixed: true, isDigits: true, allows }
}

function upTo(length: number, identifier: number, isDigits = false): Gs1Form {
  return { identifier, length, isFixed: false, isDigits, allows: ANY }
}

/** Days of a month; of February 29, since the century that would tell is not known here. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** YYMMDD, or YYMM00 where no day is meant. */
function isDate(data: string): boolean {
  const days = DAYS[Number(data.slice(2, 4)) - 1]
  return days !== undefined && Number(data.slice(4)) <= days
}

const DATE = fixed(2, 6, isDate)
const MEASURE = fixed(4, 6)
const CHECKED_14 = fixed(2, 14, hasValidCheckDigit)

/**
 * By the first two digits of an identifier. Sources: GS1 General Specifications, "element strings of predefined
 * length" (also for identifiers not given out yet) and "GS1 Application Identifier lengths"; the longest data of each
 * group from the GS1 Barcode Syntax Dictionary. Where a group has several lengths the longest stands for all.
 */
export const GS1_FORMS: ReadonlyMap<string, Gs1Form> = new Map([
  ['00', fixed(2, 18, hasValidCheckDigit)],
  ['01', CHECKED_14],
  ['02', CHECKED_14],
  ['03', CHECKED_14],
  ['04', fixed(2, 16)],
  ['10', upTo(20, 2)],
  ['11', DATE],
  ['12', DATE],
  ['13', DATE],
  ['14', fixed(2, 6)],
  ['15', DATE],
  ['16', DATE],
  ['17', DATE],
  ['18', fixed(2, 6)],
  ['19', fixed(2, 6)],
  ['20', fixed(2, 2)],
  ['21', upTo(20, 2)],
  ['22', upTo(20, 2)],
  ['23', upTo(28, 3)],
  ['24', upTo(30, 3)],
  ['25', upTo(30, 3)],
  ['30', upTo(8, 2, true)],
  ['31', MEASURE],
  ['32', MEASURE],
  ['33', MEASURE],
  ['34', MEASURE],
  ['35', MEASURE],
  ['36', MEASURE],
  ['37', upTo(8, 2, true)],
  ['39', upTo(18, 4, true)],
  ['40', upTo(30, 3)],
  ['41', fixed(3, 13, hasValidCheckDigit)],
  ['42', upTo(20, 3)],
  ['43', upTo(70, 4)],
  ['70', upTo(30, 4)],
  ['71', upTo(20, 3)],
  ['72', upTo(30, 4)],
  ['80', upTo(90, 4)],
  ['81', upTo(70, 4)],
  ['82', upTo(70, 4)],
  ['90', upTo(30, 2)],
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map(
    (first) => [first, upTo(90, 2)] as const,
  ),
])

/** The 82 characters that GS1 data may hold (a part of ISO/IEC 646). */
const CHARACTERS = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/

/** Whether an element with this identifier may hold this data. */
export function isGs1Data(identifier: string, data: string): boolean {
  const form = GS1_FORMS.get(identifier.slice(0, 2))
  if (form?.identifier !== identifier.length) return false
  const isRightLength = form.isFixed ? data.length === form.length : data.length <= form.length
  return isRightLength && (form.isDigits ? /^\d+$/ : CHARACTERS).test(data) && form.allows(data)
}
