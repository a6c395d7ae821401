/** What a ZPL printer finds in its stream of bytes. */
export interface Finding {
  readonly kind: 'format' | 'host-status'
  /** Of a format, all its bytes as they came, with what was sent before it (such as ~DG graphics). */
  readonly bytes: Uint8Array
}

export interface FormatSplitter {
  push(bytes: Uint8Array): Finding[]
  /** A format has begun and not ended. */
  isInsideFormat(): boolean
}

const START = '^XA'
const END = '^XZ'
const HOST_STATUS = '~HS'

/** Cuts a stream of bytes, however it arrives in pieces, into formats and status questions. */
export function createFormatSplitter(): FormatSplitter {
  let held: Buffer = Buffer.alloc(0)
  let searched = 0

  function take(): Finding | undefined {
    const end = held.indexOf(END, searched)
    const question = held.indexOf(HOST_STATUS, searched)
    if (question >= 0 && (end < 0 || question < end)) {
      // Answered at once, also within a format, and no part of it.
      held = Buffer.concat([
        held.subarray(0, question),
        held.subarray(question + HOST_STATUS.length),
      ])
      searched = question
      return { kind: 'host-status', bytes: Buffer.from(HOST_STATUS) }
    }
    if (end < 0) {
      searched = Math.max(0, held.length - END.length + 1)
      return undefined
    }
    const bytes = held.subarray(0, end + END.length)
    held = held.subarray(end + END.length)
    searched = 0
    return { kind: 'format', bytes: withoutLeadingSpace(bytes) }
  }

  return {
    push(bytes) {
      held = Buffer.concat([held, bytes])
      const findings: Finding[] = []
      for (let found = take(); found !== undefined; found = take()) findings.push(found)
      return findings
    },
    isInsideFormat: () => held.includes(START),
  }
}

function withoutLeadingSpace(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte > 0x20)
  return Buffer.from(start < 0 ? bytes : bytes.subarray(start))
}
