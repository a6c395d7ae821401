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

/** The sum in thousandths of nanograms, and its text. */
interface Sum {
  readonly thousandths: bigint
  readonly shown: string
}

function sumOf(parts: readonly (readonly [Part, Unit])[]): Sum {
  return {
    thousandths: parts.reduce(
      (sum, [{ thousandths }, unit]) => sum + thousandths * NANOGRAMS[unit],
      0n,
    ),
    shown: parts.map(([{ shown }]) => shown).join(' '),
  }
}

/** Rounded half up. */
function countOf(thousandths: bigint, nanograms: bigint): number {
  const one = nanograms * 1000n
  return Number((thousandths * 2n + one) / (one * 2n))
}

function read(text: string): Sum | undefined {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ').replaceAll(/lbs\b/g, 'lb')
  const [, pounds, ounces = '', ofOunce = ''] = POUNDS_AND_OUNCES.exec(plain) ?? []
  if (pounds !== undefined) {
    const lb = part(pounds, '', 'lb')
    const oz = part(ounces, ofOunce, 'oz')
    return lb && oz && oz.thousandths < 16_000n
      ? sumOf([
          [lb, 'lb'],
          [oz, 'oz'],
        ])
      : undefined
  }
  const [, whole = '', fraction = '', unit] = ONE_UNIT.exec(plain) ?? []
  if (unit === undefined || (unit === 'g' && fraction.length === 3)) return undefined
  const only = part(whole, fraction, unit as Unit)
  return only && sumOf([[only, unit as Unit]])
}

/**
 * Reads a weight with its unit: kg, g, lb, oz, or pounds and ounces; a decimal comma too. Undefined for everything else: a
 * number without unit is no weight, and `1,250 g` may be one gram or a thousand. From 1 g to 1,000 kg.
 */
export function parseTypedWeight(text: string): TypedWeight | undefined {
  const sum = read(text)
  if (!sum) return undefined
  const grams = countOf(sum.thousandths, NANOGRAMS.g)
  if (grams < LEAST_GRAMS || grams > MOST_GRAMS) return undefined
  return { grams, shown: sum.shown }
}

/** Reads the weight of one unit of a product by the same rules, in milligrams: from 1 mg to 1,000 kg. */
export function parseUnitWeight(text: string): number | undefined {
  const sum = read(text)
  const milligrams = sum && countOf(sum.thousandths, NANOGRAMS.g / 1000n)
  return milligrams && milligrams <= MOST_GRAMS * 1000 ? milligrams : undefined
}

/** A typed weight as the argument of the command WEIGHT: `1.25KG`, `2LB3OZ`. */
export function typedWeightArgument({ shown }: TypedWeight): string {
  return shown.replaceAll(' ', '').toUpperCase()
}
