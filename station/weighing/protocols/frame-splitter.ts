/** More than twice the longest frame of any protocol here. */
const LONGEST_FRAME = 100

/** Gathers bytes until a frame's last byte; what came before a frame that is too long is forgotten. */
export interface FrameSplitter {
  /** The texts that are now whole, each with its last byte. One character is one byte without its parity bit. */
  push(bytes: Uint8Array): string[]
}

/**
 * @param lastByte the byte that ends a frame and never occurs inside one. The parity bit of every byte is
 * taken off, so that a scale at seven bits with parity is understood on a line set to eight.
 */
export function createFrameSplitter(lastByte: number): FrameSplitter {
  let pending = ''
  return {
    push(bytes) {
      const frames: string[] = []
      for (const byte of bytes) {
        const character = byte & 0x7f
        pending += String.fromCharCode(character)
        if (character === lastByte) {
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
