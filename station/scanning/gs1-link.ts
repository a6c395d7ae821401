import { type Gs1Element, isGs1Data } from './gs1-form.ts'
import { gtin14 } from './gtin.ts'

/**
 * The elements of a GS1 Digital Link about a product: `https://…/01/GTIN/10/BATCH/21/SERIAL?17=YYMMDD`, with any
 * path of the brand's own before the last 01. The older form with a GTIN of 8, 12 or 13 digits is read, too. Empty for
 * any other link, and without those elements that hold what they may not hold.
 */
export function gs1LinkElements(text: string): Gs1Element[] {
  const link = URL.parse(text)
  if (!link) return []
  const path = link.pathname.split('/').map(decoded)
  const at = path.lastIndexOf('01')
  const gtin = at > 0 ? gtin14(path[at + 1] ?? '') : undefined
  if (gtin === undefined) return []
  const elements: Gs1Element[] = [['01', gtin]]
  for (let index = at + 2; index + 1 < path.length; index += 2)
    elements.push([path[index] ?? '', path[index + 1] ?? ''])
  elements.push(...link.searchParams.entries())
  return elements.filter(([id, data]) => isGs1Data(id, data))
}

/** Empty where the percent signs are not those of an address. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}
