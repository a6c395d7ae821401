import { readStream } from './command-stream.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

const ESC = 0x1b
const GS = 0x1d

/**
 * Reads ESC/POS as a printer does (Epson's reference): rasters one below the other, each aligned on the paper, texts,
 * Code 128 in subset B. A label ends with the cut. What stores or sets up anything beyond this stream is an error.
 */
export function readEscpos(
  bytes: Uint8Array,
  paperWidth: number,
): PrintedPaper & { texts: string } {
  const stream = readStream(bytes)
  const rasters: { left: number; bytesPerRow: number; rows: Buffer }[] = []
  const barcodes: string[] = []
  let texts = ''
  let labels = 0
  let isCentred = false
  let moduleDots = 3

  function raster(): void {
    if (stream.byte() !== 0x30 || ![0, 48].includes(stream.byte()))
      throw new Error('no raster of single size')
    const sizes = stream.take(4)
    const bytesPerRow = sizes.readUInt16LE(0)
    const left = isCentred ? Math.max(0, Math.floor((paperWidth - bytesPerRow * 8) / 2)) : 0
    rasters.push({ left, bytesPerRow, rows: stream.take(bytesPerRow * sizes.readUInt16LE(2)) })
  }

  function barcode(): void {
    if (stream.byte() !== 73) throw new Error('no Code 128')
    const data = stream.take(stream.byte()).toString('latin1')
    if (!data.startsWith('{B')) throw new Error(`not in subset B: ${data}`)
    const text = data.slice(2)
    const needed = ((text.length + 2) * 11 + 13 + 20) * moduleDots
    if (needed > paperWidth) throw new Error(`${text} has no room for its quiet zones`)
    barcodes.push(text)
  }

  while (!stream.isAtEnd()) {
    const byte = stream.byte()
    if (byte === GS) {
      const command = String.fromCharCode(stream.byte())
      if (command === 'v') raster()
      else if (command === 'k') barcode()
      else if (command === 'w') moduleDots = stream.byte()
      else if (command === 'V') labels += stream.byte() === 0 ? 1 : 0
      // Size and colour of letters, height of bars and where their text stands: gone with ESC @.
      else if ('!BHh'.includes(command)) stream.byte()
      else throw new Error(`not for a label: GS ${command}`)
    } else if (byte === ESC) {
      const command = String.fromCharCode(stream.byte())
      if (command === 'a') isCentred = stream.byte() === 1
      else if ('tdR'.includes(command)) stream.byte()
      else if (command !== '@') throw new Error(`not for a label: ESC ${command}`)
    } else if (byte >= 0x20 || byte === 0x0a) texts += String.fromCharCode(byte)
    else throw new Error(`not for a label: ${byte}`)
  }

  const heights = rasters.map(({ rows, bytesPerRow }) => rows.length / bytesPerRow)
  const paper = createPaper(
    paperWidth,
    heights.reduce((sum, height) => sum + height, 0),
  )
  let top = 0
  for (const [index, { rows, ...place }] of rasters.entries()) {
    paper.write({ ...place, top }, rows, 1)
    top += heights[index] ?? 0
  }
  return { picture: paper.picture, labels, barcodes, texts }
}
