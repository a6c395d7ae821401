import type { ScannerSettings } from '../../shared/settings.ts'
import { isBurst, personsStrokes, startAfter, strokesWithout, type Stroke } from './burst.ts'

export type WedgeSettings = Pick<
  ScannerSettings,
  'prefix' | 'end' | 'keyboard' | 'largestGapMs' | 'meanGapMs'
>

interface AnyKey {
  /** The event's own time in milliseconds. */
  readonly at: number
  /** Whether the key goes into a field that takes text. */
  readonly inField: boolean
}

/** One key as the page saw it; the words are those of KeyText. */
export type Key = AnyKey &
  (
    | {
        readonly kind: 'text'
        readonly typed: string
        readonly asTyped: string
        readonly us: string
        readonly begins: boolean
        /** Empty where its release will not be told. */
        readonly code: string
      }
    | { readonly kind: 'end'; readonly end: 'Enter' | 'Tab'; readonly soft: boolean }
    | { readonly kind: 'other'; readonly backspace: boolean }
  )

/**
 * pass: nothing to do · gather: a character that may belong to a scan; `first` where a new run began, `sure` where only
 * a scanner types so · scan: the run was one; its end key must not act · refused: a scan that is not whole, or into which
 * a person typed · swallow: a key of a scan that stands for nothing. `keep` is what a person typed meanwhile.
 */
export type WedgeAnswer =
  | { readonly kind: 'pass' }
  | { readonly kind: 'gather'; readonly first: boolean; readonly sure: boolean }
  | { readonly kind: 'scan'; readonly text: string; readonly keep: string }
  | { readonly kind: 'refused'; readonly text: string; readonly keep: string }
  | { readonly kind: 'swallow' }

/** So many characters at a scanner's speed are no chance. */
const SURE_LENGTH = 6
const LEAST_LENGTH = 3
/** Outside fields a pause like this parts a stray key or two from a scan; a scanner's hiccup is shorter. */
const STRAY_GAP_MS = 800
const STRAY_LENGTH = 2
/** Typed into no field at all, a code may take its time; what stood longer is forgotten. */
const TYPED_GAP_MS = 3000
const SECOND_END_MS = 100

const PASS: WedgeAnswer = { kind: 'pass' }
const SWALLOW: WedgeAnswer = { kind: 'swallow' }

function typedText(strokes: readonly Stroke[]): string {
  return strokes.map(({ typed }) => typed).join('')
}

/**
 * Tells a keyboard-wedge scanner from a person by the time between keys, and by a prefix where one is set.
 * In a field only a burst is a scan, and a person's typing passes untouched. Outside fields, typed characters ended by
 * Enter are a scan too, however slow, and three or more ended by Tab: fewer may be a stray key before a person moves
 * the focus. What comes right behind `bornAt` may be the rest of a scan whose beginning nobody heard.
 */
