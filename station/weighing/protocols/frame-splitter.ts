/** More than twice the longest frame of any protocol here. */
const LONGEST_FRAME = 100

/** Gathers bytes until a frame's last byte; what came before a frame that is too long is forgotten. */
export interface FrameSplitter {
  /** The texts that are now whole, each with its last byte. One character is one byte as it was received. */
  push(bytes: Uint8Array): string[]
}

/** @param lastByte the byte that ends a frame and never occurs inside one, whatever its parity bit. */
export function createFrameSplitter(lastByte: number): FrameSplitter {
  let pending = ''
  return {
    push(bytes) {
      const frames: string[] = []
      for (const byte of bytes) {
        pending += String.fromCharCode(byte)
        if ((byte & 0x7f) === lastByte) {
          frames.push(pending)
          pending = ''
        } else if (pending.length > LONGEST_FRAME) {
          pending = pending.slice(-LONGEST_FRAME)
        }
      }
      return frames
    },
  }
}

/** What was received without its parity bits, so that a scale at seven bits is understood on a line set to eight. */
export function sevenBits(received: string): string {
  return received.replaceAll(/[\u0080-\u00ff]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) & 0x7f),
  )
}

/**
 * Whether the eighth bits of a frame are what one line setting makes of them: all clear, all set, even or odd
 * parity. Where they are not, a bit was changed on the way and the frame is no evidence of anything.
 */
export function soundParity(received: string): boolean {
  const bytes = Array.from(received, (character) => character.charCodeAt(0))
  const eighth = bytes.map((byte) => byte >> 7)
  const ones = bytes.map((byte) => byte.toString(2).replaceAll('0', '').length % 2)
  return [eighth, ones].some((bits) => bits.every((bit) => bit === bits[0]))
}

/** The text between its blanks. Any other white space stays: no scale sends it, so it is damage. */
export function withoutBlanks(text: string): string {
  return text.replaceAll(/^ +| +$/g, '')
}

const NAMES = new Map([
  ['\u0002', '<STX>'],
  ['\u0003', '<ETX>'],
  ['\n', '<LF>'],
  ['\r', '<CR>'],
])

/** Bytes for a person to read: control characters by name or number. */
export function printable(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (character) =>
      NAMES.get(character) ??
      `<${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}>`,
  )
}
