import { decode, convertIndexedToRgb } from 'fast-png'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly isBlack: (x: number, y: number) => boolean
}

/** Reads an 8-bit or 1-bit picture without alpha through an independent decoder. */
export function readPng(png: Uint8Array): Picture {
  const image = decode(png)
  const { width, height } = image
  if (image.palette) {
    const rgb = convertIndexedToRgb(image)
    const channels = image.palette[0]!.length
    return { width, height, isBlack: (x, y) => rgb[(y * width + x) * channels]! < 128 }
  }
  if (image.depth === 1) {
    const bytesPerRow = Math.ceil(width / 8)
    return {
      width,
      height,
      isBlack: (x, y) => ((image.data[y * bytesPerRow + (x >> 3)]! >> (7 - (x & 7))) & 1) === 0,
    }
  }
  return {
    width,
    height,
    isBlack: (x, y) => image.data[(y * width + x) * image.channels]! < 128,
  }
}

/** How many dots differ when `inner` lies on white paper of the size of `outer`, at `left`, `top`. */
export function differingDots(outer: Picture, inner: Picture, left = 0, top = 0): number {
  let differing = 0
  for (let y = 0; y < outer.height; y++)
    for (let x = 0; x < outer.width; x++) {
      const within = x >= left && y >= top && x < left + inner.width && y < top + inner.height
      if (outer.isBlack(x, y) !== (within && inner.isBlack(x - left, y - top))) differing++
    }
  return differing
}
