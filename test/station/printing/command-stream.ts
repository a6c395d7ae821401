/** The bytes of a printer's language, read from the front: lines of commands with binary data between them. */
export function readStream(bytes: Uint8Array) {
  const stream = Buffer.from(bytes)
  let at = 0
  return {
    isAtEnd: () => at >= stream.length,
    byte(): number {
      if (at >= stream.length) throw new Error('the stream ends in the middle of a command')
      return stream[at++]!
    },
    take(count: number): Buffer {
      if (at + count > stream.length) throw new Error('the stream ends in the middle of its data')
      at += count
      return stream.subarray(at - count, at)
    },
    /** Up to the next of these characters, which is passed over. */
    until(ends: string): string {
      const start = at
      while (at < stream.length && !ends.includes(String.fromCharCode(stream[at]!))) at++
      if (at >= stream.length) throw new Error('a command has no end')
      return stream.toString('latin1', start, at++)
    },
    /** The same without passing over it, for commands that a first word tells apart. */
    startsWith: (text: string) => stream.toString('latin1', at, at + text.length) === text,
  }
}

/** Whole numbers of a command. */
export function numbers(text: string, separator: string, count: number): number[] {
  const values = text
    .split(separator)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN))
  if (values.length !== count || values.some(Number.isNaN)) throw new Error(`no numbers: ${text}`)
  return values
}
