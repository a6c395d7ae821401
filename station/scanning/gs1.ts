import { GS1_FORMS, type Gs1Element, isGs1Data } from './gs1-form.ts'
import { gs1LinkElements } from './gs1-link.ts'
import { gtin14 } from './gtin.ts'

/** The separator that ends a GS1 element of variable length; scanners send FNC1 as this. */
export const GS = '\u001d'

/** GS1-128, DataMatrix, QR, DataBar and composite codes, DotCode: with these in front, data is GS1 data. */
const GS1_IDENTIFIERS = new Set([']C1', ']d2', ']Q3', ']e0', ']J1'])

/**
 * What is sure of the GS1 elements of a scan, by identifier: of plain data with GS between elements or without, of the
 * bracketed form `(01)…(21)…`, or of a GS1 Digital Link. Undefined where the text is not GS1 data: without an AIM
 * identifier that says so, plain data must start with GS or with 01 and a GTIN, and be whole.
 *
 * Many scanners drop GS. Where a scan has none, an element of variable length may end anywhere, so only what is the
 * same in every reading of the data is kept: a batch that may as well be a batch and a serial number is left out.
 * What an element may not hold spoils that element and what cannot be told apart from it, never what stands before.
 */
export function gs1Elements(text: string, aim?: string): ReadonlyMap<string, string> | undefined {
  if (/^https?:/i.test(text)) return withoutContradictions(gs1LinkElements(text))
  if (/^\(\d{2,4}\)/.test(text)) return withoutContradictions(bracketed(text))
  const isSaid = (aim !== undefined && GS1_IDENTIFIERS.has(aim)) || text.startsWith(GS)
  const isEvident = text.startsWith('01') && gtin14(text.slice(2, 16)) !== undefined
  if (!isSaid && !isEvident) return undefined
  const parts = text.split(GS).filter((part) => part !== '')
  const read = parts.map((part) => readPart(part, text.includes(GS)))
  if (!isSaid && read.some(({ isWhole }) => !isWhole)) return undefined
  return withoutContradictions(read.flatMap(({ elements }) => elements))
}

/** In the bracketed form nothing tells a bracket of the data from one of the form: what is not whole is not read. */
function bracketed(text: string): Gs1Element[] {
  if (!/^(\(\d{2,4}\)[^()]+)+$/.test(text)) return []
  return [...text.matchAll(/\((\d{2,4})\)([^(]+)/g)]
    .map(([, id = '', data = '']) => [id, data.replaceAll(GS, '').trim()] as const)
    .filter(([id, data]) => isGs1Data(id, data))
}

/** An element where it may stand in a part of the data. */
interface Placed {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly isFixed: boolean
}

/** The elements that may begin at a place: several where the end of a variable one is not marked. */
function placedAt(part: string, from: number, isMarked: boolean): Placed[] {
  const form = GS1_FORMS.get(part.slice(from, from + 2))
  if (!form) return []
  const { isFixed } = form
  const start = from + form.identifier
  const id = part.slice(from, start)
  if (!/^\d+$/.test(id)) return []
  const only = isFixed ? start + form.length : part.length
  if (isFixed || isMarked)
    return isGs1Data(id, part.slice(start, only)) ? [{ id, from, to: only, isFixed }] : []
  const placed: Placed[] = []
  const last = Math.min(part.length, start + form.length)
  for (let to = start + 1; to <= last && isGs1Data(id, part.charAt(to - 1)); to += 1)
    placed.push({ id, from, to, isFixed })
  return placed
}

/** Longer data without a single separator is no GS1 data: not worth every reading of it. */
const LONGEST_UNMARKED = 200

/** What stands between two separators: elements of fixed length, then at most one other, unless separators were lost. */
function readPart(
  part: string,
  isMarked: boolean,
): { readonly isWhole: boolean; readonly elements: readonly Gs1Element[] } {
  const isRead = isMarked || part.length <= LONGEST_UNMARKED
  const reached = new Set([0])
  const possible: Placed[] = []
  // Up to the first element that may end anywhere there is one reading; what is in it does not come a second time.
  const first = new Set<string>()
  let hasOneReading = true
  for (let from = 0; from < part.length; from += 1) {
    if (!reached.has(from)) continue
    const placed = placedAt(part, from, isMarked || !isRead)
    for (const one of placed) {
      if (!hasOneReading && first.has(one.id)) continue
      possible.push(one)
      reached.add(one.to)
    }
    if (hasOneReading) for (const { id } of placed) first.add(id)
    hasOneReading &&= placed.length < 2
  }
  const isWhole = isRead && reached.has(part.length)
  const elements = isWhole ? sureOf(possible, part.length) : leading(possible)
  return {
    isWhole,
    elements: elements.map(({ id, from, to }) => [id, part.slice(from + id.length, to)]),
  }
}

/** The elements that are in every reading: those of which no other reading's element covers a character. */
function sureOf(possible: readonly Placed[], length: number): Placed[] {
  const ends = new Set([length])
  for (const { from, to } of possible.toReversed()) if (ends.has(to)) ends.add(from)
  const readings = possible.filter(({ to }) => ends.has(to))
  let [furthest, owner] = [0, readings[0]]
  const shared = new Set<Placed>()
  // They come in the order in which they begin: one that begins before the furthest end so far lies over its owner.
  for (const one of readings) {
    if (owner && owner !== one && one.from < furthest) shared.add(one).add(owner)
    if (one.to > furthest) [furthest, owner] = [one.to, one]
  }
  return readings.filter((one) => !shared.has(one))
}

/** Of data that cannot be read to its end, the elements of fixed length that stand before all else. */
function leading(possible: readonly Placed[]): Placed[] {
  const elements: Placed[] = []
  for (const one of possible) {
    if (!one.isFixed || one.from !== (elements.at(-1)?.to ?? 0)) break
    elements.push(one)
  }
  return elements
}

/** The elements by identifier, but for those that say two things. */
function withoutContradictions(elements: readonly Gs1Element[]): ReadonlyMap<string, string> {
  return new Map(
    elements.filter(([id, data]) =>
      elements.every(([other, said]) => other !== id || said === data),
    ),
  )
}
