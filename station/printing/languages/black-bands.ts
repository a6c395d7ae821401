import type { BlackDots } from '../../labels/labels.ts'

/** Rows of a picture that are sent as one. */
export interface BlackBand {
  /** Its first row, counted from the top of the picture. */
  readonly top: number
  readonly rows: number
  readonly bits: Uint8Array
}

/**
 * A picture as bands of at most `mostRows` that begin and end with a black dot. Blank rows are left out where at least
 * `leastGap` of them follow one another: fewer cost less than the beginning of another band.
 */
export function blackBands(
  { bits, bytesPerRow, height }: BlackDots,
  { mostRows, leastGap }: { readonly mostRows: number; readonly leastGap: number },
): BlackBand[] {
  const bands: BlackBand[] = []
  const add = (top: number, end: number) => {
    bands.push({
      top,
      rows: end - top,
      bits: bits.subarray(top * bytesPerRow, end * bytesPerRow),
    })
  }
  const isBlank = (row: number) => {
    for (let at = row * bytesPerRow; at < (row + 1) * bytesPerRow; at++) if (bits[at]) return false
    return true
  }
  let top = -1
  let end = -1
  for (let row = 0; row < height; row++) {
    if (isBlank(row)) continue
    if (top < 0) top = row
    else if (row - end >= leastGap || row - top >= mostRows) {
      add(top, end)
      top = row
    }
    end = row + 1
  }
  if (top >= 0) add(top, end)
  return bands
}

/** For languages in which a set bit is white. */
export function inverted(bits: Uint8Array): Uint8Array {
  const white = new Uint8Array(bits.length)
  for (let at = 0; at < bits.length; at++) white[at] = ~(bits[at] ?? 0)
  return white
}
