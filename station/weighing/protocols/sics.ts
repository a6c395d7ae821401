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

const LF = 0x0a

/**
 * MT-SICS of Mettler Toledo and others. `SI<CR><LF>` asks for the weight at once; the answer is a line:
 * `S S` stable, `S D` moving, each with weight and unit; `S I` busy, `S +` over, `S -` under the range;
 * `ES`, `ET`, `EL`, `S L` a command that was not understood; an error of the scale stands in place of the
 * weight. Source: MT-SICS reference, level 0.
 */
export function createSicsProtocol(): ScaleProtocol {
  const splitter = createFrameSplitter(LF)
  return {
    query: new TextEncoder().encode('SI\r\n'),
    push: (bytes) => splitter.push(bytes).flatMap((received) => readLine(received)),
  }
}

function readLine(received: string): ScaleFrame[] {
  // Noise may stand before the answer on the same line. After its first letters all must be right: a frame
  // that broke off and another behind it are no answer.
  const match = /(?:E[STL]|S ([A-Z+-])((?: [^\r\n]*)?))\r?\n$/.exec(sevenBits(received))
  if (!match || !soundParity(received.slice(match.index))) return []
  const [frame, letter, rest = ''] = match
  const raw = printable(frame)
  if (letter === undefined) return [{ status: unknown('command-refused'), weight: '', raw }]
  const weight = withoutBlanks(rest)
  if (weight.startsWith('Error')) return [{ status: fault('scale-error'), weight: '', raw }]
  return [{ status: readStatus(letter), weight, raw }]
}

function readStatus(letter: string): FrameStatus {
  switch (letter) {
    case 'S':
      return { is: 'stable' }
    case 'D':
      return { is: 'moving' }
    case 'I':
      return unknown('scale-busy')
    case 'L':
      return unknown('command-refused')
    case '+':
      return fault('over-capacity')
    case '-':
      return fault('under-capacity')
    default:
      return unknown('status-not-known')
  }
}
