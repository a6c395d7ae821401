import type { PngHeader } from '../lib/png-header.ts'

/** Dots per inch that label printers have; 406 and 609 are two and three times 203. */
const PRINT_DPI = [203, 300, 406, 600] as const

/** Carriers draw 800 × 1200 for 203 dpi and 1218 × 1827 for 300: as near as this, a size is meant. */
export const SAME_DPI = 0.02

const LABEL_INCHES = [
  [4, 6],
  [4, 8],
  // A6, 105 × 148 mm
  [105 / 25.4, 148 / 25.4],
] as const

/**
 * The head that a PNG was drawn for: by its pHYs part, else by its size. Undefined where neither says it: programs
 * write the 72 or 96 of a screen there, too, which means nothing.
 */
export function pngDpi(png: Uint8Array, header: PngHeader): number | undefined {
  const written = physicalDpi(png)
  const byPart = PRINT_DPI.find((dpi) => written !== undefined && isNear(written, dpi))
  return byPart ?? dpiBySize(header)
}

function dpiBySize({ width, height }: PngHeader): number | undefined {
  const [short, long] = width < height ? [width, height] : [height, width]
  return PRINT_DPI.find((dpi) =>
    LABEL_INCHES.some(
      ([shortInches, longInches]) =>
        isNear(short, shortInches * dpi) && isNear(long, longInches * dpi),
    ),
  )
}

function physicalDpi(png: Uint8Array): number | undefined {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') return undefined
    if (type === 'pHYs' && length === 9 && at + 17 <= file.length)
      return file[at + 16] === 1 ? file.readUInt32BE(at + 8) * 0.0254 : undefined
    at += 12 + length
  }
  return undefined
}

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= wanted * SAME_DPI
}
