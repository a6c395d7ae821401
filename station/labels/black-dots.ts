/** A picture of black and white dots: rows of bytes, a set bit is black, the leftmost dot in the highest bit. */
export interface BlackDots {
  readonly width: number
  readonly height: number
  readonly bytesPerRow: number
  /** Bits beyond the width are 0. */
  readonly bits: Uint8Array
}

/** A rectangle of a picture. */
export interface DotBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** White dots. */
export function blankDots(width: number, height: number): BlackDots {
  const bytesPerRow = Math.ceil(width / 8)
  return { width, height, bytesPerRow, bits: new Uint8Array(bytesPerRow * height) }
}

/** The smallest rectangle that holds every black dot; undefined where there is none. */
export function inkOf({ height, bytesPerRow, bits }: BlackDots): DotBox | undefined {
  const columns = new Uint8Array(bytesPerRow)
  let top = -1
  let bottom = -1
  for (let y = 0, at = 0; y < height; y++) {
    let row = 0
    for (let column = 0; column < bytesPerRow; column++, at++) {
      const byte = bits[at] ?? 0
      row |= byte
      columns[column] = (columns[column] ?? 0) | byte
    }
    if (row === 0) continue
    if (top < 0) top = y
    bottom = y
  }
  if (top < 0) return undefined
  const first = columns.findIndex((byte) => byte !== 0)
  const last = columns.findLastIndex((byte) => byte !== 0)
  // Leading zeros of a byte, and trailing ones: the lowest bit alone has as many zeros after it.
  const lowest = (columns[last] ?? 0) & -(columns[last] ?? 0)
  const left = first * 8 + Math.clz32(columns[first] ?? 0) - 24
  const right = last * 8 + Math.clz32(lowest) - 24
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** A part of a picture, dot for dot. */
export function cropDots(dots: BlackDots, { left, top, width, height }: DotBox): BlackDots {
  const part = blankDots(width, height)
  const shift = left & 7
  const beyond = (0xff00 >> (width & 7)) & 0xff
  for (let y = 0; y < height; y++) {
    const from = (top + y) * dots.bytesPerRow + (left >> 3)
    const rowEnd = (top + y + 1) * dots.bytesPerRow
    const to = y * part.bytesPerRow
    for (let column = 0; column < part.bytesPerRow; column++) {
      const here = dots.bits[from + column] ?? 0
      const next = from + column + 1 < rowEnd ? (dots.bits[from + column + 1] ?? 0) : 0
      part.bits[to + column] = (here << shift) | (next >> (8 - shift))
    }
    const last = to + part.bytesPerRow - 1
    if ((width & 7) !== 0) part.bits[last] = (part.bits[last] ?? 0) & beyond
  }
  return part
}

/** The picture turned clockwise, dot for dot. */
export function turnDots(dots: BlackDots, degrees: 0 | 90 | 180 | 270): BlackDots {
  if (degrees === 0) return dots
  const { width, height } = dots
  const turned = degrees === 180 ? blankDots(width, height) : blankDots(height, width)
  forEachBlack(dots, (x, y) => {
    if (degrees === 90) setBlack(turned, height - 1 - y, x)
    else if (degrees === 180) setBlack(turned, width - 1 - x, height - 1 - y)
    else setBlack(turned, y, width - 1 - x)
  })
  return turned
}

/** The picture with each dot as a square of `times` × `times`. */
export function enlargeDots(dots: BlackDots, times: number): BlackDots {
  if (times === 1) return dots
  const large = blankDots(dots.width * times, dots.height * times)
  forEachBlack(dots, (x, y) => {
    for (let step = 0; step < times; step++) setBlack(large, x * times + step, y * times)
  })
  for (let y = 0; y < large.height; y += times) {
    const row = large.bits.subarray(y * large.bytesPerRow, (y + 1) * large.bytesPerRow)
    for (let copy = 1; copy < times; copy++) large.bits.set(row, (y + copy) * large.bytesPerRow)
  }
  return large
}

function forEachBlack(dots: BlackDots, use: (x: number, y: number) => void): void {
  for (let y = 0, at = 0; y < dots.height; y++)
    for (let column = 0; column < dots.bytesPerRow; column++, at++) {
      // Most of a label is white.
      let byte = dots.bits[at] ?? 0
      while (byte !== 0) {
        const bit = Math.clz32(byte) - 24
        use(column * 8 + bit, y)
        byte &= ~(0x80 >> bit)
      }
    }
}

function setBlack({ bits, bytesPerRow }: BlackDots, x: number, y: number): void {
  const at = y * bytesPerRow + (x >> 3)
  bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7))
}
