import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import {
  createFrameSplitter,
  printable,
  sevenBits,
  soundParity,
  withoutBlanks,
} from './frame-splitter.ts'

const ETX = 0x03

/**
 * The NCI protocol of Weigh-Tronix, Brecknell and many POS scales. `W<CR>` is answered by
 * `<LF>xxx.xxUU<CR><LF>[S]hh<CR><ETX>` with two or three status bytes; some scales leave the weight out while
 * it moves; `<LF>?<CR><ETX>` is a command that the scale does not know. Source: Weigh-Tronix NCI
 * specification as repeated in the manuals of Brecknell scales.
 */
export function createNciProtocol(): ScaleProtocol {
  const splitter = createFrameSplitter(ETX)
  return {
    query: new TextEncoder().encode('W\r'),
    push: (bytes) => splitter.push(bytes).flatMap((received) => readFrame(received)),
  }
}

function readFrame(received: string): ScaleFrame[] {
  const text = sevenBits(received)
  // Noise may stand before the frame, so only the end is bound.
  const match = /(?:\n([^\n\r]*)\r)?\n([^\n\r]*)\r$/.exec(text.slice(0, -1))
  if (!match || !soundParity(received.slice(match.index))) return []
  const [frame, weight = '', status = ''] = match
  // Digits before it are of another weight in the same answer, and nobody can tell which of the two is meant.
  if (/\d/.test(text.slice(0, match.index)))
    return [{ status: unknown('weight-not-readable'), weight: '', raw: printable(text) }]
  const raw = printable(`${frame}${text.slice(-1)}`)
  if (weight === '' && status === '?') return [{ status: unknown('command-refused'), weight, raw }]
  return [{ ...judge(status, weight), raw }]
}

function judge(statusText: string, weightText: string): Omit<ScaleFrame, 'raw'> {
  const weight = withoutBlanks(weightText)
  const status = readStatus(statusText)
  const range = /^[\^_-]+(?:\s*[A-Za-z]*)$/.exec(weight)
  if (range && status.is !== 'fault') {
    const mark = weight.charAt(0)
    return {
      status: fault(
        mark === '^' ? 'over-capacity' : mark === '_' ? 'under-capacity' : 'out-of-range',
      ),
      weight: '',
    }
  }
  return { status, weight: range ? '' : weight }
}

/** Status bytes have bits 4 and 5 set and bit 6 where another follows; at least two are always sent. */
function readStatus(text: string): FrameStatus {
  const match = /^S?([0-?p-\u007f]{2,3})$/.exec(text)
  if (!match) return unknown('status-not-known')
  const [first = 0, second = 0, third = 0] = Array.from(match[1] ?? '', (c) => c.charCodeAt(0))
  if ((first & 0x40) !== 0 || (third & 0x40) !== 0) return unknown('status-not-known')
  const thirdFollows = (second & 0x40) !== 0
  if (thirdFollows !== (match[1]?.length === 3)) return unknown('status-not-known')
  if ((first & 0b1100) !== 0 || (second & 0b0100) !== 0) return fault('scale-error')
  if ((second & 0b1000) !== 0) return fault('needs-calibration')
  if ((third & 0b1000) !== 0) return fault('needs-zero')
  if ((second & 0b0001) !== 0) return fault('under-capacity')
  if ((second & 0b0010) !== 0) return fault('over-capacity')
  if ((third & 0b0100) !== 0) return fault('net-weight')
  if ((first & 0b0001) !== 0) return { is: 'moving' }
  return { is: (first & 0b0010) !== 0 ? 'stable-at-zero' : 'stable' }
}
