import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { createFrameSplitter, printable, sevenBits, soundParity } from './frame-splitter.ts'

const LF = 0x0a

/** The weight stands at the right of a field of nine (Defender) to twelve characters (Scout Pro). */
const SHORTEST_FIELD = 9
const LONGEST_FIELD = 12

/**
 * Ohaus scales. `IP<CR><LF>` asks for the weight at once; the answer is a line: the weight at the right of its
 * field, the unit, `?` while it moves or a blank once it is stable, and where the model has them `G` gross,
 * `N` or `NET` net. A line that ends with the unit says nothing of stability. `ES` answers a command that was
 * not understood. Source: Ohaus manuals of the Defender, Ranger, Navigator, Scout and Explorer series.
 */
export function createOhausProtocol(): ScaleProtocol {
  const splitter = createFrameSplitter(LF)
  return {
    query: new TextEncoder().encode('IP\r\n'),
    push: (bytes) => splitter.push(bytes).flatMap((received) => readLine(received)),
  }
}

function readLine(received: string): ScaleFrame[] {
  if (!soundParity(received)) return []
  const text = sevenBits(received)
  const raw = printable(text)
  if (/^ES\r?\n$/.test(text)) return [{ status: unknown('command-refused'), weight: '', raw }]
  // Nothing marks the start of a weight, so the whole line has to be right.
  const match = /^([ +-]*[\d.]*\d[\d.]*)(?: +([A-Za-z]{1,5})([^\r\n]*))?\r?\n$/.exec(text)
  if (!match) {
    const looksLikeOne = /^[ +-]*\d/.test(text)
    return looksLikeOne ? [{ status: unknown('weight-not-readable'), weight: '', raw }] : []
  }
  const [, field = '', unit = '', rest = ''] = match
  if (field.length < SHORTEST_FIELD || field.length > LONGEST_FIELD)
    return [{ status: unknown('weight-not-readable'), weight: '', raw }]
  return [{ status: readStatus(rest), weight: `${field} ${unit}`.trim(), raw }]
}

/** @param rest what stands behind the unit */
function readStatus(rest: string): FrameStatus {
  if (rest === '') return unknown('stability-not-stated')
  const [, mark = '', legend = ''] = /^ *(\??) *(.*?) *$/.exec(rest) ?? []
  switch (legend) {
    case '':
    case 'G':
    case 'B/G':
      return { is: mark === '?' ? 'moving' : 'stable' }
    case 'N':
    case 'NET':
      return fault('net-weight')
    default:
      return unknown('status-not-known')
  }
}