export function createWedge(settings: () => WedgeSettings, bornAt: number) {
  let strokes: Stroke[] = []
  let inField = false
  /** Where the newest part without a pause begins, and its gaps: kept as they come, since a scan may be long. */
  let tail = { from: 0, sum: 0 }
  /** The newest key of any kind, and the longest wait since the last character, Shift and the like counted in. */
  let lastAt = Number.NEGATIVE_INFINITY
  let waited = 0
  /** Something of this run went elsewhere or was not the scanner's: no part of it is given. */
  let broken = false
  let endedAt = Number.NEGATIVE_INFINITY

  function begin() {
    strokes = []
    tail = { from: 0, sum: 0 }
    broken = false
    waited = 0
  }

  /** The first key of a page: nobody knows what was before it. */
  function meet(at: number) {
    if (lastAt >= bornAt || at >= bornAt + settings().largestGapMs) return
    broken = true
    lastAt = bornAt
  }

  function gapTo(at: number): number {
    return Math.max(waited, at - lastAt)
  }

  function scannedText(run: readonly Stroke[]): string {
    const us = settings().keyboard === 'us'
    return run.map((stroke) => (us ? stroke.us : stroke.asTyped)).join('')
  }

  /** Whether a key at this time comes in the middle of a burst. */
  function isInside(at: number): boolean {
    const { largestGapMs, meanGapMs } = settings()
    const gap = gapTo(at)
    if (broken) return gap < largestGapMs
    const count = strokes.length - tail.from
    return count >= 2 && gap < largestGapMs && (tail.sum + gap) / count < meanGapMs
  }

  function isSure(): boolean {
    const { prefix, meanGapMs } = settings()
    const count = strokes.length - tail.from
    if (count < Math.max(prefix.length + 1, prefix === '' ? SURE_LENGTH : LEAST_LENGTH))
      return false
    if (tail.sum / (count - 1) >= meanGapMs) return false
    return scannedText(strokes.slice(tail.from, tail.from + prefix.length)) === prefix
  }

  function gather(key: Extract<Key, { kind: 'text' }>): WedgeAnswer {
    const inside = isInside(key.at)
    if (!key.begins && !inside) {
      begin()
      lastAt = key.at
      return PASS
    }
    const { largestGapMs } = settings()
    const gap = gapTo(key.at)
    const longest = key.inField || broken ? largestGapMs : TYPED_GAP_MS
    const first =
      !inside && ((strokes.length === 0 && !broken) || key.inField !== inField || gap >= longest)
    if (first) begin()
    // A scan goes on where the focus moves in the middle of it; it then has to be one by its speed.
    inField = key.inField || (inField && !first)
    if (strokes.length > 0) {
      if (gap < largestGapMs) tail.sum += gap
      else tail = { from: strokes.length, sum: 0 }
    }
    strokes.push({
      typed: key.typed,
      asTyped: key.asTyped,
      us: key.us,
      code: key.code,
      at: key.at,
      gap: strokes.length > 0 ? gap : 0,
      upAt: key.code === '' ? key.at : undefined,
    })
    lastAt = key.at
    waited = 0
    return { kind: 'gather', first, sure: isSure() }
  }

  /** A burst in a field, or one that ended by silence: a scan only by its speed, and by its prefix. */
  function burstAnswer(run: readonly Stroke[], at: number): WedgeAnswer {
    const { prefix } = settings()
    const persons = inField ? personsStrokes(run, at) : new Set<Stroke>()
    const scanners = strokesWithout(run, persons)
    const scanned = scannedText(scanners)
    if (!isBurst(scanners, settings()) || !scanned.startsWith(prefix)) return PASS
    const text = scanned.slice(prefix.length).trim()
    if (text === '') return PASS
    const keep = typedText(run.filter((stroke) => persons.has(stroke)))
    // Only a prefix is sure to tell where the scan began; without one, what a person typed into it spoils it.
    const apart = prefix !== '' && run.slice(0, persons.size).every((stroke) => persons.has(stroke))
    return persons.size > 0 && !apart
      ? { kind: 'refused', text, keep }
      : { kind: 'scan', text, keep }
  }

  /** Without a stray key or two before a burst; what is more than that is kept whole, since nobody typed it by chance. */
  function withoutStrays(all: readonly Stroke[]): readonly Stroke[] {
    const start = startAfter(all, STRAY_GAP_MS)
    const rest = all.slice(start)
    return start <= STRAY_LENGTH && rest.length >= SURE_LENGTH && isBurst(rest, settings())
      ? rest
      : all
  }

  function typedAnswer(end: 'Enter' | 'Tab', sinceLast: number): WedgeAnswer {
    const run = withoutStrays(strokes)
    const { prefix } = settings()
    const scanned = isBurst(run, settings()) ? scannedText(run) : undefined
    const whole = scanned ?? typedText(run)
    const text = (scanned?.startsWith(prefix) ? whole.slice(prefix.length) : whole).trim()
    const counts = sinceLast < TYPED_GAP_MS && (end === 'Enter' || run.length >= LEAST_LENGTH)
    return counts && text !== '' ? { kind: 'scan', text, keep: '' } : PASS
  }

  function answerTo(key: Extract<Key, { kind: 'end' }>): WedgeAnswer {
    const sinceLast = gapTo(key.at)
    const inside = isInside(key.at)
    if (strokes.length === 0 || (key.soft && !inside)) {
      return key.at - endedAt < SECOND_END_MS || (broken && inside) ? SWALLOW : PASS
    }
    if (broken && inside) {
      const text = scannedText(strokes.slice(tail.from)).trim()
      return text === '' ? SWALLOW : { kind: 'refused', text, keep: '' }
    }
    if (inField || key.inField) {
      const isWhole = inField === key.inField || inside
      return isWhole && sinceLast < settings().largestGapMs
        ? burstAnswer(strokes.slice(tail.from), key.at)
        : PASS
    }
    return typedAnswer(key.end, sinceLast)
  }

  function finish(answer: WedgeAnswer, at: number): WedgeAnswer {
    if (answer.kind === 'scan' || answer.kind === 'refused') endedAt = at
    begin()
    return answer
  }

  return {
    press(key: Key): WedgeAnswer {
      if (key.kind !== 'other') meet(key.at)
      if (key.kind === 'text') return gather(key)
      if (key.kind === 'end') {
        const answer = finish(answerTo(key), key.at)
        lastAt = key.at
        return answer
      }
      const inside = isInside(key.at)
      if (inside) waited = gapTo(key.at)
      else if (key.backspace && !key.inField) strokes.pop()
      else begin()
      // A function key that is the first of all is a person's; what comes right behind it may be the rest of a scan.
      meet(key.at)
      lastAt = key.at
      return inside ? SWALLOW : PASS
    },

    /** A key that belongs to the next character: Shift, a digit of Alt and a number. */
    part(at: number) {
      meet(at)
      waited = gapTo(at)
      lastAt = at
    },

    /** A person holds a key longer than a scanner does. */
    release(code: string, at: number) {
      const stroke = strokes.findLast((one) => one.code === code && one.upAt === undefined)
      if (stroke) stroke.upAt = at
    },

    isInside,

    /** Nothing came for the largest gap: the end of a scan whose scanner sends none. */
    silence(at: number): WedgeAnswer {
      if (settings().end !== 'silence' || strokes.length === 0) return PASS
      const answer = burstAnswer(strokes.slice(tail.from), at)
      if (answer.kind === 'pass') return PASS
      return finish(broken && answer.kind === 'scan' ? { ...answer, kind: 'refused' } : answer, at)
    },

    /** A key that no scanner sends (held down, or part of a composition). */
    disturb(at: number) {
      if (isInside(at)) broken = true
      else begin()
      lastAt = at
    },

    /** The page lost the keys. Answers whether a scan was cut, whose rest must not be taken for a whole one. */
    cut(at: number): boolean {
      const isCut = strokes.length > 0 && at - lastAt < settings().largestGapMs
      const wasBurst = isCut && isBurst(strokes.slice(tail.from), settings())
      begin()
      broken = isCut
      lastAt = at
      return wasBurst
    },

    /** The page has the keys again. */
    resume(at: number) {
      lastAt = at
    },

    /** Forgets what a person typed: a click leads elsewhere. */
    forget(at: number) {
      if (!isInside(at)) begin()
    },
  }
}
