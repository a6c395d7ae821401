/** The GS1 check digit: mod 10 of the digits, weights 3 and 1 from the right. */
export function checkDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1)
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}
