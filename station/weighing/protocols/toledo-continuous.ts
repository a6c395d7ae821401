import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { printable, sevenBits, soundParity } from './frame-splitter.ts'

const STX = 0x02
const CR = 0x0d
const FRAME_LENGTH = 17

/** By bits 0 to 2 of status A. 0 and 1 stand for zeros that are not sent or are; manuals differ, so neither is read. */
const DECIMALS = [undefined, undefined, 0, 1, 2, 3, 4, 5]

/**
 * Toledo scales that send by themselves: `<STX>ABCwwwwwwtttttt<CR>` with three status bytes, weight and tare
 * without a point, and a checksum if the scale is set to send one. Source: continuous output as repeated in
 * the manuals of Mettler Toledo terminals.
 *
 * Only the byte behind a frame tells whether there is a checksum. Until that is known of a connection no
 * weight is given; then a frame with a wrong sum is dropped, and one without any is given at its last byte,
 * so that it is not one period old.
 */
export function createToledoContinuousProtocol(): ScaleProtocol {
  let newest = ''
  let sums: 'not-known' | 'sent' | 'not-sent' = 'not-known'
  /** The frame whose next byte is awaited. */
  let whole: string | undefined

  /** What the byte behind a frame says of it, and whether that byte belongs to it. */
  function next(frame: string, byte: number): { frames: ScaleFrame[]; taken: boolean } {
    const isStart = (byte & 0x7f) === STX
    const fits = ((sumOf(frame) + byte) & 0x7f) === 0
    switch (sums) {
      case 'sent':
        return { frames: fits ? readFrame(frame, byte) : [], taken: fits }
      case 'not-sent':
        if (isStart) return { frames: [], taken: false }
        sums = fits ? 'sent' : 'not-known'
        // The frame was given already: what is wrong behind it takes the trust from it.
        return { frames: fits ? [] : [distrust(frame, byte)], taken: fits }
      case 'not-known':
        // A sum that looks like a start tells nothing.
        if (isStart && !fits) sums = 'not-sent'
        if (fits && !isStart) sums = 'sent'
        return sums === 'sent'
          ? { frames: readFrame(frame, byte), taken: true }
          : { frames: [], taken: false }
    }
  }

  return {
    query: undefined,
    push(bytes) {
      const frames: ScaleFrame[] = []
      for (const byte of bytes) {
        if (whole !== undefined) {
          const behind = next(whole, byte)
          whole = undefined
          frames.push(...behind.frames)
          if (behind.taken) continue
        }
        newest = (newest + String.fromCharCode(byte)).slice(-FRAME_LENGTH)
        if ((byte & 0x7f) === CR && isFrame(newest)) {
          whole = newest
          newest = ''
          if (sums === 'not-sent') frames.push(...readFrame(whole))
        }
      }
      return frames
    },
  }
}

function isFrame(received: string): boolean {
  const text = sevenBits(received)
  return text.startsWith('\u0002') && /^[ -~]{15}\r$/.test(text.slice(1)) && soundParity(received)
}

function sumOf(frame: string): number {
  return Array.from(sevenBits(frame)).reduce((sum, character) => sum + character.charCodeAt(0), 0)
}

function readFrame(received: string, sum?: number): ScaleFrame[] {
  const text = sevenBits(received)
  const [a = 0, b = 0, c = 0] = [1, 2, 3].map((index) => text.charCodeAt(index))
  return [
    {
      status: readStatus(a, b, c),
      weight: readWeight(text.slice(4, 10), a, b, c),
      raw: printable(sum === undefined ? text : text + String.fromCharCode(sum & 0x7f)),
    },
  ]
}

function distrust(frame: string, byte: number): ScaleFrame {
  const raw = printable(sevenBits(frame + String.fromCharCode(byte)))
  return { status: unknown('answer-not-understood'), weight: '', raw }
}

function readStatus(a: number, b: number, c: number): FrameStatus {
  const always = (a & b & c & 0b10_0000) !== 0 && ((a | c) & 0b100_0000) === 0
  const expanded = (c & 0b1_0000) !== 0
  if (!always || expanded) return unknown('status-not-known')
  if ((b & 0b100_0000) !== 0) return fault('needs-zero')
  if ((b & 0b100) !== 0) return fault('out-of-range')
  if ((b & 0b1) !== 0) return fault('net-weight')
  return { is: (b & 0b1000) !== 0 ? 'moving' : 'stable' }
}

/** The weight with point, sign and unit; empty where it is none that we can read. */
function readWeight(field: string, a: number, b: number, c: number): string {
  const decimals = DECIMALS[a & 0b111]
  if (decimals === undefined || !/^ *\d+$/.test(field)) return ''
  const digits = field.replace(/^[ 0]+/, '').padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const amount = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return `${(b & 0b10) !== 0 ? '-' : ''}${amount} ${unitOf(b, c)}`
}

function unitOf(b: number, c: number): string {
  switch (c & 0b111) {
    case 0:
      return (b & 0b1_0000) !== 0 ? 'kg' : 'lb'
    case 1:
      return 'g'
    default:
      return `unit-${c & 0b111}`
  }
}
