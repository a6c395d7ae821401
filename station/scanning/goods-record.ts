import type { GoodsRecord } from '../../shared/scanning.ts'

/**
 * What GS1 elements say of the goods beside their GTIN; undefined where that is nothing. `year` is today's: the
 * barcode writes years in two digits.
 */
export function goodsRecord(
  elements: ReadonlyMap<string, string>,
  year: number,
): GoodsRecord | undefined {
  const gtin = elements.get('01')
  const batch = elements.get('10')
  const expiry = expiryDate(elements.get('17'), year)
  const serial = elements.get('21')
  const count = elements.get('30') ?? elements.get('37')
  const goods: GoodsRecord = {
    ...(gtin !== undefined && { gtin }),
    ...(batch !== undefined && { batch }),
    ...(expiry !== undefined && { expiry }),
    ...(serial !== undefined && { serial }),
    ...(count !== undefined && { count: Number(count) }),
  }
  return Object.keys(goods).some((key) => key !== 'gtin') ? goods : undefined
}

/**
 * YYMMDD as YYYY-MM-DD. Day 00 is the last of the month, and the century is the one that puts the year at most 49 years
 * back and 50 ahead. Sources: GS1 General Specifications, "Expiration date: AI (17)" and "Determination of century in
 * dates". Undefined for 29 February of a year without one.
 */
function expiryDate(text: string | undefined, today: number): string | undefined {
  const [, yy = '', mm = '', dd = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text ?? '') ?? []
  if (text === undefined || yy === '') return undefined
  const ahead = Number(yy) - (today % 100)
  const century = Math.floor(today / 100) + (ahead >= 51 ? -1 : ahead <= -50 ? 1 : 0)
  const year = century * 100 + Number(yy)
  const lastDay = new Date(Date.UTC(year, Number(mm), 0)).getUTCDate()
  if (Number(dd) > lastDay) return undefined
  return `${year}-${mm}-${dd === '00' ? lastDay : dd}`
}
