import { encode } from 'fast-png'
import { labelBarcodes } from '../../barcode-reader.ts'
import type { Picture } from '../labels/read-png.ts'

/** What a printer makes of a stream. */
export interface PrintedPaper {
  readonly picture: Picture
  /** How many labels came out. */
  readonly labels: number
  /** What the printer drew as barcodes by itself, beside the picture. */
  readonly barcodes: readonly string[]
}

/** White paper on which a reader puts dots. A black one beside it is an error: a printer would lose it. */
export function createPaper(width: number, height: number) {
  const dots = new Uint8Array(width * height)
  const picture: Picture = { width, height, isBlack: (x, y) => dots[y * width + x] === 1 }
  return {
    picture,
    clear: () => dots.fill(0),
    /** Writes rows of bytes, the leftmost dot in the highest bit; `isBlack` is what a set bit means. */
    write(
      { left, top, bytesPerRow }: { left: number; top: number; bytesPerRow: number },
      bytes: Uint8Array,
      isBlack: 0 | 1,
    ): void {
      for (let at = 0; at < bytes.length * 8; at++) {
        const bit = (bytes[at >> 3]! >> (7 - (at & 7))) & 1
        const x = left + (at % (bytesPerRow * 8))
        const y = top + Math.floor(at / (bytesPerRow * 8))
        const black = bit === isBlack ? 1 : 0
        if (x < width && y < height) dots[y * width + x] = black
        else if (black) throw new Error(`a dot beside the paper at ${x}, ${y}`)
      }
    },
  }
}

/** What a scanner reads off the paper, in order of the alphabet. */
export async function scanPaper({ picture, barcodes }: PrintedPaper): Promise<string[]> {
  const drawn = picture.height > 0 ? await labelBarcodes(pictureAsPng(picture)) : []
  return [...barcodes, ...drawn].toSorted()
}

function pictureAsPng({ width, height, isBlack }: Picture): Uint8Array {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = isBlack(x, y) ? 0 : 255
  return encode({ width, height, data, depth: 8, channels: 1 })
}
