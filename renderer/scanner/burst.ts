/** One character of a run of keys. */
export interface Stroke {
  readonly typed: string
  readonly asTyped: string
  readonly us: string
  readonly code: string
  readonly at: number
  /** Since the last character; Shift and the like between them count as keys of their own. */
  readonly gap: number
  upAt: number | undefined
}

interface Speed {
  readonly prefix: string
  readonly largestGapMs: number
  readonly meanGapMs: number
}

const LEAST_LENGTH = 3
/** Three to five characters are soon typed by a fast hand too: they must come faster. */
const SHORT_LENGTH = 6
const SHORT_LARGEST = 0.44
const SHORT_MEAN = 0.57
/** A person's finger leaves a key no sooner; a scanner lets go at once, or after an even time. */
const PERSON_HOLD_MS = 40
const PERSON_HOLD = 3

/** Whether these characters came as only a scanner types them. Pure. */
export function isBurst(strokes: readonly Stroke[], speed: Speed): boolean {
  const { prefix, largestGapMs, meanGapMs } = speed
  if (strokes.length < Math.max(prefix.length + 1, prefix === '' ? LEAST_LENGTH : 2)) return false
  const strict = prefix === '' && strokes.length < SHORT_LENGTH
  const gaps = strokes.slice(1).map(({ gap }) => gap)
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return (
    gaps.every((gap) => gap < largestGapMs * (strict ? SHORT_LARGEST : 1)) &&
    mean < meanGapMs * (strict ? SHORT_MEAN : 1)
  )
}

/** Where the last pause of `pauseMs` or more ends; 0 where there is none. Pure. */
export function startAfter(strokes: readonly Stroke[], pauseMs: number): number {
  return Math.max(
    strokes.findLastIndex(({ gap }, index) => index > 0 && gap >= pauseMs),
    0,
  )
}

/**
 * The characters of a burst that a person typed into it: those held much longer than the others, or still down at its
 * end. Where most keys overlap the scanner works so, and nothing can be told. Pure.
 */
export function personsStrokes(strokes: readonly Stroke[], endAt: number): ReadonlySet<Stroke> {
  const overlaps = new Set(
    strokes.filter(({ upAt }, index) => {
      const next = strokes[index + 1]?.at ?? endAt
      return upAt === undefined || upAt > next
    }),
  )
  if (overlaps.size * 2 >= strokes.length) return new Set()
  const hold = ({ at, upAt }: Stroke) => (upAt ?? endAt) - at
  const holds = strokes.map(hold).sort((one, other) => one - other)
  const usual = holds[Math.floor(holds.length / 2)] ?? 0
  return new Set(
    strokes.filter((stroke) => {
      if (stroke.upAt === undefined) return true
      const held = hold(stroke)
      // A scanner's key overlaps a person's too, but is let go as soon as the others.
      const isLong = held > usual && held >= usual * PERSON_HOLD
      return isLong && (overlaps.has(stroke) || held >= PERSON_HOLD_MS)
    }),
  )
}

/** These strokes without some of them; what then lies between two is their whole distance. Pure. */
export function strokesWithout(
  strokes: readonly Stroke[],
  out: ReadonlySet<Stroke>,
): readonly Stroke[] {
  const rest: Stroke[] = []
  let last: Stroke | undefined
  let before: Stroke | undefined
  for (const stroke of strokes) {
    if (!out.has(stroke)) {
      rest.push(before === last ? stroke : { ...stroke, gap: stroke.at - (last?.at ?? stroke.at) })
      last = stroke
    }
    before = stroke
  }
  return rest
}
