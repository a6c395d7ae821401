/** One key of a scan as the browser gave it; Shift, Control, Alt and the like show only in what they were held with. */
export interface RawStroke {
  /** KeyboardEvent.key: what the computer's layout made of it. */
  readonly key: string
  /** KeyboardEvent.code: where the key is on a US keyboard. */
  readonly code: string
  /** The event's own time in milliseconds. */
  readonly at: number
  readonly shift: boolean
  readonly control: boolean
  readonly alt: boolean
}

/** A whole scan before anything acts on it. */
export interface RawScan {
  /** Without the end key. */
  readonly strokes: readonly RawStroke[]
  readonly end: 'Enter' | 'Tab' | 'silence'
  /** As typed, with its prefix, and with control characters (GS) where the keys stood for them. */
  readonly text: string
}

export type ScanListener = (scan: RawScan) => void

let listening: ScanListener | undefined

/**
 * Hears every scan of the page instead of the bench, until stopped: nothing else acts on it, and no key inside it does
 * anything of its own. A scan without an end key counts too, after the silence behind it. The newest caller hears.
 */
export function interceptScans(listener: ScanListener): () => void {
  listening = listener
  return () => {
    if (listening === listener) listening = undefined
  }
}

/** Who hears the scans now instead of the bench. */
export function scanListener(): ScanListener | undefined {
  return listening
}
