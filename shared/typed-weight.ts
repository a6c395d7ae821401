/** A weight that a person typed: integer grams, and the text as it is shown and kept ("1.25 kg", "2 lb 3 oz"). */
export interface TypedWeight {
  readonly grams: number
  readonly shown: string
}

/** Exact weights of the units in nanograms. */
const NANOGRAMS = {
  g: 1_000_000_000n,
  kg: 1_000_000_000_000n,
  oz: 28_349_523_125n,
  lb: 453_592_370_000n,
} as const
type Unit = keyof typeof NANOGRAMS

const LEAST_GRAMS = 1
const MOST_GRAMS = 1_000_000

const NUMBER = '(\\d{0,7})(?:[.,](\\d{1,3}))?'
const ONE_UNIT = new RegExp(`^${NUMBER} ?(kg|g|lb|oz)$`)
const POUNDS_AND_OUNCES = new RegExp(`^(\\d{1,4}) ?lb ?${NUMBER} ?oz$`)

interface Part {
  readonly thousandths: bigint
  readonly shown: string
}

function part(whole: string, fraction: string, unit: Unit): Part | undefined {
  if (whole === '' && fraction === '') return undefined
  const number = fraction === '' ? whole : `${whole || '0'}.${fraction}`
  return {
    thousandths: BigInt((whole || '0') + fraction.padEnd(3, '0')),
    shown: `${number} ${unit}`,
  }
}

function weighs(parts: readonly (readonly [Part, Unit])[]): TypedWeight | undefined {
  const nanograms = parts.reduce(
    (sum, [{ thousandths }, unit]) => sum + thousandths * NANOGRAMS[unit],
    0n,
  )
  // In thousandths of nanograms, rounded half up.
  const gram = NANOGRAMS.g * 1000n
  const grams = Number((nanograms * 2n + gram) / (gram * 2n))
  if (grams < LEAST_GRAMS || grams > MOST_GRAMS) return undefined
  return { grams, shown: parts.map(([{ shown }]) => shown).join(' ') }
}

/**
 * Reads a weight with its unit: kg, g, lb, oz, or pounds and ounces; a decimal comma too. Undefined for everything else: a
 * number without unit is no weight, and `1,250 g` may be one gram or a thousand. From 1 g to 1,000 kg.
 */
export function parseTypedWeight(text: string): TypedWeight | undefined {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ').replaceAll(/lbs\b/g, 'lb')
  const [, pounds, ounces = '', ofOunce = ''] = POUNDS_AND_OUNCES.exec(plain) ?? []
  if (pounds !== undefined) {
    const lb = part(pounds, '', 'lb')
    const oz = part(ounces, ofOunce, 'oz')
    return lb && oz && oz.thousandths < 16_000n
      ? weighs([
          [lb, 'lb'],
          [oz, 'oz'],
        ])
      : undefined
  }
  const [, whole = '', fraction = '', unit] = ONE_UNIT.exec(plain) ?? []
  if (unit === undefined || (unit === 'g' && fraction.length === 3)) return undefined
  const only = part(whole, fraction, unit as Unit)
  return only && weighs([[only, unit as Unit]])
}

/** A typed weight as the argument of the command WEIGHT: `1.25KG`, `2LB3OZ`. */
export function typedWeightArgument({ shown }: TypedWeight): string {
  return shown.replaceAll(' ', '').toUpperCase()
}
