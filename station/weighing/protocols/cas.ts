import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { printable, sevenBits, soundParity } from './frame-splitter.ts'

const LF = 0x0a
const FRAME_LENGTH = 22
/** The number of the device and its lamps may be any byte, also one that ends a line, and have no parity bit. */
const DEVICE = 6
const LAMPS = 7

/**
 * CAS scales that send 22 bytes by themselves: `ST`, `US` or `OL`, `GS` gross or `NT` net, device and lamps,
 * the weight in eight characters and the unit. The form of ten bytes says nothing of stability and is
 * refused. Source: CAS manuals of the CI and NT series.
 */
export function createCasProtocol(): ScaleProtocol {
  let newest = ''
  return {
    query: undefined,
    push(bytes) {
      const frames: ScaleFrame[] = []
      for (const byte of bytes) {
        newest = (newest + String.fromCharCode(byte)).slice(-FRAME_LENGTH)
        if ((byte & 0x7f) === LF) frames.push(...readEnd(newest))
      }
      return frames
    },
  }
}

function readEnd(received: string): ScaleFrame[] {
  const text = sevenBits(received)
  const [long, state = '', kind = '', weight = '', blank = '', unit = ''] =
    /^([A-Z]{2}),([A-Z]{2}),[^]{2},([ \d.+-]{8})([^])([ A-Za-z]{2})\r\n$/.exec(text) ?? []
  if (long !== undefined) {
    if (!soundParity(received.slice(0, DEVICE) + received.slice(LAMPS + 1))) return []
    const lamps = received.charCodeAt(LAMPS)
    const status = blank === ' ' ? readStatus(state, kind, lamps) : unknown('status-not-known')
    return [{ status, weight: `${weight.trim()} ${unit.trim()}`.trim(), raw: printable(text) }]
  }
  const short = /(?:^|\n)([ .+-]*\d[ \d.+-]*)\r\n$/.exec(text)
  if (short?.[1]?.length !== 8 || !soundParity(received.slice(short.index))) return []
  return [
    {
      status: unknown('stability-not-stated'),
      weight: short[1].trim(),
      raw: printable(`${short[1]}\r\n`),
    },
  ]
}

function readStatus(state: string, kind: string, lamps: number): FrameStatus {
  if (state === 'OL') return fault('over-capacity')
  if (kind === 'NT') return fault('net-weight')
  if (kind !== 'GS') return unknown('status-not-known')
  if ((lamps & 0b1_0000) !== 0) return fault('weight-held')
  const stableLamp = (lamps & 0b100_0000) !== 0
  if (state === 'US' && !stableLamp) return { is: 'moving' }
  if (state === 'ST' && stableLamp) return { is: (lamps & 0b1) !== 0 ? 'stable-at-zero' : 'stable' }
  return unknown('status-not-known')
}
