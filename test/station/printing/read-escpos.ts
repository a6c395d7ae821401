import type { Picture } from '../labels/read-png.ts'

/** Reads the `GS v 0` rasters of a stream, stacked, as a printer would put them on paper. */
export function readEscposRasters(bytes: Uint8Array): Picture {
  const stream = Buffer.from(bytes)
  const rows: Buffer[] = []
  const start = Buffer.from([0x1d, 0x76, 0x30])
  let bytesPerRow = 0
  for (let at = stream.indexOf(start); at >= 0;) {
    bytesPerRow = stream.readUInt16LE(at + 4)
    const height = stream.readUInt16LE(at + 6)
    for (let y = 0; y < height; y++)
      rows.push(stream.subarray(at + 8 + y * bytesPerRow, at + 8 + (y + 1) * bytesPerRow))
    at = stream.indexOf(start, at + 8 + height * bytesPerRow)
  }
  return {
    width: bytesPerRow * 8,
    height: rows.length,
    isBlack: (x, y) => ((rows[y]![x >> 3]! >> (7 - (x & 7))) & 1) === 1,
  }
}

/** The texts of a stream's `GS k` Code 128 barcodes, all in subset B. */
export function readEscposBarcodes(bytes: Uint8Array): string[] {
  const stream = Buffer.from(bytes)
  const texts: string[] = []
  const start = Buffer.from([0x1d, 0x6b, 73])
  for (let at = stream.indexOf(start); at >= 0; at = stream.indexOf(start, at + 1)) {
    const data = stream.subarray(at + 4, at + 4 + stream[at + 3]!).toString('latin1')
    if (!data.startsWith('{B')) throw new Error(`not in subset B: ${data}`)
    texts.push(data.slice(2))
  }
  return texts
}
