import { numbers, readStream } from './command-stream.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

/**
 * Reads TSPL as a printer does (TSPL/TSPL2 Programming Language Manual, TSC): only what builds and prints one image; a
 * command that stores or sets up anything is an error.
 */
export function readTspl(bytes: Uint8Array, dpi: number): PrintedPaper {
  const stream = readStream(bytes)
  let paper: ReturnType<typeof createPaper> | undefined
  let isCleared = false
  let labels = 0
  while (!stream.isAtEnd()) {
    if (stream.startsWith('BITMAP ')) {
      stream.take(7)
      const [left = 0, top = 0, bytesPerRow = 0, rows = 0, mode] = numbers(
        [1, 2, 3, 4, 5].map(() => stream.until(',')).join(','),
        ',',
        5,
      )
      if (paper === undefined || !isCleared) throw new Error('BITMAP before SIZE and CLS')
      if (mode !== 0) throw new Error('a mode that depends on what is there')
      // A set bit is white.
      paper.write({ left, top, bytesPerRow }, stream.take(bytesPerRow * rows), 0)
      if (stream.take(2).toString() !== '\r\n') throw new Error('BITMAP has more data than it says')
      continue
    }
    const line = stream.until('\n').replace(/\r$/, '')
    const [, width, length] = /^SIZE (\d+(?:\.\d+)?) mm,(\d+(?:\.\d+)?) mm$/.exec(line) ?? []
    const [, sets] = /^PRINT (\d+)$/.exec(line) ?? []
    const dots = (millimetres: string | undefined) => Math.round((Number(millimetres) / 25.4) * dpi)
    if (width !== undefined) paper = createPaper(dots(width), dots(length))
    else if (line === 'CLS') {
      paper?.clear()
      isCleared = true
    } else if (sets !== undefined) labels += Number(sets)
    else if (line !== '') throw new Error(`not for a label: ${line}`)
  }
  if (paper === undefined) throw new Error('no image')
  return { picture: paper.picture, labels, barcodes: [] }
}
