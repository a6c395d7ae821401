import type { Layout } from './keyboard-layouts.ts'
import {
  allFound,
  allMeant,
  CALIBRATION_PARTS,
  GS,
  isCharacter,
  unitsOf,
  type Found,
  type Stroke,
  type Unit,
  type Way,
} from './calibration-keys.ts'
import type { ScannerSettings } from './settings.ts'

/** The calibration barcode as a Code 128 with FNC1 in front and between, as the drawing library wants it. */
export const CALIBRATION_CODE = CALIBRATION_PARTS.map((part) => `^FNC1${part}`).join('')

/** The calibration barcode as it came: typed into the page, or sent to the station. */
export type HeardScan =
  | {
      readonly by: 'keys'
      readonly strokes: readonly Stroke[]
      readonly text: string
      readonly end: 'Enter' | 'Tab' | 'silence'
    }
  | { readonly by: 'line'; readonly text: string }

export type FindingCode =
  | 'cannot-tell'
  | 'layout-right'
  | 'layout-us'
  | 'layout-other'
  | 'case-kept'
  | 'case-inverted'
  | 'case-upper'
  | 'case-lower'
  | 'gs'
  | 'gs-as-f8'
  | 'gs-lost'
  | 'gs-replaced'
  | 'aim'
  | 'aim-other'
  | 'no-aim'
  | 'no-prefix'
  | 'prefix'
  | 'prefix-not-usable'
  | 'maker-identifier'
  | 'suffix'
  | 'ends-with-enter'
  | 'ends-with-tab'
  | 'ends-with-nothing'
  | 'pace'
  | 'pace-slow'

/** One thing that the calibration barcode showed. */
export interface Finding {
  readonly code: FindingCode
  /** good · attention: works once our settings know it, or could be better · wrong: to be set at the scanner. */
  readonly mark: 'good' | 'attention' | 'wrong'
  /** What stood there, with keys by name. */
  readonly text?: string
  /** The layouts as which the scanner types, and those of the computer: every one that fits; none where unknown. */
  readonly scanner?: readonly Layout[]
  readonly computer?: readonly Layout[]
  /** Milliseconds between two characters. */
  readonly meanMs?: number
  readonly largestMs?: number
}

export interface Calibration {
  readonly findings: readonly Finding[]
  /** The settings under which scans come right as this one came; null where the scanner has to be set first. */
  readonly settings: Pick<ScannerSettings, 'prefix' | 'end' | 'keyboard'> | null
}

/** What the test barcode says of the scanner that sent it, and of the keyboard it typed on. */
export function readCalibration(heard: HeardScan): Calibration {
  const plain = Array.from(heard.text, (key): Unit => ({ key, code: '', level: 'base' }))
  const byKeys = heard.by === 'keys' ? allFound(unitsOf(heard.strokes)) : []
  // Codes of the keypad with Alt held are no characters one by one; the page has put them together.
  const all = byKeys.length > 0 ? byKeys : allFound(plain)
  const found = all.find(({ way }) => way.isRight) ?? all[0]
  if (!found) return { findings: [{ code: 'cannot-tell', mark: 'wrong' }], settings: null }

  const layout = layoutOf(all)
  const front = frontOf(found)
  const findings: Finding[] = [
    ...(heard.by === 'keys' ? [layout] : []),
    ...(found.way.computer === undefined ? [] : [caseOf(found.way)]),
    separatorOf(found),
    front.aim,
    front.prefix,
    ...(found.after.length > 0 ? [suffixOf(found)] : []),
    ...(heard.by === 'keys' ? [endOf(heard.end), paceOf(heard.strokes)] : []),
  ]
  const isMended =
    heard.by === 'keys' && layout.code !== 'layout-other' && front.prefix.mark !== 'wrong'
  return {
    findings,
    settings: isMended
      ? {
          prefix: front.prefix.text ?? '',
          end: heard.end === 'silence' ? 'silence' : 'key',
          keyboard: layout.code === 'layout-us' ? 'us' : 'as-typed',
        }
      : null,
  }
}

