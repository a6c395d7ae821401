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
 * The GTIN of a retail barcode, by what its AIM identifier says it is: `]E0` in front of eight digits is a UPC-E
 * that the scanner has not expanded (an EAN-8 has `]E4`), `]E3` an EAN-13 with two or five digits of an add-on.
 */
export function retailGtin(text: string, aim?: string): string | undefined {
  if (aim === ']E0') return gtin14(upcA(text) ?? text)
  if (aim === ']E3') return gtin14(text.replace(/^(\d{13})(\d{2}|\d{5})$/, '$1'))
  return gtin14(text)
}

/**
 * The UPC-A of a UPC-E in eight digits (number system 0 or 1, six digits, check digit), which leaves zeros out as its
 * last digit but one tells; undefined where the check digit is not that of the UPC-A. Source: GS1 General
 * Specifications, UPC-E barcodes.
 */
function upcA(text: string): string | undefined {
  const match = /^([01])(\d{5})(\d)(\d)$/.exec(text)
  if (!match) return undefined
  const [, system = '', body = '', how = '', check = ''] = match
  const digits = `${system}${expanded(body, how)}${check}`
  return hasValidCheckDigit(digits) ? digits : undefined
}

function expanded(body: string, how: string): string {
  switch (how) {
    case '0':
    case '1':
    case '2':
      return `${body.slice(0, 2)}${how}0000${body.slice(2)}`
    case '3':
      return `${body.slice(0, 3)}00000${body.slice(3)}`
    case '4':
      return `${body.slice(0, 4)}00000${body.slice(4)}`
    default:
      return `${body}0000${how}`
  }
}
