import type { BlackDots } from '../../labels/labels.ts'

/** Of so many dots so many are black, from light to solid; fine lines first, since they show a head that is too hot. */
const STEPS = [
  [4, 1],
  [3, 1],
  [2, 1],
  [4, 2],
  [4, 3],
  [1, 1],
] as const

/**
 * A wedge from light to black within a frame: in its upper half upright lines, in its lower half lying ones. Too dark,
 * the fine lines run together; too light, they fade; a dead dot of the head is a white streak through the black.
 */
export function darknessWedge(width: number, height: number): BlackDots {
  const bytesPerRow = Math.ceil(width / 8)
  const bits = new Uint8Array(bytesPerRow * height)
  const isFrame = (x: number, y: number) => x < 2 || y < 2 || x >= width - 2 || y >= height - 2
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [of, black] = STEPS[Math.floor((x * STEPS.length) / width)] ?? [1, 1]
      if (!isFrame(x, y) && (y * 2 < height ? x : y) % of >= black) continue
      const at = y * bytesPerRow + (x >> 3)
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7))
    }
  return { width, height, bytesPerRow, bits }
}
