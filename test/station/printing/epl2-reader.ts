import { numbers, readStream } from './command-stream.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

/**
 * Reads EPL2 as a printer does (EPL Programming Guide, Zebra 14245L-003): only what builds and prints one image; a
 * command that stores or sets up anything is an error. The printer knows the length of its labels by itself.
 */
export function readEpl2(bytes: Uint8Array, labelLength: number): PrintedPaper {
  const stream = readStream(bytes)
  let paper: ReturnType<typeof createPaper> | undefined
  let labels = 0
  while (!stream.isAtEnd()) {
    if (stream.startsWith('GW')) {
      stream.take(2)
      const [left = 0, top = 0, bytesPerRow = 0, rows = 0] = numbers(
        // CUPS ends the last number with a line end, the manual with a comma.
        [',', ',', ',', ',\n'].map((end) => stream.until(end)).join(','),
        ',',
        4,
      )
      if (paper === undefined) throw new Error('GW before q')
      // A set bit is white.
      paper.write({ left, top, bytesPerRow }, stream.take(bytesPerRow * rows), 0)
      if (stream.byte() !== 0x0a) throw new Error('GW has more data than it says')
      continue
    }
    const line = stream.until('\n')
    const [, width] = /^q(\d+)$/.exec(line) ?? []
    const [, copies] = /^P(\d+)$/.exec(line) ?? []
    // The manual: q and N both empty the image buffer.
    if (width !== undefined) paper = createPaper(Number(width), labelLength)
    else if (line === 'N') paper?.clear()
    else if (copies !== undefined) labels += Number(copies)
    else if (line !== '') throw new Error(`not for a label: ${line}`)
  }
  if (paper === undefined) throw new Error('no image')
  return { picture: paper.picture, labels, barcodes: [] }
}
