import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { createFrameSplitter, printable, sevenBits, soundParity } from './frame-splitter.ts'

const LF = 0x0a

/**
 * The standard format of A&D. `Q<CR><LF>` asks for the weight at once; the answer is a line of fifteen
 * characters: `ST` stable, `US` moving, `OL` out of range or `QT` counted pieces, a comma, the weight with its
 * sign in nine, the unit in three. `?` and `EC,E01` answer a command that was not understood. Source: A&D
 * manuals of the EK, GC and FX series.
 */
export function createAAndDProtocol(): ScaleProtocol {
  const splitter = createFrameSplitter(LF)
  return {
    query: new TextEncoder().encode('Q\r\n'),
    push: (bytes) => splitter.push(bytes).flatMap((received) => readLine(received)),
  }
}

function readLine(received: string): ScaleFrame[] {
  const text = sevenBits(received)
  // Noise may stand before the header, but after it all must be right.
  const match = /(ST|US|OL|QT),([^\r\n]*)\r\n$/.exec(text) ?? /^(?:\?|EC,E\d\d)\r\n$/.exec(text)
  if (!match || !soundParity(received.slice(match.index))) return []
  const [frame, header, rest = ''] = match
  const raw = printable(frame)
  if (header === undefined) return [{ status: unknown('command-refused'), weight: '', raw }]
  if (header !== 'OL' && !/^[+-][\d.]{8}[ A-Za-z%]{3}$/.test(rest))
    return [{ status: unknown('weight-not-readable'), weight: '', raw }]
  const weight = header === 'OL' ? '' : rest.trim()
  return [{ status: readStatus(header, rest), weight, raw }]
}

function readStatus(header: string, rest: string): FrameStatus {
  switch (header) {
    case 'ST':
      return { is: 'stable' }
    case 'US':
      return { is: 'moving' }
    case 'OL':
      return fault(rest.startsWith('-') ? 'under-capacity' : 'over-capacity')
    default:
      return unknown('unit-not-known')
  }
}