function layoutOf(all: readonly Found[]): Finding {
  if (all.some(({ way }) => way.isRight)) return { code: 'layout-right', mark: 'good' }
  const scanner = [...new Set(all.map(({ way }) => way.scanner))]
  const computer = [...new Set(all.flatMap(({ way }) => way.computer ?? []))]
  return scanner.includes('us')
    ? { code: 'layout-us', mark: 'attention', scanner, computer }
    : { code: 'layout-other', mark: 'wrong', scanner, computer }
}

function caseOf({ casing }: Way): Finding {
  if (casing === 'kept') return { code: 'case-kept', mark: 'good' }
  return { code: `case-${casing}`, mark: casing === 'inverted' ? 'wrong' : 'attention' }
}

function separatorOf({ way, between }: Found): Finding {
  if (between.length === 0) return { code: 'gs-lost', mark: 'attention' }
  const [only] = between.length === 1 ? between : []
  if (only?.key === GS) return { code: 'gs', mark: 'good' }
  if (only?.key === 'F8') return { code: 'gs-as-f8', mark: 'good' }
  return { code: 'gs-replaced', mark: 'wrong', text: allMeant(between, way) }
}

/** What makers put in front of a GS1-128 in place of an AIM identifier: Zebra and Honeywell. */
const MAKER_IDENTIFIERS = new Set(['K', 'I'])
const LONGEST_PREFIX = 5

/** What stands before the data: a prefix, then the AIM identifier. An FNC1 in front may come as GS. */
function frontOf({ way, before }: Found): { aim: Finding; prefix: Finding } {
  const units = before.at(-1)?.key === GS ? before.slice(0, -1) : before
  const front = allMeant(units, way)
  const [whole = '', letter = ''] = /[\]\ufffd]([A-Za-z][0-9A-Za-z])$/.exec(front) ?? []
  const prefix = front.slice(0, front.length - whole.length)
  const areCharacters = units.every(isCharacter)
  return { aim: aimOf(letter), prefix: prefixOf(prefix, letter !== '', areCharacters) }
}

function aimOf(letter: string): Finding {
  if (letter === '') return { code: 'no-aim', mark: 'attention' }
  return letter.toUpperCase() === 'C1'
    ? { code: 'aim', mark: 'good' }
    : { code: 'aim-other', mark: 'wrong', text: `]${letter}` }
}

function prefixOf(text: string, hasAim: boolean, areCharacters: boolean): Finding {
  if (text === '') return { code: 'no-prefix', mark: 'good' }
  if (!hasAim && MAKER_IDENTIFIERS.has(text.toUpperCase()))
    return { code: 'maker-identifier', mark: 'wrong', text }
  // An identifier in front of the prefix would hide it.
  return areCharacters && /^[!-\\^-~][!-~]*$/.test(text) && text.length <= LONGEST_PREFIX
    ? { code: 'prefix', mark: 'attention', text }
    : { code: 'prefix-not-usable', mark: 'wrong', text }
}

function suffixOf({ way, after }: Found): Finding {
  return { code: 'suffix', mark: 'wrong', text: allMeant(after, way) }
}

function endOf(end: 'Enter' | 'Tab' | 'silence'): Finding {
  switch (end) {
    case 'Enter':
      return { code: 'ends-with-enter', mark: 'good' }
    case 'Tab':
      return { code: 'ends-with-tab', mark: 'good' }
    case 'silence':
      return { code: 'ends-with-nothing', mark: 'attention' }
  }
}

/** Slower than this a scan begins to look like a person. */
const SLOW_MEAN_MS = 25
const SLOW_LARGEST_MS = 60

function paceOf(strokes: readonly Stroke[]): Finding {
  const times = strokes.map(({ at }) => at)
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const largestMs = Math.round(Math.max(0, ...gaps))
  const meanMs = Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, gaps.length))
  const isSlow = meanMs > SLOW_MEAN_MS || largestMs > SLOW_LARGEST_MS
  return {
    code: isSlow ? 'pace-slow' : 'pace',
    mark: isSlow ? 'attention' : 'good',
    meanMs,
    largestMs,
  }
}
