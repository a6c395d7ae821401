import type { PrintFailure } from '../../shared/printing.ts'
import { done, failed, type Outcome } from '../../shared/outcome.ts'
import { zplCommands, zplText, type ZplCommand } from './zpl-commands.ts'
import { grownPicture } from './zpl-picture.ts'

/** How far a factor may be from a whole number for a picture to grow by that. */
const PICTURE_TOLERANCE = 0.02

/** PDF417 is drawn with modules of two dots whatever the label says: finer than this no scanner reads them. */
const FINEST_PDF417_DPI = 300

/** Which parameters are lengths in dots, the first being 0. */
const LENGTHS: Readonly<Record<string, readonly number[]>> = {
  '^A': [1, 2],
  '^CF': [1, 2],
  '^FB': [0, 2, 4],
  '^FM': Array.from({ length: 60 }, (_, index) => index),
  '^FO': [0, 1],
  '^FP': [1],
  '^FT': [0, 1],
  '^GB': [0, 1, 2],
  '^GC': [0, 1],
  '^GD': [0, 1, 2],
  '^GE': [0, 1, 2],
  '^GS': [1, 2],
  '^LH': [0, 1],
  '^LL': [0],
  '^LS': [0],
  '^LT': [0],
  '^PW': [0],
  '^TB': [1, 2],
  '^BY': [0, 2],
  // Heights of bars, and where there are no bars the size of a module.
  ...Object.fromEntries(
    ['2', '4', '5', '7', '8', '9', 'B', 'C', 'E', 'F', 'I', 'J', 'L', 'S', 'U', 'X', 'Z'].map(
      (letter) => [`^B${letter}`, [1]],
    ),
  ),
  ...Object.fromEntries(['1', '3', 'A', 'K', 'M', 'P'].map((letter) => [`^B${letter}`, [2]])),
  '^B0': [1],
  '^BO': [1],
  '^BQ': [2],
  '^BR': [2, 3, 4],
  '^BT': [1, 3, 5],
}

/** Modules and heights that hold where a label says none. */
const DEFAULT_BARS = { module: 2, height: 10 }
/** By dpi: what a code's module is where the label says nothing. */
const DEFAULT_MAGNIFICATION: Readonly<Record<number, number>> = { 203: 2, 300: 3, 600: 6 }

/** Height, width and the way to the next letter of fonts that are dots, and grow by whole numbers only. */
const DOT_FONTS: Readonly<Record<string, readonly [number, number, number]>> = {
  A: [9, 5, 6],
  B: [11, 7, 9],
  C: [18, 10, 12],
  D: [18, 10, 12],
  E: [28, 15, 20],
  F: [26, 13, 16],
  G: [60, 40, 48],
  H: [21, 13, 19],
}
/** A letter of font 0 takes about this part of its width. */
const FONT_0_LETTER = 0.55

/**
 * The same label for a head of another dpi, to be drawn: lengths become those of the head, and modules of barcodes whole
 * dots. Fonts made of dots, which have their size in dots only, become font 0. Pictures grow by whole numbers, and where
 * the factor is none within 2 %, the label fails with `label-dpi-differs`.
 */
export function zplForDpi(
  bytes: Uint8Array,
  fromDpi: number,
  toDpi: number,
): Outcome<Uint8Array, PrintFailure> {
  if (fromDpi === toDpi) return done(bytes)
  const factor = toDpi / fromDpi
  const text = zplText(bytes)
  const pieces: string[] = []
  let isFirst = true
  let kept = 0
  for (const command of zplCommands(text)) {
    const data = text.slice(command.parametersFrom, command.to)
    if (command.code === '^B7' && toDpi > FINEST_PDF417_DPI)
      return differs(`it holds a PDF417 code, which is not drawn for ${toDpi} dpi`)
    let changed: string
    if (command.code === '^GF') {
      const whole = Math.round(factor)
      const grows = whole >= 1 && Math.abs(factor / whole - 1) <= PICTURE_TOLERANCE
      const picture = grows ? grownPicture(data, whole) : undefined
      if (picture === undefined)
        return differs(
          grows
            ? 'it holds a picture that cannot be unpacked'
            : `it is made for ${fromDpi} dpi, the printer has ${toDpi}, and it holds a picture`,
        )
      changed = picture
    } else if (command.code === '^XA' && isFirst) {
      isFirst = false
      changed = `${defaults(factor)}${data}`
    } else if (command.code in LENGTHS) {
      changed = rescaled(command, data, factor, DEFAULT_MAGNIFICATION[fromDpi] ?? 2)
    } else continue
    pieces.push(text.slice(kept, command.parametersFrom), changed)
    kept = command.to
  }
  pieces.push(text.slice(kept))
  return done(Buffer.from(pieces.join(''), 'latin1'))
}

function differs(detail: string) {
  return failed({ code: 'label-dpi-differs', detail })
}

/** What holds before a label says otherwise, for the other dpi. */
function defaults(factor: number): string {
  const [height, , letter] = DOT_FONTS['A'] ?? [9, 5, 6]
  return (
    `^BY${times(DEFAULT_BARS.module, factor)},3,${times(DEFAULT_BARS.height, factor)}` +
    `^CF0,${times(height, factor)},${times(letter / FONT_0_LETTER, factor)}`
  )
}

function rescaled(
  { code }: ZplCommand,
  data: string,
  factor: number,
  magnification: number,
): string {
  const parameters = data.split(',')
  if (code === '^A' || code === '^CF') {
    const font = ofDots(code, parameters)
    if (font !== undefined) return [font.first, ...font.size.map((n) => times(n, factor))].join(',')
  }
  // A module that is not given has a size all the same, which is drawn as one dot.
  if (code === '^BQ' && !parameters[2]?.trim()) {
    parameters[1] ??= ''
    parameters[2] = String(magnification)
  }
  for (const index of LENGTHS[code] ?? []) {
    const [, digits] = /^\s*([+-]?\d+(?:\.\d+)?)/.exec(parameters[index] ?? '') ?? []
    if (digits !== undefined) parameters[index] = String(times(Number(digits), factor))
  }
  return parameters.join(',')
}

/** Orientation and size of a font made of dots as font 0; undefined for all others. */
function ofDots(
  code: string,
  parameters: readonly string[],
): { readonly first: string; readonly size: readonly [number, number] } | undefined {
  const name = parameters[0]?.trim() ?? ''
  const [height, width, letter] = DOT_FONTS[name.slice(0, 1).toUpperCase()] ?? []
  if (height === undefined || width === undefined || letter === undefined) return undefined
  const [high = 0, wide = 0] = parameters.slice(1, 3).map((size) => Number.parseInt(size, 10) || 0)
  const timesHigh = Math.max(1, Math.round((high || (wide / width) * height) / height))
  const timesWide = Math.max(1, Math.round((wide || (high / height) * width) / width))
  return {
    first: `0${code === '^A' ? name.slice(1, 2) : ''}`,
    size: [timesHigh * height, (timesWide * letter) / FONT_0_LETTER],
  }
}

/** Rounded, and nothing that was there is lost. */
function times(dots: number, factor: number): number {
  const scaled = Math.round(dots * factor)
  return scaled === 0 && dots !== 0 ? Math.sign(dots) : scaled
}
