export interface PngHeader {
  readonly width: number
  readonly height: number
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number
  /** PNG's own numbers: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: number
  readonly interlaced: boolean
}

const MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Depths that PNG allows for each colour type (PNG specification, 11.2.2). */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

export function isPng(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte)
}

/** What the first 33 bytes of a PNG say of it, before anything is decoded; undefined where they are not valid. */
export function readPngHeader(bytes: Uint8Array): PngHeader | undefined {
  if (!isPng(bytes) || bytes.length < 33) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return undefined
  const width = view.getUint32(16)
  const height = view.getUint32(20)
  const bitDepth = view.getUint8(24)
  const colourType = view.getUint8(25)
  const interlace = view.getUint8(28)
  const plausible =
    width > 0 &&
    height > 0 &&
    DEPTHS[colourType]?.includes(bitDepth) === true &&
    view.getUint8(26) === 0 &&
    view.getUint8(27) === 0 &&
    interlace <= 1
  if (!plausible) return undefined
  return {
    width,
    height,
    bitDepth,
    colourType,
    interlaced: interlace === 1,
  }
}
