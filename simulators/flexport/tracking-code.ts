/** The mod-10 check digit of USPS IMpb and of GS1: weights 3 and 1 in turn, from the right. */
export function mod10CheckDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1)
    sum += Number(digits.at(-1 - index)) * (index % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

const SERVICE_TYPE = '94001'
const MAILER = '118273'

/** A USPS IMpb tracking code of 22 digits; `serial` has at most ten. */
export function impbTrackingCode(serial: number): string {
  const digits = `${SERVICE_TYPE}${MAILER}${String(serial).padStart(10, '0')}`
  return digits + mod10CheckDigit(digits)
}
