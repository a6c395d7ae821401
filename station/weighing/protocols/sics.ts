import {
  fault,
  type FrameStatus,
  type ScaleFrame,
  type ScaleProtocol,
  unknown,
} from '../scale-frame.ts'
import { createFrameSplitter, printable } from './frame-splitter.ts'

const LF = 0x0a

/**
 * MT-SICS of Mettler Toledo and others. `SI<CR><LF>` asks for the weight at once; the answer is a line:
 * `S S` stable, `S D` moving, each with weight and unit; `S I` busy, `S +` over, `S -` under the range;
 * `ES`, `ET`, `EL` a command that was not understood. Source: MT-SICS reference, level 0.
 */
export function createSicsProtocol(): ScaleProtocol {
  const splitter = createFrameSplitter(LF)
  return {
    query: new TextEncoder().encode('SI\r\n'),
    push: (bytes) => splitter.push(bytes).flatMap((text) => readLine(text)),
  }
}

function readLine(text: string): ScaleFrame[] {
  const refused = /E[STL]\r?\n$/.exec(text)
  if (refused)
    return [{ status: unknown('command-refused'), weight: '', raw: printable(refused[0]) }]
  // Noise may stand before the answer on the same line, so only the end is bound.
  const match = /S ([A-Z+-])(?: +([+-]? *[\d.]+ +[^\s\d]+))? *\r?\n$/.exec(text)
  if (!match) return []
  const [raw, letter = '', weight = ''] = match
  return [{ status: readStatus(letter), weight, raw: printable(raw) }]
}

function readStatus(letter: string): FrameStatus {
  switch (letter) {
    case 'S':
      return { is: 'stable' }
    case 'D':
      return { is: 'moving' }
    case 'I':
      return unknown('scale-busy')
    case '+':
      return fault('over-capacity')
    case '-':
      return fault('under-capacity')
    default:
      return unknown('status-not-known')
  }
}
