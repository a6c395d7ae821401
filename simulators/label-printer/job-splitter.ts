import type { SimulatedLanguage } from './simulated-language.ts'

/** What a printer finds in its stream of bytes. */
export interface Finding {
  readonly kind: 'label' | 'question'
  /** Of a label, all its bytes as they came, with what was sent before it (such as ~DG graphics). */
  readonly bytes: Buffer
  /** Of a question: a label had begun before it and not ended. */
  readonly isInsideLabel: boolean
}

export interface JobSplitter {
  push(bytes: Uint8Array): Finding[]
}

/** Cuts a stream of bytes, however it arrives in pieces, into labels and questions. */
export function createJobSplitter(language: Pick<SimulatedLanguage, 'command'>): JobSplitter {
  let held: Buffer = Buffer.alloc(0)
  let at = 0

  function take(): Finding | undefined {
    while (at < held.length) {
      const command = language.command(held, at)
      if (command === undefined) return undefined
      const { end, does } = command
      if (does === 'label') {
        const bytes = held.subarray(0, end)
        held = held.subarray(end)
        at = 0
        return { kind: 'label', bytes: withoutLeadingSpace(bytes), isInsideLabel: false }
      }
      if (does === 'question') {
        // Answered at once, also within a label, and no part of it.
        const bytes = held.subarray(at, end)
        const before = held.subarray(0, at)
        held = Buffer.concat([before, held.subarray(end)])
        return { kind: 'question', bytes, isInsideLabel: !before.every(isSpace) }
      }
      at = end
    }
    return undefined
  }

  return {
    push(bytes) {
      held = Buffer.concat([held, bytes])
      const findings: Finding[] = []
      for (let found = take(); found !== undefined; found = take()) findings.push(found)
      return findings
    },
  }
}

function withoutLeadingSpace(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => !isSpace(byte))
  return start < 0 ? bytes : bytes.subarray(start)
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d
}
