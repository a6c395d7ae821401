/** The separator that ends a GS1 element of variable length; scanners send FNC1 as this. */
export const GS = '\u001d'

const GS1_IDENTIFIERS = new Set([']C1', ']d2', ']Q3', ']e0', ']J1'])

/**
 * Lengths of identifier and data together by the first two digits of the identifier, for the elements that
 * need no separator. Source: GS1 General Specifications, element strings of predefined length.
 */
const FIXED_LENGTHS = new Map<string, number>([
  ['00', 20],
  ['01', 16],
  ['02', 16],
  ['03', 16],
  ['04', 18],
  ['11', 8],
  ['12', 8],
  ['13', 8],
  ['14', 8],
  ['15', 8],
  ['16', 8],
  ['17', 8],
  ['18', 8],
  ['19', 8],
  ['20', 4],
  ['31', 10],
  ['32', 10],
  ['33', 10],
  ['34', 10],
  ['35', 10],
  ['36', 10],
  ['41', 16],
])

/** What each identifier that we read may hold. */
const READ = new Map<string, RegExp>([
  ['00', /^\d{18}$/],
  ['01', /^\d{14}$/],
  ['10', /^[!-z]{1,20}$/],
  ['17', /^\d{6}$/],
  ['21', /^[!-z]{1,20}$/],
  ['37', /^\d{1,8}$/],
])

/** Whether the last digit is the GS1 check digit (mod 10, weights 3 and 1 from the right) of the others. */
export function hasValidCheckDigit(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index += 1)
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 1 : 3)
  return sum % 10 === 0
}

/** A GTIN-8, -12, -13 or -14 with a right check digit, padded to 14 digits; undefined for anything else. */
export function gtin14(text: string): string | undefined {
  return /^(\d{8}|\d{12,14})$/.test(text) && Number(text) > 0 && hasValidCheckDigit(text)
    ? text.padStart(14, '0')
    : undefined
}

/**
 * The GS1 elements 00, 01, 10, 17, 21 and 37 of a scan, by identifier. Takes plain data with GS between
 * elements, or the bracketed form `(01)…(21)…`. Undefined where the text is not GS1 data: without an AIM
 * identifier that says so, data must start with GS, a bracket, or 01 and a GTIN whose check digit is right.
 */
export function gs1Elements(text: string, aim?: string): ReadonlyMap<string, string> | undefined {
  if (/^\(\d{2,4}\)/.test(text)) return bracketed(text)
  const said = aim !== undefined && GS1_IDENTIFIERS.has(aim)
  const evident = /^01\d{14}/.test(text) && gtin14(text.slice(2, 16)) !== undefined
  return said || text.startsWith(GS) || evident ? plain(text) : undefined
}

function bracketed(text: string): ReadonlyMap<string, string> | undefined {
  return take(
    [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, id = '', data = '']) => [id, data]),
  )
}

function plain(text: string): ReadonlyMap<string, string> | undefined {
  const elements: [string, string][] = []
  let rest = text
  while (rest.length > 0) {
    if (rest.startsWith(GS)) {
      rest = rest.slice(1)
      continue
    }
    const id = rest.slice(0, 2)
    const separator = rest.indexOf(GS)
    const variable = separator < 0 ? rest.length : separator
    const length = FIXED_LENGTHS.get(id) ?? variable
    if (!/^\d\d$/.test(id) || length > variable) return undefined
    elements.push([id, rest.slice(2, length)])
    rest = rest.slice(length)
  }
  return take(elements)
}

/** Keeps the elements that we read; one that holds what it may not hold spoils the whole scan. */
function take(
  elements: readonly (readonly [string, string])[],
): ReadonlyMap<string, string> | undefined {
  const taken = new Map<string, string>()
  for (const [id, data] of elements) {
    const form = READ.get(id)
    if (!form) continue
    const value = data.replaceAll(GS, '').trim()
    if (!form.test(value)) return undefined
    taken.set(id, value)
  }
  return taken.size > 0 ? taken : undefined
}
