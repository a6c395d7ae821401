import { MOST_CHARACTERS, type ScanRefusal } from './scanner-line.ts'
import { scanText } from './scan-text.ts'

const STX = 0x02
/** CR, LF, Tab and ETX. The second one of CRLF ends an empty scan, which is none. */
const ENDS = new Set([0x0d, 0x0a, 0x09, 0x03])
const MOST_BYTES = 4 * MOST_CHARACTERS
/** Behind a scan of a scanner that sends no end, and behind noise. */
const SILENCE_MS = 60
/** The rest of a scan whose end is sure to come; what is found later would only be put before the next scan. */
const REST_MS = 1000
/** A timer so much later than asked for says that this program was held up, and that bytes may lie waiting. */
const LATE_MS = 20

export interface ScanSplitterListener {
  scan(text: string): void
  refused(reason: ScanRefusal): void
}

/** Makes scans of a scanner's bytes, however they were cut and glued on their way. */
export interface ScanSplitter {
  take(bytes: Uint8Array): void
  /** Forgets what was begun. */
  drop(): void
}

/**
 * Scans end with CR, LF, Tab or ETX; an STX before them is taken off. Of a scanner that has never sent an end, silence
 * ends a scan: the only case where time makes one.
 */
export function createScanSplitter(listener: ScanSplitterListener): ScanSplitter {
  let piece: number[] = []
  let state: 'reading' | 'too-long' | 'noise' = 'reading'
  let sendsEnds = false
  let timer: NodeJS.Timeout | undefined

  const isUnderWay = () => piece.length > 0 || state !== 'reading'

  function drop(): void {
    clearTimeout(timer)
    piece = []
    state = 'reading'
  }

  /** Gives what was collected; true where it was a scan. */
  function give(): boolean {
    const bytes = Uint8Array.from(piece)
    const wasTooLong = state === 'too-long'
    piece = []
    state = 'reading'
    if (!wasTooLong && bytes.length === 0) return false
    const text = wasTooLong ? '' : scanText(bytes)
    if (text === undefined) {
      state = 'noise'
      listener.refused('scanner-noise')
      return false
    }
    if (wasTooLong || text.length > MOST_CHARACTERS) {
      listener.refused('scan-too-long')
      return false
    }
    listener.scan(text)
    return true
  }

  function takeByte(byte: number): void {
    // What stands between two bits of noise is none the better for being readable.
    if (state === 'noise') return
    if (ENDS.has(byte)) {
      if (give()) sendsEnds = true
    } else if (byte === STX) {
      if (isUnderWay()) listener.refused('scan-cut-off')
      drop()
    } else if (state === 'reading') {
      piece.push(byte)
      if (piece.length <= MOST_BYTES) return
      piece = []
      state = 'too-long'
    }
  }

  function onSilence(): void {
    if (state !== 'noise' && sendsEnds) listener.refused('scan-cut-off')
    else if (state !== 'noise') give()
    drop()
  }

  function wait(): void {
    clearTimeout(timer)
    if (!isUnderWay()) return
    const waitMs = sendsEnds && state !== 'noise' ? REST_MS : SILENCE_MS
    const startedAtMs = performance.now()
    timer = setTimeout(() => {
      if (performance.now() - startedAtMs > waitMs + LATE_MS) wait()
      else onSilence()
    }, waitMs)
    timer.unref()
  }

  return {
    take(bytes) {
      for (const byte of bytes) takeByte(byte)
      wait()
    },
    drop,
  }
}
