import { drawZpl } from '../../../station/labels/draw-zpl.ts'
import { barcodesIn } from '../../barcode-reader.ts'
import { readPng, type Picture } from './read-png.ts'

/** A ZPL label on paper of 4 × 6 inches. */
export async function drawn(zpl: Uint8Array, dpi: 203 | 300 | 600): Promise<Uint8Array> {
  const pictures = await drawZpl({ zpl, widthDots: 4 * dpi, heightDots: 6 * dpi, dpi })
  if (typeof pictures === 'string') throw new Error(pictures)
  const [fullest] = pictures.toSorted((one, other) => other.length - one.length)
  return fullest!
}

/** What a scanner sends of every barcode that is found, in no order. */
export async function codesOf(png: Uint8Array): Promise<string[]> {
  const found = await barcodesIn(png)
  return found.map(({ text }) => text)
}

/** The smallest frame around everything black, as parts of the picture's width and height. */
export function frameOf(png: Uint8Array): {
  left: number
  top: number
  right: number
  bottom: number
} {
  const picture: Picture = readPng(png)
  const frame = { left: Infinity, top: Infinity, right: 0, bottom: 0 }
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      if (!picture.isBlack(x, y)) continue
      frame.left = Math.min(frame.left, x / picture.width)
      frame.right = Math.max(frame.right, (x + 1) / picture.width)
      frame.top = Math.min(frame.top, y / picture.height)
      frame.bottom = Math.max(frame.bottom, (y + 1) / picture.height)
    }
  return frame
}
