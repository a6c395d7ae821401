import {
  characterAt,
  isDead,
  LAYOUTS,
  positionOf,
  type KeyPosition,
  type Layout,
} from './keyboard-layouts.ts'

/** What ends a GS1 element of variable length, as a scanner should send it. */
export const GS = '\u001d'

/**
 * What the calibration barcode holds: two GS1 elements for internal use, so that it is taken for no product. The letters
 * and signs are those that move between keyboards. Behind the two that some layouts wait with stands nothing that matters.
 */
export const CALIBRATION_PARTS = ['90AqZwYm-/*(_"+)', '91zQ7'] as const

/** One key as the page saw it, with what was held beside it. */
export interface Stroke {
  readonly key: string
  /** Its place; empty where nobody knows. */
  readonly code: string
  /** Milliseconds. */
  readonly at: number
  readonly shift: boolean
  readonly control: boolean
  readonly alt: boolean
}

const CASINGS = ['kept', 'inverted', 'upper', 'lower'] as const
type Casing = (typeof CASINGS)[number]

/** A character as a key gives it: its place, and what comes of it where that is known. */
interface Expected {
  readonly character: string
  readonly code: string | undefined
  readonly came: string | undefined
  /** Says nothing until the next key. */
  readonly isSilent: boolean
}

/** One way in which the calibration barcode may be typed. */
export interface Way {
  readonly scanner: Layout
  /** undefined: none of those known here. */
  readonly computer: Layout | undefined
  readonly casing: Casing
  /** Whether all of it comes out as it was meant, but for the case of letters. */
  readonly isRight: boolean
  readonly parts: readonly [readonly Expected[], readonly Expected[]]
}

/** What a key gave, and its place; the code is empty where nobody knows. */
export interface Unit extends KeyPosition {
  readonly key: string
}

const UNKNOWN = '\ufffd'
const MOST_BETWEEN = 8

function swapCase(character: string): string {
  const upper = character.toUpperCase()
  const other = upper === character ? character.toLowerCase() : upper
  return other.length === 1 ? other : character
}

function expected(part: string, scanner: Layout, computer: Layout | undefined): Expected[] {
  return Array.from(part, (character) => {
    const position = positionOf(scanner, character)
    const came = computer && position && characterAt(computer, position)
    const isSilent = computer !== undefined && came !== undefined && isDead(computer, came)
    return { character, code: position?.code, came, isSilent }
  })
}

function wayOf(scanner: Layout, computer: Layout | undefined, casing: Casing): Way {
  const [first, second] = CALIBRATION_PARTS.map((part) => {
    if (casing === 'upper') return expected(part.toUpperCase(), scanner, computer)
    return expected(casing === 'lower' ? part.toLowerCase() : part, scanner, computer)
  })
  const parts = [first ?? [], second ?? []] as const
  const isRight = parts.flat().every(({ character, came }) => came === character)
  return { scanner, computer, casing, isRight, parts }
}

const WAYS: readonly Way[] = CASINGS.flatMap((casing) =>
  LAYOUTS.flatMap((scanner) => LAYOUTS.map((computer) => wayOf(scanner, computer, casing))),
)
const WAYS_BY_PLACES: readonly Way[] = LAYOUTS.map((scanner) => wayOf(scanner, undefined, 'kept'))

/** The keys one by one, with GS for what scanners type in its place: Ctrl and ], or Alt and 029 on the keypad. */
export function unitsOf(strokes: readonly Stroke[]): Unit[] {
  const units: Unit[] = []
  let keypad = ''
  for (const { key, code, shift, control, alt } of strokes) {
    const isCode = alt && code.startsWith('Numpad')
    keypad = isCode ? keypad + key : ''
    if (/^0+29$/.test(keypad)) {
      units.splice(1 - keypad.length, keypad.length - 1, { key: GS, code: '', level: 'base' })
      keypad = ''
      continue
    }
    const isGs = key === GS || (control && !alt && (code === 'BracketRight' || key === ']'))
    const level = alt || key === 'AltGraph' ? 'altgr' : shift ? 'shift' : 'base'
    units.push({ key: isGs ? GS : key, code: isGs ? '' : code, level })
  }
  return units
}

/** Whether a key is the one that is expected; `waits`: the key before says nothing until this one. */
function isExpected(
  unit: Unit,
  { character, code, came, isSilent }: Expected,
  waits: boolean,
  casing: Casing,
): boolean {
  if (unit.code.startsWith('Numpad')) return unit.key === character
  if (unit.code !== '' && unit.code !== code) return false
  if (waits || came === undefined) return true
  if (unit.key === 'Dead') return isSilent
  if (casing !== 'inverted') return unit.key === came
  // Systems differ in what Caps Lock does to letters with accents.
  return unit.key === swapCase(came) || (came > '\u007f' && unit.key === came)
}

/** Where a part begins in `units`; -1 where it does not stand there. */
function find(
  units: readonly Unit[],
  part: readonly Expected[],
  casing: Casing,
  from: number,
): number {
  for (let start = from; start + part.length <= units.length; start += 1) {
    const fits = part.every((one, index) => {
      const unit = units[start + index]
      return unit !== undefined && isExpected(unit, one, part[index - 1]?.isSilent === true, casing)
    })
    if (fits) return start
  }
  return -1
}

/** The calibration barcode found in what came. */
export interface Found {
  readonly way: Way
  readonly before: readonly Unit[]
  readonly between: readonly Unit[]
  readonly after: readonly Unit[]
}

function foundBy(units: readonly Unit[], way: Way): Found | undefined {
  const [first, second] = way.parts
  const start = find(units, first, way.casing, 0)
  if (start < 0) return undefined
  const end = start + first.length
  const next = find(units, second, way.casing, end)
  if (next < 0 || next - end > MOST_BETWEEN) return undefined
  return {
    way,
    before: units.slice(0, start),
    between: units.slice(end, next),
    after: units.slice(next + second.length),
  }
}

/** Every way that fits; for an unknown layout of the computer, those that fit the places of the keys. */
export function allFound(units: readonly Unit[]): Found[] {
  const found = WAYS.flatMap((way) => foundBy(units, way) ?? [])
  if (found.length > 0 || units.some(({ key, code }) => code === '' && key !== GS)) return found
  return WAYS_BY_PLACES.flatMap((way) => foundBy(units, way) ?? [])
}

/** What browsers call a character that they cannot name, as yet or at all. */
const NAMELESS = new Set(['Dead', 'Process', 'Unidentified'])

/** Whether a key stands for a character, and not for something to be done. */
export function isCharacter({ key }: Unit): boolean {
  return key !== GS && (key.length === 1 || NAMELESS.has(key))
}

/** What the scanner meant to type; keys that are no characters by name. */
function meant(unit: Unit, way: Way): string {
  const { key, code } = unit
  if (key === GS) return '<GS>'
  const { scanner, computer, casing } = way
  const came = casing === 'inverted' ? swapCase(key) : key
  if (!isCharacter(unit)) return `<${key}>`
  if (way.isRight || code.startsWith('Numpad')) return came
  const position = code === '' && computer !== undefined ? positionOf(computer, came) : unit
  return (position && characterAt(scanner, position)) ?? UNKNOWN
}

/** What the scanner meant to type by several keys. */
export function allMeant(units: readonly Unit[], way: Way): string {
  return units.map((unit) => meant(unit, way)).join('')
}
