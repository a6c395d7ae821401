/** One key as the page saw it. `at` is the event's own time in milliseconds. */
export interface Key {
  /** A printable character, 'Enter', 'Tab', or any other name of KeyboardEvent.key. */
  readonly key: string
  readonly at: number
  /** Whether the key goes into a field that takes text. */
  readonly inField: boolean
}

/**
 * pass: nothing to do · gather: a character that may belong to a scan; `first` where a new run began ·
 * scan: the run was one; its end key must not act · swallow: the end of a scan that came twice (CR LF).
 */
export type WedgeAnswer =
  | { readonly kind: 'pass' }
  | { readonly kind: 'gather'; readonly first: boolean }
  | { readonly kind: 'scan'; readonly text: string }
  | { readonly kind: 'swallow' }

/** Scanners leave 1 to 16 ms between keys (up to 60 by radio), people 60 to 250. */
const LARGEST_GAP_MS = 80
const MEAN_GAP_MS = 35
/** Three to five characters are soon typed by a fast hand too: they must come faster. */
const SHORT_LENGTH = 6
const SHORT_LARGEST_GAP_MS = 35
const SHORT_MEAN_GAP_MS = 20
const LEAST_LENGTH = 3
/** Outside fields a pause like this parts a stray key or two from a scan; a scanner's hiccup is shorter. */
const STRAY_GAP_MS = 800
const STRAY_LENGTH = 2
/** Typed into no field at all, a code may take its time; what stood longer is forgotten. */
const TYPED_GAP_MS = 3000
const SECOND_END_MS = 100

interface Stroke {
  readonly character: string
  readonly at: number
}

/** Whether these characters came as only a scanner types them. */
function isBurst(strokes: readonly Stroke[]): boolean {
  if (strokes.length < LEAST_LENGTH) return false
  const short = strokes.length < SHORT_LENGTH
  const gaps = strokes.slice(1).map((stroke, index) => stroke.at - (strokes[index]?.at ?? 0))
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return (
    Math.max(...gaps) < (short ? SHORT_LARGEST_GAP_MS : LARGEST_GAP_MS) &&
    mean < (short ? SHORT_MEAN_GAP_MS : MEAN_GAP_MS)
  )
}

function textOf(strokes: readonly Stroke[]): string {
  return strokes
    .map((stroke) => stroke.character)
    .join('')
    .trim()
}

/** Where the last pause of `pauseMs` or more ends; 0 where there is none. */
function lastStart(strokes: readonly Stroke[], pauseMs: number): number {
  const start = strokes.findLastIndex(
    (stroke, index) => index > 0 && stroke.at - (strokes[index - 1]?.at ?? 0) >= pauseMs,
  )
  return Math.max(start, 0)
}

/** Without a stray key or two before a burst; what is more than that is kept whole, since nobody typed it by chance. */
function withoutStrays(strokes: readonly Stroke[]): readonly Stroke[] {
  const start = lastStart(strokes, STRAY_GAP_MS)
  const rest = strokes.slice(start)
  return start <= STRAY_LENGTH && rest.length >= SHORT_LENGTH && isBurst(rest) ? rest : strokes
}

/**
 * Tells a keyboard-wedge scanner from a person by the time between keys, without any prefix.
 * In a field only a burst ended by Enter or Tab is a scan, and a person's typing passes untouched.
 * Outside fields, typed characters ended by Enter are a scan too, however slow, and three or more ended
 * by Tab: fewer may be a stray key before a person moves the focus.
 */
export function createWedge() {
  let strokes: Stroke[] = []
  let inField = false
  let endedAt = Number.NEGATIVE_INFINITY

  function gather(key: Key): WedgeAnswer {
    const last = strokes.at(-1)
    const longest = key.inField ? LARGEST_GAP_MS : TYPED_GAP_MS
    const first = !last || key.inField !== inField || key.at - last.at >= longest
    if (first) strokes = []
    inField = key.inField
    strokes.push({ character: key.key, at: key.at })
    return { kind: 'gather', first }
  }

  function end(key: Key): WedgeAnswer {
    const all = strokes
    strokes = []
    const last = all.at(-1)
    if (!last) {
      return key.at - endedAt < SECOND_END_MS ? { kind: 'swallow' } : { kind: 'pass' }
    }
    if (key.inField !== inField) return { kind: 'pass' }
    const sinceLast = key.at - last.at
    const run = inField ? all.slice(lastStart(all, LARGEST_GAP_MS)) : withoutStrays(all)
    // In a field the end key belongs to the burst: it follows as fast as its characters.
    const counts = inField
      ? sinceLast < LARGEST_GAP_MS && isBurst(run)
      : sinceLast < TYPED_GAP_MS && (key.key === 'Enter' || run.length >= LEAST_LENGTH)
    const text = textOf(run)
    if (!counts || text === '') return { kind: 'pass' }
    endedAt = key.at
    return { kind: 'scan', text }
  }

  return {
    press(key: Key): WedgeAnswer {
      if (key.key === 'Enter' || key.key === 'Tab') return end(key)
      if (/^.$/u.test(key.key)) return gather(key)
      // Shift and the like belong to characters; any other key is a person's and ends what was typed.
      if (key.key === 'Backspace' && !key.inField) strokes.pop()
      else if (!PART_OF_CHARACTERS.has(key.key)) strokes = []
      return { kind: 'pass' }
    },
    /** Forgets what was gathered: a held key, a click, another window. */
    forget() {
      strokes = []
    },
  }
}

const PART_OF_CHARACTERS = new Set(['Shift', 'AltGraph', 'CapsLock', 'Control', 'Alt'])
