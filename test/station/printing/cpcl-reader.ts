import { numbers, readStream } from './command-stream.ts'
import { createPaper, type PrintedPaper } from './printed-paper.ts'

/**
 * Reads CPCL as a printer does (CPCL Programming Guide, Zebra P1073699-001): label sessions of graphics; a command that
 * stores or sets up anything, and a utilities session (`! U`), is an error unless it is to be passed over.
 */
export function readCpcl(bytes: Uint8Array, passOver = /^$/): PrintedPaper {
  const stream = readStream(bytes)
  const line = () => stream.until('\n').replace(/\r$/, '')
  let printed: PrintedPaper | undefined
  let labels = 0
  while (!stream.isAtEnd()) {
    const [, session = ''] = /^! (.*)$/.exec(line()) ?? []
    const [offset, , , height = 0, copies = 0] = numbers(session, ' ', 5)
    const [, width] = /^PAGE-WIDTH (\d+)$/.exec(line()) ?? []
    if (offset !== 0 || width === undefined)
      throw new Error(`a label without its place: ${session}`)
    const paper = createPaper(Number(width), height)
    let isFed = false
    for (let isOpen = true; isOpen;) {
      if (stream.startsWith('CG ')) {
        stream.take(3)
        const [bytesPerRow = 0, rows = 0, left = 0, top = 0] = numbers(
          [1, 2, 3, 4].map(() => stream.until(' ')).join(' '),
          ' ',
          4,
        )
        // A set bit is black.
        paper.write({ left, top, bytesPerRow }, stream.take(bytesPerRow * rows), 1)
        if (stream.take(2).toString() !== '\r\n') throw new Error('CG has more data than it says')
        continue
      }
      const command = line()
      if (command === 'FORM') isFed = true
      else if (command === 'PRINT' && isFed) isOpen = false
      else if (!passOver.test(command)) throw new Error(`not for a label: ${command}`)
    }
    labels += copies
    printed = { picture: paper.picture, labels, barcodes: [] }
  }
  if (printed === undefined) throw new Error('no label')
  return printed
}
