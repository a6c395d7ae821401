import { blankDots, type BlackDots } from '../../../station/labels/black-dots.ts'

/** A picture drawn in a test, one line of `#` and others for each row. */
export function dotsOf(...rows: string[]): BlackDots {
  return dotsWhere(rows[0]!.length, rows.length, (x, y) => rows[y]![x] === '#')
}

/** A picture that is black where `isBlack` says so. */
export function dotsWhere(
  width: number,
  height: number,
  isBlack: (x: number, y: number) => boolean,
): BlackDots {
  const dots = blankDots(width, height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(x, y)) dots.bits[y * dots.bytesPerRow + (x >> 3)]! |= 0x80 >> (x & 7)
  return dots
}

/** The picture as lines of `#` and `.`. */
export function linesOf({ width, height, bytesPerRow, bits }: BlackDots): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      (bits[y * bytesPerRow + (x >> 3)]! >> (7 - (x & 7))) & 1 ? '#' : '.',
    ).join(''),
  )
}
