import type { Address } from '../../shared/orders.ts'

/** Countries that write the postcode before the city, and no state. */
const ZIP_CITY = new Set(
  'AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IL IS IT LT LU NL NO PL PT RO RS SE SI SK TR'.split(
    ' ',
  ),
)
/** Countries that write from the large to the small. */
const LARGE_FIRST = new Set(['JP', 'CN', 'KR', 'TW'])
/** Countries that write the postcode on a line of its own, after the city, and no county. */
const ZIP_BELOW = new Set(['GB', 'IE'])

/** The lines of an address in the order of its country, without empty ones; the country is left to the caller. */
export function addressLines(address: Address): string[] {
  const { name, company, street1, street2, city, country } = address
  const state = address.state ?? ''
  const zip = address.zip ?? ''
  if (LARGE_FIRST.has(country))
    return filled([zip, join(state, city), street1, street2, company, name])
  const place = ZIP_CITY.has(country)
    ? [join(zip, city)]
    : ZIP_BELOW.has(country)
      ? [city, zip]
      : [filled([city, join(state, zip)]).join(', ')]
  return filled([name, company, street1, street2, ...place])
}

function join(...parts: string[]): string {
  return filled(parts).join(' ')
}

function filled(lines: readonly (string | undefined)[]): string[] {
  return lines.filter((line): line is string => line !== undefined && line !== '')
}
