import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { createFrameSplitter, printable, sevenBits, soundParity } from './frame-splitter.ts'

const STX = '\u0002'
const CR = 0x0d

/**
 * The protocol of Toledo's 8213 and 8217 counter scales. `W` is answered by `<STX>WW.WW<CR>` in pounds or
 * `<STX>WW.WWW<CR>` in kilograms, which the scale sends only for a settled weight, or by
 * `<STX>?<status><CR>` where it cannot weigh now. Some Brecknell scales send `<STX>XXX.XX<CR>` whether they
 * show pounds, kilograms or ounces, and grams without a point: those say no unit and are refused. Source: 8217
 * interface description as repeated in the manuals of scanner scales; manual of the Brecknell 3700LP.
 */
export function createToledo8217Protocol(): ScaleProtocol {
  const splitter = createFrameSplitter(CR)
  return {
    query: new TextEncoder().encode('W'),
    push: (bytes) => splitter.push(bytes).flatMap((received) => readFrame(received)),
  }
}

function readFrame(received: string): ScaleFrame[] {
  const text = sevenBits(received)
  const start = text.lastIndexOf(STX)
  if (start < 0 || !soundParity(received.slice(start))) return []
  const raw = printable(text.slice(start))
  const content = text.slice(start + 1, -1)
  const status = /^\?(.)$/.exec(content)?.[1]
  if (status !== undefined) return [{ status: readStatus(status.charCodeAt(0)), weight: '', raw }]
  const [, amount, net] = /^(\d{2}\.\d{2,3}|\d{3}\.\d{2}|\d{5,7})(N?)$/.exec(content) ?? []
  if (amount === undefined) return [{ status: unknown('weight-not-readable'), weight: '', raw }]
  return [
    {
      status: net === 'N' ? fault('net-weight') : { is: 'stable' },
      weight: `${amount} ${unitOf(amount)}`.trim(),
      raw,
    },
  ]
}

/** The form of the amount is all that tells the unit. */
function unitOf(amount: string): string {
  if (/^\d{2}\.\d{2}$/.test(amount)) return 'lb'
  return /^\d{2}\.\d{3}$/.test(amount) ? 'kg' : ''
}

function readStatus(byte: number): FrameStatus {
  if ((byte & 0x40) === 0) return unknown('status-not-known')
  if ((byte & 0b00010) !== 0) return fault('over-capacity')
  if ((byte & 0b00100) !== 0) return fault('below-zero')
  if ((byte & 0b01000) !== 0) return fault('needs-zero')
  if ((byte & 0b00001) !== 0) return { is: 'moving' }
  return (byte & 0b10000) !== 0 ? { is: 'stable-at-zero' } : unknown('status-not-known')
}
