import type { ScaleReading } from '../../shared/weighing.ts'
import type { ScaleFrame, ScaleReason } from './scale-frame.ts'

/** A pan that says this or less, either side of zero, holds no parcel. */
export const NOTHING_GRAMS = 5

const NANOGRAMS_PER_GRAM = 1_000_000_000n

/** Exact by definition: the international pound is 453.59237 g. */
const NANOGRAMS = new Map<string, bigint>([
  ['mg', 1_000_000n],
  ['g', NANOGRAMS_PER_GRAM],
  ['kg', 1000n * NANOGRAMS_PER_GRAM],
  ['oz', 28_349_523_125n],
  ['lb', 453_592_370_000n],
])

const OUNCES_PER_POUND = 16

const NO_WEIGHT = '—'

/**
 * What a frame means in grams. Anything that is not plainly a weight in a unit that we know is refused with
 * its reason, never guessed.
 */
export function readScale(frame: ScaleFrame, at: Date): ScaleReading {
  const refuse = (state: 'fault' | 'unknown', reason: ScaleReason): ScaleReading => ({
    ...noReading(state, reason, at),
    shown: frame.weight === '' ? NO_WEIGHT : frame.weight,
    raw: frame.raw,
  })
  const read = (state: 'empty' | 'moving' | 'stable', grams: number | null): ScaleReading => ({
    state,
    grams,
    shown: frame.weight === '' ? NO_WEIGHT : frame.weight,
    raw: frame.raw,
    at: at.toISOString(),
  })

  const { status } = frame
  if (status.is === 'fault' || status.is === 'unknown') return refuse(status.is, status.reason)
  if (frame.weight === '') {
    if (status.is === 'moving') return read('moving', null)
    return status.is === 'stable-at-zero'
      ? read('empty', 0)
      : refuse('unknown', 'weight-not-readable')
  }
  const weight = gramsOf(frame.weight)
  if ('reason' in weight) return refuse('unknown', weight.reason)
  const { grams } = weight
  if (status.is === 'moving') return read('moving', grams)
  if (status.is === 'stable-at-zero')
    return Math.abs(grams) <= NOTHING_GRAMS
      ? read('empty', grams)
      : refuse('unknown', 'status-contradicts-weight')
  if (grams < -NOTHING_GRAMS) return refuse('fault', 'below-zero')
  return read(grams <= 0 ? 'empty' : 'stable', grams)
}

/** A reading where there is none: silence, a lost line, a scale that cannot be reached. */
export function noReading(state: 'fault' | 'unknown', reason: ScaleReason, at: Date): ScaleReading {
  return { state, grams: null, shown: NO_WEIGHT, reason, raw: '', at: at.toISOString() }
}

/** The weight of one step of the last digit shown, rounded up to whole grams; 0 where it cannot be read. */
export function stepGrams(shown: string): number {
  const parts = partsOf(shown)
  const step = parts?.at(-1)
  if (!step) return 0
  return Number(
    (step.nanograms + step.scale * NANOGRAMS_PER_GRAM - 1n) / (step.scale * NANOGRAMS_PER_GRAM),
  )
}

function gramsOf(text: string): { readonly grams: number } | { readonly reason: ScaleReason } {
  const parts = partsOf(text)
  if (!parts) return { reason: UNIT_MISSING.test(text) ? 'unit-not-stated' : 'weight-not-readable' }
  let nanograms = 0n
  for (const part of parts) {
    if (part.nanograms === 0n) return { reason: 'unit-not-known' }
    nanograms += (part.digits * part.nanograms) / part.scale
  }
  const half = NANOGRAMS_PER_GRAM / 2n
  const grams = Number((nanograms + half) / NANOGRAMS_PER_GRAM)
  if (!Number.isSafeInteger(grams)) return { reason: 'weight-not-readable' }
  return { grams: /^ *-/.test(text) && grams !== 0 ? -grams : grams }
}

const UNIT_MISSING = /^ *[+-]? *(\d+(\.\d*)?|\.\d+) *$/

interface WeightPart {
  /** The amount without its point, over `scale`, in units of `nanograms` (0 where the unit is not known). */
  readonly digits: bigint
  readonly scale: bigint
  readonly nanograms: bigint
}

/** Takes apart `2.54 lb`, `- 0.120kg` and the mixed form `2lb 3.5oz`; undefined for anything else. */
function partsOf(text: string): WeightPart[] | undefined {
  const mixed = /^ *[+-]? *(\d{1,6}) *(lb) *(\d{1,2}(?:\.\d{1,3})?) *(oz) *$/i.exec(text)
  const single = /^ *[+-]? *(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}) *([a-z]\S*) *$/i.exec(text)
  const found = mixed ?? single
  // More ounces than a pound has were never said by one scale at one time.
  if (!found || (mixed && Number(mixed[3]) >= OUNCES_PER_POUND)) return undefined
  const parts: WeightPart[] = []
  for (let index = 1; index < found.length; index += 2) {
    const [whole = '', fraction = ''] = (found[index] ?? '').split('.')
    parts.push({
      digits: BigInt(`${whole}${fraction}`),
      scale: 10n ** BigInt(fraction.length),
      nanograms: NANOGRAMS.get((found[index + 1] ?? '').toLowerCase()) ?? 0n,
    })
  }
  return parts
}
